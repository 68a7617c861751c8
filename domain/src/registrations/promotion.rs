//! Who is offered seats that came free. One walk down the waiting list serves every way in which
//! they can: withdrawal, lapse, decline, more capacity.
//!
//! Source: product rules "Waiting list"; docs/adr/0017-offers.md.

#[cfg(test)]
mod tests;

use super::moves::codes;
use super::offers::MOST_OVERTAKINGS;
use super::{Admission, Move, Registration, RegistrationStatus};
use crate::cohorts::full;
use crate::kernel::{Instant, Reason};

/// What came of a team in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promoted {
    Offered(Registration),
    /// A team behind it was offered seats that it did not fit in.
    Overtaken(Registration),
    /// It does not meet the conditions any more: it keeps its place, and holds up nobody.
    PassedOver {
        team: Registration,
        unmet: Vec<Reason>,
        /// Whether it was in line until now.
        was_in_line: bool,
    },
    /// It meets the conditions again.
    Restored(Registration),
}

/// A walk down the waiting list, from its head on.
#[derive(Debug)]
pub struct Walk {
    now: Instant,
    /// Until when an offer made now is good.
    until: Instant,
    /// Those who did not fit, while larger teams are skipped.
    skipped: Vec<(Registration, u32)>,
    promoted: Vec<Promoted>,
    over: bool,
}

impl Walk {
    pub fn new(now: Instant, until: Instant) -> Self {
        Self { now, until, skipped: Vec::new(), promoted: Vec::new(), over: false }
    }

    /// Whether nobody further down can be offered anything.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Looks at the next team in the list. What it is offered is entered into the facts.
    pub fn consider(&mut self, facts: &mut Admission, team: Registration) {
        let free = facts.cohort.seats_free();
        if self.over || free == 0 {
            self.over = true;
            return;
        }
        let unmet: Vec<Reason> = facts.unmet_by(&team);
        if !unmet.is_empty() {
            self.pass_over(team, unmet);
        } else if team.size() <= free {
            self.offer(facts, team);
        } else {
            self.skip(facts, team);
        }
    }

    fn pass_over(&mut self, mut team: Registration, unmet: Vec<Reason>) {
        let codes = codes(&unmet);
        if team.waiting.passed_over_for != codes {
            let was_in_line = !team.waiting.is_passed_over();
            team.waiting.passed_over_for = codes;
            team.version += 1;
            self.promoted.push(Promoted::PassedOver { team, unmet, was_in_line });
        }
    }

    fn offer(&mut self, facts: &mut Admission, team: Registration) {
        let Ok(offered) = team.offer(self.until, self.now) else { return };
        facts.enter(&Move::from(RegistrationStatus::Waitlisted, offered.clone()));
        self.promoted.push(Promoted::Offered(offered));
        for (skipped, times) in &mut self.skipped {
            *times += 1;
            self.over |= MOST_OVERTAKINGS <= skipped.waiting.overtaken + *times;
        }
    }

    fn skip(&mut self, facts: &Admission, mut team: Registration) {
        if team.waiting.is_passed_over() {
            team.waiting.passed_over_for.clear();
            team.version += 1;
            self.promoted.push(Promoted::Restored(team.clone()));
        }
        let may_be_overtaken = team.waiting.overtaken < MOST_OVERTAKINGS;
        self.over = !(facts.cohort.plan.offers.skip_larger_teams && may_be_overtaken);
        self.skipped.push((team, 0));
    }

    /// What came of teams since this was asked last, in the order in which it is to be stored.
    pub fn so_far(&mut self) -> Vec<Promoted> {
        std::mem::take(&mut self.promoted)
    }

    /// What else came of teams, once the walk is over.
    pub fn end(mut self) -> Vec<Promoted> {
        let overtaken = self.skipped.into_iter().filter(|(_, times)| 0 < *times);
        self.promoted.extend(overtaken.map(|(mut team, times)| {
            team.waiting.overtaken += times;
            team.version += 1;
            Promoted::Overtaken(team)
        }));
        self.promoted
    }
}

impl Admission {
    /// What a direct registration of this team would be refused for today, but for the window, in
    /// which it came, and for the seats, which the list gives out in order.
    pub fn unmet_by(&self, registration: &Registration) -> Vec<Reason> {
        let Some(standing) = self.boards.get(&registration.board) else { return Vec::new() };
        let mut conditions = self.lasting(registration, standing);
        if self.cohort.plan.capacity < registration.size() {
            conditions.push(full(self.cohort.plan.capacity));
        }
        conditions
    }
}
