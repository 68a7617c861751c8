//! Certificates as a table: what stands on them, and what became of them.

use super::wire::CertificateView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for CertificateView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("number", "nummer", 16),
        column("name", "naam", 30),
        column("email", "e-mailadres", 34),
        column("programme", "programma", 40),
        column("cohort", "groep", 30),
        column("firstOn", "eerste dag", 12),
        column("lastOn", "laatste dag", 12),
        column("sessions", "bijeenkomsten", 14),
        column("minutesAttended", "minuten aanwezig", 16),
        column("minutesExpected", "minuten verwacht", 16),
        column("language", "taal", 8),
        column("issuedOn", "afgegeven", 12),
        column("place", "plaats", 20),
        column("status", "status", 12),
        column("revokedAt", "ingetrokken", 18),
        column("revokedBecause", "ingetrokken omdat", 36),
        column("code", "code", 22),
        column("verificationUrl", "controle", 50),
        column("id", "id", 38),
        column("replacesCertificateId", "vervangt", 38),
        column("organiserId", "organisator", 38),
        column("boardId", "bestuur", 38),
        column("cohortId", "groep (id)", 38),
        column("registrationId", "aanmelding", 38),
        column("participantId", "deelnemer", 38),
    ];

    fn rows(self) -> Vec<Row> {
        let content = self.content;
        vec![vec![
            self.number.into(),
            self.holder.name.into(),
            self.holder.email.0.into(),
            content.programme.into(),
            content.cohort.into(),
            content.first_on.into(),
            content.last_on.into(),
            content.sessions.into(),
            content.minutes_attended.into(),
            content.minutes_expected.into(),
            content.language.into(),
            content.issued_on.into(),
            content.place.into(),
            self.status.into(),
            self.revoked_at.into(),
            self.revoked_because.into(),
            self.code.into(),
            self.verification_url.0.into(),
            self.id.into(),
            self.replaces_certificate_id.into(),
            self.organiser_id.into(),
            self.board_id.into(),
            self.cohort_id.into(),
            self.registration_id.into(),
            self.participant_id.into(),
        ]]
    }
}
