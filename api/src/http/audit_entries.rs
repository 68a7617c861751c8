//! The audit log over HTTP, for administrators.

mod table;

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use leerkring_domain::audit::{Entry, Outcome};
use leerkring_domain::kernel::access::{Principal, User};
use leerkring_domain::kernel::event::Object;
use leerkring_domain::kernel::{Id, Scope};
use leerkring_persistence::audit::{self, Filter};
use leerkring_persistence::{ConnectionTrait, roles, users};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::extract::{Path, Query, SignedIn};
use super::kinds::Wanted;
use super::narrowing::{Named, Narrowed, narrowed};
use super::operations::Operations;
use super::page::PageView;
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Export, Listing};
use super::wire::{BoardRef, Word};
use crate::app::App;
use crate::error::Error;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(list_audit_entries).service(get_audit_entry);
}

pub type OutcomeWord = Word<Outcome>;

/// Something that was done or refused.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntryView {
    pub id: Uuid,
    pub occurred_at: DateTime<Utc>,
    /// Who; null where the server did it by itself, or before it knew who asked.
    pub principal: Option<AuditPrincipalView>,
    /// The request, as `X-Request-Id` names it; null for what no request asked for.
    pub request_id: Option<Uuid>,
    /// The `operationId` of what was asked, or the name of a job or a command of the server.
    #[schema(max_length = 60)]
    pub operation: String,
    /// What happened, such as `registration-withdrawn`; `refused` where nothing did.
    #[schema(max_length = 60)]
    pub what: String,
    /// To what; null where it is about nothing in particular.
    pub subject: Option<AuditSubjectView>,
    #[schema(inline)]
    pub result: OutcomeWord,
    /// Why it was refused, as the problem's `code`; null where it was done.
    #[schema(max_length = 60)]
    pub code: Option<String>,
    /// Why, in the words of who did it; null where they gave none or it was erased.
    #[schema(max_length = 4000)]
    pub reason: Option<String>,
    /// The fields that have another value since.
    #[schema(max_items = 100, max_length = 60)]
    pub changed: Vec<String>,
    /// How many rows were taken, where a table about people was; null elsewhere.
    #[schema(minimum = 0)]
    pub rows: Option<u64>,
    /// The organiser that it concerns, if it concerns one.
    pub organiser_id: Option<Uuid>,
    /// The board that it concerns, if it concerns one.
    pub board_id: Option<Uuid>,
}

/// Who did something or was refused it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditPrincipalView {
    /// `user` for a person, `client` for a machine.
    #[schema(max_length = 60)]
    pub kind: &'static str,
    pub id: Uuid,
    /// The person's name, for administrators of an organisation where the person holds a role;
    /// null for others, for machines and for people who were erased.
    #[schema(max_length = 200)]
    pub name: Option<String>,
}

/// What something was done to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditSubjectView {
    /// What it is, such as `registration`.
    #[schema(max_length = 60)]
    pub kind: String,
    pub id: Uuid,
}

impl AuditEntryView {
    fn new(entry: Entry, names: &HashMap<Id<User>, String>) -> Self {
        Self {
            id: entry.id.uuid(),
            occurred_at: entry.at,
            principal: entry.principal.map(|principal| AuditPrincipalView {
                kind: principal.kind(),
                id: principal.uuid(),
                name: person(principal).and_then(|user| names.get(&user).cloned()),
            }),
            request_id: entry.request_id,
            result: Word(entry.outcome()),
            operation: entry.operation.into_owned(),
            what: entry.what.into_owned(),
            subject: entry
                .subject
                .map(|Object { kind, id }| AuditSubjectView { kind: kind.into_owned(), id }),
            code: entry.code.map(String::from),
            reason: entry.reason,
            changed: entry.changed.into_iter().map(String::from).collect(),
            rows: entry.rows,
            organiser_id: entry.concerning.organiser.map(Id::uuid),
            board_id: entry.concerning.board.map(Id::uuid),
        }
    }
}

fn person(principal: Principal) -> Option<Id<User>> {
    match principal {
        Principal::User(user) => Some(user),
        Principal::Client(_) => None,
    }
}

