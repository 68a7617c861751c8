//! Intake slots as clients send and read them.

use chrono::{DateTime, NaiveDate, Utc};
use leerkring_domain::intake::{
    Days, IntakeMode, IntakeSlot, IntakeState, Openings, Planned, Series, Skipped, Talk,
};
use leerkring_domain::kernel::civil::day_in_words;
use leerkring_domain::kernel::{Language, Refusal, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::commands::registrations::Intake;
use crate::http::organisers::hours::DayOfWeek;
use crate::http::wire::{Line, LocalTime, Url, WarningView, Word};

pub type IntakeModeWord = Word<IntakeMode>;
pub type IntakeStateWord = Word<IntakeState>;

/// Slots to publish: on given days, or on weekdays between two days; one a day, or one after the
/// other until `endTime`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewIntakeSlots {
    /// The days in the Netherlands; give these or `weekly`.
    #[schema(min_items = 1, max_items = 100, nullable = false)]
    pub held_on: Option<Vec<NaiveDate>>,
    #[schema(nullable = false)]
    pub weekly: Option<WeeklyDays>,
    /// When the first slot of a day starts, on the clock there.
    #[schema(inline)]
    pub start_time: LocalTime,
    /// When the last one has ended; left out, there is one slot a day.
    #[schema(inline, nullable = false)]
    pub end_time: Option<LocalTime>,
    /// How long each takes.
    #[schema(minimum = 5, maximum = 240)]
    pub minutes: u32,
    /// Between the end of one and the start of the next.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 240, required = false)]
    pub pause_minutes: u32,
    /// How long before its start a slot closes: from then on it is not booked, moved or cancelled
    /// by a board.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 168, required = false)]
    pub closes_hours_before: u32,
    /// Whether there are slots on public holidays too.
    #[serde(default)]
    #[schema(required = false)]
    pub on_public_holidays: bool,
    #[schema(inline)]
    pub mode: IntakeModeWord,
    /// For online calls, and needed there. Shown to whoever booked the slot and to the organisers.
    #[schema(inline)]
    pub meeting_link: Option<Url>,
    #[schema(inline)]
    pub interviewer: Line,
}

/// Some days of the week between two days, both included.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WeeklyDays {
    pub from_on: NaiveDate,
    /// A year later at most.
    pub until_on: NaiveDate,
    #[schema(min_items = 1, max_items = 7)]
    pub weekdays: Vec<DayOfWeek>,
}

impl NewIntakeSlots {
    /// # Errors
    /// `days-unclear` for both or neither of `heldOn` and `weekly`.
    pub fn series(self) -> Result<Series, Refusal> {
        let days = match (self.held_on, self.weekly) {
            (Some(days), None) => Days::These(days),
            (None, Some(weekly)) => Days::Weekly {
                from: weekly.from_on,
                until: weekly.until_on,
                weekdays: weekly.weekdays.into_iter().map(Into::into).collect(),
            },
            (Some(_), Some(_)) | (None, None) => {
                let sentence =
                    text("geef heldOn of weekly, een van beide", "give heldOn or weekly, not both");
                return Err(Refusal::invalid("", "days-unclear", sentence));
            }
        };
        Ok(Series {
            days,
            starts: self.start_time.0,
            ends: self.end_time.map(|time| time.0),
            minutes: self.minutes,
            pause: self.pause_minutes,
            closes_hours_before: self.closes_hours_before,
            on_holidays: self.on_public_holidays,
            talk: Talk {
                mode: self.mode.0,
                meeting_link: self.meeting_link.map(Into::into),
                interviewer: self.interviewer.into(),
            },
        })
    }
}

/// What came of a series.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublishedSlotsView {
    /// In time order.
    #[schema(max_items = 500)]
    pub slots: Vec<IntakeSlotView>,
    /// The public holidays on which none were made.
    #[schema(max_items = 100)]
    pub skipped: Vec<SkippedDayView>,
    /// What deserves a thought: times that happen twice.
    #[schema(max_items = 500)]
    pub warnings: Vec<WarningView>,
}

/// A day on which no slots were made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SkippedDayView {
    pub held_on: NaiveDate,
    #[schema(max_length = 60)]
    pub public_holiday: String,
}

