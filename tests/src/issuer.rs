//! An issuer of its own for a test: it serves its public keys, well or badly, and signs tokens.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;

use actix_web::web::{Data, get};
use actix_web::{App, HttpResponse, HttpServer};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use leerkring::issuers::settings::{IssuerAlgorithm, TrustedIssuer};
use leerkring_domain::kernel::Instant;
use serde_json::{Value, json};

/// An issuer; it ends with its value.
#[derive(Debug)]
pub struct Issuer {
    /// Its name, and where it is.
    pub url: String,
    state: Arc<Mutex<State>>,
    handle: actix_web::dev::ServerHandle,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct State {
    keys: Vec<Value>,
    mood: Mood,
    fetches: u32,
}

/// How it answers whoever asks for its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Well,
    Failing,
    Garbage,
    Endless,
    Elsewhere,
    Silent,
}

impl Issuer {
    /// An issuer with these keys.
    pub fn start(keys: &[&IssuerKey]) -> Self {
        Self::start_at(TcpListener::bind("127.0.0.1:0").unwrap(), keys)
    }

    /// The same on a listener of the test's choice.
    pub fn start_at(listener: TcpListener, keys: &[&IssuerKey]) -> Self {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = State { keys: Vec::new(), mood: Mood::Well, fetches: 0 };
        let state = Arc::new(Mutex::new(state));
        let (tell, told) = std::sync::mpsc::channel();
        let answering = Data::from(state.clone());
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app =
                    move || App::new().app_data(answering.clone()).route("/jwks", get().to(jwks));
                let server = HttpServer::new(app).workers(1).disable_signals();
                let server = server.listen(listener).unwrap().run();
                tell.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        let issuer = Self { url, state, handle: told.recv().unwrap(), thread: Some(thread) };
        issuer.publish(keys);
        issuer
    }

    /// How to trust it.
    pub fn settings(&self, algorithm: IssuerAlgorithm) -> TrustedIssuer {
        settings(&self.url, algorithm)
    }

    /// Publishes these keys instead of those before.
    pub fn publish(&self, keys: &[&IssuerKey]) {
        self.publish_documents(keys.iter().map(|key| key.public.clone()).collect());
    }

    pub fn publish_documents(&self, keys: Vec<Value>) {
        self.state.lock().unwrap().keys = keys;
    }

    pub fn be(&self, mood: Mood) {
        self.state.lock().unwrap().mood = mood;
    }

    /// How often somebody asked for its keys.
    pub fn fetches(&self) -> u32 {
        self.state.lock().unwrap().fetches
    }

    /// What a good token of it says about `subject`.
    pub fn claims(&self, subject: &str, now: Instant) -> Value {
        json!({
            "iss": self.url, "aud": "leerkring", "sub": subject,
            "iat": now.timestamp(), "exp": now.timestamp() + 600,
        })
    }
}

/// How to trust an issuer that is at `url`.
pub fn settings(url: &str, algorithm: IssuerAlgorithm) -> TrustedIssuer {
    TrustedIssuer {
        issuer: url.to_owned(),
        audience: "leerkring".to_owned(),
        jwks_url: format!("{url}/jwks"),
        algorithm,
        token_type: "at+jwt".to_owned(),
        refresh_seconds: 86_400,
    }
}

async fn jwks(state: Data<Mutex<State>>) -> HttpResponse {
    let (keys, mood) = {
        let mut state = state.lock().unwrap();
        state.fetches += 1;
        (json!({ "keys": state.keys }), state.mood)
    };
    match mood {
        Mood::Well => HttpResponse::Ok().json(keys),
        Mood::Failing => HttpResponse::InternalServerError().json(keys),
        Mood::Garbage => HttpResponse::Ok().body("<html>login</html>"),
        Mood::Endless => HttpResponse::Ok().body(format!("{keys}{}", " ".repeat(300_000))),
        Mood::Elsewhere => HttpResponse::Found().insert_header(("location", "/jwks")).json(keys),
        Mood::Silent => std::future::pending().await,
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// A key of an issuer.
#[derive(Clone)]
pub struct IssuerKey {
    pub kid: String,
    pub algorithm: Algorithm,
    pub signing: EncodingKey,
    /// Its public part, as a JSON Web Key.
    pub public: Value,
    /// The bytes of its public part, for whoever takes them for a secret.
    pub public_bytes: Vec<u8>,
}

impl std::fmt::Debug for IssuerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IssuerKey({})", self.kid)
    }
}

impl IssuerKey {
    /// An RSA key, one of two: to make one takes long.
    pub fn rsa(kid: &str, which: usize) -> Self {
        static KEYS: [OnceLock<(Vec<u8>, Vec<u8>)>; 2] = [const { OnceLock::new() }; 2];
        let (private, public) = KEYS[which].get_or_init(|| {
            let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
            let der = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&pair).unwrap();
            (der.as_ref().to_vec(), pair.public_key().as_ref().to_vec())
        });
        // A sequence of the modulus, 257 bytes of which the first is 0, and the exponent 65537.
        assert_eq!((public.len(), &public[265..]), (270, &[2, 3, 1, 0, 1][..]));
        let body = STANDARD.encode(private);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
        let numbers = json!({
            "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(&public[9..265]), "e": "AQAB",
        });
        let signing = EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap();
        Self::new(kid, Algorithm::RS256, signing, (numbers, public.clone()))
    }

    pub fn p256(kid: &str) -> Self {
        let (signing, public) = elliptic(&ECDSA_P256_SHA256_FIXED_SIGNING, "P-256");
        Self::new(kid, Algorithm::ES256, signing, public)
    }

    pub fn p384(kid: &str) -> Self {
        let (signing, public) = elliptic(&ECDSA_P384_SHA384_FIXED_SIGNING, "P-384");
        Self::new(kid, Algorithm::ES384, signing, public)
    }

    pub fn ed25519(kid: &str) -> Self {
        let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(der.as_ref()).unwrap();
        let x = pair.public_key().as_ref().to_vec();
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(&x) });
        let signing = EncodingKey::from_ed_der(der.as_ref());
        Self::new(kid, Algorithm::EdDSA, signing, (jwk, x))
    }

    fn new(
        kid: &str,
        algorithm: Algorithm,
        signing: EncodingKey,
        (mut public, public_bytes): (Value, Vec<u8>),
    ) -> Self {
        public["kid"] = json!(kid);
        public["use"] = json!("sig");
        Self { kid: kid.to_owned(), algorithm, signing, public, public_bytes }
    }

    /// The head of a good token.
    pub fn header(&self) -> Header {
        let mut header = Header::new(self.algorithm);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.kid.clone());
        header
    }

    /// A token with these claims.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_with(&self.header(), claims)
    }

    pub fn sign_with(&self, header: &Header, claims: &Value) -> String {
        encode(header, claims, &self.signing).unwrap()
    }
}

fn elliptic(
    algorithm: &'static EcdsaSigningAlgorithm,
    curve: &str,
) -> (EncodingKey, (Value, Vec<u8>)) {
    let der = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, der.as_ref()).unwrap();
    let point = pair.public_key().as_ref().to_vec();
    let (x, y) = point[1..].split_at((point.len() - 1) / 2);
    let part = |bytes| URL_SAFE_NO_PAD.encode(bytes);
    let jwk = json!({ "kty": "EC", "crv": curve, "x": part(x), "y": part(y) });
    (EncodingKey::from_ec_der(der.as_ref()), (jwk, point))
}
