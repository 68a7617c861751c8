//! How somebody stands with their completion, in words for people.

use super::{Outcome, Standing};
use crate::kernel::{Text, text};

impl Standing {
    pub fn in_words(self) -> Text {
        match self {
            Self::Met => text("gehaald", "met"),
            Self::Open => text("nog open", "still open"),
            Self::OutOfReach => text("niet meer te halen", "out of reach"),
            Self::NoRule => text("niet van toepassing", "not applicable"),
        }
    }
}

impl Outcome {
    pub fn in_words(self) -> Text {
        match self {
            Self::Attended => text("aanwezig", "attended"),
            Self::TooShort => text("te kort aanwezig", "too short"),
            Self::Absent => text("afwezig", "absent"),
            Self::Excused => text("afgemeld", "excused"),
            Self::BeforeJoining => text("nog geen deelnemer", "not yet a participant"),
            Self::Unmarked => text("niet bijgehouden", "not marked"),
            Self::ToCome => text("nog te komen", "to come"),
        }
    }
}
