//! Sessions as clients send and read them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use leerkring_domain::cohorts::{
    AgendaItem, Breakout, Cancellation, NewSession as PlannedSession, Place, Session, SessionMode,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::http::programmes::attendance::{ExpectedAttendanceView, expected, shown};
use crate::http::wire::{Line, LinePatch, LocalTime, Url, UrlPatch, WarningView, Word};

pub type ModeWord = Word<SessionMode>;

/// A session to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSession {
    /// The day in the Netherlands.
    pub held_on: NaiveDate,
    /// The time on the clock there.
    #[schema(inline)]
    pub start_time: LocalTime,
    #[schema(inline)]
    pub end_time: LocalTime,
    #[schema(inline)]
    pub mode: ModeWord,
    #[schema(inline)]
    pub address: Option<Line>,
    /// Shown to the confirmed only.
    #[schema(inline)]
    pub meeting_link: Option<Url>,
    /// May be chosen later.
    #[schema(inline)]
    pub theme: Option<Line>,
    #[serde(default)]
    #[schema(max_items = 50, required = false)]
    pub agenda: Vec<AgendaItemView>,
    #[serde(default)]
    #[schema(max_items = 50, required = false)]
    pub breakouts: Vec<NewBreakout>,
    /// What is expected of whom here; of roles that are not named, what the programme says.
    #[serde(default)]
    #[schema(max_items = 20, required = false)]
    pub expected_attendance: Vec<ExpectedAttendanceView>,
}

/// A timed item on the day's programme.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgendaItemView {
    #[schema(inline)]
    pub start_time: LocalTime,
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
}

/// A parallel part of a session.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewBreakout {
    /// Give it to keep a breakout that is there already.
    pub id: Option<Uuid>,
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Participants.
    #[schema(minimum = 1, maximum = 100_000)]
    pub capacity: u32,
}

/// A parallel part of a session, with its id.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BreakoutView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub title: String,
    #[schema(minimum = 1)]
    pub capacity: u32,
    /// How many participants can still choose it.
    #[schema(minimum = 0)]
    pub seats_left: u32,
}

impl From<Breakout> for BreakoutView {
    fn from(breakout: Breakout) -> Self {
        Self {
            id: breakout.id,
            seats_left: breakout.seats_left(),
            title: breakout.title,
            capacity: breakout.capacity,
        }
    }
}

impl NewSession {
    pub fn planned(self, app: &App) -> PlannedSession {
        PlannedSession {
            on: self.held_on,
            starts: self.start_time.0,
            ends: self.end_time.0,
            place: Place {
                mode: self.mode.0,
                address: self.address.map(Into::into),
                meeting_link: self.meeting_link.map(Into::into),
            },
            theme: self.theme.map(Into::into),
            agenda: agenda(self.agenda),
            breakouts: breakouts(self.breakouts, &[], app),
            expected: expected(self.expected_attendance),
        }
    }
}

fn agenda(items: Vec<AgendaItemView>) -> Vec<AgendaItem> {
    let item = |item: AgendaItemView| AgendaItem { starts: item.start_time.0, title: item.title };
    items.into_iter().map(item).collect()
}

/// A breakout keeps its id where it had it before, and with it who chose it; all others are new.
fn breakouts(given: Vec<NewBreakout>, before: &[Breakout], app: &App) -> Vec<Breakout> {
    let mut before: HashMap<Uuid, u32> =
        before.iter().map(|breakout| (breakout.id, breakout.taken)).collect();
    given
        .into_iter()
        .map(|breakout| {
            let kept = breakout.id.and_then(|id| Some((id, before.remove(&id)?)));
            let (id, taken) = kept.unwrap_or_else(|| (app.ids.next(app.now()), 0));
            Breakout { id, title: breakout.title, capacity: breakout.capacity, taken }
        })
        .collect()
}

/// What to change about a session.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionChange {
    #[schema(nullable = false)]
    pub held_on: Option<NaiveDate>,
    #[schema(inline, nullable = false)]
    pub start_time: Option<LocalTime>,
    #[schema(inline, nullable = false)]
    pub end_time: Option<LocalTime>,
    #[schema(inline, nullable = false)]
    pub mode: Option<ModeWord>,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub address: LinePatch,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub meeting_link: UrlPatch,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub theme: LinePatch,
    #[schema(max_items = 50, nullable = false)]
    pub agenda: Option<Vec<AgendaItemView>>,
    #[schema(max_items = 50, nullable = false)]
    pub breakouts: Option<Vec<NewBreakout>>,
    #[schema(max_items = 20, nullable = false)]
    pub expected_attendance: Option<Vec<ExpectedAttendanceView>>,
}

