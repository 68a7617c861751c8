//! From the days of a cohort to its plan and its sessions.

use chrono::{NaiveDate, NaiveTime};
use leerkring_domain::cohorts::{
    AgendaItem, Breakout, Minimum, NewSession, OfferRule, Place, Plan, SessionMode,
};
use leerkring_domain::kernel::RegionKey;
use leerkring_domain::kernel::civil::{self, CivilMoment, Resolved};

use super::catalogue::{CohortFacts, Hours, ProgrammeFacts, Registration, SessionLength};
use super::texts::{Added, BREAKOUT_SEATS};
use super::{lacks, plan};
use crate::error::Error;
use crate::work::Work;

/// Who is confirmed finds a session's meeting here; nobody is there.
const MEETING_LINK: &str = "https://vergadering.example.nl/demo";

/// A cohort before it has times and seats.
pub(super) struct Outline {
    pub name: String,
    pub region: Option<RegionKey>,
    pub days: Vec<NaiveDate>,
    /// Absent for a draft.
    pub registration: Option<Registration>,
}

/// What all cohorts of a programme have in common.
pub(super) struct Meetings<'a> {
    hours: Hours,
    mode: SessionMode,
    place: Option<String>,
    capacity: u32,
    costs: bool,
    agenda: Vec<AgendaItem>,
    added: &'a Added,
}

impl<'a> Meetings<'a> {
    pub(super) fn of(facts: &ProgrammeFacts, added: &'a Added) -> Result<Self, Error> {
        let online = facts.mode.as_deref().filter(|mode| mode.starts_with("online"));
        let tool = online.and_then(|mode| mode.split_once(", ")).map(|(_, tool)| tool.to_owned());
        let item = |(starts, title): &(NaiveTime, String)| AgendaItem {
            starts: *starts,
            title: title.clone(),
        };
        Ok(Self {
            hours: hours(facts)?,
            mode: if online.is_some() { SessionMode::Online } else { SessionMode::OnSite },
            place: tool.or_else(|| added.place.map(str::to_owned)),
            capacity: facts.capacity.unwrap_or(added.capacity),
            costs: facts.fee.is_some(),
            agenda: facts.agenda.iter().map(item).collect(),
            added,
        })
    }

    /// The same for a programme that the catalogue does not have.
    pub(super) fn of_draft(added: &'a Added) -> Result<Self, Error> {
        Ok(Self {
            hours: between((9, 30), (16, 30))?,
            mode: SessionMode::OnSite,
            place: added.place.map(str::to_owned),
            capacity: added.capacity,
            costs: false,
            agenda: Vec::new(),
            added,
        })
    }

    /// The cohort's old name, or its new day where the old name was a day.
    pub(super) fn name_again(facts: &CohortFacts, days: &[NaiveDate]) -> String {
        let old = facts.dates.first().and_then(|day| in_words(*day));
        if old.as_deref() == Some(&facts.name) {
            days.first().and_then(|day| in_words(*day)).unwrap_or_else(|| facts.name.clone())
        } else {
            facts.name.clone()
        }
    }

    /// The plan of a cohort and its sessions. Takes as many ids whatever the day.
    pub(super) fn plan(
        &self,
        work: &Work,
        outline: Outline,
    ) -> Result<(Plan, Vec<NewSession>), Error> {
        let first = outline.days.first().ok_or_else(|| lacks("a day for a cohort"))?;
        let registration = outline.registration.unwrap_or(Registration::Announced);
        let window = plan::window(registration, civil::today(work.now), *first);
        let window = window.ok_or_else(|| lacks("a window for a cohort"))?;
        let sessions = outline.days.iter().map(|day| self.session(work, *day)).collect();
        let plan = Plan {
            name: outline.name,
            region: outline.region,
            capacity: self.capacity,
            seats_per_board: None,
            several_per_board: false,
            window,
            waiting_list: self.added.waiting_list,
            offers: OfferRule::default(),
            minimum: self
                .costs
                .then_some(Minimum { participants: self.capacity / 2, decide_by: window.end }),
            free_cancellation_until: self.costs.then_some(window.end),
            place: self.place.clone(),
            facilitator: None,
        };
        Ok((plan, sessions))
    }

    fn session(&self, work: &Work, on: NaiveDate) -> NewSession {
        let online = self.mode == SessionMode::Online;
        let breakout = |title: &&str| Breakout {
            id: work.id::<Breakout>().uuid(),
            title: (*title).to_owned(),
            capacity: BREAKOUT_SEATS,
            taken: 0,
        };
        NewSession {
            on,
            starts: self.hours.0,
            ends: self.hours.1,
            place: Place {
                mode: self.mode,
                address: None,
                meeting_link: online.then(|| MEETING_LINK.to_owned()),
            },
            theme: None,
            agenda: self.agenda.clone(),
            breakouts: self.added.breakouts.iter().map(breakout).collect(),
            expected: Vec::new(),
        }
    }
}

fn hours(facts: &ProgrammeFacts) -> Result<Hours, Error> {
    let of_cohorts = facts.cohorts.iter().find_map(|cohort| cohort.time);
    if let Some(hours) = facts.session_time.or(of_cohorts) {
        return Ok(hours);
    }
    match facts.session_length {
        Some(SessionLength::HalfADay) => between((9, 30), (13, 0)),
        Some(SessionLength::AboutThreeHours) => between((13, 30), (16, 30)),
        None => between((9, 30), (16, 30)),
    }
}

fn between(from: (u32, u32), until: (u32, u32)) -> Result<Hours, Error> {
    let at = |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0);
    at(from).zip(at(until)).ok_or_else(|| lacks("hours for a session"))
}

/// `1 december 2020`.
fn in_words(on: NaiveDate) -> Option<String> {
    let noon = CivilMoment { on, at: NaiveTime::from_hms_opt(12, 0, 0)? };
    let (Resolved::Once(noon) | Resolved::FirstOfTwo(noon)) = noon.resolve() else { return None };
    civil::in_words(noon).nl.split(" om ").next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cohort(name: &str) -> CohortFacts {
        CohortFacts {
            name: name.into(),
            dates: vec!["2020-12-01".parse().unwrap()],
            time: None,
            registration: Registration::Open,
        }
    }

    #[test]
    fn a_cohort_that_was_called_by_its_day_is_called_by_its_new_day() {
        let days = ["2027-01-05".parse().unwrap()];
        assert_eq!(Meetings::name_again(&cohort("1 december 2020"), &days), "5 januari 2027");
        assert_eq!(Meetings::name_again(&cohort("Groep 1"), &days), "Groep 1");
    }
}
