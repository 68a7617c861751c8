//! The audit log as a table.

use super::AuditEntryView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for AuditEntryView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("occurredAt", "wanneer", 18),
        column("principalKind", "soort", 8),
        column("principalId", "wie", 38),
        column("principalName", "naam", 26),
        column("operation", "operatie", 24),
        column("what", "wat", 28),
        column("subjectKind", "soort onderwerp", 16),
        column("subjectId", "onderwerp", 38),
        column("result", "uitkomst", 10),
        column("code", "code", 22),
        column("reason", "reden", 40),
        column("changed", "gewijzigd", 30),
        column("rows", "rijen", 8),
        column("organiserId", "organisator", 38),
        column("boardId", "bestuur", 38),
        column("requestId", "verzoek", 38),
    ];

    fn rows(self) -> Vec<Row> {
        let principal = self.principal.as_ref();
        let subject = self.subject.as_ref();
        vec![vec![
            self.id.into(),
            self.occurred_at.into(),
            principal.map(|it| it.kind).into(),
            principal.map(|it| it.id).into(),
            principal.and_then(|it| it.name.as_deref()).into(),
            self.operation.into(),
            self.what.into(),
            subject.map(|it| it.kind.as_str()).into(),
            subject.map(|it| it.id).into(),
            self.result.into(),
            self.code.into(),
            self.reason.into(),
            self.changed.join(" ").into(),
            self.rows.into(),
            self.organiser_id.into(),
            self.board_id.into(),
            self.request_id.into(),
        ]]
    }
}
