//! Reports as tables of comma-separated values.

use std::borrow::Cow;

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::error::Error;

/// A table: a line of names, then a line for each row.
#[derive(Debug)]
pub struct CsvTable;

impl PartialSchema for CsvTable {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("Comma-separated values in UTF-8, the names in the first line"))
            .max_length(Some(2_000_000))
            .examples(["year,share\n2017,72.9\n"])
            .into()
    }
}

impl ToSchema for CsvTable {
    fn name() -> Cow<'static, str> {
        "CsvTable".into()
    }
}

/// Writes a table.
///
/// # Errors
/// A row with another number of fields than there are names, which is a bug.
pub fn csv<const N: usize>(
    names: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let bug = |error: String| Error::Bug(format!("a table: {error}"));
    writer.write_record(names).map_err(|error| bug(error.to_string()))?;
    for row in rows {
        writer.write_record(&row).map_err(|error| bug(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| bug(error.to_string()))
}

/// A value that may be absent, as a field.
pub fn field(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
