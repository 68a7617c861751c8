//! The table of entries: what it took over, and what it refuses.

use leerkring_migrations::{Migrator, MigratorTrait};
use leerkring_persistence::Store;
use leerkring_tests::{TestApp, Value, duo, json};
use sea_orm::{ConnectionTrait, DbErr, Statement};

async fn execute(app: &TestApp, statement: &str) -> Result<u64, DbErr> {
    let statement = statement.to_owned();
    let run = |app: std::sync::Arc<leerkring::app::App>| async move {
        app.store.schema().execute_unprepared(&statement).await
    };
    Ok(app.in_server(run).await?.rows_affected())
}

/// The first column of the answer, as words.
async fn words(store: &Store, question: &str) -> Vec<Option<String>> {
    let db = store.reader();
    let question = Statement::from_string(db.get_database_backend(), question);
    let rows = db.query_all_raw(question).await.unwrap();
    rows.into_iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_before_become_entries_of_whom_they_concern() {
    let app = TestApp::start().await;
    let board = app.given_board(|_| {}).await;
    let free = app.given_programme(|it| it["fee"] = Value::Null).await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(free.id)).await;
    app.given_registration(&cohort, &board, duo(&board)).await;
    let told = "SELECT what || ' ' || subject_kind || ' ' || coalesce(principal_kind, '-') \
                || CASE WHEN organiser_id IS NULL THEN '' ELSE ' organiser' END \
                || CASE WHEN board_id IS NULL THEN '' ELSE ' board' END \
                FROM audit_entries WHERE subject_id IS NOT NULL ORDER BY id";
    let (before, after) = app
        .in_server(move |app| async move {
            let before = words(&app.store, told).await;
            let names: Vec<String> =
                Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
            let step = names.iter().position(|name| name.ends_with("000008_audit")).unwrap();
            let steps = u32::try_from(names.len() - step).unwrap();
            Migrator::down(app.store.schema(), Some(steps)).await.unwrap();
            let events = words(&app.store, "SELECT what FROM events").await;
            assert_eq!(events.len(), before.len());
            Migrator::up(app.store.schema(), None).await.unwrap();
            (before, words(&app.store, told).await)
        })
        .await;
    assert_eq!(before, after);
    let told: Vec<_> = after.into_iter().flatten().collect();
    assert_eq!(
        told,
        [
            "organiser-created organiser user organiser",
            "organiser-changed organiser user organiser",
            "programme-created programme user organiser",
            "programme-published programme user organiser",
            "cohort-created cohort user organiser",
            "cohort-published cohort user organiser",
            "registration-made registration user organiser board",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_entry_tells_is_never_changed_nor_deleted() {
    let app = TestApp::start().await;
    app.given_organiser(|_| {}).await;
    for forbidden in [
        "UPDATE audit_entries SET what = 'organiser-changed'",
        "UPDATE audit_entries SET principal_id = NULL",
        "UPDATE audit_entries SET reason = 'because'",
        "UPDATE audit_entries SET code = 'forbidden', reason = NULL",
        "DELETE FROM audit_entries",
    ] {
        let refused = execute(&app, forbidden).await.unwrap_err().to_string();
        assert!(refused.contains("an audit entry is never"), "{forbidden}: {refused}");
    }
    if app.is_on_postgres() {
        assert!(execute(&app, "TRUNCATE audit_entries").await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_reason_of_an_entry_may_be_erased() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
    let reason = json!({ "reason": "De begeleider is ziek." });
    app.administrator().await.post(&path, reason).await.expect(200);
    let erase = "UPDATE audit_entries SET reason = NULL, reason_salt = NULL \
                 WHERE what = 'cohort-cancelled'";
    assert_eq!(execute(&app, erase).await.unwrap(), 1);
}
