//! Local accounts over HTTP: asked for, confirmed, and their passwords and addresses changed.

use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use leerkring_domain::kernel::access::{Needed, User};
use leerkring_domain::kernel::{EmailAddress, Id};
use leerkring_persistence::outbox;
use secrecy::{ExposeSecret, SecretString};

use self::wire::{
    AccountEmail, AddressConfirmation, CodeView, ConfirmedView, EmailChange, InvitedView, LookedAt,
    NewAccount, PasswordChange, PasswordReset,
};
use super::anybody::Anybody;
use super::extract::{Json, SignedIn};
use super::operations::Operations;
use super::respond::Answer;
use crate::app::App;
use crate::commands::accounts as commands;
use crate::commands::codes::{self, Opens};
use crate::commands::directory::Directory;
use crate::error::{Error, HttpError};
use crate::limits::Attempt;
use crate::reply::Reply;
use crate::work::Author;

pub mod wire;

pub fn routes(config: &mut Operations) {
    config
        .service(request_account)
        .service(confirm_address)
        .service(request_new_password)
        .service(reset_password)
        .service(look_at_code)
        .service(change_password)
        .service(change_email);
}

/// Under what wrong guesses of a code are counted: its id, where it is one of ours.
pub fn code_id(app: &App, code: &SecretString) -> Option<String> {
    app.keys.open_any_code(code.expose_secret()).map(|(_, id)| id.to_string())
}

/// Ask for an account
///
/// Whoever has the address gets a letter: with a link to choose a password, or, where the address
/// has an account, saying so. The answer is the same for every address. An account that nobody
/// confirms is forgotten after a week.
#[utoipa::path(tag = "accounts", operation_id = "requestAccount",
    responses((status = 204, description = "A letter is on its way, if the address can be written to")))]
#[post("/accounts")]
pub async fn request_account(app: Data<Arc<App>>, who: Anybody, body: Json<NewAccount>) -> Answer {
    let new = body.0;
    who.asks_for_mail(&app, Attempt::Register, &new.email.0)?;
    let new = commands::NewAccount {
        name: new.name.into(),
        email: EmailAddress::new(&new.email.0),
        language: new.language.map_or(who.language, |word| word.0),
    };
    commands::request(&app, who.author, new).await?;
    Ok(Reply::nothing())
}

/// Confirm an e-mail address
///
/// With the code from the link in the letter: for an account that was asked for, with the password
/// that you choose; for another address for your account, without one. Refused with
/// `code-not-usable` or `email-taken`.
#[utoipa::path(tag = "accounts", operation_id = "confirmAddress",
    extensions(("x-secret" = json!(true))),
    responses((status = 200, description = "The address is yours", body = ConfirmedView)))]
#[post("/accounts/_confirm")]
pub async fn confirm_address(
    app: Data<Arc<App>>,
    who: Anybody,
    body: Json<AddressConfirmation>,
) -> Answer {
    let (code, password) = (body.0.code.0, body.0.password.map(|it| it.0));
    let id = code_id(&app, &code);
    let confirmed = Box::pin(commands::confirm(&app, who.author, (&code, password)));
    let user = who.tries(&app, (Attempt::Code, id.as_deref()), confirmed).await?;
    Ok(Reply::secret(200, &ConfirmedView::from(user)))
}

/// Ask for a new password
///
/// Whoever has the address gets a letter: with a link to choose a password that is good for an hour,
/// or, where there is no account for which one can be chosen, saying so. The answer is the same for
/// every address.
#[utoipa::path(tag = "accounts", operation_id = "requestNewPassword",
    responses((status = 204, description = "A letter is on its way, if the address can be written to")))]
#[post("/accounts/_forgotten")]
pub async fn request_new_password(
    app: Data<Arc<App>>,
    who: Anybody,
    body: Json<AccountEmail>,
) -> Answer {
    let email = EmailAddress::new(&body.0.email.0);
    who.asks_for_mail(&app, Attempt::Reset, email.as_str())?;
    let language = who.language;
    let asked =
        app.work(who.author, move |work| Box::pin(commands::forgotten(work, email, language)));
    crate::work::soon(asked).await?;
    Ok(Reply::nothing())
}

/// Choose a new password
///
/// With the code from the link in the letter. Everybody who is signed in with the account is signed
/// out, an address that was asked for is forgotten, and the owner is told by mail. Refused with
/// `code-not-usable`.
#[utoipa::path(tag = "accounts", operation_id = "resetPassword",
    extensions(("x-secret" = json!(true))),
    responses((status = 200, description = "The password holds", body = ConfirmedView)))]
