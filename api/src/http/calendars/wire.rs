//! Calendars as they are sent and answered.

use chrono::{DateTime, Utc};
use leerkring_domain::calendars::{Calendar, CalendarOf};
use leerkring_domain::kernel::{Reason, text};
use leerkring_persistence::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::commands::boards::board_id;
use crate::commands::organisers::organiser_id;
use crate::error::{Error, Part};
use crate::http::feeds::address_of_feed;
use crate::http::secrets::AddressText;
use crate::http::wire::BoardRef;

/// Whose sessions a calendar is to show: exactly one of these.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewCalendar {
    /// What the board registered for: its id or its five-digit number.
    #[serde(rename = "boardId")]
    #[schema(inline)]
    pub board: Option<BoardRef>,
    /// All that the organiser organises.
    #[serde(rename = "organiserId")]
    pub organiser: Option<Uuid>,
    /// One cohort, as its organisers see it.
    #[serde(rename = "cohortId")]
    pub cohort: Option<Uuid>,
}

impl NewCalendar {
    /// # Errors
    /// `one-of`, and what is named and does not exist.
    pub(super) async fn of(self, db: &impl ConnectionTrait) -> Result<CalendarOf, Error> {
        match (self.board, self.organiser, self.cohort) {
            (Some(board), None, None) => {
                Ok(CalendarOf::Board(board_id(db, &board.0, "/boardId").await?))
            }
            (None, Some(id), None) => {
                Ok(CalendarOf::Organiser(organiser_id(db, id.into(), "/organiserId").await?))
            }
            (None, None, Some(id)) => Ok(CalendarOf::Cohort(id.into())),
            _ => {
                let sentence = text(
                    "geef één van boardId, organiserId en cohortId",
                    "give one of boardId, organiserId and cohortId",
                );
                Err(Error::invalid(Part::Body, Reason::new("one-of", sentence).at("")))
            }
        }
    }
}

/// A calendar, without its address.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarView {
    pub id: Uuid,
    /// The board whose sessions it shows, if it is of one.
    pub board_id: Option<Uuid>,
    /// The organiser, if it is of one.
    pub organiser_id: Option<Uuid>,
    /// The cohort, if it is of one.
    pub cohort_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    /// When it was last read, to a day; null until then.
    pub last_read_at: Option<DateTime<Utc>>,
}

impl From<Calendar> for CalendarView {
    fn from(calendar: Calendar) -> Self {
        let (board_id, organiser_id, cohort_id) = match calendar.of {
            CalendarOf::Board(id) => (Some(id.uuid()), None, None),
            CalendarOf::Organiser(id) => (None, Some(id.uuid()), None),
            CalendarOf::Cohort(id) => (None, None, Some(id.uuid())),
        };
        Self {
            id: calendar.id.uuid(),
            board_id,
            organiser_id,
            cohort_id,
            created_at: calendar.created_at,
            last_read_at: calendar.last_read_at,
        }
    }
}

/// A calendar with its address, which is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarGiven {
    #[serde(flatten)]
    pub calendar: CalendarView,
    /// What to give to a calendar program. Whoever has it reads the calendar.
    pub address: AddressText,
}

impl CalendarGiven {
    pub(super) fn new(calendar: Calendar, app: &App) -> Self {
        let address = AddressText(address_of_feed(app, calendar.address()));
        Self { calendar: calendar.into(), address }
    }
}
