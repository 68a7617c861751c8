//! What stands in calendars: cohorts with their sessions, as somebody looks at them.

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::calendars::{Group, KEPT_FOR, Standing, Viewer};
use leerkring_domain::cohorts::{Cohort, CohortStatus, Session};
use leerkring_domain::kernel::{Code, Id, Instant};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::registrations::{Registration, RegistrationStatus};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::codes;
use crate::programmes::offered_by;
use crate::sessions;
use crate::store::{StoreError, Stored};
use crate::tables::{cohorts, programme_themes, programmes, registrations};

/// The most cohorts in one calendar; the latest are kept.
const MOST: u64 = 500;

/// What `board` registered for, as it stands at `now`.
pub async fn of_board(
    db: &impl ConnectionTrait,
    board: Id<Board>,
    now: Instant,
) -> Stored<Vec<Group>> {
    let standings = standings(db, board, now).await?;
    let registered = cohorts::Column::Id.is_in(standings.keys().map(|cohort| cohort.uuid()));
    let viewer = |cohort| standings.get(&cohort).copied().map_or(Viewer::Anybody, Viewer::Team);
    groups(db, registered, viewer).await
}

/// How the teams of `board` stand in the cohorts that are not long past, the best of each.
async fn standings(
    db: &impl ConnectionTrait,
    board: Id<Board>,
    now: Instant,
) -> Stored<HashMap<Id<Cohort>, Standing>> {
    let mut recent = Query::select();
    recent.column("id").from("cohorts").and_where(Expr::col("ends_at").gt(now - KEPT_FOR));
    let rows = registrations::Entity::find()
        .filter(registrations::Column::BoardId.eq(board.uuid()))
        .filter(registrations::Column::CohortId.in_subquery(recent))
        .order_by_desc(registrations::Column::Id)
        .limit(2 * MOST)
        .all(db)
        .await?;
    let mut standings: HashMap<Id<Cohort>, Standing> = HashMap::new();
    for row in rows {
        let standing = standing(&row, now)?;
        let best = standings.get(&row.cohort_id.into()).map_or(standing, |it| it.better(standing));
        standings.insert(row.cohort_id.into(), best);
    }
    Ok(standings)
}

/// How a team stands at `now`: its offer lapses by the clock.
fn standing(row: &registrations::Model, now: Instant) -> Stored<Standing> {
    let status = codes::read(&row.status, "registration")?;
    let lapsed = row.offer_until.filter(|at| status == RegistrationStatus::Offered && *at <= now);
    let (status, since) =
        lapsed.map_or((status, row.status_since), |at| (RegistrationStatus::Lapsed, at));
    Ok(Standing { status, registered_at: row.registered_at, since, changed_at: since })
}

/// What `organiser` organises, as lead or partner.
pub async fn of_organiser(
    db: &impl ConnectionTrait,
    organiser: Id<Organiser>,
    now: Instant,
) -> Stored<Vec<Group>> {
    let recent = cohorts::Column::EndsAt.gt(now - KEPT_FOR);
    let theirs = cohorts::Column::ProgrammeId.in_subquery(offered_by(&[organiser])).and(recent);
    groups(db, theirs, |_| Viewer::Organiser).await
}

/// One cohort, as `viewer` sees it; nothing where it is a draft.
pub async fn of_cohort(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    viewer: Viewer,
) -> Stored<Vec<Group>> {
    groups(db, cohorts::Column::Id.eq(cohort.uuid()), |_| viewer).await
}

/// The cohort of a registration, as its people see it.
pub async fn of_registration(
    db: &impl ConnectionTrait,
    registration: &Registration,
) -> Stored<Vec<Group>> {
    of_cohort(db, registration.cohort, Viewer::Team(registration.into())).await
}

async fn groups(
    db: &impl ConnectionTrait,
    which: Expr,
    viewer: impl Fn(Id<Cohort>) -> Viewer,
) -> Stored<Vec<Group>> {
    let rows = cohorts::Entity::find()
        .filter(which)
        .filter(cohorts::Column::Status.ne(CohortStatus::Draft.code()))
        .order_by_desc(cohorts::Column::StartsAt)
        .order_by_desc(cohorts::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let ids: Vec<Id<Cohort>> = rows.iter().map(|row| row.id.into()).collect();
    let programmes: Vec<Uuid> = rows.iter().map(|row| row.programme_id).collect();
    let titles = titles(db, &programmes).await?;
    let themes = themes(db, &programmes).await?;
    let mut planned: HashMap<Id<Cohort>, Vec<Session>> = HashMap::new();
    for session in sessions::of(db, &ids).await? {
        planned.entry(session.cohort).or_default().push(session);
    }
    let group = |row: cohorts::Model| {
        let cohort = row.id.into();
        let title = titles.get(&row.programme_id).cloned();
        Ok(Group {
            cohort,
            name: row.name,
            programme: title.ok_or(StoreError::Missing("programme"))?,
            themes: themes.get(&row.programme_id).cloned().unwrap_or_default(),
            place: row.place,
            sessions: planned.remove(&cohort).unwrap_or_default(),
            viewer: viewer(cohort),
        })
    };
    rows.into_iter().map(group).collect()
}

async fn titles(db: &impl ConnectionTrait, ids: &[Uuid]) -> Stored<HashMap<Uuid, String>> {
    let titles: Vec<(Uuid, String)> = programmes::Entity::find()
        .select_only()
        .column(programmes::Column::Id)
        .column(programmes::Column::Title)
        .filter(programmes::Column::Id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(titles.into_iter().collect())
}

async fn themes(db: &impl ConnectionTrait, ids: &[Uuid]) -> Stored<HashMap<Uuid, Vec<String>>> {
    let rows = programme_themes::Entity::find()
        .filter(programme_themes::Column::ProgrammeId.is_in(ids.iter().copied()))
        .order_by_asc(programme_themes::Column::Position)
        .all(db)
        .await?;
    let mut themes: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in rows {
        themes.entry(row.programme_id).or_default().push(row.theme);
    }
    Ok(themes)
}
