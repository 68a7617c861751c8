//! The history of a registration over HTTP.

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Language;
use leerkring_domain::registrations::{Acts, Side, sentence};
use leerkring_persistence::history::{self, Happened};
use leerkring_persistence::registrations;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::with_context;
use crate::app::App;
use crate::http::extract::{Path, Query, SignedIn};
use crate::http::operations::Operations;
use crate::http::page::{self, PageView, Paging};
use crate::http::respond::Answer;
use crate::http::wire::Word;

pub fn routes(config: &mut Operations) {
    config.service(list_history);
}

pub type SideWord = Word<Side>;

/// Something that happened to a registration.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HappenedView {
    pub happened_at: DateTime<Utc>,
    /// Such as `registration-made`, `registration-offered`, `registration-overtaken`.
    #[schema(max_length = 60)]
    pub what: String,
    /// The same as a sentence.
    #[schema(max_length = 500)]
    pub detail: String,
    /// Why, in the words of who did it; codes of refusals where conditions were not met.
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
    pub by: ByView,
}

/// Who did it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ByView {
    /// On whose side: the board's, an organiser's, that of who runs the platform, or the server by
    /// itself.
    #[schema(inline)]
    pub side: SideWord,
    /// The board or the organiser for which it was done, lead or partner; null for the platform and
    /// the server, and where it is not known for which.
    #[schema(max_length = 300)]
    pub organisation: Option<String>,
    /// The person or the machine, shown to colleagues only.
    #[schema(max_length = 200)]
    pub name: Option<String>,
}

/// List a registration's history
///
/// What happened to it, oldest first: when, by whom and for which organisation, why. Its board and the
/// organisers of its cohort read the same; people and machines are named to their colleagues only.
#[utoipa::path(tag = "registrations", operation_id = "listHistory", params(Paging),
    responses((status = 200, description = "A page of the history",
        body = PageView<HappenedView>)))]
#[get("/registrations/{registrationId}/history")]
pub async fn list_history(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
    query: Query<Paging>,
) -> Answer {
    let db = app.store.reader();
    let found = registrations::find(db, registration.0.into(), &who.scope()).await?;
    let list = format!("history of {}", found.id);
    let request = query.0.request(&app.keys, &list)?;
    let page = history::of_registration(db, found.id, &request).await?;
    let (actor, language) = (&who.0.actor, who.0.language);
    let acts =
        if actor.boards().contains(&found.board) { Acts::ForBoard } else { Acts::ForOrganiser };
    let with = with_context(db, vec![found], app.now()).await?;
    let board = with.into_iter().next().map(|it| it.board.name).unwrap_or_default();
    let page = page.map(|happened| {
        let (side, organisation) = if let Some((place, name)) = &happened.acting_for {
            (Side::at(*place), name.clone())
        } else {
            let side = Side::of(&happened.operation);
            (side, (side == Side::Board).then(|| board.clone()))
        };
        let name = happened.name.clone().filter(|_| side.is_named_to(actor, acts));
        view(happened, ByView { side: Word(side), organisation, name }, language)
    });
    Ok(page::reply(&app, &list, page).in_language(language))
}

fn view(happened: Happened, by: ByView, language: Language) -> HappenedView {
    HappenedView {
        happened_at: happened.at,
        detail: sentence(&happened.what, by.side.0).in_language(language).to_owned(),
        what: happened.what,
        reason: happened.reason,
        by,
    }
}
