//! Signing in and out over HTTP.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::{Needed, User};
use leerkring_domain::kernel::{EmailAddress, Id, Instant};
use leerkring_domain::passwords::Password;
use leerkring_domain::sign_ins::SignIn;
use leerkring_persistence::sign_ins;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::anybody::Anybody;
use super::extract::{Json, Path, Query, Repeatable, SignedIn};
use super::operations::Operations;
use super::page::{self, PageView, Paging};
use super::respond::Answer;
use super::secrets::{PasswordText, RefreshToken, Token};

use super::wire::Email;
use crate::app::App;
use crate::commands::sign_ins as commands;
use crate::commands::sign_ins::Tokens;
use crate::error::{Error, HttpError};
use crate::limits::Attempt;
use crate::refresh_tokens;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config
        .service(list_sign_ins)
        .service(begin_sign_in)
        .service(refresh_sign_in)
        .service(end_all_sign_ins)
        .service(get_sign_in)
        .service(end_sign_in);
}

/// What somebody who signed in goes on with.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInTokens {
    /// The id of the sign-in.
    pub id: Uuid,
    /// For the header `Authorization: Bearer`.
    #[schema(inline)]
    pub access_token: Token,
    #[schema(max_length = 10, pattern = "^Bearer$")]
    pub token_type: &'static str,
    /// When the access token ends.
    pub expires_at: DateTime<Utc>,
    /// Gives new tokens, once.
    #[schema(inline)]
    pub refresh_token: RefreshToken,
    /// Until when the refresh token does so.
    pub refresh_expires_at: DateTime<Utc>,
}

impl From<Tokens> for SignInTokens {
    fn from(tokens: Tokens) -> Self {
        Self {
            id: tokens.sign_in.id.uuid(),
            access_token: Token(tokens.access),
            token_type: "Bearer",
            expires_at: tokens.access_until,
            refresh_token: RefreshToken(tokens.refresh),
            refresh_expires_at: tokens.sign_in.expires_at,
        }
    }
}

/// A stay at the API, in one place.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    pub id: Uuid,
    pub begun_at: DateTime<Utc>,
    /// When a refresh token was last used.
    pub renewed_at: DateTime<Utc>,
    /// When it ends if no refresh token is used until then.
    pub expires_at: DateTime<Utc>,
    /// When it was ended; null while it goes on.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether this request came with a token of this sign-in.
    pub current: bool,
}

fn view(sign_in: &SignIn, current: Option<Id<SignIn>>) -> SignInView {
    SignInView {
        id: sign_in.id.uuid(),
        begun_at: sign_in.begun_at,
        renewed_at: sign_in.renewed_at,
        expires_at: sign_in.expires_at,
        ended_at: sign_in.ended.map(|end| end.at),
        current: current == Some(sign_in.id),
    }
}

/// The person who asks. Machines are turned away by the gate: what stands here has no scope.
fn person(who: &SignedIn) -> Result<Id<User>, Error> {
    who.0.actor.user().ok_or_else(|| HttpError::Forbidden(Needed::Person).into())
}

/// List my sign-ins
///
/// Where I am signed in now, the newest first.
#[utoipa::path(tag = "sign-ins", operation_id = "listSignIns", params(Paging),
    responses((status = 200, description = "A page of sign-ins", body = PageView<SignInView>)))]
#[get("/sign-ins")]
pub async fn list_sign_ins(app: Data<Arc<App>>, who: SignedIn, query: Query<Paging>) -> Answer {
    let (user, now): (_, Instant) = (person(&who)?, app.now());
    let request = query.0.request(&app.keys, "sign-ins")?;
    let page = sign_ins::list(app.store.reader(), user, now, &request).await?;
    Ok(page::reply(&app, "sign-ins", page.map(|sign_in| view(&sign_in, who.0.sign_in))))
}

/// Who wants to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSignIn {
    #[schema(inline)]
    pub email: Email,
    #[schema(inline)]
    pub password: PasswordText,
}

