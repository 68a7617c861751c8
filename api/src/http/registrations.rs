//! Registrations over HTTP.

mod entry;
mod history;
mod intake;
mod needs;
mod offers;
mod selection;
mod table;
mod team;
pub mod wire;

use super::kinds::Wanted;
use super::operations::Operations;
use super::tables::{self, Asked, CsvTable, Export, Listing};
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use leerkring_domain::kernel::{Language, Reason, Scope};
use leerkring_persistence::Page;
use leerkring_persistence::registrations::{self, Filter, RegistrationOrder};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::entry::HandedInWord;
use self::wire::{NewRegistration, RegistrationChange, RegistrationView, StatusWord};
use super::cohorts::WithReason;
use super::extract::{IfMatch, Json, Path, Query, Reader, Repeatable, SignedIn};
use super::narrowing::{Named, Narrowed, narrowed};
use super::page::{PageView, SortWord, order};
use super::params::{Paged, With};
use super::respond::Answer;
use super::wire::BoardRef;
use crate::app::App;
use crate::commands::boards::board_id;
use crate::commands::line::{self, Request};
use crate::commands::registrations::{self as commands, Registered, with_context};
use crate::error::Error;
use crate::reply::{Reply, etag};
use crate::work::{Caller, soon};

pub fn routes(config: &mut Operations) {
    config
        .service(register_team)
        .service(list_registrations)
        .service(get_registration)
        .service(change_registration)
        .service(withdraw_registration)
        .configure(team::routes)
        .configure(offers::routes)
        .configure(selection::routes)
        .configure(history::routes)
        .configure(needs::routes)
        .configure(intake::routes);
}

/// Register a team
///
/// For the board's staff. With automatic admission the whole team gets its seats
/// (`confirmed`), or its place on the waiting list (`waitlisted`); teams are never split, and a
/// team that waits is not overtaken, but for what the cohort's `skipLargerTeams` allows. With
/// selection it is `submitted`. `warnings` say what the team has still to do: book an intake
/// (`intake-to-book`), submit a self-assessment (`entry-assessment-to-submit`). The people of the team are written to in the language of the answer. A refusal names every
/// unmet condition; `GET …/eligibility` tells them beforehand. Send an `Idempotency-Key`.
#[utoipa::path(tag = "registrations", operation_id = "registerTeam",
    responses((status = 201, description = "The team holds seats, waits, or was submitted",
        body = RegistrationView)))]
#[post("/cohorts/{cohortId}/registrations")]
pub async fn register_team(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    body: Json<NewRegistration>,
    key: Repeatable,
) -> Answer {
    soon(async {
        let board = board_id(app.store.reader(), &body.0.board_id.0, "/boardId").await?;
        let (team, needs) = body.0.team(board, &app, who.0.language);
        let (caller, cohort) = (who.repeating(key), cohort.0.into());
        line::register(&app, Request { caller, cohort, team, needs, render: accepted }).await
    })
    .await
}

fn accepted(registered: &Registered, warnings: &[Reason], caller: &Caller) -> Reply {
    let id = registered.registration.id;
    let view = RegistrationView::read_by(registered.clone(), &Scope::of(Some(&caller.actor)));
    let view = view.with_warnings(warnings, caller.language);
    Reply::created(format!("/v1/registrations/{id}"), &view, etag(1)).in_language(caller.language)
}

pub type RegistrationSort = SortWord<RegistrationOrder>;

/// What the list of registrations is narrowed to, and how it is sorted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct RegistrationsQuery {
    /// In which order: as they were made (`registeredAt`), in the order of arrival in a cohort
    /// (`arrival`), or by the name of the board (`boardName`); `-` turns it around.
    #[param(inline)]
    pub sort: Option<RegistrationSort>,
    /// The cohort they are for.
    pub cohort_id: Option<Uuid>,
    /// For a cohort of this programme.
    pub programme_id: Option<Uuid>,
    /// For what this organiser offers, as lead or partner.
    pub organiser_id: Option<Uuid>,
    /// A board's id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
    /// Where they stand.
    #[param(inline)]
    pub status: Option<StatusWord>,
    /// Of those for which the programme asks a self-assessment: whether the board handed it in.
    #[param(inline)]
    pub entry_assessment: Option<HandedInWord>,
}

