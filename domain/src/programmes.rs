//! Programmes: what organisers offer, and the rules each carries as data.

mod changes;
mod entry;
mod fee;
mod kinds;
mod predecessor;

pub use entry::{EntryAssessment, EntryStanding, HandedIn, HandingIn};
pub use fee::{Fee, FeePart, FeeUnit, Vat};
pub use kinds::{Defaults, ProgrammeKind};
pub use predecessor::Line;

use serde::{Deserialize, Serialize};

use crate::attendances::{self, AttendanceRule};
use crate::boards::Sector;
use crate::kernel::{Code, Id, Kind, Reason, Refusal, RegionKey, Text, text};
use crate::organisers::Organiser;

/// A described learning offer.
#[derive(Debug, Clone, PartialEq)]
pub struct Programme {
    pub id: Id<Programme>,
    pub lead: Id<Organiser>,
    pub partners: Vec<Id<Organiser>>,
    pub description: Description,
    pub rules: Rules,
    /// What a board hands in before the start, where anything is asked.
    pub entry_assessment: Option<EntryAssessment>,
    pub status: ProgrammeStatus,
    pub version: i64,
}

/// What a reader of the offer gets to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub kind: ProgrammeKind,
    pub title: String,
    pub text: String,
    /// The language the programme is given in (`nl` or `en`).
    pub language: String,
    /// Kebab-case words.
    pub themes: Vec<String>,
    /// The programme that this one continues.
    pub predecessor: Option<Id<Programme>>,
}

/// Every rule of a programme is data, so that a new kind needs no new code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    pub team: TeamRule,
    pub audience: Audience,
    #[serde(with = "crate::kernel::code::word")]
    pub admission: Admission,
    /// A free programme has no fee.
    pub fee: Option<Fee>,
    /// Whether a confirmed team has an intake call before the start.
    pub intake: bool,
    pub completion: Option<Completion>,
    #[serde(default)]
    pub attendance: AttendanceRule,
}

/// How a valid registration becomes a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Confirmed at once while there are seats.
    Automatic,
    /// Submitted; the organiser decides.
    Selection,
}

impl Code for Admission {
    const ALL: &'static [Self] = &[Self::Automatic, Self::Selection];

    fn code(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Selection => "selection",
        }
    }
}

/// The life of a programme: draft → published → archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgrammeStatus {
    Draft,
    Published,
    Archived,
}

impl Code for ProgrammeStatus {
    const ALL: &'static [Self] = &[Self::Draft, Self::Published, Self::Archived];

    fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }
}

/// How many participants a board sends, and which roles must be among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRule {
    pub least: u16,
    pub most: u16,
    /// Fewer than this is accepted with a warning.
    pub recommended: Option<u16>,
    pub roles: Vec<RequiredRole>,
}

/// A role that must be in the team, at least `count` times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredRole {
    pub role: String,
    pub count: u16,
}

/// The roles of participants that are built in; the list is open.
pub const ROLES: [&str; 9] = [
    "board-executive",
    "hr-professional",
    "school-leader",
    "team-leader",
    "teacher",
    "workplace-coach",
    "programme-leader",
    "participation-council-member",
    "supervisory-board-member",
];

/// For whom a programme is; an empty list admits everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    #[serde(with = "crate::kernel::code::words")]
    pub sectors: Vec<Sector>,
    pub roles: Vec<String>,
    /// The organiser of which one must be a member on the day of registering.
    pub members_of: Option<uuid::Uuid>,
    pub regions: Vec<RegionKey>,
}

/// What share of the sessions completes the programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Percentage of the sessions expected of a role, 0–100.
    pub share: u8,
}

impl Programme {
    /// Who offers it: the lead, then the partners.
    pub fn organisers(&self) -> impl Iterator<Item = Id<Organiser>> {
        std::iter::once(self.lead).chain(self.partners.iter().copied())
    }

    /// The lead is no partner, and nobody is a partner twice.
    pub fn with_each_partner_once(self) -> Self {
        let mut partners = Vec::new();
        for partner in self.partners {
            if partner != self.lead && !partners.contains(&partner) {
                partners.push(partner);
            }
        }
        Self { partners, ..self }
    }
}

