//! Intake slots as a table.

use super::wire::IntakeSlotView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for IntakeSlotView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("heldOn", "datum", 12),
        column("startTime", "begin", 8),
        column("minutes", "minuten", 9),
        column("startsAt", "begint", 18),
        column("endsAt", "eindigt", 18),
        column("closesAt", "sluit", 18),
        column("mode", "vorm", 10),
        column("meetingLink", "link", 36),
        column("interviewer", "gesprek met", 30),
        column("free", "vrij", 8),
        column("boardName", "geboekt door", 45),
        column("bookedAt", "geboekt", 18),
        column("id", "id", 38),
        column("cohortId", "groep", 38),
        column("registrationId", "aanmelding", 38),
    ];

    fn rows(self) -> Vec<Row> {
        let by = self.booked_by.as_ref();
        vec![vec![
            self.held_on.into(),
            self.start_time.0.into(),
            self.minutes.into(),
            self.starts_at.into(),
            self.ends_at.into(),
            self.closes_at.into(),
            self.mode.into(),
            self.meeting_link.map(|link| link.0).into(),
            self.interviewer.into(),
            self.free.into(),
            by.map(|by| by.board_name.as_str()).into(),
            by.map(|by| by.booked_at).into(),
            self.id.into(),
            self.cohort_id.into(),
            by.map(|by| by.registration_id).into(),
        ]]
    }
}
