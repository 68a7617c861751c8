//! How boards stand with the self-assessments that programmes ask for before the start.

use std::collections::{HashMap, HashSet};

use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Code, Id, Instant};
use leerkring_domain::programmes::{EntryAssessment, EntryStanding, HandedIn, HandingIn};
use leerkring_domain::questionnaires::Questionnaire;
use leerkring_domain::registrations::{Registration, RegistrationStatus};
use leerkring_domain::responses::ResponseStatus;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};
use uuid::Uuid;

use crate::cohorts::Settings;
use crate::store::Stored;
use crate::tables::{cohorts, programmes, registrations, responses};

/// The standings of these registrations where their programme asks for anything, as the settings of
/// their cohorts say: in one question for all of them, or none where none does.
pub async fn standings(
    db: &impl ConnectionTrait,
    list: &[Registration],
    settings: &Settings,
) -> Stored<HashMap<Id<Registration>, EntryStanding>> {
    let asked = |cohort| settings.of(cohort).ok().and_then(|setting| setting.entry);
    let questionnaires: HashSet<_> =
        list.iter().filter_map(|it| asked(it.cohort)).map(|asked| asked.questionnaire).collect();
    if questionnaires.is_empty() {
        return Ok(HashMap::new());
    }
    let latest = latest_of(db, questionnaires.into_iter(), list.iter().map(|it| it.board)).await?;
    let standing = |registration: &Registration| {
        let asked = asked(registration.cohort)?;
        let latest = latest.get(&(asked.questionnaire, registration.board)).copied();
        Some((registration.id, asked.standing(latest)))
    };
    Ok(list.iter().filter_map(standing).collect())
}

fn to_programme() -> RelationDef {
    cohorts::Entity::belongs_to(programmes::Entity)
        .from(cohorts::Column::ProgrammeId)
        .to(programmes::Column::Id)
        .into()
}

type Latest = HashMap<(Id<Questionnaire>, Id<Board>), HandedIn>;

/// The latest that each board submitted about itself as a whole: what it withdrew counts no more.
async fn latest_of(
    db: &impl ConnectionTrait,
    questionnaires: impl Iterator<Item = Id<Questionnaire>>,
    boards: impl Iterator<Item = Id<Board>>,
) -> Stored<Latest> {
    use responses::Column;
    let rows: Vec<(Uuid, Uuid, Uuid, Instant)> = responses::Entity::find()
        .select_only()
        .columns([Column::QuestionnaireId, Column::BoardId, Column::Id, Column::SubmittedAt])
        .filter(Column::QuestionnaireId.is_in(questionnaires.map(Id::uuid)))
        .filter(Column::BoardId.is_in(boards.map(Id::uuid)))
        .filter(Column::Status.eq(ResponseStatus::Submitted.code()))
        .filter(Column::SchoolId.is_null())
        .filter(Column::SubmittedAt.is_not_null())
        .order_by_asc(Column::SubmittedAt)
        .into_tuple()
        .all(db)
        .await?;
    let handed_in = |(questionnaire, board, response, at): (Uuid, Uuid, Uuid, Instant)| {
        ((questionnaire.into(), board.into()), HandedIn { response: response.into(), at })
    };
    Ok(rows.into_iter().map(handed_in).collect())
}

/// The same of these boards and one questionnaire.
pub(crate) async fn latest(
    db: &impl ConnectionTrait,
    asked: EntryAssessment,
    boards: &[Id<Board>],
) -> Stored<HashMap<Id<Board>, HandedIn>> {
    let questionnaires = std::iter::once(asked.questionnaire);
    let latest = latest_of(db, questionnaires, boards.iter().copied()).await?;
    Ok(latest.into_iter().map(|((_, board), handed_in)| (board, handed_in)).collect())
}

/// Registrations for which the board has to hand in a self-assessment, and has or has not.
pub(crate) fn is(wanted: HandingIn) -> Condition {
    let submitted = Expr::exists(counting());
    let counts = match wanted {
        HandingIn::Missing => submitted.not(),
        HandingIn::Submitted => submitted,
    };
    let asked = registrations::Column::CohortId.in_subquery(asking());
    Condition::all().add(asked).add(counts)
}

/// The cohorts of programmes that ask for one.
fn asking() -> SelectStatement {
    let programme = (programmes::Entity, programmes::Column::Id);
    Query::select()
        .column((cohorts::Entity, cohorts::Column::Id))
        .from(cohorts::Entity)
        .inner_join(
            programmes::Entity,
            Expr::col((cohorts::Entity, cohorts::Column::ProgrammeId)).equals(programme),
        )
        .and_where(programmes::Column::EntryQuestionnaireId.is_not_null())
        .to_owned()
}

/// The responses that count for the registration of the query around this one.
fn counting() -> SelectStatement {
    use responses::Column;
    let programme = (programmes::Entity, programmes::Column::Id);
    let asked = (programmes::Entity, programmes::Column::EntryQuestionnaireId);
    let since = (programmes::Entity, programmes::Column::EntrySince);
    let cohort = (registrations::Entity, registrations::Column::CohortId);
    let board = (registrations::Entity, registrations::Column::BoardId);
    Query::select()
        .expr(Expr::value(1))
        .from(cohorts::Entity)
        .inner_join(
            programmes::Entity,
            Expr::col((cohorts::Entity, cohorts::Column::ProgrammeId)).equals(programme),
        )
        .inner_join(
            responses::Entity,
            Expr::col((responses::Entity, Column::QuestionnaireId)).equals(asked),
        )
        .and_where(Expr::col((cohorts::Entity, cohorts::Column::Id)).equals(cohort))
        .and_where(Expr::col((responses::Entity, Column::BoardId)).equals(board))
        .and_where(Column::Status.eq(ResponseStatus::Submitted.code()))
        .and_where(Column::SchoolId.is_null())
        .and_where(Expr::col((responses::Entity, Column::SubmittedAt)).gte(Expr::col(since)))
        .to_owned()
}

/// A registration for which a self-assessment is still to be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    pub registration: Id<Registration>,
    pub cohort: Id<Cohort>,
    pub asked: EntryAssessment,
}

/// What a board has still to hand in, for its hundred newest live registrations.
pub async fn missing(db: &impl ConnectionTrait, board: Id<Board>) -> Stored<Vec<Missing>> {
    let to_cohort: RelationDef = registrations::Entity::belongs_to(cohorts::Entity)
        .from(registrations::Column::CohortId)
        .to(cohorts::Column::Id)
        .into();
    let rows: Vec<(Uuid, Uuid, Uuid, Instant)> = registrations::Entity::find()
        .select_only()
        .columns([registrations::Column::Id, registrations::Column::CohortId])
        .columns([programmes::Column::EntryQuestionnaireId, programmes::Column::EntrySince])
        .join(JoinType::InnerJoin, to_cohort)
        .join(JoinType::InnerJoin, to_programme())
        .filter(registrations::Column::BoardId.eq(board.uuid()))
        .filter(registrations::Column::Status.is_in(RegistrationStatus::live().map(Code::code)))
        .filter(is(HandingIn::Missing))
        .order_by_desc(registrations::Column::Id)
        .limit(100)
        .into_tuple()
        .all(db)
        .await?;
    let missing = |(registration, cohort, questionnaire, since): (Uuid, Uuid, Uuid, Instant)| {
        let asked = EntryAssessment { questionnaire: questionnaire.into(), since_on: today(since) };
        Missing { registration: registration.into(), cohort: cohort.into(), asked }
    };
    Ok(rows.into_iter().map(missing).collect())
}
