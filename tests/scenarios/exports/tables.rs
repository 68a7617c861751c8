//! Every list is a table too: whole, with the same filters, as other programs read it.

use std::collections::BTreeSet;

use calamine::Data;
use leerkring_tests::tables::records;
use leerkring_tests::{TestApp, json};

use super::{named, organised};

#[tokio::test]
async fn a_table_is_the_whole_list_and_not_a_page() {
    let app = TestApp::start().await;
    // More than are read at once.
    app.given_boards(1_100).await;
    let visitor = app.visitor();
    let page = visitor.get("/v1/boards?limit=2&count=true").await.expect(200).body;
    assert_eq!(page["items"].as_array().unwrap().len(), 2);

    let table = visitor.csv("/v1/boards?limit=2").await;

    let numbers: BTreeSet<_> = table.iter().map(|row| row["number"].as_str()).collect();
    assert_eq!((numbers.len(), table.len()), (1_100, 1_100));
    assert_eq!(page["count"], 1_100);
    let names: Vec<_> = table.iter().map(|row| row["name"].as_str()).collect();
    assert!(names.is_sorted());
    let workbook = visitor.workbook("/v1/boards").await;
    assert_eq!((workbook.rows.len(), workbook.name.as_str()), (1_100, "boards"));
}

#[tokio::test]
async fn a_table_has_the_filters_of_the_list() {
    let app = TestApp::start().await;
    let set = organised(&app, |it| it["capacity"] = json!(2)).await;
    let boards = app.given_boards(3).await;
    for board in &boards {
        app.given_registration(&set.cohort, board, named(board, &["Bo"])).await;
    }
    for (filter, count) in [
        (format!("cohortId={}", set.cohort.id), 3),
        (format!("cohortId={}&status=waitlisted", set.cohort.id), 1),
        (format!("boardId={}", boards[0].number), 1),
        ("status=rejected".to_owned(), 0),
    ] {
        let path = format!("/v1/registrations?{filter}");
        let list = set.editor.get(&path).await.expect(200).body;
        let ids: Vec<_> = list["items"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
        let table = set.editor.csv(&path).await;
        assert_eq!(table.len(), count, "{filter}");
        assert_eq!(ids, table.iter().map(|row| &row["id"]).collect::<Vec<_>>(), "{filter}");
        assert_eq!(set.editor.workbook(&path).await.rows.len(), count, "{filter}");
    }
}

#[tokio::test]
async fn no_words_of_people_are_a_formula_in_either_form() {
    let app = TestApp::start().await;
    let set = organised(&app, |_| {}).await;
    let board = app.given_board(|it| it.name = "Stichting \"Noord\", Zoë & Zn.".to_owned()).await;
    let names = ["=HYPERLINK(\"http://x\")", "Renée Šćepanović;+1", "-Jan"];
    app.given_registration(&set.cohort, &board, named(&board, &names)).await;
    let path = format!("/v1/cohorts/{}/participants", set.cohort.id);

    let table = set.editor.csv(&path).await;

    let written: Vec<_> = table.iter().map(|row| row["name"].as_str()).collect();
    assert_eq!(written, ["'=HYPERLINK(\"http://x\")", "Renée Šćepanović;'+1", "'-Jan"]);
    assert_eq!(table[0]["boardName"], "Stichting \"Noord\", Zoë & Zn.");
    let workbook = set.editor.workbook(&path).await;
    let written: Vec<_> = workbook.column("Naam").into_iter().map(Data::to_string).collect();
    assert_eq!(written, names);
    assert_eq!(workbook.column("Naam bestuur")[0].to_string(), "Stichting \"Noord\", Zoë & Zn.");
}

#[tokio::test]
async fn in_a_workbook_days_are_days_amounts_are_numbers_and_numbers_of_boards_are_texts() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    app.given_registration(&cohort, &board, leerkring_tests::duo(&board)).await;
    let administrator = app.administrator().await;

    let invoices = administrator.workbook("/v1/invoices").await;

    let [number] = invoices.column("Bestuursnummer")[..] else { panic!("{invoices:?}") };
    assert_eq!(number, &Data::String(board.number.to_string()));
    assert!(board.number.to_string().starts_with('0'));
    // Spreadsheets count days: this is 1 July 2026.
    assert_eq!(moment(invoices.column("Factuurdatum")[0]).to_string(), "46204");
    assert_eq!(invoices.column("Inclusief btw")[0], &Data::Float(1210.0));
    let sessions = format!("/v1/cohorts/{}/sessions", cohort.id);
    let sessions = administrator.workbook(&sessions).await;
    // Nine o'clock in the Netherlands, on both sides of the change of the clocks.
    let starts: Vec<f64> = sessions.column("Begint").into_iter().map(moment).collect();
    assert_eq!((starts[0], starts[3]), (46_281.375, 46_337.375));
}

