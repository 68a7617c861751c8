//! Mail as it waits to be sent. It is written in the transaction that it reports, and claimed by
//! its state: a cursor over ids would pass over what commits late.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{Code, EmailAddress, Id, Language};
use leerkring_domain::notifications::{Addressee, Letter, LetterState, Message};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::codes::{self, from_json, to_json};
use crate::store::{MOST_ROWS, StoreError, Stored, Tx};
use crate::tables::outbox::{ActiveModel, Column, Entity, Model};
use crate::tables::users;
use crate::versioned::hit;

/// A letter that somebody has taken up to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub id: Uuid,
    pub kind: String,
    /// Nothing where this version of the server does not know the kind of message.
    pub letter: Option<Letter>,
    /// How often it was taken up, this time included.
    pub attempts: u32,
    pub created_at: DateTime<Utc>,
    fence: i64,
}

/// What came of a claimed letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    /// To be tried again then.
    Waits(DateTime<Utc>),
    Dead,
}

/// Who gets a letter: a name, where it is known, and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub name: Option<String>,
    pub address: EmailAddress,
}

/// Writes down letters, each under a new id, in the transaction that they report. Who has an account
/// is written to in the language that they chose there, whoever gave their address.
pub async fn insert_all(tx: &Tx, letters: Vec<(Uuid, Letter)>, now: DateTime<Utc>) -> Stored<()> {
    if letters.is_empty() {
        return Ok(());
    }
    let languages = chosen_languages(tx, &letters).await?;
    let rows = letters.into_iter().map(|(id, letter)| row(id, in_theirs(letter, &languages), now));
    let mut rows = rows.collect::<Stored<Vec<_>>>()?.into_iter();
    loop {
        let some: Vec<ActiveModel> = rows.by_ref().take(MOST_ROWS).collect();
        if some.is_empty() {
            return Ok(());
        }
        Entity::insert_many(some).exec_without_returning(tx).await?;
    }
}

/// The languages of those of the addresses of these letters (in lower case) that have an account. A
/// question is asked whether there are addresses or not, so that its time tells nobody whether there
/// are.
async fn chosen_languages(
    tx: &Tx,
    letters: &[(Uuid, Letter)],
) -> Stored<HashMap<String, Language>> {
    let mut languages = HashMap::new();
    for some in letters.chunks(MOST_ROWS) {
        let addresses = some.iter().filter_map(|(_, letter)| match &letter.to {
            Addressee::Address(address) => Some(address.key()),
            Addressee::User(_) => None,
        });
        let rows: Vec<(String, String)> = users::Entity::find()
            .select_only()
            .columns([users::Column::EmailKey, users::Column::Language])
            .filter(users::Column::EmailKey.is_in(addresses))
            // Anybody can ask for an account with an address that is not theirs.
            .filter(users::Column::ConfirmedAt.is_not_null())
            .into_tuple()
            .all(tx)
            .await?;
        for (address, language) in rows {
            languages.insert(address, codes::read(&language, "person")?);
        }
    }
    Ok(languages)
}

fn in_theirs(letter: Letter, languages: &HashMap<String, Language>) -> Letter {
    let chosen = match &letter.to {
        Addressee::Address(address) => languages.get(&address.key()).copied(),
        Addressee::User(_) => None,
    };
    Letter { language: chosen.unwrap_or(letter.language), ..letter }
}

fn row(id: Uuid, letter: Letter, now: DateTime<Utc>) -> Stored<ActiveModel> {
    let message = to_json(&letter.message, "message")?;
    let kind = message.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let parameters = message.get("parameters").cloned().unwrap_or_else(|| json!({}));
    let (user, address) = match letter.to {
        Addressee::User(user) => (Some(user.uuid()), None),
        Addressee::Address(address) => (None, Some(address.as_str().to_owned())),
    };
    Ok(ActiveModel {
        id: Set(id),
        kind: Set(kind),
        parameters: Set(parameters),
        user_id: Set(user),
        address: Set(address),
        language: Set(letter.language.code().to_owned()),
        state: Set(LetterState::Waiting.code().to_owned()),
        attempts: Set(0),
        fence: Set(0),
        due_at: Set(now),
        created_at: Set(now),
        finished_at: Set(None),
        trouble: Set(None),
    })
}

