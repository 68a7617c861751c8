//! A registration comes to a status: what that is called, and what it does to the seats.

use super::{BoardStanding, Registration, RegistrationStatus};
use crate::cohorts::SeatCount;
use crate::kernel::Reason;

use RegistrationStatus::{
    Cancelled, Completed, Confirmed, Declined, Lapsed, Offered, Rejected, Submitted, Waitlisted,
    Withdrawn,
};

/// A registration that has come to the status it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub registration: Registration,
    /// The status before; nothing where it was just made.
    pub from: Option<RegistrationStatus>,
    /// Why, in the words of who did it.
    pub reason: Option<String>,
    /// The conditions that it does not meet, where those are why.
    pub unmet: Vec<Reason>,
}

impl Move {
    /// A registration that was just made.
    pub fn made(registration: Registration) -> Self {
        Self { registration, from: None, reason: None, unmet: Vec::new() }
    }

    /// A registration that was in `from` before.
    pub fn from(from: RegistrationStatus, registration: Registration) -> Self {
        Self { registration, from: Some(from), reason: None, unmet: Vec::new() }
    }

    pub fn because(self, reason: Option<String>) -> Self {
        Self { reason, ..self }
    }

    pub fn for_unmet(self, unmet: Vec<Reason>) -> Self {
        Self { unmet, ..self }
    }

    /// Why, as the history keeps it: in the words of who did it, or as the codes of conditions.
    pub fn why(&self) -> Option<String> {
        let codes = codes(&self.unmet).join(" ");
        self.reason.clone().or_else(|| Some(codes).filter(|codes| !codes.is_empty()))
    }

    /// The status it has come to.
    pub fn to(&self) -> RegistrationStatus {
        self.registration.status
    }

    /// What happened, as the history calls it.
    pub fn what(&self) -> &'static str {
        if self.from.is_none() {
            return "registration-made";
        }
        match self.to() {
            Submitted => "registration-submitted",
            Confirmed if self.from == Some(Offered) => "registration-accepted",
            Confirmed => "registration-confirmed",
            Waitlisted => "registration-waitlisted",
            Offered => "registration-offered",
            Rejected => "registration-rejected",
            Withdrawn => "registration-withdrawn",
            Declined => "registration-declined",
            Lapsed => "registration-lapsed",
            Cancelled => "registration-cancelled",
            Completed => "registration-completed",
        }
    }

    /// The seats it held before.
    fn held(&self) -> u32 {
        let held = self.from.is_some_and(RegistrationStatus::takes_seats);
        if held { self.registration.size() } else { 0 }
    }

    /// Whether somebody in the list may get on by it: seats come free, or somebody joins.
    pub fn lets_on(&self) -> bool {
        self.registration.seats() < self.held() || self.registration.waits() || self.waited()
    }

    fn waited(&self) -> bool {
        self.from == Some(Waitlisted)
    }

    /// Counts it.
    pub fn enter(&self, seats: &mut SeatCount) {
        seats.taken = (seats.taken + self.registration.seats()).saturating_sub(self.held());
        seats.waiting_teams += u32::from(self.registration.waits());
        seats.waiting_teams = seats.waiting_teams.saturating_sub(u32::from(self.waited()));
        let passed_over = self.waited() && self.registration.waiting.is_passed_over();
        seats.passed_over = seats.passed_over.saturating_sub(u32::from(passed_over));
        seats.last_arrival = seats.last_arrival.max(self.registration.arrival);
        let lapses = [seats.next_lapse, self.registration.offer_until];
        seats.next_lapse = lapses.into_iter().flatten().min();
    }

    /// Counts it where its board stands.
    pub(super) fn enter_at(&self, standing: &mut BoardStanding) {
        standing.seats = (standing.seats + self.registration.seats()).saturating_sub(self.held());
        let live = |status: RegistrationStatus| u32::from(status.is_live());
        let before = self.from.map_or(0, live);
        standing.live_registrations =
            (standing.live_registrations + live(self.to())).saturating_sub(before);
        let id = self.registration.id;
        if self.to().is_live() {
            standing.registration.get_or_insert(id);
        } else if standing.registration == Some(id) {
            standing.registration = None;
        }
    }
}

impl SeatCount {
    /// Counts that a registration has become `after`, of the same status.
    pub fn resize(&mut self, before: &Registration, after: &Registration) {
        self.taken = (self.taken + after.seats()).saturating_sub(before.seats());
    }
}

/// The codes of reasons, each once.
pub(super) fn codes(unmet: &[Reason]) -> Vec<String> {
    let mut codes: Vec<_> = unmet.iter().map(|reason| reason.code.to_owned()).collect();
    codes.dedup();
    codes
}
