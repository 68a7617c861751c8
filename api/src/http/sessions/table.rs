//! Sessions as a table.

use super::wire::SessionView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for SessionView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("cohortId", "groep", 38),
        column("ordinal", "nummer", 8),
        column("heldOn", "datum", 12),
        column("startTime", "begin", 8),
        column("endTime", "einde", 8),
        column("startsAt", "begint", 18),
        column("endsAt", "eindigt", 18),
        column("mode", "vorm", 10),
        column("address", "adres", 36),
        column("meetingLink", "link", 36),
        column("theme", "thema", 32),
        column("cancelledAt", "afgelast", 18),
        column("cancelledBecause", "afgelast omdat", 36),
    ];

    fn rows(self) -> Vec<Row> {
        let (at, because) = self.cancelled.map(|it| (it.cancelled_at, it.reason)).unzip();
        vec![vec![
            self.id.into(),
            self.cohort_id.into(),
            self.ordinal.into(),
            self.held_on.into(),
            self.start_time.0.into(),
            self.end_time.0.into(),
            self.starts_at.into(),
            self.ends_at.into(),
            self.mode.into(),
            self.address.into(),
            self.meeting_link.map(|link| link.0).into(),
            self.theme.into(),
            at.into(),
            because.flatten().into(),
        ]]
    }
}
