//! The page that shows the access table to people is the table that the server goes by.

use std::fmt::Write;
use std::path::PathBuf;

use leerkring_domain::kernel::Code;
use leerkring_domain::kernel::access::{RoleKind, Who, of};
use leerkring_tests::document::operations;

const INTRODUCTION: &str = "\
# Who may do what

Every operation of the API, who may call it, and the scope that a machine needs for it. The server reads the same table
(`domain/src/kernel/access/table.rs`) at every request and does not start where an operation has no row. This page is made from it:
`UPDATE_AUTHORIZATION=1 cargo test -p leerkring-tests --test scenarios authorization`.

The table opens functions. Which objects somebody reaches with them is asked in each query: an organiser's people what it organises as
lead or partner, a board's people what is their board's, an administrator everything. What is another's answers 404 as if it did not
exist, or 403 where everybody may see it. An administrator of an organisation may all that its editors may. Roles are held in the
database and read at every request; what a token says about roles counts for nothing.

A machine acts for one organisation as its editor does, within its scopes; what has no scope is for people. Where anybody may call, the
scope decides whether a machine sees what its organisation sees or what everybody sees.

";

fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    let heads = RoleKind::ALL.iter().map(|kind| kind.code().replace('-', "<br>"));
    let heads: Vec<_> = heads.collect();
    writeln!(page, "| operation | anybody | {} | machine |", heads.join(" | ")).unwrap();
    writeln!(page, "| --- |{}", " --- |".repeat(heads.len() + 2)).unwrap();
    for operation in operations() {
        let access = of(&operation.id).unwrap();
        let may = |kind: &RoleKind| match access.who {
            Who::Public | Who::SignedIn => "•",
            Who::AnyOf(kinds) if kinds.contains(kind) => "•",
            Who::AnyOf(_) => "",
        };
        let anybody = match access.who {
            Who::Public => "•",
            Who::SignedIn => "signed in",
            Who::AnyOf(_) => "",
        };
        let kinds: Vec<_> = RoleKind::ALL.iter().map(may).collect();
        let scope = access.scope.map(|scope| format!("`{scope}`")).unwrap_or_default();
        let (id, method, path) = (&operation.id, &operation.method, &operation.path);
        let what = format!("`{id}`<br>{method} {path}");
        writeln!(page, "| {what} | {anybody} | {} | {scope} |", kinds.join(" | ")).unwrap();
    }
    page
}

#[test]
fn the_page_about_authorization_is_the_table() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/authorization.md");
    if std::env::var_os("UPDATE_AUTHORIZATION").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page(), "docs/authorization.md is not what the access table says");
}
