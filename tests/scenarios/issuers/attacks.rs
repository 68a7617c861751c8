//! Tokens that an issuer did not sign, not for us, or not now: each 401, all with the same body.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use leerkring::issuers::settings::IssuerAlgorithm;
use leerkring_tests::issuer::{Issuer, IssuerKey};
use leerkring_tests::{TestApp, Value, json};

use super::{ask, trusting};

struct Forger<'a> {
    app: &'a TestApp,
    issuer: &'a Issuer,
    key: &'a IssuerKey,
}

impl Forger<'_> {
    fn claims(&self) -> Value {
        self.issuer.claims("jan", self.app.now())
    }

    fn with(&self, name: &str, value: impl Into<Value>) -> String {
        let mut claims = self.claims();
        claims[name] = value.into();
        self.key.sign(&claims)
    }

    fn without(&self, name: &str) -> String {
        let mut claims = self.claims();
        claims.as_object_mut().unwrap().remove(name);
        self.key.sign(&claims)
    }

    fn with_head(&self, change: impl FnOnce(&mut Header)) -> String {
        let mut header = self.key.header();
        change(&mut header);
        self.key.sign_with(&header, &self.claims())
    }

    /// A good signature under a head that no library would write.
    fn with_raw_head(&self, name: &str, value: Value) -> String {
        let mut head = json!({ "alg": "RS256", "typ": "at+jwt", "kid": self.key.kid });
        head[name] = value;
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let content = format!("{}.{}", part(&head), part(&self.claims()));
        let signature =
            jsonwebtoken::crypto::sign(content.as_bytes(), &self.key.signing, Algorithm::RS256);
        format!("{content}.{}", signature.unwrap())
    }

    fn unsigned(&self) -> String {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let head = json!({ "alg": "none", "typ": "at+jwt", "kid": self.key.kid });
        format!("{}.{}.", part(head), part(self.claims()))
    }

    /// HS256 with the public key as the secret: as bytes, and as it is published.
    fn confused(&self) -> Vec<String> {
        let published = self.key.public.to_string().into_bytes();
        let modulus = self.key.public["n"].as_str().unwrap().as_bytes().to_vec();
        let secrets = [self.key.public_bytes.clone(), published, modulus];
        let mut header = self.key.header();
        header.alg = Algorithm::HS256;
        let sign = |secret: &Vec<u8>| {
            encode(&header, &self.claims(), &EncodingKey::from_secret(secret)).unwrap()
        };
        secrets.iter().map(sign).collect()
    }

    fn bad_claims(&self) -> Vec<(&'static str, String)> {
        let now = self.app.now().timestamp();
        vec![
            ("another issuer", self.with("iss", "https://evil.example")),
            ("ourselves", self.with("iss", self.app.app.public_url.clone())),
            ("a slash more", self.with("iss", format!("{}/", self.issuer.url))),
            ("several issuers", self.with("iss", json!([self.issuer.url, "https://evil.example"]))),
            ("no issuer", self.without("iss")),
            ("another audience", self.with("aud", "another-api")),
            ("other audiences", self.with("aud", json!(["another-api", "leerkring2"]))),
            ("no audience in the list", self.with("aud", json!([]))),
            ("no audience", self.without("aud")),
            ("no subject", self.without("sub")),
            ("an empty subject", self.with("sub", "")),
            ("a number as subject", self.with("sub", 7)),
            ("no end", self.without("exp")),
            ("no beginning", self.without("iat")),
            ("ended", self.with("exp", now - 5)),
            ("not yet", self.with("nbf", now + 6)),
            ("nbf is a text", self.with("nbf", "now")),
            ("made later", self.with("iat", now + 6)),
            ("longer than a day", self.with("exp", now + 86_401)),
            ("ten years", self.with("exp", now + 10 * 366 * 86_400)),
            ("exp beyond numbers", self.with("exp", i64::MAX)),
            ("iat before numbers", self.with("iat", i64::MIN)),
        ]
    }

    fn bad_heads(&self) -> Vec<(&'static str, String)> {
        let stranger = IssuerKey::rsa(&self.key.kid, 1);
        let elliptic = IssuerKey::p256(&self.key.kid);
        let probabilistic = IssuerKey { algorithm: Algorithm::PS256, ..self.key.clone() };
        let longer = IssuerKey { algorithm: Algorithm::RS512, ..self.key.clone() };
        let ours = self.app.app.keys.ring().signer(self.app.now()).unwrap().kid.clone();
        vec![
            ("alg none", self.unsigned()),
            ("another key of that name", stranger.sign(&self.claims())),
            ("a key of another kind", elliptic.sign(&self.claims())),
            ("another padding", probabilistic.sign(&self.claims())),
            ("a longer hash", longer.sign(&self.claims())),
            ("an ID token", self.with_head(|it| it.typ = Some("JWT".to_owned()))),
            ("no type", self.with_head(|it| it.typ = None)),
            ("an unknown key", self.with_head(|it| it.kid = Some("two".to_owned()))),
            ("our key", self.with_head(|it| it.kid = Some(ours))),
            ("no key id", self.with_head(|it| it.kid = None)),
            ("crit", self.with_raw_head("crit", json!(["exp"]))),
            ("jku", self.with_raw_head("jku", json!(format!("{}/jwks", self.issuer.url)))),
            ("jwk", self.with_raw_head("jwk", stranger.public.clone())),
            ("x5u", self.with_raw_head("x5u", json!("https://evil.example/x5u"))),
            ("x5c", self.with_raw_head("x5c", json!(["AA"]))),
        ]
    }
}

#[tokio::test]
async fn a_forged_stale_or_misdirected_token_of_an_issuer_answers_401_with_one_body() {
    let key = IssuerKey::rsa("one", 0);
    let issuer = Issuer::start(&[&key]);
    let app = trusting(&issuer, IssuerAlgorithm::Rs256).await;
    let forger = Forger { app: &app, issuer: &issuer, key: &key };
    for good in [key.sign(&forger.claims()), forger.with("aud", json!(["x", "leerkring"]))] {
        ask(&app, "/v1/registrations", &good).await.refused(403, "no-account");
    }
    let confused = forger.confused().into_iter().map(|it| ("the public key as a secret", it));
    let tokens = forger.bad_claims().into_iter().chain(forger.bad_heads()).chain(confused);
    let expected = ask(&app, "/v1/registrations", "").await.refused(401, "unauthenticated");
    let mut believed = Vec::new();
    for (what, token) in tokens {
        for path in ["/v1/registrations", "/v1/organisers"] {
            let answer = ask(&app, path, &token).await;
            if answer.status != 401 || answer.without_instance() != expected.without_instance() {
                believed.push((what, answer.status));
            }
        }
    }
    assert_eq!(believed, []);
}

#[tokio::test]
async fn one_issuer_cannot_speak_for_another() {
    let (one, two) = (IssuerKey::p256("same"), IssuerKey::p256("same"));
    let (first, second) = (Issuer::start(&[&one]), Issuer::start(&[&two]));
    let both = [&first, &second].map(|it| it.settings(IssuerAlgorithm::Es256)).to_vec();
    let app = TestApp::start_with(|config| config.issuers = both).await;
    super::fetch(&app, &first).await;
    super::fetch(&app, &second).await;
    let status = async |key: &IssuerKey, issuer: &Issuer| {
        ask(&app, "/v1/registrations", &key.sign(&issuer.claims("jan", app.now()))).await.status
    };
    assert_eq!((status(&one, &first).await, status(&two, &second).await), (403, 403));
    assert_eq!((status(&one, &second).await, status(&two, &first).await), (401, 401));
}
