//! What the holders of certificates are told by mail.

use leerkring_tests::certificates::AFTERWARDS;
use leerkring_tests::{TestApp, Thing, json, team};

use super::{first, over, revoke};

#[tokio::test]
async fn the_letter_is_in_its_readers_language_and_the_certificate_in_that_of_the_programme() {
    let app = TestApp::start().await;
    let cohort = app.given_course(|_| {}).await;
    let board = app.given_board(|_| {}).await;
    let dutch = app.given_account(None).await.email;
    let mut team = team(&board, &["teacher", "teacher"]);
    team["participants"][1]["email"] = json!(dutch);
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let registered = app.board_editor(&board).await.post(&path, team).in_english().await;
    let registration: Thing = registered.expect(201).into();
    let english = registration.body["participants"][0]["email"].as_str().unwrap();
    assert!(app.last_mail_to(english).await.subject.starts_with("You take part"));
    // Who has an account chose the language there, whoever registered them.
    assert!(app.last_mail_to(&dutch).await.subject.starts_with("U doet mee"));
    app.given_presence(&cohort, &registration, &[4, 4]).await;
    app.set_now(AFTERWARDS);

    app.issue(&cohort, json!({})).await.await.expect(200);

    for (address, language, subject) in [
        (english, "en", "Certificate: Strategisch personeelsbeleid"),
        (dutch.as_str(), "nl", "Certificaat: Strategisch personeelsbeleid"),
    ] {
        let letter = app.last_mail_to(address).await;
        assert_eq!((letter.language.as_str(), letter.subject.as_str()), (language, subject));
    }
    let list = app.administrator().await.get("/v1/certificates").await.expect(200).body;
    assert!(list["items"].as_array().unwrap().iter().all(|it| it["language"] == "nl"));
}

#[tokio::test]
async fn a_certificate_that_is_revoked_before_its_letter_goes_out_is_not_sent() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    app.wait_for_mail().await;
    // No letter can be written where a file stands in the place of the directory.
    let (mails, away) = (app.config.mail_dir(), app.config.mail_dir().with_extension("away"));
    std::fs::rename(&mails, &away).unwrap();
    std::fs::write(&mails, "").unwrap();
    let certificate = first(&app, &over).await;
    revoke(&app, &certificate, "Naam verkeerd gespeld").await;
    app.wait_for_mail().await;
    std::fs::remove_file(&mails).unwrap();
    std::fs::rename(&away, &mails).unwrap();

    app.set_now("2026-11-28T11:00:00Z");
    app.in_server(|app| async move { leerkring::mail::deliver_due(&app).await.unwrap() }).await;

    let subjects = async |address: &str| -> Vec<String> {
        app.mails_to(address).await.into_iter().map(|mail| mail.subject).collect()
    };
    let holder = subjects(certificate["holder"]["email"].as_str().unwrap()).await;
    assert!(holder.iter().any(|it| it.starts_with("Certificaat ingetrokken: ")), "{holder:?}");
    assert!(!holder.iter().any(|it| it.starts_with("Certificaat: ")), "{holder:?}");
    let other = over.registration.body["participants"][1]["email"].as_str().unwrap();
    assert!(subjects(other).await.iter().any(|it| it.starts_with("Certificaat: ")));
    let given_up = app.administrator().await.get("/v1/letters?state=dead").await.expect(200).body;
    let given_up = given_up["items"].as_array().unwrap();
    assert_eq!((given_up.len(), &given_up[0]["kind"]), (1, &json!("certificate")));
}
