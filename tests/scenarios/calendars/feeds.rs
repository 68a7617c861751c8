//! What stands in a calendar.

use leerkring_tests::calendars::Calendar;
use leerkring_tests::given::{duo, session};
use leerkring_tests::{TestApp, Thing, Value, json};

use super::made;

const LINK: &str = "https://meet.example.nl/1";

/// A course with its dates in autumn, and a meeting link in the first.
async fn autumn(app: &TestApp) -> Thing {
    app.given_cohort(|cohort| {
        cohort["sessions"][0]["meetingLink"] = json!(LINK);
    })
    .await
}

#[tokio::test]
async fn r11_four_events_are_right_in_utc_on_both_sides_of_the_clock_change() {
    let app = TestApp::start().await;
    let days = ["2026-09-16", "2026-10-07", "2026-10-28", "2026-11-11"];
    let cohort = app
        .given_cohort(|cohort| {
            let sessions = days.map(|on| session(on, "09:00:00", "17:00:00"));
            cohort["sessions"] = json!(sessions);
        })
        .await;
    let path = format!("/v1/cohorts/{}/calendar", cohort.id);
    let read = Calendar::read(&app.visitor().get(&path).await.expect(200).text);
    let times: Vec<_> =
        read.events.iter().map(|it| (it.starts.as_str(), it.ends.as_str())).collect();
    assert_eq!(
        times,
        [
            ("2026-09-16T07:00:00Z", "2026-09-16T15:00:00Z"),
            ("2026-10-07T07:00:00Z", "2026-10-07T15:00:00Z"),
            ("2026-10-28T08:00:00Z", "2026-10-28T16:00:00Z"),
            ("2026-11-11T08:00:00Z", "2026-11-11T16:00:00Z"),
        ]
    );
    assert!(read.events.iter().all(|event| event.status == "CONFIRMED"));
}

#[tokio::test]
async fn a_board_has_what_it_waits_for_tentatively_and_the_link_once_it_is_confirmed() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let (_, address) = made(&editor, json!({ "boardId": board.number.to_string() })).await;
    assert_eq!(app.calendar(&address).await.events, []);
    let cohort = app
        .given_cohort(|cohort| {
            cohort["sessions"][0]["meetingLink"] = json!(LINK);
            cohort["capacity"] = json!(2);
            cohort["waitingList"] = json!({});
        })
        .await;
    let other = app.given_board(|_| {}).await;
    let first = app.given_registration(&cohort, &other, duo(&other)).await;
    app.given_registration(&cohort, &board, duo(&board)).await;
    let waiting = app.calendar(&address).await;
    assert_eq!(waiting.events.len(), 4);
    assert!(waiting.events.iter().all(|it| it.status == "TENTATIVE" && it.url.is_none()));
    assert!(waiting.events[0].summary.starts_with("Wachtlijst: "));
    let withdraw = format!("/v1/registrations/{}/_withdraw", first.id);
    app.board_editor(&other).await.post(&withdraw, json!({})).await.expect(200);
    let mine = app.board_editor(&board).await.get("/v1/registrations").await.expect(200).body;
    let accept = format!("/v1/registrations/{}/_accept", mine["items"][0]["id"].as_str().unwrap());
    editor.post(&accept, None).await.expect(200);
    let confirmed = app.calendar(&address).await;
    assert_eq!(confirmed.events[0].status, "CONFIRMED");
    assert_eq!(confirmed.events[0].url.as_deref(), Some(LINK));
    assert_eq!(confirmed.events[0].uid, waiting.events[0].uid);
    assert!(waiting.events[0].sequence < confirmed.events[0].sequence);
}

#[tokio::test]
async fn who_withdraws_reads_it_as_cancelled_for_thirty_days() {
    let app = TestApp::start().await;
    let (cohort, board) = (autumn(&app).await, app.given_board(|_| {}).await);
    let editor = app.board_editor(&board).await;
    let (_, address) = made(&editor, json!({ "boardId": board.number.to_string() })).await;
    let registration = app.given_registration(&cohort, &board, duo(&board)).await;
    let withdraw = format!("/v1/registrations/{}/_withdraw", registration.id);
    editor.post(&withdraw, json!({})).await.expect(200);
    let read = app.calendar(&address).await;
    assert!(read.events.iter().all(|it| it.status == "CANCELLED" && it.url.is_none()));
    assert_eq!(read.events.len(), 4);
    app.set_now("2026-07-31T10:00:00Z");
    assert_eq!(app.calendar(&address).await.events, []);
}