/// The names of those whom the reader may know: people with a role where they administer.
async fn names(
    db: &impl ConnectionTrait,
    entries: &[Entry],
    scope: &Scope,
) -> Result<HashMap<Id<User>, String>, Error> {
    let mut people: Vec<_> =
        entries.iter().filter_map(|entry| entry.principal.and_then(person)).collect();
    people.sort_unstable();
    people.dedup();
    if !scope.everything {
        people = roles::holders_within(db, &people, scope).await?;
    }
    let known = users::known(db, &people).await?;
    Ok(known.into_iter().map(|user| (user.id, user.name)).collect())
}

/// What the audit log is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct AuditEntriesQuery {
    /// Entries of this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Entries before this instant.
    pub until: Option<DateTime<Utc>>,
    /// Who did it: a person or a machine.
    pub principal_id: Option<Uuid>,
    /// What was asked, as an `operationId`, or the name of a job or command.
    #[param(max_length = 60)]
    pub operation: Option<String>,
    /// What happened, such as `registration-withdrawn`.
    #[param(max_length = 60)]
    pub what: Option<String>,
    /// What it happened to.
    pub subject_id: Option<Uuid>,
    /// The request for which it happened.
    pub request_id: Option<Uuid>,
    /// Only what was done, or only what was refused.
    #[param(inline)]
    pub result: Option<OutcomeWord>,
    /// The organiser that it concerns.
    pub organiser_id: Option<Uuid>,
    /// The board that it concerns: its id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
}

/// List audit entries
///
/// Who did what, the newest first; who read what participants need; what was refused to whom. An
/// administrator of the platform reads everything; an organiser-administrator and a
/// board-administrator read what concerns their organisation, as do its machines with the scope
/// `audit:read`. Of refusals only so many are entered: `refusals-left-out` tells where there were
/// more.
#[utoipa::path(tag = "audit", operation_id = "listAuditEntries", params(Paged<AuditEntriesQuery>),
    responses((status = 200, description = "A page of entries", content(
        (PageView<AuditEntryView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/audit-entries")]
pub async fn list_audit_entries(
    app: Data<Arc<App>>,
    who: SignedIn,
    wanted: Wanted,
    query: Query<Paged<AuditEntriesQuery>>,
) -> Listing {
    let (db, scope) = (app.store.reader(), Scope::audited_by(&who.0.actor));
    let With { own: query, shared: paging } = query.0;
    let concerned =
        Named { board: query.board_id, organiser: query.organiser_id, ..Named::default() };
    let Narrowed { board, organiser, .. } = narrowed(db, &scope, concerned).await?;
    let filter = Filter {
        from: query.from,
        until: query.until,
        principal: query.principal_id,
        operation: query.operation,
        what: query.what,
        subject: query.subject_id,
        request: query.request_id,
        outcome: query.result.map(|word| word.0),
        organiser,
        board,
    };
    let asked = Asked::new("audit-entries", wanted, paging, who.0.language)
        .told(Export::new("audit-entries-exported", who.0));
    tables::list(&app, asked, async move |app, request| {
        let db = app.store.reader();
        let page = audit::list(db, &scope, filter.clone(), &request).await?;
        let names = names(db, &page.items, &scope).await?;
        Ok(page.map(|entry| AuditEntryView::new(entry, &names)))
    })
    .await
}

/// Get an audit entry
///
/// One entry. For an administrator, and for an organiser-administrator or board-administrator whose
/// organisation it concerns; to others it does not exist.
#[utoipa::path(tag = "audit", operation_id = "getAuditEntry",
    responses((status = 200, description = "The entry", body = AuditEntryView)))]
#[get("/audit-entries/{auditEntryId}")]
pub async fn get_audit_entry(app: Data<Arc<App>>, who: SignedIn, entry: Path<Uuid>) -> Answer {
    let (db, scope) = (app.store.reader(), Scope::audited_by(&who.0.actor));
    let entry = audit::find(db, entry.0.into(), &scope).await?;
    let names = names(db, std::slice::from_ref(&entry), &scope).await?;
    Ok(Reply::ok(&AuditEntryView::new(entry, &names), None))
}
