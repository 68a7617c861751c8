//! The facts that a ruling on registrations needs, read in as few questions as there are kinds.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use leerkring_domain::boards::{Board, Sector};
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Id, Instant, RegionKey, Scope};
use leerkring_domain::organisers::{Member, Members};
use leerkring_domain::programmes::{EntryAssessment, Rules};
use leerkring_domain::registrations::{
    Admission, BoardStanding, Cover, CoveredBy, RegistrationStatus,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::is_live;
use super::waiting::lapsed_by;
use crate::codes::{self, from_db};
use crate::programmes::entry_assessment;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{boards, participants, programmes, registrations, school_regions, schools};
use crate::{cohorts, entry_assessments, organisers};

/// What rulings on the asked need beside the cohort, which this transaction has locked.
pub async fn locked_admission(tx: &Tx, cohort: Cohort, asked: Asked<'_>) -> Stored<Admission> {
    facts(tx, cohort, asked).await
}

/// The same facts for somebody who only wants to know: nothing is locked.
pub async fn admission(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    scope: &Scope,
    board: Id<Board>,
    now: Instant,
) -> Stored<Admission> {
    let cohort = cohorts::find(db, cohort, scope).await?;
    let cohort = cohorts::as_of(db, cohort, now).await?;
    facts(db, cohort, Asked { boards: &[board], persons: &[], now }).await
}

/// Whom rulings are asked about, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub boards: &'a [Id<Board>],
    /// E-mail addresses in lower case.
    pub persons: &'a [String],
    pub now: Instant,
}

async fn facts(db: &impl ConnectionTrait, cohort: Cohort, asked: Asked<'_>) -> Stored<Admission> {
    let (programme, rules, entry) = programme(db, &cohort).await?;
    let mut standings = standings(db, asked.boards, today(asked.now)).await?;
    if let Some(entry) = entry {
        read_entry(db, entry, &mut standings).await?;
    }
    count_registrations(db, cohort.id, &mut standings, asked.now).await?;
    if !rules.audience.regions.is_empty() {
        read_regions(db, &mut standings).await?;
    }
    let cover = cover(db, &rules, &asked).await?;
    let persons = present(db, cohort.id, asked.persons).await?;
    Ok(Admission { cohort, programme, rules, cover, boards: standings, persons })
}

/// The title of the cohort's programme, its rules and what it asks before the start.
async fn programme(
    db: &impl ConnectionTrait,
    cohort: &Cohort,
) -> Stored<(String, Rules, Option<EntryAssessment>)> {
    let programme = programmes::Entity::find_by_id(cohort.programme.uuid()).one(db).await?;
    let programme = programme.ok_or(StoreError::Corrupt("cohort"))?;
    let entry = entry_assessment(programme.entry_questionnaire_id, programme.entry_since);
    Ok((programme.title, codes::from_json(programme.rules, "programme")?, entry))
}

async fn read_entry(
    db: &impl ConnectionTrait,
    asked: EntryAssessment,
    standings: &mut Standings,
) -> Stored<()> {
    let boards: Vec<Id<Board>> = standings.keys().copied().collect();
    let latest = entry_assessments::latest(db, asked, &boards).await?;
    for (board, standing) in standings {
        standing.entry = Some(asked.standing(latest.get(board).copied()));
    }
    Ok(())
}

type Standings = HashMap<Id<Board>, BoardStanding>;

async fn standings(
    db: &impl ConnectionTrait,
    asked: &[Id<Board>],
    today: NaiveDate,
) -> Stored<Standings> {
    let rows = boards::Entity::find()
        .filter(boards::Column::Id.is_in(asked.iter().map(|board| board.uuid())))
        .all(db)
        .await?;
    let successors: Vec<Uuid> = rows.iter().filter_map(|row| row.successor_id).collect();
    let names = if successors.is_empty() {
        HashMap::new()
    } else {
        let rows =
            boards::Entity::find().filter(boards::Column::Id.is_in(successors)).all(db).await?;
        rows.into_iter().map(|row| (row.id, row.name)).collect()
    };
    let standing = |row: boards::Model| {
        let successor = row.successor_id.and_then(|id| names.get(&id).cloned());
        let closed_on = row.closed_on.filter(|closed| *closed <= today);
        let standing = BoardStanding {
            name: row.name,
            number: row.number,
            closed: closed_on.map(|closed| (closed, successor)),
            sectors: sectors(row.in_po, row.in_vo, row.in_mbo),
            ..BoardStanding::default()
        };
        (row.id.into(), standing)
    };
    Ok(rows.into_iter().map(standing).collect())
}

