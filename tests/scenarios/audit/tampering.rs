//! Whoever changes the log behind the server's back, even with every right in the database, is
//! found out: verifying names the first entry that is not as it was sealed.

use std::collections::BTreeMap;

use leerkring_tests::{TestApp, json};

use super::{sealed, verified, verified_with};

/// A log of which the triggers are gone, with a copy to begin again from.
async fn open_log() -> (TestApp, i64) {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
    let administrator = app.administrator().await;
    administrator.post(&path, json!({ "reason": "De begeleider is ziek." })).await.expect(200);
    sealed(&app).await;
    let middle = verified(&app).await.unwrap().chain.head.number;
    app.given_organiser(|_| {}).await;
    app.given_organiser(|_| {}).await;
    sealed(&app).await;
    let on = if app.is_on_postgres() { " ON audit_entries" } else { "" };
    for guard in ["refuse_change", "refuse_cut"] {
        app.sql(&format!("DROP TRIGGER audit_entries_{guard}{on}")).await;
    }
    app.sql("CREATE TABLE kept AS SELECT * FROM audit_entries").await;
    app.sql("CREATE TABLE kept_chain AS SELECT * FROM audit_chain").await;
    (app, middle)
}

async fn restore(app: &TestApp) {
    for table in ["audit_entries", "audit_chain"] {
        let kept = if table == "audit_chain" { "kept_chain" } else { "kept" };
        app.sql(&format!(
            "BEGIN; DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {kept}; COMMIT"
        ))
        .await;
    }
}

/// What verifying says after `statement`, which is undone.
async fn after(app: &TestApp, statement: &str) -> String {
    app.sql(statement).await;
    let found = verified(app).await;
    restore(app).await;
    verified(app).await.unwrap();
    found.err().unwrap_or_else(|| panic!("nothing was found after {statement}")).to_string()
}

fn id(app: &TestApp) -> &'static str {
    if app.is_on_postgres() {
        "'019b76da-a800-7000-8000-000000000001'"
    } else {
        "X'019b76daa80070008000000000000001'"
    }
}

fn bytes(app: &TestApp) -> &'static str {
    if app.is_on_postgres() { r"'\x0102'" } else { "X'0102'" }
}

#[tokio::test]
async fn a_change_of_any_column_names_the_entry() {
    let (app, number) = open_log().await;
    let (id, bytes) = (id(&app), bytes(&app));
    let changes = [
        ("id", id),
        ("at", "'2020-01-01 00:00:00+00:00'"),
        ("principal_kind", "'client'"),
        ("principal_id", id),
        ("principal_id", "NULL"),
        ("acting_kind", "'organiser'"),
        ("acting_kind", "NULL"),
        ("acting_id", id),
        ("request_id", id),
        ("operation", "'createCohort'"),
        ("what", "'cohort-published'"),
        ("subject_kind", "'session'"),
        ("subject_id", id),
        ("code", "'forbidden'"),
        ("code", "''"),
        ("changed", "'[\"title\"]'"),
        ("organiser_id", id),
        ("board_id", id),
        ("reason_hash", bytes),
        ("reason_hash", "NULL"),
    ];
    for (column, value) in changes {
        let change =
            format!("UPDATE audit_entries SET {column} = {value} WHERE seal_number = {number}");
        let found = after(&app, &change).await;
        let expected = format!("entry {number} (");
        assert!(found.starts_with(&expected) && found.contains("was changed"), "{column}: {found}");
    }
    for (column, value) in [("reason", "'Geen zin'"), ("reason", "NULL"), ("reason_salt", bytes)] {
        let change =
            format!("UPDATE audit_entries SET {column} = {value} WHERE seal_number = {number}");
        let found = after(&app, &change).await;
        assert!(found.starts_with(&format!("the reason of entry {number} (")), "{column}: {found}");
    }
    let change = format!("UPDATE audit_entries SET seal = {bytes} WHERE seal_number = {number}");
    let found = after(&app, &change).await;
    assert!(found.starts_with(&format!("entry {number} (")) && found.contains("belong"), "{found}");
}

