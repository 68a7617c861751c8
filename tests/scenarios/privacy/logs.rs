//! What a server logs of real work, however much it logs: no secret, and nothing about people.

use leerkring_domain::boards::Board;
use leerkring_domain::kernel::Role;
use leerkring_domain::kernel::access::Place;
use leerkring_tests::accounts::{PASSWORD, refresh_body};
use leerkring_tests::machines::asking;
use leerkring_tests::processes::{Process, command};
use leerkring_tests::{Client, TestApp, Thing, Value, json, team};

use super::{ADDRESS, NAME, PHONE, TRACES, canary, given_canary};

/// A server on the app's database that logs all there is.
fn talkative(app: &TestApp) -> Process {
    let mut command = command(&app.config.data_dir);
    command
        .env("LEERKRING_DATABASE_URL", app.config.database_url())
        .env("LEERKRING_PUBLIC_URL", &app.app.public_url)
        .env("LEERKRING_LOG", "trace");
    Process::start(command, &app.config.data_dir)
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn last_part(address: &str) -> String {
    address.rsplit('/').next().unwrap().to_owned()
}

/// The canary signs in, is mistaken once, and goes on with a second token.
async fn sign_in(visitor: &Client) -> Vec<String> {
    let wrong = "geheim.maar.verkeerd.getypt";
    let who = |password: &str| json!({ "email": ADDRESS, "password": password });
    visitor.post("/v1/sign-ins", who(wrong)).await.refused(401, "wrong-credentials");
    let first = visitor.post("/v1/sign-ins", who(PASSWORD)).await.expect(201).body;
    let body = refresh_body(first["refreshToken"].as_str().unwrap());
    let next = visitor.post("/v1/sign-ins/_refresh", body).await.expect(200).body;
    visitor.bearing(next["accessToken"].as_str().unwrap()).get("/v1/me").await.expect(200);
    let tokens = [&first, &next].map(|it| [text(&it["accessToken"]), text(&it["refreshToken"])]);
    let said = [wrong.to_owned(), PASSWORD.to_owned()];
    said.into_iter().chain(tokens.into_iter().flatten()).collect()
}

/// Somebody is invited and accepts.
async fn invite(app: &TestApp, by: &Client, visitor: &Client, board: &Board) -> Vec<String> {
    let address = "genodigde.zangvogel@example.nl";
    let role = json!({ "role": "board-editor", "boardId": board.number, "email": address });
    by.post("/v1/invitations", role).await.expect(201);
    // The letter is due by the clock of the server that wrote it.
    app.set_now_to_real_time();
    let code = app.last_mail_to(address).await.code("invitation");
    let password = "lantaarn.op.een.olifant";
    let body = json!({ "code": code, "name": NAME, "password": password });
    visitor.post("/v1/accounts/_look", json!({ "code": code })).await.expect(200);
    visitor.post("/v1/invitations/_accept", body).await.expect(200);
    vec![code, password.to_owned()]
}

/// A machine gets a secret and, for it, a token.
async fn ask_token(app: &TestApp, by: &Client, visitor: &Client, board: &Board) -> Vec<String> {
    let machine = app.given_machine(Place::Board(board.id), &["registrations:read"]).await;
    let secrets = format!("/v1/clients/{}/secrets", machine.id);
    let secret = text(&by.post(&secrets, json!({})).await.expect(201).body["secret"]);
    let mut form = machine.with_secret();
    form["client_secret"] = json!(secret);
    let token = text(&asking(visitor, &form).await.expect(200).body["access_token"]);
    visitor.bearing(&token).get("/v1/registrations").await.expect(200);
    let assertion = machine.signed(&machine.claims(app));
    asking(visitor, &assertion).await.expect(200);
    vec![secret, token, text(&assertion["client_assertion"])]
}

/// The canary registers a team that it is in, for a cohort that is open now.
async fn register(app: &TestApp, canary_at: &Client, board: &Board) -> (Thing, Thing) {
    let (now, days) = (app.now(), chrono::Duration::days);
    let day = (now + days(60)).format("%Y-%m-%d").to_string();
    let cohort = app
        .given_cohort(|it| {
            it["registrationOpensAt"] = json!(now - days(30));
            it["registrationClosesAt"] = json!(now + days(30));
            it["sessions"] = json!([leerkring_tests::given::session(&day, "09:00:00", "17:00:00")]);
        })
        .await;
    let mut team = team(board, &["board-executive", "hr-professional"]);
    team["participants"][0] = canary("board-executive");
    team["contact"] = json!({ "name": NAME, "email": ADDRESS, "phone": PHONE });
    team["motivation"] = json!(format!("{NAME} ({ADDRESS}) wil dit graag."));
    team["invoiceReference"] = json!(format!("t.a.v. {NAME}"));
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let made = canary_at.post(&path, team).key("a-key-of-sixteen-characters").await.expect(201);
    (cohort, made.into())
}

/// Addresses that are secrets by themselves, each opened once, and one that opens nothing.
async fn open_addresses(app: &TestApp, canary_at: &Client, team: &Thing) -> Vec<String> {
    let visitor = app.visitor().at(canary_at.base());
    let link = app.personal_link(team.body["participants"][0]["id"].as_str().unwrap());
    let seen = visitor.get(&format!("/v1/participations/{link}")).await.expect(200).body;
    let of = json!({ "boardId": team.body["boardId"] });
    let made = canary_at.post("/v1/calendars", of).await.expect(201).body;
    let mut secrets = vec![link];
    for address in [&seen["calendarAddress"], &made["address"]].map(text) {
        visitor.get(&app.path_of(&address)).await.expect(200);
        secrets.push(last_part(&address));
    }
    let forged = "B".repeat(48);
    visitor.get(&format!("/v1/feeds/{forged}")).await.expect(404);
    secrets.push(forged);
    secrets
}

/// Anybody verifies a certificate of the canary's, as a program and as a page.
async fn verify(app: &TestApp, visitor: &Client, cohort: &Thing, team: &Thing) -> String {
    let code = app.given_certificate(cohort, team).await.code.to_string();
    visitor.get(&format!("/v1/verifications/{code}")).await.expect(200);
    let page = format!("/certificates/{code}");
    visitor.get(&page).header("accept", "text/html").raw().await.expect(200);
    code
}

#[tokio::test]
async fn real_secrets_and_people_stand_in_no_log_however_much_is_logged() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let board = app.given_board(|_| {}).await;
    let (_, me) = given_canary(&app, Some(Role::BoardEditor(board.id))).await;
    let mut server = talkative(&app);
    let (visitor, me) = (app.visitor().at(&server.base), me.at(&server.base));
    let administrator = app.administrator().await.at(&server.base);

    let mut hidden = sign_in(&visitor).await;
    hidden.extend(invite(&app, &administrator, &visitor, &board).await);
    hidden.extend(ask_token(&app, &administrator, &visitor, &board).await);
    let (cohort, team) = register(&app, &me, &board).await;
    hidden.extend(open_addresses(&app, &me, &team).await);
    hidden.push(verify(&app, &visitor, &cohort, &team).await);
    me.get("/v1/me/data").await.expect(200);
    let asked = json!({ "email": ADDRESS, "reason": format!("{NAME} vroeg erom") });
    administrator.post("/v1/persons/_export", asked.clone()).await.expect(200);
    administrator.post("/v1/persons/_erase", asked).await.refused(409, "still-takes-part");
    let search = administrator.get("/v1/users?search=kanarievogel").await;
    assert!(search.status < 500, "{search}");
    app.set_now_to_real_time();
    app.wait_for_mail().await;
    let (log, status) = tokio::task::spawn_blocking(move || {
        let status = server.terminate();
        (server.log(), status)
    })
    .await
    .unwrap();

    assert_eq!(status, Some(0), "{log}");
    assert!(log.contains("registerTeam") && log.contains("TRACE"), "{log}");
    let lower = log.to_lowercase();
    for secret in hidden.iter().map(String::as_str).chain(TRACES).chain([PHONE]) {
        let place = lower.find(&secret.to_lowercase());
        let around = place.map(|at| lower.get(at.saturating_sub(300)..(at + 100).min(lower.len())));
        assert!(place.is_none(), "{secret} is in the log: {around:?}");
    }
}