impl Rules {
    /// The rules, if they can all hold together.
    ///
    /// # Errors
    /// Names every contradiction, at the field that carries it.
    pub fn checked(self) -> Result<Self, Refusal> {
        let mut reasons = self.team.contradictions();
        let admitted = &self.audience.roles;
        for (index, required) in self.team.roles.iter().enumerate() {
            if !admitted.is_empty() && !admitted.contains(&required.role) {
                let reason = Reason::new(
                    "role-not-admitted",
                    text(
                        format!("de rol {} hoort niet tot de doelgroep", required.role),
                        format!("the role {} is not in the audience", required.role),
                    ),
                );
                reasons.push(reason.at(format!("/team/roles/{index}/role")));
            }
        }
        let expected = &self.attendance.expected;
        reasons.extend(attendances::contradictions(expected, "/attendance/expected"));
        Refusal::unless_empty(Kind::Invalid, reasons)?;
        Ok(self)
    }
}

impl TeamRule {
    fn contradictions(&self) -> Vec<Reason> {
        let required: u32 = self.roles.iter().map(|role| u32::from(role.count)).sum();
        let recommended = self.recommended.unwrap_or(self.least);
        let wrong = [
            (
                self.most < self.least,
                "/team/most",
                text("het grootste team is kleiner dan het kleinste", "most is less than least"),
            ),
            (
                recommended < self.least || self.most < recommended,
                "/team/recommended",
                text(
                    "het aanbevolen aantal ligt niet tussen het kleinste en het grootste team",
                    "recommended is not between least and most",
                ),
            ),
            (
                u32::from(self.most) < required,
                "/team/roles",
                text(
                    format!("de vereiste rollen vragen {required} deelnemers, meer dan het team"),
                    format!("the required roles take {required} participants, more than the team"),
                ),
            ),
        ];
        wrong
            .into_iter()
            .filter(|(contradicts, ..)| *contradicts)
            .map(|(_, location, text)| Reason::new("team-rule-contradiction", text).at(location))
            .collect()
    }
}

impl ProgrammeStatus {
    /// # Errors
    /// Only a draft can be published.
    pub fn publish(self) -> Result<Self, Refusal> {
        if self == Self::Draft { Ok(Self::Published) } else { Err(self.wrong(Self::Draft)) }
    }

    /// # Errors
    /// Only a published programme can be archived.
    pub fn archive(self) -> Result<Self, Refusal> {
        if self == Self::Published { Ok(Self::Archived) } else { Err(self.wrong(Self::Published)) }
    }

    /// `een concept`, `a draft`.
    pub fn in_words(self) -> Text {
        match self {
            Self::Draft => text("een concept", "a draft"),
            Self::Published => text("gepubliceerd", "published"),
            Self::Archived => text("gearchiveerd", "archived"),
        }
    }

    fn wrong(self, needed: Self) -> Refusal {
        let (is, needed) = (self.in_words(), needed.in_words());
        Refusal::conflict(
            "wrong-status",
            text(
                format!("het programma is {}; dit kan alleen als het {} is", is.nl, needed.nl),
                format!("the programme is {}; this is possible only while {}", is.en, needed.en),
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(team: TeamRule) -> Rules {
        Rules {
            team,
            audience: Audience::default(),
            admission: Admission::Automatic,
            fee: None,
            intake: false,
            completion: None,
            attendance: AttendanceRule::default(),
        }
    }

    fn duo() -> TeamRule {
        TeamRule { least: 2, most: 2, recommended: None, roles: vec![] }
    }

    fn required(role: &str, count: u16) -> RequiredRole {
        RequiredRole { role: role.into(), count }
    }

    #[test]
    fn a_duo_of_two_named_roles_is_a_rule() {
        let roles = vec![required("board-executive", 1), required("hr-professional", 1)];
        assert!(rules(TeamRule { roles, ..duo() }).checked().is_ok());
    }

    #[test]
    fn every_contradiction_is_named_at_its_field() {
        let team = TeamRule {
            least: 3,
            most: 2,
            recommended: Some(9),
            roles: vec![required("teacher", 4)],
        };
        let mut contradictory = rules(team);
        contradictory.audience.roles = vec!["school-leader".into()];
        let refusal = contradictory.checked().unwrap_err();
        let at: Vec<_> = refusal.reasons.iter().filter_map(|r| r.location.as_deref()).collect();
        assert_eq!(at, ["/team/most", "/team/recommended", "/team/roles", "/team/roles/0/role"]);
    }

    #[test]
    fn a_programme_goes_from_draft_to_published_to_archived_and_nowhere_else() {
        use ProgrammeStatus::{Archived, Draft, Published};
        assert_eq!(Draft.publish(), Ok(Published));
        assert_eq!(Published.archive(), Ok(Archived));
        for (refused, code) in [
            (Published.publish(), "wrong-status"),
            (Draft.archive(), "wrong-status"),
            (Archived.publish(), "wrong-status"),
        ] {
            assert_eq!(refused.unwrap_err().code(), code);
        }
    }
}
