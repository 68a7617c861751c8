//! The page that shows the access table to people.

use leerkring_domain::kernel::Code;
use leerkring_domain::kernel::access::{RoleKind, Who, of};

use super::document;

const INTRODUCTION: &str = "\
# Who may do what

Every operation of the API, who may call it, and the scope that a machine needs for it. The server reads the same table
(`domain/src/kernel/access/table.rs`) at every request and does not start where an operation has no row. This page is made from it:
`cargo run -p leerkring -- authorization > docs/authorization.md`.

The table opens functions. Which objects somebody reaches with them is asked in each query: an organiser's people what it organises as
lead or partner, a board's people what is their board's, an administrator everything. What is another's answers 404 as if it did not
exist, or 403 where everybody may see it. An administrator of an organisation may all that its editors may. Roles are held in the
database and read at every request; what a token says about roles counts for nothing. Whoever has a role sees the others who have one at
the same place, and may give up their own; administrators manage the people of their place.

A machine acts for one organisation as its editor does, within its scopes; what has no scope is for people. Where anybody may call, the
scope decides whether a machine sees what its organisation sees or what everybody sees. The audit log of its organisation is for
administrators and for the machines to which they gave that scope.

";

/// The table as a page in Markdown, an operation a row, in the order of the document.
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    let heads = RoleKind::ALL.iter().map(|kind| kind.code().replace('-', "<br>"));
    let heads: Vec<_> = heads.collect();
    let rule = " --- |".repeat(heads.len() + 2);
    let heads = heads.join(" | ");
    let heads = format!("| operation | anybody | {heads} | machine |\n| --- |{rule}\n");
    page.push_str(&heads);
    for (path, method, operation) in operations() {
        // The server does not start where a row is missing.
        let Some(access) = of(&operation) else { continue };
        let may = |kind: &RoleKind| match access.who {
            Who::Public | Who::OwnProof | Who::SignedIn | Who::Identified => "•",
            Who::AnyOf(kinds) if kinds.contains(kind) => "•",
            Who::AnyOf(_) => "",
        };
        let anybody = match access.who {
            Who::Public | Who::OwnProof => "•",
            Who::SignedIn | Who::Identified => "signed in",
            Who::AnyOf(_) => "",
        };
        let kinds: Vec<_> = RoleKind::ALL.iter().map(may).collect();
        let scope = match (access.who, access.scope) {
            (Who::Identified, _) => "any".to_owned(),
            (_, scope) => scope.map(|scope| format!("`{scope}`")).unwrap_or_default(),
        };
        let kinds = kinds.join(" | ");
        let row = format!("| `{operation}`<br>{method} {path} | {anybody} | {kinds} | {scope} |\n");
        page.push_str(&row);
    }
    page
}

/// Path, method and `operationId` of every operation.
fn operations() -> Vec<(String, String, String)> {
    let document = document();
    let paths = document.get("paths").and_then(serde_json::Value::as_object);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let id = operation.get("operationId").and_then(serde_json::Value::as_str);
            found.push((path.clone(), method.to_uppercase(), id.unwrap_or_default().to_owned()));
        }
    }
    found
}
