//! Participants who lost their personal link, or think that others have it.

use leerkring_tests::given::duo;
use leerkring_tests::{Answer, TestApp, json};

async fn ask(app: &TestApp, email: &str) -> Answer {
    app.visitor().post("/v1/participations/_forgotten", json!({ "email": email })).await
}

/// What a link opens: 200 or 404.
async fn opens(app: &TestApp, secret: &str) -> u16 {
    app.visitor().get(&format!("/v1/participations/{secret}")).await.status
}

/// The address of a participant of a confirmed team.
async fn participant(app: &TestApp) -> String {
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    registration.body["participants"][0]["email"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_answer_and_what_is_written_are_the_same_for_every_address_and_the_mail_tells() {
    let app = TestApp::start().await;
    let email = participant(&app).await;
    let first = app.last_mail_to(&email).await.code("participation");
    let mut told = Vec::new();
    for address in [email.to_uppercase().as_str(), "nobody@example.nl"] {
        let before = (app.rows("outbox").await, app.rows("audit_entries").await);
        let answer = ask(&app, address).await.expect(204);
        let after = (app.rows("outbox").await, app.rows("audit_entries").await);
        let names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
        told.push((answer.text.clone(), names, after.0 - before.0, after.1 - before.1));
    }
    assert_eq!(told[0], told[1]);
    assert_eq!((told[0].2, told[0].3), (1, 1));
    let mail = app.last_mail_to(&email).await;
    assert_eq!(mail.subject, "Uw persoonlijke links");
    assert!(mail.text.contains("Strategisch personeelsbeleid – "), "{}", mail.text);
    // Asking takes nothing away from whoever did not ask.
    assert_eq!((mail.code("participation"), opens(&app, &first).await), (first.clone(), 200));
    let nothing = app.last_mail_to("nobody@example.nl").await;
    assert_eq!(
        (nothing.subject.as_str(), nothing.links.len()),
        ("Geen bijeenkomsten met dit adres", 0)
    );
    let entries = app.administrator().await.get("/v1/audit-entries").await.expect(200).text;
    assert!(entries.contains("personal-links-requested") && !entries.contains(&email));
}

#[tokio::test]
async fn who_takes_part_no_more_has_no_link_to_be_sent() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let email = registration.body["participants"][0]["email"].as_str().unwrap();
    let withdraw = format!("/v1/registrations/{}/_withdraw", registration.id);
    app.administrator().await.post(&withdraw, json!({})).await.expect(200);
    ask(&app, email).await.expect(204);
    assert_eq!(app.last_mail_to(email).await.links.len(), 0);
}

#[tokio::test]
async fn who_has_the_link_renews_it_and_only_the_participant_gets_the_new_one() {
    let app = TestApp::start().await;
    let email = participant(&app).await;
    let old = app.last_mail_to(&email).await.code("participation");
    let path = format!("/v1/participations/{old}/_relink");
    let renewed = app.visitor().post(&path, None).await.expect(204);
    assert_eq!((renewed.text.as_str(), opens(&app, &old).await), ("", 404));
    let mail = app.last_mail_to(&email).await;
    assert!(mail.subject.starts_with("Uw nieuwe persoonlijke link"), "{}", mail.subject);
    assert_eq!(opens(&app, &mail.code("participation")).await, 200);
    app.visitor().post(&path, None).await.refused(404, "not-found");
    assert_eq!(app.recorded("personal-link-renewed").await, 1);
}

#[tokio::test]
async fn asking_is_limited_for_each_address() {
    let app = TestApp::start_with(|config| config.limits.enabled = true).await;
    for _ in 0..5 {
        ask(&app, "nobody@example.nl").await.expect(204);
    }
    ask(&app, "Nobody@example.nl").await.refused(429, "too-many-requests");
    ask(&app, "somebody@example.nl").await.expect(204);
}
