//! Programmes as clients send and read them.

use leerkring_domain::boards::Sector;
use leerkring_domain::kernel::Id;
use leerkring_domain::programmes::{
    Admission, Audience, Completion, Defaults, Description, Programme, ProgrammeKind,
    ProgrammeStatus, RequiredRole, Rules, TeamRule,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::attendance::AttendanceRuleView;
use super::entry::EntryAssessmentView;
use super::fees::FeeView;
use crate::commands::programmes as commands;
use crate::http::wire::{Line, Paragraphs, Patch, RegionRef, Word};

pub type KindWord = Word<ProgrammeKind>;
pub type StatusWord = Word<ProgrammeStatus>;
pub type AdmissionWord = Word<Admission>;
pub type SectorWord = Word<Sector>;

/// How many participants a board sends, and which roles must be among them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TeamRuleView {
    #[schema(minimum = 1, maximum = 100)]
    pub least: u16,
    #[schema(minimum = 1, maximum = 100)]
    pub most: u16,
    /// Fewer than this is accepted with a warning.
    #[schema(minimum = 1, maximum = 100)]
    pub recommended: Option<u16>,
    #[serde(default)]
    #[schema(max_items = 20, required = false)]
    pub roles: Vec<RequiredRoleView>,
}

/// A role that must be in the team, at least `count` times.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequiredRoleView {
    /// Such as `board-executive`, `hr-professional`, `school-leader`; the list is open.
    #[schema(pattern = "^[a-z]+(-[a-z]+)*$", max_length = 60)]
    pub role: String,
    #[schema(minimum = 1, maximum = 100)]
    pub count: u16,
}

/// For whom a programme is; an empty list admits everybody.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AudienceView {
    #[schema(max_items = 3, inline, required = false)]
    pub sectors: Vec<SectorWord>,
    #[schema(max_items = 20, max_length = 60, required = false)]
    pub roles: Vec<RoleName>,
    /// The organiser of which one must be a member on the day of registering.
    pub members_of_organiser_id: Option<Uuid>,
    #[schema(max_items = 100, required = false)]
    pub regions: Vec<RegionRef>,
}

/// A role of a participant, such as `hr-professional`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(pattern = "^[a-z]+(-[a-z]+)*$", max_length = 60)]
pub struct RoleName(pub String);

/// A programme to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewProgramme {
    pub lead_organiser_id: Uuid,
    #[serde(default)]
    #[schema(max_items = 20, required = false)]
    pub partner_organiser_ids: Vec<Uuid>,
    /// A label, and what `team`, `admission` and `intake` are where they are left out: a `course` has
    /// teams of two, a `board-executive` and an `hr-professional`; a `learning-network` teams of one
    /// or two, two being recommended; all others teams of one to ten. A `development-track` selects
    /// and has an intake; all others admit at once and have none.
    #[schema(inline)]
    pub kind: KindWord,
    #[schema(inline)]
    pub title: Line,
    #[schema(inline)]
    pub description: Paragraphs,
    /// The language it is given in: `nl` or `en`.
    #[schema(pattern = "^(nl|en)$", max_length = 2)]
    pub language: Option<String>,
    #[serde(default)]
    #[schema(max_items = 20, required = false)]
    pub themes: Vec<ThemeName>,
    /// The programme that this one continues: one that was published, of whichever organiser.
    pub predecessor_id: Option<Uuid>,
    /// Left out: that of its kind.
    #[schema(nullable = false)]
    pub team: Option<TeamRuleView>,
    #[schema(nullable = false)]
    pub audience: Option<AudienceView>,
    /// Left out: that of its kind.
    #[schema(inline, nullable = false)]
    pub admission: Option<AdmissionWord>,
    /// Left out or null: free of charge.
    pub fee: Option<FeeView>,
    /// Whether a confirmed team has an intake call before the start. Left out: as its kind.
    #[schema(nullable = false)]
    pub intake: Option<bool>,
    /// What a board hands in before the start; left out or null: nothing.
    pub entry_assessment: Option<EntryAssessmentView>,
    /// The percentage of the sessions that completes the programme.
    #[schema(minimum = 1, maximum = 100)]
    pub completion_percentage: Option<u8>,
    /// Left out: all of every session is expected of everybody.
    #[schema(nullable = false)]
    pub attendance: Option<AttendanceRuleView>,
}

