//! Words and numbers of rows, as values of the domain.

use leerkring_domain::kernel::Code;

use crate::store::{StoreError, Stored};

/// The value that stands as `word` in a row.
pub(crate) fn read<T: Code>(word: &str, what: &'static str) -> Stored<T> {
    T::from_code(word).ok_or(StoreError::Corrupt(what))
}

/// A count as the database keeps it; the domain's counts fit, since the edge bounds them.
pub(crate) fn to_db(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A count from the database, where CHECK keeps it from being negative.
pub(crate) fn from_db(count: i32) -> u32 {
    u32::try_from(count).unwrap_or(0)
}

/// A value kept as JSON.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(
    json: serde_json::Value,
    what: &'static str,
) -> Stored<T> {
    serde_json::from_value(json).map_err(|_| StoreError::Corrupt(what))
}

/// A value to keep as JSON.
pub(crate) fn to_json<T: serde::Serialize>(
    value: &T,
    what: &'static str,
) -> Stored<serde_json::Value> {
    serde_json::to_value(value).map_err(|_| StoreError::Corrupt(what))
}
