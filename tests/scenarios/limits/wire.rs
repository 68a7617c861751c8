//! What comes over the wire slowly, broken or ambiguous, written byte by byte.

use std::time::{Duration, Instant};

use leerkring_tests::{TestApp, duo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What the server says to `sent` until it closes or is silent for as long as `patience`.
async fn say(app: &TestApp, sent: &[u8], patience: Duration) -> (String, bool) {
    let mut stream = TcpStream::connect(app.config.listen).await.unwrap();
    stream.write_all(sent).await.unwrap();
    let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        match tokio::time::timeout(patience, stream.read(&mut buffer)).await {
            Ok(Ok(0) | Err(_)) => break (String::from_utf8_lossy(&answer).into_owned(), true),
            Ok(Ok(count)) => answer.extend_from_slice(&buffer[..count]),
            Err(_) => break (String::from_utf8_lossy(&answer).into_owned(), false),
        }
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

#[tokio::test]
async fn a_request_that_can_be_read_in_two_ways_is_refused_and_the_connection_closed() {
    let app = TestApp::start().await;
    let head = "POST /v1/organisers HTTP/1.1\r\nHost: x\r\n";
    for ambiguous in [
        "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        "Content-Length: 2, 2\r\n\r\n{}",
        "Content-Length: +2\r\n\r\n{}",
        "Content-Length: -2\r\n\r\n{}",
        "Content-Length: 0x2\r\n\r\n{}",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Host: y\r\n\r\n",
        "X: a\0b\r\n\r\n",
        "X: a\rb\r\n\r\n",
        " folded: x\r\n\r\n",
    ] {
        let sent = format!("{head}{ambiguous}");
        let (answer, closed) = say(&app, sent.as_bytes(), Duration::from_secs(2)).await;
        assert_eq!((status(&answer), closed), ("400", true), "{ambiguous:?}: {answer}");
    }
    for other in [
        "GET /v1/organisers HTTP/1.1\r\n\r\n",
        "GET  /v1/organisers HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/organisers HTTP/3.0\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}",
    ] {
        let (answer, closed) = say(&app, other.as_bytes(), Duration::from_secs(7)).await;
        assert!(matches!(status(&answer), "400" | "408"), "{other:?}: {answer}");
        assert!(closed, "{other:?}");
    }
    app.visitor().get("/v1/organisers").await.expect(200);
}

#[tokio::test]
async fn a_head_that_does_not_end_is_cut_off_after_five_seconds() {
    let app = TestApp::start().await;
    let begun = Instant::now();
    let sent = b"GET /v1/organisers HTTP/1.1\r\nHost: x\r\nX-Slow: ";
    let (answer, closed) = say(&app, sent, Duration::from_secs(20)).await;
    assert_eq!((status(&answer), closed), ("408", true), "{answer}");
    assert!((4..9).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up_after_ten_seconds() {
    let app = TestApp::start().await;
    let token = app.administrator().await.token().unwrap();
    let sent = format!(
        "POST /v1/organisers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"slug\":"
    );
    let begun = Instant::now();
    let (answer, closed) = say(&app, sent.as_bytes(), Duration::from_secs(30)).await;
    assert_eq!((status(&answer), closed), ("408", true), "{answer}");
    assert!(answer.contains("\"code\":\"body-too-slow\""), "{answer}");
    assert!((9..15).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_refused_before_it_is_sent() {
    let app = TestApp::start().await;
    let token = app.administrator().await.token().unwrap();
    for (path, kind, length) in [
        ("/v1/organisers", "application/json", 65_537_u64),
        ("/v1/organisers", "application/json", u64::MAX),
        ("/v1/imports", "text/csv", 8 * 1024 * 1024 + 1),
    ] {
        let sent = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        let (answer, closed) = say(&app, sent.as_bytes(), Duration::from_secs(9)).await;
        assert_eq!((status(&answer), closed), ("413", true), "{answer}");
    }
}

#[tokio::test]
async fn a_chunked_body_has_the_same_bound_and_is_read_when_it_is_whole() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let token = app.administrator().await.token().unwrap();
    let head = format!(
        "POST /v1/cohorts/{}/registrations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
        cohort.id
    );
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let endless = format!("{head}{}", chunk(&" ".repeat(10_000)).repeat(8));
    let (answer, _) = say(&app, endless.as_bytes(), Duration::from_secs(2)).await;
    assert_eq!(status(&answer), "413", "{answer}");
    for broken in ["zz\r\n{}\r\n0\r\n\r\n", "-1\r\n\r\n", "ffffffffffffffffff\r\n{}"] {
        let sent = format!("{head}{broken}");
        let (answer, closed) = say(&app, sent.as_bytes(), Duration::from_secs(8)).await;
        // Whether there is time for an answer depends on who comes first.
        assert!(closed && matches!(status(&answer), "400" | "none"), "{broken:?}: {answer}");
    }
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 24);
    let whole = format!("{head}{}0\r\n\r\n", chunk(&duo(&board).to_string()));
    let (answer, _) = say(&app, whole.as_bytes(), Duration::from_secs(2)).await;
    assert_eq!(status(&answer), "201", "{answer}");
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_a_lively_one_is_kept() {
    let app = TestApp::start().await;
    let begun = Instant::now();
    let ask = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    let (answer, closed) = say(&app, ask, Duration::from_secs(20)).await;
    assert_eq!((answer.matches("HTTP/1.1 200").count(), closed), (2, true), "{answer}");
    assert!((4..9).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
}
