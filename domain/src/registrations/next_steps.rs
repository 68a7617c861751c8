//! What a team has still to do before its cohort starts.

use super::RegistrationStatus;
use crate::intake::IntakeState;
use crate::kernel::civil::in_words;
use crate::kernel::{Instant, Reason, Text, text};
use crate::programmes::EntryStanding;

/// How a team stands with what its programme asks for beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preparations {
    pub status: RegistrationStatus,
    /// Nothing where the programme asks for no intake.
    pub intake: Option<IntakeState>,
    /// Nothing where the programme asks for no self-assessment.
    pub entry: Option<EntryStanding>,
    /// When the first session starts.
    pub starts_at: Option<Instant>,
}

/// Something that the team has still to do, until the cohort starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    BookIntake { until: Instant },
    HandInAssessment { until: Instant },
}

impl Preparations {
    /// What is left to do at `now`. Who has no seats yet books no intake, but can hand in the
    /// self-assessment.
    pub fn next_steps(&self, now: Instant) -> Vec<NextStep> {
        let Some(until) = self.starts_at.filter(|starts| now < *starts) else { return Vec::new() };
        let books =
            self.status == RegistrationStatus::Confirmed && self.intake == Some(IntakeState::Open);
        let hands_in =
            self.status.is_live() && self.entry.is_some_and(|entry| entry.handed_in.is_none());
        let intake = books.then_some(NextStep::BookIntake { until });
        intake.into_iter().chain(hands_in.then_some(NextStep::HandInAssessment { until })).collect()
    }
}

impl NextStep {
    /// As a warning in the answer to who registers.
    pub fn warning(self) -> Reason {
        match self {
            Self::BookIntake { until } => {
                let until = in_words(until);
                let sentence = text(
                    format!("het team moet nog een intakegesprek boeken, vóór {}", until.nl),
                    format!("the team has yet to book an intake, before {}", until.en),
                );
                Reason::new("intake-to-book", sentence)
            }
            Self::HandInAssessment { until } => {
                let until = in_words(until);
                let sentence = text(
                    format!("het bestuur moet nog een zelfevaluatie indienen, vóór {}", until.nl),
                    format!("the board has yet to submit a self-assessment, before {}", until.en),
                );
                Reason::new("entry-assessment-to-submit", sentence)
            }
        }
    }

    /// As one of the things to do in a letter.
    pub fn to_do(self) -> Text {
        match self {
            Self::BookIntake { until } => {
                let until = in_words(until);
                text(
                    format!("Boek een intakegesprek op een moment vóór {}.", until.nl),
                    format!("Book an intake at a time before {}.", until.en),
                )
            }
            Self::HandInAssessment { until } => {
                let until = in_words(until);
                text(
                    format!("Dien vóór {} de zelfevaluatie van uw bestuur in.", until.nl),
                    format!("Submit the self-assessment of your board before {}.", until.en),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kernel::Id;
    use crate::programmes::{EntryAssessment, HandedIn};

    fn at(instant: &str) -> Instant {
        instant.parse().unwrap()
    }

    fn asked(handed_in: bool) -> EntryStanding {
        let asked = EntryAssessment {
            questionnaire: Id::from(Uuid::from_u128(1)),
            since_on: "2026-06-01".parse().unwrap(),
        };
        let response = Id::from(Uuid::from_u128(2));
        let latest = HandedIn { response, at: at("2026-06-02T10:00:00Z") };
        EntryStanding { asked, handed_in: handed_in.then_some(latest) }
    }

    fn steps(
        status: RegistrationStatus,
        intake: Option<IntakeState>,
        handed_in: bool,
    ) -> Vec<&'static str> {
        let starts_at = Some(at("2026-09-16T07:00:00Z"));
        let team = Preparations { status, intake, entry: Some(asked(handed_in)), starts_at };
        let steps = team.next_steps(at("2026-07-01T10:00:00Z"));
        steps.into_iter().map(|step| step.warning().code).collect()
    }

    #[test]
    fn a_confirmed_team_books_its_intake_and_hands_in_what_is_asked_for() {
        let (confirmed, open) = (RegistrationStatus::Confirmed, Some(IntakeState::Open));
        let both = ["intake-to-book", "entry-assessment-to-submit"];
        assert_eq!(steps(confirmed, open, false), both);
        assert_eq!(steps(confirmed, Some(IntakeState::Booked), false), both[1..]);
        assert_eq!(steps(confirmed, open, true), both[..1]);
        assert_eq!(steps(confirmed, None, true), [""; 0]);
    }

    #[test]
    fn a_team_without_seats_books_no_intake_and_one_that_is_out_does_nothing() {
        let open = Some(IntakeState::Open);
        let only = ["entry-assessment-to-submit"];
        assert_eq!(steps(RegistrationStatus::Waitlisted, open, false), only);
        assert_eq!(steps(RegistrationStatus::Submitted, open, false), only);
        assert_eq!(steps(RegistrationStatus::Withdrawn, open, false), [""; 0]);
    }

    #[test]
    fn nothing_is_left_to_do_once_the_cohort_has_started() {
        let team = Preparations {
            status: RegistrationStatus::Confirmed,
            intake: Some(IntakeState::Open),
            entry: Some(asked(false)),
            starts_at: Some(at("2026-09-16T07:00:00Z")),
        };
        assert_eq!(team.next_steps(at("2026-09-16T07:00:00Z")), []);
        let steps = team.next_steps(at("2026-09-16T06:59:59Z"));
        assert_eq!(
            steps[0].to_do().nl,
            "Boek een intakegesprek op een moment vóór 16 september 2026 om 09:00."
        );
    }
}
