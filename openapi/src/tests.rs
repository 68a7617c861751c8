//! The good document passes; for every rule there is an edit that breaks it.

use std::collections::BTreeSet;

use crate::cases::cases;
use crate::fixture::{edited, good};
use crate::{rule_names, violations};

#[test]
fn the_good_document_has_no_violations() {
    let found: Vec<String> = violations(&good()).iter().map(ToString::to_string).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn each_rule_can_fail() {
    let mut proved = BTreeSet::new();
    for (rule, edits) in cases() {
        let found = violations(&edited(&edits));
        assert!(
            found.iter().any(|violation| violation.rule == rule),
            "{rule}: {edits:?}: {found:?}"
        );
        proved.insert(rule);
    }
    let unproved: Vec<&str> =
        rule_names().into_iter().filter(|name| !proved.contains(name)).collect();
    assert_eq!(unproved, Vec::<&str>::new());
}
