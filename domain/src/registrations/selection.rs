//! What an organiser decides about a team: by selection, or by hand.

use super::{Admission, Registration, RegistrationStatus};
use crate::kernel::{Code, Instant, Kind, Reason, Refusal, text};

/// A decision about a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Confirm,
    Waitlist,
    Reject,
}

impl Code for Decision {
    const ALL: &'static [Self] = &[Self::Confirm, Self::Waitlist, Self::Reject];

    fn code(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Waitlist => "waitlist",
            Self::Reject => "reject",
        }
    }
}

impl Admission {
    /// What becomes of a submitted registration.
    ///
    /// # Errors
    /// `wrong-status` unless it was submitted. Confirming: every unmet condition, as when it
    /// registered, and `full` where the whole team does not fit or the free seats belong to those
    /// who wait. Waitlisting: `no-waiting-list` and `full`.
    pub fn decide(
        &self,
        decision: Decision,
        submitted: Registration,
        now: Instant,
    ) -> Result<Registration, Refusal> {
        if submitted.status != RegistrationStatus::Submitted {
            return Err(submitted.wrong_status());
        }
        let next = match decision {
            Decision::Confirm => {
                let seats = seats_for(&submitted, self.cohort.seats_left());
                self.check(&submitted, seats, now)?;
                RegistrationStatus::Confirmed
            }
            Decision::Waitlist => {
                self.check(&submitted, self.place_to_wait(), now)?;
                RegistrationStatus::Waitlisted
            }
            Decision::Reject => RegistrationStatus::Rejected,
        };
        submitted.become_status(next, now)
    }

    /// Offers seats to a team of the organiser's choice, whoever waits before it.
    ///
    /// # Errors
    /// `wrong-status` unless it waits; every unmet condition; `full` where the team does not fit.
    pub fn offer_by_hand(
        &self,
        waiting: Registration,
        until: Instant,
        now: Instant,
    ) -> Result<Registration, Refusal> {
        if !waiting.waits() {
            return Err(waiting.wrong_status());
        }
        let seats = seats_for(&waiting, self.cohort.seats_free());
        self.check(&waiting, seats, now)?;
        waiting.offer(until, now)
    }

    fn check(
        &self,
        registration: &Registration,
        seats: Option<Reason>,
        now: Instant,
    ) -> Result<(), Refusal> {
        let mut reasons: Vec<Reason> = self.cohort.over_because(now).into_iter().collect();
        reasons.extend(self.unmet_by(registration));
        reasons.extend(seats);
        Refusal::unless_empty(Kind::Conflict, reasons)
    }

    fn place_to_wait(&self) -> Option<Reason> {
        let list = self.cohort.plan.waiting_list;
        if list.has_room(self.cohort.seats.teams_in_line()) {
            return None;
        }
        Some(if list.is_kept() {
            Reason::new("full", text("de wachtlijst is vol", "the waiting list is full"))
        } else {
            let sentence = text("de groep heeft geen wachtlijst", "the cohort has no waiting list");
            Reason::new("no-waiting-list", sentence)
        })
    }
}

/// Why a registration gets none of the `left` seats, where it does not fit in them.
fn seats_for(registration: &Registration, left: u32) -> Option<Reason> {
    let size = registration.size();
    (left < size).then(|| {
        Reason::new(
            "full",
            text(
                format!("er zijn {left} plaatsen te vergeven; dit team telt {size} deelnemers"),
                format!("{left} seats can be given out; this team has {size} participants"),
            ),
        )
    })
}
