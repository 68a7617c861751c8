//! How the first administrator comes into an installation that knows nobody.

use std::process::Command;
use std::time::Duration;

use leerkring_tests::app::Directory;
use leerkring_tests::processes::{Process, command, output};
use leerkring_tests::{TestApp, Value, json};

use super::NEW_PASSWORD;

fn invite(app: &TestApp, directory: &Directory, more: &[&str]) -> (Option<i32>, String, String) {
    let mut command: Command = command(directory.path());
    if app.is_on_postgres() {
        command.env("LEERKRING_DATABASE_URL", app.config.database_url());
        command.env("LEERKRING_SECRET_FILE", app.config.secret_file());
    }
    command.args(["invite", "--email", "first@example.nl"]).args(more);
    output(&mut command, Duration::from_secs(20))
}

fn code(said: &str) -> String {
    let (_, code) = said.split_once("#invitation=").unwrap_or_else(|| panic!("no link: {said}"));
    code.trim().to_owned()
}

async fn post(server: &Process, path: &str, body: Value) -> (u16, Value) {
    let request = reqwest::Client::new().post(format!("{}/v1/{path}", server.base));
    let request = request.header("content-type", "application/json").body(body.to_string());
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default())
}

#[tokio::test]
async fn the_first_administrator_is_invited_on_the_command_line_before_or_beside_a_server() {
    let (app, directory) = (TestApp::start().await, Directory::new());
    let (status, said, wrong) = invite(&app, &directory, &["--role", "administrator"]);
    assert_eq!(status, Some(0), "{wrong}");
    let before = code(&said);
    let mut command = command(directory.path());
    if app.is_on_postgres() {
        command.env("LEERKRING_DATABASE_URL", app.config.database_url());
        command.env("LEERKRING_SECRET_FILE", app.config.secret_file());
    }
    let server = Process::start(command, directory.path());
    let (status, said, wrong) = invite(&app, &directory, &["--role", "administrator"]);
    assert_eq!(status, Some(0), "{wrong}");

    let accept =
        |code: String| json!({ "code": code, "name": "De Eerste", "password": NEW_PASSWORD });
    let (status, _) = post(&server, "invitations/_accept", accept(before)).await;
    assert_eq!(status, 409, "the link before is void");
    let (status, accepted) = post(&server, "invitations/_accept", accept(code(&said))).await;
    assert_eq!((status, &accepted["role"]), (200, &json!("administrator")));
    let who = json!({ "email": "first@example.nl", "password": NEW_PASSWORD });
    assert_eq!(post(&server, "sign-ins", who).await.0, 201);
    let (status, _, said) = invite(&app, &directory, &["--role", "administrator"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("holds a role there already"), "{said}");
}

#[tokio::test]
async fn what_cannot_be_invited_is_told() {
    let (app, directory) = (TestApp::start().await, Directory::new());
    for (more, told) in [
        (&["--role", "board-editor"][..], "--of 41441"),
        (&["--role", "board-editor", "--of", "99999"], "no board 99999"),
        (&["--role", "administrator", "--email", "nobody"], "no e-mail address"),
    ] {
        let (status, _, said) = invite(&app, &directory, more);
        assert!(status != Some(0) && (said.contains(told) || said.contains("--email")), "{said}");
    }
}
