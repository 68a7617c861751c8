//! What stands in a cell.

use chrono::{NaiveDate, NaiveTime};
use leerkring_domain::kernel::{Instant, Text};
use rust_decimal::Decimal;
use uuid::Uuid;

/// A value, of the kind that it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Nothing,
    Text(String),
    /// A word of the API, and what people say for it.
    Word(String, Text),
    Whole(i64),
    Number(Decimal),
    /// In cents.
    Euros(i64),
    Day(NaiveDate),
    Time(NaiveTime),
    Instant(Instant),
    YesNo(bool),
}

impl Cell {
    /// A number that stands in an answer as a decimal text.
    pub fn number(text: &str) -> Self {
        text.parse().map_or_else(|_| text.into(), Self::Number)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Uuid> for Cell {
    fn from(id: Uuid) -> Self {
        Self::Text(id.to_string())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Decimal> for Cell {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl From<NaiveTime> for Cell {
    fn from(time: NaiveTime) -> Self {
        Self::Time(time)
    }
}

impl From<Instant> for Cell {
    fn from(instant: Instant) -> Self {
        Self::Instant(instant)
    }
}

impl From<bool> for Cell {
    fn from(is_so: bool) -> Self {
        Self::YesNo(is_so)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}
