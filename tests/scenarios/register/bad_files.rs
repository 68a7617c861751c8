//! Files that are not as DUO publishes them: each says what is wrong, and changes nothing.

use leerkring_tests::{Client, TestApp, Value};

use super::{BOARDS, file, import, lines, start};

async fn count_boards(app: &TestApp) -> Value {
    app.visitor().get("/v1/boards?count=true").await.expect(200).body["count"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn b2_a_row_cut_in_half_is_named_and_nothing_of_the_file_is_applied() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let mut lines = lines(BOARDS);
    let half = lines[99].len() / 2;
    lines[99].truncate(half);
    lines[99].push(b'\n');
    let job = import(&administrator, "", lines.concat()).await;
    assert_eq!((&job["state"], &job["report"]["applied"]), (&"refused".into(), &false.into()));
    assert_eq!(job["report"]["refusal"]["code"], "refused-rows");
    let [row] = job["refusedRows"].as_array().unwrap().as_slice() else { panic!("{job:#}") };
    assert_eq!((&row["line"], &row["code"]), (&100.into(), &"cut-row".into()));
    assert_eq!(count_boards(&app).await, 0);
}

async fn refusal(administrator: &Client, content: Vec<u8>) -> Value {
    let job = import(administrator, "", content).await;
    assert_eq!(job["state"], "refused", "{job:#}");
    assert!(!job["report"]["refusal"]["detail"].as_str().unwrap().is_empty());
    job["report"]["refusal"]["code"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_none_of_duo_says_so() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let renamed = |from: &str, to: &str| {
        let mut lines = lines(BOARDS);
        let header = String::from_utf8(lines[0].clone()).unwrap();
        lines[0] = header.replace(from, to).into_bytes();
        lines.concat()
    };
    let utf16 = file(BOARDS).iter().flat_map(|byte| [*byte, 0]).collect::<Vec<_>>();
    let mut broken = [&b"\xEF\xBB\xBF"[..], &lines(BOARDS)[0]].concat();
    broken.extend(b"10249;\xFF\xFE\n");
    for (content, code) in [
        (b" \r\n".to_vec(), "empty-file"),
        (b"name;age\nKlaas;7\n".to_vec(), "unknown-header"),
        (
            renamed("POSTCODE;PLAATSNAAM;GEMEENTENUMMER", "PC;PLAATSNAAM;GEMEENTENUMMER"),
            "missing-columns",
        ),
        (lines(BOARDS)[0].clone(), "no-rows"),
        ([b"\xFF\xFE".to_vec(), utf16].concat(), "utf-16"),
        (broken, "broken-utf-8"),
        (b"PK\x03\x04 this is a workbook".to_vec(), "not-csv"),
    ] {
        assert_eq!(refusal(&administrator, content).await, code);
    }
    assert_eq!(count_boards(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_body_is_refused_at_once() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let answer = start(&administrator, "", Vec::new()).await.refused(400, "invalid-request");
    assert_eq!(answer.errors(), [(String::new(), "empty-file".into())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_text_csv_and_at_most_eight_mebibytes() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let json = administrator.request(reqwest::Method::POST, "/v1/imports");
    json.body("application/json", b"{}".to_vec()).await.refused(415, "unsupported-media-type");
    let large = vec![b'x'; 8 * 1024 * 1024 + 1];
    start(&administrator, "", large).await.refused(413, "too-large");
}
