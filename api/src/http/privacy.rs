//! What people may ask about their own data, over HTTP.

mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::kernel::access::{Needed, User};
use leerkring_domain::kernel::{EmailAddress, Id};
use leerkring_domain::passwords::Password;
use leerkring_domain::privacy::{is_recent, not_confirmed, without};
use leerkring_persistence::personal::{Person, export};
use leerkring_persistence::{StoreError, accounts};
use uuid::Uuid;

use self::wire::{ErasureOfMe, ErasureOfUser, ErasureView, PersonAsked, PersonalDataView};
use super::address::Address;
use super::bearer::SignedInAt;
use super::extract::{Json, Path, Repeatable, SignedIn};
use super::operations::Operations;
use super::respond::Answer;
use crate::app::App;
use crate::commands::privacy::{self as commands, Whose};
use crate::error::{Error, HttpError};
use crate::limits::{Attempt, Key};
use crate::passwords::Verdict;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config
        .service(get_my_data)
        .service(erase_me)
        .service(erase_user)
        .service(export_person)
        .service(erase_person);
}

fn person(who: &SignedIn) -> Result<Id<User>, Error> {
    who.0.actor.user().ok_or_else(|| HttpError::Forbidden(Needed::Person).into())
}

/// Get my data
///
/// Everything that is kept about you, as one file: under your account and under its e-mail
/// address, wherever others wrote it down. `kinds` has one item for each kind of data, with a
/// record for each time that it is kept; nothing about anybody else is in it. Of one kind there are
/// 10,000 records at most, the newest; `cutOff` tells where there are more.
#[utoipa::path(tag = "privacy", operation_id = "getMyData",
    responses((status = 200, description = "Your data", body = PersonalDataView)))]
#[get("/me/data")]
pub async fn get_my_data(app: Data<Arc<App>>, who: SignedIn) -> Answer {
    let db = app.store.reader();
    let me = Person::with_account(db, person(&who)?).await?;
    let view = PersonalDataView::new(export(db, &me).await?, app.now(), who.0.language);
    Ok(Reply::ok(&view, None).in_language(who.0.language).named("my-data.json"))
}

/// Erase me
///
/// Erases you everywhere, at once and for good: your account with its sign-ins, roles and
/// invitations; your name and address in past registrations and memberships; mail to you. Counts
/// and seats stay. Repeat your e-mail address to confirm it, and give your password if you have
/// one here; if you sign in elsewhere only, do it within five minutes after you signed in
/// (`auth_time` in the token, or else its `iat`; otherwise `sign-in-too-old`). Refused with `last-administrator`, and with `still-takes-part` or `still-contact`
/// while others count on you: the reasons name where, and who can change it. Take your data first:
/// there is no way back.
#[utoipa::path(tag = "privacy", operation_id = "eraseMe", extensions(("x-secret" = json!(true))),
    responses((status = 200, description = "What was erased", body = ErasureView)))]
#[post("/me/_erase")]
pub async fn erase_me(
    app: Data<Arc<App>>,
    who: SignedIn,
    from: Address,
    signed_in: SignedInAt,
    body: Json<ErasureOfMe>,
) -> Answer {
    let (user, language) = (person(&who)?, who.0.language);
    confirm(&app, user, (from, signed_in), body.0).await?;
    let inner = app.as_ref().clone();
    let done = app.act(&who.0, move |work| {
        Box::pin(async move { commands::erase(work, &inner, Whose::User(user), None).await })
    });
    let view = ErasureView::new(done.await?, language);
    Ok(Reply::secret(200, &view).in_language(language))
}

