//! Reminders: at their instants, once, and following a session that moves.

use leerkring::commands::sessions::reminders::sweep;
use leerkring_tests::{TestApp, Thing, json};

use super::{cancel, change, cohort_of, mails, register, session_at};

/// The server looks at this instant; how many reminders each of these has got by then.
async fn look(app: &TestApp, now: &str, addresses: &[&str]) -> Vec<usize> {
    app.set_now(now);
    app.in_server(|app| async move { sweep(&app).await }).await.expect("a sweep");
    let mut counts = Vec::new();
    for address in addresses {
        counts.push(mails(app, address, "Herinnering").await.len());
    }
    counts
}

/// A cohort with registration open until the first session.
async fn open_until_the_start(app: &TestApp) -> Thing {
    cohort_of(app, |it| it["registrationClosesAt"] = json!("2026-09-16T07:00:00Z")).await
}

#[tokio::test]
async fn people_are_reminded_a_week_and_a_day_before_and_not_of_what_they_just_read() {
    let app = TestApp::start().await;
    let cohort = open_until_the_start(&app).await;
    let link = json!({ "mode": "online", "meetingLink": "https://meet.example.nl/secret" });
    change(&app, &session_at(&cohort, 0), link).await.expect(200);
    register(&app, &cohort, &["noor@example.nl", "bas@example.nl"], "nl").await;
    let both = ["noor@example.nl", "bas@example.nl"];

    assert_eq!(look(&app, "2026-09-09T06:59:59Z", &both).await, [0, 0]);
    assert_eq!(look(&app, "2026-09-09T07:00:00Z", &both).await, [1, 1]);
    assert_eq!(look(&app, "2026-09-09T07:01:00Z", &both).await, [1, 1]);
    app.set_now("2026-09-13T10:00:00Z");
    register(&app, &cohort, &["kim@example.nl", "lee@example.nl"], "nl").await;
    let all = ["noor@example.nl", "bas@example.nl", "lee@example.nl"];
    assert_eq!(look(&app, "2026-09-13T10:01:00Z", &all).await, [1, 1, 0]);
    assert_eq!(look(&app, "2026-09-15T07:00:00Z", &all).await, [2, 2, 1]);
    app.set_now("2026-09-15T12:00:00Z");
    register(&app, &cohort, &["late@example.nl", "last@example.nl"], "nl").await;
    assert_eq!(look(&app, "2026-09-15T12:01:00Z", &["last@example.nl"]).await, [0]);
    assert_eq!(look(&app, "2026-09-16T07:00:00Z", &all).await, [2, 2, 1]);

    let reminder = &mails(&app, "lee@example.nl", "Herinnering").await[0];
    for expected in ["woensdag 16 september 2026, 09:00–17:00", "https://meet.example.nl/secret"]
    {
        assert!(reminder.text.contains(expected), "{}", reminder.text);
    }
}

#[tokio::test]
async fn a_reminder_follows_a_session_that_moves() {
    let app = TestApp::start().await;
    let cohort = open_until_the_start(&app).await;
    register(&app, &cohort, &["noor@example.nl", "bas@example.nl"], "nl").await;
    let (first, bas) = (session_at(&cohort, 0), ["bas@example.nl"]);
    assert_eq!(look(&app, "2026-09-09T07:00:00Z", &bas).await, [1]);

    // A week later: both again before the new start.
    change(&app, &first, json!({ "heldOn": "2026-09-23" })).await.expect(200);
    assert_eq!(look(&app, "2026-09-15T07:00:00Z", &bas).await, [1]);
    assert_eq!(look(&app, "2026-09-16T07:00:00Z", &bas).await, [2]);
    // Two days earlier, so that a week before has passed: the letter about it is the reminder.
    change(&app, &first, json!({ "heldOn": "2026-09-21" })).await.expect(200);
    assert_eq!(look(&app, "2026-09-16T07:01:00Z", &bas).await, [2]);
    assert_eq!(look(&app, "2026-09-20T07:00:00Z", &bas).await, [3]);
    // An hour later on the same day, with less than a day to go.
    app.set_now("2026-09-20T12:00:00Z");
    change(&app, &first, json!({ "startTime": "10:00:00" })).await.expect(200);
    assert_eq!(look(&app, "2026-09-20T12:01:00Z", &bas).await, [4]);
    assert_eq!(look(&app, "2026-09-21T07:59:00Z", &bas).await, [4]);
}

#[tokio::test]
async fn nobody_is_reminded_of_what_is_not_held_or_was_missed() {
    let app = TestApp::start().await;
    let cohort = open_until_the_start(&app).await;
    register(&app, &cohort, &["noor@example.nl", "bas@example.nl"], "nl").await;
    let bas = ["bas@example.nl"];
    cancel(&app, &session_at(&cohort, 1)).await.expect(200);

    // The server was down from before the first reminder until shortly before the session.
    assert_eq!(look(&app, "2026-09-15T20:00:00Z", &bas).await, [1]);
    assert_eq!(look(&app, "2026-10-06T12:00:00Z", &bas).await, [1], "the second was cancelled");
    let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
    app.administrator().await.post(&path, json!({ "reason": "Ziekte" })).await.expect(200);
    assert_eq!(look(&app, "2026-10-27T12:00:00Z", &bas).await, [1]);
}
