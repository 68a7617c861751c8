//! Sessions: civil times, order, overlap, holidays, and who reads the meeting link.

use leerkring_tests::given::session;
use leerkring_tests::{Answer, TestApp, Thing, Value, duo, json};
use sea_orm::ConnectionTrait;

use super::{column, path};

async fn add(app: &TestApp, cohort: &Thing, session: Value) -> Answer {
    let sessions = path("cohorts", cohort, "/sessions");
    app.administrator().await.post(&sessions, session).in_english().await
}

async fn days(app: &TestApp, cohort: &Thing) -> Vec<(u64, String)> {
    let sessions = path("cohorts", cohort, "/sessions");
    let list = app.administrator().await.get(&sessions).await.expect(200).body;
    let day =
        |it: &Value| (it["ordinal"].as_u64().unwrap(), it["heldOn"].as_str().unwrap().to_owned());
    list["items"].as_array().unwrap().iter().map(day).collect()
}

fn codes(answer: &Answer) -> Vec<&str> {
    let warnings = answer.body["warnings"].as_array().unwrap().iter();
    warnings.filter_map(|warning| warning["code"].as_str()).collect()
}

#[tokio::test]
async fn sessions_are_numbered_in_time_order_whatever_is_added_moved_or_cancelled() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let editor = app.administrator().await;

    let added = add(&app, &cohort, session("2026-09-30", "09:00:00", "12:00:00")).await.expect(201);
    assert_eq!(added.body["ordinal"], 2);
    let here = format!("/v1/sessions/{}", added.id());
    let later = json!({ "heldOn": "2026-12-02" });
    let moved = editor.patch(&here, added.etag(), later).await.expect(200);
    assert_eq!(moved.body["ordinal"], 5);
    assert_eq!(moved.body["startsAt"], "2026-12-02T08:00:00Z");
    assert_eq!(app.cohort(&cohort).await["endsAt"], "2026-12-02T11:00:00Z");
    let first = cohort.body["sessions"][0]["id"].as_str().unwrap();
    let first = format!("/v1/sessions/{first}");
    let why = json!({ "reason": "Geen zaal" });
    editor.post(&format!("{first}/_cancel"), why).await.expect(200);

    let expected = ["2026-09-16", "2026-10-07", "2026-10-28", "2026-11-11", "2026-12-02"];
    let expected: Vec<_> = (0..).zip(expected.map(str::to_owned)).collect();
    assert_eq!(days(&app, &cohort).await, expected);
    assert_eq!(app.cohort(&cohort).await["startsAt"], "2026-10-07T07:00:00Z");
}

#[tokio::test]
async fn sessions_do_not_overlap_but_may_touch() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    for (start, end) in
        [("08:00:00", "09:00:01"), ("16:59:59", "18:00:00"), ("10:00:00", "11:00:00")]
    {
        let refused = add(&app, &cohort, session("2026-10-07", start, end)).await;
        assert_eq!(refused.code(), "sessions-overlap", "{refused}");
    }
    add(&app, &cohort, session("2026-10-07", "17:00:00", "18:00:00")).await.expect(201);
    assert_eq!(days(&app, &cohort).await.len(), 5);
}

#[tokio::test]
async fn an_hour_that_spring_skips_is_refused_and_one_that_autumn_repeats_is_told() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;

    let skipped = add(&app, &cohort, session("2027-03-28", "02:30:00", "04:00:00")).await;
    let skipped = skipped.refused(400, "invalid-request");
    assert_eq!(skipped.errors(), [("/startTime".to_owned(), "no-such-time".to_owned())]);

    let twice = add(&app, &cohort, session("2026-10-25", "02:30:00", "04:00:00")).await.expect(201);
    assert_eq!(codes(&twice), ["time-happens-twice"]);
    assert_eq!(twice.body["startsAt"], "2026-10-25T00:30:00Z");
    assert_eq!(twice.body["endsAt"], "2026-10-25T03:00:00Z");
}