/// A theme, such as `strategic-hr`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 60)]
pub struct ThemeName(pub String);

impl From<NewProgramme> for commands::NewProgramme {
    fn from(new: NewProgramme) -> Self {
        let Defaults { team, admission, intake } = new.kind.0.defaults();
        Self {
            lead: new.lead_organiser_id.into(),
            partners: new.partner_organiser_ids.into_iter().map(Id::from).collect(),
            description: Description {
                kind: new.kind.0,
                title: new.title.into(),
                text: new.description.into(),
                language: new.language.unwrap_or_else(|| "nl".to_owned()),
                themes: themes(new.themes),
                predecessor: new.predecessor_id.map(Id::from),
            },
            rules: Rules {
                team: new.team.map_or(team, Into::into),
                audience: new.audience.unwrap_or_default().into(),
                admission: new.admission.map_or(admission, |word| word.0),
                fee: new.fee.map(Into::into),
                intake: new.intake.unwrap_or(intake),
                completion: new.completion_percentage.map(|share| Completion { share }),
                attendance: new.attendance.map(Into::into).unwrap_or_default(),
            },
            entry_assessment: new.entry_assessment.map(Into::into),
        }
    }
}

fn themes(names: Vec<ThemeName>) -> Vec<String> {
    let mut themes: Vec<String> = Vec::new();
    for ThemeName(theme) in names {
        if !themes.contains(&theme) {
            themes.push(theme);
        }
    }
    themes
}

/// What to change about a programme.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProgrammeChange {
    #[schema(max_items = 20, nullable = false)]
    pub partner_organiser_ids: Option<Vec<Uuid>>,
    #[schema(inline, nullable = false)]
    pub title: Option<Line>,
    #[schema(inline, nullable = false)]
    pub description: Option<Paragraphs>,
    #[schema(pattern = "^(nl|en)$", max_length = 2, nullable = false)]
    pub language: Option<String>,
    #[schema(max_items = 20, nullable = false)]
    pub themes: Option<Vec<ThemeName>>,
    /// Null: it continues none.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>, required = false)]
    pub predecessor_id: Patch<Uuid>,
    #[schema(nullable = false)]
    pub team: Option<TeamRuleView>,
    #[schema(nullable = false)]
    pub audience: Option<AudienceView>,
    #[schema(inline, nullable = false)]
    pub admission: Option<AdmissionWord>,
    /// Null: free of charge.
    #[serde(default)]
    #[schema(value_type = Option<FeeView>, required = false)]
    pub fee: Patch<FeeView>,
    #[schema(nullable = false)]
    pub intake: Option<bool>,
    /// Null: nothing is handed in.
    #[serde(default)]
    #[schema(value_type = Option<EntryAssessmentView>, required = false)]
    pub entry_assessment: Patch<EntryAssessmentView>,
    #[serde(default)]
    #[schema(value_type = Option<u8>, minimum = 1, maximum = 100, required = false)]
    pub completion_percentage: Patch<u8>,
    /// Replaced as a whole.
    #[schema(nullable = false)]
    pub attendance: Option<AttendanceRuleView>,
}

impl ProgrammeChange {
    pub fn apply(self, old: Programme) -> Programme {
        let (description, rules) = (old.description, old.rules);
        let share = rules.completion.map(|completion| completion.share);
        Programme {
            partners: self
                .partner_organiser_ids
                .map_or(old.partners, |ids| ids.into_iter().map(Id::from).collect()),
            description: Description {
                title: self.title.map_or(description.title, Into::into),
                text: self.description.map_or(description.text, Into::into),
                language: self.language.unwrap_or(description.language),
                themes: self.themes.map_or(description.themes, themes),
                predecessor: self
                    .predecessor_id
                    .apply(description.predecessor.map(Id::uuid))
                    .map(Id::from),
                ..description
            },
            rules: Rules {
                team: self.team.map_or(rules.team, Into::into),
                audience: self.audience.map_or(rules.audience, Into::into),
                admission: self.admission.map_or(rules.admission, |word| word.0),
                fee: self.fee.apply(rules.fee),
                intake: self.intake.unwrap_or(rules.intake),
                completion: self
                    .completion_percentage
                    .apply(share)
                    .map(|share| Completion { share }),
                attendance: self.attendance.map_or(rules.attendance, Into::into),
            },
            entry_assessment: self.entry_assessment.apply(old.entry_assessment),
            ..old
        }
    }
}

