//! What differs between a programme and what it becomes.

use super::{Description, Programme, Rules};
use crate::kernel::event::{Subject, differing};

impl Subject for Programme {
    const KIND: &'static str = "programme";
}

impl Programme {
    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self { id: _, lead, partners, description, rules, .. } = self;
        let Self { entry_assessment, status, .. } = self;
        let own = differing([
            ("leadOrganiserId", *lead != new.lead),
            ("partnerOrganiserIds", *partners != new.partners),
            ("entryAssessment", *entry_assessment != new.entry_assessment),
            ("status", *status != new.status),
        ]);
        [own, description.changes(&new.description), rules.changes(&new.rules)].concat()
    }
}

impl Description {
    fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self { kind, title, text, language, themes, predecessor } = self;
        differing([
            ("kind", *kind != new.kind),
            ("title", *title != new.title),
            ("description", *text != new.text),
            ("language", *language != new.language),
            ("themes", *themes != new.themes),
            ("predecessorId", *predecessor != new.predecessor),
        ])
    }
}

impl Rules {
    fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self { team, audience, admission, fee, intake, completion, attendance } = self;
        differing([
            ("team", *team != new.team),
            ("audience", *audience != new.audience),
            ("admission", *admission != new.admission),
            ("fee", *fee != new.fee),
            ("intake", *intake != new.intake),
            ("completionPercentage", *completion != new.completion),
            ("attendance", *attendance != new.attendance),
        ])
    }
}
