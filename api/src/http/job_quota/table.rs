//! Jobs and formations as tables; the files of boards have columns of the same names.

use super::wire::FormationView;
use super::wire::jobs::JobView;
use crate::http::tables::Tabled;
use crate::tables::{Cell, Column, Row, column};

impl Tabled for JobView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("boardId", "bestuur", 38),
        column("status", "status", 10),
        column("engagement", "dienstverband", 14),
        column("count", "aantal", 8),
        column("hoursPerWeek", "uren per week", 14),
        column("fromOn", "vanaf", 12),
        column("untilOn", "tot en met", 12),
        column("schoolId", "vestiging", 38),
    ];

    fn rows(self) -> Vec<Row> {
        vec![vec![
            self.id.into(),
            self.board_id.into(),
            self.status.into(),
            self.engagement.into(),
            u32::from(self.count).into(),
            Cell::number(&self.hours_per_week),
            self.from_on.into(),
            self.until_on.into(),
            self.school_id.into(),
        ]]
    }
}

impl Tabled for FormationView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("sector", "sector", 8),
        column("year", "jaar", 8),
        column("fte", "fte", 12),
        column("paidHours", "verloonde uren", 16),
        column("accuracy", "nauwkeurigheid", 16),
        column("source", "bron", 10),
    ];

    fn rows(self) -> Vec<Row> {
        vec![vec![
            self.sector.into(),
            u32::from(self.year).into(),
            self.fte.as_deref().map_or(Cell::Nothing, Cell::number),
            self.paid_hours.as_deref().map_or(Cell::Nothing, Cell::number),
            self.accuracy.into(),
            self.source.into(),
        ]]
    }
}
