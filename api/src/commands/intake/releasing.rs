//! Intakes that are not held: teams are told, and book another slot.

use leerkring_domain::intake::{Openings, released_warning};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Event, Id, Instant, Reason};
use leerkring_domain::notifications::News;
use leerkring_domain::registrations::Registration;
use leerkring_persistence::{intake, registrations};

use super::super::registrations::desk::Desk;
use super::super::registrations::letters::{About, to_all};
use crate::error::Error;
use crate::work::Work;

/// Takes the slots back that would not end before the first session, which was moved: an intake comes
/// before the start. What to tell whoever moved it.
pub(in crate::commands) async fn release_late(
    work: &mut Work,
    desk: &Desk,
) -> Result<Option<Reason>, Error> {
    let Some(first) = desk.cohort.span.map(|span| span.start) else { return Ok(None) };
    let mut teams = 0;
    for slot in intake::booked_beyond(&work.tx, desk.cohort.id, first).await? {
        let (at, booking) = (slot.period.start, slot.booking);
        let Some((booking, free)) = booking.zip(slot.released(first, work.now)) else { continue };
        intake::update(&work.tx, &free).await?;
        let why = (Some(first), Some("slot-after-start".to_owned()));
        tell(work, desk, (booking.registration, at), why).await?;
        teams += 1;
    }
    if teams == 0 {
        return Ok(None);
    }
    let openings = Openings { at: work.now, starts_at: Some(first) };
    let left = intake::count_free(&work.tx, desk.cohort.id, openings).await?;
    Ok(Some(released_warning(teams, left)))
}

/// Tells a team that its intake at an instant is not held: because of the first session, which starts
/// now at the instant given, or for a reason in the words of the organiser. The history keeps the
/// reason.
pub(super) async fn tell(
    work: &mut Work,
    desk: &Desk,
    (team, at): (Id<Registration>, Instant),
    (first, reason): (Option<Instant>, Option<String>),
) -> Result<(), Error> {
    let everything = Scope { everything: true, ..Scope::default() };
    let team = registrations::find(&work.tx, team, &everything).await?;
    let event = Event::new("intake-cancelled", team.id, (desk.lead, team.board));
    work.record(event.because(reason.clone()));
    let about = About::of(work, &desk.cohort).await?;
    let news = about.tell(&team, News::IntakeCancelled { at, first });
    let in_words = reason.filter(|_| first.is_none());
    to_all(work, &team, &news.because(in_words));
    Ok(())
}
