//! What differs between a registration and what it becomes.

use super::{Details, Participant, Registration};
use crate::kernel::event::{Subject, differing};

impl Subject for Registration {
    const KIND: &'static str = "registration";
}

impl Subject for Participant {
    const KIND: &'static str = "participant";
}

impl Registration {
    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self {
            id: _,
            cohort: _,
            board: _,
            arrival: _,
            details,
            participants,
            status,
            registered_at: _,
            status_since: _,
            language: _,
            offer_until: _,
            waiting: _,
            version: _,
        } = self;
        let Details { contact, motivation, invoice_reference } = details;
        differing([
            ("status", *status != new.status),
            ("participants", *participants != new.participants),
            ("contact", *contact != new.details.contact),
            ("motivation", *motivation != new.details.motivation),
            ("invoiceReference", *invoice_reference != new.details.invoice_reference),
        ])
    }
}