/// List registrations
///
/// Those of your boards, and those for what you organise: the newest first, unless `sort` says
/// otherwise (`arrival` is the order of arrival in a cohort, as its waiting list has it). With
/// `entryAssessment` only those for which the programme asks a self-assessment that is `missing` or
/// was `submitted`. A table of them is told to the audit log, with the number of rows.
#[utoipa::path(tag = "registrations", operation_id = "listRegistrations",
    params(Paged<RegistrationsQuery>),
    responses((status = 200, description = "A page of registrations", content(
        (PageView<RegistrationView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/registrations")]
pub async fn list_registrations(
    app: Data<Arc<App>>,
    who: SignedIn,
    wanted: Wanted,
    query: Query<Paged<RegistrationsQuery>>,
) -> Listing {
    let (db, now) = (app.store.reader(), app.now());
    let (scope, language) = (who.scope(), who.0.language);
    let With { own: query, shared: paging } = query.0;
    let named = Named {
        board: query.board_id,
        organiser: query.organiser_id,
        programme: query.programme_id,
        cohort: query.cohort_id,
    };
    let Narrowed { board, organiser, programme, cohort } = narrowed(db, &scope, named).await?;
    let filter = Filter {
        cohort,
        programme,
        organiser,
        board,
        status: query.status.map(|status| (status.0, now)),
        handed_in: query.entry_assessment.map(|word| word.0),
        sort: order(query.sort),
    };
    let export = Export::new("registrations-exported", who.0);
    let export = export.narrowed_to(db, filter.cohort).await?;
    let asked = Asked::new("registrations", wanted, paging, language).sorted(filter.sort);
    let asked = asked.told(export);
    let list = tables::list(&app, asked, async move |app, request| {
        let db = app.store.reader();
        let page = registrations::list(db, &scope, filter.clone(), &request).await?;
        let items = page.items.into_iter().map(|it| it.as_of(now)).collect();
        let with = with_context(db, items, now).await?;
        let read = |registered| RegistrationView::read_by(registered, &scope);
        let items = with.into_iter().map(read).collect();
        Ok(Page { items, next: page.next, total: page.total })
    });
    Ok(list.await?.in_language(language))
}

/// Get a registration
///
/// One registration with its participants, and its place in the waiting list; what happened to it
/// stands at `…/history`. Seen by its board and by the organisers of its cohort; to all others it does
/// not exist. Of diet and access needs it says only whether there are any; the organisers read them
/// at `…/needs`.
#[utoipa::path(tag = "registrations", operation_id = "getRegistration",
    responses((status = 200, description = "The registration", body = RegistrationView)))]
#[get("/registrations/{registrationId}")]
pub async fn get_registration(
    app: Data<Arc<App>>,
    reader: Reader,
    registration: Path<Uuid>,
) -> Answer {
    let db = app.store.reader();
    let found = registrations::find(db, registration.0.into(), &reader.scope).await?;
    let found = found.as_of(app.now());
    let etag = etag(found.version);
    let mut with = with_context(db, vec![found], app.now()).await?;
    let registered = with.pop().ok_or_else(|| Error::Bug("no context".into()))?;
    let view = RegistrationView::read_by(registered, &reader.scope);
    Ok(Reply::ok(&view, Some(etag)).in_language(reader.language))
}

fn shown(registered: Registered, language: Language) -> Reply {
    let etag = etag(registered.registration.version);
    Reply::ok(&RegistrationView::new(registered), Some(etag)).in_language(language)
}

/// Change a registration
///
/// For its board: contact, motivation and invoice reference, while the registration is live. Merge
/// patch (RFC 7396).
#[utoipa::path(tag = "registrations", operation_id = "changeRegistration",
    responses((status = 200, description = "The registration as it is now",
        body = RegistrationView)))]
#[patch("/registrations/{registrationId}")]
pub async fn change_registration(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    if_match: IfMatch,
    body: Json<RegistrationChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let (actor, language) = (caller.actor.clone(), caller.language);
    app.act(&caller, move |work| {
        Box::pin(async move {
            let changed = commands::change(work, &actor, registration.0.into(), |old| {
                if_match.meets(old.version)?;
                Ok(change.apply(old.details.clone()))
            })
            .await?;
            Ok(shown(changed, language))
        })
    })
    .await
}

/// Withdraw a registration
///
/// For its board, until the first session starts. The seats come free at once; while teams wait,
/// they are offered to the list in the same step.
#[utoipa::path(tag = "registrations", operation_id = "withdrawRegistration",
    responses((status = 200, description = "The registration, withdrawn",
        body = RegistrationView)))]
#[post("/registrations/{registrationId}/_withdraw")]
pub async fn withdraw_registration(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, language) = (caller.actor.clone(), caller.language);
    let reason = body.0.reason.map(String::from);
    app.once(caller, move |work| {
        Box::pin(async move {
            let id = registration.0.into();
            let withdrawn = commands::withdraw(work, &actor, id, reason).await?;
            Ok(shown(withdrawn, language))
        })
    })
    .await
}