#[tokio::test]
async fn a_session_that_is_moved_keeps_its_id_and_raises_its_sequence() {
    let app = TestApp::start().await;
    let cohort = autumn(&app).await;
    let administrator = app.administrator().await;
    let path = format!("/v1/programmes/{}", cohort.body["programmeId"].as_str().unwrap());
    let programme = administrator.get(&path).await.expect(200).body;
    let organiser = programme["leadOrganiserId"].clone();
    let (_, address) = made(&administrator, json!({ "organiserId": organiser })).await;
    let (_, narrow) = made(&administrator, json!({ "cohortId": cohort.id })).await;
    let before = app.calendar(&address).await;
    assert_eq!(before.events[0].url.as_deref(), Some(LINK));
    assert_eq!(app.calendar(&narrow).await.events, before.events);
    let path = format!("/v1/sessions/{}", cohort.body["sessions"][0]["id"].as_str().unwrap());
    let seen = administrator.get(&path).await.expect(200);
    let move_to = json!({ "startTime": "10:00:00" });
    administrator.patch(&path, seen.etag(), move_to).await.expect(200);
    let after = app.calendar(&address).await;
    assert_eq!(after.events[0].uid, before.events[0].uid);
    assert!(before.events[0].sequence < after.events[0].sequence);
    assert_ne!(after.events[0].starts, before.events[0].starts);
    assert_eq!(after.events[1..], before.events[1..]);
    let cancel = format!("/v1/cohorts/{}/_cancel", cohort.id);
    administrator.post(&cancel, json!({ "reason": "Ziekte" })).await.expect(200);
    let cancelled = app.calendar(&address).await;
    assert!(cancelled.events.iter().all(|it| it.status == "CANCELLED" && it.url.is_none()));
    assert!(after.events[0].sequence < cancelled.events[0].sequence);
}

#[tokio::test]
async fn what_entries_show_of_a_cohort_and_its_programme_raises_their_revision() {
    let app = TestApp::start().await;
    let cohort = autumn(&app).await;
    let administrator = app.administrator().await;
    let feed = format!("/v1/cohorts/{}/calendar", cohort.id);
    let read = async || app.visitor().get(&feed).await.expect(200).text;
    let here = format!("/v1/cohorts/{}", cohort.id);
    let programme = format!("/v1/programmes/{}", cohort.body["programmeId"].as_str().unwrap());
    let change = async |path: &str, change: Value| {
        let seen = administrator.get(path).await.expect(200);
        administrator.patch(path, seen.etag(), change).await.expect(200);
    };
    let mut before = Calendar::read(&read().await);
    // The first in the second in which the cohort was published.
    for (now, path, shown) in [
        ("2026-07-01T10:00:00Z", &here, json!({ "name": "Herfst 2026" })),
        ("2026-07-01T10:00:00Z", &here, json!({ "place": "Domplein 1, Utrecht" })),
        ("2026-07-01T11:00:00Z", &programme, json!({ "title": "Personeel en organisatie" })),
        ("2026-07-01T12:00:00Z", &programme, json!({ "themes": ["verzuim"] })),
    ] {
        app.set_now(now);
        change(path, shown.clone()).await;
        let after = Calendar::read(&read().await);
        let stamp = now.replace(['-', ':'], "");
        for (old, new) in before.events.iter().zip(&after.events) {
            assert!(old.sequence < new.sequence && new.changed == stamp, "{shown}: {new:?}");
        }
        before = after;
    }
    let (last, text) = (&before.events[3], read().await);
    assert_eq!(last.summary, "Personeel en organisatie – Herfst 2026");
    assert_eq!(last.location.as_deref(), Some("Domplein 1, Utrecht"));
    app.set_now("2026-07-01T13:00:00Z");
    change(&here, json!({ "capacity": 30 })).await;
    change(&programme, json!({ "description": "Anders beschreven." })).await;
    assert_eq!(read().await, text, "what entries do not show changes none");
}

#[tokio::test]
async fn everybody_reads_the_dates_of_a_published_cohort_and_no_link() {
    let app = TestApp::start().await;
    let (cohort, draft) = (autumn(&app).await, app.given_draft_cohort(|_| {}).await);
    let path = |cohort: &Thing| format!("/v1/cohorts/{}/calendar", cohort.id);
    let answer = app.visitor().get(&path(&cohort)).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=5"));
    assert!(!answer.text.contains("meet.example.nl"));
    let administrators = app.administrator().await.get(&path(&cohort)).await.expect(200);
    assert!(!administrators.text.contains("meet.example.nl"));
    let english = app.visitor().get(&path(&cohort)).in_english().await.expect(200);
    assert!(english.text.contains("Cohort: ") && answer.text.contains("Groep: "));
    app.visitor().get(&path(&draft)).await.expect(404);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let app = TestApp::start().await;
    autumn(&app).await;
    let administrator = app.administrator().await;
    let organisers = administrator.get("/v1/organisers").await.expect(200).body;
    let of = json!({ "organiserId": organisers["items"][0]["id"] });
    let (_, address) = made(&administrator, of).await;
    let path = app.path_of(&address);
    let first = app.visitor().get(&path).await.expect(200);
    assert_eq!(first.header("cache-control"), Some("private, max-age=300"));
    let again = app.visitor().get(&path).header("if-none-match", first.etag()).await;
    assert_eq!(again.status, 304);
    let head = app.visitor().head(&path).await.expect(200);
    assert_eq!((head.header("etag"), head.text.as_str()), (first.header("etag"), ""));
}
