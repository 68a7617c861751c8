//! Machine clients with a secret, a key and a token.
//!
//! ```text
//! let machine = app.given_machine(Place::Board(board.id), &["registrations:read"]).await;
//! machine.client.get("/v1/registrations").await.expect(200);
//! app.ask_token(machine.with_secret()).await.expect(200);
//! app.ask_token(machine.signed(&machine.claims(&app))).await.expect(200);
//! ```

use leerkring_domain::kernel::access::Place;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client, Request};
use crate::document::form;
use crate::issuer::IssuerKey;

/// What a client's assertion is called.
pub const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A machine client.
#[derive(Debug)]
pub struct Machine {
    pub id: String,
    pub secret: String,
    pub secret_id: String,
    pub key: IssuerKey,
    pub key_id: String,
    /// Sends a token that was given for the secret.
    pub client: Client,
}

impl Machine {
    /// The ids that paths are about.
    pub fn ids(&self) -> [(&'static str, String); 3] {
        [
            ("clientId", self.id.clone()),
            ("clientSecretId", self.secret_id.clone()),
            ("clientKeyId", self.key_id.clone()),
        ]
    }

    /// The form with the secret.
    pub fn with_secret(&self) -> Value {
        json!({
            "grant_type": "client_credentials",
            "client_id": self.id,
            "client_secret": self.secret,
        })
    }

    /// What a good assertion says.
    pub fn claims(&self, app: &TestApp) -> Value {
        let now = app.now().timestamp();
        json!({
            "iss": self.id, "sub": self.id, "aud": app.app.public_url,
            "iat": now, "exp": now + 60, "jti": app.app.ids.next(app.now()),
        })
    }

    /// The form with these claims, signed.
    pub fn signed(&self, claims: &Value) -> Value {
        let mut header = self.key.header();
        header.typ = Some("JWT".to_owned());
        with_assertion(&self.key.sign_with(&header, claims))
    }
}

/// The form with this assertion.
pub fn with_assertion(assertion: &str) -> Value {
    json!({
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION,
        "client_assertion": assertion,
    })
}

/// Asks for a token with this form.
pub fn asking(who: &Client, fields: &Value) -> Request {
    let request = who.request(Method::POST, "/v1/oauth/token");
    request.body("application/x-www-form-urlencoded", form(fields))
}

impl TestApp {
    /// A machine that acts for `place` with these scopes.
    pub async fn given_machine(&self, place: Place, scopes: &[&str]) -> Machine {
        let administrator = self.administrator().await;
        let number = self.number();
        let mut new = json!({ "name": format!("Machine {number}"), "scopes": scopes });
        match place {
            Place::Organiser(organiser) => new["organiserId"] = json!(organiser.uuid()),
            Place::Board(board) => new["boardId"] = json!(board.uuid()),
            Place::Platform => panic!("no machine acts for the platform"),
        }
        let id = administrator.post("/v1/clients", new).await.expect(201).id();
        let secrets = format!("/v1/clients/{id}/secrets");
        let given = administrator.post(&secrets, json!({})).await.expect(201);
        let key = IssuerKey::p256(&format!("key-{number}"));
        let keys = format!("/v1/clients/{id}/keys");
        let key_id = administrator.post(&keys, json!({ "jwk": key.public })).await.expect(201).id();
        let secret = given.body["secret"].as_str().expect("a secret").to_owned();
        let client = self.visitor();
        let mut machine = Machine { id, secret, secret_id: given.id(), key, key_id, client };
        machine.client = self.bearer_of(machine.with_secret()).await;
        machine
    }

    /// The answer to whoever asks for a token with this form.
    pub async fn ask_token(&self, fields: Value) -> Answer {
        asking(&self.visitor(), &fields).await
    }

    /// Whoever has the token that is given for this form.
    pub async fn bearer_of(&self, fields: Value) -> Client {
        let answer = self.ask_token(fields).await.expect(200);
        self.visitor().bearing(answer.body["access_token"].as_str().expect("a token"))
    }
}
