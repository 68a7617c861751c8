//! Seats that are offered to a team that waits: accepted, declined, or lapsed by the clock.

use super::{Admission, BoardStanding, Registration, RegistrationStatus};
use crate::kernel::{Instant, Kind, Reason, Refusal, civil, text};

/// How a registration fares in the waiting list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How often a team behind it was offered seats that it did not fit in.
    pub overtaken: u32,
    /// The conditions for which it was passed over when it was looked at last, as refusals call
    /// them.
    pub passed_over_for: Vec<String>,
}

impl Waiting {
    /// Whether it did not meet the conditions when it was looked at last.
    pub fn is_passed_over(&self) -> bool {
        !self.passed_over_for.is_empty()
    }
}

/// How often a team is overtaken at most where larger teams are skipped.
pub const MOST_OVERTAKINGS: u32 = 3;

/// What comes of an offer that its board accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    Confirmed(Registration),
    /// It does not qualify any more: the offer is over, and its seats are for the next.
    Void {
        registration: Registration,
        unmet: Vec<Reason>,
    },
}

impl Accepted {
    /// The refusal of who does not qualify, with every condition that is unmet.
    ///
    /// # Errors
    /// That, unless it was confirmed.
    pub fn or_refused(self) -> Result<Registration, Refusal> {
        match self {
            Self::Confirmed(registration) => Ok(registration),
            Self::Void { unmet, .. } => Err(Refusal { kind: Kind::Conflict, reasons: unmet }),
        }
    }
}

impl Admission {
    /// The board takes what it was offered, if its team meets today what was checked when it was
    /// offered: a board may have closed since, or a membership ended.
    ///
    /// # Errors
    /// As for [`Registration::accept`].
    pub fn accept(&self, offer: Registration, now: Instant) -> Result<Accepted, Refusal> {
        let confirmed = offer.clone().accept(now)?;
        let unmet = self.unmet_beside(&offer);
        if unmet.is_empty() {
            return Ok(Accepted::Confirmed(confirmed));
        }
        Ok(Accepted::Void { registration: offer.moved_to(RegistrationStatus::Lapsed, now), unmet })
    }

    /// What stands against a registration that holds seats itself, which do not count against it.
    fn unmet_beside(&self, offer: &Registration) -> Vec<Reason> {
        let Some(standing) = self.boards.get(&offer.board) else { return Vec::new() };
        let seats = standing.seats.saturating_sub(offer.seats());
        self.lasting(offer, &BoardStanding { seats, ..standing.clone() })
    }
}

impl Registration {
    /// Offers the seats until an instant.
    ///
    /// # Errors
    /// `wrong-status` unless it waits.
    pub fn offer(self, until: Instant, now: Instant) -> Result<Self, Refusal> {
        let offered = self.become_status(RegistrationStatus::Offered, now)?;
        Ok(Self { offer_until: Some(until), ..offered })
    }

    /// The board takes what it was offered.
    ///
    /// # Errors
    /// `offer-lapsed` says when; `wrong-status` where nothing is offered.
    pub fn accept(self, now: Instant) -> Result<Self, Refusal> {
        self.refuse_lapsed(now)?;
        if self.status != RegistrationStatus::Offered {
            return Err(self.wrong_status());
        }
        self.become_status(RegistrationStatus::Confirmed, now)
    }

    /// The board does not want what it was offered.
    ///
    /// # Errors
    /// As for [`Registration::accept`].
    pub fn decline(self, now: Instant) -> Result<Self, Refusal> {
        self.refuse_lapsed(now)?;
        self.become_status(RegistrationStatus::Declined, now)
    }

    /// When the offer lapsed by the clock, whatever was stored since.
    pub fn lapsed_at(&self, now: Instant) -> Option<Instant> {
        match self.status {
            RegistrationStatus::Offered => self.offer_until.filter(|until| *until <= now),
            RegistrationStatus::Lapsed => Some(self.status_since),
            _ => None,
        }
    }

    /// The registration as it is at `now`: an offer lapses at its instant, also where nobody has
    /// written it down yet.
    pub fn as_of(self, now: Instant) -> Self {
        let due = self.offer_until.filter(|until| *until <= now);
        match due {
            Some(until) if self.status == RegistrationStatus::Offered => {
                self.moved_to(RegistrationStatus::Lapsed, until)
            }
            _ => self,
        }
    }

    /// The same offer, ending when the first session starts.
    pub fn until_start(self, start: Instant) -> Self {
        Self { offer_until: Some(start), version: self.version + 1, ..self }
    }

    fn refuse_lapsed(&self, now: Instant) -> Result<(), Refusal> {
        let Some(lapsed) = self.lapsed_at(now) else { return Ok(()) };
        let words = civil::in_words(lapsed);
        Err(Refusal::conflict(
            "offer-lapsed",
            text(
                format!("het aanbod is vervallen op {}", words.nl),
                format!("the offer lapsed on {}", words.en),
            ),
        ))
    }
}
