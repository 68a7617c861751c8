//! What letters about a registration say besides their news: whom to ask, what to do next, where.

use leerkring_tests::given::{four_wednesdays, session};
use leerkring_tests::{TestApp, Thing, duo, json};

const PAGES: &str = "https://www.example.nl/aanmeldingen";

/// A cohort of an organiser that can be written to, with an intake.
async fn with_an_intake(app: &TestApp) -> Thing {
    let lead = app
        .given_organiser(|it| {
            it["name"] = json!("PO-Raad");
            it["contactEmail"] = json!("leergangen@poraad.example");
        })
        .await;
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(lead.id);
            it["intake"] = json!(true);
        })
        .await;
    app.given_cohort(|it| {
        *it = four_wednesdays();
        it["programmeId"] = json!(programme.id);
        it["place"] = json!("Domstad, Utrecht");
        it["sessions"] = json!([session("2026-09-16", "09:00:00", "17:00:00")]);
    })
    .await
}

#[tokio::test]
async fn who_registers_reads_what_is_still_to_be_done_where_and_whom_to_ask() {
    let app = TestApp::start_with(|config| {
        config.registrations_url = Some(PAGES.to_owned());
    })
    .await;
    let (cohort, board) = (with_an_intake(&app).await, app.given_board(|_| {}).await);
    let mut body = duo(&board);
    body["contact"]["email"] = json!("contact@example.nl");

    let registration = app.given_registration(&cohort, &board, body).await;

    let warnings = registration.body["warnings"].as_array().unwrap();
    assert_eq!(warnings[0]["code"], "intake-to-book", "{warnings:?}");
    assert!(warnings[0]["detail"].as_str().unwrap().contains("16 september 2026 om 09:00"));
    let mails = app.mails_to("contact@example.nl").await;
    let subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    let [mail, invoice] = mails.as_slice() else { panic!("{subjects:?}") };
    assert!(invoice.subject.starts_with("Factuur"), "{subjects:?}");
    for mail in [mail, invoice] {
        assert_eq!(mail.reply_to.as_deref(), Some("leergangen@poraad.example"), "{}", mail.text);
        assert_eq!(mail.links, [format!("{PAGES}/{}", registration.id)], "{}", mail.text);
        assert!(mail.text.contains("U bereikt de organisator, PO-Raad"), "{}", mail.text);
    }
    for said in ["Boek een intakegesprek", "09:00–17:00, Domstad, Utrecht", "PO-Raad"] {
        assert!(mail.text.contains(said), "{said} in {}", mail.text);
    }
    let slots = app.given_intake_slots(&cohort, "2026-09-01").await;
    let book = format!("/v1/registrations/{}/intake/_book", registration.id);
    let slot = json!({ "intakeSlotId": slots[0] });
    app.board_editor(&board).await.post(&book, slot).await.expect(200);
    let mail = app.last_mail_to("contact@example.nl").await;
    assert!(!mail.text.contains("Wat u nog moet doen"), "{}", mail.text);
}

#[tokio::test]
async fn participants_read_where_to_be_in_their_letter_and_behind_their_link() {
    let app = TestApp::start().await;
    let (cohort, board) = (with_an_intake(&app).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let email = registration.body["participants"][0]["email"].as_str().unwrap();

    let mail = app.last_mail_to(email).await;

    assert!(mail.text.contains("09:00–17:00, Domstad, Utrecht"), "{}", mail.text);
    assert_eq!(mail.reply_to.as_deref(), Some("leergangen@poraad.example"));
    let path = format!("/v1/participations/{}", mail.code("participation"));
    let seen = app.visitor().get(&path).await.expect(200).body;
    assert_eq!(seen["place"], "Domstad, Utrecht");
}

#[tokio::test]
async fn an_organiser_says_where_it_is_written_to_and_takes_it_back() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|it| it["contactEmail"] = json!("a@example.nl")).await;
    let path = format!("/v1/organisers/{}", organiser.id);
    let editor = app.organiser_editor(&organiser).await;
    let change = |address| json!({ "contactEmail": address });
    let changed = editor.patch(&path, &organiser.etag, change(json!("b@example.nl"))).await;
    let changed = changed.expect(200);
    assert_eq!(changed.body["contactEmail"], "b@example.nl");
    let gone = editor.patch(&path, changed.etag(), change(json!(null))).await.expect(200);
    assert_eq!(gone.body["contactEmail"], json!(null));
    editor.patch(&path, gone.etag(), change(json!("nobody"))).await.refused(400, "invalid-request");
}
