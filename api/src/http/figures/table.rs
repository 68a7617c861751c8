//! Figures as a table: a row for each part.

use leerkring_domain::registrations::RegistrationStatus;

use super::read::Part;
use crate::tables::{Cell, Column, Row, column};

pub const COLUMNS: &[Column] = &[
    column("id", "id", 38),
    column("title", "titel", 45),
    column("startsAt", "begint", 18),
    column("capacity", "plaatsen", 10),
    column("takingPart", "deelnemers", 12),
    column("occupancyPercentage", "bezetting %", 14),
    column("registered", "aangemeld", 12),
    column("submitted", "ingediend", 12),
    column("confirmed", "bevestigd", 12),
    column("waitlisted", "wachtlijst", 12),
    column("offered", "aangeboden", 12),
    column("rejected", "afgewezen", 12),
    column("withdrawn", "ingetrokken", 12),
    column("declined", "afgeslagen", 12),
    column("lapsed", "verlopen", 12),
    column("cancelled", "geannuleerd", 12),
    column("completedTeams", "afgerond (teams)", 16),
    column("attended", "aanwezig geweest", 16),
    column("noShows", "niet verschenen", 16),
    column("completed", "voltooid", 12),
];

/// Registrations are counted in teams, what came of them in people.
pub fn rows(parts: &[Part]) -> impl Iterator<Item = Row> {
    parts.iter().map(|part| {
        let (counts, turnout) = (&part.counts, part.counts.turnout);
        let head: [Cell; 7] = [
            part.id.into(),
            part.title.as_str().into(),
            part.starts_at.into(),
            counts.capacity.into(),
            counts.taking_part().participants.into(),
            counts.occupancy().into(),
            counts.registered().teams.into(),
        ];
        let by_status = COLUMNED.iter().map(|status| counts.of(*status).teams.into());
        let came = [turnout.attended.into(), turnout.no_shows.into(), turnout.completed.into()];
        head.into_iter().chain(by_status).chain(came).collect()
    })
}

/// In the order of the columns.
const COLUMNED: [RegistrationStatus; 10] = [
    RegistrationStatus::Submitted,
    RegistrationStatus::Confirmed,
    RegistrationStatus::Waitlisted,
    RegistrationStatus::Offered,
    RegistrationStatus::Rejected,
    RegistrationStatus::Withdrawn,
    RegistrationStatus::Declined,
    RegistrationStatus::Lapsed,
    RegistrationStatus::Cancelled,
    RegistrationStatus::Completed,
];

#[cfg(test)]
mod tests {
    use leerkring_domain::kernel::Code;

    use super::*;

    #[test]
    fn every_status_has_a_column_of_its_own() {
        for (column, status) in COLUMNS.iter().skip(7).zip(COLUMNED) {
            let name = column.name.trim_end_matches("Teams");
            assert_eq!(name, status.code());
        }
        assert_eq!(COLUMNED.len(), RegistrationStatus::ALL.len());
    }
}
