//! What is past its term goes by itself, and is told.

use leerkring::commands::retention::{overdue, run};
use leerkring_domain::kernel::Code;
use leerkring_tests::{TestApp, Value, duo, json};

use super::{NAME, TRACES, given_canary, given_membership, given_team};

/// What a run would remove now, of what.
async fn due(app: &TestApp) -> Vec<(&'static str, u64)> {
    let all = app.in_server(|app| async move { overdue(&app).await.unwrap() }).await;
    all.into_iter().filter(|it| 0 < it.count).map(|it| (it.term.code(), it.count)).collect()
}

async fn removed(app: &TestApp) -> Vec<(String, u64)> {
    let done = app.in_server(|app| async move { run(&app).await.unwrap() }).await;
    let removed = done.expect("a run").removed;
    removed.into_iter().map(|it| (it.term, it.count)).collect()
}

#[tokio::test]
async fn each_kind_of_data_goes_after_its_own_term() {
    let app = TestApp::start().await;
    given_team(&app).await;
    let (account, _) = given_canary(&app, None).await;
    app.sign_in(&account).await;
    app.wait_for_mail().await;
    let letters = u64::try_from(app.rows("outbox").await).unwrap();
    // The last session ends on 11 November 2026 at 17:00.
    app.set_now("2026-12-11T15:59:00Z");
    assert_eq!(due(&app).await, [("sign-ins", 1), ("letters", letters), ("answers", 1)]);
    app.set_now("2026-12-11T16:01:00Z");
    let expected = [("needs", 1), ("sign-ins", 1), ("letters", letters), ("answers", 1)];
    assert_eq!(due(&app).await, expected);
    let expected = expected.map(|(term, count)| (term.to_owned(), count));
    assert_eq!(removed(&app).await, expected);
    assert_eq!(due(&app).await, []);
    assert_eq!(app.rows("participant_needs").await, 0);
    assert!(std::fs::read_dir(app.config.mail_dir()).unwrap().next().is_none());

    app.set_now("2028-11-11T15:59:00Z");
    assert!(!due(&app).await.iter().any(|(term, _)| *term == "people"));
    app.set_now("2028-11-11T16:01:00Z");
    assert!(due(&app).await.contains(&("people", 3)));
    removed(&app).await;
    assert_eq!(app.where_is("deelnemer").await, [""; 0]);
    assert_eq!(app.rows("participants").await, 2);
    let list = app.administrator().await.get("/v1/retention-runs").await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert_eq!(list["items"][1]["heldOn"], "2026-12-11");
    assert_eq!(list["items"][1]["removed"][0], json!({ "term": "needs", "count": 1 }));
}

#[tokio::test]
async fn members_become_anonymous_after_their_membership() {
    let app = TestApp::start().await;
    let member = given_membership(&app).await;
    app.set_now("2030-01-01T10:00:00Z");
    assert_eq!(due(&app).await, []);
    app.sql("UPDATE memberships SET until_on = '2027-12-31'").await;
    assert_eq!(due(&app).await, [("members", 1)]);
    removed(&app).await;
    assert_eq!((due(&app).await, app.rows("memberships").await), (Vec::new(), 1));
    let erased = app.where_is("erased.invalid").await;
    let expected = ["memberships.person_email", "memberships.person_email_key"];
    assert_eq!(erased, expected, "{}", member.id);
}

/// The one invoice that there is.
async fn invoice(app: &TestApp) -> Value {
    let page = app.administrator().await.get("/v1/invoices").await.expect(200).body;
    assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
    page["items"][0].clone()
}

