//! What happened to a registration, read from the audit log.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Id;
use leerkring_domain::registrations::{NEEDS_READ, Registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::Stored;
use crate::tables::{audit_entries, users};

/// Something that happened to a registration, and in whose name.
#[derive(Debug, Clone)]
pub struct Happened {
    pub what: String,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
    /// The operation or the job that did it.
    pub operation: String,
    /// The name of the person that did it, where it was one.
    pub name: Option<String>,
}

/// A page of what happened, oldest first. Who was refused or read what is no part of it.
pub async fn of_registration(
    db: &impl ConnectionTrait,
    registration: Id<Registration>,
    request: &PageRequest,
) -> Stored<Page<Happened>> {
    let key = Key::ascending(audit_entries::Column::Id);
    let select = audit_entries::Entity::find()
        .filter(audit_entries::Column::SubjectId.eq(registration.uuid()))
        .filter(audit_entries::Column::Code.is_null())
        .filter(audit_entries::Column::What.ne(NEEDS_READ));
    let page = fetch(db, select, key, request).await?;
    let who: Vec<Uuid> = page.items.iter().filter_map(|row| row.principal_id).collect();
    let names = names(db, who).await?;
    Ok(page.map(|row| Happened {
        what: row.what,
        at: row.at,
        reason: row.reason,
        operation: row.operation,
        name: row.principal_id.and_then(|id| names.get(&id).cloned()),
    }))
}

async fn names(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Stored<HashMap<Uuid, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = users::Entity::find()
        .select_only()
        .column(users::Column::Id)
        .column(users::Column::Name)
        .filter(users::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
