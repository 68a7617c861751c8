//! Accepting with a token of a trusted issuer: the first link is made by a verified address and the
//! code together.

use leerkring::config::Config;
use leerkring::issuers::settings::IssuerAlgorithm;
use leerkring_domain::kernel::Role;
use leerkring_tests::issuer::{Issuer, IssuerKey};
use leerkring_tests::{Client, TestApp, Value, json};

use super::{accept_as_new, code_for, invited};

struct Trusted {
    key: IssuerKey,
    issuer: Issuer,
    app: TestApp,
}

impl Trusted {
    async fn start() -> Self {
        let key = IssuerKey::p256("one");
        let issuer = Issuer::start(&[&key]);
        let trusted = issuer.settings(IssuerAlgorithm::Es256);
        let app = TestApp::start_with(|config: &mut Config| config.issuers = vec![trusted]).await;
        let name = issuer.url.clone();
        app.in_server(|app| async move { app.issuers.find(&name).unwrap().refresh().await.ok() })
            .await;
        Self { key, issuer, app }
    }

    fn person(&self, subject: &str, more: &Value) -> Client {
        let mut claims = self.issuer.claims(subject, self.app.now());
        for (name, value) in more.as_object().unwrap() {
            claims[name] = value.clone();
        }
        self.app.visitor().bearing(&self.key.sign(&claims))
    }
}

#[tokio::test]
async fn somebody_whose_address_the_issuer_verified_is_known_here_from_then_on() {
    let it = Trusted::start().await;
    let (app, board) = (&it.app, it.app.given_board(|_| {}).await);
    invited(&app.board_administrator(&board).await, &board, "jan@example.nl").await;
    let code = code_for(app, "jan@example.nl").await;
    let told = json!({ "email": "Jan@Example.nl", "email_verified": true, "name": "Jan de Wit" });
    let jan = it.person("jan", &told);
    jan.get("/v1/me").await.refused(403, "no-account");

    let body = json!({ "code": code, "password": "lantaarn op een olifant" });
    let errors = jan.post("/v1/invitations/_accept", body).await.errors();
    assert_eq!(errors, [("/password".to_owned(), "not-asked".to_owned())]);
    jan.post("/v1/invitations/_accept", json!({ "code": code })).await.expect(200);

    let me = it.person("jan", &json!({})).get("/v1/me").await.expect(200).body;
    assert_eq!(
        (&me["user"]["name"], &me["user"]["email"]),
        (&json!("Jan de Wit"), &json!("jan@example.nl"))
    );
    assert_eq!(me["roles"][0]["role"], "board-editor");
    assert_eq!(app.recorded("identity-linked").await, 1);
    it.person("another", &told).get("/v1/me").await.refused(403, "no-account");
}

#[tokio::test]
async fn the_code_without_the_verified_address_is_not_enough() {
    let it = Trusted::start().await;
    let (app, board) = (&it.app, it.app.given_board(|_| {}).await);
    invited(&app.board_administrator(&board).await, &board, "jan@example.nl").await;
    let code = code_for(app, "jan@example.nl").await;
    for told in [
        json!({}),
        json!({ "email": "jan@example.nl" }),
        json!({ "email": "jan@example.nl", "email_verified": false }),
        json!({ "email": "jan@example.nl", "email_verified": "true" }),
        json!({ "email": "piet@example.nl", "email_verified": true }),
    ] {
        let answer =
            it.person("jan", &told).post("/v1/invitations/_accept", json!({ "code": code }));
        answer.await.refused(409, "other-address");
    }
    let nameless = json!({ "email": "jan@example.nl", "email_verified": true });
    let answer =
        it.person("jan", &nameless).post("/v1/invitations/_accept", json!({ "code": code }));
    let errors = answer.await.refused(400, "invalid-request").errors();
    assert_eq!(errors, [("/name".to_owned(), "required".to_owned())]);
    assert_eq!((app.rows("identities").await, app.rows("users").await), (0, 1));
    let named = json!({ "code": code, "name": "Jan" });
    it.person("jan", &nameless).post("/v1/invitations/_accept", named).await.expect(200);
}

#[tokio::test]
async fn an_account_with_that_address_is_linked_and_a_blocked_one_is_not() {
    let it = Trusted::start().await;
    let (app, board) = (&it.app, it.app.given_board(|_| {}).await);
    let by = app.board_administrator(&board).await;
    let noor = app.given_account(Some(Role::Administrator)).await;
    invited(&by, &board, &noor.email).await;
    let code = code_for(app, &noor.email).await;
    let told = json!({ "email": noor.email, "email_verified": true, "name": "Noor" });
    let accept =
        || it.person("noor", &told).post("/v1/invitations/_accept", json!({ "code": code }));
    app.sql(&format!(
        "UPDATE users SET blocked_at = created_at WHERE email_key = '{}'",
        noor.email
    ))
    .await;
    accept().await.refused(401, "unauthenticated");
    app.sql("UPDATE users SET blocked_at = NULL").await;
    accept().await.expect(200);
    let me = it.person("noor", &json!({})).get("/v1/me").await.expect(200).body;
    assert_eq!((&me["user"]["id"], me["roles"].as_array().unwrap().len()), (&json!(noor.user), 2));
    app.sign_in(&noor).await;
}

#[tokio::test]
async fn who_signs_in_elsewhere_chooses_no_password_here() {
    let it = Trusted::start().await;
    let (app, board) = (&it.app, it.app.given_board(|_| {}).await);
    invited(&app.board_administrator(&board).await, &board, "jan@example.nl").await;
    let code = code_for(app, "jan@example.nl").await;
    let told = json!({ "email": "jan@example.nl", "email_verified": true, "name": "Jan" });
    let jan = it.person("jan", &told);
    jan.post("/v1/invitations/_accept", json!({ "code": code })).await.expect(200);

    for (path, body) in [
        ("/v1/accounts/_forgotten", json!({ "email": "jan@example.nl" })),
        ("/v1/accounts", json!({ "name": "Jan", "email": "jan@example.nl" })),
    ] {
        app.visitor().post(path, body).await.expect(204);
        let mail = app.last_mail_to("jan@example.nl").await;
        assert_eq!(mail.subject, "Geen account met dit adres");
        assert!(mail.links.iter().all(|link| link.ends_with("#forgotten")), "{}", mail.text);
    }
    let change = json!({ "password": "lantaarn op zolder", "newPassword": "olifant op zolder" });
    jan.post("/v1/me/_password", change).await.refused(409, "no-password");
    jan.post("/v1/me/_email", json!({ "email": "jan@example.com" })).await.expect(204);
    let code = app.last_mail_to("jan@example.com").await.code("confirm");
    app.visitor().post("/v1/accounts/_confirm", json!({ "code": code })).await.expect(200);
    assert_eq!(jan.get("/v1/me").await.body["user"]["email"], "jan@example.com");
    accept_as_new(app, "x").await.refused(409, "code-not-usable");
}
