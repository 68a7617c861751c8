//! Programmes, with who offers them and their themes.

use std::collections::{HashMap, HashSet};

use leerkring_domain::boards::{search_key, search_words};
use leerkring_domain::cohorts::{Cohort, CohortStatus};
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Code, Id, Instant, Scope};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::{
    Description, EntryAssessment, Fee, Line, Programme, ProgrammeKind, ProgrammeStatus, Rules,
};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::codes;
use crate::page::{By, Key, Page, PageRequest, Sort, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{cohorts, programme_organisers, programme_themes, programmes};
use crate::versioned::hit;

/// What a list of programmes can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgrammeOrder {
    /// Its title, without regard to case and accents.
    Title,
    /// When it was made.
    CreatedAt,
}

impl Code for ProgrammeOrder {
    const ALL: &'static [Self] = &[Self::Title, Self::CreatedAt];

    fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::CreatedAt => "createdAt",
        }
    }
}

impl Default for Sort<ProgrammeOrder> {
    fn default() -> Self {
        Self::ascending(ProgrammeOrder::Title)
    }
}

/// What a list of programmes is narrowed to, and how it is sorted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub kind: Option<ProgrammeKind>,
    pub organiser: Option<Id<Organiser>>,
    pub theme: Option<String>,
    pub status: Option<ProgrammeStatus>,
    /// Words of the title.
    pub search: Option<String>,
    pub sort: Sort<ProgrammeOrder>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        let words = self.search.map(|query| search_words(&query)).unwrap_or_default();
        let found = words.iter().fold(Condition::all(), |all, word| {
            all.add(programmes::Column::SearchKey.contains(word))
        });
        Condition::all()
            .add(found)
            .add_option(self.kind.map(|kind| programmes::Column::Kind.eq(kind.code())))
            .add_option(self.status.map(|status| programmes::Column::Status.eq(status.code())))
            .add_option(
                self.organiser.map(|id| programmes::Column::Id.in_subquery(offered_by(&[id]))),
            )
            .add_option(self.theme.map(|theme| {
                programmes::Column::Id.in_subquery(
                    Query::select()
                        .column(programme_themes::Column::ProgrammeId)
                        .from(programme_themes::Entity)
                        .and_where(programme_themes::Column::Theme.eq(theme))
                        .to_owned(),
                )
            }))
    }
}

/// The ids of the programmes that one of these offers, as lead or partner.
pub(crate) fn offered_by(organisers: &[Id<Organiser>]) -> SelectStatement {
    let organisers = organisers.iter().map(|organiser| organiser.uuid());
    Query::select()
        .column(programme_organisers::Column::ProgrammeId)
        .from(programme_organisers::Entity)
        .and_where(programme_organisers::Column::OrganiserId.is_in(organisers))
        .to_owned()
}

/// What `scope` sees: everything but the drafts of others.
pub(crate) fn visible(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    Condition::any()
        .add(programmes::Column::Status.ne(ProgrammeStatus::Draft.code()))
        .add(programmes::Column::Id.in_subquery(offered_by(&scope.organisers)))
}

/// A page of the programmes that `scope` sees.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Programme>> {
    let by = match filter.sort.by {
        ProgrammeOrder::Title => By::Text(Expr::col(programmes::Column::SearchKey)),
        ProgrammeOrder::CreatedAt => By::Id,
    };
    let key = Key::sorted(by, filter.sort.direction, programmes::Column::Id);
    let select = programmes::Entity::find().filter(visible(scope)).filter(filter.into_condition());
    let page = fetch(db, select, key, request).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|row| row.id).collect();
    let mut parts = parts(db, &ids).await?;
    page.try_map(|row| {
        let parts = parts.remove(&row.id).unwrap_or_default();
        programme(row, parts)
    })
}

/// The programme with this id, if `scope` sees it.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Id<Programme>,
    scope: &Scope,
) -> Stored<Programme> {
    let row = programmes::Entity::find_by_id(id.uuid()).filter(visible(scope)).one(db).await?;
    assemble(db, row).await
}

/// Which of these programmes `scope` sees.
pub async fn seen(
    db: &impl ConnectionTrait,
    ids: &[Id<Programme>],
    scope: &Scope,
) -> Stored<HashSet<Id<Programme>>> {
    let seen: Vec<Uuid> = programmes::Entity::find()
        .select_only()
        .column(programmes::Column::Id)
        .filter(programmes::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .filter(visible(scope))
        .into_tuple()
        .all(db)
        .await?;
    Ok(seen.into_iter().map(Id::from).collect())
}

/// The titles of those of these programmes for which teams can register now.
pub async fn open(
    db: &impl ConnectionTrait,
    ids: &[Id<Programme>],
    now: Instant,
) -> Stored<HashMap<Id<Programme>, String>> {
    let open = Query::select()
        .column(cohorts::Column::ProgrammeId)
        .from(cohorts::Entity)
        .and_where(cohorts::Column::Status.eq(CohortStatus::Published.code()))
        .and_where(cohorts::Column::OpensAt.lte(now))
        .and_where(cohorts::Column::ClosesAt.gt(now))
        .to_owned();
    let rows: Vec<(Uuid, String)> = programmes::Entity::find()
        .select_only()
        .columns([programmes::Column::Id, programmes::Column::Title])
        .filter(programmes::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
        .filter(programmes::Column::Status.eq(ProgrammeStatus::Published.code()))
        .filter(programmes::Column::Id.in_subquery(open))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, title)| (id.into(), title)).collect())
}

