//! The conditions for a team, each with every reason why it may be unmet.

use std::collections::HashSet;

use super::{Admission, BoardStanding, Cover, CoveredBy};
use crate::boards::{Board, Sector};
use crate::cohorts::full;
use crate::kernel::{Code, Id, Instant, Reason, Text, civil, text};
use crate::programmes;
use crate::registrations::{Condition, Participant, Team, role_in_words};

impl Cover {
    fn covers(&self, board: Id<Board>, people: Option<&[Participant]>) -> bool {
        match &self.members {
            CoveredBy::Boards(boards) => boards.contains(&board),
            CoveredBy::Persons(_) => {
                people.is_none_or(|people| people.iter().all(|person| self.covers_person(person)))
            }
        }
    }

    /// Whether nothing more is asked of this person: boards are members for all of theirs.
    fn covers_person(&self, person: &Participant) -> bool {
        match &self.members {
            CoveredBy::Boards(_) => true,
            CoveredBy::Persons(persons) => persons.contains(&person.email.key()),
        }
    }
}

impl Admission {
    /// Seats are a condition of their own; here the rest of the phase counts.
    pub(super) fn open(&self, now: Instant) -> Condition {
        let closes = civil::in_words(self.cohort.plan.window.end);
        let detail = text(
            format!("de aanmelding is open tot {}", closes.nl),
            format!("registration is open until {}", closes.en),
        );
        let reason = self.cohort.closed_because(now).filter(|reason| reason.code != "full");
        Condition::new("registration-open", detail, reason)
    }

    pub(super) fn sector(&self, standing: &BoardStanding) -> Condition {
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

    pub(super) fn region(&self, standing: &BoardStanding) -> Condition {
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

    pub(super) fn membership(
        &self,
        board: Id<Board>,
        people: Option<&[Participant]>,
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
        Condition::new("membership", detail, (!cover.covers(board, people)).then_some(unmet))
    }

    pub(super) fn one_registration(&self, standing: &BoardStanding) -> Condition {
        self.registered_once(standing, standing.live_registrations > 0)
    }

    /// The same for a registration that is live itself: another one of its board holds no seats.
    pub(super) fn one_with_seats(&self, standing: &BoardStanding) -> Condition {
        self.registered_once(standing, standing.seats > 0)
    }

    fn registered_once(&self, standing: &BoardStanding, another: bool) -> Condition {
        let already = another && !self.cohort.plan.several_per_board;
        let unmet = Reason::new(
            "already-registered",
            text(
                "het bestuur heeft in deze groep al een aanmelding; wijzig die",
                "the board has a registration in this cohort already; change that one",
            ),
        );
        let unmet = match standing.registration {
            Some(id) => unmet.because_of(id.uuid()),
            None => unmet,
        };
        let detail = text("nog geen aanmelding in deze groep", "no registration here yet");
        Condition::new("one-registration", detail, already.then_some(unmet))
    }

    pub(in crate::registrations) fn team_size(&self, people: &[Participant]) -> Condition {
        let (least, most) = (u32::from(self.rules.team.least), u32::from(self.rules.team.most));
        let has = u32::try_from(people.len()).unwrap_or(u32::MAX);
        let span = if least == most {
            text(format!("precies {least}"), format!("exactly {least}"))
        } else {
            text(format!("{least} tot {most}"), format!("{least} to {most}"))
        };
        let wrong = |code| {
            Reason::new(
                code,
                text(
                    format!("een team telt {span} deelnemers; dit team telt {has}", span = span.nl),
                    format!("a team has {span} participants; this one has {has}", span = span.en),
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

    pub(in crate::registrations) fn team_roles(&self, people: &[Participant]) -> Condition {
        let missing = self.rules.team.roles.iter().filter_map(|required| {
            let (role, asked) = (&required.role, usize::from(required.count));
            let has = people.iter().filter(|person| person.role == *role).count();
            (has < asked).then(|| {
                let word = role_in_words(role);
                Reason::new(
                    "role-missing",
                    text(
                        format!("het team vraagt {asked} × {} en heeft er {has}", word.nl),
                        format!("the team needs {asked} × {} and has {has}", word.en),
                    ),
                )
                .at("/participants")
            })
        });
        let detail = text("de vereiste rollen zijn er", "the roles that are asked for are there");
        Condition::new("team-roles", detail, missing)
    }

    pub(super) fn audience_roles(&self, people: &[Participant]) -> Condition {
        let admitted = &self.rules.audience.roles;
        let strangers = people.iter().enumerate().filter_map(|(index, person)| {
            let role = &person.role;
            (!admitted.is_empty() && !admitted.contains(role)).then(|| {
                let words: Vec<_> = admitted.iter().map(|role| role_in_words(role)).collect();
                let nl = words.iter().map(|word| word.nl.as_str()).collect::<Vec<_>>().join(", ");
                let en = words.iter().map(|word| word.en.as_str()).collect::<Vec<_>>().join(", ");
                let word = role_in_words(role);
                Reason::new(
                    "role-not-admitted",
                    text(
                        format!("het aanbod is voor {nl}, niet voor {}", word.nl),
                        format!("this is for {en}, not for {}", word.en),
                    ),
                )
                .at(format!("/participants/{index}/role"))
            })
        });
        let detail = text("de rollen horen tot de doelgroep", "the roles are in the audience");
        Condition::new("audience-roles", detail, strangers)
    }

    /// What stands against a person who joins a team that is there already, whose board and other
    /// people are not asked again.
    pub(in crate::registrations) fn against(&self, person: &Participant) -> Vec<Reason> {
        let people = std::slice::from_ref(person);
        let stranger = self.cover.as_ref().filter(|cover| !cover.covers_person(person));
        let membership = stranger.map(|cover| {
            let organiser = &cover.organiser;
            let sentence = text(
                format!(
                    "het aanbod is voor leden van {organiser}; deze persoon is vandaag geen lid"
                ),
                format!("this is for members of {organiser}; this person is not a member today"),
            );
            Reason::new("membership-required", sentence).at("/email")
        });
        let roles = self.audience_roles(people).unmet.into_iter().map(|reason| reason.at("/role"));
        membership.into_iter().chain(roles).collect()
    }

    pub(super) fn once(&self, team: &Team) -> Condition {
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

    pub(super) fn board_seats(&self, standing: &BoardStanding, size: u32) -> Condition {
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

    pub(super) fn seats(&self, size: u32, now: Instant) -> Condition {
        let left = self.cohort.seats_left();
        let waits = self.cohort.plan.waiting_list;
        let selection = self.rules.admission == programmes::Admission::Selection;
        let finds_room = selection
            || size <= left
            || waits.has_room(self.cohort.seats.teams_in_line())
            || self.cohort.phase(now).is_none();
        // A team that can never fit would close the waiting list for everybody behind it.
        let may = size <= self.cohort.plan.capacity && finds_room;
        let detail = if size <= left || selection {
            text(format!("{left} plaatsen vrij"), format!("{left} seats left"))
        } else {
            waiting_detail(self.cohort.seats.waiting_teams + 1)
        };
        Condition::new("seats", detail, (!may).then(|| full(self.cohort.plan.capacity)))
    }
}

/// The refusal of a person who stands in the cohort, without saying for which board.
pub(in crate::registrations) fn already_in_cohort() -> Reason {
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

pub(super) fn board_exists(standing: &BoardStanding) -> Condition {
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