impl From<TeamRuleView> for TeamRule {
    fn from(team: TeamRuleView) -> Self {
        let role = |role: RequiredRoleView| RequiredRole { role: role.role, count: role.count };
        Self {
            least: team.least,
            most: team.most,
            recommended: team.recommended,
            roles: team.roles.into_iter().map(role).collect(),
        }
    }
}

impl From<TeamRule> for TeamRuleView {
    fn from(team: TeamRule) -> Self {
        let role = |role: RequiredRole| RequiredRoleView { role: role.role, count: role.count };
        Self {
            least: team.least,
            most: team.most,
            recommended: team.recommended,
            roles: team.roles.into_iter().map(role).collect(),
        }
    }
}

impl From<AudienceView> for Audience {
    fn from(audience: AudienceView) -> Self {
        Self {
            sectors: audience.sectors.into_iter().map(|word| word.0).collect(),
            roles: audience.roles.into_iter().map(|role| role.0).collect(),
            members_of: audience.members_of_organiser_id,
            regions: audience.regions.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Audience> for AudienceView {
    fn from(audience: Audience) -> Self {
        Self {
            sectors: audience.sectors.into_iter().map(Word).collect(),
            roles: audience.roles.into_iter().map(RoleName).collect(),
            members_of_organiser_id: audience.members_of,
            regions: audience.regions.into_iter().map(Into::into).collect(),
        }
    }
}

/// A described learning offer, with its rules.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammeView {
    pub id: Uuid,
    #[schema(inline)]
    pub status: StatusWord,
    #[schema(inline)]
    pub kind: KindWord,
    #[schema(max_length = 200)]
    pub title: String,
    #[schema(max_length = 4000)]
    pub description: String,
    /// The language it is given in.
    #[schema(max_length = 2)]
    pub language: String,
    pub lead_organiser_id: Uuid,
    #[schema(max_items = 20)]
    pub partner_organiser_ids: Vec<Uuid>,
    #[schema(max_items = 20)]
    pub themes: Vec<ThemeName>,
    /// The programme that this one continues; it was published, and can be archived since.
    pub predecessor_id: Option<Uuid>,
    pub team: TeamRuleView,
    pub audience: AudienceView,
    #[schema(inline)]
    pub admission: AdmissionWord,
    /// Null: free of charge.
    pub fee: Option<FeeView>,
    pub intake: bool,
    /// What a board hands in before the start; null: nothing.
    pub entry_assessment: Option<EntryAssessmentView>,
    #[schema(minimum = 1, maximum = 100)]
    pub completion_percentage: Option<u8>,
    pub attendance: AttendanceRuleView,
}

impl From<Programme> for ProgrammeView {
    fn from(programme: Programme) -> Self {
        let (description, rules) = (programme.description, programme.rules);
        Self {
            id: programme.id.uuid(),
            status: Word(programme.status),
            kind: Word(description.kind),
            title: description.title,
            description: description.text,
            language: description.language,
            lead_organiser_id: programme.lead.uuid(),
            partner_organiser_ids: programme.partners.into_iter().map(Id::uuid).collect(),
            themes: description.themes.into_iter().map(ThemeName).collect(),
            predecessor_id: description.predecessor.map(Id::uuid),
            team: rules.team.into(),
            audience: rules.audience.into(),
            admission: Word(rules.admission),
            fee: rules.fee.map(Into::into),
            intake: rules.intake,
            entry_assessment: programme.entry_assessment.map(Into::into),
            completion_percentage: rules.completion.map(|completion| completion.share),
            attendance: rules.attendance.into(),
        }
    }
}
