//! Sessions that go with mail.

use leerkring_tests::calendars::Calendar;
use leerkring_tests::given::duo;
use leerkring_tests::{Received, TestApp, json};

fn attached(mail: &Received) -> Calendar {
    let [(name, kind, content)] = mail.attachments.as_slice() else {
        panic!("{} comes with {} files", mail.subject, mail.attachments.len())
    };
    assert_eq!((name.as_str(), kind.as_str()), ("bijeenkomsten.ics", "text/calendar"));
    let text = String::from_utf8(content.clone()).unwrap();
    // Mail software may end lines of its own accord.
    Calendar::read(&text.replace("\r\n", "\n").replace('\n', "\r\n"))
}

#[tokio::test]
async fn the_confirmation_brings_the_sessions_and_a_cancellation_takes_them_back() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let participant = registration.body["participants"][0]["email"].as_str().unwrap();
    let contact = registration.body["contact"]["email"].as_str().unwrap();
    let confirmed = attached(&app.last_mail_to(participant).await);
    assert_eq!((confirmed.method.as_str(), confirmed.events.len()), ("PUBLISH", 4));
    assert!(confirmed.events.iter().all(|it| it.status == "CONFIRMED"));
    let to_contact = app.mails_to(contact).await;
    let confirmation = to_contact.iter().find(|it| it.subject.starts_with("Aanmelding bevestigd"));
    let confirmation = confirmation.expect("a confirmation");
    assert_eq!(attached(confirmation), confirmed);
    assert!(!confirmation.text.contains("#participation="), "the contact takes part in nothing");
    let cancel = format!("/v1/cohorts/{}/_cancel", cohort.id);
    app.administrator().await.post(&cancel, json!({})).await.expect(200);
    let cancelled = attached(&app.last_mail_to(participant).await);
    for (before, after) in confirmed.events.iter().zip(&cancelled.events) {
        assert_eq!((&after.uid, after.status.as_str()), (&before.uid, "CANCELLED"));
        assert!(before.sequence < after.sequence);
    }
}
