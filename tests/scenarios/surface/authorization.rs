//! The page that shows the access table to people is the table that the server goes by.

use std::path::PathBuf;

use leerkring::http::document::authorization::page;

#[test]
fn the_page_about_authorization_is_the_table() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/authorization.md");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page(),
        "docs/authorization.md is not what the access table says; run: \
         cargo run -p leerkring -- authorization > docs/authorization.md"
    );
}
