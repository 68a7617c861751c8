//! Changes that hold only for the version that was read.

use sea_orm::UpdateResult;

use crate::store::{StoreError, Stored};

/// The update met its row.
///
/// # Errors
/// [`StoreError::Stale`] where another change came first.
pub(crate) fn hit(result: &UpdateResult) -> Stored<()> {
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
