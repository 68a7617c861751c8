//! A questionnaire of ten questions, and boards that answered it in the demo; their answers are
//! made up.

use chrono::Months;
use leerkring_domain::boards::{Board, Sector};
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Actor, Id};
use leerkring_domain::programmes::{EntryAssessment, Programme};
use leerkring_domain::questionnaires::{Answer, Definition, Form, Question, Questionnaire};
use leerkring_domain::responses::{AnswerPatch, Response};

use super::offer::{Organisers, organiser};
use super::people::boards_of;
use super::{MEMBER, PO_RAAD, board, lacks};
use crate::commands::discussion_guides as guides;
use crate::commands::programmes as offer;
use crate::commands::questionnaires as commands;
use crate::commands::responses::{self, NewResponse};
use crate::error::Error;
use crate::http::discussion_guides::wire::GuideContentView;
use crate::http::questionnaires::definition::DefinitionView;
use crate::work::Work;

/// The questionnaire, as anybody may import it.
const STAFF_POLICY: &str = include_str!("../../data/staff-policy.json");

/// A discussion guide about the outcome, as anybody may import it.
const GUIDE: &str = include_str!("../../data/staff-policy-guide.json");

/// One in so many boards answered.
const EVERY: usize = 12;

pub(super) async fn fill_in(
    work: &mut Work,
    actor: &Actor,
    organisers: &Organisers,
    asking: &[Id<Programme>],
) -> Result<Id<Questionnaire>, Error> {
    let lead = organiser(organisers, PO_RAAD)?;
    let document: DefinitionView =
        serde_json::from_str(STAFF_POLICY).map_err(|error| lacks(&format!("a form: {error}")))?;
    let definition: Definition = document.try_into()?;
    let (questionnaire, draft) = commands::create(work, actor, lead, definition.clone()).await?;
    commands::publish(work, actor, draft.id).await?;
    let id = questionnaire.id;
    ask_before_the_start(work, actor, id, asking).await?;
    // A second version that is still a draft.
    commands::draft(work, actor, id).await?;
    let member = board(&work.tx, MEMBER).await?;
    // The member submitted one and has begun the next.
    let started = respond(work, actor, id, (member, &definition, 5)).await?;
    responses::submit(work, actor, started).await?;
    responses::share(work, actor, started).await?;
    respond(work, actor, id, (member, &definition, 8)).await?;
    let others = boards_of(work, Sector::Po).await?.into_iter().step_by(EVERY);
    for (place, other) in (0..).zip(others.filter(|other| other.id != member)) {
        let response = respond(work, actor, id, (other.id, &definition, place)).await?;
        responses::submit(work, actor, response).await?;
    }
    Ok(id)
}

/// Programmes ask boards to answer the questionnaire, in the last two months or from now on.
async fn ask_before_the_start(
    work: &mut Work,
    actor: &Actor,
    questionnaire: Id<Questionnaire>,
    programmes: &[Id<Programme>],
) -> Result<(), Error> {
    let since_on = today(work.now) - Months::new(2);
    let entry_assessment = Some(EntryAssessment { questionnaire, since_on });
    for programme in programmes {
        let ask = |old| Ok(Programme { entry_assessment, ..old });
        offer::change(work, actor, *programme, ask).await?;
    }
    Ok(())
}

/// A discussion guide about the outcome, published.
pub(super) async fn show_guide(
    work: &mut Work,
    actor: &Actor,
    organisers: &Organisers,
) -> Result<(), Error> {
    let content: GuideContentView =
        serde_json::from_str(GUIDE).map_err(|error| lacks(&format!("a guide: {error}")))?;
    let lead = organiser(organisers, PO_RAAD)?;
    let guide = guides::create(work, actor, lead, content.into()).await?;
    guides::publish(work, actor, guide.id).await?;
    Ok(())
}

/// A copy of the questionnaire that was never published.
pub(super) async fn show_draft(
    work: &mut Work,
    actor: &Actor,
    organisers: &Organisers,
    of: Id<Questionnaire>,
) -> Result<(), Error> {
    commands::copy(work, actor, of, organiser(organisers, PO_RAAD)?).await?;
    Ok(())
}

async fn respond(
    work: &mut Work,
    actor: &Actor,
    id: Id<Questionnaire>,
    (board, definition, place): (Id<Board>, &Definition, usize),
) -> Result<Id<Response>, Error> {
    let questions = definition.questions.iter().enumerate();
    let answers: AnswerPatch = questions
        .map(|(nth, question)| (question.key.clone(), answer(question, place * 7 + nth * 3)))
        .collect();
    let reference_on = today(work.now);
    let new = NewResponse { board, school: None, reference_on, answers };
    Ok(responses::start(work, actor, id, new).await?.id)
}

/// Some answer, another one for another number.
fn answer(question: &Question, number: usize) -> Option<Answer> {
    let some = |count: usize| (number / 2 + number % 3) % count.max(1);
    match &question.form {
        Form::Scale(points) => points.get(some(points.len())).map(|it| Answer::Point(it.value)),
        Form::Choice(options) | Form::MultipleChoice(options) => {
            options.get(some(options.len())).map(|it| Answer::Options(vec![it.key.clone()]))
        }
        Form::YesNo => Some(Answer::Yes(number.is_multiple_of(2))),
        Form::Number(range) => Some(Answer::Number(range.least)),
        Form::Text => None,
    }
}
