//! Sessions of cohorts.

use chrono::NaiveDate;
use leerkring_domain::cohorts::{Cancellation, Cohort, CohortStatus, Place, Reminded, Session};
use leerkring_domain::holidays::{SchoolHoliday, school_holiday_regions};
use leerkring_domain::kernel::{Code, Id, Instant, Period, RegionKey};
use leerkring_domain::programmes::Programme;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use crate::breakouts;
use crate::codes::{self, from_db, to_db};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{attendances, cohorts, school_holidays, school_regions, schools, sessions};
use crate::versioned::hit;

impl TryFrom<sessions::Model> for Session {
    type Error = StoreError;

    fn try_from(row: sessions::Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            cohort: row.cohort_id.into(),
            ordinal: from_db(row.ordinal),
            on: row.held_on,
            starts: row.start_time,
            ends: row.end_time,
            period: Period::new(row.starts_at, row.ends_at)
                .ok_or(StoreError::Corrupt("session"))?,
            place: Place {
                mode: codes::read(&row.mode, "session")?,
                address: row.address,
                meeting_link: row.meeting_link,
            },
            theme: row.theme,
            agenda: codes::from_json(row.agenda, "session")?,
            breakouts: codes::from_json(row.breakouts, "session")?,
            expected: row
                .expected_attendance
                .map(|json| codes::from_json(json, "session"))
                .transpose()?
                .unwrap_or_default(),
            version: row.version,
            sequence: from_db(row.sequence),
            changed_at: row.changed_at,
            cancelled: row
                .cancelled_at
                .map(|at| Cancellation { at, reason: row.cancelled_because }),
            reminded: Reminded { week_for: row.reminded_week_for, day_for: row.reminded_day_for },
        })
    }
}

fn row(session: &Session) -> Stored<sessions::ActiveModel> {
    let cancelled = session.cancelled.as_ref();
    let says = Some(&session.expected).filter(|expected| !expected.is_empty());
    let expected = says.map(|expected| codes::to_json(expected, "session")).transpose()?;
    Ok(sessions::ActiveModel {
        id: Set(session.id.uuid()),
        cohort_id: Set(session.cohort.uuid()),
        ordinal: Set(to_db(session.ordinal)),
        held_on: Set(session.on),
        start_time: Set(session.starts),
        end_time: Set(session.ends),
        starts_at: Set(session.period.start),
        ends_at: Set(session.period.end),
        mode: Set(session.place.mode.code().to_owned()),
        address: Set(session.place.address.clone()),
        meeting_link: Set(session.place.meeting_link.clone()),
        theme: Set(session.theme.clone()),
        agenda: Set(codes::to_json(&session.agenda, "session")?),
        breakouts: Set(codes::to_json(&session.breakouts, "session")?),
        expected_attendance: Set(expected),
        version: Set(session.version),
        sequence: Set(to_db(session.sequence)),
        changed_at: Set(session.changed_at),
        cancelled_at: Set(cancelled.map(|it| it.at)),
        cancelled_because: Set(cancelled.and_then(|it| it.reason.clone())),
        reminded_week_for: Set(session.reminded.week_for),
        reminded_day_for: Set(session.reminded.day_for),
    })
}

/// The sessions of these cohorts in time order, the cancelled among them.
pub async fn of(db: &impl ConnectionTrait, cohorts: &[Id<Cohort>]) -> Stored<Vec<Session>> {
    let cohorts = cohorts.iter().map(|cohort| cohort.uuid());
    let rows = sessions::Entity::find()
        .filter(sessions::Column::CohortId.is_in(cohorts))
        .order_by_asc(sessions::Column::StartsAt)
        .order_by_asc(sessions::Column::Id)
        .all(db)
        .await?;
    let all = rows.into_iter().map(Session::try_from).collect::<Stored<_>>()?;
    breakouts::counted(db, all).await
}

/// The session with this id; whether it may be seen is a matter of its cohort.
pub async fn find(db: &impl ConnectionTrait, id: Id<Session>) -> Stored<Session> {
    let row = sessions::Entity::find_by_id(id.uuid()).one(db).await?;
    let session = row.ok_or(StoreError::Missing("session"))?.try_into()?;
    let mut one = breakouts::counted(db, vec![session]).await?;
    one.pop().ok_or(StoreError::Missing("session"))
}

