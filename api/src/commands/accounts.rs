//! Local accounts: asked for, confirmed, and their passwords and addresses changed. Whoever only
//! names an address is answered the same, after the same work, whoever has it.

use std::sync::Arc;

use leerkring_domain::kernel::access::{Place, Principal, SignIn};
use leerkring_domain::kernel::{EmailAddress, Event, Id, Language, Refusal, text};
use leerkring_domain::notifications::{Addressee, Letter, Link, Message};
use leerkring_domain::one_time_codes::{OneTimeCode, Purpose, not_usable};
use leerkring_domain::passwords::{Owner, Password};
use leerkring_domain::people::User;
use leerkring_domain::sign_ins::{Because, End};
use leerkring_persistence::{StoreError, accounts, one_time_codes, sign_ins, users};
use secrecy::SecretString;

use super::codes::{self, Opens};
use crate::app::App;
use crate::error::Error;
use crate::work::{Author, Work, soon};

mod own;

pub use own::{change_email, change_password};

/// An account that is asked for.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub name: String,
    pub email: EmailAddress,
    pub language: Language,
}

/// Asks for an account: whoever reads mail at the address goes on from there.
pub async fn request(app: &Arc<App>, author: Author, new: NewAccount) -> Result<(), Error> {
    let requested = soon(app.work(author, move |work| Box::pin(ask(work, new)))).await;
    match requested {
        // Somebody asked for the same at the same moment: their mail is on its way.
        Err(Error::Store(StoreError::Taken)) => Ok(()),
        other => other,
    }
}

async fn ask(work: &mut Work, new: NewAccount) -> Result<(), Error> {
    let NewAccount { name, email, language } = new;
    let found = users::lock_by_email(&work.tx, &email.key()).await?;
    let user = match found {
        Some(known) if known.confirmed_at.is_some() => known,
        Some(waiting) => {
            let named = waiting.change(Some(name), Some(language));
            users::update(&work.tx, &named).await?;
            named
        }
        None => {
            let user = User { language, ..User::new(work.id(), name, email.clone(), work.now) };
            users::insert(&work.tx, &user).await?;
            user
        }
    };
    work.record(Event::new("account-requested", user.id, Place::Platform));
    write(work, (Some(&user), &email), language, Message::AccountExists).await
}

/// Asks for a new password: whoever reads mail at the address goes on from there.
pub async fn forgotten(
    work: &mut Work,
    email: EmailAddress,
    language: Language,
) -> Result<(), Error> {
    let found = users::lock_by_email(&work.tx, &email.key()).await?;
    work.record(Event::of_the_platform("new-password-requested"));
    write(work, (found.as_ref(), &email), language, Message::PasswordReset).await
}

/// Writes to `email`, which `user` has if anybody, what can be done there about a password. What is
/// asked and stored is the same for everybody.
async fn write(
    work: &mut Work,
    (user, email): (Option<&User>, &EmailAddress),
    language: Language,
    message: fn(Link) -> Message,
) -> Result<(), Error> {
    // A code for somebody who does not exist opens nothing.
    let id = user.map_or_else(|| work.id(), |user| user.id);
    let chooses = accounts::chooses_password(&work.tx, id).await?;
    let waits = user.is_some_and(|user| user.confirmed_at.is_none());
    let user = user.filter(|user| chooses && user.blocked_at.is_none());
    let purpose = if waits { Purpose::Confirm } else { Purpose::Reset };
    let subject = user.map_or_else(|| work.id::<User>(), |user| user.id).uuid();
    let link = code(work, purpose, subject).await?;
    let (to, language, message) = match user {
        None => (Addressee::Address(email.clone()), language, Message::NoPassword {}),
        // Whoever asked chose the name: it stands in no mail to somebody who did not.
        Some(_) if waits => {
            (Addressee::Address(email.clone()), language, Message::AddressConfirmation(link))
        }
        Some(user) => (Addressee::User(user.id), user.language, message(link)),
    };
    work.send(Letter { to, language, message });
    Ok(())
}

/// A new code, which takes the place of those before it.
async fn code(work: &mut Work, purpose: Purpose, subject: uuid::Uuid) -> Result<Link, Error> {
    one_time_codes::void(&work.tx, purpose, subject, work.now).await?;
    let code = OneTimeCode::new(work.id(), purpose, subject, work.now);
    one_time_codes::insert(&work.tx, &code).await?;
    Ok((&code).into())
}

/// Takes it that an address is of whoever has the code: for an account that was asked for, with the
/// password that is chosen now; or for another address.
///
/// # Errors
/// `code-not-usable`; `invalid-request` for the password; `email-taken`.
pub async fn confirm(
    app: &Arc<App>,
    author: Author,
    (code, password): (&SecretString, Option<SecretString>),
) -> Result<User, Error> {
    let id = codes::read(app, Purpose::Confirm, code)?;
    match (codes::about_account(app, Purpose::Confirm, id).await?, password) {
        (Opens::Address(_), None) => {
            soon(app.work(author, move |work| Box::pin(move_address(work, id)))).await
        }
        (Opens::Address(_), Some(_)) => Err(wrong_field("not-asked").into()),
        (_, None) => Err(wrong_field("required").into()),
        (Opens::Account(user), Some(password)) => {
            let hash = chosen(app, &user, &password, "/password").await?;
            soon(app.work(author, move |work| Box::pin(open(work, id, hash)))).await
        }
        _ => Err(not_usable().into()),
    }
}