/// Locks the programme until the transaction ends.
pub async fn lock(tx: &Tx, id: Id<Programme>, scope: &Scope) -> Stored<Programme> {
    let row = programmes::Entity::find_by_id(id.uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?;
    assemble(tx, row).await
}

/// The programme with those that it continues, if `scope` sees it. Nobody changes what they continue
/// before this transaction ends: of two who would continue each other, one is refused.
pub async fn line(tx: &Tx, id: Id<Programme>, scope: &Scope) -> Stored<Line> {
    let locked = |id: Uuid| programmes::Entity::find_by_id(id).lock_shared();
    let first = locked(id.uuid()).filter(visible(scope)).one(tx).await?;
    let first = first.ok_or(StoreError::Missing("programme"))?;
    let status = codes::read(&first.status, "programme")?;
    let (mut ids, mut before) = (vec![id], first.predecessor_id);
    while let Some(next) = before {
        ids.push(next.into());
        let row = locked(next).one(tx).await?.ok_or(StoreError::Corrupt("programme"))?;
        before = row.predecessor_id;
    }
    Ok(Line { status, ids })
}

/// The title of the programme, whoever may see it.
pub async fn title(db: &impl ConnectionTrait, id: Id<Programme>) -> Stored<String> {
    let row = programmes::Entity::find_by_id(id.uuid()).one(db).await?;
    Ok(row.ok_or(StoreError::Missing("programme"))?.title)
}

/// Whether a published programme that the organiser leads asks a fee.
pub async fn asks_fee(db: &impl ConnectionTrait, lead: Id<Organiser>) -> Stored<bool> {
    let programmes_of = Query::select()
        .column(programme_organisers::Column::ProgrammeId)
        .from(programme_organisers::Entity)
        .and_where(programme_organisers::Column::OrganiserId.eq(lead.uuid()))
        .and_where(Expr::col(programme_organisers::Column::Leads))
        .to_owned();
    let rules: Vec<serde_json::Value> = programmes::Entity::find()
        .select_only()
        .column(programmes::Column::Rules)
        .filter(programmes::Column::Status.eq(ProgrammeStatus::Published.code()))
        .filter(programmes::Column::Id.in_subquery(programmes_of))
        .into_tuple()
        .all(db)
        .await?;
    let read = |json| codes::from_json::<Rules>(json, "programme");
    let rules: Vec<Rules> = rules.into_iter().map(read).collect::<Stored<_>>()?;
    Ok(rules.iter().any(|rules| rules.fee.as_ref().is_some_and(Fee::costs)))
}

/// The organiser that leads the programme of a cohort.
pub async fn lead(db: &impl ConnectionTrait, cohort: Id<Cohort>) -> Stored<Id<Organiser>> {
    let lead = organisers(db, cohort).await?.into_iter().next();
    lead.ok_or(StoreError::Missing("cohort"))
}

/// The organisers of the programme of a cohort: who leads it, then the partners.
pub async fn organisers(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
) -> Stored<Vec<Id<Organiser>>> {
    let programme = Query::select()
        .column(cohorts::Column::ProgrammeId)
        .from(cohorts::Entity)
        .and_where(cohorts::Column::Id.eq(cohort.uuid()))
        .to_owned();
    let rows = programme_organisers::Entity::find()
        .filter(programme_organisers::Column::ProgrammeId.in_subquery(programme))
        .order_by_desc(programme_organisers::Column::Leads)
        .order_by_asc(programme_organisers::Column::OrganiserId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.organiser_id.into()).collect())
}

