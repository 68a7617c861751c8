//! Roles that are offered by e-mail: sent, sent again, withdrawn.

use leerkring_domain::invitations::{Invitation, Offer, Sender, Standing, State};
use leerkring_domain::kernel::access::{Place, User};
use leerkring_domain::kernel::{Actor, Event, Id};
use leerkring_domain::notifications::{self, Addressee, Letter, Message};
use leerkring_domain::one_time_codes::{OneTimeCode, Purpose};
use leerkring_domain::people::not_the_administrator;
use leerkring_persistence::{ConnectionTrait, invitations, one_time_codes, roles};

use super::directory::Directory;
use crate::error::Error;
use crate::work::Work;

mod accepting;

pub use accepting::{Accepted, Answer, Comer, accept};

/// Who sends an invitation: somebody, or whoever runs the installation from its command line.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    Person(&'a Actor),
    CommandLine,
}

impl By<'_> {
    /// Who that is, if they still manage the people of `place`, which is locked.
    async fn in_charge(self, work: &Work, place: Place) -> Result<Option<Id<User>>, Error> {
        let Self::Person(actor) = self else { return Ok(None) };
        let actor = work.recheck(actor).await?;
        if actor.administers(place) {
            Ok(actor.user())
        } else {
            Err(not_the_administrator().into())
        }
    }
}

/// Whether whoever sent each of these may still give its role.
pub async fn senders(db: &impl ConnectionTrait, sent: &[Invitation]) -> Result<Vec<Sender>, Error> {
    let by: Vec<_> = sent.iter().filter_map(|invitation| invitation.invited_by).collect();
    let known = if by.is_empty() { Vec::new() } else { roles::managers(db, &by).await? };
    let sender = |invitation: &Invitation| match invitation.invited_by {
        None => Sender::InCharge,
        Some(user) => {
            let place = invitation.role.place();
            let manages = |it: &Actor| it.user() == Some(user) && it.administers(place);
            if known.iter().any(manages) { Sender::InCharge } else { Sender::Gone }
        }
    };
    Ok(sent.iter().map(sender).collect())
}

async fn sender(work: &Work, invitation: &Invitation) -> Result<Sender, Error> {
    let senders = senders(&work.tx, std::slice::from_ref(invitation)).await?;
    Ok(senders.into_iter().next().unwrap_or(Sender::Gone))
}

/// Offers a role. Tells the code too, which stands in the letter.
pub async fn create(
    work: &mut Work,
    by: By<'_>,
    offer: Offer,
) -> Result<(Invitation, OneTimeCode), Error> {
    let (place, key) = (offer.role.place(), offer.email.key());
    if let By::Person(actor) = by
        && !actor.administers(place)
    {
        return Err(not_the_administrator().into());
    }
    roles::lock_place(&work.tx, place).await?;
    let by = by.in_charge(work, place).await?;
    let pending = invitations::pending_for(&work.tx, place, &key).await?;
    let mut standing = Standing {
        holds_role: roles::held_by(&work.tx, place, &key).await?.is_some(),
        is_invited: false,
        open: invitations::count_open(&work.tx, place, work.now).await?,
    };
    if let Some(pending) = &pending {
        let sender = sender(work, pending).await?;
        standing.is_invited = pending.state(sender, work.now) == State::Open;
    }
    let invitation = offer.send(work.id(), by, standing, work.now)?;
    if let Some(useless) = pending {
        end(work, useless).await?;
    }
    invitations::insert(&work.tx, &invitation).await?;
    work.record(Event::new("invitation-sent", invitation.id, place));
    let code = write(work, &invitation).await?;
    Ok((invitation, code))
}

/// Locks the place of an invitation that `actor` sees; tells who they are by then.
async fn locked(
    work: &Work,
    actor: &Actor,
    id: Id<Invitation>,
) -> Result<(Option<Id<User>>, Invitation), Error> {
    let seen = invitations::find(&work.tx, id, actor).await?;
    let place = seen.role.place();
    roles::lock_place(&work.tx, place).await?;
    let by = By::Person(actor).in_charge(work, place).await?;
    Ok((by, invitations::lock(&work.tx, id).await?))
}

/// Sends an invitation once more, in the name of whoever does so: with a new code, and for as long
/// as the first time. The old code is void.
pub async fn resend(
    work: &mut Work,
    actor: &Actor,
    id: Id<Invitation>,
) -> Result<Invitation, Error> {
    let (by, invitation) = locked(work, actor, id).await?;
    Ok(send_again(work, by, invitation).await?.0)
}

/// The same for an invitation that is locked.
async fn send_again(
    work: &mut Work,
    by: Option<Id<User>>,
    invitation: Invitation,
) -> Result<(Invitation, OneTimeCode), Error> {
    let place = invitation.role.place();
    let holder = roles::held_by(&work.tx, place, &invitation.email.key()).await?;
    let again = invitation.send_again(by, holder.is_some(), work.now)?;
    invitations::update(&work.tx, &again).await?;
    work.record(Event::new("invitation-sent-again", again.id, place));
    let code = write(work, &again).await?;
    Ok((again, code))
}

/// Offers a role from the command line; where that was done before, sends it once more.
pub async fn offer(work: &mut Work, offer: Offer) -> Result<OneTimeCode, Error> {
    let (place, key) = (offer.role.place(), offer.email.key());
    roles::lock_place(&work.tx, place).await?;
    let pending = invitations::pending_for(&work.tx, place, &key).await?;
    let (_, code) = match pending {
        Some(pending) if pending.role == offer.role => send_again(work, None, pending).await?,
        _ => create(work, By::CommandLine, offer).await?,
    };
    Ok(code)
}

/// Takes an invitation back.
pub async fn withdraw(
    work: &mut Work,
    actor: &Actor,
    id: Id<Invitation>,
    reason: Option<String>,
) -> Result<Invitation, Error> {
    let (_, invitation) = locked(work, actor, id).await?;
    let withdrawn = end(work, invitation).await?;
    let event = Event::new("invitation-withdrawn", id, withdrawn.role.place());
    work.record(event.because(reason));
    Ok(withdrawn)
}

async fn end(work: &Work, invitation: Invitation) -> Result<Invitation, Error> {
    let withdrawn = invitation.withdraw(work.now)?;
    invitations::update(&work.tx, &withdrawn).await?;
    let subject = withdrawn.id.uuid();
    one_time_codes::void(&work.tx, Purpose::Invitation, subject, work.now).await?;
    Ok(withdrawn)
}

/// Writes the letter, with a code that takes the place of those before it.
async fn write(work: &mut Work, invitation: &Invitation) -> Result<OneTimeCode, Error> {
    let (subject, place) = (invitation.id.uuid(), invitation.role.place());
    one_time_codes::void(&work.tx, Purpose::Invitation, subject, work.now).await?;
    let code = OneTimeCode::new(work.id(), Purpose::Invitation, subject, work.now);
    one_time_codes::insert(&work.tx, &code).await?;
    let directory = Directory::of(&work.tx, [place], []).await?;
    let organisation = match place {
        Place::Platform => None,
        Place::Organiser(id) => directory.organisers.get(&id).map(|it| it.name.clone()),
        Place::Board(id) => directory.boards.get(&id).map(|it| it.name.clone()),
    };
    work.send(Letter {
        to: Addressee::Address(invitation.email.clone()),
        language: invitation.language,
        message: Message::Invitation(notifications::Invitation {
            role: invitation.role.kind(),
            organisation,
            by: invitation.invited_by,
            link: (&code).into(),
        }),
    });
    Ok(code)
}
