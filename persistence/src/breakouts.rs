//! Who chose which breakout. A choice is made while the cohort's row is locked.

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::breakouts::Choice;
use leerkring_domain::cohorts::{Cohort, Session};
use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::registrations::{Participant, Registration};
use sea_orm::sea_query::{OnConflict, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set,
};
use uuid::Uuid;

use crate::needs::board_names;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::participants::of_teams;
use crate::registrations::taking_part;
use crate::store::{Stored, Tx};
use crate::tables::breakout_choices::{ActiveModel, Column, Entity, Model};
use crate::tables::{participants, registrations, sessions};

impl From<Model> for Choice {
    fn from(row: Model) -> Self {
        Self {
            participant: row.participant_id.into(),
            session: row.session_id.into(),
            breakout: row.breakout_id,
            at: row.chosen_at,
        }
    }
}

/// Counts who chose each breakout of these sessions.
pub(crate) async fn counted(
    db: &impl ConnectionTrait,
    mut list: Vec<Session>,
) -> Stored<Vec<Session>> {
    let with = list.iter().filter(|session| !session.breakouts.is_empty());
    let ids: Vec<Uuid> = with.map(|session| session.id.uuid()).collect();
    if ids.is_empty() {
        return Ok(list);
    }
    let rows: Vec<(Uuid, Uuid, i64)> = Entity::find()
        .select_only()
        .columns([Column::SessionId, Column::BreakoutId])
        .column_as(Column::ParticipantId.count(), "taken")
        .filter(Column::SessionId.is_in(ids))
        .group_by(Column::SessionId)
        .group_by(Column::BreakoutId)
        .into_tuple()
        .all(db)
        .await?;
    let taken = rows.into_iter().map(|(session, breakout, taken)| ((session, breakout), taken));
    let taken: HashMap<_, _> = taken.collect();
    for session in &mut list {
        for breakout in &mut session.breakouts {
            let count = taken.get(&(session.id.uuid(), breakout.id)).copied().unwrap_or_default();
            breakout.taken = u32::try_from(count).unwrap_or(u32::MAX);
        }
    }
    Ok(list)
}

/// What a participant chose at a session.
pub async fn choice(
    db: &impl ConnectionTrait,
    participant: Id<Participant>,
    session: Id<Session>,
) -> Stored<Option<Choice>> {
    let row = Entity::find_by_id((participant.uuid(), session.uuid())).one(db).await?;
    Ok(row.map(Choice::from))
}

/// What a participant chose at all sessions.
pub async fn choices_of(
    db: &impl ConnectionTrait,
    participant: Id<Participant>,
) -> Stored<Vec<Choice>> {
    let of = Column::ParticipantId.eq(participant.uuid());
    let rows = Entity::find().filter(of).all(db).await?;
    Ok(rows.into_iter().map(Choice::from).collect())
}

/// Keeps the choice instead of the one before.
pub async fn store(tx: &Tx, choice: Choice) -> Stored<()> {
    let row = ActiveModel {
        breakout_id: Set(choice.breakout),
        chosen_at: Set(choice.at),
        participant_id: Set(choice.participant.uuid()),
        session_id: Set(choice.session.uuid()),
    };
    let instead = OnConflict::columns([Column::ParticipantId, Column::SessionId])
        .update_columns([Column::BreakoutId, Column::ChosenAt])
        .to_owned();
    Entity::insert(row).on_conflict(instead).exec_without_returning(tx).await?;
    Ok(())
}

/// Gives the seat back.
pub async fn delete(tx: &Tx, choice: Choice) -> Stored<()> {
    let key = (choice.participant.uuid(), choice.session.uuid());
    Entity::delete_by_id(key).exec(tx).await?;
    Ok(())
}

/// Forgets who chose what at a session that goes.
pub(crate) async fn forget_session(tx: &Tx, session: Id<Session>) -> Stored<()> {
    Entity::delete_many().filter(Column::SessionId.eq(session.uuid())).exec(tx).await?;
    Ok(())
}

/// Gives back what these participants chose at sessions that are still to come.
pub(crate) async fn release(tx: &Tx, people: SelectStatement, now: Instant) -> Stored<()> {
    let to_come = Query::select()
        .column(sessions::Column::Id)
        .from(sessions::Entity)
        .and_where(sessions::Column::StartsAt.gt(now))
        .to_owned();
    Entity::delete_many()
        .filter(Column::ParticipantId.in_subquery(people))
        .filter(Column::SessionId.in_subquery(to_come))
        .exec(tx)
        .await?;
    Ok(())
}

/// Somebody who takes part, and where they are at a session.
#[derive(Debug, Clone)]
pub struct Placed {
    pub participant: Id<Participant>,
    pub registration: Id<Registration>,
    pub board_name: String,
    pub name: String,
    pub role: String,
    /// Nothing where they have not chosen.
    pub choice: Option<Choice>,
}

/// What a list of those who take part in a session is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only participants of these boards; nothing for all.
    pub boards: Option<Vec<Id<Board>>>,
    pub breakout: Option<Uuid>,
    /// Only those who have chosen, or who have not.
    pub chosen: Option<bool>,
}

impl Filter {
    fn condition(&self, session: Id<Session>) -> Condition {
        let mut chose = Query::select();
        chose
            .column(Column::ParticipantId)
            .from(Entity)
            .and_where(Column::SessionId.eq(session.uuid()));
        let of_boards = self.boards.as_ref().map(|boards| {
            let own = Query::select()
                .column(registrations::Column::Id)
                .from(registrations::Entity)
                .and_where(registrations::Column::BoardId.is_in(boards.iter().map(|id| id.uuid())))
                .to_owned();
            participants::Column::RegistrationId.in_subquery(own)
        });
        let there = self.breakout.map(|breakout| {
            let mut chose = chose.clone();
            chose.and_where(Column::BreakoutId.eq(breakout));
            participants::Column::Id.in_subquery(chose)
        });
        let chosen = self.chosen.map(|chosen| {
            if chosen {
                participants::Column::Id.in_subquery(chose)
            } else {
                participants::Column::Id.not_in_subquery(chose)
            }
        });
        Condition::all().add_option(of_boards).add_option(there).add_option(chosen)
    }
}

/// A page of those who take part in the session's cohort, with where they are.
pub async fn placed(
    db: &impl ConnectionTrait,
    (cohort, session): (Id<Cohort>, Id<Session>),
    filter: &Filter,
    request: &PageRequest,
) -> Stored<Page<Placed>> {
    let key = Key::ascending(participants::Column::Id);
    let select = of_teams(taking_part(cohort)).filter(filter.condition(session));
    let page = fetch(db, select, key, request).await?;
    let ids = page.items.iter().map(|person| person.id);
    let chosen = Entity::find()
        .filter(Column::SessionId.eq(session.uuid()))
        .filter(Column::ParticipantId.is_in(ids))
        .all(db)
        .await?;
    let chosen = chosen.into_iter().map(|row| (row.participant_id, Choice::from(row)));
    let chosen: HashMap<Uuid, Choice> = chosen.collect();
    let names = board_names(db, page.items.iter().map(|it| it.registration_id)).await?;
    Ok(page.map(|person| Placed {
        participant: person.id.into(),
        registration: person.registration_id.into(),
        board_name: names.get(&person.registration_id).cloned().unwrap_or_default(),
        choice: chosen.get(&person.id).copied(),
        name: person.name,
        role: person.role,
    }))
}
