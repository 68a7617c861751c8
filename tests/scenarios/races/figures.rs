//! Files of boards that come in at once, beside the importer, and into a server that is killed.

use std::time::Duration;

use leerkring_domain::boards::Board;
use leerkring_tests::{Client, TestApp, Value, all, client::Request, json};
use reqwest::Method;

use super::{Servers, start_beside};
use crate::register::{imported, some};

const FUNCTION_MIX: &str = "functiemix-besturen.csv";

fn jobs(rows: usize) -> String {
    let row = "filled;employed;25,5;2026-01-01\n";
    format!("status;engagement;hoursPerWeek;fromOn\n{}", row.repeat(rows))
}

/// The function mix of eight years, with so many FTE in the second scale.
fn mixes(fte: usize) -> String {
    let of = |year: usize| match year {
        ..=2021 => format!("bo;{year};l10-l14;1;{fte};;\n"),
        _ => format!("bo;{year};lb-le;;;1;{fte}\n"),
    };
    let rows: String = (2018..2026).map(of).collect();
    format!("sector;year;scheme;L10;L11;LB;LC\n{rows}")
}

fn import(client: &Client, board: &Board, what: &str, file: String) -> Request {
    let path = format!("/v1/boards/{}/{what}/_import", board.number);
    client.request(Method::POST, &path).body("text/csv", file)
}

async fn all_jobs(client: &Client, board: &Board) -> usize {
    let path = format!("/v1/boards/{}/jobs?limit=1&count=true", board.number);
    let count = client.get(&path).await.expect(200).body["count"].as_u64().unwrap();
    usize::try_from(count).unwrap()
}

/// What stands in the second scale, year by year.
async fn second_scale(client: &Client, board: &Board) -> Vec<Value> {
    let path = format!("/v1/boards/{}/function-mix", board.number);
    let mix = client.get(&path).await.expect(200).body;
    let years = mix["sectors"][0]["years"].as_array().cloned().unwrap_or_default();
    let own = years.into_iter().filter(|year| year["source"] == "board");
    own.map(|year| year["scales"][1]["fte"].clone()).collect()
}

#[tokio::test]
async fn files_that_come_in_at_once_are_each_taken_whole() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let requests = (0..12).map(|number| {
        let client = servers.reached(&editor, number);
        // Four times the same file under the same key, which is one.
        let key = format!("file-of-the-jobs-{}", number.min(8));
        import(&client, &board, "jobs", jobs(20)).key(&key)
    });
    let answers = all(requests.collect(), 12).await;
    assert!(answers.iter().all(|it| it.status == 200 || it.code() == "request-in-progress"));
    assert_eq!(all_jobs(&editor, &board).await, 9 * 20);

    let requests = (1..=6)
        .map(|fte| import(&servers.reached(&editor, fte), &board, "function-mix", mixes(fte)));
    for answer in all(requests.collect(), 6).await {
        answer.expect(200);
    }
    let seen = second_scale(&editor, &board).await;
    assert_eq!(seen.len(), 8);
    assert!(seen.iter().all(|fte| *fte == seen[0]), "years of two files: {seen:?}");
}

#[tokio::test]
async fn a_board_gives_its_mix_while_the_importer_reads_duos_file() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let administrator = app.administrator().await;
    imported(&administrator, some(FUNCTION_MIX, 0..400)).await;
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let giving = async {
        for fte in 1..=6 {
            import(&editor, &board, "function-mix", mixes(fte)).await.expect(200);
            import(&editor, &board, "jobs", jobs(10)).await.expect(200);
        }
    };
    let importing = imported(&administrator, some(FUNCTION_MIX, 0..4_000));
    let (report, ()) = tokio::join!(importing, giving);
    assert_eq!(report["state"], "succeeded", "{report}");
    let seen = second_scale(&editor, &board).await;
    assert_eq!(seen, vec![json!("6.00"); 8]);
    assert_eq!(all_jobs(&editor, &board).await, 60);
}

#[tokio::test]
async fn a_server_that_is_killed_in_a_file_has_taken_all_of_it_or_nothing() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let board = app.given_board(|_| {}).await;
    let editor = app.board_editor(&board).await;
    let mut acknowledged = 0;
    for round in 0..4 {
        let mut server = start_beside(&app);
        let own = editor.at(&server.base);
        let sending = (0..4).map(|_| {
            let request = import(&own, &board, "jobs", jobs(400));
            tokio::spawn(async move { request.attempt().await.is_ok_and(|it| it.status == 200) })
        });
        let sending: Vec<_> = sending.collect();
        tokio::time::sleep(Duration::from_millis(20 + 40 * round)).await;
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        for sent in sending {
            acknowledged += usize::from(sent.await.unwrap());
        }
        let there = all_jobs(&editor, &board).await;
        assert_eq!(there % 400, 0, "a part of a file: {there}");
        assert!(
            acknowledged * 400 <= there,
            "{acknowledged} files were acknowledged, {there} there"
        );
    }
    import(&editor, &board, "jobs", jobs(1)).await.expect(200);
}
