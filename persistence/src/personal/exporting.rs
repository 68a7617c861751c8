//! Everything that is kept about a person, as it is kept.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait, QueryResult};

use super::finding::{Person, rows_of};
use super::holding::{Column, Holding, Shown};
use super::inventory::HOLDINGS;
use crate::store::Stored;

/// The most records of one kind in one export: more than anybody comes to have.
pub const MOST_RECORDS: usize = 10_000;

/// What one table keeps about a person.
#[derive(Debug, Clone)]
pub struct Records {
    pub holding: &'static Holding,
    pub records: Vec<Vec<Field>>,
    /// Whether there is more than an export holds.
    pub cut_off: bool,
}

/// A value with what it is.
#[derive(Debug, Clone)]
pub struct Field {
    pub column: &'static Column,
    pub value: String,
}

/// Everything about `person`, by kind.
pub async fn export(db: &impl ConnectionTrait, person: &Person) -> Stored<Vec<Records>> {
    let mut all = Vec::new();
    for holding in HOLDINGS.iter().rev() {
        let records = records(db, holding, person).await?;
        if !records.records.is_empty() {
            all.push(records);
        }
    }
    Ok(all)
}

async fn records(
    db: &impl ConnectionTrait,
    holding: &'static Holding,
    person: &Person,
) -> Stored<Records> {
    let columns = holding.columns.iter().filter(|column| !matches!(column.shown, Shown::No));
    let columns: Vec<&Column> = columns.collect();
    let mut query = Query::select();
    query.from(holding.table).cond_where(rows_of(holding, person));
    for column in &columns {
        match column.shown {
            Shown::As(expression) => query.expr_as(Expr::cust(expression), column.name),
            _ => query.column(column.name),
        };
    }
    for key in holding.key {
        query.order_by(*key, sea_orm::sea_query::Order::Desc);
    }
    query.limit(u64::try_from(MOST_RECORDS).unwrap_or(u64::MAX).saturating_add(1));
    let mut rows = db.query_all(&query).await?;
    let cut_off = MOST_RECORDS < rows.len();
    rows.truncate(MOST_RECORDS);
    let records = rows.iter().map(|row| fields(row, &columns)).collect::<Stored<_>>()?;
    Ok(Records { holding, records, cut_off })
}

fn fields(row: &QueryResult, columns: &[&'static Column]) -> Stored<Vec<Field>> {
    let mut fields = Vec::new();
    for column in columns {
        let value = match column.shown {
            Shown::No => None,
            Shown::Text | Shown::As(_) => row.try_get::<Option<String>>("", column.name)?,
            Shown::Instant => {
                let instant: Option<DateTime<Utc>> = row.try_get("", column.name)?;
                instant.map(|it| it.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            Shown::Day => {
                row.try_get::<Option<NaiveDate>>("", column.name)?.map(|day| day.to_string())
            }
        };
        fields.extend(value.map(|value| Field { column, value }));
    }
    Ok(fields)
}
