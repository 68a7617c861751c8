//! Looks for a word in everything that a database holds. Tables and columns are asked of the
//! database itself, so that none can be forgotten.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use leerkring::app::App;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::app::TestApp;

impl TestApp {
    /// Every `table.column` in which `word` stands, in any case, as text, JSON or bytes, or in one
    /// of the forms in which bytes are written as text.
    pub async fn where_is(&self, word: &str) -> Vec<String> {
        let word = word.to_owned();
        let search = |app: std::sync::Arc<App>| async move { search(&app, &word).await };
        self.in_server(search).await.expect("a search of the whole database")
    }

    /// How many entries of the audit log say `what`.
    pub async fn recorded(&self, what: &str) -> i64 {
        let count = format!("SELECT COUNT(*) FROM audit_entries WHERE what = '{what}'");
        self.in_server(|app| async move { number(app.store.reader(), &count).await })
            .await
            .expect("a count")
    }

    /// How many rows a table has.
    pub async fn rows(&self, table: &str) -> i64 {
        let count = format!("SELECT COUNT(*) FROM \"{table}\"");
        self.in_server(|app| async move { number(app.store.reader(), &count).await })
            .await
            .expect("a count")
    }
}

async fn search(app: &App, word: &str) -> Result<Vec<String>, DbErr> {
    let db = app.store.reader();
    let (mut found, mut looked_at) = (Vec::new(), 0);
    for (table, column) in columns(db).await? {
        looked_at += 1;
        let text = match db.get_database_backend() {
            DbBackend::Postgres => format!("lower({column}::text)"),
            _ => format!("lower(CAST({column} AS TEXT))"),
        };
        let text = if is_bytes(db, &table, &column).await? {
            format!("lower(encode({column}, 'escape'))")
        } else {
            text
        };
        let holds = forms(word).into_iter().map(|form| match db.get_database_backend() {
            DbBackend::Postgres => format!("position('{form}' in {text}) > 0"),
            _ => format!("instr({text}, '{form}') > 0"),
        });
        let holds = holds.collect::<Vec<_>>().join(" OR ");
        if number(db, &format!("SELECT COUNT(*) FROM \"{table}\" WHERE {holds}")).await? > 0 {
            found.push(format!("{table}.{}", column.trim_matches('"')));
        }
    }
    assert!(looked_at > 100, "only {looked_at} columns: the schema was not read");
    Ok(found)
}

/// The word as it may stand in a column, in lower case: as it is, in hexadecimal, and in base64 from
/// each of the three places at which it may begin.
fn forms(word: &str) -> Vec<String> {
    assert!(
        word.len() > 8 && word.bytes().all(|it| it.is_ascii_alphanumeric() || b"@.-".contains(&it))
    );
    let hexadecimal: Vec<String> = word.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![word.to_lowercase(), hexadecimal.concat()];
    for skipped in 0..3 {
        let padded = [&b"\0\0"[..skipped], word.as_bytes()].concat();
        let encoded = STANDARD_NO_PAD.encode(padded);
        // Only whole groups that nothing before or after the word has a part in.
        let whole = (skipped + word.len()) / 3 * 4;
        forms.push(encoded[if skipped == 0 { 0 } else { 4 }..whole].to_lowercase());
    }
    forms
}

/// All columns of all tables, each with its table.
async fn columns(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, DbErr> {
    let question = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name::text, column_name::text FROM information_schema.columns \
             WHERE table_schema = 'public'"
        }
        _ => {
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table'"
        }
    };
    let rows = db.query_all_raw(statement(db, question)).await?;
    rows.iter()
        .map(|row| {
            let (table, column): (String, String) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            Ok((table, format!("\"{column}\"")))
        })
        .collect()
}

async fn is_bytes(db: &impl ConnectionTrait, table: &str, column: &str) -> Result<bool, DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(false);
    }
    let column = column.trim_matches('"');
    let question = format!(
        "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 'public' \
         AND table_name = '{table}' AND column_name = '{column}' AND data_type = 'bytea'"
    );
    Ok(number(db, &question).await? > 0)
}

async fn number(db: &impl ConnectionTrait, question: &str) -> Result<i64, DbErr> {
    let row = db.query_one_raw(statement(db, question)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(question.to_owned()))?.try_get_by_index(0)
}

fn statement(db: &impl ConnectionTrait, sql: &str) -> Statement {
    Statement::from_string(db.get_database_backend(), sql.to_owned())
}
