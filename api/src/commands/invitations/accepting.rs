//! Accepting an invitation, with its code and as whoever one is: somebody with an account, somebody
//! whom a trusted issuer knows, somebody who chooses a password.

use std::sync::Arc;

use leerkring_domain::invitations::{End, Invitation};
use leerkring_domain::kernel::access::{Place, Principal};
use leerkring_domain::kernel::{EmailAddress, Event, Id, Kind, Reason, Refusal, text};
use leerkring_domain::one_time_codes::{OneTimeCode, Purpose, not_usable};
use leerkring_domain::passwords::{Owner, Password};
use leerkring_domain::people::{RoleHeld, User};
use leerkring_persistence::roles::Grant;
use leerkring_persistence::{
    StoreError, accounts, identities, invitations, one_time_codes, roles, users,
};
use secrecy::SecretString;

use super::sender;
use crate::app::App;
use crate::commands::codes;
use crate::error::{Error, HttpError};
use crate::passwords::Verdict;
use crate::tokens::Identity;
use crate::work::{Author, Work, soon};

/// Who comes with a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comer {
    /// Somebody with a token of an account here.
    Person(Id<User>),
    /// Somebody with a token of a trusted issuer and no account here.
    Stranger(Identity),
    Visitor,
}

/// What they say.
#[derive(Debug)]
pub struct Answer {
    pub code: SecretString,
    pub name: Option<String>,
    pub password: Option<SecretString>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub user: User,
    pub role: RoleHeld,
}

/// As whom it is accepted, when everything slow was done.
#[derive(Debug, Clone)]
enum As {
    Person(Id<User>),
    Stranger { identity: Identity, name: Option<String> },
    New { name: String, hash: SecretString },
}

/// Accepts the invitation that the code opens. Whoever accepted it and does so again, because they
/// did not get the answer, is told the same.
///
/// # Errors
/// `code-not-usable`; `invalid-request` for a name or password that is missing, wrong or too much;
/// `account-exists`, `other-address`, `role-held`.
pub async fn accept(
    app: &Arc<App>,
    author: Author,
    comer: Comer,
    answer: Answer,
) -> Result<Accepted, Error> {
    let id = codes::read(app, Purpose::Invitation, &answer.code)?;
    let again = (comer.clone(), answer.password.clone());
    match accept_now(app, author, (id, comer, answer)).await {
        Err(Error::Refused(refusal))
            if matches!(refusal.code(), "code-not-usable" | "account-exists") =>
        {
            let before = accepted_before(app, id, again).await?;
            before.ok_or(Error::Refused(refusal))
        }
        accepted => accepted,
    }
}

async fn accept_now(
    app: &Arc<App>,
    author: Author,
    (id, comer, answer): (Id<OneTimeCode>, Comer, Answer),
) -> Result<Accepted, Error> {
    let invitation = seen(app, id).await?;
    let comer = match comer {
        Comer::Person(user) => {
            nothing_more(&[
                ("/name", answer.name.is_some()),
                ("/password", answer.password.is_some()),
            ])?;
            As::Person(user)
        }
        Comer::Stranger(identity) => {
            nothing_more(&[("/password", answer.password.is_some())])?;
            As::Stranger { identity, name: answer.name }
        }
        Comer::Visitor => newcomer(app, &invitation, answer).await?,
    };
    soon(app.work(author, move |work| Box::pin(admit(work, id, comer)))).await
}

/// What came of it for whoever shows that it was they who accepted with this code, as long as it would
/// have been good and they hold the role. Who chose a password then shows it now.
async fn accepted_before(
    app: &App,
    code: Id<OneTimeCode>,
    (comer, password): (Comer, Option<SecretString>),
) -> Result<Option<Accepted>, Error> {
    let db = app.store.reader();
    let code = one_time_codes::used(db, Purpose::Invitation, code, app.now()).await?;
    let Some(code) = code else { return Ok(None) };
    let Some(invitation) = invitations::opened(db, code.subject.into()).await? else {
        return Ok(None);
    };
    let Some(End::Accepted { by, .. }) = invitation.ended else { return Ok(None) };
    if !is_they(app, by, (comer, password)).await? {
        return Ok(None);
    }
    let user = users::find_if_any(db, by).await?.filter(|user| user.blocked_at.is_none());
    let held = roles::of(db, by).await?;
    let role = held.into_iter().find(|held| held.role.place() == invitation.role.place());
    Ok(user.zip(role).map(|(user, role)| Accepted { user, role }))
}

