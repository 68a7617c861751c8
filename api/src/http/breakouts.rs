//! Breakouts over HTTP: who is where, choosing for participants, and choosing oneself.

mod own;
mod table;
pub mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_persistence::breakouts::{self, Filter};
use leerkring_persistence::intake::SeenBy;
use leerkring_persistence::{cohorts, sessions};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::wire::{BreakoutChoice, BreakoutChoiceView, ChosenBreakoutView, LeftSession};
use super::extract::{Json, Path, Query, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::operations::Operations;
use super::page::PageView;
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Export, Listing};
use crate::app::App;
use crate::commands::breakouts as commands;
use crate::commands::intake::seen_by;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config
        .service(list_breakout_choices)
        .service(choose_breakout)
        .service(leave_breakout)
        .configure(own::routes);
}

/// What the list of choices is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct BreakoutChoicesQuery {
    /// The breakout that was chosen.
    pub breakout_id: Option<Uuid>,
    /// Only participants who have chosen, or only those who have not.
    pub chosen: Option<bool>,
}

/// List who is in which breakout
///
/// The participants of confirmed registrations, each with the breakout they chose or none. The
/// cohort's organisers see all; boards with a confirmed registration see their own. A table of them is
/// told to the audit log, with the number of rows.
#[utoipa::path(tag = "sessions", operation_id = "listBreakoutChoices",
    params(Paged<BreakoutChoicesQuery>),
    responses((status = 200, description = "A page of participants", content(
        (PageView<BreakoutChoiceView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/sessions/{sessionId}/breakout-choices")]
pub async fn list_breakout_choices(
    app: Data<Arc<App>>,
    who: SignedIn,
    session: Path<Uuid>,
    query: Query<Paged<BreakoutChoicesQuery>>,
    wanted: Wanted,
) -> Listing {
    let (db, language) = (app.store.reader(), who.0.language);
    let With { own, shared: paging } = query.0;
    let session = sessions::find(db, session.0.into()).await?;
    let cohort = cohorts::find(db, session.cohort, &who.scope()).await;
    let cohort = cohort.map_err(|error| error.missing_as("session"))?;
    let boards = match seen_by(db, &who.0.actor, cohort.id).await? {
        SeenBy::Organiser => None,
        SeenBy::Boards(boards) => Some(boards),
    };
    let filter = Filter { boards, breakout: own.breakout_id, chosen: own.chosen };
    let export = Export::new("breakout-choices-exported", who.0);
    let export = export.in_cohort(db, session.id, cohort.id).await?;
    let asked = Asked::new("breakout-choices", wanted, paging, language);
    tables::list(&app, asked.of(session.id).told(export), async move |app, request| {
        let (db, at) = (app.store.reader(), (cohort.id, session.id));
        let page = breakouts::placed(db, at, &filter, &request).await?;
        Ok(page.map(|placed| BreakoutChoiceView::new(placed, &session)))
    })
    .await
}

/// Choose a breakout for a participant
///
/// For their board and for the cohort's organisers, until the session starts; participants do it
/// themselves with their personal link. The seat they had in another breakout of the session comes
/// free in the same step, and only once they have the new one. `breakout-full` names those with
/// seats left. Whoever is placed by an organiser gets a letter.
#[utoipa::path(tag = "sessions", operation_id = "chooseBreakout",
    responses((status = 200, description = "Where the participant is now",
        body = ChosenBreakoutView)))]
#[post("/registrations/{registrationId}/participants/{participantId}/breakouts/_choose")]
pub async fn choose_breakout(
    app: Data<Arc<App>>,
    who: SignedIn,
    path: Path<(Uuid, Uuid)>,
    body: Json<BreakoutChoice>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, (registration, participant)) = (caller.actor.clone(), path.0);
    let (person, asked) = ((registration.into(), participant.into()), body.0.into());
    app.once(caller, move |work| {
        Box::pin(async move {
            let choice = commands::choose_for(work, &actor, person, asked).await?;
            Ok(Reply::ok(&ChosenBreakoutView::from(choice), None))
        })
    })
    .await
}

/// Leave a breakout for a participant
///
/// For their board and for the cohort's organisers, until the session starts. The participant keeps
/// their place in the session.
#[utoipa::path(tag = "sessions", operation_id = "leaveBreakout",
    responses((status = 204, description = "The participant is in no breakout of the session")))]
#[post("/registrations/{registrationId}/participants/{participantId}/breakouts/_leave")]
pub async fn leave_breakout(
    app: Data<Arc<App>>,
    who: SignedIn,
    path: Path<(Uuid, Uuid)>,
    body: Json<LeftSession>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, (registration, participant)) = (caller.actor.clone(), path.0);
    let (person, session) = ((registration.into(), participant.into()), body.0.session_id.into());
    app.once(caller, move |work| {
        Box::pin(async move {
            commands::leave_for(work, &actor, person, session).await?;
            Ok(Reply::nothing())
        })
    })
    .await
}
