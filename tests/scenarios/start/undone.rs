//! What the database undoes because two stood in each other's way is done again, and counts once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use leerkring::error::Error;
use leerkring::work::{Author, Work};
use leerkring_domain::kernel::access::User;
use leerkring_domain::kernel::{EmailAddress, Language};
use leerkring_domain::notifications::{Addressee, Letter, Message};
use leerkring_persistence::{StoreError, users};
use leerkring_tests::given::anybody;
use leerkring_tests::{TestApp, Value, json, team};
use sea_orm::ConnectionTrait;
use tokio::sync::Barrier;

/// Writes somebody down and tells them, in an attempt that the database undoes at its end.
async fn welcome(work: &mut Work, is_undone: bool) -> Result<(), Error> {
    let address = EmailAddress::new("noor@example.nl");
    let noor = User::new(work.id(), "Noor".to_owned(), address, work.now);
    users::insert(&work.tx, &noor.clone().confirmed(work.now)).await?;
    work.send(Letter {
        to: Addressee::User(noor.id),
        language: Language::Dutch,
        message: Message::PasswordChanged { at: work.now },
    });
    if is_undone { Err(StoreError::Undone.into()) } else { Ok(()) }
}

/// How often it was tried, and what came of it, where the first `undone` attempts are undone.
async fn tried(app: &TestApp, undone: u32) -> (u32, Result<(), Error>) {
    let count = Arc::new(AtomicU32::new(0));
    let counting = count.clone();
    let done = app.in_server(move |app| async move {
        app.work(Author::server("test"), move |work| {
            let is_undone = counting.fetch_add(1, Ordering::Relaxed) < undone;
            Box::pin(welcome(work, is_undone))
        })
        .await
    });
    let done = done.await;
    (count.load(Ordering::Relaxed), done)
}

#[tokio::test]
async fn what_was_undone_is_done_again_three_times_at_most_and_written_once() {
    let app = TestApp::start().await;
    let (count, done) = tried(&app, 9).await;
    assert!(count == 4 && matches!(done, Err(Error::Store(StoreError::Undone))), "{done:?}");
    assert_eq!((app.rows("users").await, app.rows("outbox").await), (0, 0));
    let (count, done) = tried(&app, 3).await;
    assert!(count == 4 && done.is_ok(), "{done:?}");
    assert_eq!((app.rows("users").await, app.rows("outbox").await), (1, 1));
}

/// PostgreSQL itself undoes the first `count` transactions that insert into `table`.
async fn undo(app: &TestApp, table: &str, count: u32) {
    app.sql(&format!(
        "CREATE SEQUENCE undone_{table}; \
         CREATE FUNCTION undo_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF nextval('undone_{table}') <= {count} THEN RAISE EXCEPTION 'deadlock' \
         USING ERRCODE = 'deadlock_detected'; END IF; RETURN NEW; END $$; \
         CREATE TRIGGER undo_{table} BEFORE INSERT ON {table} \
         FOR EACH ROW EXECUTE FUNCTION undo_{table}()"
    ))
    .await;
}

#[tokio::test]
async fn nobody_is_told_of_a_deadlock_that_the_database_resolved() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        // One writes at a time: nobody stands in another's way.
        return;
    }
    let programme = app.given_programme(|it| it["team"] = anybody(1)).await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let board = app.given_board(|_| {}).await;
    undo(&app, "registrations", 3).await;
    undo(&app, "organisers", 4).await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let administrator = app.administrator().await;
    let made =
        administrator.post(&path, team(&board, &["teacher"])).key("undone-three-times").await;
    assert_eq!(made.expect(201).body["status"], "confirmed");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 23);

    let organiser = json!({ "slug": "undone", "name": "Gewist", "members": "none" });
    let post = || administrator.post("/v1/organisers", organiser.clone()).key("undone-four-times");
    let refused = post().await.refused(503, "unavailable");
    assert!(refused.header("retry-after").is_some(), "{refused}");
    post().await.expect(201);
}

/// Locks two rows, one after the other; at the first attempt not before the other has its first.
async fn cross(
    work: &mut Work,
    slugs: [&'static str; 2],
    meeting: Option<Arc<Barrier>>,
) -> Result<(), Error> {
    for (place, slug) in slugs.into_iter().enumerate() {
        let lock = format!("SELECT id FROM organisers WHERE slug = '{slug}' FOR UPDATE");
        work.tx.execute_unprepared(&lock).await.map_err(StoreError::from)?;
        if let (0, Some(meeting)) = (place, &meeting) {
            meeting.wait().await;
        }
    }
    Ok(())
}

#[tokio::test]
async fn two_who_lock_each_other_out_both_come_through() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        return;
    }
    for slug in ["first", "second"] {
        app.given_organiser(|it| it["slug"] = Value::from(slug)).await;
    }
    let (meeting, attempts) = (Arc::new(Barrier::new(2)), Arc::new(AtomicU32::new(0)));
    let crossing = |slugs: [&'static str; 2]| {
        let (meeting, attempts) = (meeting.clone(), attempts.clone());
        app.in_server(move |app| async move {
            app.work(Author::server("test"), move |work| {
                let is_early = attempts.fetch_add(1, Ordering::Relaxed) < 2;
                Box::pin(cross(work, slugs, is_early.then_some(meeting)))
            })
            .await
        })
    };
    let both =
        futures_util::future::join(crossing(["first", "second"]), crossing(["second", "first"]));
    let (one, other) = tokio::time::timeout(Duration::from_secs(8), both).await.unwrap();
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    assert_eq!(attempts.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_connection_that_comes_back_inside_a_transaction_is_thrown_away() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        return;
    }
    // As where a `BEGIN` was given up halfway: nobody knows of the transaction but the database.
    app.sql("BEGIN").await;
    let end = std::time::Instant::now() + Duration::from_secs(4);
    while open_transactions(&app).await > 0 {
        assert!(std::time::Instant::now() < end, "somebody's transaction is still open");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let board = app.given_board(|_| {}).await;
    app.sql("UPDATE boards SET name = 'Bewaard'").await;
    let seen = app.visitor().get(&format!("/v1/boards/{}", board.number)).await.expect(200);
    assert_eq!(seen.body["name"], "Bewaard");
}

#[tokio::test]
async fn a_connection_that_comes_back_as_it_should_is_lent_again() {
    let app = TestApp::start().await;
    if !app.is_on_postgres() {
        return;
    }
    let mut backends = std::collections::HashSet::new();
    for _ in 0..60 {
        backends.insert(number(&app, "SELECT CAST(pg_backend_pid() AS BIGINT)").await);
    }
    assert!(backends.len() < 30, "{} connections for 60 questions", backends.len());
}

async fn open_transactions(app: &TestApp) -> i64 {
    let question = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                    AND pid <> pg_backend_pid() AND state = 'idle in transaction' \
                    AND query = 'BEGIN'";
    number(app, question).await
}

/// What PostgreSQL answers.
async fn number(app: &TestApp, question: &'static str) -> i64 {
    use sea_orm::{DbBackend, Statement};
    app.in_server(move |app| async move {
        let question = Statement::from_string(DbBackend::Postgres, question);
        let row = app.store.reader().query_one_raw(question).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    })
    .await
}