/// Sign in
///
/// With the password of a local account. The access token lives ten minutes, the refresh token
/// gives new tokens for thirty days after the last time, ninety days in all. Whoever cannot sign
/// in, for whatever reason, is told `wrong-credentials`.
#[utoipa::path(tag = "sign-ins", operation_id = "signIn", extensions(("x-secret" = json!(true))),
    responses((status = 201, description = "The tokens to go on with", body = SignInTokens)))]
#[post("/sign-ins")]
pub async fn begin_sign_in(app: Data<Arc<App>>, who: Anybody, body: Json<NewSignIn>) -> Answer {
    let (email, password) = (EmailAddress::new(&body.0.email.0), &body.0.password.0);
    let begun = Box::pin(commands::begin(&app, who.author, &email, Password::given(password)));
    let tokens = who.tries(&app, (Attempt::SignIn, Some(email.as_str())), begun).await?;
    let location = Some(format!("/v1/sign-ins/{}", tokens.sign_in.id));
    Ok(Reply { location, ..Reply::secret(201, &SignInTokens::from(tokens)) })
}

/// A refresh token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInRefresh {
    #[schema(inline)]
    pub refresh_token: RefreshToken,
}

/// Refresh a sign-in
///
/// Gives new tokens for a refresh token, which is good once. Sent again within ten seconds, and
/// before the new one was used, it gives the same new refresh token: an answer that was lost can be
/// asked for again. Any other use of a refresh token that is not good any more ends the sign-in at
/// once. `sign-in-over` in every case in which it leads no further.
#[utoipa::path(tag = "sign-ins", operation_id = "refreshSignIn",
    extensions(("x-secret" = json!(true))),
    responses((status = 200, description = "The tokens to go on with", body = SignInTokens)))]
#[post("/sign-ins/_refresh")]
pub async fn refresh_sign_in(
    app: Data<Arc<App>>,
    who: Anybody,
    body: Json<SignInRefresh>,
) -> Answer {
    let token = &body.0.refresh_token.0;
    let sign_in = refresh_tokens::read(&app.keys, token).map(|(id, _)| id.to_string());
    let refreshed = Box::pin(commands::refresh(&app, who.author, token));
    let tokens = who.tries(&app, (Attempt::Refresh, sign_in.as_deref()), refreshed).await?;
    Ok(Reply::secret(200, &SignInTokens::from(tokens)))
}

/// End all my sign-ins
///
/// Signs out everywhere, here too: no access or refresh token of theirs is good any more.
#[utoipa::path(tag = "sign-ins", operation_id = "endAllSignIns",
    responses((status = 204, description = "All have ended")))]
#[post("/sign-ins/_end")]
pub async fn end_all_sign_ins(app: Data<Arc<App>>, who: SignedIn, key: Repeatable) -> Answer {
    let user = person(&who)?;
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            commands::end_all(work, user).await?;
            Ok(Reply::nothing())
        })
    })
    .await
}

/// Get a sign-in of mine
///
/// Also after it was ended.
#[utoipa::path(tag = "sign-ins", operation_id = "getSignIn",
    responses((status = 200, description = "The sign-in", body = SignInView)))]
#[get("/sign-ins/{signInId}")]
pub async fn get_sign_in(app: Data<Arc<App>>, who: SignedIn, sign_in: Path<Uuid>) -> Answer {
    let found = sign_ins::find_own(app.store.reader(), sign_in.0.into(), person(&who)?).await?;
    Ok(Reply::ok(&view(&found, who.0.sign_in), None))
}

/// End a sign-in of mine
///
/// Signs out there: its access and refresh tokens are not good any more. One that is over stays as
/// it is.
#[utoipa::path(tag = "sign-ins", operation_id = "endSignIn",
    responses((status = 200, description = "The sign-in as it is now", body = SignInView)))]
#[post("/sign-ins/{signInId}/_end")]
pub async fn end_sign_in(
    app: Data<Arc<App>>,
    who: SignedIn,
    sign_in: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let (user, current) = (person(&who)?, who.0.sign_in);
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            let ended = commands::end(work, user, sign_in.0.into()).await?;
            Ok(Reply::ok(&view(&ended, current), None))
        })
    })
    .await
}
