//! When a fee falls due, and when it is taken back.

use crate::cohorts::{Cohort, CohortStatus};
use crate::kernel::Instant;
use crate::registrations::RegistrationStatus::{self, Cancelled, Confirmed, Withdrawn};

/// What a change of status means for the fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// The fee falls due.
    Fee,
    /// The fee is taken back.
    Credit,
    Nothing,
}

/// What it means that a registration for `cohort` came from one status, or from nowhere, to another.
/// Without a date for it, withdrawing costs nothing: it is possible only before the first session.
/// Cancelling the cohort comes to every registration, also to one that stays withdrawn: nobody
/// pays for what is not held.
pub fn due(
    from: Option<RegistrationStatus>,
    to: RegistrationStatus,
    cohort: &Cohort,
    now: Instant,
) -> Due {
    match (from, to) {
        (Some(Confirmed), Cancelled) => Due::Credit,
        (Some(Confirmed), Withdrawn) if gives_back_free(cohort, now) => Due::Credit,
        (Some(Withdrawn), Withdrawn) if cohort.status == CohortStatus::Cancelled => Due::Credit,
        (Some(Confirmed), _) => Due::Nothing,
        (_, Confirmed) => Due::Fee,
        _ => Due::Nothing,
    }
}

/// Whether seats are given back at `now` without being paid for.
pub fn gives_back_free(cohort: &Cohort, now: Instant) -> bool {
    cohort.plan.free_cancellation_until.is_none_or(|until| now < until)
}
