//! What entries in calendars show: whatever of it becomes another raises their revision.

use crate::cohorts::{Cohort, Session};
use crate::programmes::Programme;

const OF_SESSION: &[&str] = &[
    "heldOn",
    "startTime",
    "endTime",
    "mode",
    "address",
    "meetingLink",
    "theme",
    "agenda",
    "cancelled",
];
const OF_COHORT: &[&str] = &["name", "place"];
const OF_PROGRAMME: &[&str] = &["title", "themes"];

fn any_of(shown: &[&str], changes: &[&str]) -> bool {
    changes.iter().any(|field| shown.contains(field))
}

impl Session {
    /// Whether its entry shows something else than before.
    pub fn is_shown_otherwise(&self, before: &Self) -> bool {
        any_of(OF_SESSION, &before.changes(self))
    }
}

impl Cohort {
    /// Whether the entries of its sessions show something else than before.
    pub fn is_shown_otherwise(&self, before: &Self) -> bool {
        any_of(OF_COHORT, &before.changes(self))
    }
}

impl Programme {
    /// Whether the entries of its cohorts' sessions show something else than before.
    pub fn is_shown_otherwise(&self, before: &Self) -> bool {
        any_of(OF_PROGRAMME, &before.changes(self))
    }
}

#[cfg(test)]
mod tests {
    use crate::calendars::Viewer;
    use crate::calendars::entries::tests::{at, group};
    use crate::cohorts::tests::cohort;
    use crate::cohorts::{Cohort, Plan};
    use crate::kernel::Language;

    /// What whoever looks reads of a cohort with this name and place, in a session without address.
    fn shown(cohort: &Cohort) -> (String, Option<String>, String) {
        let mut group = group(Viewer::Anybody);
        group.name.clone_from(&cohort.plan.name);
        group.place.clone_from(&cohort.plan.place);
        group.sessions[0].place.address = None;
        let entry = group.entries(at("2026-06-01T10:00:00Z"))[0];
        let language = Language::English;
        (entry.summary(language), entry.location(), entry.description(language))
    }

    #[test]
    fn a_cohort_is_shown_otherwise_exactly_where_its_entries_read_otherwise() {
        let before = cohort();
        let with = |plan| Cohort { plan, ..before.clone() };
        let plan = || before.plan.clone();
        for (after, otherwise) in [
            (with(Plan { name: "Groep 2".into(), ..plan() }), true),
            (with(Plan { place: Some("Domplein 1, Utrecht".into()), ..plan() }), true),
            (with(Plan { facilitator: Some("Noor Bakker".into()), ..plan() }), false),
            (with(Plan { capacity: 25, ..plan() }), false),
        ] {
            assert_eq!(after.is_shown_otherwise(&before), otherwise, "{after:?}");
            assert_eq!(shown(&after) != shown(&before), otherwise, "{after:?}");
        }
    }
}
