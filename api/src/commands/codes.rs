//! What the codes of mails open.

use leerkring_domain::invitations::{Invitation, Sender, State};
use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::one_time_codes::{OneTimeCode, Purpose, not_usable};
use leerkring_domain::people::User;
use leerkring_persistence::{accounts, invitations, one_time_codes, users};
use secrecy::{ExposeSecret, SecretString};

use super::invitations::senders;
use crate::app::App;
use crate::error::Error;

/// The code with this text, if this installation made it for this purpose.
///
/// # Errors
/// `code-not-usable`.
pub fn read(app: &App, purpose: Purpose, text: &SecretString) -> Result<Id<OneTimeCode>, Error> {
    let code = app.keys.open_one_time_code(purpose, text.expose_secret());
    code.ok_or_else(|| not_usable().into())
}

/// What a code opens.
#[derive(Debug, Clone)]
pub enum Opens {
    /// A role that is offered; whether its address has an account.
    Invitation(Invitation, bool),
    /// An account that was asked for.
    Account(User),
    /// Another address for an account.
    Address(User),
    /// A new password.
    Password(User),
}

/// Whose code it is where it opens something about an account: a password of `user`, or an address
/// that they gave.
fn of_user(purpose: Purpose, user: User) -> Option<Opens> {
    if user.blocked_at.is_some() {
        return None;
    }
    match (purpose, user.confirmed_at, &user.new_email) {
        (Purpose::Confirm, None, _) => Some(Opens::Account(user)),
        (Purpose::Confirm, Some(_), Some(_)) => Some(Opens::Address(user)),
        (Purpose::Reset, Some(_), _) => Some(Opens::Password(user)),
        _ => None,
    }
}

/// What the code opens about an account, if it may be used now.
///
/// # Errors
/// `code-not-usable`.
pub async fn about_account(
    app: &App,
    purpose: Purpose,
    code: Id<OneTimeCode>,
) -> Result<Opens, Error> {
    let db = app.store.reader();
    let code = one_time_codes::usable(db, purpose, code, app.now()).await?;
    let code = code.ok_or_else(not_usable)?;
    let user = users::find_if_any(db, code.subject.into()).await?;
    Ok(user.and_then(|user| of_user(purpose, user)).ok_or_else(not_usable)?)
}

/// What the code with this text opens, and until when. It is not used by that.
///
/// # Errors
/// `code-not-usable`.
pub async fn look(app: &App, text: &SecretString) -> Result<(Opens, Instant), Error> {
    let (db, now) = (app.store.reader(), app.now());
    let (purpose, id) = app.keys.open_any_code(text.expose_secret()).ok_or_else(not_usable)?;
    let code = one_time_codes::usable(db, purpose, id, now).await?.ok_or_else(not_usable)?;
    if purpose != Purpose::Invitation {
        return Ok((about_account(app, purpose, id).await?, code.expires_at));
    }
    let invitation = invitations::opened(db, code.subject.into()).await?;
    let invitation = invitation.ok_or_else(not_usable)?;
    let senders = senders(db, std::slice::from_ref(&invitation)).await?;
    let sender = senders.into_iter().next().unwrap_or(Sender::Gone);
    if invitation.state(sender, now) != State::Open {
        return Err(not_usable().into());
    }
    let account = accounts::by_email(db, &invitation.email.key()).await?;
    let has_account = account.is_some_and(|account| account.confirmed);
    Ok((Opens::Invitation(invitation, has_account), code.expires_at))
}
