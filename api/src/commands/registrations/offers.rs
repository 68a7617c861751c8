//! Offers: what a board answers, and what an organiser offers by hand.

use leerkring_domain::kernel::{Actor, Event, Id, Refusal};
use leerkring_domain::notifications::News;
use leerkring_domain::registrations::{Accepted, Move, Registration};
use leerkring_persistence::registrations;

use super::desk::Desk;
use super::letters::{self, About};
use super::selection::organised;
use super::{Registered, one, own, promotion};
use crate::error::Error;
use crate::work::Work;

/// The board takes the seats that it was offered. Where it does not qualify any more that is refused,
/// and the offer goes to the next: the refusal is an outcome, to be committed with it.
pub async fn accept(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
) -> Result<Result<Registered, Refusal>, Error> {
    let (mut desk, offer) = own(work, actor, id).await?;
    let from = offer.status;
    let facts = desk.facts(work, std::slice::from_ref(&offer)).await?;
    let accepted = facts.accept(offer, work.now)?;
    match accepted.clone() {
        Accepted::Confirmed(registration) => desk.enter(work, Move::from(from, registration)),
        Accepted::Void { registration, unmet } => {
            desk.enter_by_server(Move::from(from, registration).for_unmet(unmet));
        }
    }
    desk.close(work).await?;
    Ok(match accepted.or_refused() {
        Ok(registration) => Ok(one(work, registration).await?),
        Err(refusal) => Err(refusal),
    })
}

/// The board does not want the seats; they are offered to the next.
pub async fn decline(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
    reason: Option<String>,
) -> Result<Registered, Error> {
    let (mut desk, offer) = own(work, actor, id).await?;
    let from = offer.status;
    let declined = offer.decline(work.now)?;
    desk.enter(work, Move::from(from, declined.clone()).because(reason));
    desk.close(work).await?;
    one(work, declined).await
}

/// The organiser offers seats to a team of its choice. Those who wait before it read that, and why; it
/// is not counted among the overtakings of the rule.
pub async fn offer(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
    reason: String,
) -> Result<Registered, Error> {
    let (mut desk, waiting): (Desk, _) = organised(work, actor, id).await?;
    let from = waiting.status;
    let until = promotion::until(work, &desk).await?;
    let facts = desk.facts(work, std::slice::from_ref(&waiting)).await?;
    let offered = facts.offer_by_hand(waiting, until, work.now)?;
    for (ahead, board) in registrations::ahead_of(&work.tx, offered.cohort, offered.arrival).await?
    {
        let event = Event::new("registration-overtaken", ahead, (desk.lead, board));
        work.record(event.because(Some(reason.clone())));
    }
    desk.enter(work, Move::from(from, offered.clone()).because(Some(reason)));
    desk.close(work).await?;
    one(work, offered).await
}

/// Ends outstanding offers with the start of the first session, where that has come earlier, and
/// tells their boards.
pub(in crate::commands) async fn shorten(work: &mut Work, desk: &mut Desk) -> Result<(), Error> {
    let Some(span) = desk.cohort.span else { return Ok(()) };
    let late = |offer: &Registration| offer.offer_until.is_some_and(|until| span.start < until);
    if desk.cohort.seats.next_lapse.is_none() {
        return Ok(());
    }
    for offer in registrations::offered(&work.tx, desk.cohort.id).await? {
        if !late(&offer) {
            continue;
        }
        let offer = offer.until_start(span.start);
        registrations::update(&work.tx, &offer).await?;
        let event = Event::new("offer-shortened", offer.id, (desk.lead, offer.board));
        work.record(event.changing(vec!["offerUntilAt"]));
        let news = News::Offered { seats: offer.size(), until: span.start };
        let about = About::of(work, &desk.cohort).await?;
        letters::to_contact(work, &offer, about.tell(&offer, news));
    }
    desk.cohort.seats.next_lapse = registrations::next_lapse(&work.tx, desk.cohort.id).await?;
    Ok(())
}
