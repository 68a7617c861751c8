//! A team becomes smaller: what it owes follows, until the date for free cancellation.

use leerkring_tests::given::{anybody, team};
use leerkring_tests::{Client, TestApp, Thing, Value, json};

use super::{euros, invoices, numbers, withdraw};

/// A confirmed team of three at € 100 each, with lunch at 9 %, and somebody of its board.
async fn three(app: &TestApp) -> (leerkring_domain::boards::Board, Thing, Client) {
    let programme = app
        .given_programme(|it| {
            it["team"] = anybody(4);
            it["fee"] = json!({
                "per": "participant", "amount": euros("100.00"), "vatPercentage": "21",
                "parts": [{ "description": "Lunch", "per": "participant",
                    "amount": euros("17.95"), "vatPercentage": "9" }],
            });
        })
        .await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["freeCancellationUntilAt"] = json!("2026-08-01T00:00:00Z");
        })
        .await;
    let board = app.given_board(|_| {}).await;
    let people = team(&board, &["teacher"; 3]);
    let registration = app.given_registration(&cohort, &board, people).await;
    let editor = app.board_editor(&board).await;
    (board, registration, editor)
}

async fn remove(editor: &Client, of: &Thing, place: usize) {
    let who = of.body["participants"][place]["id"].as_str().unwrap();
    let path = format!("/v1/registrations/{}/participants/{who}/_remove", of.id);
    editor.post(&path, json!({})).await.expect(200);
}

fn open(all: &[Value]) -> Vec<&str> {
    all.iter().map(|it| it["open"]["amount"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_fee_per_participant_is_taken_back_and_asked_for_those_who_are_left() {
    let app = TestApp::start().await;
    let (board, registration, editor) = three(&app).await;

    remove(&editor, &registration, 0).await;

    let all = invoices(&app).await;
    assert_eq!(numbers(&all), ["VVS-202600001", "VVS-202600002", "VVS-202600003"]);
    let kinds: Vec<_> = all.iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["invoice", "credit-note", "invoice"]);
    assert_eq!(all[0]["status"], "credited");
    assert_eq!(all[2]["lines"][0]["quantity"], 2);
    // 2 × 100 with 21 %, 2 × 17.95 with 9 %.
    assert_eq!(all[2]["gross"], euros("281.13"));
    assert_eq!(open(&all), ["0.00", "0.00", "281.13"]);

    withdraw(&app, &board, &registration).await;

    let all = invoices(&app).await;
    assert_eq!(all.len(), 4, "only what is owed is taken back");
    assert_eq!(all[3]["correctsInvoiceId"], all[2]["id"]);
    assert!(open(&all).iter().all(|open| *open == "0.00"), "{all:?}");
}

#[tokio::test]
async fn what_was_paid_counts_for_the_new_invoice_and_the_rest_is_to_be_paid_back() {
    let app = TestApp::start().await;
    let (_, registration, editor) = three(&app).await;
    let first = invoices(&app).await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/invoices/{first}/_pay");
    app.administrator().await.post(&path, json!({ "paidOn": "2026-07-01" })).await.expect(200);

    remove(&editor, &registration, 0).await;

    let all = invoices(&app).await;
    assert_eq!(all[0]["gross"], euros("421.70"));
    assert_eq!(open(&all), ["0.00", "140.57", "0.00"]);
    assert_eq!(all[2]["status"], "paid");
    let payment = &all[2]["payments"][0];
    assert_eq!(
        (&payment["setOff"], &payment["reference"]),
        (&json!(true), &json!("VVS-202600002"))
    );
}

#[tokio::test]
async fn after_the_date_for_free_cancellation_or_with_a_fee_per_board_it_stays() {
    let app = TestApp::start().await;
    let (_, registration, editor) = three(&app).await;
    app.set_now("2026-08-01T00:00:00Z");
    remove(&editor, &registration, 0).await;
    assert_eq!(invoices(&app).await.len(), 1);

    app.set_now("2026-07-01T10:00:00Z");
    let programme = app.given_programme(|it| it["team"] = anybody(4)).await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let board = app.given_board(|_| {}).await;
    let pair = app.given_registration(&cohort, &board, team(&board, &["teacher"; 2])).await;
    remove(&app.board_editor(&board).await, &pair, 0).await;
    assert_eq!(invoices(&app).await.len(), 2);
}
