//! Sessions that go with mail.

use leerkring_tests::calendars::Calendar;
use leerkring_tests::given::{duo, person};
use leerkring_tests::{Received, TestApp, Value, json};

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
    app.administrator().await.post(&cancel, json!({ "reason": "Ziekte" })).await.expect(200);
    let cancelled = attached(&app.last_mail_to(participant).await);
    for (before, after) in confirmed.events.iter().zip(&cancelled.events) {
        assert_eq!((&after.uid, after.status.as_str()), (&before.uid, "CANCELLED"));
        assert!(before.sequence < after.sequence);
    }
}

#[tokio::test]
async fn who_is_replaced_has_the_sessions_taken_out_and_the_newcomer_and_the_contact_are_told() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let person_left = &registration.body["participants"][0];
    let left = person_left["email"].as_str().unwrap();
    let had = attached(&app.last_mail_to(left).await);
    let replace = |id: &Value, person: Value| {
        let id = id.as_str().unwrap();
        (format!("/v1/registrations/{}/participants/{id}/_replace", registration.id), person)
    };
    let mut kees = person(person_left["role"].as_str().unwrap());
    (kees["name"], kees["email"]) = (json!("Kees Nieuw"), json!("kees@example.nl"));
    let editor = app.administrator().await;
    let (path, body) = replace(&person_left["id"], kees.clone());
    let replaced = editor.post(&path, body).await.expect(200).body;

    let gone = app.last_mail_to(left).await;
    assert!(
        gone.subject.starts_with("U doet niet meer mee") && !gone.text.contains("#participation=")
    );
    for (before, after) in had.events.iter().zip(&attached(&gone).events) {
        assert_eq!((&after.uid, after.status.as_str()), (&before.uid, "CANCELLED"));
        assert!(before.sequence < after.sequence && after.url.is_none());
    }
    let joined = app.last_mail_to("kees@example.nl").await;
    assert!(joined.subject.starts_with("U doet mee"), "{}", joined.subject);
    assert!(attached(&joined).events.iter().all(|it| it.status == "CONFIRMED"));
    joined.code("participation");
    let contact = registration.body["contact"]["email"].as_str().unwrap();
    let told = app.last_mail_to(contact).await;
    assert!(told.subject.starts_with("Deelnemer vervangen"), "{}", told.subject);
    // Names in letters to others could not be erased.
    let names = [person_left["name"].as_str().unwrap(), "Kees Nieuw"];
    assert!(!names.iter().any(|name| told.text.contains(name)), "{}", told.text);

    // A name that was misspelt is nobody else: the person has another link, and that is all.
    let before = app.mails_to(contact).await.len();
    kees["name"] = json!("Kees Nieuwe");
    let (path, body) = replace(&replaced["participants"][0]["id"], kees);
    editor.post(&path, body).await.expect(200);
    let mails = app.mails_to("kees@example.nl").await;
    let subjects: Vec<_> = mails.iter().map(|it| it.subject.split(':').next().unwrap()).collect();
    assert_eq!(subjects, ["U doet mee", "Uw nieuwe persoonlijke link"]);
    assert_eq!(app.mails_to(contact).await.len(), before);
}

#[tokio::test]
async fn of_a_team_that_waits_only_the_contact_is_told_that_somebody_takes_a_place() {
    let app = TestApp::start().await;
    let cohort = app
        .given_cohort(|it| {
            it["capacity"] = json!(2);
            it["waitingList"] = json!({});
        })
        .await;
    let (first, second) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    app.given_registration(&cohort, &first, duo(&first)).await;
    let waits = app.given_registration(&cohort, &second, duo(&second)).await;
    assert_eq!(waits.body["status"], "waitlisted");
    let left = &waits.body["participants"][0];
    let mut kees = person(left["role"].as_str().unwrap());
    kees["email"] = json!("kees@example.nl");
    let path = format!(
        "/v1/registrations/{}/participants/{}/_replace",
        waits.id,
        left["id"].as_str().unwrap()
    );
    app.administrator().await.post(&path, kees).await.expect(200);
    let told = app.last_mail_to(waits.body["contact"]["email"].as_str().unwrap()).await;
    assert!(told.text.contains("krijgen bericht zodra uw team plaatsen heeft"), "{}", told.text);
    for address in [left["email"].as_str().unwrap(), "kees@example.nl"] {
        assert_eq!(app.mails_to(address).await.len(), 0, "{address}");
    }
}
