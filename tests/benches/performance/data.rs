//! Rows: written in bulk, straight into the tables.

use std::path::Path;

use leerkring_tests::processes::command;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// An id made of a kind and the number that `expression` gives, as [`id`] makes it.
    fn id(self, kind: u32, expression: &str) -> String {
        match self {
            Self::Sqlite => {
                format!("unhex('{kind:08x}00007000' || '8000' || printf('%012x', {expression}))")
            }
            Self::Postgres => format!(
                "('{kind:08x}-0000-7000-8000-' || lpad(to_hex(({expression})::bigint), 12, '0'))::uuid"
            ),
        }
    }

    /// The numbers from 1 to `count`, as `n`.
    fn numbers(self, count: u32) -> String {
        match self {
            Self::Sqlite => format!(
                "(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers \
                 WHERE n < {count}) SELECT n FROM numbers)"
            ),
            Self::Postgres => format!("(SELECT n FROM generate_series(1, {count}) AS n)"),
        }
    }
}

pub const BOARD: u32 = 0xb0;
pub const PROGRAMME: u32 = 0xa0;
pub const COHORT: u32 = 0xc0;
pub const REGISTRATION: u32 = 0xe0;
const PARTICIPANT: u32 = 0xe1;
const EVENT: u32 = 0xe2;
const SESSION: u32 = 0xc1;
const ORGANISER: u32 = 0xd0;
const USER: u32 = 0xf0;

/// The id of the `number`th row of its kind.
pub fn id(kind: u32, number: u32) -> Uuid {
    let fixed = 0x7000_8000_0000_0000_0000_u128;
    Uuid::from_u128(u128::from(kind) << 96 | fixed | u128::from(number))
}

/// The administrator who asks everything here.
pub fn administrator() -> Uuid {
    id(USER, 1)
}

/// How many rows there are.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub boards: u32,
    pub programmes: u32,
    pub cohorts: u32,
    /// Spread evenly: a multiple of the cohorts.
    pub registrations: u32,
}

/// Where seats are plenty; a cohort for a rush has its own numbers.
const CAPACITY: u32 = 100_000_000;
const OPENS: &str = "2020-01-01T00:00:00+00:00";
const CLOSES: &str = "2099-01-01T00:00:00+00:00";
const STARTS: &str = "2099-06-01T08:00:00+00:00";
const ENDS: &str = "2099-06-01T14:00:00+00:00";
const RULES: &str = r#"{"team":{"least":1,"most":100,"recommended":null,"roles":[]},"audience":{"sectors":[],"roles":[],"members_of":null,"regions":[]},"admission":"automatic","fee":null,"intake":false,"entry_assessment":false,"completion":null}"#;

/// A connection of the benchmark's own.
pub async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.expect("the database")
}

/// Brings the empty database at `url` to the schema and writes `size` rows.
pub async fn fill(engine: Engine, url: &str, directory: &Path, size: Size) {
    let mut migrate = command(directory);
    let migrated = migrate.arg("migrate").env("LEERKRING_DATABASE_URL", url).output().unwrap();
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let db = connect(url).await;
    let mut statements = people(engine, size);
    statements.extend(offer(engine, size));
    if size.registrations > 0 {
        statements.extend(registrations(engine, size));
    }
    db.execute_unprepared("BEGIN").await.unwrap();
    for statement in statements {
        let done = db.execute_unprepared(&statement).await;
        done.unwrap_or_else(|error| panic!("{error}\n{statement}"));
    }
    db.execute_unprepared("COMMIT").await.unwrap();
    let settle = match engine {
        Engine::Sqlite => vec!["ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"],
        Engine::Postgres => vec!["VACUUM ANALYZE", "CHECKPOINT"],
    };
    for statement in settle {
        db.execute_unprepared(statement).await.unwrap();
    }
    db.close().await.unwrap();
}

fn people(engine: Engine, size: Size) -> Vec<String> {
    let (numbers, board) = (engine.numbers(size.boards), engine.id(BOARD, "n"));
    let (user, organiser) = (engine.id(USER, "1"), engine.id(ORGANISER, "1"));
    vec![
        format!(
            "INSERT INTO boards (id, number, name, search_key, in_po, in_vo, in_mbo, school_kinds, \
             city, municipality, municipality_key, in_boards_file, version) \
             SELECT {board}, CAST(10000 + n AS TEXT), 'Stichting voor onderwijs nummer ' || n, \
             'stichting voor onderwijs nummer ' || n, TRUE, FALSE, FALSE, '[]', \
             'Utrecht', 'Utrecht', 'utrecht', TRUE, 1 FROM {numbers} AS numbers"
        ),
        format!(
            "INSERT INTO users (id, name, email_key, created_at) \
             SELECT {user}, 'Administrator', 'administrator@example.nl', '{OPENS}'"
        ),
        format!(
            "INSERT INTO roles (id, role, given_at, version, user_id) \
             SELECT {user}, 'administrator', '{OPENS}', 1, {user}"
        ),
        format!(
            "INSERT INTO organisers (id, slug, name, members, version) \
             SELECT {organiser}, 'organiser', 'Organisatie', 'none', 1"
        ),
    ]
}