fn wrong_field(code: &'static str) -> Refusal {
    let sentence = match code {
        "required" => text("kies een wachtwoord", "choose a password"),
        _ => text(
            "voor een ander e-mailadres wordt geen wachtwoord gekozen",
            "no password is chosen for another e-mail address",
        ),
    };
    Refusal::invalid("/password", code, sentence)
}

/// The hash of a password that `user` chooses.
async fn chosen(
    app: &App,
    user: &User,
    password: &SecretString,
    location: &str,
) -> Result<SecretString, Error> {
    let owner = Owner { name: &user.name, email: &user.email };
    app.passwords.hash(Password::chosen(password, owner, location)?).await
}

/// Uses the code and locks whose it is.
async fn redeemed(work: &mut Work, purpose: Purpose, code: Id<OneTimeCode>) -> Result<User, Error> {
    let user = one_time_codes::redeem(&work.tx, purpose, code, work.now).await?;
    let user = Id::from(user.ok_or_else(not_usable)?);
    // The password before the person, as whoever signs in does.
    accounts::lock(&work.tx, user).await?;
    let user = users::lock(&work.tx, user).await;
    let user = user.map_err(|error| match error {
        StoreError::Missing(_) => Error::from(not_usable()),
        other => other.into(),
    })?;
    work.author.principal = Some(Principal::User(user.id));
    if user.blocked_at.is_some() { Err(not_usable().into()) } else { Ok(user) }
}

async fn open(work: &mut Work, code: Id<OneTimeCode>, hash: SecretString) -> Result<User, Error> {
    let user = redeemed(work, Purpose::Confirm, code).await?;
    if user.confirmed_at.is_some() {
        return Err(not_usable().into());
    }
    accounts::confirm(&work.tx, user.id, work.now).await?;
    accounts::set_password(&work.tx, user.id, &hash, work.now).await?;
    work.record(Event::new("account-made", user.id, Place::Platform));
    Ok(user)
}

async fn move_address(work: &mut Work, code: Id<OneTimeCode>) -> Result<User, Error> {
    let old = redeemed(work, Purpose::Confirm, code).await?;
    let moved = old.clone().move_address(work.now).ok_or_else(not_usable)?;
    // Whoever only asked for an account with it has not shown that it is theirs.
    accounts::forget_unconfirmed_at(&work.tx, &moved.email.key()).await?;
    users::update(&work.tx, &moved).await.map_err(|error| match error {
        StoreError::Taken => Error::from(email_taken()),
        other => other.into(),
    })?;
    one_time_codes::void(&work.tx, Purpose::Reset, moved.id.uuid(), work.now).await?;
    let event = Event::new("email-changed", moved.id, Place::Platform);
    work.record(event.changing(old.changes(&moved)));
    let message = Message::AddressChanged { at: work.now };
    work.send(Letter { to: Addressee::Address(old.email), language: old.language, message });
    Ok(moved)
}

fn email_taken() -> Refusal {
    let sentence = text(
        "dit e-mailadres heeft inmiddels een ander account",
        "another account has this e-mail address by now",
    );
    Refusal::conflict("email-taken", sentence)
}

/// Chooses a new password with a code, and ends every sign-in.
///
/// # Errors
/// `code-not-usable`; `invalid-request` for the password.
pub async fn reset(
    app: &Arc<App>,
    author: Author,
    (code, password): (&SecretString, SecretString),
) -> Result<User, Error> {
    let id = codes::read(app, Purpose::Reset, code)?;
    let Opens::Password(user) = codes::about_account(app, Purpose::Reset, id).await? else {
        return Err(not_usable().into());
    };
    let hash = chosen(app, &user, &password, "/password").await?;
    let reset = app.work(author, move |work| {
        Box::pin(async move {
            let user = redeemed(work, Purpose::Reset, id).await?;
            work.record(Event::new("password-reset", user.id, Place::Platform));
            change(work, &user, &hash, None).await?;
            // Whoever has it changed to another address may not be its owner.
            let kept = user.clone().keep_address();
            if kept != user {
                users::update(&work.tx, &kept).await?;
                let subject = kept.id.uuid();
                one_time_codes::void(&work.tx, Purpose::Confirm, subject, work.now).await?;
            }
            Ok(kept)
        })
    });
    soon(reset).await
}

/// Gives `user` another password, ends their sign-ins but `kept`, and tells them.
async fn change(
    work: &mut Work,
    user: &User,
    hash: &SecretString,
    kept: Option<Id<SignIn>>,
) -> Result<(), Error> {
    accounts::set_password(&work.tx, user.id, hash, work.now).await?;
    one_time_codes::void(&work.tx, Purpose::Reset, user.id.uuid(), work.now).await?;
    let end = End { at: work.now, because: Because::PasswordChanged };
    sign_ins::end_all(&work.tx, user.id, kept, end).await?;
    let message = Message::PasswordChanged { at: work.now };
    work.send(Letter { to: Addressee::User(user.id), language: user.language, message });
    Ok(())
}
