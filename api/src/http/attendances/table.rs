//! The people of a session, and how far those of a cohort are, as tables.

use leerkring_domain::kernel::Code;

use super::completion::CompletionView;
use super::wire::{AttendanceView, MarkView};
use crate::http::tables::{Tabled, role};
use crate::tables::{Cell, Column, Row, column};

impl Tabled for AttendanceView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("name", "naam", 30),
        column("role", "rol", 24),
        column("boardName", "naam bestuur", 45),
        column("expected", "verwacht", 12),
        column("mark", "aanwezigheid", 14),
        column("fromTime", "van", 8),
        column("untilTime", "tot", 8),
        column("markedAt", "bijgehouden", 18),
        column("replaced", "vervangen", 10),
        column("joinedAt", "erbij gekomen", 18),
        column("participantId", "deelnemer", 38),
        column("registrationId", "aanmelding", 38),
        column("boardId", "bestuur", 38),
    ];

    fn rows(self) -> Vec<Row> {
        let marked = self.marked.as_ref();
        vec![vec![
            self.name.into(),
            role(self.role),
            self.board_name.into(),
            self.expected.into(),
            marked.map(mark).into(),
            marked.and_then(|it| it.from_time).map(|time| time.0).into(),
            marked.and_then(|it| it.until_time).map(|time| time.0).into(),
            marked.map(|it| it.marked_at).into(),
            self.replaced.into(),
            self.joined_at.into(),
            self.participant_id.into(),
            self.registration_id.into(),
            self.board_id.into(),
        ]]
    }
}

fn mark(marked: &MarkView) -> Cell {
    let mark = marked.mark.0;
    Cell::Word(mark.code().to_owned(), mark.in_words())
}

impl Tabled for CompletionView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("name", "naam", 30),
        column("role", "rol", 24),
        column("standing", "voltooiing", 14),
        column("expectedSessions", "verwacht", 10),
        column("countedSessions", "telt mee", 10),
        column("neededSessions", "nodig", 10),
        column("reachedPercentage", "bereikt %", 11),
        column("neededPercentage", "nodig %", 10),
        column("missing", "wat ontbreekt", 80),
        column("participantId", "deelnemer", 38),
        column("registrationId", "aanmelding", 38),
        column("boardId", "bestuur", 38),
    ];

    fn rows(self) -> Vec<Row> {
        let standing = self.standing.0;
        let missing = self.missing.into_iter().map(|missing| missing.detail);
        vec![vec![
            self.name.into(),
            role(self.role),
            Cell::Word(standing.code().to_owned(), standing.in_words()),
            self.expected_sessions.into(),
            self.counted_sessions.into(),
            self.needed_sessions.into(),
            self.reached_percentage.into(),
            self.needed_percentage.map(u32::from).into(),
            missing.collect::<Vec<_>>().join("; ").into(),
            self.participant_id.into(),
            self.registration_id.into(),
            self.board_id.into(),
        ]]
    }
}
