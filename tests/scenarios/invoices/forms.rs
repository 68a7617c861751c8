//! Who sees invoices, and in which forms.

use leerkring_tests::{TestApp, duo, json};

use super::{euros, invoices, known_board};

async fn issued(app: &TestApp) -> String {
    let (cohort, board) = (app.given_cohort(|_| {}).await, known_board(app).await);
    app.given_registration(&cohort, &board, duo(&board)).await;
    invoices(app).await.pop().unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_invoice_is_there_as_json_as_pdf_and_as_ubl() {
    let app = TestApp::start().await;
    let path = format!("/v1/invoices/{}", issued(&app).await);
    let administrator = app.administrator().await;

    let json = administrator.get(&path).await.expect(200);
    assert_eq!(json.body["gross"], euros("1210.00"));

    let pdf = administrator.get(&path).header("accept", "application/pdf").await.expect(200);
    assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
    let name = pdf.header("content-disposition").unwrap();
    assert_eq!(name, "attachment; filename=\"VVS-202600001.pdf\"");

    let xml = administrator.get(&path).header("accept", "application/xml").await.expect(200);
    let xml = String::from_utf8(xml.bytes).unwrap();
    assert!(xml.contains("<cbc:PayableAmount currencyID=\"EUR\">1210.00</cbc:PayableAmount>"));
    assert!(xml.contains("<cbc:EndpointID schemeID=\"0106\">27264198</cbc:EndpointID>"));
}

#[tokio::test]
async fn there_is_no_e_invoice_for_a_board_without_a_known_address_and_number() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    app.given_registration(&cohort, &board, duo(&board)).await;
    let id = invoices(&app).await[0]["id"].as_str().unwrap().to_owned();
    let request = app.administrator().await.get(&format!("/v1/invoices/{id}"));

    let refused = request.header("accept", "application/xml").await.expect(409);

    assert_eq!(refused.code(), "e-invoice-incomplete");
    assert_eq!(refused.body["reasons"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_bookkeeper_gets_a_table_with_a_row_for_each_rate() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, known_board(&app).await);
    let mut team = duo(&board);
    team["invoiceReference"] = json!("=HYPERLINK(\"x\")");
    app.given_registration(&cohort, &board, team).await;
    let request = app.administrator().await.get("/v1/invoices?year=2026");

    let table = request.header("accept", "text/csv").await.expect(200);

    let text = String::from_utf8(table.bytes).unwrap();
    let rows: Vec<_> = text.trim_start_matches('\u{FEFF}').lines().collect();
    assert!(rows[0].starts_with("number,kind,status,issuedOn,dueOn"));
    assert_eq!(rows.len(), 2);
    assert!(rows[1].starts_with("VVS-202600001,invoice,open,2026-07-01,2026-07-15,"));
    assert!(rows[1].ends_with(",21,1000.00,210.00,1210.00,1210.00"), "{}", rows[1]);
    assert!(rows[1].contains("\"'=HYPERLINK(\"\"x\"\")\""), "{}", rows[1]);
}

#[tokio::test]
async fn the_issuer_and_the_board_see_an_invoice_and_nobody_else_does() {
    let app = TestApp::start().await;
    let path = format!("/v1/invoices/{}", issued(&app).await);
    let invoice = invoices(&app).await.pop().unwrap();
    let organiser = app.administrator().await;
    let organiser = organiser
        .get(&format!("/v1/organisers/{}", invoice["organiserId"].as_str().unwrap()))
        .await
        .expect(200);
    let editor = app.organiser_editor(&organiser.into()).await;
    editor.get(&path).await.expect(200);
    let stranger = app.given_board(|_| {}).await;
    let stranger = app.board_editor(&stranger).await;
    assert_eq!(stranger.get(&path).await.expect(404).code(), "not-found");
    let none = stranger.get("/v1/invoices").await.expect(200);
    assert_eq!(none.body["items"], json!([]));
}

#[tokio::test]
async fn the_list_is_narrowed_by_year_status_and_organisation() {
    let app = TestApp::start().await;
    let id = issued(&app).await;
    issued(&app).await;
    let administrator = app.administrator().await;
    let path = format!("/v1/invoices/{id}/_pay");
    let paid = administrator.post(&path, json!({ "paidOn": "2026-07-01" })).await.expect(200).body;
    let board = format!("/v1/boards/{}", paid["boardId"].as_str().unwrap());
    let board = administrator.get(&board).await.expect(200).body;
    for (filter, count) in [
        ("year=2026".to_owned(), 2),
        ("year=2025".to_owned(), 0),
        ("status=paid".to_owned(), 1),
        ("status=open".to_owned(), 1),
        ("status=credited".to_owned(), 0),
        (format!("boardId={}", paid["boardId"].as_str().unwrap()), 1),
        (format!("boardId={}", board["number"].as_str().unwrap()), 1),
        (format!("cohortId={}", paid["cohortId"].as_str().unwrap()), 1),
        (format!("organiserId={}", paid["organiserId"].as_str().unwrap()), 1),
    ] {
        let page = administrator.get(&format!("/v1/invoices?{filter}")).await.expect(200).body;
        assert_eq!(page["items"].as_array().unwrap().len(), count, "{filter}");
    }
}
