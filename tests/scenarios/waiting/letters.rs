//! Who is written to.

use leerkring_tests::{TestApp, json, team};

use super::{Party, small_cohort, sweep_now};

const CONTACT: &str = "secretariaat@example.nl";

#[tokio::test]
async fn the_contact_reads_of_every_turn_and_participants_that_they_take_part() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |_| {}).await;
    let seated = Party::of(&app, &cohort, 1).await;
    let board = app.given_board(|_| {}).await;
    let mut body = team(&board, &["teacher"]);
    body["contact"]["email"] = json!("contact@example.nl");
    body["participants"][0]["email"] = json!("Deelnemer@example.nl");
    let waits = app.given_registration(&cohort, &board, body).await;

    let subjects = |mails: Vec<leerkring_tests::mails::Received>| {
        mails
            .into_iter()
            .map(|it| it.subject.split(':').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let confirmed = app.mails_to(CONTACT).await;
    let subject = "Aanmelding bevestigd: Strategisch personeelsbeleid";
    assert!(confirmed.iter().any(|mail| mail.subject.starts_with(subject)));
    seated.withdraw().await;
    let offer = app.last_mail_to("contact@example.nl").await;
    assert!(offer.text.contains("tot 4 juli 2026 om 12:00"), "{}", offer.text);
    assert!(offer.text.contains(&waits.id));
    assert_eq!(app.mails_to("deelnemer@example.nl").await.len(), 0);
    app.set_now("2026-07-05T10:00:00Z");
    sweep_now(&app).await;

    let told = subjects(app.mails_to("contact@example.nl").await);
    assert_eq!(told, ["Plaats op de wachtlijst", "Er is plaats voor uw team", "Aanbod vervallen"]);

    let mut again = team(&board, &["teacher"]);
    again["participants"][0]["email"] = json!("Deelnemer@example.nl");
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    app.board_editor(&board).await.post(&path, again).in_english().await.expect(201);
    let mails = app.mails_to("deelnemer@example.nl").await;
    assert_eq!(subjects(mails), ["You take part"]);
}
