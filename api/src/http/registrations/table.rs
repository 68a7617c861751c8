//! Registrations as a table: a row for each.

use super::wire::RegistrationView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for RegistrationView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("programmeId", "programma", 38),
        column("programme", "naam programma", 40),
        column("cohortId", "groep", 38),
        column("cohort", "naam groep", 26),
        column("startsAt", "begint", 18),
        column("boardId", "bestuur", 38),
        column("boardNumber", "bestuursnummer", 16),
        column("boardName", "naam bestuur", 40),
        column("status", "status", 12),
        column("statusSinceAt", "sinds", 18),
        column("position", "plaats in wachtlijst", 20),
        column("offerUntilAt", "aanbod tot", 18),
        column("participants", "deelnemers", 12),
        column("contactName", "contactpersoon", 26),
        column("contactEmail", "e-mail contactpersoon", 30),
        column("contactPhone", "telefoon contactpersoon", 22),
        column("motivation", "motivatie", 50),
        column("invoiceReference", "referentie factuur", 22),
        column("language", "taal", 6),
        column("registeredAt", "aangemeld", 18),
    ];

    fn rows(self) -> Vec<Row> {
        let contact = self.contact;
        vec![vec![
            self.id.into(),
            self.programme_id.into(),
            self.programme.into(),
            self.cohort_id.into(),
            self.cohort.into(),
            self.starts_at.into(),
            self.board_id.into(),
            self.board_number.into(),
            self.board_name.into(),
            self.status.into(),
            self.status_since_at.into(),
            self.position.into(),
            self.offer_until_at.into(),
            self.participants.len().into(),
            contact.name.0.into(),
            contact.email.0.into(),
            contact.phone.map(|phone| phone.0).into(),
            self.motivation.into(),
            self.invoice_reference.into(),
            self.language.into(),
            self.registered_at.into(),
        ]]
    }
}
