//! Signing in with a password, keeping it up, ending it.

use std::sync::Arc;

use chrono::{SubsecRound, TimeDelta};
use leerkring_domain::audit::Refused;
use leerkring_domain::kernel::access::{Place, Principal, User};
use leerkring_domain::kernel::event::Object;
use leerkring_domain::kernel::{EmailAddress, Event, Id, Instant};
use leerkring_domain::notifications::{Addressee, Letter, Message};
use leerkring_domain::passwords::Password;
use leerkring_domain::sign_ins::{Because, End, Refreshed, SignIn};
use leerkring_persistence::accounts::{self, Account};
use leerkring_persistence::{StoreError, sign_ins};
use secrecy::SecretString;

use crate::app::App;
use crate::error::{Error, HttpError};
use crate::passwords::Verdict;
use crate::refresh_tokens;
use crate::tokens::{self, Grant};
use crate::work::{Author, Work, soon};

/// What somebody who signed in goes on with.
#[derive(Debug, Clone)]
pub struct Tokens {
    pub sign_in: SignIn,
    pub access: SecretString,
    pub access_until: Instant,
    pub refresh: SecretString,
}

/// Signs in whoever has this address and this password. Everybody else is refused alike, after the
/// same work.
pub async fn begin(
    app: &Arc<App>,
    author: Author,
    email: &EmailAddress,
    password: Password,
) -> Result<Tokens, Error> {
    let account = accounts::by_email(app.store.reader(), &email.key()).await?;
    let of = account.as_ref().map(|account| account.user);
    let tokens = admit_with(app, author, account, password).await;
    if let Err(Error::Http(HttpError::WrongCredentials)) = tokens {
        let (code, concerning) = ("wrong-credentials", Place::Platform.into());
        let refused = Refused { subject: of.map(Object::from), code, concerning };
        app.audit.refuse(refused, author, app.now());
    }
    tokens
}

async fn admit_with(
    app: &Arc<App>,
    author: Author,
    account: Option<Account>,
    password: Password,
) -> Result<Tokens, Error> {
    let hash = account.as_ref().and_then(|account| account.hash.clone());
    let verdict = app.passwords.verify(password.clone(), hash).await?;
    let admitted = |account: &Account| verdict != Verdict::Wrong && account.may_sign_in();
    let account = account.filter(admitted).ok_or(HttpError::WrongCredentials)?;
    let renewed = match verdict {
        Verdict::RightButDated => Some(app.passwords.hash(password).await?),
        Verdict::Right | Verdict::Wrong => None,
    };
    let author = Author { principal: Some(Principal::User(account.user)), ..author };
    let begun = app.work(author, move |work| Box::pin(admit(work, account, renewed)));
    tokens(app, soon(begun).await?)
}

/// Begins the sign-in, unless the account changed while its password was looked at.
async fn admit(
    work: &mut Work,
    seen: Account,
    renewed: Option<SecretString>,
) -> Result<SignIn, Error> {
    let account = accounts::lock(&work.tx, seen.user).await?;
    let unchanged = |it: &Account| it.may_sign_in() && it.has_password_of(&seen);
    let account = account.filter(unchanged).ok_or(HttpError::WrongCredentials)?;
    if let Some(hash) = renewed {
        accounts::rehash(&work.tx, account.user, &hash).await?;
    }
    let sign_in = SignIn::begin(work.id(), account.user, work.now);
    sign_ins::insert(&work.tx, &sign_in).await?;
    work.record(Event::new("signed-in", sign_in.id, Place::Platform));
    Ok(sign_in)
}

/// The next tokens for whoever has the newest refresh token. One that is not good any more ends its
/// sign-in.
pub async fn refresh(
    app: &Arc<App>,
    author: Author,
    token: &SecretString,
) -> Result<Tokens, Error> {
    let (id, generation) = refresh_tokens::read(&app.keys, token).ok_or(HttpError::SignInOver)?;
    let renewed = app.work(author, move |work| Box::pin(renew(work, id, generation)));
    let sign_in = soon(renewed).await?.ok_or(HttpError::SignInOver)?;
    tokens(app, sign_in)
}

async fn renew(work: &mut Work, id: Id<SignIn>, generation: u32) -> Result<Option<SignIn>, Error> {
    // Whoever finds that another was first looks again, and then at what that one left.
    for _ in 0..2 {
        let Some(sign_in) = sign_ins::find(&work.tx, id).await? else { return Ok(None) };
        work.author.principal = Some(Principal::User(sign_in.user));
        let account = accounts::find(&work.tx, sign_in.user).await?;
        let Some(account) = account.filter(|account| !account.blocked) else { return Ok(None) };
        match sign_in.refresh(generation, work.now) {
            Refreshed::Renewed(next) => {
                if sign_ins::renew(&work.tx, &next).await? {
                    return Ok(Some(next));
                }
            }
            Refreshed::Again => return Ok(Some(sign_in)),
            Refreshed::Reused => {
                end_for_reuse(work, &sign_in, &account).await?;
                return Ok(None);
            }
            Refreshed::Over => return Ok(None),
        }
    }
    Err(StoreError::Busy.into())
}

async fn end_for_reuse(work: &mut Work, sign_in: &SignIn, account: &Account) -> Result<(), Error> {
    let end = End { at: work.now, because: Because::TokenReused };
    if sign_ins::end(&work.tx, sign_in.id, end).await? {
        work.record(Event::new("refresh-token-reused", sign_in.id, Place::Platform));
        work.send(Letter {
            to: Addressee::User(account.user),
            language: account.language,
            message: Message::SignInEnded { at: work.now },
        });
    }
    Ok(())
}

fn tokens(app: &App, sign_in: SignIn) -> Result<Tokens, Error> {
    let now = app.now();
    let access_until = sign_in.access_until(now).trunc_subsecs(0);
    let grant = Grant {
        principal: Principal::User(sign_in.user),
        sign_in: Some(sign_in.id),
        id: app.ids.next(now),
        from: now,
        lifetime: (access_until - now).max(TimeDelta::zero()),
    };
    let access = tokens::issue(&app.keys, &app.public_url, grant);
    let access = access.map_err(|error| Error::Bug(error.to_string()))?;
    let refresh = refresh_tokens::text(&app.keys, sign_in.id, sign_in.generation);
    Ok(Tokens { sign_in, access: access.into(), access_until, refresh })
}

/// Ends a sign-in of `user`; one that is over stays as it is.
pub async fn end(work: &mut Work, user: Id<User>, id: Id<SignIn>) -> Result<SignIn, Error> {
    let sign_in = sign_ins::find_own(&work.tx, id, user).await?;
    let end = End { at: work.now, because: Because::SignedOut };
    if !sign_ins::end(&work.tx, id, end).await? {
        return Ok(sign_in);
    }
    work.record(Event::new("signed-out", id, Place::Platform));
    Ok(SignIn { ended: Some(end), ..sign_in })
}

/// Ends all sign-ins of `user`.
pub async fn end_all(work: &mut Work, user: Id<User>) -> Result<(), Error> {
    let end = End { at: work.now, because: Because::SignedOut };
    sign_ins::end_all(&work.tx, user, None, end).await?;
    work.record(Event::new("signed-out-everywhere", user, Place::Platform));
    Ok(())
}
