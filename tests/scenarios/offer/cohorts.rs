//! Cohorts: planned, published, changed, cancelled; what they are now is told by the clock.

use leerkring_tests::given::{anybody, four_wednesdays, session};
use leerkring_tests::{TestApp, Value, json, team};

use super::{etag, path};

#[tokio::test]
async fn a_cohort_is_read_back_as_it_was_made() {
    let app = TestApp::start().await;
    app.given_region("rpa", "05").await;
    let mut new = four_wednesdays();
    app.given_rpa_area().await;
    new["region"] = json!({ "scheme": "rpa", "code": "05" });
    new["seatsPerBoard"] = json!(4);
    new["severalRegistrationsPerBoard"] = json!(true);
    new["waitingList"] = json!({ "most": 10 });
    new["freeCancellationUntilAt"] = json!("2026-08-15T22:00:00Z");
    new["place"] = json!("Utrecht");
    new["facilitator"] = json!("A. Begeleider");

    let made = app.given_draft_cohort(|it| *it = new.clone()).await;

    let read = app.administrator().await.get(&path("cohorts", &made, "")).await.expect(200);
    assert_eq!(read.body["status"], "draft");
    assert_eq!(read.body["phase"], Value::Null);
    assert_eq!(read.body["closedBecause"]["code"], "not-published");
    for field in [
        "name",
        "region",
        "capacity",
        "seatsPerBoard",
        "severalRegistrationsPerBoard",
        "registrationOpensAt",
        "registrationClosesAt",
        "waitingList",
        "freeCancellationUntilAt",
        "place",
        "facilitator",
    ] {
        assert_eq!(read.body[field], new[field], "{field}");
    }
    let ordinals: Vec<_> =
        read.body["sessions"].as_array().unwrap().iter().map(|it| &it["ordinal"]).collect();
    assert_eq!(ordinals, [1, 2, 3, 4]);
}

#[tokio::test]
async fn publishing_names_everything_that_is_missing() {
    let app = TestApp::start().await;
    let programme = app.given_draft_programme(|_| {}).await;
    let bare = app
        .given_draft_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["sessions"] = json!([]);
        })
        .await;
    let editor = app.administrator().await;
    let publish = path("cohorts", &bare, "/_publish");
    let refused = editor.post(&publish, None).await.refused(409, "programme-not-published");
    assert_eq!(refused.reasons(), ["programme-not-published", "no-session"]);

    let past = app
        .given_draft_cohort(|it| {
            it["registrationOpensAt"] = json!("2026-05-01T07:00:00Z");
            it["registrationClosesAt"] = json!("2026-06-01T07:00:00Z");
            it["sessions"] = json!([
                session("2026-06-30", "09:00:00", "17:00:00"),
                session("2026-09-16", "09:00:00", "17:00:00"),
            ]);
        })
        .await;
    let publish = path("cohorts", &past, "/_publish");
    editor.post(&publish, None).await.refused(409, "session-in-the-past");
    app.set_now("2026-06-29T10:00:00Z");
    editor.post(&publish, None).await.expect(200);
    editor.post(&publish, None).await.refused(409, "wrong-status");
}

#[tokio::test]
async fn what_a_cohort_is_now_follows_the_clock() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    for (now, phase, closed) in [
        ("2026-06-01T06:59:59.999Z", "announced", Some("not-yet-open")),
        ("2026-06-01T07:00:00Z", "open", None),
        ("2026-09-01T06:59:59.999Z", "open", None),
        ("2026-09-01T07:00:00Z", "closed", Some("registration-closed")),
        ("2026-09-16T07:00:00Z", "running", Some("registration-closed")),
        ("2026-11-11T15:59:59Z", "running", Some("registration-closed")),
        ("2026-11-11T16:00:00Z", "completed", Some("registration-closed")),
    ] {
        app.set_now(now);
        let seen = app.cohort(&cohort).await;
        assert_eq!(seen["phase"], phase, "{now}");
        assert_eq!(seen["closedBecause"]["code"].as_str(), closed, "{now}");
    }
}

#[tokio::test]
async fn what_a_cohort_is_now_follows_its_seats() {
    let app = TestApp::start().await;
    let programme = app.given_programme(|it| it["team"] = anybody(2)).await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["capacity"] = json!(1);
            it["waitingList"] = json!({ "most": 1 });
        })
        .await;
    for phase in ["open", "waiting-list", "full"] {
        assert_eq!(app.cohort(&cohort).await["phase"], phase);
        if phase != "full" {
            let board = app.given_board(|_| {}).await;
            app.given_registration(&cohort, &board, team(&board, &["teacher"])).await;
        }
    }
    assert_eq!(app.cohort(&cohort).await["closedBecause"]["code"], "full");
    let here = path("cohorts", &cohort, "");
    let wider = json!({ "waitingList": {} });
    let editor = app.administrator().await;
    editor.patch(&here, &etag(&app, &here).await, wider).await.expect(200);
    assert_eq!(app.cohort(&cohort).await["phase"], "waiting-list");
}