#[tokio::test]
async fn a_deleted_a_swapped_and_an_added_entry_are_named() {
    let (app, number) = open_log().await;
    let (bytes, next) = (bytes(&app), number + 1);
    let deleted = format!("DELETE FROM audit_entries WHERE seal_number = {number}");
    assert_eq!(after(&app, &deleted).await, format!("entry {number} is missing"));
    let unsealed =
        format!("UPDATE audit_entries SET seal_number = -1 WHERE seal_number = {number}");
    assert_eq!(after(&app, &unsealed).await, format!("entry {number} is missing"));

    let swapped = format!(
        "UPDATE audit_entries SET seal_number = -1 WHERE seal_number = {number}; \
         UPDATE audit_entries SET seal_number = {number} WHERE seal_number = {next}; \
         UPDATE audit_entries SET seal_number = {next} WHERE seal_number = -1"
    );
    let found = after(&app, &swapped).await;
    assert!(found.starts_with(&format!("entry {number} (")) && found.contains("belong"), "{found}");

    let head = verified(&app).await.unwrap().chain.head.number;
    let columns = "at, operation, what, seal_number, seal";
    let added = |place: i64| {
        format!(
            "INSERT INTO audit_entries (id, {columns}) \
             SELECT {}, {columns} FROM kept WHERE seal_number = {number}; \
             UPDATE audit_entries SET seal_number = {place}, seal = {bytes} WHERE id = {}",
            id(&app),
            id(&app)
        )
    };
    app.sql("DROP INDEX audit_entries_seal_number").await;
    let found = after(&app, &added(head + 1)).await;
    assert!(found.starts_with(&format!("entry {} stands outside", head + 1)), "{found}");
    let found = after(&app, &added(0)).await;
    assert!(found.starts_with("entry 0 stands outside"), "{found}");
    let found = after(&app, &added(number)).await;
    assert!(found.starts_with(&format!("entry {number} (")), "{found}");
    let moved = format!(
        "{}; UPDATE audit_chain SET head_number = head_number + 1, head_seal = {bytes}",
        added(head + 1)
    );
    let found = after(&app, &moved).await;
    assert!(found.starts_with(&format!("entry {} (", head + 1)), "{found}");
}

#[tokio::test]
async fn neither_end_is_cut_off_unseen() {
    let (app, number) = open_log().await;
    let whole = verified(&app).await.unwrap();
    let last = whole.chain.head.number;
    let found = after(&app, &format!("DELETE FROM audit_entries WHERE seal_number = {last}")).await;
    assert_eq!(found, format!("entry {last} is missing"));
    let before = format!("(SELECT seal FROM audit_entries WHERE seal_number = {})", last - 1);
    let back = format!("UPDATE audit_chain SET head_number = {}, head_seal = {before}", last - 1);
    let found = after(&app, &back).await;
    assert!(found.contains(&format!("entry {last} stands outside")), "{found}");
    let found = after(&app, &format!("UPDATE audit_chain SET head_seal = {}", bytes(&app))).await;
    assert!(found.contains("another seal"), "{found}");

    let place = format!("(SELECT seal FROM audit_entries WHERE seal_number = {number})");
    let front = format!(
        "UPDATE audit_chain SET anchor_number = {number}, anchor_seal = {place}, \
         anchor_proof = head_seal; DELETE FROM audit_entries WHERE seal_number <= {number}"
    );
    let found = after(&app, &front).await;
    assert!(found.starts_with(&format!("the chain begins after entry {number}")), "{found}");

    // The end is cut off as if it had never been: only a head that was kept elsewhere shows it.
    let back = format!(
        "UPDATE audit_chain SET head_number = {number}, head_seal = {place}; \
         DELETE FROM audit_entries WHERE {number} < seal_number"
    );
    app.sql(&back).await;
    verified(&app).await.unwrap();
    let kept = BTreeMap::from([(last, whole.chain.head.seal.clone())]);
    let found = verified_with(&app, kept.clone()).await.unwrap_err().to_string();
    assert!(found.starts_with(&format!("entry {last} is missing")), "{found}");
    for _ in 0..3 {
        app.given_organiser(|_| {}).await;
    }
    sealed(&app).await;
    let found = verified_with(&app, kept).await.unwrap_err().to_string();
    assert!(found.starts_with(&format!("entry {last} had another seal")), "{found}");
}
