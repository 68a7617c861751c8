//! What happened to a registration, and in whose name, read from the audit log.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::Place;
use leerkring_domain::registrations::{NEEDS_READ, Registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

use crate::audit::acting_for;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::Stored;
use crate::tables::{audit_entries, boards, clients, organisers, users};

/// Something that happened to a registration, and in whose name.
#[derive(Debug, Clone)]
pub struct Happened {
    pub what: String,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
    /// The operation or the job that did it.
    pub operation: String,
    /// The name of the person or the machine that did it, where it was one.
    pub name: Option<String>,
    /// For which place they acted, with its name, where that is known: the platform has none.
    pub acting_for: Option<(Place, Option<String>)>,
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
    let ids = |of: fn(&audit_entries::Model) -> Option<Uuid>| -> Vec<Uuid> {
        page.items.iter().filter_map(of).collect()
    };
    let names = names(db, &ids(|row| row.principal_id), &ids(|row| row.acting_id)).await?;
    Ok(page.map(|row| Happened {
        acting_for: acting_for(&row)
            .map(|place| (place, row.acting_id.and_then(|id| names.get(&id).cloned()))),
        what: row.what,
        at: row.at,
        reason: row.reason,
        operation: row.operation,
        name: row.principal_id.and_then(|id| names.get(&id).cloned()),
    }))
}

/// The names of people and machines, and of the organisations for which they act.
async fn names(
    db: &impl ConnectionTrait,
    who: &[Uuid],
    places: &[Uuid],
) -> Stored<HashMap<Uuid, String>> {
    let mut names = HashMap::new();
    names.extend(named::<users::Entity>(db, users::Column::Id, users::Column::Name, who).await?);
    let machines = named::<clients::Entity>(db, clients::Column::Id, clients::Column::Name, who);
    names.extend(machines.await?);
    let (id, name) = (organisers::Column::Id, organisers::Column::Name);
    names.extend(named::<organisers::Entity>(db, id, name, places).await?);
    let (id, name) = (boards::Column::Id, boards::Column::Name);
    names.extend(named::<boards::Entity>(db, id, name, places).await?);
    Ok(names)
}

async fn named<E: EntityTrait>(
    db: &impl ConnectionTrait,
    id: E::Column,
    name: E::Column,
    ids: &[Uuid],
) -> Stored<Vec<(Uuid, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = E::find().select_only().columns([id, name]).filter(id.is_in(ids.iter().copied()));
    Ok(rows.into_tuple().all(db).await?)
}