/// The sectors that a board's columns stand for.
pub(crate) fn sectors(po: bool, vo: bool, mbo: bool) -> Vec<Sector> {
    [(po, Sector::Po), (vo, Sector::Vo), (mbo, Sector::Mbo)]
        .into_iter()
        .filter_map(|(works, sector)| works.then_some(sector))
        .collect()
}

async fn count_registrations(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    standings: &mut Standings,
    now: Instant,
) -> Stored<()> {
    let rows = registrations::Entity::find()
        .filter(registrations::Column::CohortId.eq(cohort.uuid()))
        .filter(registrations::Column::BoardId.is_in(standings.keys().map(|id| id.uuid())))
        .filter(is_live())
        .filter(lapsed_by(now).not())
        .all(db)
        .await?;
    for row in rows {
        let status: RegistrationStatus = codes::read(&row.status, "registration")?;
        if let Some(standing) = standings.get_mut(&row.board_id.into()) {
            standing.live_registrations += 1;
            standing.registration.get_or_insert(row.id.into());
            standing.seats += if status.takes_seats() { from_db(row.size) } else { 0 };
        }
    }
    Ok(())
}

async fn read_regions(db: &impl ConnectionTrait, standings: &mut Standings) -> Stored<()> {
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
        .filter(schools::Column::BoardId.is_in(standings.keys().map(|id| id.uuid())))
        .filter(schools::Column::ClosedOn.is_null())
        .into_tuple()
        .all(db)
        .await?;
    for (board, scheme, code) in rows {
        if let Some(standing) = standings.get_mut(&board.into()) {
            standing.regions.insert(RegionKey { scheme, code });
        }
    }
    Ok(())
}

async fn cover(
    db: &impl ConnectionTrait,
    rules: &Rules,
    asked: &Asked<'_>,
) -> Stored<Option<Cover>> {
    let Some(id) = rules.audience.members_of else { return Ok(None) };
    let organiser = organisers::find(db, id.into()).await?;
    let boards: Vec<Uuid> = asked.boards.iter().map(|board| board.uuid()).collect();
    let held = organisers::members_on(db, id, today(asked.now), &boards, asked.persons).await?;
    let members = if organiser.members == Members::Persons {
        CoveredBy::Persons(
            held.iter()
                .filter_map(|membership| match &membership.member {
                    Member::Person { email, .. } => Some(email.key()),
                    Member::Board(_) => None,
                })
                .collect(),
        )
    } else {
        CoveredBy::Boards(
            held.iter()
                .filter_map(|membership| match &membership.member {
                    Member::Board(board) => Some(*board),
                    Member::Person { .. } => None,
                })
                .collect(),
        )
    };
    Ok(Some(Cover { organiser: organiser.name, members }))
}

async fn present(
    db: &impl ConnectionTrait,
    cohort: Id<Cohort>,
    persons: &[String],
) -> Stored<HashSet<String>> {
    if persons.is_empty() {
        return Ok(HashSet::new());
    }
    let keys: Vec<String> = participants::Entity::find()
        .select_only()
        .column(participants::Column::EmailKey)
        .filter(participants::Column::CohortId.eq(cohort.uuid()))
        .filter(participants::Column::EmailKey.is_in(persons.iter().map(String::as_str)))
        .filter(Expr::col(participants::Column::Active))
        .into_tuple()
        .all(db)
        .await?;
    Ok(keys.into_iter().collect())
}
