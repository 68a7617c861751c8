//! The rules our checked-in `OpenAPI` document keeps, restated as plain functions.
//!
//! Three sets: the `spectral:oas` rules that apply to `OpenAPI` 3.1, the linter rules of the Dutch
//! API Design Rules 2.2 (ADR), and our own house rules. [`violations`] runs them all.

#[cfg(test)]
mod cases;
mod design_rules;
mod document;
#[cfg(test)]
mod fixture;
mod house;
mod schemas;
mod spectral;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use crate::document::{Document, Rule};

/// One place in the document that breaks one rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The name of the rule, e.g. `nlgov:paths-kebab-case`.
    pub rule: &'static str,
    /// Where in the document, as a JSON pointer.
    pub at: String,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: {}", self.rule, self.at, self.message)
    }
}

/// Everything in `document` that breaks a rule: in the order of the rules, each place named once.
pub fn violations(document: &Value) -> Vec<Violation> {
    let document = Document::new(document);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (rule, check) in rules() {
        for finding in check(&document) {
            let violation = Violation { rule, at: finding.at, message: finding.message };
            if seen.insert(violation.clone()) {
                found.push(violation);
            }
        }
    }
    found
}

/// The names of all rules, in the order in which [`violations`] runs them.
pub fn rule_names() -> Vec<&'static str> {
    rules().map(|(name, _)| name).collect()
}

fn rules() -> impl Iterator<Item = Rule> {
    [spectral::RECOMMENDED, spectral::OPTIONAL, design_rules::RULES, house::RULES]
        .into_iter()
        .flatten()
        .copied()
}
