//! What is expected of participants: which part of a session, for which role.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::kernel::{Code, Reason, text};

/// The part of a session that somebody is expected at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// From its start to its end, also where that is less than a day.
    WholeDay,
    /// Its first half.
    Morning,
    /// Its second half.
    Afternoon,
    Optional,
}

impl Code for Part {
    const ALL: &'static [Self] = &[Self::WholeDay, Self::Morning, Self::Afternoon, Self::Optional];

    fn code(self) -> &'static str {
        match self {
            Self::WholeDay => "whole-day",
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Optional => "optional",
        }
    }
}

/// What is expected of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Nothing: of every role that is not named.
    pub role: Option<String>,
    #[serde(with = "crate::kernel::code::word")]
    pub part: Part,
}

/// What a session that somebody was excused from counts as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Excused {
    /// As missed: the share leaves room for it.
    #[default]
    Missed,
    /// Not at all: it is not expected of them any more.
    LeftOut,
}

impl Code for Excused {
    const ALL: &'static [Self] = &[Self::Missed, Self::LeftOut];

    fn code(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::LeftOut => "left-out",
        }
    }
}

/// How a programme counts attendance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceRule {
    /// At every session that does not say otherwise; the whole of it where nothing is said.
    pub expected: Vec<Expected>,
    #[serde(with = "crate::kernel::code::word")]
    pub excused: Excused,
    /// How much of what is expected somebody may miss while the session counts.
    pub may_miss_minutes: u16,
}

impl AttendanceRule {
    /// What is expected of `role` at a session that says `own` about it.
    pub fn of(&self, role: &str, own: &[Expected]) -> Part {
        let by_role = |all: &[Expected]| {
            let named = all.iter().find(|expected| expected.role.as_deref() == Some(role));
            let others = all.iter().find(|expected| expected.role.is_none());
            named.or(others).map(|expected| expected.part)
        };
        by_role(own).or_else(|| by_role(&self.expected)).unwrap_or(Part::WholeDay)
    }
}

/// Why the entries below `at` contradict each other: one for each role that is named again.
pub(crate) fn contradictions(expected: &[Expected], at: &str) -> Vec<Reason> {
    let mut named = HashSet::new();
    let again = expected.iter().enumerate().filter(|(_, entry)| !named.insert(&entry.role));
    let reason = |(index, entry): (usize, &Expected)| {
        let sentence = match &entry.role {
            Some(role) => text(
                format!("voor de rol {role} is al gezegd wat er verwacht wordt"),
                format!("what is expected of the role {role} was said before"),
            ),
            None => text(
                "voor de overige rollen is al gezegd wat er verwacht wordt",
                "what is expected of the other roles was said before",
            ),
        };
        Reason::new("role-named-twice", sentence).at(format!("{at}/{index}/role"))
    };
    again.map(reason).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(role: Option<&str>, part: Part) -> Expected {
        Expected { role: role.map(str::to_owned), part }
    }

    fn rule(expected: Vec<Expected>) -> AttendanceRule {
        AttendanceRule { expected, ..AttendanceRule::default() }
    }

    #[test]
    fn the_whole_session_is_expected_where_nothing_is_said() {
        assert_eq!(rule(vec![]).of("teacher", &[]), Part::WholeDay);
    }

    #[test]
    fn a_role_goes_before_all_others_and_the_session_before_the_programme() {
        let rule =
            rule(vec![expected(None, Part::Morning), expected(Some("teacher"), Part::Afternoon)]);
        assert_eq!(rule.of("teacher", &[]), Part::Afternoon);
        assert_eq!(rule.of("school-leader", &[]), Part::Morning);
        let own = [expected(Some("teacher"), Part::Optional)];
        assert_eq!(rule.of("teacher", &own), Part::Optional);
        assert_eq!(rule.of("school-leader", &own), Part::Morning);
        assert_eq!(rule.of("teacher", &[expected(None, Part::WholeDay)]), Part::WholeDay);
    }

    #[test]
    fn a_role_that_is_named_again_is_refused_at_its_place() {
        let twice = [
            expected(None, Part::Morning),
            expected(Some("teacher"), Part::Morning),
            expected(Some("teacher"), Part::Optional),
            expected(None, Part::Optional),
        ];
        let reasons = contradictions(&twice, "/expected");
        let at: Vec<_> = reasons.iter().filter_map(|reason| reason.location.as_deref()).collect();
        assert_eq!(at, ["/expected/2/role", "/expected/3/role"]);
    }
}