#[tokio::test]
async fn a_public_holiday_and_a_school_holiday_of_the_region_are_told() {
    let app = TestApp::start().await;
    app.in_server(|app| async move {
        let holiday = "INSERT INTO school_holidays (school_year, name, region, first_on, last_on) \
                       VALUES ('2026-2027', 'kerst', 'alle', '2026-12-19', '2027-01-03'), \
                       ('2026-2027', 'herfst', 'noord', '2026-10-10', '2026-10-18')";
        app.store.schema().execute_unprepared(holiday).await.unwrap();
    })
    .await;
    let cohort = app.given_cohort(|_| {}).await;

    let boxing_day = add(&app, &cohort, session("2026-12-26", "09:00:00", "17:00:00")).await;
    assert_eq!(codes(&boxing_day.expect(201)), ["public-holiday", "school-holiday"]);
    let elsewhere = add(&app, &cohort, session("2026-10-14", "09:00:00", "17:00:00")).await;
    assert_eq!(codes(&elsewhere.expect(201)), Vec::<&str>::new());
}

#[tokio::test]
async fn what_has_started_is_neither_changed_nor_removed() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let first = format!("/v1/sessions/{}", cohort.body["sessions"][0]["id"].as_str().unwrap());
    let last = format!("/v1/sessions/{}", cohort.body["sessions"][3]["id"].as_str().unwrap());
    let editor = app.administrator().await;
    app.set_now("2026-09-16T07:00:00Z");

    let version = editor.get(&first).await.expect(200).etag().to_owned();
    let theme = json!({ "theme": "Formatie" });
    let refused = editor.patch(&first, &version, theme.clone()).await;
    refused.refused(409, "session-in-the-past");
    editor.delete(&first, &version).await.refused(409, "session-in-the-past");
    let version = editor.get(&last).await.expect(200).etag().to_owned();
    let into_the_past = json!({ "heldOn": "2026-09-15" });
    let refused = editor.patch(&last, &version, into_the_past).await;
    assert!(matches!(refused.status, 400 | 409), "{refused}");
    editor.patch(&last, &version, theme).await.expect(200);
}

#[tokio::test]
async fn a_draft_whose_days_have_passed_is_mended_and_then_published() {
    let app = TestApp::start().await;
    let draft = app
        .given_draft_cohort(|it| {
            it["sessions"] = json!([
                session("2026-09-16", "09:00:00", "17:00:00"),
                session("2026-09-17", "09:00:00", "17:00:00"),
            ]);
        })
        .await;
    let editor = app.administrator().await;
    app.set_now("2026-10-01T10:00:00Z");

    let publish = path("cohorts", &draft, "/_publish");
    let refused = editor.post(&publish, None).await.expect(409);
    assert_eq!(refused.reasons(), ["session-in-the-past", "session-in-the-past"]);
    let [first, second] =
        [0, 1].map(|at| draft.body["sessions"][at]["id"].as_str().unwrap().to_owned());
    editor.delete(&format!("/v1/sessions/{second}"), "\"1\"").await.expect(204);
    let moved = json!({ "heldOn": "2026-11-18" });
    editor.patch(&format!("/v1/sessions/{first}"), "\"1\"", moved).await.expect(200);
    let published = editor.post(&publish, None).await.expect(200);
    assert_eq!(published.body["startsAt"], "2026-11-18T08:00:00Z");
}

#[tokio::test]
async fn a_published_cohort_keeps_a_session() {
    let app = TestApp::start().await;
    let one = json!([session("2026-09-16", "09:00:00", "17:00:00")]);
    let cohort = app.given_cohort(|it| it["sessions"] = one.clone()).await;
    let draft = app.given_draft_cohort(|it| it["sessions"] = one.clone()).await;
    let editor = app.administrator().await;
    for (cohort, to_delete, to_cancel) in [
        (&cohort, "session-announced", "last-session-of-cohort"),
        (&draft, "", "session-not-announced"),
    ] {
        let only = cohort.body["sessions"][0]["id"].as_str().unwrap();
        let path = format!("/v1/sessions/{only}");
        let why = json!({ "reason": "Geen zaal" });
        let refused = editor.post(&format!("{path}/_cancel"), why).await;
        refused.refused(409, to_cancel);
        let deleted = editor.delete(&path, "\"1\"").await;
        match to_delete {
            "" => drop(deleted.expect(204)),
            code => drop(deleted.refused(409, code)),
        }
    }
    assert_eq!(days(&app, &cohort).await.len(), 1);
    assert_eq!(days(&app, &draft).await.len(), 0);
}

