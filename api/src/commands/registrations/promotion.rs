//! Offers the seats that are free to those who wait: in the transaction that freed them, and for
//! every way in which they can come free.

use leerkring_domain::kernel::{Event, Instant};
use leerkring_domain::notifications::News;
use leerkring_domain::registrations::{Move, Promoted, Registration, RegistrationStatus, Walk};
use leerkring_domain::working_hours::answer_until;
use leerkring_persistence::{organisers, registrations};

use super::desk::{Desk, server};
use super::letters;
use crate::error::Error;
use crate::work::Work;

/// How many teams of the list are read at once.
const AT_ONCE: u64 = 50;

/// Walks down the list of the desk's cohort as far as seats and rules allow.
pub(super) async fn run(work: &mut Work, desk: &mut Desk) -> Result<(), Error> {
    let mut walk = Walk::new(work.now, until(work, desk).await?);
    let mut after = 0;
    while !walk.is_over() {
        let teams = registrations::in_line(&work.tx, desk.cohort.id, after, AT_ONCE).await?;
        let Some(last) = teams.last() else { break };
        after = last.arrival;
        let mut facts = desk.facts(work, &teams).await?;
        for team in teams {
            walk.consider(&mut facts, team);
        }
        // Stored now, so that the facts about those further down count it.
        for promoted in walk.so_far() {
            store(work, desk, promoted).await?;
        }
    }
    for promoted in walk.end() {
        store(work, desk, promoted).await?;
    }
    desk.store(work).await
}

/// Until when an offer of this cohort that is made now is good.
pub(super) async fn until(work: &Work, desk: &Desk) -> Result<Instant, Error> {
    let organiser = organisers::find(&work.tx, desk.lead).await?;
    let hours = desk.cohort.plan.offers.hours;
    let first = desk.cohort.span.map(|span| span.start);
    Ok(answer_until(work.now, hours, organiser.working_hours.as_ref(), first))
}

async fn store(work: &mut Work, desk: &mut Desk, promoted: Promoted) -> Result<(), Error> {
    match promoted {
        Promoted::Offered(team) => {
            desk.enter_by_server(Move::from(RegistrationStatus::Waitlisted, team));
            Ok(())
        }
        Promoted::Overtaken(team) => note(work, desk, &team, "registration-overtaken").await,
        Promoted::PassedOver { team, unmet, was_in_line } => {
            desk.cohort.seats.passed_over += u32::from(was_in_line);
            note(work, desk, &team, "registration-passed-over").await?;
            let conditions = unmet.into_iter().map(|reason| reason.text.into()).collect();
            let about = letters::About::of(work, &desk.cohort).await?;
            letters::to_contact(work, &team, about.tell(&team, News::PassedOver { conditions }));
            Ok(())
        }
        Promoted::Restored(team) => {
            desk.cohort.seats.passed_over = desk.cohort.seats.passed_over.saturating_sub(1);
            Ok(registrations::update(&work.tx, &team).await?)
        }
    }
}

/// Stores what came of a team that keeps waiting, with an entry in its history.
async fn note(
    work: &mut Work,
    desk: &Desk,
    team: &Registration,
    what: &'static str,
) -> Result<(), Error> {
    registrations::update(&work.tx, team).await?;
    let codes = team.waiting.passed_over_for.join(" ");
    let event = Event::new(what, team.id, (desk.lead, team.board));
    let reason = Some(codes).filter(|codes| !codes.is_empty());
    work.record_by(server(), event.because(reason));
    Ok(())
}
