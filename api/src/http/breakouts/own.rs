//! A participant chooses a breakout themselves, with their personal link. What they send is looked
//! at before the link is, as everywhere.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use leerkring_domain::participations::Participation;
use leerkring_persistence::{breakouts, sessions};

use super::wire::{
    BreakoutChoice, ChosenBreakoutView, LeftSession, OwnBreakoutsView, SessionBreakoutsView,
};
use crate::app::App;
use crate::commands::breakouts::{self as commands, Whose};
use crate::http::extract::Json;
use crate::http::operations::Operations;
use crate::http::participations::Personal;
use crate::http::respond::Answer;
use crate::reply::Reply;
use crate::work::soon;

pub fn routes(config: &mut Operations) {
    config.service(list_own_breakouts).service(choose_own_breakout).service(leave_own_breakout);
}

fn whose(participation: &Participation) -> Whose {
    let Participation { registration, participant, .. } = participation;
    Whose { cohort: registration.cohort, person: (registration.id, participant.id) }
}

/// List my breakouts
///
/// For a participant with their personal link: the sessions with breakouts, the seats that are left
/// in each, and what they chose. Empty while their registration is not confirmed.
#[utoipa::path(tag = "sessions", operation_id = "listOwnBreakouts",
    params(("participationSecret" = String, Path,
        description = "The secret at the end of the personal link", min_length = 1,
        max_length = 100)),
    responses((status = 200, description = "The sessions with breakouts",
        body = OwnBreakoutsView)))]
#[get("/participations/{participationSecret}/breakouts")]
pub async fn list_own_breakouts(app: Data<Arc<App>>, who: Personal) -> Answer {
    let (db, Participation { participant, registration, .. }) =
        (app.store.reader(), who.participation);
    let takes_part = registration.status.takes_part();
    let cohorts: Vec<_> = takes_part.then_some(registration.cohort).into_iter().collect();
    let all = sessions::of(db, &cohorts).await?;
    let choices = breakouts::choices_of(db, participant.id).await?;
    let with = all.into_iter().filter(|session| session.is_held() && !session.breakouts.is_empty());
    let items = with.map(|session| SessionBreakoutsView::new(session, &choices)).collect();
    Ok(Reply::ok(&OwnBreakoutsView { items, next: None }, None))
}

/// Choose a breakout
///
/// For a participant with their personal link, until the session starts. The seat they had in
/// another breakout of the session comes free in the same step, and only once they have the new
/// one: whoever is told `breakout-full` keeps what they had. Choosing the same again changes nothing.
#[utoipa::path(tag = "sessions", operation_id = "chooseOwnBreakout",
    params(("participationSecret" = String, Path,
        description = "The secret at the end of the personal link", min_length = 1,
        max_length = 100)),
    responses((status = 200, description = "What was chosen", body = ChosenBreakoutView)))]
#[post("/participations/{participationSecret}/breakouts/_choose")]
pub async fn choose_own_breakout(
    app: Data<Arc<App>>,
    body: Json<BreakoutChoice>,
    request: HttpRequest,
) -> Answer {
    let who = Personal::of(&request).await?;
    let (whose, asked) = (whose(&who.participation), body.0.into());
    let choosing = app.work(who.author, move |work| {
        Box::pin(async move { commands::choose(work, whose, asked).await })
    });
    Ok(Reply::ok(&ChosenBreakoutView::from(soon(choosing).await?), None))
}

/// Leave a breakout
///
/// For a participant with their personal link, until the session starts. They keep their place in
/// the session.
#[utoipa::path(tag = "sessions", operation_id = "leaveOwnBreakout",
    params(("participationSecret" = String, Path,
        description = "The secret at the end of the personal link", min_length = 1,
        max_length = 100)),
    responses((status = 204, description = "The participant is in no breakout of the session")))]
#[post("/participations/{participationSecret}/breakouts/_leave")]
pub async fn leave_own_breakout(
    app: Data<Arc<App>>,
    body: Json<LeftSession>,
    request: HttpRequest,
) -> Answer {
    let who = Personal::of(&request).await?;
    let (whose, session) = (whose(&who.participation), body.0.session_id.into());
    let leaving = app.work(who.author, move |work| {
        Box::pin(async move { commands::leave(work, whose, session).await })
    });
    soon(leaving).await?;
    Ok(Reply::nothing())
}
