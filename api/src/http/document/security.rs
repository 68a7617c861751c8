//! How callers show who they are: people by a token, machines by OAuth besides, with the scopes of
//! the access table.

use leerkring_domain::kernel::access::{Access, Who, scopes, text_of_scope};
use serde_json::{Map, Value, json};

/// The scheme of machines (RFC 6749, section 4.4).
pub(super) fn of_machines() -> Value {
    let text = |scope: &str| text_of_scope(scope).unwrap_or_default().into();
    let scopes: Map<_, _> =
        scopes().into_iter().map(|scope| (scope.to_owned(), text(scope))).collect();
    json!({
        "type": "oauth2",
        "description": "For machines: the id of a client and one of its secrets.",
        "flows": { "clientCredentials": { "tokenUrl": "/v1/oauth/token", "scopes": scopes } }
    })
}

/// Which of the schemes admit to an operation, with the scopes needed.
pub(super) fn of(who: Who, access: Option<&Access>) -> Value {
    let bearer = json!({ "bearer": [] });
    let machine = match (who, access.and_then(|access| access.scope)) {
        (Who::Identified, _) => Some(json!({ "client": [] })),
        (_, Some(scope)) => Some(json!({ "client": [scope] })),
        (_, None) => None,
    };
    let ways = match who {
        Who::OwnProof => vec![json!({})],
        Who::Public => [json!({}), bearer].into_iter().chain(machine).collect(),
        Who::SignedIn | Who::Identified | Who::AnyOf(_) => {
            std::iter::once(bearer).chain(machine).collect()
        }
    };
    Value::Array(ways)
}