async fn assemble(db: &impl ConnectionTrait, row: Option<programmes::Model>) -> Stored<Programme> {
    let row = row.ok_or(StoreError::Missing("programme"))?;
    let parts = parts(db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    programme(row, parts)
}

#[derive(Debug, Default)]
struct Parts {
    lead: Option<Uuid>,
    partners: Vec<Uuid>,
    themes: Vec<String>,
}

async fn parts(db: &impl ConnectionTrait, ids: &[Uuid]) -> Stored<HashMap<Uuid, Parts>> {
    let mut parts: HashMap<Uuid, Parts> = HashMap::new();
    let organisers = programme_organisers::Entity::find()
        .filter(programme_organisers::Column::ProgrammeId.is_in(ids.iter().copied()))
        .order_by_asc(programme_organisers::Column::OrganiserId)
        .all(db)
        .await?;
    for row in organisers {
        let parts = parts.entry(row.programme_id).or_default();
        if row.leads {
            parts.lead = Some(row.organiser_id);
        } else {
            parts.partners.push(row.organiser_id);
        }
    }
    let themes = programme_themes::Entity::find()
        .filter(programme_themes::Column::ProgrammeId.is_in(ids.iter().copied()))
        .order_by_asc(programme_themes::Column::Position)
        .all(db)
        .await?;
    for row in themes {
        parts.entry(row.programme_id).or_default().themes.push(row.theme);
    }
    Ok(parts)
}

/// What a programme asks of boards before the start, as its row has it.
pub(crate) fn entry_assessment(
    questionnaire: Option<Uuid>,
    since: Option<Instant>,
) -> Option<EntryAssessment> {
    let (questionnaire, since) = questionnaire.zip(since)?;
    Some(EntryAssessment { questionnaire: questionnaire.into(), since_on: today(since) })
}

fn programme(row: programmes::Model, parts: Parts) -> Stored<Programme> {
    Ok(Programme {
        id: row.id.into(),
        entry_assessment: entry_assessment(row.entry_questionnaire_id, row.entry_since),
        lead: parts.lead.ok_or(StoreError::Corrupt("programme"))?.into(),
        partners: parts.partners.into_iter().map(Id::from).collect(),
        description: Description {
            kind: codes::read(&row.kind, "programme")?,
            title: row.title,
            text: row.description,
            language: row.language,
            themes: parts.themes,
            predecessor: row.predecessor_id.map(Id::from),
        },
        rules: codes::from_json(row.rules, "programme")?,
        status: codes::read(&row.status, "programme")?,
        version: row.version,
    })
}

fn row(programme: &Programme) -> Stored<programmes::ActiveModel> {
    let (description, asked) = (&programme.description, programme.entry_assessment);
    Ok(programmes::ActiveModel {
        id: Set(programme.id.uuid()),
        kind: Set(description.kind.code().to_owned()),
        title: Set(description.title.clone()),
        search_key: Set(search_key(&description.title)),
        description: Set(description.text.clone()),
        language: Set(description.language.clone()),
        rules: Set(codes::to_json(&programme.rules, "programme")?),
        entry_questionnaire_id: Set(asked.map(|it| it.questionnaire.uuid())),
        entry_since: Set(asked.map(|it| it.since())),
        status: Set(programme.status.code().to_owned()),
        version: Set(programme.version),
        predecessor_id: Set(description.predecessor.map(Id::uuid)),
    })
}

pub async fn insert(tx: &Tx, programme: &Programme) -> Stored<()> {
    programmes::Entity::insert(row(programme)?).exec_without_returning(tx).await?;
    insert_parts(tx, programme).await
}

/// Stores a changed programme over the version before it.
pub async fn update(tx: &Tx, programme: &Programme) -> Stored<()> {
    let id = programme.id.uuid();
    let result = programmes::Entity::update_many()
        .set(row(programme)?)
        .filter(programmes::Column::Id.eq(id))
        .filter(programmes::Column::Version.eq(programme.version - 1))
        .exec(tx)
        .await?;
    hit(&result)?;
    programme_organisers::Entity::delete_many()
        .filter(programme_organisers::Column::ProgrammeId.eq(id))
        .exec(tx)
        .await?;
    programme_themes::Entity::delete_many()
        .filter(programme_themes::Column::ProgrammeId.eq(id))
        .exec(tx)
        .await?;
    insert_parts(tx, programme).await
}

async fn insert_parts(tx: &Tx, programme: &Programme) -> Stored<()> {
    let lead = std::iter::once((programme.lead, true));
    let partners = programme.partners.iter().map(|partner| (*partner, false));
    let organisers =
        lead.chain(partners).map(|(organiser, leads)| programme_organisers::ActiveModel {
            programme_id: Set(programme.id.uuid()),
            organiser_id: Set(organiser.uuid()),
            leads: Set(leads),
        });
    programme_organisers::Entity::insert_many(organisers).exec_without_returning(tx).await?;
    let themes = programme.description.themes.iter().zip(0..).map(|(theme, position)| {
        programme_themes::ActiveModel {
            programme_id: Set(programme.id.uuid()),
            theme: Set(theme.clone()),
            position: Set(position),
        }
    });
    if !programme.description.themes.is_empty() {
        programme_themes::Entity::insert_many(themes).exec_without_returning(tx).await?;
    }
    Ok(())
}
