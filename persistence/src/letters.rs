//! Letters as administrators look at them: how far each is, and what the trouble was.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{Code, Id};
use leerkring_domain::notifications::{Letter, LetterState, Message};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set,
};

use crate::codes::{self, from_db};
use crate::outbox::letter;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::outbox::{ActiveModel, Column, Entity, Model};

/// A letter with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    pub id: Id<Letter>,
    pub kind: String,
    /// Nothing where this version of the server does not know the kind of message.
    pub message: Option<Message>,
    /// The person with an account to whom it goes, or the address.
    pub user: Option<Id<User>>,
    pub address: Option<String>,
    pub state: LetterState,
    pub attempts: u32,
    pub created_at: DateTime<Utc>,
    /// When it is sent next, or when another server may take it over.
    pub due_at: DateTime<Utc>,
    /// When it was sent or given up.
    pub finished_at: Option<DateTime<Utc>>,
    pub trouble: Option<String>,
}

impl TryFrom<Model> for Posted {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            kind: row.kind.clone(),
            user: row.user_id.map(Id::from),
            address: row.address.clone(),
            state: codes::read(&row.state, "letter")?,
            attempts: from_db(row.attempts),
            created_at: row.created_at,
            due_at: row.due_at,
            finished_at: row.finished_at,
            trouble: row.trouble.clone(),
            message: letter(row).ok().map(|letter| letter.message),
        })
    }
}

/// What a list of letters is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub state: Option<LetterState>,
    pub kind: Option<String>,
}

/// A page of letters, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Posted>> {
    let key = Key::descending(Column::Id);
    let condition = Condition::all()
        .add_option(filter.state.map(|state| Column::State.eq(state.code())))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind)));
    fetch(db, Entity::find().filter(condition), key, request).await?.try_map(Posted::try_from)
}

/// The letter with this id.
pub async fn find(db: &impl ConnectionTrait, id: Id<Letter>) -> Stored<Posted> {
    let row = Entity::find_by_id(id.uuid()).one(db).await?;
    row.ok_or(StoreError::Missing("letter"))?.try_into()
}

/// Locks the letter until the transaction ends.
pub async fn lock(tx: &Tx, id: Id<Letter>) -> Stored<Posted> {
    let row = Entity::find_by_id(id.uuid()).lock_exclusive().one(tx).await?;
    row.ok_or(StoreError::Missing("letter"))?.try_into()
}

/// Lets a letter be tried again from `now` on, as often as a new one.
pub async fn revive(tx: &Tx, id: Id<Letter>, now: DateTime<Utc>) -> Stored<()> {
    let changed = ActiveModel {
        state: Set(LetterState::Waiting.code().to_owned()),
        attempts: Set(0),
        due_at: Set(now),
        finished_at: Set(None),
        ..ActiveModel::default()
    };
    Entity::update_many().set(changed).filter(Column::Id.eq(id.uuid())).exec(tx).await?;
    Ok(())
}