fn due(now: DateTime<Utc>) -> Select<Entity> {
    Entity::find().filter(Column::FinishedAt.is_null()).filter(Column::DueAt.lte(now))
}

/// Whether a letter waits that nobody is sending.
pub async fn any_due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Stored<bool> {
    Ok(due(now)
        .select_only()
        .column(Column::Id)
        .limit(1)
        .into_tuple::<Uuid>()
        .one(db)
        .await?
        .is_some())
}

/// Takes up the letter that is due for longest and that nobody is sending, until the lease ends.
/// What another transaction is taking up is passed over.
pub async fn claim(
    tx: &Tx,
    now: DateTime<Utc>,
    leased_until: DateTime<Utc>,
) -> Stored<Option<Claimed>> {
    let oldest = due(now)
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(tx)
        .await?;
    let Some(row) = oldest else { return Ok(None) };
    let (attempts, fence) = (row.attempts.saturating_add(1), row.fence + 1);
    Entity::update_many()
        .col_expr(Column::State, Expr::value(LetterState::Claimed.code()))
        .col_expr(Column::Attempts, Expr::value(attempts))
        .col_expr(Column::Fence, Expr::value(fence))
        .col_expr(Column::DueAt, Expr::value(leased_until))
        .filter(Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    Ok(Some(Claimed {
        id: row.id,
        kind: row.kind.clone(),
        attempts: codes::from_db(attempts),
        fence,
        created_at: row.created_at,
        letter: letter(row).ok(),
    }))
}

pub(crate) fn letter(row: Model) -> Stored<Letter> {
    let unreadable = StoreError::Corrupt("letter");
    let to = match (row.user_id, row.address) {
        (Some(user), None) => Addressee::User(user.into()),
        (None, Some(address)) => Addressee::Address(EmailAddress::new(&address)),
        _ => return Err(unreadable),
    };
    let message = json!({ "kind": row.kind, "parameters": row.parameters });
    let message: Message = from_json(message, "letter")?;
    Ok(Letter { to, language: codes::read(&row.language, "letter")?, message })
}

/// Writes down what came of a claimed letter, and what the trouble was; never anybody's name or
/// address.
///
/// # Errors
/// [`StoreError::Stale`] where the lease ran out and another took the letter up.
pub async fn settle(
    tx: &Tx,
    claimed: &Claimed,
    outcome: Outcome,
    trouble: Option<String>,
    now: DateTime<Utc>,
) -> Stored<()> {
    let (state, due_at, finished_at) = match outcome {
        Outcome::Sent => (LetterState::Sent, now, Some(now)),
        Outcome::Waits(until) => (LetterState::Waiting, until, None),
        Outcome::Dead => (LetterState::Dead, now, Some(now)),
    };
    let changed = ActiveModel {
        state: Set(state.code().to_owned()),
        due_at: Set(due_at),
        finished_at: Set(finished_at),
        trouble: Set(trouble),
        ..ActiveModel::default()
    };
    let result = Entity::update_many()
        .set(changed)
        .filter(Column::Id.eq(claimed.id))
        .filter(Column::State.eq(LetterState::Claimed.code()))
        .filter(Column::Fence.eq(claimed.fence))
        .exec(tx)
        .await?;
    hit(&result)
}

/// Whether the letter is still there.
pub async fn is_kept(db: &impl ConnectionTrait, letter: Uuid) -> Stored<bool> {
    Ok(Entity::find_by_id(letter).one(db).await?.is_some())
}

/// Where a letter to `to` goes; nowhere where the person is gone.
pub async fn recipient(db: &impl ConnectionTrait, to: &Addressee) -> Stored<Option<Recipient>> {
    match to {
        Addressee::Address(address) => Ok(Some(Recipient { name: None, address: address.clone() })),
        Addressee::User(user) => {
            let row = users::Entity::find_by_id(user.uuid()).one(db).await?;
            let row = row.filter(|row| row.erased_at.is_none());
            Ok(row.map(|row| Recipient {
                name: Some(row.name),
                address: EmailAddress::new(&row.email_key),
            }))
        }
    }
}

/// The name of a person in a letter.
pub async fn name(db: &impl ConnectionTrait, user: Id<User>) -> Stored<Option<String>> {
    let row = users::Entity::find_by_id(user.uuid()).one(db).await?;
    Ok(row.map(|row| row.name))
}