fn offer(engine: Engine, size: Size) -> Vec<String> {
    let programmes = engine.numbers(size.programmes);
    let (programme, organiser) = (engine.id(PROGRAMME, "n"), engine.id(ORGANISER, "1"));
    let of_cohort = engine.id(PROGRAMME, &format!("1 + n % {}", size.programmes));
    let cohorts = engine.numbers(size.cohorts);
    let (cohort, session) = (engine.id(COHORT, "n"), engine.id(SESSION, "n"));
    let each = size.registrations / size.cohorts.max(1);
    vec![
        format!(
            "INSERT INTO programmes (id, kind, title, search_key, description, language, rules, \
             status, version) SELECT {programme}, 'learning-network', 'Leernetwerk ' || n, \
             'leernetwerk ' || n, 'Zes bijeenkomsten over wat een bestuur beweegt.', 'nl', \
             '{RULES}', 'published', 1 FROM {programmes} AS numbers"
        ),
        format!(
            "INSERT INTO programme_organisers (programme_id, organiser_id, leads) \
             SELECT {programme}, {organiser}, TRUE FROM {programmes} AS numbers"
        ),
        format!(
            "INSERT INTO programme_themes (programme_id, theme, position) \
             SELECT {programme}, 'leadership', 0 FROM {programmes} AS numbers"
        ),
        format!(
            "INSERT INTO cohorts (id, programme_id, name, capacity, several_per_board, opens_at, \
             closes_at, has_waiting_list, status, seats_taken, waiting_teams, last_arrival, \
             starts_at, last_starts_at, ends_at, version) \
             SELECT {cohort}, {of_cohort}, 'Groep ' || n, {CAPACITY}, TRUE, '{OPENS}', '{CLOSES}', \
             FALSE, 'published', {each}, 0, {each}, '{STARTS}', '{STARTS}', '{ENDS}', 1 \
             FROM {cohorts} AS numbers"
        ),
        format!(
            "INSERT INTO sessions (id, cohort_id, ordinal, held_on, start_time, end_time, \
             starts_at, ends_at, mode, address, agenda, breakouts, version) \
             SELECT {session}, {cohort}, 1, '2099-06-01', '10:00:00', '16:00:00', '{STARTS}', \
             '{ENDS}', 'on-site', 'Utrecht', '[]', '[]', 1 FROM {cohorts} AS numbers"
        ),
    ]
}

fn registrations(engine: Engine, size: Size) -> Vec<String> {
    let numbers = engine.numbers(size.registrations);
    let (registration, event) = (engine.id(REGISTRATION, "n"), engine.id(EVENT, "n"));
    let cohort = engine.id(COHORT, &format!("1 + n % {}", size.cohorts));
    // As many boards take part as have 25 registrations each, or more.
    let active = size.boards.min(size.registrations / 25).max(1);
    let board = engine.id(BOARD, &format!("1 + n % {active}"));
    let (participant, user) = (engine.id(PARTICIPANT, "n"), engine.id(USER, "1"));
    let cohorts = size.cohorts;
    vec![
        format!(
            "INSERT INTO registrations (id, cohort_id, board_id, arrival, contact_name, \
             contact_email, status, size, registered_at, status_since, version) \
             SELECT {registration}, {cohort}, {board}, 1 + (n - 1) / {cohorts}, 'Noor de Wit', \
             'noor@example.nl', 'confirmed', 1, '{OPENS}', '{OPENS}', 1 FROM {numbers} AS numbers"
        ),
        format!(
            "INSERT INTO participants (id, registration_id, cohort_id, position, name, email, \
             email_key, role, active) SELECT {participant}, {registration}, {cohort}, 0, \
             'Sam Bakker', 'earlier' || n || '@example.nl', 'earlier' || n || '@example.nl', \
             'board-executive', TRUE FROM {numbers} AS numbers"
        ),
        format!(
            "INSERT INTO audit_entries (id, at, principal_kind, principal_id, operation, what, \
             subject_kind, subject_id, board_id) SELECT {event}, '{OPENS}', 'user', {user}, \
             'registerTeam', 'registration-made', 'registration', {registration}, {board} \
             FROM {numbers} AS numbers"
        ),
    ]
}