/// A day or an instant as the number that a spreadsheet has for it.
#[track_caller]
fn moment(cell: &Data) -> f64 {
    let Data::DateTime(moment) = cell else { panic!("no day: {cell:?}") };
    moment.as_f64()
}

#[tokio::test]
async fn a_table_has_names_of_the_api_for_programs_and_words_for_people() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let csv = visitor.get("/v1/organisers").header("accept", "text/csv").await;
    csv.refused(406, "not-acceptable");
    let csv = visitor.get("/v1/boards").header("accept", "text/csv").await.expect(200);
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
    let file = "attachment; filename=\"boards.csv\"";
    assert_eq!(csv.header("content-disposition"), Some(file));
    assert!(records(&csv).is_empty());
    assert!(csv.text.contains("id,number,name,sectors"), "{csv}");
    assert_eq!(visitor.workbook("/v1/boards").await.head[1], "Bestuursnummer");
    let accept = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let english = visitor.get("/v1/boards").in_english().header("accept", accept).await;
    assert_eq!(english.header("content-language"), Some("en"));
    let english = leerkring_tests::tables::Sheet::read(&english.expect(200));
    assert_eq!(english.head[9], "Denomination");
}

/// Each list of the document that is a table, for somebody who may read it.
#[tokio::test]
async fn every_list_that_is_a_table_can_be_read_as_one() {
    let app = TestApp::start().await;
    let set = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    let team = named(&board, &["Bo", "Jo"]);
    app.given_registration(&set.cohort, &board, team).await;
    app.given_member(&set.organiser, &board).await;
    app.given_job(&board, |_| {}).await;
    let administrator = app.administrator().await;
    let (board, cohort) = (&board.number, &set.cohort.id);
    let session = set.cohort.body["sessions"][0]["id"].as_str().unwrap();
    for (path, least) in [
        ("/v1/boards".to_owned(), 1),
        ("/v1/schools".to_owned(), 0),
        ("/v1/partnerships".to_owned(), 0),
        ("/v1/programmes".to_owned(), 1),
        (format!("/v1/programmes/{}/cohorts", set.programme.id), 1),
        ("/v1/cohorts".to_owned(), 1),
        (format!("/v1/cohorts/{cohort}/sessions"), 4),
        ("/v1/registrations".to_owned(), 1),
        (format!("/v1/cohorts/{cohort}/participants"), 2),
        (format!("/v1/cohorts/{cohort}/needs"), 0),
        (format!("/v1/cohorts/{cohort}/attendance-table"), 2),
        (format!("/v1/cohorts/{cohort}/completion"), 2),
        (format!("/v1/cohorts/{cohort}/intake-slots"), 0),
        (format!("/v1/sessions/{session}/attendances"), 2),
        (format!("/v1/sessions/{session}/breakout-choices"), 2),
        ("/v1/certificates".to_owned(), 0),
        (format!("/v1/cohorts/{cohort}/figures"), 1),
        (format!("/v1/organisers/{}/memberships", set.organiser.id), 1),
        ("/v1/invoices".to_owned(), 0),
        ("/v1/letters".to_owned(), 1),
        ("/v1/audit-entries".to_owned(), 5),
        ("/v1/users".to_owned(), 1),
        ("/v1/responses".to_owned(), 0),
        (format!("/v1/boards/{board}/jobs"), 1),
        (format!("/v1/boards/{board}/formations"), 0),
    ] {
        let csv = administrator.csv(&path).await.len();
        assert!(least <= csv, "{path}: {csv}");
        let workbook = administrator.workbook(&path).await;
        assert!(least <= workbook.rows.len(), "{path}: {workbook:?}");
        assert!(workbook.head.iter().all(|name| !name.is_empty()), "{path}");
    }
}