async fn is_they(
    app: &App,
    user: Id<User>,
    (comer, password): (Comer, Option<SecretString>),
) -> Result<bool, Error> {
    match (comer, password) {
        (Comer::Person(person), _) => Ok(person == user),
        (Comer::Visitor, Some(password)) => {
            let account = accounts::find(app.store.reader(), user).await?;
            let hash = account.and_then(|account| account.hash);
            let verdict = app.passwords.verify(Password::given(&password), hash).await?;
            Ok(verdict != Verdict::Wrong)
        }
        // Whom an issuer knows is a person here since they accepted.
        (Comer::Stranger(_) | Comer::Visitor, _) => Ok(false),
    }
}

/// The invitation as it is before anything slow is done.
async fn seen(app: &App, code: Id<OneTimeCode>) -> Result<Invitation, Error> {
    let db = app.store.reader();
    let code = one_time_codes::usable(db, Purpose::Invitation, code, app.now()).await?;
    let code = code.ok_or_else(not_usable)?;
    Ok(invitations::opened(db, code.subject.into()).await?.ok_or_else(not_usable)?)
}

/// Somebody who chooses a password, unless the address has an account already.
async fn newcomer(app: &App, invitation: &Invitation, answer: Answer) -> Result<As, Error> {
    let (name, password) = match (answer.name, answer.password) {
        (Some(name), Some(password)) => (name, password),
        (name, password) => return Err(missing(name.is_none(), password.is_none()).into()),
    };
    let account = accounts::by_email(app.store.reader(), &invitation.email.key()).await?;
    if account.is_some_and(|account| account.confirmed) {
        return Err(account_exists().into());
    }
    let owner = Owner { name: &name, email: &invitation.email };
    let password = Password::chosen(&password, owner, "/password")?;
    let hash = app.passwords.hash(password).await?;
    Ok(As::New { name, hash })
}

/// Refuses fields that are not asked of whoever has an account.
fn nothing_more(fields: &[(&str, bool)]) -> Result<(), Refusal> {
    let sentence = text(
        "dit wordt niet gevraagd van wie al bekend is",
        "this is not asked of somebody who is known already",
    );
    let sent = fields.iter().filter(|(_, sent)| *sent);
    let reasons = sent.map(|(at, _)| Reason::new("not-asked", sentence.clone()).at(*at));
    Refusal::unless_empty(Kind::Invalid, reasons.collect())
}

fn missing(name: bool, password: bool) -> Refusal {
    let asked = [
        ("/name", name, text("geef uw naam", "give your name")),
        ("/password", password, text("kies een wachtwoord", "choose a password")),
    ];
    let missing = asked.into_iter().filter(|(_, missing, _)| *missing);
    let reasons = missing.map(|(at, _, sentence)| Reason::new("required", sentence).at(at));
    Refusal { kind: Kind::Invalid, reasons: reasons.collect() }
}

fn account_exists() -> Refusal {
    let sentence = text(
        "dit adres heeft al een account: log daarmee in en neem de uitnodiging dan aan",
        "this address has an account already: sign in with it, then accept the invitation",
    );
    Refusal::conflict("account-exists", sentence)
}

fn other_address() -> Refusal {
    let sentence = text(
        "uw aanmeldgegevens tonen niet dat het uitgenodigde e-mailadres van u is; gebruik het \
         account met dat adres, of vraag een uitnodiging voor het adres waarmee u inlogt",
        "your sign-in does not show that the invited e-mail address is yours; use the account with \
         that address, or ask for an invitation to the address with which you sign in",
    );
    Refusal::conflict("other-address", sentence)
}

