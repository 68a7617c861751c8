//! The kinds of programmes: a label, and what a programme has where its organiser says nothing.

use super::{Admission, RequiredRole, TeamRule};
use crate::kernel::Code;

/// A label and a set of defaults; it carries no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgrammeKind {
    Course,
    LearningNetwork,
    KnowledgeSession,
    Masterclass,
    AllianceMeeting,
    DevelopmentTrack,
}

impl Code for ProgrammeKind {
    const ALL: &'static [Self] = &[
        Self::Course,
        Self::LearningNetwork,
        Self::KnowledgeSession,
        Self::Masterclass,
        Self::AllianceMeeting,
        Self::DevelopmentTrack,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::LearningNetwork => "learning-network",
            Self::KnowledgeSession => "knowledge-session",
            Self::Masterclass => "masterclass",
            Self::AllianceMeeting => "alliance-meeting",
            Self::DevelopmentTrack => "development-track",
        }
    }
}

/// What a programme of a kind has where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defaults {
    pub team: TeamRule,
    pub admission: Admission,
    pub intake: bool,
}

impl ProgrammeKind {
    /// Source: what programmes of these kinds have in common in the offer that there is.
    pub fn defaults(self) -> Defaults {
        let required = |role: &str| RequiredRole { role: role.to_owned(), count: 1 };
        let team = match self {
            Self::Course => TeamRule {
                least: 2,
                most: 2,
                recommended: None,
                roles: vec![required("board-executive"), required("hr-professional")],
            },
            Self::LearningNetwork => up_to(2, Some(2)),
            Self::KnowledgeSession
            | Self::Masterclass
            | Self::AllianceMeeting
            | Self::DevelopmentTrack => up_to(10, None),
        };
        let selects = self == Self::DevelopmentTrack;
        let admission = if selects { Admission::Selection } else { Admission::Automatic };
        Defaults { team, admission, intake: selects }
    }
}

fn up_to(most: u16, recommended: Option<u16>) -> TeamRule {
    TeamRule { least: 1, most, recommended, roles: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attendances::AttendanceRule;
    use crate::programmes::{Audience, Rules};

    #[test]
    fn the_defaults_of_every_kind_hold_together() {
        for kind in ProgrammeKind::ALL {
            let Defaults { team, admission, intake } = kind.defaults();
            let rules = Rules {
                team,
                audience: Audience::default(),
                admission,
                fee: None,
                intake,
                completion: None,
                attendance: AttendanceRule::default(),
            };
            assert!(rules.checked().is_ok(), "{}", kind.code());
        }
    }

    #[test]
    fn a_course_is_for_a_duo_and_a_development_track_selects_after_an_intake() {
        let course = ProgrammeKind::Course.defaults();
        assert_eq!((course.team.least, course.team.most, course.team.roles.len()), (2, 2, 2));
        assert_eq!(ProgrammeKind::LearningNetwork.defaults().team.recommended, Some(2));
        let track = ProgrammeKind::DevelopmentTrack.defaults();
        assert!(track.admission == Admission::Selection && track.intake);
    }
}