impl PublishedSlotsView {
    pub fn new(planned: Planned, openings: Openings, language: Language) -> Self {
        let slot =
            |slot: IntakeSlot| IntakeSlotView::new(slot, None, ReadBy::Organiser, Some(openings));
        let skipped = |skipped: Skipped| SkippedDayView {
            held_on: skipped.on,
            public_holiday: skipped.holiday.in_language(language).to_owned(),
        };
        let twice = planned.twice.iter().map(|moment| {
            let (day, at) = (day_in_words(moment.on), moment.at);
            let sentence = text(
                format!("op {} is het twee keer {at}; de eerste keer is bedoeld", day.nl),
                format!("on {} the clock shows {at} twice; the first is meant", day.en),
            );
            WarningView {
                code: "time-happens-twice".to_owned(),
                detail: sentence.in_language(language).to_owned(),
            }
        });
        Self {
            warnings: twice.collect(),
            slots: planned.slots.into_iter().map(slot).collect(),
            skipped: planned.skipped.into_iter().map(skipped).collect(),
        }
    }
}

/// An appointment before the start of a cohort, taken by at most one registration.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntakeSlotView {
    pub id: Uuid,
    pub cohort_id: Uuid,
    /// The day in the Netherlands.
    pub held_on: NaiveDate,
    /// The time on the clock there.
    #[schema(inline)]
    pub start_time: LocalTime,
    #[schema(minimum = 1)]
    pub minutes: u32,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// Until when boards book it, move away from it and cancel it.
    pub closes_at: DateTime<Utc>,
    #[schema(inline)]
    pub mode: IntakeModeWord,
    /// Null for whoever neither booked the slot nor organises the cohort.
    #[schema(inline)]
    pub meeting_link: Option<Url>,
    #[schema(max_length = 200)]
    pub interviewer: String,
    /// Whether a confirmed team can book it now: nobody has it, it has not closed, and it is over when
    /// the first session starts.
    pub free: bool,
    /// Who has it; null where nobody does.
    pub booked_by: Option<BookedByView>,
}

/// The team that has a slot.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BookedByView {
    pub registration_id: Uuid,
    #[schema(max_length = 300)]
    pub board_name: String,
    pub booked_at: DateTime<Utc>,
}

/// For whom a slot is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadBy {
    Organiser,
    /// A board, which is shown what is free and what is its own.
    Board,
}

impl IntakeSlotView {
    /// The slot, the name of the board that has it, and which slots can be booked, if any.
    pub fn new(
        slot: IntakeSlot,
        board: Option<String>,
        reader: ReadBy,
        openings: Option<Openings>,
    ) -> Self {
        let sees_link = reader == ReadBy::Organiser || slot.booking.is_some();
        let booked_by = slot.booking.map(|booking| BookedByView {
            registration_id: booking.registration.uuid(),
            board_name: board.unwrap_or_default(),
            booked_at: booking.at,
        });
        Self {
            id: slot.id.uuid(),
            cohort_id: slot.cohort.uuid(),
            held_on: slot.on,
            start_time: LocalTime(slot.starts),
            minutes: slot.minutes(),
            starts_at: slot.period.start,
            ends_at: slot.period.end,
            closes_at: slot.closes_at,
            mode: Word(slot.talk.mode),
            free: openings.is_some_and(|openings| openings.has(&slot)),
            meeting_link: slot.talk.meeting_link.filter(|_| sees_link).map(Url),
            interviewer: slot.talk.interviewer,
            booked_by,
        }
    }
}

/// Whether a team has its intake before it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IntakeView {
    /// `open` until a slot is booked, `held` once its time has passed.
    #[schema(inline)]
    pub state: IntakeStateWord,
    /// Null while none is booked.
    pub slot: Option<IntakeSlotView>,
}

impl IntakeView {
    pub fn new(intake: Intake, board_name: &str) -> Self {
        // Who has it need not ask whether others can have it.
        let view =
            |slot| IntakeSlotView::new(slot, Some(board_name.to_owned()), ReadBy::Board, None);
        Self { state: Word(intake.state()), slot: intake.slot.map(view) }
    }
}
