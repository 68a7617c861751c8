//! What is told of a team that was accepted.

use leerkring_domain::kernel::{Instant, Reason};
use leerkring_domain::registrations::{Admission, BoardStanding, NextStep, Registration};
use leerkring_persistence::boards::Label;
use leerkring_persistence::cohorts::Named;

use crate::commands::registrations::{Intake, Registered};

/// The most that one team is told to do or to think about.
const MOST_WARNINGS: usize = 10;

/// The registration with what its readers want beside it, as the ruling knows it.
pub(super) fn registered(admission: &Admission, registration: Registration) -> Registered {
    let standing = admission.boards.get(&registration.board);
    Registered {
        board: standing.map(label).unwrap_or_default(),
        cohort: Named {
            programme: admission.cohort.programme,
            title: admission.programme.clone(),
            name: admission.cohort.plan.name.clone(),
            starts_at: admission.cohort.span.map(|span| span.start),
        },
        entry: standing.and_then(|standing| standing.entry),
        position: registration.waits().then(|| admission.cohort.seats.waiting_teams.into()),
        intake: admission
            .rules
            .intake
            .then_some(Intake { slot: None, now: registration.registered_at }),
        registration,
    }
}

/// What a team that was accepted has still to do, and what deserves a thought.
pub(super) fn warnings(
    admission: &Admission,
    registered: &Registered,
    now: Instant,
) -> Vec<Reason> {
    let steps = registered.preparations().next_steps(now).into_iter().map(NextStep::warning);
    let thoughts = admission.warnings(&registered.registration.participants);
    steps.chain(thoughts).take(MOST_WARNINGS).collect()
}

fn label(standing: &BoardStanding) -> Label {
    Label { number: standing.number.clone(), name: standing.name.clone() }
}