/// Whether whoever asks knows what belongs to the account: a token may have been copied.
async fn confirm(
    app: &App,
    user: Id<User>,
    (from, signed_in): (Address, SignedInAt),
    said: ErasureOfMe,
) -> Result<(), Error> {
    let account = accounts::find(app.store.reader(), user).await?;
    let account = account.ok_or(StoreError::Missing("user"))?;
    if EmailAddress::new(&said.email.0).key() != account.email.key() {
        return Err(not_confirmed("/email").into());
    }
    let Some(hash) = account.hash else {
        let recent = signed_in.0.is_some_and(|at| is_recent(at, app.now()));
        return if recent { Ok(()) } else { Err(HttpError::SignInTooOld.into()) };
    };
    let key = account.email.key();
    let key = Key { address: from.ip, name: Some(&key) };
    app.limits.attempt(Attempt::SignIn, key)?;
    let password = said.password.map(|password| Password::given(&password.0));
    let password = password.ok_or_else(|| not_confirmed("/password"))?;
    if app.passwords.verify(password, Some(hash)).await? == Verdict::Wrong {
        return Err(not_confirmed("/password").into());
    }
    app.limits.succeeded(Attempt::SignIn, key);
    Ok(())
}

/// Erase a person with an account
///
/// For administrators, when somebody asks for it. What it does and when it is refused is as with
/// `eraseMe`; the reason is kept in the audit log, without the person's name and address.
#[utoipa::path(tag = "privacy", operation_id = "eraseUser",
    responses((status = 200, description = "What was erased", body = ErasureView)))]
#[post("/users/{userId}/_erase")]
pub async fn erase_user(
    app: Data<Arc<App>>,
    who: SignedIn,
    user: Path<Uuid>,
    body: Json<ErasureOfUser>,
    key: Repeatable,
) -> Answer {
    let user = user.0.into();
    leerkring_persistence::users::find(app.store.reader(), user).await?;
    erase(&app, who, key, Whose::User(user), body.0.reason.into()).await
}

async fn erase(
    app: &Arc<App>,
    who: SignedIn,
    key: Repeatable,
    whose: Whose,
    reason: String,
) -> Answer {
    let (language, inner) = (who.0.language, app.clone());
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            let done = commands::erase(work, &inner, whose, Some(reason)).await?;
            Ok(Reply::ok(&ErasureView::new(done, language), None).in_language(language))
        })
    })
    .await
}

/// Export a person's data
///
/// For administrators, when somebody without an account asks for theirs: everything that is kept
/// under an e-mail address, in the form of `getMyData`. Make sure first that the address is
/// theirs. That it was done and why is recorded in the audit log, without the address.
#[utoipa::path(tag = "privacy", operation_id = "exportPerson",
    extensions(("x-secret" = json!(true))),
    responses((status = 200, description = "Their data", body = PersonalDataView)))]
#[post("/persons/_export")]
pub async fn export_person(app: Data<Arc<App>>, who: SignedIn, body: Json<PersonAsked>) -> Answer {
    let (language, PersonAsked { email, reason }) = (who.0.language, body.0);
    let records = app.act(&who.0, move |work| {
        let (address, reason) = (EmailAddress::new(&email.0), String::from(reason));
        Box::pin(async move { commands::export(work, &address, &reason).await })
    });
    let view = PersonalDataView::new(records.await?, app.now(), language);
    Ok(Reply::secret(200, &view).in_language(language).named("personal-data.json"))
}

/// Erase a person
///
/// For administrators, when somebody asks for it: whoever has this e-mail address, with or without
/// an account. Make sure first that the address is theirs. Where there is nothing under it (any
/// more), nothing is done and the answer is the same. Refused as `eraseMe` is.
#[utoipa::path(tag = "privacy", operation_id = "erasePerson",
    responses((status = 200, description = "What was erased", body = ErasureView)))]
#[post("/persons/_erase")]
pub async fn erase_person(
    app: Data<Arc<App>>,
    who: SignedIn,
    body: Json<PersonAsked>,
    key: Repeatable,
) -> Answer {
    let address = EmailAddress::new(&body.0.email.0);
    let reason = without(&String::from(body.0.reason), address.as_str(), "…");
    erase(&app, who, key, Whose::Address(address), reason).await
}