#[tokio::test]
async fn a_cohort_that_was_cancelled_is_not_changed_any_more() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let (here, editor) = (path("cohorts", &cohort, ""), app.administrator().await);
    let draft = app.given_draft_cohort(|_| {}).await;
    editor
        .post(&path("cohorts", &draft, "/_cancel"), json!({ "reason": "Ziekte" }))
        .await
        .refused(409, "wrong-status");

    editor
        .post(&path("cohorts", &cohort, "/_cancel"), json!({ "reason": "Ziekte" }))
        .await
        .expect(200);

    editor
        .post(&path("cohorts", &cohort, "/_cancel"), json!({ "reason": "Ziekte" }))
        .await
        .refused(409, "wrong-status");
    editor.post(&path("cohorts", &cohort, "/_publish"), None).await.refused(409, "wrong-status");
    let version = etag(&app, &here).await;
    editor.patch(&here, &version, json!({ "place": "x" })).await.refused(409, "cancelled");
    let added = session("2026-12-02", "09:00:00", "17:00:00");
    editor.post(&path("cohorts", &cohort, "/sessions"), added).await.refused(409, "cancelled");
    let first = cohort.body["sessions"][0]["id"].as_str().unwrap();
    let first = format!("/v1/sessions/{first}");
    let seen = editor.get(&first).await.expect(200);
    editor.delete(&first, seen.etag()).await.refused(409, "cancelled");
}

#[tokio::test]
async fn who_cancels_a_cohort_says_why() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let cancel = path("cohorts", &cohort, "/_cancel");
    for body in [json!({}), json!({ "reason": null }), json!({ "reason": " " })] {
        let refused = app.administrator().await.post(&cancel, body).await;
        let refused = refused.refused(400, "invalid-request");
        assert!(!refused.errors().is_empty());
    }
    assert_eq!(app.cohort(&cohort).await["status"], "published");
}

#[tokio::test]
async fn a_cohort_that_has_ended_cannot_be_cancelled() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    app.set_now("2026-11-11T16:00:00Z");
    let cancel = path("cohorts", &cohort, "/_cancel");
    app.administrator()
        .await
        .post(&cancel, json!({ "reason": "Ziekte" }))
        .await
        .refused(409, "completed");
}

#[tokio::test]
async fn the_window_stays_before_the_first_session_when_either_moves() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let (here, editor) = (path("cohorts", &cohort, ""), app.administrator().await);

    let later = json!({ "registrationClosesAt": "2026-09-16T07:00:01Z" });
    let refused = editor.patch(&here, &cohort.etag, later).await.refused(400, "invalid-request");
    assert_eq!(refused.errors()[0], ("/registrationClosesAt".into(), "window-after-start".into()));
    let early = session("2026-08-31", "09:00:00", "17:00:00");
    let refused = editor.post(&path("cohorts", &cohort, "/sessions"), early).await;
    assert!(refused.status == 400 || refused.status == 409, "{refused}");
    assert_eq!(app.cohort(&cohort).await["sessions"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_draft_cohort_is_absent_to_everybody_but_its_organisers() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let programme = app.given_programme(|it| it["leadOrganiserId"] = json!(organiser.id)).await;
    let draft = app.given_draft_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let list = path("programmes", &programme, "/cohorts?count=true");
    let absent = format!("/v1/cohorts/{}", uuid::Uuid::from_u128(1));

    let hidden = app.visitor().get(&path("cohorts", &draft, "")).await.refused(404, "not-found");
    let missing = app.visitor().get(&absent).await.refused(404, "not-found");
    assert_eq!(hidden.without_instance(), missing.without_instance());
    assert_eq!(app.visitor().get(&list).await.expect(200).body["count"], 0);
    let editor = app.organiser_editor(&organiser).await;
    editor.get(&path("cohorts", &draft, "")).await.expect(200);
    assert_eq!(editor.get(&list).await.expect(200).body["count"], 1);
}

#[tokio::test]
async fn what_a_board_has_is_not_taken_back_by_a_tighter_limit() {
    let app = TestApp::start().await;
    let programme = app.given_programme(|it| it["team"] = anybody(5)).await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["severalRegistrationsPerBoard"] = json!(true);
        })
        .await;
    let board = app.given_board(|_| {}).await;
    for roles in [&["teacher"; 3][..], &["teacher"; 2]] {
        app.given_registration(&cohort, &board, team(&board, roles)).await;
    }
    let administrator = app.administrator().await;
    let change = |etag: &str, change: Value| {
        administrator.patch(&path("cohorts", &cohort, ""), etag, change).in_english()
    };

    let seats = change(&cohort.etag, json!({ "seatsPerBoard": 2 })).await;
    let seats = seats.refused(409, "board-seats-below-taken");
    assert_eq!(seats.body["reasons"][0]["location"], "/seatsPerBoard");
    assert!(seats.body["detail"].as_str().unwrap().contains("5 seats"), "{seats}");
    let both = json!({ "severalRegistrationsPerBoard": false, "seatsPerBoard": 4, "capacity": 4 });
    let both = change(&cohort.etag, both).await.refused(409, "capacity-below-taken");
    let expected =
        ["capacity-below-taken", "board-seats-below-taken", "several-registrations-exist"];
    assert_eq!(both.reasons(), expected);
    let fits = change(&cohort.etag, json!({ "seatsPerBoard": 5 })).await.expect(200);
    assert_eq!(fits.body["seatsPerBoard"], 5);
}