/// Uses the code and gives the role: the place is locked first, then the invitation, then the
/// person.
async fn admit(work: &mut Work, code: Id<OneTimeCode>, comer: As) -> Result<Accepted, Error> {
    let opened = one_time_codes::usable(&work.tx, Purpose::Invitation, code, work.now).await?;
    let id = Id::from(opened.ok_or_else(not_usable)?.subject);
    let place = invitations::opened(&work.tx, id).await?.ok_or_else(not_usable)?.role.place();
    roles::lock_place(&work.tx, place).await?;
    let invitation = invitations::lock(&work.tx, id).await?;
    let opened = one_time_codes::redeem(&work.tx, Purpose::Invitation, code, work.now).await?;
    opened.ok_or_else(not_usable)?;
    let user = match comer {
        As::Person(user) => person(work, user).await?,
        As::Stranger { identity, name } => stranger(work, &invitation, identity, name).await?,
        As::New { name, hash } => new(work, &invitation, name, &hash).await?,
    };
    work.author.principal = Some(Principal::User(user.id));
    let standing =
        (sender(work, &invitation).await?, roles::is_held(&work.tx, place, user.id).await?);
    let accepted = invitation.accept(user.id, standing, work.now)?;
    invitations::update(&work.tx, &accepted).await?;
    let grant =
        Grant { id: work.id(), user: user.id, role: accepted.role, by: accepted.invited_by };
    let role = roles::grant(&work.tx, grant, work.now).await?;
    work.record(Event::new("invitation-accepted", accepted.id, place));
    work.record(Event::new("role-given", role.id, place));
    Ok(Accepted { user, role })
}

/// Somebody who has an account: the code is enough, whatever their address.
async fn person(work: &Work, user: Id<User>) -> Result<User, Error> {
    let user = users::lock(&work.tx, user).await?;
    not_blocked(user)
}

fn not_blocked(user: User) -> Result<User, Error> {
    if user.blocked_at.is_some() { Err(HttpError::Unauthenticated.into()) } else { Ok(user) }
}

/// Somebody whom an issuer knows by the invited address: linked to whoever has it here, or made.
async fn stranger(
    work: &mut Work,
    invitation: &Invitation,
    identity: Identity,
    name: Option<String>,
) -> Result<User, Error> {
    let verified = identity.verified_email.as_ref().map(EmailAddress::key);
    if verified != Some(invitation.email.key()) {
        return Err(other_address().into());
    }
    let known = users::lock_by_email(&work.tx, &invitation.email.key()).await?;
    let user = if let Some(user) = known {
        accounts::confirm(&work.tx, user.id, work.now).await?;
        not_blocked(user)?
    } else {
        let name = identity.name.or(name).ok_or_else(|| missing(true, false))?;
        insert(work, invitation, name).await?
    };
    let whom = (identity.issuer.as_str(), identity.subject.as_str());
    identities::link(&work.tx, user.id, whom, work.now).await?;
    work.record(Event::new("identity-linked", user.id, Place::Platform));
    Ok(user)
}

/// Somebody new, or whoever asked for an account with this address and never confirmed it.
async fn new(
    work: &mut Work,
    invitation: &Invitation,
    name: String,
    hash: &SecretString,
) -> Result<User, Error> {
    let user = match users::lock_by_email(&work.tx, &invitation.email.key()).await? {
        Some(user) if user.confirmed_at.is_some() || user.blocked_at.is_some() => {
            return Err(account_exists().into());
        }
        Some(user) => {
            let named = user.change(Some(name), Some(invitation.language)).confirmed(work.now);
            users::update(&work.tx, &named).await?;
            named
        }
        None => insert(work, invitation, name).await?,
    };
    accounts::set_password(&work.tx, user.id, hash, work.now).await?;
    Ok(user)
}

async fn insert(work: &mut Work, invitation: &Invitation, name: String) -> Result<User, Error> {
    let user = User {
        language: invitation.language,
        ..User::new(work.id(), name, invitation.email.clone(), work.now)
    };
    let user = user.confirmed(work.now);
    users::insert(&work.tx, &user).await.map_err(|error| match error {
        // Somebody made it at the same moment: with another invitation, or by asking for it.
        StoreError::Taken => Error::from(account_exists()),
        other => other.into(),
    })?;
    work.record(Event::new("account-made", user.id, Place::Platform));
    Ok(user)
}
