//! What is past its term goes by itself, and is told.

use leerkring::commands::retention::{overdue, run};
use leerkring_domain::kernel::Code;
use leerkring_tests::{TestApp, json};

use super::{given_canary, given_membership, given_team};

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
    assert_eq!(app.rows("idempotency_keys").await, 0);
}
