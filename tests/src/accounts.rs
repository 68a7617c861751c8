//! People with a local account, and what they go on with after they signed in.
//!
//! ```text
//! let noor = app.given_account(None).await;
//! let here = app.sign_in(&noor).await;          // POST /v1/sign-ins
//! here.client.get("/v1/sign-ins").await.expect(200);
//! app.refresh(&here.refresh).await.expect(200);
//! ```

use leerkring::work::Author;
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{Id, Role};
use leerkring_domain::passwords::Password;
use leerkring_domain::sign_ins::SignIn;
use leerkring_persistence::{accounts, sign_ins};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};

/// The password of every account that a scenario is given.
pub const PASSWORD: &str = "paard accu nietje klopt";

/// Somebody with a local account.
#[derive(Debug, Clone)]
pub struct Account {
    pub user: Id<User>,
    pub email: String,
}

/// Somebody who signed in, in one place.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub id: String,
    pub access: String,
    pub refresh: String,
    /// Sends the access token.
    pub client: Client,
}

impl TestApp {
    /// Somebody with this role, a confirmed account and the password that all have.
    pub async fn given_account(&self, role: Option<Role>) -> Account {
        let user = self.given_person(role).await.user.unwrap();
        self.set_password(user, PASSWORD).await;
        self.sql(&format!("UPDATE users SET confirmed_at = created_at WHERE {}", is(self, user)))
            .await;
        let email = self
            .in_server(move |app| async move {
                let account = accounts::find(app.store.reader(), user).await.unwrap();
                account.unwrap().email.as_str().to_owned()
            })
            .await;
        Account { user, email }
    }

    /// A sign-in of `user`, of which nobody has the tokens.
    pub async fn given_sign_in(&self, user: Id<User>) -> String {
        let sign_in = self.in_server(move |app| async move {
            app.work(Author::server("test"), move |work| {
                let sign_in = SignIn::begin(work.id(), user, work.now);
                Box::pin(async move {
                    sign_ins::insert(&work.tx, &sign_in).await?;
                    Ok(sign_in.id)
                })
            })
            .await
            .unwrap()
        });
        sign_in.await.to_string()
    }

    /// Gives `user` a password past all rules.
    pub async fn set_password(&self, user: Id<User>, password: &str) {
        let password = Password::given(&password.into());
        self.in_server(move |app| async move {
            let hash = app.passwords.hash(password).await.unwrap();
            app.work(Author::server("test"), move |work| {
                Box::pin(async move {
                    Ok(accounts::set_password(&work.tx, user, &hash, work.now).await?)
                })
            })
            .await
            .unwrap();
        })
        .await;
    }

    /// Changes the database behind the server's back.
    pub async fn sql(&self, statement: &str) {
        let statement = statement.to_owned();
        self.in_server(move |app| async move {
            app.store.schema().execute_unprepared(&statement).await.unwrap();
        })
        .await;
    }

    /// The answer to whoever tries to sign in.
    pub async fn try_to_sign_in(&self, email: &str, password: &str) -> Answer {
        let who = json!({ "email": email, "password": password });
        self.visitor().post("/v1/sign-ins", who).await
    }

    /// Signs in with the password that all accounts have.
    pub async fn sign_in(&self, account: &Account) -> SignedIn {
        let answer = self.try_to_sign_in(&account.email, PASSWORD).await.expect(201);
        self.signed_in(&answer)
    }

    /// What somebody goes on with, from the answer to a sign-in or a refresh.
    #[track_caller]
    pub fn signed_in(&self, answer: &Answer) -> SignedIn {
        let text = |name: &str| {
            let value = answer.body[name].as_str();
            value.unwrap_or_else(|| panic!("no {name}: {answer}")).to_owned()
        };
        let access = text("accessToken");
        let client = self.visitor().bearing(&access);
        SignedIn { id: text("id"), access, refresh: text("refreshToken"), client }
    }

    /// The answer to whoever sends a refresh token.
    pub async fn refresh(&self, token: &str) -> Answer {
        self.visitor().post("/v1/sign-ins/_refresh", refresh_body(token)).await
    }
}

/// The body with which a sign-in is kept up.
pub fn refresh_body(token: &str) -> Value {
    json!({ "refreshToken": token })
}

/// The condition that a row of `users` is this one, as either engine writes it.
fn is(app: &TestApp, user: Id<User>) -> String {
    if app.is_on_postgres() {
        format!("id = '{user}'")
    } else {
        format!("id = X'{}'", user.uuid().simple())
    }
}
