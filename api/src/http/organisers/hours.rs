//! The working hours of an organiser as clients send and read them.

use chrono::Weekday;
use leerkring_domain::kernel::Refusal;
use leerkring_domain::working_hours::WorkingHours;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::wire::LocalTime;

/// The days and the hours on which an organiser works, on the clock in Europe/Amsterdam; public
/// holidays are no working days.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkingHoursView {
    #[schema(min_items = 1, max_items = 7)]
    pub days: Vec<DayOfWeek>,
    pub start_time: LocalTime,
    pub end_time: LocalTime,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl From<DayOfWeek> for Weekday {
    fn from(day: DayOfWeek) -> Self {
        match day {
            DayOfWeek::Monday => Self::Mon,
            DayOfWeek::Tuesday => Self::Tue,
            DayOfWeek::Wednesday => Self::Wed,
            DayOfWeek::Thursday => Self::Thu,
            DayOfWeek::Friday => Self::Fri,
            DayOfWeek::Saturday => Self::Sat,
            DayOfWeek::Sunday => Self::Sun,
        }
    }
}

impl From<Weekday> for DayOfWeek {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

impl TryFrom<WorkingHoursView> for WorkingHours {
    type Error = Refusal;

    fn try_from(hours: WorkingHoursView) -> Result<Self, Refusal> {
        let days = hours.days.into_iter().map(Into::into).collect();
        Self::new(days, hours.start_time.0, hours.end_time.0)
    }
}

impl From<WorkingHours> for WorkingHoursView {
    fn from(hours: WorkingHours) -> Self {
        Self {
            days: hours.days.into_iter().map(Into::into).collect(),
            start_time: LocalTime(hours.from),
            end_time: LocalTime(hours.until),
        }
    }
}
