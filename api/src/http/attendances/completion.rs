//! Completion over HTTP: how far participants are, and why; and the end of a cohort.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use chrono::NaiveDate;
use leerkring_domain::attendances::{Attendee, Completion, Judged, Missing, Outcome, Standing};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Id, Language};
use leerkring_persistence::{Page, attendances, cohorts, registrations};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::wire::MarkView;
use crate::app::App;
use crate::commands::attendances as commands;
use crate::http::extract::{Path, Query, Repeatable, SignedIn};
use crate::http::kinds::Wanted;
use crate::http::operations::Operations;
use crate::http::page::PageView;
use crate::http::params::{Paged, With};
use crate::http::participants::organised;
use crate::http::programmes::attendance::PartWord;
use crate::http::respond::Answer;
use crate::http::tables::{self, Asked, CsvTable, Export, Listing};
use crate::http::wire::{LocalTime, Word};
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(get_completion).service(list_completion).service(complete_cohort);
}

pub type StandingWord = Word<Standing>;
pub type OutcomeWord = Word<Outcome>;

/// How far the participants of a registration are.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationCompletionView {
    pub registration_id: Uuid,
    #[schema(max_items = 100)]
    pub participants: Vec<CompletionView>,
}

/// How far a participant is, and why.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompletionView {
    pub participant_id: Uuid,
    pub registration_id: Uuid,
    pub board_id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(max_length = 60)]
    pub role: String,
    /// `met` once enough sessions count, which no later one takes away; `open` while what is to
    /// come or to be marked may complete it; `out-of-reach` otherwise. `no-rule`: the programme has
    /// no `completionPercentage`, so that nobody completes it.
    #[schema(inline)]
    pub standing: StandingWord,
    /// How many sessions are expected of them.
    #[schema(minimum = 0)]
    pub expected_sessions: u32,
    /// How many of those count.
    #[schema(minimum = 0)]
    pub counted_sessions: u32,
    /// How many of those have to count: the percentage, rounded up to whole sessions.
    #[schema(minimum = 0)]
    pub needed_sessions: Option<u32>,
    /// The percentage of the expected sessions that count, rounded down.
    #[schema(minimum = 0, maximum = 100)]
    pub reached_percentage: u32,
    /// The programme's `completionPercentage`.
    #[schema(minimum = 1, maximum = 100)]
    pub needed_percentage: Option<u8>,
    /// What is missing: the sum, then each expected session that does not count. Empty where it is
    /// met.
    #[schema(max_items = 1000)]
    pub missing: Vec<MissingView>,
    /// Every session that is held, in time order.
    #[schema(max_items = 1000)]
    pub sessions: Vec<JudgedView>,
}

/// Something that is missing.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MissingView {
    /// `too-few-sessions`, `no-completion-rule`, or the session's `outcome`.
    #[schema(max_length = 60)]
    pub code: String,
    /// The session it is about, if it is about one.
    pub session_id: Option<Uuid>,
    /// As a sentence, to give to the participant.
    #[schema(max_length = 500)]
    pub detail: String,
}

/// What one session comes to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JudgedView {
    pub session_id: Uuid,
    #[schema(minimum = 0)]
    pub ordinal: u32,
    pub held_on: NaiveDate,
    /// The part that is expected of them.
    #[schema(inline)]
    pub expected: PartWord,
    /// From when until when that is, on the clock in Europe/Amsterdam.
    #[schema(inline)]
    pub expected_from_time: LocalTime,
    #[schema(inline)]
    pub expected_until_time: LocalTime,
    #[schema(inline)]
    pub outcome: OutcomeWord,
    /// Whether it is one of the sessions that count towards completion.
    pub counts: bool,
    /// How many minutes of what is expected they missed; of who was partly there.
    #[schema(minimum = 0)]
    pub missed_minutes: Option<u32>,
    pub marked: Option<MarkView>,
}

