//! What somebody who is signed in changes about their account.

use std::sync::Arc;

use leerkring_domain::kernel::access::{Place, SignIn};
use leerkring_domain::kernel::{EmailAddress, Event, Id, Refusal, text};
use leerkring_domain::notifications::{Addressee, Letter, Message};
use leerkring_domain::one_time_codes::Purpose;
use leerkring_domain::passwords::Password;
use leerkring_domain::people::User;
use leerkring_persistence::accounts::{self, Account};
use leerkring_persistence::users;
use secrecy::SecretString;

use super::{change, chosen, code, write};
use crate::app::App;
use crate::error::{Error, HttpError};
use crate::passwords::Verdict;
use crate::work::{Author, Work, soon};

/// Chooses another password, with the present one, and ends all sign-ins but this.
///
/// # Errors
/// `wrong-password`, `no-password`; `invalid-request` for the new one.
pub async fn change_password(
    app: &Arc<App>,
    author: Author,
    (user, sign_in): (Id<User>, Option<Id<SignIn>>),
    (present, new): (SecretString, SecretString),
) -> Result<(), Error> {
    let account = account(app, user).await?;
    verify(app, &account, Some(&present)).await?;
    let owner = users::find(app.store.reader(), user).await?;
    let hash = chosen(app, &owner, &new, "/newPassword").await?;
    let changed = app.work(author, move |work| {
        Box::pin(async move {
            unchanged(work, &account).await?;
            let user = users::lock(&work.tx, user).await?;
            work.record(Event::new("password-changed", user.id, Place::Platform));
            change(work, &user, &hash, sign_in).await
        })
    });
    soon(changed).await
}

/// Asks for another address, with the present password where there is one.
///
/// # Errors
/// `wrong-password`, `same-address`.
pub async fn change_email(
    app: &Arc<App>,
    author: Author,
    user: Id<User>,
    (email, password): (EmailAddress, Option<SecretString>),
) -> Result<(), Error> {
    let account = account(app, user).await?;
    if account.hash.is_some() {
        verify(app, &account, password.as_ref()).await?;
    }
    let asked = app.work(author, move |work| {
        Box::pin(async move {
            unchanged(work, &account).await?;
            ask(work, user, email).await
        })
    });
    soon(asked).await
}

async fn ask(work: &mut Work, user: Id<User>, email: EmailAddress) -> Result<(), Error> {
    let owner = accounts::by_email(&work.tx, &email.key()).await?;
    let owner = owner.filter(|account| account.confirmed);
    let old = users::lock(&work.tx, user).await?;
    let asked = old.clone().ask_for(email.clone())?;
    users::update(&work.tx, &asked).await?;
    let event = Event::new("email-change-requested", user, Place::Platform);
    work.record(event.changing(old.changes(&asked)));
    let link = code(work, Purpose::Confirm, user.uuid()).await?;
    match owner {
        // Who asks is not told that somebody has it; who has it, that somebody asked.
        Some(owner) => {
            let owner = users::find(&work.tx, owner.user).await?;
            write(work, (Some(&owner), &email), old.language, Message::AccountExists).await?;
        }
        None => work.send(Letter {
            to: Addressee::Address(email),
            language: old.language,
            message: Message::NewAddress(link),
        }),
    }
    let message = Message::AddressChanging { at: work.now };
    work.send(Letter { to: Addressee::User(user), language: old.language, message });
    Ok(())
}

async fn account(app: &App, user: Id<User>) -> Result<Account, Error> {
    let account = accounts::find(app.store.reader(), user).await?;
    account.ok_or_else(|| HttpError::Unauthenticated.into())
}

/// The account still has the password that was looked at.
async fn unchanged(work: &Work, seen: &Account) -> Result<(), Error> {
    let account = accounts::lock(&work.tx, seen.user).await?;
    let account = account.filter(|account| account.has_password_of(seen) && !account.blocked);
    account.map(|_| ()).ok_or_else(|| wrong_password().into())
}

async fn verify(app: &App, account: &Account, given: Option<&SecretString>) -> Result<(), Error> {
    let Some(hash) = account.hash.clone() else { return Err(no_password().into()) };
    let given = given.ok_or_else(wrong_password)?;
    match app.passwords.verify(Password::given(given), Some(hash)).await? {
        Verdict::Right | Verdict::RightButDated => Ok(()),
        Verdict::Wrong => Err(wrong_password().into()),
    }
}

fn wrong_password() -> Refusal {
    let sentence = text("dit is niet uw huidige wachtwoord", "this is not your present password");
    Refusal::forbidden("wrong-password", sentence)
}

fn no_password() -> Refusal {
    let sentence = text(
        "u hebt hier geen wachtwoord: u logt in bij uw organisatie",
        "you have no password here: you sign in at your organisation",
    );
    Refusal::conflict("no-password", sentence)
}