pub async fn insert(tx: &Tx, session: &Session) -> Stored<()> {
    sessions::Entity::insert(row(session)?).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed session over the version before it.
pub async fn update(tx: &Tx, session: &Session) -> Stored<()> {
    let result = sessions::Entity::update_many()
        .set(row(session)?)
        .filter(sessions::Column::Id.eq(session.id.uuid()))
        .filter(sessions::Column::Version.eq(session.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

/// Raises the revisions of a locked cohort's sessions: their entries in calendars show something else
/// of the cohort.
pub async fn revise_of_cohort(tx: &Tx, cohort: Id<Cohort>, now: Instant) -> Stored<()> {
    revise(tx, sessions::Column::CohortId.eq(cohort.uuid()), now).await
}

/// The same where they show something else of a locked programme, in all its cohorts that somebody
/// may have in a calendar.
pub async fn revise_of_programme(tx: &Tx, programme: Id<Programme>, now: Instant) -> Stored<()> {
    let announced = Query::select()
        .column(cohorts::Column::Id)
        .from(cohorts::Entity)
        .and_where(cohorts::Column::ProgrammeId.eq(programme.uuid()))
        .and_where(cohorts::Column::Status.ne(CohortStatus::Draft.code()))
        .to_owned();
    revise(tx, sessions::Column::CohortId.in_subquery(announced), now).await
}

/// Their versions stay: nothing that an editor has before them became another.
async fn revise(tx: &Tx, which: Expr, now: Instant) -> Stored<()> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::Sequence, Expr::col(sessions::Column::Sequence).add(1))
        .col_expr(sessions::Column::ChangedAt, Expr::value(now))
        .filter(which)
        .exec(tx)
        .await?;
    Ok(())
}

/// The sessions of published cohorts that start after `now` and no later than `until`, for whose
/// start not everybody was reminded both times.
pub async fn to_remind_of(
    db: &impl ConnectionTrait,
    now: Instant,
    until: Instant,
) -> Stored<Vec<Session>> {
    let start = Expr::col(sessions::Column::StartsAt);
    let not_for = |column: sessions::Column| {
        Condition::any().add(column.is_null()).add(Expr::col(column).ne(start.clone()))
    };
    let published = Query::select()
        .column(cohorts::Column::Id)
        .from(cohorts::Entity)
        .and_where(cohorts::Column::Status.eq(CohortStatus::Published.code()))
        .to_owned();
    let rows = sessions::Entity::find()
        .filter(sessions::Column::StartsAt.gt(now))
        .filter(sessions::Column::StartsAt.lte(until))
        .filter(sessions::Column::CancelledAt.is_null())
        .filter(
            Condition::any()
                .add(not_for(sessions::Column::RemindedWeekFor))
                .add(not_for(sessions::Column::RemindedDayFor)),
        )
        .filter(sessions::Column::CohortId.in_subquery(published))
        .order_by_asc(sessions::Column::StartsAt)
        .order_by_asc(sessions::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Stores for which starts people were reminded; nothing that readers see.
pub async fn store_reminded(tx: &Tx, session: &Session) -> Stored<()> {
    let reminded = sessions::ActiveModel {
        reminded_week_for: Set(session.reminded.week_for),
        reminded_day_for: Set(session.reminded.day_for),
        ..sessions::ActiveModel::default()
    };
    let result = sessions::Entity::update_many()
        .set(reminded)
        .filter(sessions::Column::Id.eq(session.id.uuid()))
        .exec(tx)
        .await?;
    hit(&result)
}

/// Stores the place of a session in the order of its cohort.
pub async fn store_ordinal(tx: &Tx, session: &Session) -> Stored<()> {
    let ordinal = sessions::ActiveModel {
        ordinal: Set(to_db(session.ordinal)),
        ..sessions::ActiveModel::default()
    };
    sessions::Entity::update_many()
        .set(ordinal)
        .filter(sessions::Column::Id.eq(session.id.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes the session as it was read, with what was chosen there and marked before it was to start.
pub async fn delete(tx: &Tx, session: &Session) -> Stored<()> {
    breakouts::forget_session(tx, session.id).await?;
    attendances::Entity::delete_many()
        .filter(attendances::Column::SessionId.eq(session.id.uuid()))
        .exec(tx)
        .await?;
    let result = sessions::Entity::delete_many()
        .filter(sessions::Column::Id.eq(session.id.uuid()))
        .filter(sessions::Column::Version.eq(session.version))
        .exec(tx)
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The school holidays between two days in a region: those of the provinces it lies in.
pub async fn school_holidays(
    db: &impl ConnectionTrait,
    region: Option<&RegionKey>,
    first: NaiveDate,
    last: NaiveDate,
) -> Stored<(Vec<SchoolHoliday>, Vec<&'static str>)> {
    let rows = school_holidays::Entity::find()
        .filter(school_holidays::Column::FirstOn.lte(last))
        .filter(school_holidays::Column::LastOn.gte(first))
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let regions = match region {
        Some(region) => {
            let provinces = provinces(db, region).await?;
            provinces.iter().flat_map(|name| school_holiday_regions(name)).copied().collect()
        }
        None => Vec::new(),
    };
    let holidays = rows.into_iter().map(|row| SchoolHoliday {
        name: row.name,
        region: row.region,
        first_on: row.first_on,
        last_on: row.last_on,
    });
    Ok((holidays.collect(), regions))
}

async fn provinces(db: &impl ConnectionTrait, region: &RegionKey) -> Stored<Vec<String>> {
    let provinces: Vec<Option<String>> = schools::Entity::find()
        .select_only()
        .column(schools::Column::Province)
        .distinct()
        .join_rev(
            JoinType::InnerJoin,
            school_regions::Entity::belongs_to(schools::Entity)
                .from(school_regions::Column::SchoolId)
                .to(schools::Column::Id)
                .into(),
        )
        .filter(school_regions::Column::Scheme.eq(region.scheme.as_str()))
        .filter(school_regions::Column::Code.eq(region.code.as_str()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(provinces.into_iter().flatten().collect())
}
