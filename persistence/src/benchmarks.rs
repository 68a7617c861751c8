//! Benchmarks: who counts now, and the editions that were made.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use leerkring_domain::benchmarks::{Contribution, Edition, Editions, Standing};
use leerkring_domain::boards::{Board, region_schemes};
use leerkring_domain::kernel::{Code, Id, RegionKey};
use leerkring_domain::questionnaires::Questionnaire;
use leerkring_domain::responses::ResponseStatus;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::Value;
use uuid::Uuid;

use crate::codes::{self, from_db, to_db};
use crate::registrations::sectors;
use crate::store::{Stored, Tx};
use crate::tables::{benchmark_editions, boards, responses, school_regions, schools};

/// The latest submitted response of every board about itself as a whole.
pub async fn contributions(
    db: &impl ConnectionTrait,
    of: Id<Questionnaire>,
) -> Stored<Vec<Contribution>> {
    let rows: Vec<(Uuid, Uuid, Option<Value>)> = responses::Entity::find()
        .select_only()
        .columns([responses::Column::BoardId, responses::Column::Id, responses::Column::Scores])
        .filter(responses::Column::QuestionnaireId.eq(of.uuid()))
        .filter(responses::Column::Status.eq(ResponseStatus::Submitted.code()))
        .filter(responses::Column::SchoolId.is_null())
        .order_by_asc(responses::Column::SubmittedAt)
        .order_by_asc(responses::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let latest: BTreeMap<Uuid, _> =
        rows.into_iter().map(|(board, response, scores)| (board, (response, scores))).collect();
    let mut standings = standings(db, &latest.keys().copied().collect::<Vec<_>>()).await?;
    let contribution = |(board, (response, scores)): (Uuid, (Uuid, Option<Value>))| {
        let scores = scores.map(|scores| codes::from_json(scores, "response")).transpose()?;
        Ok(Contribution {
            board: board.into(),
            response: response.into(),
            standing: standings.remove(&board).unwrap_or_default(),
            scores: scores.unwrap_or_default(),
        })
    };
    latest.into_iter().map(contribution).collect()
}

/// Where a board belongs.
pub async fn standing(db: &impl ConnectionTrait, board: Id<Board>) -> Stored<Standing> {
    let mut standings = standings(db, &[board.uuid()]).await?;
    Ok(standings.remove(&board.uuid()).unwrap_or_default())
}

/// The most ids that one question names: databases bound the parameters of a statement.
const MOST_IDS: usize = 1_000;

async fn standings(db: &impl ConnectionTrait, ids: &[Uuid]) -> Stored<HashMap<Uuid, Standing>> {
    let mut standings = HashMap::new();
    for some in ids.chunks(MOST_IDS) {
        let mut regions = regions(db, some).await?;
        let rows = boards::Entity::find()
            .filter(boards::Column::Id.is_in(some.iter().copied()))
            .all(db)
            .await?;
        for row in rows {
            let size = row.size_class.map(|size| codes::read(&size, "board")).transpose()?;
            let standing = Standing {
                sectors: sectors(row.in_po, row.in_vo, row.in_mbo),
                sizes: size.into_iter().collect(),
                regions: regions.remove(&row.id).unwrap_or_default(),
            };
            standings.insert(row.id, standing);
        }
    }
    Ok(standings)
}

async fn regions(
    db: &impl ConnectionTrait,
    boards: &[Uuid],
) -> Stored<HashMap<Uuid, BTreeSet<RegionKey>>> {
    let rows: Vec<(Uuid, String, String)> = schools::Entity::find()
        .select_only()
        .column(schools::Column::BoardId)
        .column(school_regions::Column::Scheme)
        .column(school_regions::Column::Code)
        .distinct()
        .join_rev(
            JoinType::InnerJoin,
            school_regions::Entity::belongs_to(schools::Entity)
                .from(school_regions::Column::SchoolId)
                .to(schools::Column::Id)
                .into(),
        )
        .filter(schools::Column::BoardId.is_in(boards.iter().copied()))
        .filter(schools::Column::ClosedOn.is_null())
        .filter(school_regions::Column::Scheme.eq(region_schemes::RPA))
        .into_tuple()
        .all(db)
        .await?;
    let mut regions: HashMap<Uuid, BTreeSet<RegionKey>> = HashMap::new();
    for (board, scheme, code) in rows {
        regions.entry(board).or_default().insert(RegionKey { scheme, code });
    }
    Ok(regions)
}

/// The boards that shared a response to a questionnaire with its organiser, now or before.
pub async fn ever_shared(
    db: &impl ConnectionTrait,
    of: Id<Questionnaire>,
) -> Stored<BTreeSet<Id<Board>>> {
    let boards: Vec<Uuid> = responses::Entity::find()
        .select_only()
        .column(responses::Column::BoardId)
        .distinct()
        .filter(responses::Column::QuestionnaireId.eq(of.uuid()))
        .filter(responses::Column::EverShared.eq(true))
        .into_tuple()
        .all(db)
        .await?;
    Ok(boards.into_iter().map(Id::from).collect())
}

/// Every edition of a questionnaire's benchmark.
pub async fn editions(db: &impl ConnectionTrait, of: Id<Questionnaire>) -> Stored<Editions> {
    let rows = benchmark_editions::Entity::find()
        .filter(benchmark_editions::Column::QuestionnaireId.eq(of.uuid()))
        .order_by_asc(benchmark_editions::Column::Number)
        .all(db)
        .await?;
    let edition = |row: benchmark_editions::Model| {
        Ok(Edition {
            id: row.id.into(),
            questionnaire: row.questionnaire_id.into(),
            number: from_db(row.number),
            made_at: row.made_at,
            contributions: codes::from_json(row.contributions, "benchmark edition")?,
            published: codes::from_json(row.published, "benchmark edition")?,
        })
    };
    Ok(Editions(rows.into_iter().map(edition).collect::<Stored<_>>()?))
}

pub async fn insert(tx: &Tx, edition: &Edition) -> Stored<()> {
    let row = benchmark_editions::ActiveModel {
        id: Set(edition.id.uuid()),
        number: Set(to_db(edition.number)),
        made_at: Set(edition.made_at),
        contributions: Set(codes::to_json(&edition.contributions, "benchmark edition")?),
        published: Set(codes::to_json(&edition.published, "benchmark edition")?),
        questionnaire_id: Set(edition.questionnaire.uuid()),
    };
    benchmark_editions::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
