//! What is past its term: the rows, and how they end.

use leerkring_domain::kernel::Instant;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::privacy::{ERASED_DOMAIN, Term};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Query, SelectStatement};
use uuid::Uuid;

use super::books::{self, Book};
use super::erasing::erase_rows;
use super::holding::Holding;
use super::inventory::HOLDINGS;
use crate::store::{Stored, Tx};

/// What is past its term.
#[derive(Debug)]
pub struct Due(Vec<Part>);

/// Rows of one table.
#[derive(Debug)]
struct Part {
    table: &'static str,
    key: &'static [&'static str],
    rows: Condition,
    how: How,
}

#[derive(Debug)]
enum How {
    /// As the holding says for whoever is erased.
    Erased(&'static Holding),
    /// This column is emptied.
    Emptied(&'static str),
    /// What tells of people goes out of the books; numbers and amounts stay.
    Anonymous(&'static Book),
}

/// What came of one batch.
#[derive(Debug, Default)]
pub struct Forgotten {
    pub rows: u64,
    /// Mail whose files go too.
    pub letters: Vec<Uuid>,
}

/// What is kept under `term` and came to an end `before`.
pub fn due(term: Term, before: Instant) -> Due {
    let past = |column: &'static str| Expr::col(column).lt(before);
    let parts = match term {
        Term::Needs => {
            let mut people = Query::select();
            people.column("id").from("participants").and_where(in_ended_cohort(before));
            vec![held("participant_needs", Expr::col("participant_id").in_subquery(people))]
        }
        Term::People => vec![
            held("registrations", in_ended_cohort(before).and(is_somebodys("contact_email"))),
            held("participants", in_ended_cohort(before).and(is_somebodys("email"))),
        ],
        Term::Members => {
            let ended = Expr::col("until_on").lt(before.date_naive());
            vec![held("memberships", ended.and(is_somebodys("person_email")))]
        }
        Term::Certificates => {
            vec![held("certificates", past("issued_at").and(is_somebodys("email_key")))]
        }
        Term::Invoices => books::BOOKS.iter().map(|book| Some(booked(book, before))).collect(),
        Term::Invitations => {
            let ended = past("expires_at").or(past("accepted_at")).or(past("withdrawn_at"));
            vec![held("invitations", ended)]
        }
        Term::SignIns => vec![held("sign_ins", past("expires_at").or(past("ended_at")))],
        Term::Codes => vec![held("one_time_codes", past("expires_at"))],
        Term::Letters => vec![held("outbox", past("finished_at"))],
        Term::Answers => vec![held("idempotency_keys", past("created_at"))],
        Term::Reasons => {
            let told = Expr::col("reason").is_not_null();
            vec![held("audit_entries", past("at").and(told))]
        }
        Term::Findings => vec![Some(findings(before))],
    };
    Due(parts.into_iter().flatten().collect())
}

fn held(table: &'static str, rows: Expr) -> Option<Part> {
    let holding = HOLDINGS.iter().find(|holding| holding.table == table)?;
    let rows = Condition::all().add(rows);
    Some(Part { table, key: holding.key, rows, how: How::Erased(holding) })
}

fn findings(before: Instant) -> Part {
    let mut ended = Query::select();
    ended.column("id").from("imports").and_where(Expr::col("finished_at").lt(before));
    let rows = Condition::all()
        .add(Expr::col("findings").is_not_null())
        .add(Expr::col("import_id").in_subquery(ended));
    Part { table: "import_files", key: &["import_id"], rows, how: How::Emptied("findings") }
}

fn booked(book: &'static Book, before: Instant) -> Part {
    let rows = (book.unerased)().and(Expr::col(book.on).lt(today(before)));
    let rows = Condition::all().add(rows);
    Part { table: book.table, key: &["id"], rows, how: How::Anonymous(book) }
}

fn in_ended_cohort(before: Instant) -> Expr {
    let mut ended = Query::select();
    ended.column("id").from("cohorts").and_where(Expr::col("ends_at").lt(before));
    Expr::col("cohort_id").in_subquery(ended)
}

/// Whether the address was not erased before.
fn is_somebodys(address: &'static str) -> Expr {
    Expr::col(address).not_like(format!("%@{ERASED_DOMAIN}"))
}

impl Part {
    fn keys(&self) -> SelectStatement {
        let mut keys = Query::select();
        keys.columns(self.key.iter().copied()).from(self.table).cond_where(self.rows.clone());
        keys
    }
}

impl Due {
    /// How much it is.
    pub async fn count(&self, db: &impl ConnectionTrait) -> Stored<u64> {
        let mut all = 0;
        for part in &self.0 {
            let mut count = Query::select();
            count.expr(Func::count(Expr::val(1))).from(part.table).cond_where(part.rows.clone());
            let row = db.query_one(&count).await?;
            let count: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
            all += u64::try_from(count).unwrap_or(0);
        }
        Ok(all)
    }
}

/// Ends at most `limit` rows of what is due in each table; nothing is left once it ends none.
pub async fn forget(tx: &Tx, due: &Due, limit: u64, now: Instant) -> Stored<Forgotten> {
    let mut forgotten = Forgotten::default();
    for part in &due.0 {
        let mut batch = part.keys();
        batch.limit(limit);
        if part.table == "outbox" {
            for row in tx.query_all(&batch).await? {
                forgotten.letters.push(row.try_get_by_index(0)?);
            }
            batch.and_where(Expr::col("id").is_in(forgotten.letters.iter().copied()));
        }
        let some = Expr::tuple(part.key.iter().map(|column| Expr::col(*column)));
        let rows = Condition::all().add(some.in_subquery(batch));
        forgotten.rows += match part.how {
            How::Erased(holding) => erase_rows(tx, holding, rows, now).await?,
            How::Emptied(column) => {
                let mut update = Query::update();
                update.table(part.table).value(column, Expr::cust("NULL"));
                update.cond_where(rows);
                tx.execute(&update).await?.rows_affected()
            }
            How::Anonymous(book) => books::anonymise(tx, book, (rows, now)).await?,
        };
    }
    Ok(forgotten)
}
