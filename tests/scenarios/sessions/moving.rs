//! Moving, cancelling and adding sessions keeps every rule.

use leerkring_tests::given::session;
use leerkring_tests::{TestApp, json};

use super::{cancel, change, cohort_of, session_at};

#[tokio::test]
async fn what_calendars_show_raises_the_sequence_of_an_announced_session() {
    let app = TestApp::start().await;
    let cohort = cohort_of(&app, |_| {}).await;
    let second = session_at(&cohort, 1);
    for (field, value, sequence) in [
        ("heldOn", json!("2026-10-08"), 1),
        ("startTime", json!("10:00:00"), 2),
        ("address", json!("Domplein 1, Utrecht"), 3),
        ("meetingLink", json!("https://meet.example.nl/a"), 4),
        ("theme", json!("Verzuim"), 5),
        ("agenda", json!([]), 5),
    ] {
        app.set_now(&format!("2026-07-02T10:00:0{sequence}Z"));
        let changed = change(&app, &second, json!({ field: value })).await.expect(200);
        assert_eq!(changed.body["sequence"], sequence, "{field}");
        assert_eq!(changed.body["changedAt"], format!("2026-07-02T10:00:0{sequence}Z"));
    }
    let draft = app.given_draft_cohort(|_| {}).await;
    let moved = change(&app, &session_at(&draft, 0), json!({ "heldOn": "2026-09-17" })).await;
    assert_eq!(moved.expect(200).body["sequence"], 0, "nobody has it in a calendar");
}

#[tokio::test]
async fn a_cancelled_session_stays_readable_and_counts_for_nothing() {
    let app = TestApp::start().await;
    let cohort = cohort_of(&app, |_| {}).await;
    let last = session_at(&cohort, 3);

    let cancelled = cancel(&app, &last).await.expect(200);

    let seen = app.visitor().get(&last).await.expect(200);
    for answer in [&cancelled, &seen] {
        let it = &answer.body["cancelled"];
        assert_eq!(it["reason"], "De spreker is ziek");
        assert_eq!(it["cancelledAt"], "2026-07-01T10:00:00Z");
        assert_eq!((&answer.body["ordinal"], &answer.body["sequence"]), (&json!(0), &json!(1)));
    }
    let now = app.cohort(&cohort).await;
    assert_eq!(now["endsAt"], "2026-10-28T16:00:00Z", "the third is the last now");
    assert_eq!(now["sessions"].as_array().unwrap().len(), 4);
    cancel(&app, &last).await.refused(409, "session-cancelled");
    change(&app, &last, json!({ "theme": "Toch" })).await.refused(409, "session-cancelled");

    let in_its_stead = session("2026-11-11", "09:00:00", "17:00:00");
    let path = format!("/v1/cohorts/{}/sessions", cohort.id);
    let added = app.administrator().await.post(&path, in_its_stead).await.expect(201);
    assert_eq!(added.body["ordinal"], 4);
}

#[tokio::test]
async fn rules_hold_for_what_was_announced_and_nobody_reads_of_what_was_refused() {
    let app = TestApp::start().await;
    let cohort = cohort_of(&app, |_| {}).await;
    super::register(&app, &cohort, &["contact@example.nl", "deelnemer@example.nl"], "nl").await;
    let before = app.mails_to("deelnemer@example.nl").await.len();

    let overlaps = change(&app, &session_at(&cohort, 1), json!({ "heldOn": "2026-10-28" })).await;
    overlaps.refused(409, "sessions-overlap");
    let too_early = change(&app, &session_at(&cohort, 0), json!({ "heldOn": "2026-08-26" })).await;
    too_early.refused(400, "invalid-request");
    let past = change(&app, &session_at(&cohort, 1), json!({ "heldOn": "2026-06-30" })).await;
    past.refused(409, "session-in-the-past");
    for place in [0, 1, 2] {
        cancel(&app, &session_at(&cohort, place)).await.expect(200);
    }
    cancel(&app, &session_at(&cohort, 3)).await.refused(409, "last-session-of-cohort");

    let told = app.mails_to("deelnemer@example.nl").await.len();
    assert_eq!(told, before + 3);
}

#[tokio::test]
async fn with_a_cohort_its_coming_sessions_are_cancelled() {
    let app = TestApp::start().await;
    let cohort = cohort_of(&app, |_| {}).await;
    app.set_now("2026-10-20T10:00:00Z");
    let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
    let why = json!({ "reason": "Te weinig aanmeldingen" });

    let cancelled = app.administrator().await.post(&path, why).await.expect(200);

    let sessions = cancelled.body["sessions"].as_array().unwrap();
    let told = |it: &leerkring_tests::Value| {
        (it["cancelled"]["reason"].as_str().map(str::to_owned), it["sequence"].as_u64().unwrap())
    };
    let why = Some("Te weinig aanmeldingen".to_owned());
    let expected = [(None, 0), (None, 0), (why.clone(), 1), (why, 1)];
    assert_eq!(sessions.iter().map(told).collect::<Vec<_>>(), expected);
}
