//! Those who are expected in a cohort, over HTTP: as a list, as papers for the room, and by session.

mod attendance;
mod papers;

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Id, Scope};
use leerkring_persistence::participants::{self, Filter, InCohort, ParticipantOrder};
use leerkring_persistence::{ConnectionTrait, cohorts};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::extract::{Path, Query, SignedIn};
use super::kinds::Wanted;
use super::narrowing::{Named, narrowed};
use super::operations::Operations;
use super::page::{PageView, SortWord, order};
use super::params::{Paged, With};
use super::registrations::wire::StatusWord;
use super::tables::{self, Asked, CsvTable, Export, Listing, Tabled, role};
use super::wire::{BoardRef, Email, Word};
use crate::app::App;
use crate::commands::organisers::not_your_organiser;
use crate::error::Error;
use crate::tables::{Column, Row, column};

pub fn routes(config: &mut Operations) {
    config.service(list_participants).configure(papers::routes).configure(attendance::routes);
}

/// Somebody who takes part in a cohort, with the team that they are of.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CohortParticipantView {
    pub id: Uuid,
    pub registration_id: Uuid,
    /// Where the registration stands.
    #[schema(inline)]
    pub status: StatusWord,
    pub board_id: Uuid,
    /// Five digits.
    #[schema(max_length = 5)]
    pub board_number: String,
    #[schema(max_length = 300)]
    pub board_name: String,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(inline)]
    pub email: Email,
    #[schema(max_length = 60)]
    pub role: String,
    /// Whether diet or access needs were given; they are read apart, at `…/needs`.
    pub needs_known: bool,
}

impl From<InCohort> for CohortParticipantView {
    fn from(found: InCohort) -> Self {
        let person = found.participant;
        Self {
            id: person.id.uuid(),
            registration_id: found.registration.uuid(),
            status: Word(found.status),
            board_id: found.board.uuid(),
            board_number: found.board_number,
            board_name: found.board_name,
            name: person.name,
            email: Email(person.email.to_string()),
            role: person.role,
            needs_known: person.needs_known,
        }
    }
}

impl Tabled for CohortParticipantView {
    type View = Self;
    const COLUMNS: &'static [Column] = &[
        column("id", "id", 38),
        column("name", "naam", 30),
        column("email", "e-mailadres", 34),
        column("role", "rol", 24),
        column("boardNumber", "bestuursnummer", 16),
        column("boardName", "naam bestuur", 45),
        column("status", "status", 12),
        column("needsKnown", "wensen bekend", 14),
        column("registrationId", "aanmelding", 38),
        column("boardId", "bestuur", 38),
    ];

    fn rows(self) -> Vec<Row> {
        vec![vec![
            self.id.into(),
            self.name.into(),
            self.email.0.into(),
            role(self.role),
            self.board_number.into(),
            self.board_name.into(),
            self.status.into(),
            self.needs_known.into(),
            self.registration_id.into(),
            self.board_id.into(),
        ]]
    }
}

pub type ParticipantSort = SortWord<ParticipantOrder>;

/// What the list of participants is narrowed to, and how it is sorted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ParticipantsQuery {
    /// In which order: as they were `registered`, by `name`, or by the name of their board
    /// (`boardName`); `-` turns it around.
    #[param(inline)]
    pub sort: Option<ParticipantSort>,
    /// Where their registration stands; left out: `confirmed`, `offered` and `completed`.
    #[param(inline)]
    pub status: Option<StatusWord>,
    /// A board's id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
    /// Such as `hr-professional`.
    #[param(max_length = 60)]
    pub role: Option<String>,
}

/// List a cohort's participants
///
/// Everybody who is expected in a cohort, in the order in which they were registered unless `sort`
/// says otherwise. For those who organise it, as lead or partner. What they need is read apart, at
/// `…/needs`. A table of them is told to the audit log, with the number of rows.
#[utoipa::path(tag = "registrations", operation_id = "listParticipants",
    params(Paged<ParticipantsQuery>),
    responses((status = 200, description = "A page of participants", content(
        (PageView<CohortParticipantView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/cohorts/{cohortId}/participants")]
pub async fn list_participants(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    query: Query<Paged<ParticipantsQuery>>,
    wanted: Wanted,
) -> Listing {
    let (db, now) = (app.store.reader(), app.now());
    let With { own: query, shared: paging } = query.0;
    let scope = who.scope();
    let cohort = organised(db, cohort.0.into(), &scope).await?.id;
    let named = Named { board: query.board_id, ..Named::default() };
    let board = narrowed(db, &scope, named).await?.board;
    let (status, sort) = (query.status.map(|word| word.0), order(query.sort));
    let filter = Filter { status, board, role: query.role, sort };
    let language = who.0.language;
    let export = Export::new("participants-exported", who.0);
    let export = export.in_cohort(db, cohort, cohort).await?;
    let asked = Asked::new("participants", wanted, paging, language).of(cohort).sorted(sort);
    let asked = asked.told(export);
    tables::list(&app, asked, async move |app, request| {
        let db = app.store.reader();
        let page = participants::list(db, cohort, (&filter, now), &request).await?;
        Ok(page.map(CohortParticipantView::from))
    })
    .await
}

/// A cohort, for those who organise it.
///
/// # Errors
/// One that `scope` does not see is absent; `not-your-organiser` where others organise it.
pub async fn organised(
    db: &impl ConnectionTrait,
    id: Id<Cohort>,
    scope: &Scope,
) -> Result<Cohort, Error> {
    let cohort = cohorts::find(db, id, scope).await?;
    if scope.everything || cohorts::organised_by(db, cohort.id, &scope.organisers).await? {
        Ok(cohort)
    } else {
        Err(not_your_organiser().into())
    }
}
