//! One thing that must hold for a registration, and whether it does.

use crate::kernel::{Reason, Text};

/// A condition, met or unmet, with a sentence that says what is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The stable word of the condition: `registration-open`, `seats`, `team-roles`.
    pub code: &'static str,
    /// What is so where the condition is met.
    pub detail: Text,
    /// Every reason why it is unmet; none where it is met.
    pub unmet: Vec<Reason>,
}

impl Condition {
    /// The condition `code`, met with `detail` unless there are reasons against it.
    pub fn new(code: &'static str, detail: Text, unmet: impl IntoIterator<Item = Reason>) -> Self {
        Self { code, detail, unmet: unmet.into_iter().collect() }
    }

    pub fn is_met(&self) -> bool {
        self.unmet.is_empty()
    }
}