#[tokio::test]
async fn agenda_and_breakouts_are_kept_and_replaced_as_a_whole() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let mut new = session("2026-12-02", "15:00:00", "16:30:00");
    new["agenda"] = json!([{ "startTime": "15:00:00", "title": "Opening" }]);
    new["breakouts"] = json!([
        { "title": "Werving", "capacity": 20 }, { "title": "Begeleiding", "capacity": 20 }
    ]);
    let made = add(&app, &cohort, new.clone()).await.expect(201);
    assert_eq!(made.body["agenda"], new["agenda"]);
    let kept = made.body["breakouts"][1]["id"].clone();
    let here = format!("/v1/sessions/{}", made.id());

    let change = json!({ "breakouts": [
        { "id": kept, "title": "Begeleiding", "capacity": 30 }, { "title": "Nieuw", "capacity": 5 }
    ] });
    let changed = app.administrator().await.patch(&here, made.etag(), change).await.expect(200);
    assert_eq!(changed.body["breakouts"][0]["id"], kept);
    assert_eq!(changed.body["breakouts"][0]["capacity"], 30);
    assert_ne!(changed.body["breakouts"][1]["id"], made.body["breakouts"][0]["id"]);
    assert_eq!(changed.body["agenda"], new["agenda"]);

    let mut outside = session("2026-12-03", "15:00:00", "16:30:00");
    outside["agenda"] = json!([{ "startTime": "14:59:00", "title": "Te vroeg" }]);
    let refused = add(&app, &cohort, outside).await.refused(400, "invalid-request");
    let expected = ("/agenda/0/startTime".to_owned(), "outside-session".to_owned());
    assert_eq!(refused.errors(), [expected]);
}

#[tokio::test]
async fn the_meeting_link_is_read_by_the_confirmed_and_the_organisers_only() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let programme = app.given_programme(|it| it["leadOrganiserId"] = json!(organiser.id)).await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["capacity"] = json!(2);
            it["waitingList"] = json!({});
            it["sessions"][0]["mode"] = json!("online");
            it["sessions"][0]["meetingLink"] = json!("https://meet.example.nl/secret");
        })
        .await;
    let boards = app.given_boards(3).await;
    let confirmed = app.given_registration(&cohort, &boards[0], duo(&boards[0])).await;
    app.given_registration(&cohort, &boards[1], duo(&boards[1])).await;
    let other = app.given_organiser(|_| {}).await;
    let session = format!("/v1/sessions/{}", cohort.body["sessions"][0]["id"].as_str().unwrap());
    let sees = async |client: leerkring_tests::Client| {
        let one = client.get(&session).await.expect(200);
        let list = client.get(&path("cohorts", &cohort, "/sessions")).await.expect(200);
        let whole = client.get(&path("cohorts", &cohort, "")).await.expect(200);
        assert!(!whole.text.contains("secret"), "the cohort is read by everybody");
        let links = [&one.body["meetingLink"], column(&list.body, "meetingLink")[0]];
        assert_eq!(links[0], links[1]);
        !links[0].is_null()
    };

    assert!(sees(app.board_editor(&boards[0]).await).await);
    assert!(sees(app.organiser_editor(&organiser).await).await);
    assert!(sees(app.administrator().await).await);
    assert!(!sees(app.board_editor(&boards[1]).await).await, "who waits is not confirmed");
    assert!(!sees(app.board_editor(&boards[2]).await).await);
    assert!(!sees(app.organiser_editor(&other).await).await);
    assert!(!sees(app.visitor()).await);
    let withdraw = path("registrations", &confirmed, "/_withdraw");
    app.board_editor(&boards[0]).await.post(&withdraw, json!({})).await.expect(200);
    assert!(!sees(app.board_editor(&boards[0]).await).await, "who withdrew is out");
}
