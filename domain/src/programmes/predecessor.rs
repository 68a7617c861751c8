//! The programme that another one continues.

use super::{Programme, ProgrammeStatus};
use crate::kernel::{Id, Refusal, text};

const AT: &str = "/predecessorId";

/// A programme with those that it continues, the nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub status: ProgrammeStatus,
    /// Itself, its predecessor, and so on.
    pub ids: Vec<Id<Programme>>,
}

impl Line {
    /// Whether `programme` can continue the first of the line: everybody reads of whom a programme
    /// continues another, and nobody is their own predecessor.
    ///
    /// # Errors
    /// `predecessor-not-published`; `predecessor-circle`.
    pub fn precedes(&self, programme: Id<Programme>) -> Result<(), Refusal> {
        if self.ids.contains(&programme) {
            let sentence = text(
                "dit programma gaat zelf aan het genoemde vooraf",
                "this programme precedes the one that is named",
            );
            return Err(Refusal::invalid(AT, "predecessor-circle", sentence));
        }
        if self.status == ProgrammeStatus::Draft {
            let sentence = text(
                "het genoemde programma is nog een concept; publiceer het eerst",
                "the programme that is named is a draft still; publish it first",
            );
            return Err(Refusal::invalid(AT, "predecessor-not-published", sentence));
        }
        Ok(())
    }

    /// The refusal of a predecessor that whoever names it does not see.
    pub fn unknown(named: Id<Programme>) -> Refusal {
        let sentence =
            text(format!("er is geen programma {named}"), format!("there is no programme {named}"));
        Refusal::invalid(AT, "unknown-programme", sentence)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> Id<Programme> {
        Uuid::from_u128(number).into()
    }

    fn line(status: ProgrammeStatus) -> Line {
        Line { status, ids: vec![id(2), id(1)] }
    }

    #[test]
    fn a_programme_continues_one_that_was_published_archived_or_not() {
        for status in [ProgrammeStatus::Published, ProgrammeStatus::Archived] {
            assert_eq!(line(status).precedes(id(3)), Ok(()));
        }
        let refused = line(ProgrammeStatus::Draft).precedes(id(3)).unwrap_err();
        assert_eq!(refused.code(), "predecessor-not-published");
    }

    #[test]
    fn no_programme_precedes_itself_nor_one_that_precedes_it() {
        for precedes in [1, 2] {
            let refused = line(ProgrammeStatus::Published).precedes(id(precedes)).unwrap_err();
            assert_eq!(refused.code(), "predecessor-circle");
        }
    }
}