/// An invoice of 2026, marked as paid by mistake at first and in part the year after.
async fn given_invoice(app: &TestApp) -> Value {
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let mut team = duo(&board);
    team["invoiceReference"] = json!(format!("t.a.v. {NAME}"));
    app.given_registration(&cohort, &board, team).await;
    let administrator = app.administrator().await;
    let path = format!("/v1/invoices/{}", invoice(app).await["id"].as_str().unwrap());
    let paid = |on: &str| {
        json!({ "paidOn": on, "amount": { "amount": "10.00", "currency": "EUR" },
            "reference": format!("betaald door {NAME}") })
    };
    let pay = |on: &str| administrator.post(&format!("{path}/_pay"), paid(on));
    let mistake = pay("2026-07-01").await.expect(200).body["payments"][0]["id"].clone();
    let undo = json!({ "paymentId": mistake, "reason": format!("van {NAME}") });
    administrator.post(&format!("{path}/_unpay"), undo).await.expect(200);
    app.set_now("2027-01-10T10:00:00Z");
    pay("2027-01-10").await.expect(200).body
}

#[tokio::test]
async fn seven_years_after_its_year_an_invoice_tells_of_no_people_and_keeps_number_and_amounts() {
    let app = TestApp::start().await;
    let before = given_invoice(&app).await;
    let path = format!("/v1/invoices/{}", before["id"].as_str().unwrap());
    let etag = app.administrator().await.get(&path).await.expect(200).etag().to_owned();
    let booked = async || {
        let all = due(&app).await;
        all.iter().find(|(term, _)| *term == "invoices").map_or(0, |(_, count)| *count)
    };
    // The year is over in the Netherlands an hour before it is in UTC.
    app.set_now("2033-12-31T22:59:00Z");
    assert_eq!(booked().await, 0);
    removed(&app).await;
    assert_eq!(invoice(&app).await, before);
    app.set_now("2033-12-31T23:01:00Z");
    // The invoice and the payment of its year; what was paid later is of another year.
    assert_eq!(booked().await, 2);
    assert!(removed(&app).await.contains(&("invoices".to_owned(), 2)));
    assert_eq!(booked().await, 0);

    let mut expected = before.clone();
    expected["buyer"]["reference"] = Value::Null;
    expected["seller"]["email"] = json!("gewist@erased.invalid");
    expected["payments"][0]["reference"] = Value::Null;
    expected["payments"][0]["undoneBecause"] = json!("[gewist]");
    let read = app.administrator().await.get(&path).await.expect(200);
    assert_eq!(read.body, expected);
    assert_ne!(read.etag(), etag);
    app.set_now("2034-12-31T23:01:00Z");
    assert!(removed(&app).await.contains(&("invoices".to_owned(), 1)));
    for trace in TRACES {
        assert_eq!(app.where_is(trace).await, [""; 0]);
    }
}

#[tokio::test]
async fn one_server_does_the_day_s_run_once() {
    let app = TestApp::start().await;
    let runs: Vec<_> =
        (0..8).map(|_| app.in_server(|app| async move { run(&app).await })).collect();
    let done = futures_util::future::join_all(runs).await;
    let done = done.into_iter().filter(|it| matches!(it, Ok(Some(_)))).count();
    assert_eq!((done, app.rows("retention_runs").await), (1, 1));
    app.set_now("2026-07-02T10:00:00Z");
    assert_eq!(removed(&app).await, []);
    // Whoever stopped in the middle is followed up once the lease is over.
    app.sql("UPDATE retention_runs SET finished_at = NULL").await;
    app.set_now("2026-07-02T10:06:00Z");
    assert_eq!(removed(&app).await, []);
}

#[tokio::test]
async fn more_than_one_batch_goes_in_one_run() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let path = format!("/v1/users/{}/_unblock", administrator.user.unwrap());
    let requests = (0..250).map(|place| {
        administrator.post(&path, json!({})).key(&format!("a-key-of-sixteen-{place}"))
    });
    leerkring_tests::all(requests.collect(), 8).await;
    assert_eq!(app.rows("idempotency_keys").await, 250);
    app.set_now("2026-07-05T10:00:00Z");
    assert_eq!(removed(&app).await, [("answers".to_owned(), 250)]);
    let entries = "/v1/audit-entries?what=retention-run-finished";
    let entries = administrator.get(entries).await.expect(200).body;
    assert_eq!(entries["items"][0]["rows"], 250);
    assert_eq!(app.rows("idempotency_keys").await, 0);
}
