//! What stands beside us: the same statements without a server, the same bytes without a database.

use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{ConnectOptions, Connection, Row, SqliteConnection, query};
use uuid::Uuid;

use crate::data::{BOARD, COHORT, administrator, id};

/// A registration as PostgreSQL's own client writes it: the seat row is locked first. Ids rise with
/// time, as ours do.
pub const REGISTER: &str = r"
\set cohort random(:first, :last)
\set board random(1, :boards)
BEGIN;
SELECT last_arrival + 1 AS arrival, (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid AS id FROM cohorts WHERE id = ('000000c0-0000-7000-8000-' || lpad(to_hex(:cohort::bigint), 12, '0'))::uuid FOR UPDATE \gset
INSERT INTO registrations (id, cohort_id, board_id, arrival, contact_name, contact_email, status, size, registered_at, status_since, version) VALUES (:id::uuid, ('000000c0-0000-7000-8000-' || lpad(to_hex(:cohort::bigint), 12, '0'))::uuid, ('000000b0-0000-7000-8000-' || lpad(to_hex(:board::bigint), 12, '0'))::uuid, :arrival::bigint, 'Noor de Wit', 'noor@example.nl', 'confirmed', 1, now(), now(), 1);
INSERT INTO participants (id, registration_id, cohort_id, position, name, email, email_key, role, active) VALUES (:id::uuid, :id::uuid, ('000000c0-0000-7000-8000-' || lpad(to_hex(:cohort::bigint), 12, '0'))::uuid, 0, 'Sam Bakker', :id::text || '@example.nl', :id::text || '@example.nl', 'board-executive', TRUE);
INSERT INTO audit_entries (id, at, principal_kind, principal_id, request_id, operation, what, subject_kind, subject_id, organiser_id, board_id) VALUES (:id::uuid, now(), 'user', '000000f0-0000-7000-8000-000000000001', :id::uuid, 'registerTeam', 'registration-made', 'registration', :id::uuid, '000000f0-0000-7000-8000-000000000001', ('000000b0-0000-7000-8000-' || lpad(to_hex(:board::bigint), 12, '0'))::uuid);
INSERT INTO idempotency_keys (principal, key, fingerprint, status, location, etag, language, body, created_at) VALUES ('000000f0-0000-7000-8000-000000000001', 'bare-' || :id::text, 'xoDHE3JUlJhTDc9YRz4cZrjWHVXO3Be7Ny9WMmTHvHk', 201, '/v1/registrations/' || :id::text, '1', 'nl', repeat('x', 600), now());
UPDATE cohorts SET seats_taken = seats_taken + 1, last_arrival = :arrival::bigint WHERE id = ('000000c0-0000-7000-8000-' || lpad(to_hex(:cohort::bigint), 12, '0'))::uuid;
COMMIT;
";

/// Registrations with a loop around SQLite, one transaction each: how many a second.
pub async fn register_on_sqlite(
    file: &str,
    cohorts: (u32, u32),
    boards: u32,
    lasting: Duration,
) -> f64 {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true);
    let mut db = options.disable_statement_logging().connect().await.unwrap();
    let (first, last) = cohorts;
    let (start, mut done) = (Instant::now(), 0_u32);
    while start.elapsed() < lasting {
        // Steps that are prime to the counts visit all in no order.
        let cohort = first + done.wrapping_mul(7919) % (last - first + 1);
        let board = 1 + done.wrapping_mul(104_729) % boards;
        once(&mut db, id(COHORT, cohort), id(BOARD, board)).await.unwrap();
        done += 1;
    }
    let rate = f64::from(done) / start.elapsed().as_secs_f64();
    db.close().await.unwrap();
    rate
}