impl CompletionView {
    fn new(who: Attendee, completion: Completion, language: Language) -> Self {
        let reached_percentage = completion.reached();
        let missing = |missing: Missing| MissingView {
            code: missing.code.to_owned(),
            session_id: missing.session.map(Id::uuid),
            detail: missing.text.in_language(language).to_owned(),
        };
        Self {
            participant_id: who.participant.id.uuid(),
            registration_id: who.registration.uuid(),
            board_id: who.board.uuid(),
            name: who.participant.name,
            role: who.participant.role,
            standing: Word(completion.standing),
            expected_sessions: completion.expected,
            counted_sessions: completion.counted,
            needed_sessions: completion.needed,
            reached_percentage,
            needed_percentage: completion.share,
            missing: completion.missing().into_iter().map(missing).collect(),
            sessions: completion.sessions.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Judged> for JudgedView {
    fn from(judged: Judged) -> Self {
        Self {
            session_id: judged.session.uuid(),
            ordinal: judged.ordinal,
            held_on: judged.on,
            expected: Word(judged.part),
            expected_from_time: LocalTime(judged.window.0),
            expected_until_time: LocalTime(judged.window.1),
            outcome: Word(judged.outcome),
            counts: judged.counts(),
            missed_minutes: judged.missed_minutes,
            marked: judged.attendance.map(Into::into),
        }
    }
}

/// Get a registration's completion
///
/// How far each of its participants is and what is missing, session by session: computed from what
/// is marked now. For its board and the cohort's organisers.
#[utoipa::path(tag = "attendances", operation_id = "getCompletion",
    responses((status = 200, description = "How far the participants are",
        body = RegistrationCompletionView)))]
#[get("/registrations/{registrationId}/completion")]
pub async fn get_completion(
    app: Data<Arc<App>>,
    who: SignedIn,
    registration: Path<Uuid>,
) -> Answer {
    let db = app.store.reader();
    let found = registrations::find(db, registration.0.into(), &who.scope()).await?;
    let everything = Scope { everything: true, ..Scope::default() };
    let cohort = cohorts::find(db, found.cohort, &everything).await?;
    let course = attendances::course(db, cohort.programme, cohort.id).await?;
    let people = attendances::attendees_of(db, &[found.id]).await?;
    let (language, now) = (who.0.language, app.now());
    let view = |who: Attendee| {
        let completion = course.completion(&who, now);
        CompletionView::new(who, completion, language)
    };
    let participants = people.into_iter().map(view).collect();
    let view = RegistrationCompletionView { registration_id: registration.0, participants };
    Ok(Reply::ok(&view, None).in_language(language))
}

/// What the list of participants is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct CompletionQuery {
    /// Only participants who stand there.
    #[param(inline)]
    pub standing: Option<StandingWord>,
}

/// List a cohort's completion
///
/// How far everybody is who takes part, and what is missing. For the cohort's organisers. A table of
/// them is told to the audit log, with the number of rows.
#[utoipa::path(tag = "attendances", operation_id = "listCompletion", params(Paged<CompletionQuery>),
    responses((status = 200, description = "A page of participants", content(
        (PageView<CompletionView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/cohorts/{cohortId}/completion")]
pub async fn list_completion(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    query: Query<Paged<CompletionQuery>>,
    wanted: Wanted,
) -> Listing {
    let (db, now, language) = (app.store.reader(), app.now(), who.0.language);
    let With { own: CompletionQuery { standing }, shared: paging } = query.0;
    let cohort = organised(db, cohort.0.into(), &who.scope()).await?;
    let course = attendances::course(db, cohort.programme, cohort.id).await?;
    let export = Export::new("completion-exported", who.0);
    let export = export.in_cohort(db, cohort.id, cohort.id).await?;
    let asked = Asked::new("completion", wanted, paging, language).of(cohort.id).told(export);
    let list = tables::list(&app, asked, async move |app, request| {
        let db = app.store.reader();
        let judged = |who: Attendee| {
            let completion = course.completion(&who, now);
            (who, completion)
        };
        let page = match standing {
            None => attendances::attendees_page(db, cohort.id, &request).await?.map(judged),
            Some(Word(standing)) => {
                let all = attendances::attendees(db, cohort.id).await?.into_iter().map(judged);
                let there = all.filter(|(_, completion)| completion.standing == standing);
                Page::of(there.collect(), &request, |(who, _)| who.participant.id.uuid())
            }
        };
        Ok(page.map(|(who, completion)| CompletionView::new(who, completion, language)))
    });
    Ok(list.await?.in_language(language))
}

/// What came of completing a cohort's registrations.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompletedView {
    /// Registrations that are completed now.
    #[schema(minimum = 0)]
    pub completed: usize,
    /// Those that were completed before.
    #[schema(minimum = 0)]
    pub completed_before: usize,
    /// Those that stay confirmed: nobody of them completes the programme, as it is marked now.
    #[schema(minimum = 0)]
    pub remaining: usize,
}

/// Complete a cohort
///
/// For the cohort's organisers, after its last session (`not-ended`): every confirmed
/// registration of which at least one participant completes the programme becomes `completed`. It
/// keeps its seats. Those that remain stay confirmed; `GET …/completion` names what is missing.
/// Correct what is marked and ask again, as often as you like; what is completed stays so.
#[utoipa::path(tag = "attendances", operation_id = "completeCohort",
    responses((status = 200, description = "What came of it", body = CompletedView)))]
#[post("/cohorts/{cohortId}/_complete")]
pub async fn complete_cohort(
    app: Data<Arc<App>>,
    who: SignedIn,
    cohort: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move {
            let done = commands::complete(work, &actor, cohort.0.into()).await?;
            let view = CompletedView {
                completed: done.completed,
                completed_before: done.before,
                remaining: done.remaining,
            };
            Ok(Reply::ok(&view, None))
        })
    })
    .await
}
