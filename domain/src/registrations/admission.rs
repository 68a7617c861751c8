//! Who gets a seat: the conditions for a team, and the ruling on its registration.

use std::collections::{HashMap, HashSet};

use super::condition::Condition;
use super::{Registration, RegistrationStatus, Team};
use crate::boards::{Board, Sector};
use crate::cohorts::{Cohort, full};
use crate::kernel::{Code, Id, Instant, Kind, Reason, Refusal, RegionKey, Text, civil, text};
use crate::programmes::{self, Rules};

/// Everything a ruling needs to know about one cohort. While it is held, nobody else may give out
/// seats of that cohort; every ruling is entered, so that the next one counts it.
#[derive(Debug, Clone)]
pub struct Admission {
    pub cohort: Cohort,
    pub rules: Rules,
    /// The name of the organiser whose membership is asked, with who is a member.
    pub cover: Option<Cover>,
    /// The arrival number given out last.
    pub last_arrival: i64,
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

impl Cover {
    fn covers(&self, board: Id<Board>, team: Option<&Team>) -> bool {
        match &self.members {
            CoveredBy::Boards(boards) => boards.contains(&board),
            CoveredBy::Persons(persons) => team.is_none_or(|team| {
                team.participants.iter().all(|person| persons.contains(&person.email.key()))
            }),
        }
    }
}

/// A board as the ruling sees it.
#[derive(Debug, Clone, Default)]
pub struct BoardStanding {
    pub name: String,
    /// Since when it is closed, and the name of the board that took over.
    pub closed: Option<(chrono::NaiveDate, Option<String>)>,
    pub sectors: Vec<Sector>,
    pub regions: HashSet<RegionKey>,
    pub live_registrations: u32,
    /// Seats held across its registrations in this cohort.
    pub seats: u32,
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
            self.membership(board, team, standing),
            self.one_registration(standing),
        ];
        if let Some(team) = team {
            conditions.extend([
                self.team_size(team),
                self.team_roles(team),
                self.audience_roles(team),
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
            arrival: self.last_arrival + 1,
            details: team.details,
            participants: team.participants,
            status,
            registered_at: now,
            status_since: now,
            version: 1,
        };
        self.enter(&registration);
        Ok(registration)
    }

    /// What to tell a team that was accepted although something deserves a thought.
    pub fn warning(&self, team_size: u32) -> Option<Reason> {
        let recommended = u32::from(self.rules.team.recommended?);
        (team_size < recommended).then(|| {
            Reason::new(
                "fewer-than-recommended",
                text(
                    format!("aanbevolen is een team van {recommended}; dit team telt {team_size}"),
                    format!("a team of {recommended} is recommended; this one has {team_size}"),
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

    fn enter(&mut self, registration: &Registration) {
        self.last_arrival = registration.arrival;
        self.cohort.seats.taken += registration.seats();
        if registration.status == RegistrationStatus::Waitlisted {
            self.cohort.seats.waiting_teams += 1;
        }
        if let Some(standing) = self.boards.get_mut(&registration.board) {
            standing.live_registrations += 1;
            standing.seats += registration.seats();
        }
        let persons = registration.participants.iter().map(|person| person.email.key());
        self.persons.extend(persons);
    }

    /// Seats are a condition of their own; here the rest of the phase counts.
    fn open(&self, now: Instant) -> Condition {
        let closes = civil::in_words(self.cohort.plan.window.end);
        let detail = text(
            format!("de aanmelding is open tot {}", closes.nl),
            format!("registration is open until {}", closes.en),
        );
        let reason = self.cohort.closed_because(now).filter(|reason| reason.code != "full");
        Condition::new("registration-open", detail, reason)
    }

    fn sector(&self, standing: &BoardStanding) -> Condition {
        let asked = &self.rules.audience.sectors;
        let meets = asked.is_empty() || standing.sectors.iter().any(|it| asked.contains(it));
        let list = |sectors: &[Sector]| {
            sectors.iter().map(|sector| sector.code()).collect::<Vec<_>>().join(", ")
        };
        let (asked, has) = (list(asked), list(&standing.sectors));
        let unmet = Reason::new(
            "sector-not-admitted",
            text(
                format!("het aanbod is voor {asked}; het bestuur werkt in {has}"),
                format!("this is for {asked}; the board works in {has}"),
            ),
        );
        let detail = text("de sector van het bestuur past", "the board's sector fits");
        Condition::new("sector", detail, (!meets).then_some(unmet))
    }

    fn region(&self, standing: &BoardStanding) -> Condition {
        let asked = &self.rules.audience.regions;
        let meets = asked.is_empty() || asked.iter().any(|it| standing.regions.contains(it));
        let asked = asked.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let unmet = Reason::new(
            "region-not-admitted",
            text(
                format!("het aanbod is voor {asked}; het bestuur heeft daar geen school"),
                format!("this is for {asked}; the board has no school there"),
            ),
        );
        let detail = text("de regio van het bestuur past", "the board's region fits");
        Condition::new("region", detail, (!meets).then_some(unmet))
    }

    fn membership(
        &self,
        board: Id<Board>,
        team: Option<&Team>,
        standing: &BoardStanding,
    ) -> Condition {
        let Some(cover) = &self.cover else {
            let detail = text("geen lidmaatschap vereist", "no membership is asked for");
            return Condition::new("membership", detail, None);
        };
        let organiser = &cover.organiser;
        let (nl, en) = match cover.members {
            CoveredBy::Boards(_) => {
                let name = &standing.name;
                (format!("{name} is vandaag geen lid"), format!("{name} is not a member today"))
            }
            CoveredBy::Persons(_) => (
                "niet iedere deelnemer is vandaag lid".to_owned(),
                "not every participant is a member today".to_owned(),
            ),
        };
        let unmet = Reason::new(
            "membership-required",
            text(
                format!("het aanbod is voor leden van {organiser}; {nl}"),
                format!("this is for members of {organiser}; {en}"),
            ),
        );
        let detail =
            text(format!("voor leden van {organiser}"), format!("for members of {organiser}"));
        Condition::new("membership", detail, (!cover.covers(board, team)).then_some(unmet))
    }

    fn one_registration(&self, standing: &BoardStanding) -> Condition {
        let already = standing.live_registrations > 0 && !self.cohort.plan.several_per_board;
        let unmet = Reason::new(
            "already-registered",
            text(
                "het bestuur heeft in deze groep al een aanmelding; wijzig die",
                "the board has a registration in this cohort already; change that one",
            ),
        );
        let detail = text("nog geen aanmelding in deze groep", "no registration here yet");
        Condition::new("one-registration", detail, already.then_some(unmet))
    }

    fn team_size(&self, team: &Team) -> Condition {
        let (least, most) = (u32::from(self.rules.team.least), u32::from(self.rules.team.most));
        let has = size(team);
        let wrong = |code| {
            Reason::new(
                code,
                text(
                    format!("een team telt {least} tot {most} deelnemers; dit team telt {has}"),
                    format!("a team has {least} to {most} participants; this one has {has}"),
                ),
            )
            .at("/participants")
        };
        let unmet = match has {
            _ if has < least => Some(wrong("team-too-small")),
            _ if most < has => Some(wrong("team-too-large")),
            _ => None,
        };
        let detail = text(format!("{has} deelnemers"), format!("{has} participants"));
        Condition::new("team-size", detail, unmet)
    }

    fn team_roles(&self, team: &Team) -> Condition {
        let missing = self.rules.team.roles.iter().filter_map(|required| {
            let (role, asked) = (&required.role, usize::from(required.count));
            let has = team.participants.iter().filter(|person| person.role == *role).count();
            (has < asked).then(|| {
                Reason::new(
                    "role-missing",
                    text(
                        format!("het team vraagt {asked} × {role} en heeft er {has}"),
                        format!("the team needs {asked} × {role} and has {has}"),
                    ),
                )
                .at("/participants")
            })
        });
        let detail = text("de vereiste rollen zijn er", "the roles that are asked for are there");
        Condition::new("team-roles", detail, missing)
    }

    fn audience_roles(&self, team: &Team) -> Condition {
        let admitted = &self.rules.audience.roles;
        let strangers = team.participants.iter().enumerate().filter_map(|(index, person)| {
            let role = &person.role;
            (!admitted.is_empty() && !admitted.contains(role)).then(|| {
                let list = admitted.join(", ");
                Reason::new(
                    "role-not-admitted",
                    text(
                        format!("het aanbod is voor {list}, niet voor {role}"),
                        format!("this is for {list}, not for {role}"),
                    ),
                )
                .at(format!("/participants/{index}/role"))
            })
        });
        let detail = text("de rollen horen tot de doelgroep", "the roles are in the audience");
        Condition::new("audience-roles", detail, strangers)
    }

    fn once(&self, team: &Team) -> Condition {
        let mut seen = HashSet::new();
        let twice = team.participants.iter().enumerate().filter_map(|(index, person)| {
            let key = person.email.key();
            let unmet = if self.persons.contains(&key) {
                Some(already_in_cohort())
            } else if seen.insert(key) {
                None
            } else {
                Some(Reason::new(
                    "participant-twice",
                    text(
                        "deze persoon staat twee keer in het team (hetzelfde e-mailadres)",
                        "this person is in the team twice (the same e-mail address)",
                    ),
                ))
            };
            unmet.map(|reason| reason.at(format!("/participants/{index}/email")))
        });
        let detail = text("iedereen staat één keer in de groep", "everybody is in the cohort once");
        Condition::new("once-per-cohort", detail, twice.collect::<Vec<_>>())
    }

    fn board_seats(&self, standing: &BoardStanding, size: u32) -> Condition {
        let has = standing.seats;
        let over = self.cohort.plan.seats_per_board.filter(|most| *most < has + size);
        let unmet = over.map(|most| {
            Reason::new(
                "board-seats-exceeded",
                text(
                    format!("een bestuur heeft hier hoogstens {most} plaatsen; er zijn er {has}"),
                    format!("a board has at most {most} seats here; it holds {has}"),
                ),
            )
        });
        let detail = text("binnen het aantal per bestuur", "within the seats per board");
        Condition::new("seats-per-board", detail, unmet)
    }

    fn seats(&self, size: u32, now: Instant) -> Condition {
        let left = self.cohort.seats_left();
        let waits = self.cohort.plan.waiting_list;
        let selection = self.rules.admission == programmes::Admission::Selection;
        let may = selection
            || size <= left
            || waits.has_room(self.cohort.seats.waiting_teams)
            || self.cohort.phase(now).is_none();
        let detail = if size <= left || selection {
            text(format!("{left} plaatsen vrij"), format!("{left} seats left"))
        } else {
            waiting_detail(self.cohort.seats.waiting_teams + 1)
        };
        Condition::new("seats", detail, (!may).then(|| full(self.cohort.plan.capacity)))
    }
}

/// The refusal of a person who stands in the cohort, without saying for which board.
pub(super) fn already_in_cohort() -> Reason {
    Reason::new(
        "participant-already-in-cohort",
        text(
            "deze persoon staat al in de groep (hetzelfde e-mailadres)",
            "this person is in the cohort already (the same e-mail address)",
        ),
    )
}

fn waiting_detail(position: u32) -> Text {
    text(
        format!("geen plaats voor het hele team; het komt op plaats {position} van de wachtlijst"),
        format!("no seats for the whole team; it will be number {position} on the waiting list"),
    )
}

fn board_exists(standing: &BoardStanding) -> Condition {
    let unmet = standing.closed.as_ref().map(|(since, successor)| {
        let name = &standing.name;
        let (nl, en) = match successor {
            Some(next) => (
                format!("; het is opgegaan in {next}: meld u namens dat bestuur aan"),
                format!("; it went into {next}: register for that board"),
            ),
            None => (String::new(), String::new()),
        };
        Reason::new(
            "board-closed",
            text(
                format!("{name} bestaat niet meer sinds {since}{nl}"),
                format!("{name} was closed on {since}{en}"),
            ),
        )
    });
    let detail = text("het bestuur bestaat", "the board exists");
    Condition::new("board-open", detail, unmet)
}

fn size(team: &Team) -> u32 {
    u32::try_from(team.participants.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