async fn once(
    db: &mut SqliteConnection,
    cohort: Uuid,
    board: Uuid,
) -> Result<(), sea_orm::sqlx::Error> {
    let (registration, user) = (new_id(), administrator());
    let (now, email) = ("2026-11-21T12:00:00+00:00", format!("{registration}@example.nl"));
    query("BEGIN IMMEDIATE").execute(&mut *db).await?;
    let row = query("SELECT last_arrival FROM cohorts WHERE id = ?").bind(cohort);
    let arrival = row.fetch_one(&mut *db).await?.get::<i64, _>(0) + 1;
    query(
        "INSERT INTO registrations (id, cohort_id, board_id, arrival, contact_name, \
         contact_email, status, size, registered_at, status_since, version) \
         VALUES (?, ?, ?, ?, 'Noor de Wit', 'noor@example.nl', 'confirmed', 1, ?, ?, 1)",
    )
    .bind(registration)
    .bind(cohort)
    .bind(board)
    .bind(arrival)
    .bind(now)
    .bind(now)
    .execute(&mut *db)
    .await?;
    query(
        "INSERT INTO participants (id, registration_id, cohort_id, position, name, email, \
         email_key, role, active) VALUES (?, ?, ?, 0, 'Sam Bakker', ?, ?, 'board-executive', TRUE)",
    )
    .bind(registration)
    .bind(registration)
    .bind(cohort)
    .bind(&email)
    .bind(&email)
    .execute(&mut *db)
    .await?;
    record(db, registration, board).await?;
    query(
        "INSERT INTO idempotency_keys (principal, key, fingerprint, status, location, etag, \
         language, body, created_at) VALUES (?, ?, 'xoDHE3JUlJhTDc9YRz4cZrjWHVXO3Be7Ny9WMmTHvHk', \
         201, ?, '1', 'nl', ?, ?)",
    )
    .bind(user)
    .bind(format!("bare-{registration}"))
    .bind(format!("/v1/registrations/{registration}"))
    .bind("x".repeat(600))
    .bind(now)
    .execute(&mut *db)
    .await?;
    query("UPDATE cohorts SET seats_taken = seats_taken + 1, last_arrival = ? WHERE id = ?")
        .bind(arrival)
        .bind(cohort)
        .execute(&mut *db)
        .await?;
    query("COMMIT").execute(&mut *db).await?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark runs in real time")]
fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// One number that a statement gives.
pub async fn number(url: &str, statement: &str) -> i64 {
    use sea_orm::{ConnectionTrait, Statement};
    let db = crate::data::connect(url).await;
    let statement = Statement::from_string(db.get_database_backend(), statement);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    let number = row.try_get_by_index::<i64>(0).unwrap();
    db.close().await.unwrap();
    number
}

/// The framework alone, which answers `body` to everything; it ends with its value.
#[derive(Debug)]
pub struct Framework {
    pub address: String,
    handle: actix_web::dev::ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Framework {
    pub fn start(body: Vec<u8>) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let body = web::Bytes::from(body);
                let server = HttpServer::new(move || {
                    let body = body.clone();
                    App::new().default_service(web::to(move || {
                        let body = body.clone();
                        async move { HttpResponse::Ok().content_type("application/json").body(body) }
                    }))
                });
                let server = server.disable_signals().listen(listener).unwrap().run();
                tell.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Self { address, handle: told.recv().unwrap(), thread: Some(thread) }
    }
}

impl Drop for Framework {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// The entry of the audit log.
async fn record(
    db: &mut SqliteConnection,
    registration: Uuid,
    board: Uuid,
) -> Result<(), sea_orm::sqlx::Error> {
    let (user, now) = (administrator(), "2026-11-21T12:00:00+00:00");
    query(
        "INSERT INTO audit_entries (id, at, principal_kind, principal_id, request_id, operation, \
         what, subject_kind, subject_id, organiser_id, board_id) \
         VALUES (?, ?, 'user', ?, ?, 'registerTeam', 'registration-made', 'registration', ?, ?, ?)",
    )
    .bind(registration)
    .bind(now)
    .bind(user)
    .bind(registration)
    .bind(registration)
    .bind(user)
    .bind(board)
    .execute(&mut *db)
    .await?;
    Ok(())
}
