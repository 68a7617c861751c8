//! What a programme and its sessions expect of participants, as clients send and read it.

use leerkring_domain::attendances::{AttendanceRule, Excused, Expected, Part};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wire::RoleName;
use crate::http::wire::Word;

pub type PartWord = Word<Part>;
pub type ExcusedWord = Word<Excused>;

/// How a programme counts attendance.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttendanceRuleView {
    /// What is expected at each session that does not say otherwise; where nothing is said, all of
    /// it.
    #[serde(default)]
    #[schema(max_items = 20, required = false)]
    pub expected: Vec<ExpectedAttendanceView>,
    /// What a session counts as that somebody was excused from: as `missed`, or it is `left-out`
    /// of what is expected of them.
    #[serde(default = "as_missed")]
    #[schema(inline, required = false)]
    pub excused: ExcusedWord,
    /// How many minutes of what is expected somebody may miss while the session counts.
    #[serde(default)]
    #[schema(maximum = 240, required = false)]
    pub may_miss_minutes: u16,
}

fn as_missed() -> ExcusedWord {
    Word(Excused::Missed)
}

/// The part of a session that is expected of a role.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpectedAttendanceView {
    /// Null: of every role that is not named.
    pub role: Option<RoleName>,
    #[schema(inline)]
    pub part: PartWord,
}

impl From<AttendanceRuleView> for AttendanceRule {
    fn from(rule: AttendanceRuleView) -> Self {
        Self {
            expected: expected(rule.expected),
            excused: rule.excused.0,
            may_miss_minutes: rule.may_miss_minutes,
        }
    }
}

impl From<AttendanceRule> for AttendanceRuleView {
    fn from(rule: AttendanceRule) -> Self {
        Self {
            expected: shown(rule.expected),
            excused: Word(rule.excused),
            may_miss_minutes: rule.may_miss_minutes,
        }
    }
}

pub fn expected(given: Vec<ExpectedAttendanceView>) -> Vec<Expected> {
    let entry = |entry: ExpectedAttendanceView| Expected {
        role: entry.role.map(|role| role.0),
        part: entry.part.0,
    };
    given.into_iter().map(entry).collect()
}

pub fn shown(expected: Vec<Expected>) -> Vec<ExpectedAttendanceView> {
    let entry = |entry: Expected| ExpectedAttendanceView {
        role: entry.role.map(RoleName),
        part: Word(entry.part),
    };
    expected.into_iter().map(entry).collect()
}
