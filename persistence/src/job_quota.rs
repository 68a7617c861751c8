//! Formations and jobs of the jobs agreement.

use leerkring_domain::boards::{Board, Sector};
use leerkring_domain::job_quota::{Accuracy, Extent, Formation, Job, JobFields, Source};
use leerkring_domain::kernel::{Code, Id, Scope};
use rust_decimal::Decimal;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::codes;
use crate::function_mix::year;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{formations, quota_jobs};
use crate::versioned::hit;

/// Hundredths of a decimal with at most two decimals.
fn hundredths(value: Decimal) -> Stored<i64> {
    let whole = (value * Decimal::ONE_HUNDRED).trunc();
    i64::try_from(whole).map_err(|_| StoreError::Corrupt("decimal"))
}

impl TryFrom<quota_jobs::Model> for Job {
    type Error = StoreError;

    fn try_from(row: quota_jobs::Model) -> Stored<Self> {
        let count = u16::try_from(row.count).map_err(|_| StoreError::Corrupt("job"))?;
        Ok(Self {
            id: row.id.into(),
            board: row.board_id.into(),
            fields: JobFields {
                status: codes::read(&row.status, "job")?,
                engagement: codes::read(&row.engagement, "job")?,
                count,
                hours_per_week: Decimal::new(row.hundredths_per_week, 2),
                from_on: row.from_on,
                until_on: row.until_on,
                school: row.school_id.map(Id::from),
            },
            version: row.version,
        })
    }
}

fn row(job: &Job) -> Stored<quota_jobs::ActiveModel> {
    let fields = &job.fields;
    Ok(quota_jobs::ActiveModel {
        id: Set(job.id.uuid()),
        status: Set(fields.status.code().to_owned()),
        engagement: Set(fields.engagement.code().to_owned()),
        count: Set(fields.count.into()),
        hundredths_per_week: Set(hundredths(fields.hours_per_week)?),
        from_on: Set(fields.from_on),
        until_on: Set(fields.until_on),
        version: Set(job.version),
        board_id: Set(job.board.uuid()),
        school_id: Set(fields.school.map(Id::uuid)),
    })
}

/// A page of the jobs of a board, in the order in which they were entered.
pub async fn list(
    db: &impl ConnectionTrait,
    board: Id<Board>,
    request: &PageRequest,
) -> Stored<Page<Job>> {
    let key = Key::ascending(quota_jobs::Column::Id);
    let of = quota_jobs::Entity::find().filter(quota_jobs::Column::BoardId.eq(board.uuid()));
    fetch(db, of, key, request).await?.try_map(Job::try_from)
}

/// All jobs of a board.
pub async fn of_board(db: &impl ConnectionTrait, board: Id<Board>) -> Stored<Vec<Job>> {
    let of = quota_jobs::Entity::find().filter(quota_jobs::Column::BoardId.eq(board.uuid()));
    let rows = of.order_by_asc(quota_jobs::Column::Id).all(db).await?;
    rows.into_iter().map(Job::try_from).collect()
}

/// The jobs of all boards.
pub async fn all(db: &impl ConnectionTrait) -> Stored<Vec<Job>> {
    let rows = quota_jobs::Entity::find().all(db).await?;
    rows.into_iter().map(Job::try_from).collect()
}

/// The job with this id, if it is of a board in `scope`.
pub async fn find(db: &impl ConnectionTrait, id: Id<Job>, scope: &Scope) -> Stored<Job> {
    let mut query = quota_jobs::Entity::find_by_id(id.uuid());
    if !scope.everything {
        let own = scope.boards.iter().map(|board| board.uuid());
        query = query.filter(quota_jobs::Column::BoardId.is_in(own));
    }
    query.one(db).await?.ok_or(StoreError::Missing("job"))?.try_into()
}

/// Stores new jobs, at most 500 of them.
pub async fn insert_all(tx: &Tx, jobs: &[Job]) -> Stored<()> {
    if jobs.is_empty() {
        return Ok(());
    }
    let rows = jobs.iter().map(row).collect::<Stored<Vec<_>>>()?;
    quota_jobs::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores changed jobs over the version before them.
pub async fn update(tx: &Tx, job: &Job) -> Stored<()> {
    let result = quota_jobs::Entity::update_many()
        .set(row(job)?)
        .filter(quota_jobs::Column::Id.eq(job.id.uuid()))
        .filter(quota_jobs::Column::Version.eq(job.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

/// Removes jobs that were entered by mistake, in the version that was seen.
pub async fn delete(tx: &Tx, job: &Job) -> Stored<()> {
    let result = quota_jobs::Entity::delete_many()
        .filter(quota_jobs::Column::Id.eq(job.id.uuid()))
        .filter(quota_jobs::Column::Version.eq(job.version))
        .exec(tx)
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

const FTE: &str = "fte";
const PAID_HOURS: &str = "paid-hours";

impl TryFrom<formations::Model> for Formation {
    type Error = StoreError;

    fn try_from(row: formations::Model) -> Stored<Self> {
        let amount = Decimal::new(row.hundredths, 2);
        let accuracy: Accuracy = codes::read(&row.accuracy, "formation")?;
        let sector: Sector = codes::read(&row.sector, "formation")?;
        let extent = match row.unit.as_str() {
            FTE => Extent::Fte(amount),
            PAID_HOURS => Extent::PaidHours(amount),
            _ => return Err(StoreError::Corrupt("formation")),
        };
        Ok(Self { sector, year: year(row.year)?, extent, accuracy, source: Source::Board })
    }
}

/// The formations that boards gave, of one board or of all, by year.
pub async fn formations(
    db: &impl ConnectionTrait,
    board: Option<Id<Board>>,
) -> Stored<Vec<(Id<Board>, Formation)>> {
    let mut query = formations::Entity::find();
    if let Some(board) = board {
        query = query.filter(formations::Column::BoardId.eq(board.uuid()));
    }
    let rows = query
        .order_by_asc(formations::Column::Year)
        .order_by_asc(formations::Column::Sector)
        .all(db)
        .await?;
    let read = |row: formations::Model| Ok((row.board_id.into(), row.try_into()?));
    rows.into_iter().map(read).collect()
}

/// Stores formations of a board over what stood in their place, at most 500 of them.
pub async fn store_formations(tx: &Tx, board: Id<Board>, list: &[Formation]) -> Stored<()> {
    use formations::Column;
    if list.is_empty() {
        return Ok(());
    }
    let row = |formation: &Formation| {
        let (unit, amount) = match formation.extent {
            Extent::Fte(fte) => (FTE, fte),
            Extent::PaidHours(hours) => (PAID_HOURS, hours),
        };
        Ok(formations::ActiveModel {
            board_id: Set(board.uuid()),
            sector: Set(formation.sector.code().to_owned()),
            year: Set(formation.year.into()),
            unit: Set(unit.to_owned()),
            hundredths: Set(hundredths(amount)?),
            accuracy: Set(formation.accuracy.code().to_owned()),
        })
    };
    let rows = list.iter().map(row).collect::<Stored<Vec<_>>>()?;
    let over = OnConflict::columns([Column::BoardId, Column::Sector, Column::Year])
        .update_columns([Column::Unit, Column::Hundredths, Column::Accuracy])
        .to_owned();
    formations::Entity::insert_many(rows).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}
