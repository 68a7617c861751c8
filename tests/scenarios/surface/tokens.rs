//! Tokens that are not ours, not now or not for this: each 401, all with the same body.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use leerkring::keys::signing::{SigningKey, generate};
use leerkring_tests::{Client, TestApp, Value, json};
use sea_orm::ConnectionTrait;

/// Makes tokens for a person, good ones and others.
struct Forger<'a> {
    app: &'a TestApp,
    user: String,
}

impl Forger<'_> {
    /// The key with which the server signs.
    fn key(&self) -> Arc<SigningKey> {
        self.app.app.keys.ring().signer(self.app.now()).unwrap().clone()
    }

    fn claims(&self) -> Value {
        let now = self.app.now().timestamp();
        json!({
            "iss": self.app.app.public_url, "aud": "leerkring", "sub": self.user, "jti": self.user,
            "iat": now, "nbf": now, "exp": now + 600,
        })
    }

    fn header(&self) -> Header {
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.key().kid.clone());
        header
    }

    fn signed(&self, claims: &Value) -> String {
        encode(&self.header(), claims, &self.key().signing).unwrap()
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
        encode(&header, &self.claims(), &self.key().signing).unwrap()
    }

    /// Signed with our key, under a header that no library would write.
    fn with_raw_header(&self, header: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let content = format!("{}.{}", part(header), part(&self.claims()));
        let signature =
            jsonwebtoken::crypto::sign(content.as_bytes(), &self.key().signing, Algorithm::ES256);
        let signature = signature.unwrap();
        format!("{content}.{signature}")
    }

    fn unsigned(&self) -> String {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let kid = &self.key().kid;
        let header = json!({ "alg": "none", "typ": "at+jwt", "kid": kid });
        format!("{}.{}.", part(header), part(self.claims()))
    }

    /// HS256 with our public key as the secret: the confusion of algorithms.
    fn confused(&self) -> String {
        let public = self.key().public();
        let part = |name: &str| URL_SAFE_NO_PAD.decode(public[name].as_str().unwrap()).unwrap();
        let point = [vec![4], part("x"), part("y")].concat();
        let secret = EncodingKey::from_secret(&point);
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.key().kid.clone());
        encode(&header, &self.claims(), &secret).unwrap()
    }

    fn by_another_key(&self) -> String {
        let other = SigningKey::from_der(&generate().unwrap()).unwrap();
        encode(&self.header(), &self.claims(), &other.signing).unwrap()
    }

    /// Signed by us, but with claims that are not as they must be; and what is no token at all.
    fn bad_claims(&self, good: &str) -> Vec<(&'static str, String)> {
        let now = self.app.now().timestamp();
        let ten_years = now + 10 * 366 * 86_400;
        let mut from_the_future = self.claims();
        from_the_future["iat"] = json!(ten_years);
        from_the_future["exp"] = json!(ten_years);
        let (start, end) = good.split_at(good.len() - 8);
        vec![
            ("another signature", format!("{start}{}", end.chars().rev().collect::<String>())),
            ("no signature", good.rsplit_once('.').unwrap().0.to_owned() + "."),
            ("wrong issuer", self.with("iss", "https://evil.example")),
            ("wrong audience", self.with("aud", "another-api")),
            ("expired", self.with("exp", now - 5)),
            ("not yet", self.with("nbf", now + 6)),
            ("ten years", self.with("exp", ten_years)),
            ("longer than a day", self.with("exp", now + 86_401)),
            ("ten years, issued in the future", self.signed(&from_the_future)),
            ("no exp", self.without("exp")),
            ("no nbf", self.without("nbf")),
            ("no iss", self.without("iss")),
            ("no aud", self.without("aud")),
            ("no sub", self.without("sub")),
            ("sub is no id", self.with("sub", "administrator")),
            ("an unknown user", self.with("sub", uuid::Uuid::from_u128(9).to_string())),
            ("exp is a text", self.with("exp", "tomorrow")),
            ("exp beyond numbers", self.with("exp", i64::MAX)),
            ("nbf before numbers", self.with("nbf", i64::MIN)),
            ("iat before numbers", self.with("iat", i64::MIN)),
            ("empty", String::new()),
            ("garbage", "a.b.c".to_owned()),
            ("no token", "token".to_owned()),
            ("long", "x".repeat(6_000)),
        ]
    }

    /// Signed by others, or under a header that is not as it must be.
    fn bad_headers(&self) -> Vec<(&'static str, String)> {
        let kid = &self.key().kid;
        let with = |name: &str, value: Value| {
            let mut header = json!({ "alg": "ES256", "typ": "at+jwt", "kid": kid });
            header[name] = value;
            self.with_raw_header(&header)
        };
        let key = json!({ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" });
        vec![
            ("alg none", self.unsigned()),
            ("the public key as a secret", self.confused()),
            ("another key", self.by_another_key()),
            ("wrong type", self.with_header(|it| it.typ = Some("JWT".to_owned()))),
            ("no type", self.with_header(|it| it.typ = None)),
            ("unknown key", self.with_header(|it| it.kid = Some("another".to_owned()))),
            ("no key id", self.with_header(|it| it.kid = None)),
            ("crit", with("crit", json!(["exp"]))),
            ("jku", with("jku", json!("https://evil.example/jwks.json"))),
            ("jwk", with("jwk", key)),
            ("x5u", with("x5u", json!("https://evil.example/x5u"))),
        ]
    }
}

async fn ask(app: &TestApp, authorization: &str) -> leerkring_tests::Answer {
    app.visitor().get("/v1/registrations").header("authorization", authorization).await
}

async fn forger(app: &TestApp) -> (Client, String) {
    let administrator = app.administrator().await;
    let user = administrator.user.unwrap().uuid().to_string();
    (administrator, user)
}

#[tokio::test]
async fn a_forged_stale_or_foreign_token_answers_401_with_one_body() {
    let app = TestApp::start().await;
    let (_, user) = forger(&app).await;
    let forger = Forger { app: &app, user };
    let good = forger.signed(&forger.claims());
    ask(&app, &format!("Bearer {good}")).await.expect(200);
    let tokens = forger.bad_claims(&good).into_iter().chain(forger.bad_headers());
    let expected = ask(&app, "Bearer ").await.refused(401, "unauthenticated").without_instance();
    let mut believed = Vec::new();
    for (what, token) in tokens {
        let bearer = format!("Bearer {token}");
        let public = app.visitor().get("/v1/organisers").header("authorization", &bearer);
        for attempt in
            [app.visitor().get("/v1/registrations").header("authorization", &bearer), public]
        {
            match attempt.unchecked().await {
                Ok(answer) if answer.status == 401 && answer.without_instance() == expected => {}
                Ok(answer) => believed.push((what, answer.status.to_string())),
                Err(_) => believed.push((what, "no answer at all".to_owned())),
            }
        }
    }
    assert_eq!(believed, []);
    let given = ask(&app, "Bearer a.b.c").await;
    let challenge = "Bearer realm=\"leerkring\", error=\"invalid_token\"";
    assert_eq!(given.header("www-authenticate"), Some(challenge));
    let none = app.visitor().get("/v1/registrations").await.refused(401, "unauthenticated");
    assert_eq!(none.header("www-authenticate"), Some("Bearer realm=\"leerkring\""));
}

#[tokio::test]
async fn a_token_is_given_in_one_header_as_bearer() {
    let app = TestApp::start().await;
    let (administrator, _) = forger(&app).await;
    let token = administrator.token().unwrap();
    for authorization in [
        token.clone(),
        format!("Basic {token}"),
        format!("Bearer{token}"),
        "Bearer".to_owned(),
        format!("Bearer {token} {token}"),
        format!("Bearer {token},"),
    ] {
        ask(&app, &authorization).await.refused(401, "unauthenticated");
    }
    ask(&app, &format!("bearer {token}")).await.expect(200);
    let bearer = format!("Bearer {token}");
    let twice = administrator.get("/v1/registrations").header("authorization", &bearer).await;
    twice.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_ends_to_the_second_with_five_for_clocks_that_differ() {
    let app = TestApp::start().await;
    let (_, user) = forger(&app).await;
    let forger = Forger { app: &app, user };
    let bearer = format!("Bearer {}", forger.signed(&forger.claims()));
    for (now, status) in [
        ("2026-07-01T09:59:54Z", 401),
        ("2026-07-01T09:59:55Z", 200),
        ("2026-07-01T10:10:04Z", 200),
        ("2026-07-01T10:10:05Z", 401),
    ] {
        app.set_now(now);
        ask(&app, &bearer).await.expect(status);
    }
}

#[tokio::test]
async fn what_a_token_claims_about_roles_counts_for_nothing() {
    let app = TestApp::start().await;
    let nobody = app.given_person(None).await;
    let forger = Forger { app: &app, user: nobody.user.unwrap().uuid().to_string() };
    for claim in ["roles", "role", "scope"] {
        let bearer = format!("Bearer {}", forger.with(claim, json!(["administrator"])));
        ask(&app, &bearer).await.refused(403, "forbidden");
    }
}

#[tokio::test]
async fn who_lost_their_role_or_account_is_out_with_the_next_request() {
    let app = TestApp::start().await;
    let (administrator, _) = forger(&app).await;
    administrator.get("/v1/registrations").await.expect(200);
    for (statement, status) in [("DELETE FROM roles", 403), ("DELETE FROM users", 401)] {
        app.in_server(move |app| async move {
            app.store.schema().execute_unprepared(statement).await.unwrap();
        })
        .await;
        administrator.get("/v1/registrations").await.expect(status);
    }
}
