//! Attendances as clients send and read them.

use chrono::{DateTime, Utc};
use leerkring_domain::attendances::{Attendance, Mark, MarkKind, Marked, Marking};
use leerkring_domain::kernel::{Code, Id, Language, Refusal};
use leerkring_domain::registrations::Participant;
use leerkring_persistence::attendances::Listed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::Error;
use crate::http::programmes::attendance::PartWord;
use crate::http::wire::{LocalTime, Word};
use crate::problem::RefusalReason;

pub type MarkWord = Word<MarkKind>;
pub type OthersWord = Word<Others>;

/// What everybody else is marked as: somebody who was partly there has times of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    Present,
    Absent,
    Excused,
}

impl Code for Others {
    const ALL: &'static [Self] = &[Self::Present, Self::Absent, Self::Excused];

    fn code(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Absent => "absent",
            Self::Excused => "excused",
        }
    }
}

impl From<Others> for Mark {
    fn from(others: Others) -> Self {
        match others {
            Others::Present => Self::Present,
            Others::Absent => Self::Absent,
            Others::Excused => Self::Excused,
        }
    }
}

/// Somebody at a session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttendanceView {
    pub participant_id: Uuid,
    pub registration_id: Uuid,
    pub board_id: Uuid,
    #[schema(max_length = 300)]
    pub board_name: String,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(max_length = 60)]
    pub role: String,
    /// Whether somebody else has taken their place.
    pub replaced: bool,
    /// When they took somebody's place; null for who was in the team from the start.
    pub joined_at: Option<DateTime<Utc>>,
    /// The part of this session that is expected of their role.
    #[schema(inline)]
    pub expected: PartWord,
    /// Null where nothing is marked, which is not the same as absent.
    pub marked: Option<MarkView>,
}

/// What is marked of somebody at a session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MarkView {
    #[schema(inline)]
    pub mark: MarkWord,
    /// Of somebody who was partly there; on the clock in Europe/Amsterdam.
    #[schema(inline)]
    pub from_time: Option<LocalTime>,
    #[schema(inline)]
    pub until_time: Option<LocalTime>,
    /// Give it back to correct the mark.
    #[schema(minimum = 1)]
    pub version: i64,
    pub marked_at: DateTime<Utc>,
}

impl From<Attendance> for MarkView {
    fn from(attendance: Attendance) -> Self {
        let (from, until) = attendance.mark.times().unzip();
        Self {
            mark: Word(attendance.mark.kind()),
            from_time: from.map(LocalTime),
            until_time: until.map(LocalTime),
            version: attendance.version,
            marked_at: attendance.marked_at,
        }
    }
}

impl AttendanceView {
    pub fn new(
        person: Listed,
        board_name: String,
        expected: leerkring_domain::attendances::Part,
    ) -> Self {
        Self {
            participant_id: person.participant.uuid(),
            registration_id: person.registration.uuid(),
            board_id: person.board.uuid(),
            board_name,
            name: person.name,
            role: person.role,
            replaced: person.replaced,
            joined_at: person.joined_at,
            expected: Word(expected),
            marked: person.attendance.map(Into::into),
        }
    }
}

/// Marks of participants at one session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Markings {
    /// Judged in this order.
    #[serde(default)]
    #[schema(max_items = 100, required = false)]
    pub rows: Vec<MarkingRow>,
    /// After the rows: what everybody is marked as who takes part and has no mark yet. Left out:
    /// nobody else is marked.
    #[schema(inline, nullable = false)]
    pub others: Option<OthersWord>,
}

/// The mark of one participant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MarkingRow {
    pub participant_id: Uuid,
    #[schema(inline)]
    pub mark: MarkWord,
    /// Needed with `partly`, and only there; on the clock in Europe/Amsterdam.
    #[schema(inline)]
    pub from_time: Option<LocalTime>,
    #[schema(inline)]
    pub until_time: Option<LocalTime>,
    /// The version of the mark that you read; none where there was none.
    #[schema(minimum = 1)]
    pub version: Option<i64>,
}

impl Markings {
    /// The rows, if their times fit their marks.
    ///
    /// # Errors
    /// Every row whose times do not, at its place.
    pub fn read(self) -> Result<(Vec<Marking>, Option<Others>), Error> {
        let mut marks = Vec::new();
        let mut reasons = Vec::new();
        for (index, row) in self.rows.into_iter().enumerate() {
            let [from, until] = [row.from_time, row.until_time].map(|time| time.map(|it| it.0));
            match Mark::checked(row.mark.0, from, until) {
                Ok(mark) => marks.push(Marking {
                    participant: row.participant_id.into(),
                    mark,
                    seen: row.version,
                }),
                Err(refusal) => {
                    reasons.extend(refusal.within(&format!("/rows/{index}")).reasons);
                }
            }
        }
        Refusal::unless_empty(leerkring_domain::kernel::Kind::Invalid, reasons)?;
        Ok((marks, self.others.map(|word| word.0)))
    }
}

/// What came of marking a session, in the order of the rows.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MarkingsView {
    #[schema(max_items = 100)]
    pub rows: Vec<MarkedView>,
    /// How many others were marked.
    #[schema(minimum = 0)]
    pub others_marked: usize,
}

/// What came of one row.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MarkedView {
    pub participant_id: Uuid,
    /// Whether the mark is as the row says; otherwise it is as it was.
    pub done: bool,
    /// The mark as it is now; null where the row was refused.
    pub marked: Option<MarkView>,
    /// Why it was not done, as in a problem's `reasons`.
    #[schema(max_items = 50)]
    pub reasons: Vec<RefusalReason>,
}

impl MarkedView {
    pub fn new(
        (participant, ruling): (Id<Participant>, Result<Marked, Refusal>),
        language: Language,
    ) -> Self {
        let marked = ruling.as_ref().ok().map(|marked| marked.attendance().into());
        let refusal = ruling.err();
        Self {
            participant_id: participant.uuid(),
            done: marked.is_some(),
            marked,
            reasons: refusal.map(|it| RefusalReason::all(&it, language)).unwrap_or_default(),
        }
    }
}
