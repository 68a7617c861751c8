//! What is not the client's, not now or not for us: each 401, all with the same body.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use leerkring_tests::issuer::IssuerKey;
use leerkring_tests::machines::{Machine, with_assertion};
use leerkring_tests::{TestApp, Value, json};
use uuid::Uuid;

use super::machine;

/// Signs for a machine, well or badly.
struct Forger<'a> {
    app: &'a TestApp,
    machine: &'a Machine,
}

impl Forger<'_> {
    fn claims(&self) -> Value {
        self.machine.claims(self.app)
    }

    fn header(&self) -> Header {
        let mut header = self.machine.key.header();
        header.typ = Some("JWT".to_owned());
        header
    }

    fn signed(&self, claims: &Value) -> String {
        self.machine.key.sign_with(&self.header(), claims)
    }

    fn with(&self, name: &str, value: impl Into<Value>) -> String {
        let mut claims = self.claims();
        claims[name] = value.into();
        self.signed(&claims)
    }

    fn without(&self, name: &str) -> String {
        let mut claims = self.claims();
        claims.as_object_mut().unwrap().remove(name);
        self.signed(&claims)
    }

    fn with_header(&self, change: impl FnOnce(&mut Header)) -> String {
        let mut header = self.header();
        change(&mut header);
        self.machine.key.sign_with(&header, &self.claims())
    }

    /// Under a head that no library would write.
    fn with_raw_header(&self, name: &str, value: Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let mut head = json!({ "alg": "ES256", "typ": "JWT", "kid": self.machine.key.kid });
        head[name] = value;
        let content = format!("{}.{}", part(&head), part(&self.claims()));
        let key = &self.machine.key.signing;
        let signature = jsonwebtoken::crypto::sign(content.as_bytes(), key, Algorithm::ES256);
        format!("{content}.{}", signature.unwrap())
    }

    fn unsigned(&self) -> String {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let head = json!({ "alg": "none", "typ": "JWT", "kid": self.machine.key.kid });
        format!("{}.{}.", part(head), part(self.claims()))
    }

    /// HS256 with the public key as the secret.
    fn confused(&self) -> String {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some("JWT".to_owned());
        header.kid = Some(self.machine.key.kid.clone());
        let secret = EncodingKey::from_secret(&self.machine.key.public_bytes);
        encode(&header, &self.claims(), &secret).unwrap()
    }

    fn bad_claims(&self) -> Vec<(&'static str, String)> {
        let now = self.app.now().timestamp();
        let evil = "https://evil.example";
        let ours = self.app.app.public_url.as_str();
        vec![
            ("wrong iss", self.with("iss", evil)),
            ("wrong sub", self.with("sub", Uuid::from_u128(9).to_string())),
            ("wrong aud", self.with("aud", evil)),
            ("aud of a prefix", self.with("aud", &ours[..ours.len() - 1])),
            ("aud of two", self.with("aud", json!([ours, evil]))),
            ("aud of none", self.with("aud", json!([]))),
            ("aud of our tokens", self.with("aud", "leerkring")),
            ("expired", self.with("exp", now - 5)),
            ("ten years", self.with("exp", now + 10 * 366 * 86_400)),
            ("six minutes", self.with("exp", now + 360)),
            ("beyond numbers", self.with("exp", i64::MAX)),
            ("exp is a text", self.with("exp", "tomorrow")),
            ("nbf in the future", self.with("nbf", now + 6)),
            ("iat in the future", self.with("iat", now + 6)),
            ("nbf before numbers", self.with("nbf", i64::MIN)),
            ("empty jti", self.with("jti", "")),
            ("long jti", self.with("jti", "x".repeat(256))),
            ("no iss", self.without("iss")),
            ("no sub", self.without("sub")),
            ("no aud", self.without("aud")),
            ("no exp", self.without("exp")),
            ("no jti", self.without("jti")),
        ]
    }

    fn bad_heads(&self, another: &Machine) -> Vec<(&'static str, String)> {
        let foreign = IssuerKey::p256(&self.machine.key.kid);
        let key = json!({ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" });
        vec![
            ("alg none", self.unsigned()),
            ("the public key as a secret", self.confused()),
            ("a foreign key", foreign.sign_with(&self.header(), &self.claims())),
            ("another client's key", another.key.sign_with(&self.header(), &self.claims())),
            ("another client's kid", {
                let mut header = self.header();
                header.kid = Some(another.key.kid.clone());
                another.key.sign_with(&header, &self.claims())
            }),
            ("no kid", self.with_header(|it| it.kid = None)),
            ("an unknown kid", self.with_header(|it| it.kid = Some("another".to_owned()))),
            ("a kid of paths", self.with_header(|it| it.kid = Some("../../dev/null".to_owned()))),
            ("a kid of SQL", self.with_header(|it| it.kid = Some("' OR '1'='1".to_owned()))),
            ("an access token", self.with_header(|it| it.typ = Some("at+jwt".to_owned()))),
            ("a type that is no text", self.with_raw_header("typ", json!(7))),
            ("crit", self.with_raw_header("crit", json!(["exp"]))),
            ("jku", self.with_raw_header("jku", json!("https://evil.example/jwks.json"))),
            ("jwk", self.with_raw_header("jwk", key)),
            ("x5u", self.with_raw_header("x5u", json!("https://evil.example/x5u"))),
            ("another algorithm", self.with_raw_header("alg", json!("ES384"))),
            ("garbage", "a.b.c".to_owned()),
            ("one of our tokens", self.machine.client.token().unwrap()),
        ]
    }
}

#[tokio::test]
async fn a_forged_stale_or_foreign_assertion_answers_401_with_one_body() {
    let app = TestApp::start().await;
    let (_, machine_of_ours) = machine(&app).await;
    let (_, another) = machine(&app).await;
    let forger = Forger { app: &app, machine: &machine_of_ours };
    app.ask_token(with_assertion(&forger.signed(&forger.claims()))).await.expect(200);
    let expected = app.ask_token(json!({ "grant_type": "client_credentials" })).await;
    let expected = expected.refused(401, "wrong-client");
    assert!(expected.header("www-authenticate").unwrap().starts_with("Basic"));
    assert_eq!(expected.body["error"], "invalid_client");
    let expected = expected.without_instance();
    let mut believed = Vec::new();
    for (what, assertion) in forger.bad_claims().into_iter().chain(forger.bad_heads(&another)) {
        let answer = app.ask_token(with_assertion(&assertion)).await;
        if answer.status != 401 || answer.without_instance() != expected {
            believed.push((what, answer.to_string()));
        }
    }
    assert_eq!(believed, []);
    let mut named = with_assertion(&forger.signed(&forger.claims()));
    named["client_id"] = json!(another.id);
    app.ask_token(named).await.refused(401, "wrong-client");
}

#[tokio::test]
async fn an_assertion_is_good_once() {
    let app = TestApp::start().await;
    let (_, one) = machine(&app).await;
    let (_, two) = machine(&app).await;
    let claims = one.claims(&app);
    let form = one.signed(&claims);
    app.ask_token(form.clone()).await.expect(200);
    app.ask_token(form.clone()).await.refused(401, "wrong-client");
    // The same name, signed anew.
    let mut again = claims.clone();
    again["exp"] = json!(app.now().timestamp() + 120);
    app.ask_token(one.signed(&again)).await.refused(401, "wrong-client");
    // Names are each client's own.
    let mut theirs = two.claims(&app);
    theirs["jti"] = claims["jti"].clone();
    app.ask_token(two.signed(&theirs)).await.expect(200);
    // An assertion that was refused for its scope was not used.
    let mut narrow = one.signed(&one.claims(&app));
    narrow["scope"] = json!("needs:read");
    app.ask_token(narrow.clone()).await.refused(400, "invalid-scope");
    narrow["scope"] = json!("boards:read");
    app.ask_token(narrow).await.expect(200);
}

#[tokio::test]
async fn a_secret_opens_its_own_client_only_and_nothing_else_does() {
    let app = TestApp::start().await;
    let (_, one) = machine(&app).await;
    let (_, two) = machine(&app).await;
    let expected = app.ask_token(json!({ "grant_type": "client_credentials" })).await;
    let expected = expected.without_instance();
    for (client, secret) in [
        (one.id.as_str(), two.secret.as_str()),
        (&one.id, &one.secret[..one.secret.len() - 1]),
        (&one.id, &one.secret.to_uppercase()),
        (&one.id, "leerkring_cs_"),
        (&one.id, &one.id),
        (&Uuid::from_u128(9).to_string(), &one.secret),
        ("' OR '1'='1", &one.secret),
        ("administrator", "leerkring-demo-2026"),
    ] {
        let mut form = one.with_secret();
        form["client_id"] = json!(client);
        form["client_secret"] = json!(secret);
        let refused = app.ask_token(form).await.refused(401, "wrong-client");
        assert_eq!(refused.without_instance(), expected, "{client}");
        assert!(!refused.text.contains(secret));
    }
}

#[tokio::test]
async fn a_machine_manages_no_machines_and_no_people_whatever_its_scopes() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let scopes = leerkring_domain::kernel::access::scopes();
    let place = leerkring_domain::kernel::access::Place::Board(board.id);
    let machine = app.given_machine(place, &scopes).await;
    let path = format!("/v1/clients/{}", machine.id);
    machine.client.get(&path).await.refused(403, "forbidden");
    let secrets = format!("{path}/secrets");
    machine.client.post(&secrets, json!({})).await.refused(403, "forbidden");
    for path in ["/v1/clients", "/v1/roles", "/v1/users", "/v1/sign-ins", "/v1/imports"] {
        machine.client.get(path).await.refused(403, "forbidden");
    }
    let me = machine.client.get("/v1/me").await.expect(200).body;
    assert!(!me["roles"][0]["operations"].to_string().contains("Client"));
}
