//! Whose data: a person by their account, by their addresses, or both; and their rows.

use std::collections::BTreeSet;

use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{EmailAddress, Id, Instant};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::{Builder, Uuid};

use super::holding::{Becomes, Born, By, Holding, Only};
use super::inventory::HOLDINGS;
use crate::store::{Stored, Tx};
use crate::tables::users;

/// Somebody whose data is looked for.
#[derive(Debug, Clone, Default)]
pub struct Person {
    pub users: Vec<Id<User>>,
    /// In lower case.
    pub addresses: Vec<String>,
    /// Only rows that came into being before this, where something came after.
    pub before: Option<Instant>,
}

impl Person {
    /// The person with this address: an account where there is one, and everything else under it.
    pub async fn with_address(db: &impl ConnectionTrait, address: &EmailAddress) -> Stored<Self> {
        let key = address.key();
        let user = users::Entity::find()
            .select_only()
            .column(users::Column::Id)
            .filter(users::Column::EmailKey.eq(key.as_str()))
            .into_tuple::<Uuid>()
            .one(db)
            .await?;
        match user {
            Some(user) => Self::with_account(db, user.into()).await,
            None => Ok(Self { addresses: vec![key], ..Self::default() }),
        }
    }

    /// The person with this account, and everything under its addresses. An address that they
    /// asked for and did not confirm may be another's: nothing else is looked for under it.
    pub async fn with_account(db: &impl ConnectionTrait, user: Id<User>) -> Stored<Self> {
        let row = users::Entity::find_by_id(user.uuid()).one(db).await?;
        let live = row.filter(|row| row.erased_at.is_none());
        let addresses = live.map(|row| row.email_key).into_iter().collect();
        Ok(Self { users: vec![user], addresses, before: None })
    }

    /// Locks their account until the transaction ends, so that nothing is added to it meanwhile.
    pub async fn lock(&self, tx: &Tx) -> Stored<()> {
        let ids = self.users.iter().map(|id| id.uuid());
        users::Entity::find().filter(users::Column::Id.is_in(ids)).lock_exclusive().all(tx).await?;
        Ok(())
    }
}

/// The rows of `holding` that are about `person`.
pub(super) fn rows_of(holding: &Holding, person: &Person) -> Condition {
    let of = holding.of.iter().fold(Condition::any(), |any, by| any.add(found(by, person)));
    let Some(instant) = person.before else { return of };
    let born = match holding.born {
        Born::Id(column) => Expr::col(column).lt(first_id_at(instant)),
        Born::At(column) => Expr::col(column).lt(instant),
    };
    Condition::all().add(of).add(born)
}

fn found(by: &By, person: &Person) -> Expr {
    match by {
        By::User(column) => Expr::col(*column).is_in(person.users.iter().map(|id| id.uuid())),
        By::Key(column) => Expr::col(*column).is_in(person.addresses.iter().cloned()),
        By::Address(column) => {
            Expr::expr(Func::lower(Expr::col(*column))).is_in(person.addresses.iter().cloned())
        }
        By::Within { column, table, key } => {
            Expr::col(*column).in_subquery(keys(table, key, person))
        }
    }
}

/// What `key` holds in a person's rows of a table.
fn keys(table: &'static str, key: &'static str, person: &Person) -> SelectStatement {
    let mut keys = Query::select();
    keys.column(key).from(table);
    if let Some(holding) = HOLDINGS.iter().find(|holding| holding.table == table) {
        keys.cond_where(rows_of(holding, person));
    }
    keys
}

/// Of `rows` those in which there is something to erase.
pub(super) fn unerased(holding: &Holding, rows: Condition) -> Condition {
    match holding.only {
        Only::All => rows,
        Only::Null(column) => Condition::all().add(rows).add(Expr::col(column).is_null()),
        Only::Set(column) => Condition::all().add(rows).add(Expr::col(column).is_not_null()),
    }
}

/// The smallest id that can be given at an instant.
fn first_id_at(instant: Instant) -> Uuid {
    let millis = u64::try_from(instant.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// What a person is called where their data is kept: to find them in texts.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub names: BTreeSet<String>,
    pub addresses: BTreeSet<String>,
    /// Phone numbers and what they wrote themselves.
    pub words: BTreeSet<String>,
}

/// What is too short to tell anybody apart.
const SHORTEST: usize = 4;

impl Known {
    pub(super) async fn of(db: &impl ConnectionTrait, person: &Person) -> Stored<Self> {
        let mut known =
            Self { addresses: person.addresses.iter().cloned().collect(), ..Self::default() };
        for holding in HOLDINGS {
            for column in holding.columns {
                let into = match (column.becomes, column.label.0) {
                    (Becomes::Name, _) => &mut known.names,
                    (Becomes::Address, _) => &mut known.addresses,
                    (Becomes::Nothing, label) if !label.is_empty() => &mut known.words,
                    _ => continue,
                };
                let mut texts = Query::select();
                texts.column(column.name).from(holding.table).cond_where(rows_of(holding, person));
                for row in db.query_all(&texts).await? {
                    let text: Option<String> = row.try_get_by_index(0)?;
                    let text = text.map(|text| text.trim().to_owned());
                    into.extend(text.filter(|text| SHORTEST <= text.chars().count()));
                }
            }
        }
        Ok(known)
    }
}

/// Every address that is kept somewhere, each once: to find those of whom only a hash is known.
pub async fn addresses(db: &impl ConnectionTrait) -> Stored<BTreeSet<String>> {
    // Who asked for an address need not have it: it finds nobody, but may be somebody's.
    let mut kept = vec![("users", "new_email_key")];
    for holding in HOLDINGS {
        for by in holding.of {
            if let By::Key(column) | By::Address(column) = by {
                kept.push((holding.table, column));
            }
        }
    }
    let mut all = BTreeSet::new();
    for (table, column) in kept {
        let mut texts = Query::select();
        texts.distinct().column(column).from(table);
        for row in db.query_all(&texts).await? {
            let address: Option<String> = row.try_get_by_index(0)?;
            all.extend(address.map(|address| address.to_lowercase()));
        }
    }
    Ok(all)
}

/// Everybody with an account, the erased too: after a restore they may be back.
pub async fn people(db: &impl ConnectionTrait) -> Stored<Vec<Id<User>>> {
    let ids = users::Entity::find().select_only().column(users::Column::Id);
    let ids: Vec<Uuid> = ids.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Id::from).collect())
}
