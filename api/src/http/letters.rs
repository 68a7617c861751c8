//! Letters over HTTP: what became of mail, for administrators.

mod table;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Id;
use leerkring_domain::notifications::LetterState;
use leerkring_persistence::letters::{self, Filter, Posted};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::extract::{Path, Query, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::operations::Operations;
use super::page::PageView;
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Export, Listing};
use super::wire::{Email, Word};
use crate::app::App;
use crate::commands::letters as commands;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(list_letters).service(get_letter).service(resend_letter);
}

pub type LetterStateWord = Word<LetterState>;

/// A letter by e-mail, with what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LetterView {
    pub id: Uuid,
    /// What it tells.
    #[schema(max_length = 100)]
    pub kind: String,
    /// The person with an account to whom it goes; null where that is somebody without one.
    pub user_id: Option<Uuid>,
    /// The address to which it goes, where that is somebody without an account.
    #[schema(inline)]
    pub email: Option<Email>,
    /// `waiting`, `claimed` while it is being sent, `sent`, or `dead` when it was given up.
    #[schema(inline)]
    pub state: LetterStateWord,
    /// How often it was tried since it was written or sent again.
    #[schema(minimum = 0)]
    pub attempts: u32,
    pub created_at: DateTime<Utc>,
    /// When it is tried next; null where it is not any more.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was sent or given up; null until then.
    pub finished_at: Option<DateTime<Utc>>,
    /// What went wrong the last time; null where nothing did.
    #[schema(max_length = 500)]
    pub trouble: Option<String>,
}

impl From<Posted> for LetterView {
    fn from(letter: Posted) -> Self {
        let waits = letter.state == LetterState::Waiting;
        Self {
            id: letter.id.uuid(),
            kind: letter.kind,
            user_id: letter.user.map(Id::uuid),
            email: letter.address.map(Email),
            state: Word(letter.state),
            attempts: letter.attempts,
            created_at: letter.created_at,
            next_attempt_at: waits.then_some(letter.due_at),
            finished_at: letter.finished_at,
            trouble: letter.trouble,
        }
    }
}

/// What the list of letters is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct LettersQuery {
    /// Only letters in this state.
    #[param(inline)]
    pub state: Option<LetterStateWord>,
    /// Only letters that tell this, such as `invitation`.
    #[param(max_length = 100)]
    pub kind: Option<String>,
}

/// List letters
///
/// For administrators: mail that was sent, waits, or was given up (`state=dead`), the newest first.
/// Finished letters are forgotten after a while.
#[utoipa::path(tag = "letters", operation_id = "listLetters", params(Paged<LettersQuery>),
    responses((status = 200, description = "A page of letters", content(
        (PageView<LetterView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/letters")]
pub async fn list_letters(
    app: Data<Arc<App>>,
    who: SignedIn,
    wanted: Wanted,
    query: Query<Paged<LettersQuery>>,
) -> Listing {
    let With { own: query, shared: paging } = query.0;
    let filter = Filter { state: query.state.map(|word| word.0), kind: query.kind };
    let asked = Asked::new("letters", wanted, paging, who.0.language)
        .told(Export::new("letters-exported", who.0));
    tables::list(&app, asked, async move |app, request| {
        let page = letters::list(app.store.reader(), filter.clone(), &request).await?;
        Ok(page.map(LetterView::from))
    })
    .await
}

/// Get a letter
///
/// For administrators: one letter, with what became of it; never what it says.
#[utoipa::path(tag = "letters", operation_id = "getLetter",
    responses((status = 200, description = "The letter", body = LetterView)))]
#[get("/letters/{letterId}")]
pub async fn get_letter(app: Data<Arc<App>>, letter: Path<Uuid>) -> Answer {
    let letter = letters::find(app.store.reader(), letter.0.into()).await?;
    Ok(Reply::ok(&LetterView::from(letter), None))
}

/// Send a letter again
///
/// For administrators: a letter that was given up is tried again from now on, as often as a new
/// one. Refused with `not-given-up`, and with `nothing-to-send` where the link in it has expired.
#[utoipa::path(tag = "letters", operation_id = "resendLetter",
    responses((status = 200, description = "The letter, which waits again", body = LetterView)))]
#[post("/letters/{letterId}/_resend")]
pub async fn resend_letter(
    app: Data<Arc<App>>,
    who: SignedIn,
    letter: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let told = app.clone();
    let answer = app
        .once(who.repeating(key), move |work| {
            Box::pin(async move {
                let letter = commands::resend(work, letter.0.into()).await?;
                Ok(Reply::ok(&LetterView::from(letter), None))
            })
        })
        .await;
    told.mail.wake();
    answer
}
