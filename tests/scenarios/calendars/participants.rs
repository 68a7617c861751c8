//! What a participant sees by the link in their mail, without an account.

use leerkring_tests::given::duo;
use leerkring_tests::{TestApp, Thing, json};

use super::status;

/// A confirmed team in a cohort with a meeting link, and the address of its first participant.
async fn confirmed(app: &TestApp) -> (Thing, String) {
    let cohort = app
        .given_cohort(|cohort| {
            cohort["sessions"][0]["meetingLink"] = json!("https://meet.example.nl/1");
        })
        .await;
    let board = app.given_board(|_| {}).await;
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let email = registration.body["participants"][0]["email"].as_str().unwrap().to_owned();
    (registration, email)
}

async fn secret(app: &TestApp, email: &str) -> String {
    app.last_mail_to(email).await.code("participation")
}

#[tokio::test]
async fn a_participant_reads_what_is_theirs_by_the_link_in_their_mail() {
    let app = TestApp::start().await;
    let (registration, email) = confirmed(&app).await;
    let path = format!("/v1/participations/{}", secret(&app, &email).await);
    let seen = app.visitor().get(&path).await.expect(200).body;
    assert_eq!(seen["name"], registration.body["participants"][0]["name"]);
    assert_eq!(seen["status"], "confirmed");
    assert_eq!(seen["sessions"].as_array().map(Vec::len), Some(4));
    assert_eq!(seen["sessions"][0]["meetingLink"], "https://meet.example.nl/1");
    let other = registration.body["participants"][1]["name"].as_str().unwrap();
    assert!(!seen.to_string().contains(other));
    let as_calendar = app.visitor().get(&path).header("accept", "text/calendar").await.expect(200);
    let address = seen["calendarAddress"].as_str().unwrap();
    let feed = app.calendar(address).await;
    assert_eq!(feed, leerkring_tests::calendars::Calendar::read(&as_calendar.text));
    assert_eq!(feed.events[0].url.as_deref(), Some("https://meet.example.nl/1"));
    // The address for a calendar program opens the calendar and nothing else.
    let narrow = address.rsplit('/').next().unwrap();
    app.visitor().get(&format!("/v1/participations/{narrow}")).await.expect(404);
    let wide = path.rsplit('/').next().unwrap();
    app.visitor().get(&format!("/v1/feeds/{wide}")).await.expect(404);
}

#[tokio::test]
async fn who_withdrew_sees_no_link_any_more() {
    let app = TestApp::start().await;
    let (registration, email) = confirmed(&app).await;
    let path = format!("/v1/participations/{}", secret(&app, &email).await);
    let withdraw = format!("/v1/registrations/{}/_withdraw", registration.id);
    app.administrator().await.post(&withdraw, json!({})).await.expect(200);
    let seen = app.visitor().get(&path).await.expect(200).body;
    assert_eq!(seen["status"], "withdrawn");
    assert!(!seen.to_string().contains("meet.example.nl"));
    let feed = app.calendar(seen["calendarAddress"].as_str().unwrap()).await;
    assert!(feed.events.iter().all(|it| it.status == "CANCELLED" && it.url.is_none()));
}

#[tokio::test]
async fn a_link_that_is_renewed_opens_nothing_and_the_new_one_goes_to_the_participant_alone() {
    let app = TestApp::start().await;
    let (registration, email) = confirmed(&app).await;
    let old = secret(&app, &email).await;
    let seen = app.visitor().get(&format!("/v1/participations/{old}")).await.expect(200).body;
    let contact = registration.body["contact"]["email"].as_str().unwrap();
    let before = app.mails_to(contact).await.len();
    let participant = registration.body["participants"][0]["id"].as_str().unwrap();
    let path = format!("/v1/registrations/{}/participants/{participant}/_relink", registration.id);
    let renewed = app.administrator().await.post(&path, None).await.expect(204);
    assert_eq!(renewed.text, "");
    app.visitor().get(&format!("/v1/participations/{old}")).await.expect(404);
    assert_eq!(status(&app, seen["calendarAddress"].as_str().unwrap()).await, 404);
    let new = secret(&app, &email).await;
    app.visitor().get(&format!("/v1/participations/{new}")).await.expect(200);
    assert_eq!(app.mails_to(contact).await.len(), before);
    let entries = format!("/v1/audit-entries?subjectId={participant}");
    let entries = app.administrator().await.get(&entries).await.expect(200);
    assert!(entries.text.contains("personal-link-renewed") && !entries.text.contains(&new));
}

#[tokio::test]
async fn who_was_replaced_or_erased_has_no_link() {
    let app = TestApp::start().await;
    let (registration, email) = confirmed(&app).await;
    let replaced = secret(&app, &email).await;
    let people = &registration.body["participants"];
    let path = format!(
        "/v1/registrations/{}/participants/{}/_replace",
        registration.id,
        people[0]["id"].as_str().unwrap()
    );
    let mut person = leerkring_tests::person(people[0]["role"].as_str().unwrap());
    person["email"] = json!("in-haar-plaats@example.nl");
    let administrator = app.administrator().await;
    administrator.post(&path, person).await.expect(200);
    app.visitor().get(&format!("/v1/participations/{replaced}")).await.expect(404);
    let other = people[1]["email"].as_str().unwrap();
    let erased = secret(&app, other).await;
    app.visitor().get(&format!("/v1/participations/{erased}")).await.expect(200);
    app.set_now("2027-02-01T10:00:00Z");
    let erase = json!({ "email": other, "reason": "Op verzoek" });
    let answer = app.administrator().await.post("/v1/persons/_erase", erase).await;
    assert!(answer.status < 300, "{answer}");
    app.visitor().get(&format!("/v1/participations/{erased}")).await.expect(404);
}
