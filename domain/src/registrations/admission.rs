//! Who gets a seat: the conditions for a team, and the ruling on its registration.

mod conditions;

use std::collections::{BTreeSet, HashMap, HashSet};

pub(super) use self::conditions::already_in_cohort;

use self::conditions::board_exists;
use super::condition::Condition;
use super::roles::unknown_role;
use super::{Move, Participant, Registration, RegistrationStatus, Team, Waiting};
use crate::boards::{Board, Sector};
use crate::cohorts::Cohort;
use crate::kernel::{Id, Instant, Kind, Reason, Refusal, RegionKey, text};
use crate::programmes::{self, EntryStanding, Rules};

/// Everything a ruling needs to know about one cohort. While it is held, nobody else may give out
/// seats of that cohort; every ruling is entered, so that the next one counts it.
#[derive(Debug, Clone)]
pub struct Admission {
    pub cohort: Cohort,
    /// The title of the programme that the cohort is a run of.
    pub programme: String,
    pub rules: Rules,
    /// The name of the organiser whose membership is asked, with who is a member.
    pub cover: Option<Cover>,
    pub boards: HashMap<Id<Board>, BoardStanding>,
    /// The persons (e-mail in lower case) that stand in the cohort.
    pub persons: HashSet<String>,
}

/// The membership that a programme asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    pub organiser: String,
    pub members: CoveredBy,
}

/// Who is a member on the day of registering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoveredBy {
    Boards(HashSet<Id<Board>>),
    /// E-mail addresses in lower case: every participant has to be a member.
    Persons(HashSet<String>),
}

/// A board as the ruling sees it.
#[derive(Debug, Clone, Default)]
pub struct BoardStanding {
    pub name: String,
    /// Five digits.
    pub number: String,
    /// Since when it is closed, and the name of the board that took over.
    pub closed: Option<(chrono::NaiveDate, Option<String>)>,
    pub sectors: Vec<Sector>,
    pub regions: HashSet<RegionKey>,
    pub live_registrations: u32,
    /// One of them.
    pub registration: Option<Id<Registration>>,
    /// Seats held across its registrations in this cohort.
    pub seats: u32,
    /// Where the programme asks for a self-assessment before the start.
    pub entry: Option<EntryStanding>,
}

impl Admission {
    /// Every condition for `board`, and for its `team` once it has one.
    pub fn conditions(
        &self,
        board: Id<Board>,
        team: Option<&Team>,
        now: Instant,
    ) -> Vec<Condition> {
        let Some(standing) = self.boards.get(&board) else { return Vec::new() };
        let mut conditions = vec![
            self.open(now),
            board_exists(standing),
            self.sector(standing),
            self.region(standing),
            self.membership(board, team.map(|team| team.participants.as_slice()), standing),
            self.one_registration(standing),
        ];
        if let Some(team) = team {
            conditions.extend([
                self.team_size(&team.participants),
                self.team_roles(&team.participants),
                self.audience_roles(&team.participants),
                self.once(team),
            ]);
        }
        let size = team.map_or(self.rules.team.least.into(), size);
        conditions.push(self.board_seats(standing, size));
        conditions.push(self.seats(size, now));
        conditions
    }

    /// Gives `team` its seats or its place on the waiting list, or says everything against it.
    ///
    /// # Errors
    /// A conflict with every reason of every unmet condition, in the order of the conditions.
    pub fn register(
        &mut self,
        team: Team,
        id: Id<Registration>,
        now: Instant,
    ) -> Result<Registration, Refusal> {
        let unmet: Vec<Reason> = self
            .conditions(team.board, Some(&team), now)
            .into_iter()
            .flat_map(|condition| condition.unmet)
            .collect();
        Refusal::unless_empty(Kind::Conflict, unmet)?;
        let status = self.status_for(size(&team));
        let registration = Registration {
            id,
            cohort: self.cohort.id,
            board: team.board,
            arrival: self.cohort.seats.last_arrival + 1,
            details: team.details,
            participants: team.participants,
            status,
            registered_at: now,
            status_since: now,
            language: team.language,
            offer_until: None,
            waiting: Waiting::default(),
            version: 1,
        };
        self.enter(&Move::made(registration.clone()));
        Ok(registration)
    }

    /// What stands against a registration that came in time: all that was asked of it then but
    /// the window and the seats. Its persons stand in the cohort once, as long as it is live.
    pub(super) fn lasting(
        &self,
        registration: &Registration,
        standing: &BoardStanding,
    ) -> Vec<Reason> {
        let people = registration.participants.as_slice();
        let conditions = [
            board_exists(standing),
            self.sector(standing),
            self.region(standing),
            self.membership(registration.board, Some(people), standing),
            self.one_with_seats(standing),
            self.team_size(people),
            self.team_roles(people),
            self.audience_roles(people),
            self.board_seats(standing, registration.size()),
        ];
        conditions.into_iter().flat_map(|condition| condition.unmet).collect()
    }

    /// What to tell a team that is accepted although something deserves a thought.
    pub fn warnings(&self, people: &[Participant]) -> Vec<Reason> {
        let rules = &self.rules;
        let asked = rules.team.roles.iter().map(|required| required.role.as_str());
        let named: Vec<&str> =
            asked.chain(rules.audience.roles.iter().map(String::as_str)).collect();
        let taken: BTreeSet<&str> = people.iter().map(|person| person.role.as_str()).collect();
        let unusual = taken.into_iter().filter_map(|role| unknown_role(role, &named));
        self.small_team(people.len()).into_iter().chain(unusual).collect()
    }

    fn small_team(&self, size: usize) -> Option<Reason> {
        let recommended = self.rules.team.recommended?;
        (size < usize::from(recommended)).then(|| {
            Reason::new(
                "fewer-than-recommended",
                text(
                    format!("aanbevolen is een team van {recommended}; dit team telt {size}"),
                    format!("a team of {recommended} is recommended; this one has {size}"),
                ),
            )
        })
    }

    fn status_for(&self, size: u32) -> RegistrationStatus {
        match self.rules.admission {
            programmes::Admission::Selection => RegistrationStatus::Submitted,
            programmes::Admission::Automatic if size <= self.cohort.seats_left() => {
                RegistrationStatus::Confirmed
            }
            programmes::Admission::Automatic => RegistrationStatus::Waitlisted,
        }
    }

    /// Counts a move, so that the next ruling knows of it.
    pub fn enter(&mut self, moved: &Move) {
        moved.enter(&mut self.cohort.seats);
        let registration = &moved.registration;
        if let Some(standing) = self.boards.get_mut(&registration.board) {
            moved.enter_at(standing);
        }
        let persons = registration.participants.iter().map(|person| person.email.key());
        self.persons.extend(persons.filter(|_| registration.status.is_live()));
    }
}

fn size(team: &Team) -> u32 {
    u32::try_from(team.participants.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(super) mod tests;