impl SessionChange {
    pub fn apply(self, old: &Session, app: &App) -> PlannedSession {
        PlannedSession {
            on: self.held_on.unwrap_or(old.on),
            starts: self.start_time.map_or(old.starts, |time| time.0),
            ends: self.end_time.map_or(old.ends, |time| time.0),
            place: Place {
                mode: self.mode.map_or(old.place.mode, |mode| mode.0),
                address: self.address.apply(old.place.address.clone()),
                meeting_link: self.meeting_link.apply(old.place.meeting_link.clone()),
            },
            theme: self.theme.apply(old.theme.clone()),
            agenda: self.agenda.map_or_else(|| old.agenda.clone(), agenda),
            breakouts: self.breakouts.map_or_else(
                || old.breakouts.clone(),
                |given| breakouts(given, &old.breakouts, app),
            ),
            expected: self.expected_attendance.map_or_else(|| old.expected.clone(), expected),
        }
    }
}

/// That a session is not held.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CancellationView {
    pub cancelled_at: DateTime<Utc>,
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

impl From<Cancellation> for CancellationView {
    fn from(it: Cancellation) -> Self {
        Self { cancelled_at: it.at, reason: it.reason }
    }
}

/// A dated meeting of a cohort.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    pub id: Uuid,
    pub cohort_id: Uuid,
    /// 1 for the first in time of those that are held; 0 for one that was cancelled.
    #[schema(minimum = 0)]
    pub ordinal: u32,
    /// The day in the Netherlands.
    pub held_on: NaiveDate,
    /// The time on the clock in Europe/Amsterdam.
    #[schema(inline)]
    pub start_time: LocalTime,
    #[schema(inline)]
    pub end_time: LocalTime,
    /// The instant that the start stands for.
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    #[schema(inline)]
    pub mode: ModeWord,
    /// Null where it is the cohort's `place`.
    #[schema(max_length = 200)]
    pub address: Option<String>,
    /// Null for whoever is not confirmed.
    #[schema(inline)]
    pub meeting_link: Option<Url>,
    #[schema(max_length = 200)]
    pub theme: Option<String>,
    #[schema(max_items = 50)]
    pub agenda: Vec<AgendaItemView>,
    #[schema(max_items = 50)]
    pub breakouts: Vec<BreakoutView>,
    /// What is expected of whom here; of roles that are not named, what the programme says.
    #[schema(max_items = 20)]
    pub expected_attendance: Vec<ExpectedAttendanceView>,
    /// The revision for calendars (iCalendar's SEQUENCE): raised by what their entries show, once
    /// the cohort is published; also by the cohort's name and place, the programme's title and themes.
    #[schema(minimum = 0)]
    pub sequence: u32,
    /// When it last changed, or what its entry in calendars shows.
    pub changed_at: DateTime<Utc>,
    /// That it is not held, and why; null while it is.
    pub cancelled: Option<CancellationView>,
    /// What deserves a thought, told after a change.
    #[schema(max_items = 100)]
    pub warnings: Vec<WarningView>,
}

impl SessionView {
    pub fn new(session: Session, with_link: bool) -> Self {
        let link = session.place.meeting_link.filter(|_| with_link);
        let item = |item: AgendaItem| AgendaItemView {
            start_time: LocalTime(item.starts),
            title: item.title,
        };
        Self {
            id: session.id.uuid(),
            cohort_id: session.cohort.uuid(),
            ordinal: session.ordinal,
            held_on: session.on,
            start_time: LocalTime(session.starts),
            end_time: LocalTime(session.ends),
            starts_at: session.period.start,
            ends_at: session.period.end,
            mode: Word(session.place.mode),
            address: session.place.address,
            meeting_link: link.map(Url),
            theme: session.theme,
            agenda: session.agenda.into_iter().map(item).collect(),
            breakouts: session.breakouts.into_iter().map(Into::into).collect(),
            expected_attendance: shown(session.expected),
            sequence: session.sequence,
            changed_at: session.changed_at,
            cancelled: session.cancelled.map(Into::into),
            warnings: Vec::new(),
        }
    }

    /// The session as it stands in its cohort, where everybody reads it.
    pub fn without_link(session: Session) -> Self {
        Self::new(session, false)
    }
}
