//! Takes a person out of texts: of kept answers to others, of what stands beside them in a
//! registration, of texts of organisations.

use leerkring_domain::privacy::{ERASED_DOMAIN, ERASED_NAME, without};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Func, Query};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::Value;
use uuid::Uuid;

use super::finding::{Known, Person};
use super::others::{TEXTS, Text, Texts};
use crate::store::{Stored, Tx};

/// How much was scrubbed.
#[derive(Debug, Default)]
pub(super) struct Scrubbed {
    pub answers: u64,
    pub texts: u64,
    pub mentions: u64,
}

pub(super) async fn scrub(tx: &Tx, person: &Person, known: &Known) -> Stored<Scrubbed> {
    let mut scrubbed =
        Scrubbed { answers: answers(tx, person, known).await?, ..Scrubbed::default() };
    motivations(tx, person, known).await?;
    news(tx, known).await?;
    for texts in TEXTS {
        for column in texts.columns {
            scrubbed.texts += addresses(tx, texts, column, known).await?;
            scrubbed.mentions += mentions(tx, texts, column, known).await?;
        }
    }
    Ok(scrubbed)
}

/// Whether `column`, as text, has one of `words` in it, whatever the case.
fn has_any<'a>(
    engine: DbBackend,
    column: &'static str,
    words: impl Iterator<Item = &'a String>,
) -> Condition {
    let position = if engine == DbBackend::Sqlite { "instr" } else { "strpos" };
    words.fold(Condition::any(), |any, word| {
        let text = Func::lower(Expr::col(column).cast_as(Alias::new("text")));
        let place = Func::cust(position).arg(text).arg(word.to_lowercase());
        any.add(Expr::expr(place).gt(0))
    })
}

impl Known {
    /// The text without what they are called.
    pub fn scrubbed(&self, text: &str) -> String {
        let text = self.addresses.iter().fold(text.to_owned(), |text, address| {
            without(&text, address, &format!("gewist@{ERASED_DOMAIN}"))
        });
        let words = self.names.iter().chain(&self.words);
        words.fold(text, |text, word| without(&text, word, ERASED_NAME))
    }
}

fn scrubbed_json(value: &mut Value, known: &Known) {
    match value {
        Value::String(text) => *text = known.scrubbed(text),
        Value::Array(items) => items.iter_mut().for_each(|item| scrubbed_json(item, known)),
        Value::Object(fields) => fields.values_mut().for_each(|field| scrubbed_json(field, known)),
        _ => {}
    }
}

/// What was answered to others about this person, and is kept for when they ask again.
async fn answers(tx: &Tx, person: &Person, known: &Known) -> Stored<u64> {
    let users: Vec<String> = person.users.iter().map(ToString::to_string).collect();
    let words = known.addresses.iter().chain(&users);
    let mut about = Query::select();
    about.columns(["principal", "key", "body"]).from("idempotency_keys").cond_where(has_any(
        tx.get_database_backend(),
        "body",
        words,
    ));
    let mut count = 0;
    for row in tx.query_all(&about).await? {
        let principal: Uuid = row.try_get("", "principal")?;
        let (key, body): (String, String) = (row.try_get("", "key")?, row.try_get("", "body")?);
        let Ok(mut answer) = serde_json::from_str::<Value>(&body) else { continue };
        scrubbed_json(&mut answer, known);
        let mut update = Query::update();
        update
            .table("idempotency_keys")
            .value("body", answer.to_string())
            .and_where(Expr::col("principal").eq(principal))
            .and_where(Expr::col("key").eq(key));
        count += tx.execute(&update).await?.rows_affected();
    }
    Ok(count)
}

/// What a board wrote about the team that this person was in.
async fn motivations(tx: &Tx, person: &Person, known: &Known) -> Stored<()> {
    let mut teams = Query::select();
    teams
        .column("registration_id")
        .from("participants")
        .and_where(Expr::col("email_key").is_in(person.addresses.iter().cloned()));
    for column in ["motivation", "invoice_reference"] {
        let words = known.addresses.iter().chain(&known.names);
        let rows = has_any(tx.get_database_backend(), column, words);
        let rows = Condition::all().add(rows).add(Expr::col("id").in_subquery(teams.clone()));
        let text = Text { name: column, json: false };
        let table = Texts { table: "registrations", columns: &[], versioned: true };
        rewrite(tx, &table, &text, rows, known).await?;
    }
    Ok(())
}

/// What was told to others about a registration: the reason is free text.
async fn news(tx: &Tx, known: &Known) -> Stored<()> {
    let words = known.addresses.iter().chain(&known.names);
    let rows = Condition::all().add(Expr::col("kind").eq("registration")).add(has_any(
        tx.get_database_backend(),
        "parameters",
        words,
    ));
    let table = Texts { table: "outbox", columns: &[], versioned: false };
    rewrite(tx, &table, &Text { name: "parameters", json: true }, rows, known).await?;
    Ok(())
}

async fn addresses(tx: &Tx, texts: &Texts, column: &Text, known: &Known) -> Stored<u64> {
    let only = Known { addresses: known.addresses.clone(), ..Known::default() };
    let rows = has_any(tx.get_database_backend(), column.name, only.addresses.iter());
    rewrite(tx, texts, column, rows, &only).await
}

async fn mentions(tx: &Tx, texts: &Texts, column: &Text, known: &Known) -> Stored<u64> {
    if known.names.is_empty() {
        return Ok(0);
    }
    let mut count = Query::select();
    count.expr(Func::count(Expr::col("id"))).from(texts.table).cond_where(has_any(
        tx.get_database_backend(),
        column.name,
        known.names.iter(),
    ));
    let row = tx.query_one(&count).await?;
    let count: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    Ok(u64::try_from(count).unwrap_or(0))
}

async fn rewrite(
    tx: &Tx,
    texts: &Texts,
    column: &Text,
    rows: Condition,
    known: &Known,
) -> Stored<u64> {
    if rows.is_empty() {
        return Ok(0);
    }
    let mut found = Query::select();
    found.columns(["id", column.name]).from(texts.table).cond_where(rows);
    let mut count = 0;
    for row in tx.query_all(&found).await? {
        let id: Uuid = row.try_get("", "id")?;
        let mut update = Query::update();
        update.table(texts.table).and_where(Expr::col("id").eq(id));
        if column.json {
            let mut value: Value = row.try_get("", column.name)?;
            scrubbed_json(&mut value, known);
            update.value(column.name, value);
        } else {
            let text: String = row.try_get("", column.name)?;
            update.value(column.name, known.scrubbed(&text));
        }
        if texts.versioned {
            update.value("version", Expr::col("version").add(1));
        }
        count += tx.execute(&update).await?.rows_affected();
    }
    Ok(count)
}
