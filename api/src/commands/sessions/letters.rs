//! Who is told by e-mail what becomes of sessions.

use std::collections::HashSet;

use leerkring_domain::cohorts::{Cohort, Lead, Session};
use leerkring_domain::kernel::EmailAddress;
use leerkring_domain::notifications::{
    Addressee, Letter, Message, Reader, SessionChange, SessionReminder, SessionsChanged,
};
use leerkring_domain::registrations::{Registration, RegistrationStatus};
use leerkring_persistence::{programmes, registrations};

use crate::error::Error;
use crate::work::Work;

/// Somebody to write to, as one of a registration's people.
struct Told<'a> {
    registration: &'a Registration,
    reader: Reader,
    address: &'a EmailAddress,
}

/// The people of these registrations, each address once: who takes part before who answers for a
/// team, and those with seats before those without, so that everybody reads what holds for them.
fn everybody(live: &[Registration]) -> impl Iterator<Item = Told<'_>> {
    let confirmed = live.iter().filter(|it| it.status == RegistrationStatus::Confirmed);
    let waiting = live.iter().filter(|it| it.status != RegistrationStatus::Confirmed);
    let participants = confirmed.clone().flat_map(|registration| {
        registration.participants.iter().map(move |person| Told {
            registration,
            reader: Reader::Participant(person.id),
            address: &person.email,
        })
    });
    let contacts = confirmed.chain(waiting).map(|registration| Told {
        registration,
        reader: Reader::Contact,
        address: &registration.details.contact.email,
    });
    let mut told = HashSet::new();
    participants.chain(contacts).filter(move |it| told.insert(it.address.key()))
}

impl Told<'_> {
    fn letter(&self, message: Message) -> Letter {
        Letter {
            to: Addressee::Address(self.address.clone()),
            language: self.registration.language,
            message,
        }
    }
}

/// Tells everybody with a live registration in a locked cohort, in one letter each; who has no
/// seats yet only of what matters to them.
pub(super) async fn tell(
    work: &mut Work,
    cohort: &Cohort,
    changes: &[SessionChange],
) -> Result<(), Error> {
    if changes.is_empty() {
        return Ok(());
    }
    let programme = programmes::title(&work.tx, cohort.programme).await?;
    let live = registrations::live(&work.tx, cohort.id).await?;
    for told in everybody(&live) {
        let status = told.registration.status;
        let seated = status == RegistrationStatus::Confirmed;
        let matters = changes.iter().filter(|change| seated || change.matters_to_all());
        let changes: Vec<_> = matters.cloned().collect();
        if changes.is_empty() {
            continue;
        }
        work.send(told.letter(Message::SessionsChanged(SessionsChanged {
            registration: told.registration.id,
            reader: told.reader,
            status,
            cohort_id: cohort.id,
            programme: programme.clone(),
            cohort: cohort.plan.name.clone(),
            changes,
        })));
    }
    Ok(())
}

/// Reminds those who take part in a session of a locked cohort, and were confirmed by then: who
/// came later has just read of it.
pub(super) async fn remind(
    work: &mut Work,
    cohort: &Cohort,
    session: &Session,
    lead: Lead,
) -> Result<(), Error> {
    let programme = programmes::title(&work.tx, cohort.programme).await?;
    let at = session.reminder_at(lead);
    let mut live = registrations::live(&work.tx, cohort.id).await?;
    live.retain(|it| it.status == RegistrationStatus::Confirmed && it.status_since <= at);
    for told in everybody(&live) {
        work.send(told.letter(Message::SessionReminder(SessionReminder {
            registration: told.registration.id,
            reader: told.reader,
            session: session.id,
            cohort_id: cohort.id,
            programme: programme.clone(),
            cohort: cohort.plan.name.clone(),
            starts_at: session.period.start,
            lead,
        })));
    }
    Ok(())
}
