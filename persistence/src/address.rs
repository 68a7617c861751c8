//! Addresses and numbers, as rows have them.

use leerkring_domain::boards::{Address, Form, Identifier};

use crate::store::{StoreError, Stored};

/// The number or code in a row.
pub(crate) fn identifier<F: Form>(text: &str) -> Stored<Identifier<F>> {
    Identifier::parse(text).map_err(|malformed| StoreError::Corrupt(malformed.name))
}

/// The number or code in a row, where there is one.
pub(crate) fn optional<F: Form>(text: Option<&str>) -> Stored<Option<Identifier<F>>> {
    text.map(identifier).transpose()
}

/// The address in a row.
pub(crate) fn address(line: String, postcode: &str, city: String) -> Stored<Address> {
    Ok(Address { line, postcode: identifier(postcode)?, city })
}
