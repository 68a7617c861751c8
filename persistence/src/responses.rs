//! Responses: what boards answered.

use leerkring_domain::boards::{Board, School};
use leerkring_domain::kernel::{Code, Id, Scope};
use leerkring_domain::questionnaires::Questionnaire;
use leerkring_domain::responses::{Response, ResponseStatus, Sharing};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::codes;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{questionnaires, responses};
use crate::versioned::hit;

/// What a list of responses is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub questionnaire: Option<Id<Questionnaire>>,
    pub board: Option<Id<Board>>,
    pub status: Option<ResponseStatus>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        Condition::all()
            .add_option(self.questionnaire.map(of))
            .add_option(self.board.map(|id| responses::Column::BoardId.eq(id.uuid())))
            .add_option(self.status.map(|it| responses::Column::Status.eq(it.code())))
    }
}

fn of(questionnaire: Id<Questionnaire>) -> sea_orm::sea_query::SimpleExpr {
    responses::Column::QuestionnaireId.eq(questionnaire.uuid())
}

impl TryFrom<responses::Model> for Response {
    type Error = StoreError;

    fn try_from(row: responses::Model) -> Stored<Self> {
        let scores = row.scores.map(|scores| codes::from_json(scores, "response")).transpose()?;
        Ok(Self {
            id: row.id.into(),
            questionnaire: row.questionnaire_id.into(),
            of: row.questionnaire_version_id.into(),
            board: row.board_id.into(),
            school: row.school_id.map(Id::from),
            reference_on: row.reference_on,
            answers: codes::from_json(row.answers, "response")?,
            scores,
            status: codes::read(&row.status, "response")?,
            submitted_at: row.submitted_at,
            sharing: match (row.shared_since, row.ever_shared) {
                (Some(since), _) => Sharing::Since(since),
                (None, true) => Sharing::Ended,
                (None, false) => Sharing::Never,
            },
            version: row.version,
        })
    }
}

fn row(response: &Response) -> Stored<responses::ActiveModel> {
    let scores = response.scores.as_ref();
    Ok(responses::ActiveModel {
        id: Set(response.id.uuid()),
        reference_on: Set(response.reference_on),
        answers: Set(codes::to_json(&response.answers, "response")?),
        scores: Set(scores.map(|scores| codes::to_json(scores, "response")).transpose()?),
        status: Set(response.status.code().to_owned()),
        submitted_at: Set(response.submitted_at),
        shared_since: Set(response.sharing.since()),
        ever_shared: Set(response.sharing != Sharing::Never),
        version: Set(response.version),
        questionnaire_id: Set(response.questionnaire.uuid()),
        questionnaire_version_id: Set(response.of.uuid()),
        board_id: Set(response.board.uuid()),
        school_id: Set(response.school.map(Id::uuid)),
    })
}

/// What `scope` sees: the responses of its boards, and those that were submitted to it and are
/// shared with it.
fn visible(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let organised = Query::select()
        .column(questionnaires::Column::Id)
        .from(questionnaires::Entity)
        .and_where(
            questionnaires::Column::OrganiserId.is_in(scope.organisers.iter().map(|id| id.uuid())),
        )
        .to_owned();
    let shared = Condition::all()
        .add(responses::Column::SharedSince.is_not_null())
        .add(responses::Column::Status.eq(ResponseStatus::Submitted.code()))
        .add(responses::Column::QuestionnaireId.in_subquery(organised));
    let own = responses::Column::BoardId.is_in(scope.boards.iter().map(|id| id.uuid()));
    Condition::any().add(own).add(shared)
}

/// A page of the responses that `scope` sees, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Response>> {
    let key = Key::descending(responses::Column::Id);
    let select = responses::Entity::find().filter(visible(scope)).filter(filter.into_condition());
    fetch(db, select, key, request).await?.try_map(Response::try_from)
}

/// The response with this id, if `scope` sees it.
pub async fn find(db: &impl ConnectionTrait, id: Id<Response>, scope: &Scope) -> Stored<Response> {
    let row = responses::Entity::find_by_id(id.uuid()).filter(visible(scope)).one(db).await?;
    row.ok_or(StoreError::Missing("response"))?.try_into()
}

/// Locks the response until the transaction ends.
pub async fn lock(tx: &Tx, id: Id<Response>, scope: &Scope) -> Stored<Response> {
    let row = responses::Entity::find_by_id(id.uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?;
    row.ok_or(StoreError::Missing("response"))?.try_into()
}

/// Whose responses to a questionnaire: a board's as a whole, or a school's.
#[derive(Debug, Clone, Copy)]
pub struct Respondent {
    pub questionnaire: Id<Questionnaire>,
    pub board: Id<Board>,
    pub school: Option<Id<School>>,
}

impl Respondent {
    fn into_condition(self) -> Condition {
        let school = match self.school {
            Some(school) => responses::Column::SchoolId.eq(school.uuid()),
            None => responses::Column::SchoolId.is_null(),
        };
        Condition::all()
            .add(of(self.questionnaire))
            .add(responses::Column::BoardId.eq(self.board.uuid()))
            .add(school)
    }
}

/// The draft that there is already.
pub async fn draft(
    db: &impl ConnectionTrait,
    respondent: Respondent,
) -> Stored<Option<Id<Response>>> {
    let row = responses::Entity::find()
        .filter(respondent.into_condition())
        .filter(responses::Column::Status.eq(ResponseStatus::Draft.code()))
        .one(db)
        .await?;
    Ok(row.map(|row| row.id.into()))
}

/// The last hundred that were submitted, the first first.
pub async fn trend(
    db: &impl ConnectionTrait,
    respondent: Respondent,
    own: bool,
) -> Stored<Vec<Response>> {
    let shared = (!own).then(|| responses::Column::SharedSince.is_not_null());
    let mut rows = responses::Entity::find()
        .filter(respondent.into_condition().add_option(shared))
        .filter(responses::Column::Status.eq(ResponseStatus::Submitted.code()))
        .order_by_desc(responses::Column::ReferenceOn)
        .order_by_desc(responses::Column::SubmittedAt)
        .limit(100)
        .all(db)
        .await?;
    rows.reverse();
    rows.into_iter().map(Response::try_from).collect()
}

/// What a board has submitted or has begun, about itself and its schools, the latest first: its last
/// three hundred.
pub async fn of_board(db: &impl ConnectionTrait, board: Id<Board>) -> Stored<Vec<Response>> {
    let rows = responses::Entity::find()
        .filter(responses::Column::BoardId.eq(board.uuid()))
        .filter(responses::Column::Status.ne(ResponseStatus::Withdrawn.code()))
        .order_by_desc(responses::Column::ReferenceOn)
        .order_by_desc(responses::Column::SubmittedAt)
        .order_by_desc(responses::Column::Id)
        .limit(300)
        .all(db)
        .await?;
    rows.into_iter().map(Response::try_from).collect()
}

pub async fn insert(tx: &Tx, response: &Response) -> Stored<()> {
    responses::Entity::insert(row(response)?).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed response over the version before it.
pub async fn update(tx: &Tx, response: &Response) -> Stored<()> {
    let result = responses::Entity::update_many()
        .set(row(response)?)
        .filter(responses::Column::Id.eq(response.id.uuid()))
        .filter(responses::Column::Version.eq(response.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}
