//! The function mix: DUO's real file, and what boards give after it.

use leerkring_domain::boards::Board;
use leerkring_tests::{Answer, Client, TestApp, Value, json};
use reqwest::Method;

use crate::register::{file, imported};

const FUNCTION_MIX: &str = "functiemix-besturen.csv";

fn shares(year: &Value) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().unwrap_or("–").to_owned();
    let scales = year["scales"].as_array().unwrap().iter();
    scales.map(|scale| (word(&scale["scale"]), word(&scale["share"]))).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(one, two)| ((*one).to_owned(), (*two).to_owned())).collect()
}

#[tokio::test]
async fn q6_the_published_shares_come_out_of_the_real_file() {
    let app = TestApp::start().await;
    imported(&app.administrator().await, file(FUNCTION_MIX)).await;

    let visitor = app.visitor();
    let mix = visitor.get("/v1/function-mix?sector=bo&since=2006").await.expect(200).body;
    let years = mix["groups"][0]["years"].as_array().unwrap();
    assert_eq!(years.len(), 12);
    let last = &years[11];
    assert_eq!((&last["referenceOn"], &last["boards"]), (&json!("2017-10-01"), &json!(897)));
    assert_eq!(last["scheme"], "la-le");
    assert_eq!(shares(last)[..3], pairs(&[("LA", "72.9"), ("LB", "26.7"), ("LC", "0.3")]));
    assert_eq!(last["scales"][1]["target"], "40");
    assert_eq!(last["scales"][1]["gap"], "13.3");
    assert_eq!(last["scales"][1]["change"]["points"], "25.5");

    let mapped = visitor.get("/v1/function-mix?scheme=lb-le&fromYear=2017").await.expect(200).body;
    let last = &mapped["groups"][0]["years"][0];
    assert_eq!((&last["scheme"], &last["countedIn"]), (&json!("lb-le"), &json!("la-le")));
    assert_eq!(shares(last)[..2], pairs(&[("LB", "72.9"), ("LC", "26.7")]));
    assert_eq!(last["scales"][0]["mappedFrom"], "LA");

    let classes =
        visitor.get("/v1/function-mix?by=size-class&fromYear=2017").await.expect(200).body;
    let boards = classes["groups"].as_array().unwrap().iter().map(|it| &it["years"][0]["boards"]);
    assert_eq!(boards.filter_map(Value::as_u64).sum::<u64>(), 897);

    compared(&app).await;
    agreed_with_a_secondary_board(&app).await;

    let again = imported(&app.administrator().await, file(FUNCTION_MIX)).await;
    assert_eq!(again["report"]["added"], 0);
    let board = visitor.get("/v1/boards/41441/function-mix").await.expect(200).body;
    assert_eq!(board["sectors"][0]["years"].as_array().unwrap().len(), 12);
}

/// A board beside its groups, whose totals are those of the sector's report.
async fn compared(app: &TestApp) {
    let visitor = app.visitor();
    let path = "/v1/boards/41441/function-mix/comparison";
    let view = visitor.get(&format!("{path}?fromYear=2017&since=2016")).await.expect(200).body;
    let [board, size, region, sector] = &view["compared"].as_array().unwrap()[..] else { panic!() };
    assert_eq!((&board["kind"], &board["key"]), (&json!("board"), &json!("41441")));
    assert_eq!(board["years"][0]["boards"], 1);
    let classes =
        visitor.get("/v1/function-mix?by=size-class&fromYear=2017").await.expect(200).body;
    let class = classes["groups"].as_array().unwrap().iter().find(|it| it["key"] == size["key"]);
    assert_eq!(class.unwrap()["years"][0]["fte"], size["years"][0]["fte"]);
    // Without the files of regions nobody knows where it lies.
    assert_eq!((&region["key"], &region["years"]), (&Value::Null, &json!([])));
    assert_eq!(shares(&sector["years"][0])[0], ("LA".to_owned(), "72.9".to_owned()));
    assert!(board["years"][0]["scales"][0]["change"]["since"] == 2016);

    let last = format!("{path}?fromYear=2017");
    let csv = visitor.get(&last).header("accept", "text/csv").await.expect(200);
    assert!(csv.text.contains("bo,sector,,2017,la-le,la-le,LA,897,54814.90,72.9,58"), "{csv}");
    let svg = visitor.get(&last).header("accept", "image/svg+xml").await.expect(200);
    assert!(svg.text.contains("basisonderwijs: LA 72,9"), "{svg}");
    let png = visitor.get(&last).header("accept", "image/png").await.expect(200);
    assert_eq!(png.header("content-type"), Some("image/png"));
}

