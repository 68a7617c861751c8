//! Cohorts as a table.

use super::wire::CohortView;
use crate::http::tables::Tabled;
use crate::tables::{Column, Row, column};

impl Tabled for CohortView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("programmeId", "programma", 38),
        column("programme", "naam programma", 40),
        column("name", "naam", 32),
        column("status", "status", 12),
        column("phase", "fase", 14),
        column("region", "regio", 24),
        column("place", "plaats", 24),
        column("facilitator", "begeleider", 24),
        column("capacity", "plaatsen", 10),
        column("seatsLeft", "vrije plaatsen", 14),
        column("teamsWaiting", "wachtende teams", 16),
        column("seatsPerBoard", "plaatsen per bestuur", 20),
        column("registrationOpensAt", "aanmelden vanaf", 18),
        column("registrationClosesAt", "aanmelden tot", 18),
        column("freeCancellationUntilAt", "kosteloos annuleren tot", 24),
        column("startsAt", "begint", 18),
        column("endsAt", "eindigt", 18),
        column("sessions", "bijeenkomsten", 14),
    ];

    fn rows(self) -> Vec<Row> {
        let region = self.region.map(|region| format!("{}/{}", region.scheme, region.code));
        vec![vec![
            self.id.into(),
            self.programme_id.into(),
            self.programme.into(),
            self.name.into(),
            self.status.into(),
            self.phase.into(),
            region.into(),
            self.place.into(),
            self.facilitator.into(),
            self.capacity.into(),
            self.seats_left.into(),
            self.teams_waiting.into(),
            self.seats_per_board.into(),
            self.registration_opens_at.into(),
            self.registration_closes_at.into(),
            self.free_cancellation_until_at.into(),
            self.starts_at.into(),
            self.ends_at.into(),
            self.sessions.iter().filter(|it| it.cancelled.is_none()).count().into(),
        ]]
    }
}
