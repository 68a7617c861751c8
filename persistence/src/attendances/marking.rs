//! The people of one session: to read, and to mark.

use std::collections::HashMap;

use leerkring_domain::attendances::{Attendance, MarkKind, Roll};
use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::Session;
use leerkring_domain::kernel::{Code, Id, Instant};
use leerkring_domain::registrations::{Participant, Registration};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use super::boards;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::registrations::taking_part;
use crate::store::{MOST_ROWS, StoreError, Stored, Tx};
use crate::tables::{attendances, participants, registrations};

/// Somebody of a session, with what is marked of them.
#[derive(Debug, Clone)]
pub struct Listed {
    pub participant: Id<Participant>,
    pub registration: Id<Registration>,
    pub board: Id<Board>,
    pub name: String,
    pub role: String,
    /// Whether somebody else has taken their place.
    pub replaced: bool,
    pub joined_at: Option<Instant>,
    pub attendance: Option<Attendance>,
}

/// Everybody of a session whose cohort this transaction has locked.
pub async fn roll(tx: &Tx, session: Session) -> Stored<Roll> {
    let people: Vec<(Uuid, Uuid, i32)> = participants::Entity::find()
        .select_only()
        .columns([
            participants::Column::Id,
            participants::Column::RegistrationId,
            participants::Column::Position,
        ])
        .filter(participants::Column::RegistrationId.in_subquery(taking_part(session.cohort)))
        .order_by_asc(participants::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    let in_cohort = registrations::Column::CohortId.eq(session.cohort.uuid());
    let by_registration = boards(tx, Condition::all().add(in_cohort)).await?;
    let marks = at(tx, session.id).await?;
    let board = |(id, registration, _): &(Uuid, Uuid, i32)| {
        by_registration.get(registration).map(|board| (Id::from(*id), *board))
    };
    let stand = people.iter().filter(|(.., position)| 0 <= *position);
    let taking_part = stand.map(|(id, ..)| Id::from(*id)).collect();
    Ok(Roll { session, boards: people.iter().filter_map(board).collect(), taking_part, marks })
}

/// What was marked at a session, by participant.
async fn at(
    db: &impl ConnectionTrait,
    session: Id<Session>,
) -> Stored<HashMap<Id<Participant>, Attendance>> {
    let rows = attendances::Entity::find()
        .filter(attendances::Column::SessionId.eq(session.uuid()))
        .all(db)
        .await?;
    let marked = |row| Attendance::try_from(row).map(|it| (it.participant, it));
    rows.into_iter().map(marked).collect()
}

/// A page of the people of a session: who takes part, and of those whose place was taken the ones
/// that were marked. Only those of `boards`, where there are any.
pub async fn list(
    db: &impl ConnectionTrait,
    session: &Session,
    of: Option<&[Id<Board>]>,
    request: &PageRequest,
) -> Stored<Page<Listed>> {
    let key = Key::ascending(participants::Column::Id);
    let mut there = taking_part(session.cohort);
    if let Some(of) = of {
        there.and_where(registrations::Column::BoardId.is_in(of.iter().map(|id| id.uuid())));
    }
    let stands = participants::Column::Position.gte(0);
    let select = participants::Entity::find()
        .filter(participants::Column::RegistrationId.in_subquery(there))
        .filter(Condition::any().add(stands).add(marked_at(session.id)));
    let page = fetch(db, select, key, request).await?;
    let ids = page.items.iter().map(|person| person.id);
    let marks = attendances::Entity::find()
        .filter(attendances::Column::SessionId.eq(session.id.uuid()))
        .filter(attendances::Column::ParticipantId.is_in(ids))
        .all(db)
        .await?;
    let mut marks: HashMap<Uuid, attendances::Model> =
        marks.into_iter().map(|row| (row.participant_id, row)).collect();
    let theirs = registrations::Column::Id.is_in(page.items.iter().map(|it| it.registration_id));
    let boards = boards(db, Condition::all().add(theirs)).await?;
    page.try_map(|person| {
        let board = boards.get(&person.registration_id).copied();
        Ok(Listed {
            participant: person.id.into(),
            registration: person.registration_id.into(),
            board: board.ok_or(StoreError::Corrupt("participant"))?,
            replaced: person.position < 0,
            joined_at: person.joined_at,
            attendance: marks.remove(&person.id).map(Attendance::try_from).transpose()?,
            name: person.name,
            role: person.role,
        })
    })
}

fn marked_at(session: Id<Session>) -> Expr {
    Expr::exists(
        Query::select()
            .expr(Expr::val(1))
            .from(attendances::Entity)
            .and_where(attendances::Column::SessionId.eq(session.uuid()))
            .and_where(
                Expr::col((attendances::Entity, attendances::Column::ParticipantId))
                    .equals((participants::Entity, participants::Column::Id)),
            )
            .to_owned(),
    )
}

fn row(attendance: &Attendance) -> attendances::ActiveModel {
    let (from, until) = attendance.mark.times().unzip();
    attendances::ActiveModel {
        participant_id: Set(attendance.participant.uuid()),
        session_id: Set(attendance.session.uuid()),
        mark: Set(attendance.mark.kind().code().to_owned()),
        from_time: Set(from),
        until_time: Set(until),
        version: Set(attendance.version),
        marked_at: Set(attendance.marked_at),
    }
}

/// Removes what was marked on the day of a session that was moved to another: who was excused stays
/// excused.
pub async fn forget_presence(tx: &Tx, session: Id<Session>) -> Stored<()> {
    attendances::Entity::delete_many()
        .filter(attendances::Column::SessionId.eq(session.uuid()))
        .filter(attendances::Column::Mark.ne(MarkKind::Excused.code()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Stores marks at a session of a cohort that this transaction has locked.
pub async fn store(tx: &Tx, marked: &[Attendance]) -> Stored<()> {
    let columns = [
        attendances::Column::Mark,
        attendances::Column::FromTime,
        attendances::Column::UntilTime,
        attendances::Column::Version,
        attendances::Column::MarkedAt,
    ];
    let key = [attendances::Column::SessionId, attendances::Column::ParticipantId];
    let over = OnConflict::columns(key).update_columns(columns).to_owned();
    for some in marked.chunks(MOST_ROWS) {
        attendances::Entity::insert_many(some.iter().map(row))
            .on_conflict(over.clone())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
