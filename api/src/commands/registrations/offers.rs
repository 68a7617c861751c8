//! Offers: what a board answers, and what an organiser offers by hand.

use leerkring_domain::kernel::{Actor, Event, Id};
use leerkring_domain::notifications::News;
use leerkring_domain::registrations::{Move, Registration};
use leerkring_persistence::registrations;

use super::desk::Desk;
use super::letters::{self, About};
use super::selection::organised;
use super::{Registered, one, own, promotion};
use crate::error::Error;
use crate::work::Work;

/// The board takes the seats that it was offered.
pub async fn accept(
    work: &mut Work,
    actor: &Actor,
    id: Id<Registration>,
) -> Result<Registered, Error> {
    let (mut desk, offer) = own(work, actor, id).await?;
    let from = offer.status;
    let accepted = offer.accept(work.now)?;
    desk.enter(work, Move::from(from, accepted.clone()));
    desk.close(work).await?;
    one(work, accepted).await
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

/// The organiser offers seats to a team of its choice.
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
