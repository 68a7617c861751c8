//! Headers with which others let clients pass for somebody or something else.

use leerkring_tests::{Answer, Client, TestApp, Value, json};
use reqwest::Method;

const SPOOFED: [(&str, &str); 21] = [
    ("x-user", "administrator"),
    ("x-user-id", "1"),
    ("x-user-role", "administrator"),
    ("x-role", "administrator"),
    ("x-roles", "administrator"),
    ("x-admin", "true"),
    ("x-remote-user", "administrator"),
    ("remote-user", "administrator"),
    ("x-forwarded-user", "administrator"),
    ("x-forwarded-email", "administrator@example.nl"),
    ("x-authenticated-user", "administrator"),
    ("x-original-url", "/v1/organisers"),
    ("x-rewrite-url", "/v1/organisers"),
    ("x-http-method", "GET"),
    ("x-http-method-override", "GET"),
    ("x-method-override", "GET"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-prefix", "/evil.example"),
    ("x-forwarded-proto", "gopher"),
    ("forwarded", "for=127.0.0.1;host=evil.example;proto=https"),
    ("host", "evil.example"),
];

/// What an answer tells, but for what differs from one request to the next.
fn told(answer: &Answer) -> (u16, Value, Vec<Option<String>>) {
    let heads = ["location", "link", "content-type", "www-authenticate", "cache-control"];
    let heads = heads.map(|name| answer.header(name).map(ToOwned::to_owned));
    (answer.status, answer.without_instance(), heads.to_vec())
}

#[tokio::test]
async fn no_header_but_the_token_says_who_asks_and_for_what() {
    let app = TestApp::start().await;
    for _ in 0..2 {
        app.given_organiser(|_| {}).await;
    }
    let board = app.given_board(|_| {}).await;
    let (visitor, editor) = (app.visitor(), app.board_editor(&board).await);
    let create = json!({ "slug": "a-b", "name": "A", "members": "none" });
    let asked: [(&Client, Method, &str, Option<&Value>, u16); 6] = [
        (&visitor, Method::GET, "/v1/organisers", None, 200),
        (&visitor, Method::GET, "/v1/registrations", None, 401),
        (&visitor, Method::POST, "/v1/organisers", Some(&create), 401),
        (&editor, Method::GET, "/v1/users", None, 403),
        (&editor, Method::POST, "/v1/organisers", Some(&create), 403),
        (&editor, Method::GET, "/v1/nowhere", None, 404),
    ];
    for (client, method, path, body, status) in asked {
        let ask = |spoofed: Option<(&'static str, &str)>| {
            let request = client.request(method.clone(), path);
            let request = match spoofed {
                Some((name, value)) => request.header(name, value),
                None => request,
            };
            match body {
                Some(body) => request.body("application/json", body.to_string()),
                None => request,
            }
        };
        let honest = ask(None).raw().await.expect(status);
        for (name, value) in SPOOFED {
            let answer = ask(Some((name, value))).raw().await;
            assert_eq!(told(&answer), told(&honest), "{method} {path} with {name}");
            assert!(!answer.text.contains("evil.example"), "{method} {path} with {name}");
        }
    }
}