/// Secondary boards have shares that were agreed on with each of them.
async fn agreed_with_a_secondary_board(app: &TestApp) {
    let visitor = app.visitor();
    let sector = visitor.get("/v1/function-mix?sector=vo&fromYear=2014").await.expect(200).body;
    assert!(sector["groups"][0]["years"][0]["scales"][0]["target"].is_null());
    let mix = visitor.get("/v1/boards/20281/function-mix").await.expect(200).body;
    let vo = mix["sectors"].as_array().unwrap().iter().find(|it| it["sector"] == "vo").unwrap();
    let last = vo["years"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["year"], &last["scales"][1]["target"]), (&json!(2017), &json!("4.1")));
    assert!(last["targetSource"].is_string());
}

#[tokio::test]
async fn the_mix_is_a_table_and_a_picture_too() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    given(&editor, &board, "bo;2025;lb-le;;;60,5;29,5;0").await.expect(200);
    let path = format!("/v1/boards/{}/function-mix", board.number);

    let csv = editor.get(&path).header("accept", "text/csv").await.expect(200);
    assert!(csv.text.contains(",2025,lb-le,lb-le,LC,1,29.50,32.8,"), "{csv}");
    let svg = editor.get(&path).header("accept", "image/svg+xml").await.expect(200);
    assert!(svg.text.contains("<title") && svg.text.contains("LB 67,2"), "{svg}");
    let png = editor.get(&path).header("accept", "image/png").await.expect(200);
    assert_eq!(png.header("content-type"), Some("image/png"));
    editor.get(&path).header("accept", "text/html").await.refused(406, "not-acceptable");
}

async fn given(client: &Client, board: &Board, rows: &str) -> Answer {
    let path = format!("/v1/boards/{}/function-mix/_import", board.number);
    let file = format!("sector;jaar;stelsel;L10;L11;LB;LC;overig\n{rows}\n");
    client.request(Method::POST, &path).body("text/csv", file).await
}

#[tokio::test]
async fn a_file_is_taken_whole_or_every_fault_is_told() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;

    let rows =
        "bo;2017;la-le;1;;;;\nbo;2024;l10-l14;1;;;;\nbo;2025;lb-le;1;;een;;\nbo;2023;lb-le;;;5;;0";
    let refused = given(&editor, &board, rows).await.refused(400, "invalid-request");
    let places: Vec<String> = refused.errors().into_iter().map(|(place, _)| place).collect();
    for place in ["/2/year", "/3/scheme", "/4/LB"] {
        assert!(places.contains(&place.to_owned()), "{place}: {refused}");
    }
    let path = format!("/v1/boards/{}/function-mix", board.number);
    assert_eq!(editor.get(&path).await.expect(200).body["sectors"], json!([]));

    given(&editor, &board, "bo;2023;lb-le;;;5;;0\nbo;2024;lb-le;;;6,25;;0").await.expect(200);
    given(&editor, &board, "bo;2024;lb-le;;;7;;0").await.expect(200);
    let years = editor.get(&path).await.expect(200).body["sectors"][0]["years"].clone();
    assert_eq!((&years[0]["fte"], &years[1]["fte"]), (&json!("5.00"), &json!("7.00")));
    assert_eq!(app.visitor().get(&path).await.expect(200).body["sectors"], json!([]));
}

#[tokio::test]
async fn what_boards_gave_is_summed_for_who_is_signed_in_and_never_over_fewer_than_five() {
    let app = TestApp::start().await;
    let boards = app.given_boards(6).await;
    let reader = app.board_editor(&boards[0]).await;
    let read = async |client: &Client| {
        let mix = client.get("/v1/function-mix?fromYear=2018").await.expect(200).body;
        mix["groups"][0]["years"].clone()
    };
    for (count, board) in boards.iter().enumerate() {
        let editor = app.board_editor(board).await;
        given(&editor, board, "bo;2025;lb-le;;;10;;0").await.expect(200);
        let sum = read(&reader).await[0]["fte"].clone();
        assert_eq!(sum.is_null(), count < 4, "{count}: {sum}");
    }
    assert_eq!(read(&reader).await[0]["fte"], "60.00");
    assert_eq!(read(&app.visitor()).await, json!([]));
}