#[post("/accounts/_reset")]
pub async fn reset_password(
    app: Data<Arc<App>>,
    who: Anybody,
    body: Json<PasswordReset>,
) -> Answer {
    let (code, password) = (body.0.code.0, body.0.password.0);
    let id = code_id(&app, &code);
    let reset = Box::pin(commands::reset(&app, who.author, (&code, password)));
    let user = who.tries(&app, (Attempt::Code, id.as_deref()), reset).await?;
    Ok(Reply::secret(200, &ConfirmedView::from(user)))
}

/// Look at a code
///
/// What the code of a link opens, for whom and until when, for the page that asks what it takes.
/// The code is not used by that. Refused with `code-not-usable`.
#[utoipa::path(tag = "accounts", operation_id = "lookAtCode",
    extensions(("x-secret" = json!(true))),
    responses((status = 200, description = "What it opens", body = CodeView)))]
#[post("/accounts/_look")]
pub async fn look_at_code(app: Data<Arc<App>>, who: Anybody, body: Json<LookedAt>) -> Answer {
    let code = body.0.code.0;
    let id = code_id(&app, &code);
    let looked = codes::look(&app, &code);
    let (opens, until) = who.tries(&app, (Attempt::Code, id.as_deref()), looked).await?;
    let invited = match &opens {
        Opens::Invitation(invitation, has_account) => {
            let (db, place) = (app.store.reader(), invitation.role.place());
            let directory = Directory::of(db, [place], []).await?;
            let by = match invitation.invited_by {
                Some(user) => outbox::name(db, user).await?,
                None => None,
            };
            Some(InvitedView::new(invitation, *has_account, (by, &directory)))
        }
        _ => None,
    };
    Ok(Reply::secret(200, &CodeView::new(&opens, until, invited)))
}

/// The person who asks. Machines are turned away by the gate: what stands here has no scope.
fn person(who: &SignedIn) -> Result<(Id<User>, Author), Error> {
    let user = who.0.actor.user().ok_or(HttpError::Forbidden(Needed::Person))?;
    Ok((user, (&who.0).into()))
}

/// Change my password
///
/// With the present one. Everywhere else you are signed out, and you are told by mail. Refused with
/// `wrong-password`, or `no-password` for who signs in elsewhere.
#[utoipa::path(tag = "accounts", operation_id = "changePassword",
    extensions(("x-secret" = json!(true))),
    responses((status = 204, description = "The new password holds")))]
#[post("/me/_password")]
pub async fn change_password(
    app: Data<Arc<App>>,
    (who, anybody): (SignedIn, Anybody),
    body: Json<PasswordChange>,
) -> Answer {
    let ((user, author), sign_in) = (person(&who)?, who.0.sign_in);
    let (present, new) = (body.0.password.0, body.0.new_password.0);
    let changed = commands::change_password(&app, author, (user, sign_in), (present, new));
    let changed = Box::pin(changed);
    let name = user.to_string();
    anybody.tries(&app, (Attempt::SignIn, Some(&name)), changed).await?;
    Ok(Reply::nothing())
}

/// Change my e-mail address
///
/// With the password, where you have one here. The new address gets a letter with a link: once it is
/// confirmed there, it takes the place of the old one, which is told at once and once more then. The
/// answer is the same where the new address has an account. Refused with `wrong-password` or
/// `same-address`.
#[utoipa::path(tag = "accounts", operation_id = "changeEmail",
    extensions(("x-secret" = json!(true))),
    responses((status = 204, description = "A letter is on its way to the new address")))]
#[post("/me/_email")]
pub async fn change_email(
    app: Data<Arc<App>>,
    (who, anybody): (SignedIn, Anybody),
    body: Json<EmailChange>,
) -> Answer {
    let (user, author) = person(&who)?;
    let (email, password) = (EmailAddress::new(&body.0.email.0), body.0.password.map(|it| it.0));
    anybody.asks_for_mail(&app, Attempt::Register, email.as_str())?;
    let asked = Box::pin(commands::change_email(&app, author, user, (email, password)));
    let name = user.to_string();
    anybody.tries(&app, (Attempt::SignIn, Some(&name)), asked).await?;
    Ok(Reply::nothing())
}
