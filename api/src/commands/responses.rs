//! Responses: what a board does with its answers.

use chrono::NaiveDate;
use leerkring_domain::boards::{Board, School};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, Event, Id, Refusal, text};
use leerkring_domain::questionnaires::{Answers, Definition, Questionnaire, QuestionnaireVersion};
use leerkring_domain::responses::{
    AnswerPatch, Response, ResponseStatus, Sharing, patched, refuse_second_draft,
};
use leerkring_persistence::responses::{self, Respondent};
use leerkring_persistence::{StoreError, boards, questionnaires, schools};

use super::registrations::not_your_board;
use crate::error::Error;
use crate::work::Work;

/// A response to start, as a draft.
#[derive(Debug)]
pub struct NewResponse {
    pub board: Id<Board>,
    pub school: Option<Id<School>>,
    pub reference_on: NaiveDate,
    pub answers: AnswerPatch,
}

/// Locks the board, so that it has one draft.
pub async fn start(
    work: &mut Work,
    actor: &Actor,
    id: Id<Questionnaire>,
    new: NewResponse,
) -> Result<Response, Error> {
    let NewResponse { board, school, reference_on, answers } = new;
    let questionnaire = questionnaires::find(&work.tx, id, &Scope::of(Some(actor))).await?;
    if !actor.edits_board(board) {
        return Err(not_your_board().into());
    }
    let of = questionnaire.in_use()?.id;
    let answers = patched(&definition(work, of).await?, Answers::new(), answers)?;
    boards::lock(&work.tx, board).await?;
    refuse_foreign_school(work, board, school).await?;
    let respondent = Respondent { questionnaire: id, board, school };
    refuse_second_draft(responses::draft(&work.tx, respondent).await?)?;
    let response = Response {
        id: work.id(),
        questionnaire: id,
        of,
        board,
        school,
        reference_on,
        answers,
        scores: None,
        status: ResponseStatus::Draft,
        submitted_at: None,
        sharing: Sharing::Never,
        version: 1,
    };
    responses::insert(&work.tx, &response).await?;
    work.record(Event::new("response-started", response.id, board));
    Ok(response)
}

async fn refuse_foreign_school(
    work: &Work,
    board: Id<Board>,
    school: Option<Id<School>>,
) -> Result<(), Error> {
    let Some(id) = school else { return Ok(()) };
    let is_own = match schools::find(&work.tx, id).await {
        Ok(school) => school.board == board,
        Err(StoreError::Missing(_)) => false,
        Err(error) => return Err(error.into()),
    };
    if is_own {
        return Ok(());
    }
    let sentence = text(
        format!("dit bestuur heeft geen school {id}"),
        format!("this board has no school {id}"),
    );
    Err(Refusal::invalid("/schoolId", "unknown-school", sentence).into())
}

/// What a version asks.
async fn definition(work: &Work, of: Id<QuestionnaireVersion>) -> Result<Definition, Error> {
    let version = questionnaires::versions(&work.tx, &[of]).await?.pop();
    Ok(version.ok_or(StoreError::Corrupt("response"))?.definition)
}

/// Locks a response of a board that `actor` acts for.
async fn own(work: &Work, actor: &Actor, id: Id<Response>) -> Result<Response, Error> {
    let response = responses::lock(&work.tx, id, &Scope::of(Some(actor))).await?;
    if actor.edits_board(response.board) { Ok(response) } else { Err(not_your_board().into()) }
}

/// What to save of a draft.
#[derive(Debug)]
pub struct Saving {
    pub answers: AnswerPatch,
    pub reference_on: NaiveDate,
}

pub async fn save(
    work: &mut Work,
    actor: &Actor,
    id: Id<Response>,
    saving: impl FnOnce(&Response) -> Result<Saving, Error>,
) -> Result<Response, Error> {
    let old = own(work, actor, id).await?;
    let Saving { answers, reference_on } = saving(&old)?;
    let definition = definition(work, old.of).await?;
    let saved = old.clone().save(&definition, answers, reference_on)?;
    store(work, &old, saved, "response-saved").await
}

pub async fn submit(work: &mut Work, actor: &Actor, id: Id<Response>) -> Result<Response, Error> {
    let old = own(work, actor, id).await?;
    let submitted = old.clone().submit(&definition(work, old.of).await?, work.now)?;
    store(work, &old, submitted, "response-submitted").await
}

pub async fn withdraw(work: &mut Work, actor: &Actor, id: Id<Response>) -> Result<Response, Error> {
    let old = own(work, actor, id).await?;
    let withdrawn = old.clone().withdraw()?;
    store(work, &old, withdrawn, "response-withdrawn").await
}

/// Lets the organiser see the response: that concerns the organiser too.
pub async fn share(work: &mut Work, actor: &Actor, id: Id<Response>) -> Result<Response, Error> {
    let old = own(work, actor, id).await?;
    let shared = old.clone().share(work.now)?;
    store_sharing(work, &old, shared, "response-shared").await
}

pub async fn unshare(work: &mut Work, actor: &Actor, id: Id<Response>) -> Result<Response, Error> {
    let old = own(work, actor, id).await?;
    let unshared = old.clone().unshare()?;
    store_sharing(work, &old, unshared, "response-unshared").await
}

async fn store_sharing(
    work: &mut Work,
    old: &Response,
    new: Response,
    what: &'static str,
) -> Result<Response, Error> {
    let everything = Scope { everything: true, ..Scope::default() };
    let questionnaire = questionnaires::find(&work.tx, new.questionnaire, &everything).await?;
    responses::update(&work.tx, &new).await?;
    let event = Event::new(what, new.id, (questionnaire.organiser, new.board));
    work.record(event.changing(old.changes(&new)));
    Ok(new)
}

/// What somebody answers, and that they do, is between them and their board.
async fn store(
    work: &mut Work,
    old: &Response,
    new: Response,
    what: &'static str,
) -> Result<Response, Error> {
    responses::update(&work.tx, &new).await?;
    work.record(Event::new(what, new.id, new.board).changing(old.changes(&new)));
    Ok(new)
}
