//! What was paid on invoices.

use leerkring_tests::{TestApp, all, duo, json};

use super::{euros, invoices};

/// The path of the one invoice, which was just issued.
async fn issued(app: &TestApp) -> String {
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    app.given_registration(&cohort, &board, duo(&board)).await;
    format!("/v1/invoices/{}", invoices(app).await[0]["id"].as_str().unwrap())
}

#[tokio::test]
async fn an_invoice_is_paid_in_parts_and_a_mistake_is_undone_with_a_reason() {
    let app = TestApp::start().await;
    let path = issued(&app).await;
    let administrator = app.administrator().await;
    let mark = format!("{path}/_pay");
    let part = json!({ "paidOn": "2026-06-30", "amount": euros("210.00"), "reference": "AB 12" });

    let partly = administrator.post(&mark, part).await.expect(200).body;
    assert_eq!((&partly["status"], &partly["open"]), (&json!("open"), &euros("1000.00")));
    let paid = administrator.post(&mark, json!({ "paidOn": "2026-07-01" })).await.expect(200).body;
    assert_eq!((&paid["status"], &paid["open"]), (&json!("paid"), &euros("0.00")));
    let again = administrator.post(&mark, json!({ "paidOn": "2026-07-01" })).await.expect(409);
    assert_eq!(again.code(), "already-paid");

    let undo = format!("{path}/_unpay");
    let mistake = json!({ "paymentId": paid["payments"][0]["id"], "reason": "Andere factuur" });
    let open = administrator.post(&undo, mistake.clone()).await.expect(200).body;
    assert_eq!((&open["status"], &open["open"]), (&json!("open"), &euros("210.00")));
    assert_eq!(open["payments"][0]["undoneBecause"], "Andere factuur");
    assert_eq!(administrator.post(&undo, mistake).await.expect(409).code(), "already-undone");
}

#[tokio::test]
async fn a_payment_is_of_the_past_and_no_more_than_is_open() {
    let app = TestApp::start().await;
    let path = format!("{}/_pay", issued(&app).await);
    let administrator = app.administrator().await;
    let later = administrator.post(&path, json!({ "paidOn": "2026-07-02" })).await.expect(400);
    assert_eq!(later.body["errors"][0]["code"], "paid-in-future");
    let more = json!({ "paidOn": "2026-07-01", "amount": euros("1210.01") });
    let more = administrator.post(&path, more).await.expect(409);
    assert_eq!(more.code(), "more-than-open");
}

#[tokio::test]
async fn a_board_does_not_mark_its_own_invoice_as_paid() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    app.given_registration(&cohort, &board, duo(&board)).await;
    let path = format!("/v1/invoices/{}/_pay", invoices(&app).await[0]["id"].as_str().unwrap());
    let editor = app.board_editor(&board).await;
    editor.post(&path, json!({ "paidOn": "2026-07-01" })).await.expect(403);
}

#[tokio::test]
async fn the_same_payment_marked_many_times_at_once_counts_once() {
    let app = TestApp::start().await;
    let path = format!("{}/_pay", issued(&app).await);
    let administrator = app.administrator().await;
    let whole = json!({ "paidOn": "2026-07-01" });
    let requests = (0..12).map(|_| administrator.post(&path, whole.clone()));

    let answers = all(requests.collect(), 12).await;

    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    let invoice = invoices(&app).await.pop().unwrap();
    assert_eq!(invoice["payments"].as_array().unwrap().len(), 1);
    assert_eq!(invoice["open"], euros("0.00"));
}
