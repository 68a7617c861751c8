//! The cohorts of all programmes, narrowed to what they are now.

use chrono::NaiveDate;
use leerkring_tests::{Answer, TestApp, Thing, Value, duo, json};

use super::column;

const PHASES: [&str; 8] =
    ["announced", "open", "waiting-list", "full", "closed", "running", "completed", "cancelled"];

async fn all(app: &TestApp, query: &str) -> Vec<Value> {
    let list = app.visitor().get(&format!("/v1/cohorts?limit=100{query}")).await.expect(200).body;
    list["items"].as_array().unwrap().clone()
}

fn ids(list: &[Value]) -> Vec<&str> {
    list.iter().map(|it| it["id"].as_str().unwrap()).collect()
}

/// The filters find what the cohorts say of themselves.
async fn each_is_found_by_what_it_is(app: &TestApp) -> Vec<String> {
    let everything = all(app, "").await;
    for phase in PHASES {
        let such: Vec<Value> =
            everything.iter().filter(|it| it["phase"] == phase).cloned().collect();
        assert_eq!(ids(&all(app, &format!("&phase={phase}")).await), ids(&such), "{phase}");
    }
    for (open, closed) in [(true, Value::Null), (false, json!(true))] {
        let is = |it: &&Value| it["closedBecause"].is_null() == closed.is_null();
        let such: Vec<Value> = everything.iter().filter(is).cloned().collect();
        assert_eq!(ids(&all(app, &format!("&open={open}")).await), ids(&such), "open={open}");
    }
    everything.iter().map(|it| it["phase"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn cohorts_are_found_by_their_phase_at_any_time() {
    let app = TestApp::start().await;
    let small = |waits: bool| {
        move |it: &mut Value| {
            it["capacity"] = json!(2);
            it["waitingList"] = if waits { json!({ "most": 1 }) } else { Value::Null };
        }
    };
    let free = app.given_cohort(|_| {}).await;
    let full = app.given_cohort(small(false)).await;
    let waiting = app.given_cohort(small(true)).await;
    let cancelled = app.given_cohort(|_| {}).await;
    let cancel = format!("/v1/cohorts/{}/_cancel", cancelled.id);
    app.administrator()
        .await
        .post(&cancel, json!({ "reason": "Te weinig belangstelling" }))
        .await
        .expect(200);
    let boards = app.given_boards(3).await;
    app.given_registration(&free, &boards[0], duo(&boards[0])).await;
    app.given_registration(&full, &boards[0], duo(&boards[0])).await;
    app.given_registration(&waiting, &boards[0], duo(&boards[0])).await;

    let now = each_is_found_by_what_it_is(&app).await;
    assert_eq!(now, ["open", "full", "waiting-list", "cancelled"]);
    app.given_registration(&waiting, &boards[1], duo(&boards[1])).await;
    assert_eq!(each_is_found_by_what_it_is(&app).await[2], "full");
    for (at, phase) in [
        ("2026-05-01T00:00:00Z", "announced"),
        ("2026-09-02T07:00:00Z", "closed"),
        ("2026-09-16T12:00:00Z", "running"),
        ("2027-09-16T12:00:00Z", "completed"),
    ] {
        app.set_now(at);
        assert_eq!(each_is_found_by_what_it_is(&app).await[0], phase);
    }
}

#[tokio::test]
async fn a_seat_whose_offer_has_lapsed_is_free_also_for_the_filter() {
    let app = TestApp::start().await;
    let cohort = app
        .given_cohort(|it| {
            it["capacity"] = json!(2);
            it["waitingList"] = json!({ "most": 1 });
        })
        .await;
    let boards = app.given_boards(2).await;
    let first = app.given_registration(&cohort, &boards[0], duo(&boards[0])).await;
    app.given_registration(&cohort, &boards[1], duo(&boards[1])).await;
    let editor = app.board_editor(&boards[0]).await;
    let withdraw = format!("/v1/registrations/{}/_withdraw", first.id);
    editor.post(&withdraw, None).await.expect(200);

    assert_eq!(each_is_found_by_what_it_is(&app).await, ["waiting-list"]);
    app.set_now("2026-08-20T10:00:00Z");
    assert_eq!(each_is_found_by_what_it_is(&app).await, ["open"]);
}

#[tokio::test]
async fn they_are_narrowed_by_programme_organiser_region_and_first_session() {
    let app = TestApp::start().await;
    app.given_region("rpa", "05").await;
    app.given_rpa_area().await;
    let north = |it: &mut Value| it["region"] = json!({ "scheme": "rpa", "code": "05" });
    let (one, two) = (app.given_cohort(north).await, app.given_cohort(|_| {}).await);
    let programme = one.body["programmeId"].as_str().unwrap();
    let visitor = app.visitor();
    let read = visitor.get(&format!("/v1/programmes/{programme}")).await.expect(200).body;
    let day = &one.body["startsAt"].as_str().unwrap()[..10];
    assert_eq!(one.body["programme"], read["title"]);

    let find =
        async |query: String| -> Answer { visitor.get(&format!("/v1/cohorts?{query}")).await };
    let found = async |query: String, expected: &[&Thing]| {
        let list = find(query.clone()).await.expect(200).body;
        let expected: Vec<_> = expected.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(column(&list, "id"), expected, "{query}");
    };
    found(format!("programmeId={programme}"), &[&one]).await;
    let lead = read["leadOrganiserId"].as_str().unwrap();
    found(format!("organiserId={lead}&open=true"), &[&one]).await;
    found(format!("from={day}&until={day}"), &[&one, &two]).await;
    let starts: NaiveDate = day.parse().unwrap();
    let (before, after) = (starts.pred_opt().unwrap(), starts.succ_opt().unwrap());
    found(format!("from={after}"), &[]).await;
    found(format!("until={before}"), &[]).await;
    found("region=rpa/05".to_owned(), &[&one]).await;
    found("region=rpa/99".to_owned(), &[]).await;
    let unknown = find(format!("programmeId={lead}&organiserId={programme}")).await;
    let wrong = unknown.refused(400, "invalid-request").errors();
    let expected = [("organiserId", "unknown-organiser"), ("programmeId", "unknown-programme")];
    assert_eq!(wrong, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
}
