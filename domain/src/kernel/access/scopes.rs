//! What each scope opens, in words: a machine's administrator chooses by them.

/// Every scope and what it opens. The table says which operations those are.
const TEXTS: &[(&str, &str)] = &[
    (
        "assessments:read",
        "Read questionnaires with drafts, the organisation's responses and results",
    ),
    ("assessments:write", "Build and publish questionnaires, fill in and submit responses"),
    ("attendances:read", "Read attendance and completion"),
    ("attendances:write", "Mark attendance"),
    ("audit:read", "Read the audit log of the organisation"),
    ("boards:read", "Read the register: boards, schools, partnerships and regions"),
    ("certificates:read", "Read certificates, as papers and credentials too"),
    ("certificates:write", "Issue and revoke certificates of the organiser"),
    ("function-mix:read", "Read the function mix of boards and of many together"),
    ("function-mix:write", "Report the board's function mix"),
    ("invoices:read", "Read invoices, as papers and tables too"),
    ("invoices:write", "Record and take back payments of invoices"),
    ("jobs:read", "Read formation, jobs, targets and reports on the jobs agreement"),
    (
        "jobs:write",
        "Report the board's formation and jobs, share its jobs agreement, assume percentages",
    ),
    ("memberships:read", "Read who is a member of the organiser"),
    ("memberships:write", "Record and change memberships of the organiser"),
    ("needs:read", "Read diet and access needs of participants; each reading is recorded"),
    ("organisers:read", "Read organisers"),
    ("organisers:write", "Change the organiser"),
    ("programmes:read", "Read programmes, cohorts and sessions, drafts of the organiser too"),
    (
        "programmes:write",
        "Create, change, publish and cancel programmes, cohorts, sessions and intake slots",
    ),
    (
        "registrations:read",
        "Read registrations with their participants, intake slots, breakouts and eligibility, and figures",
    ),
    (
        "registrations:write",
        "Register teams, change and withdraw registrations, book intakes, choose breakouts",
    ),
];

/// What `scope` opens, in words.
pub fn text_of_scope(scope: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(known, _)| *known == scope).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::super::scopes;
    use super::*;

    #[test]
    fn every_scope_of_the_table_has_its_text_and_no_other() {
        let known: Vec<_> = TEXTS.iter().map(|(scope, _)| *scope).collect();
        assert_eq!(known, scopes(), "give each new scope a text in this file, in order");
    }
}
