//! Entries are sealed as they come, and what may happen to a log leaves its chain whole.

use leerkring::commands::audit::cut::cut_before;
use leerkring_domain::kernel::access::Place;
use leerkring_domain::kernel::{Author, Event, Id};
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::audit::{self, chain};
use leerkring_tests::{TestApp, json};
use uuid::Uuid;

use super::{sealed, verified};

#[tokio::test]
async fn a_server_seals_what_happens_within_seconds_and_by_itself() {
    let app = TestApp::start().await;
    app.given_cohort(|_| {}).await;
    let whole = async || {
        let verified = verified(&app).await.unwrap();
        verified.unsealed == 0 && 5 <= verified.entries
    };
    for _ in 0..100 {
        if whole().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("five seconds later there are entries without a seal");
}

fn event() -> Event {
    Event::new("organiser-changed", Id::<Organiser>::from(Uuid::nil()), Place::Platform)
}

/// On PostgreSQL a transaction may commit long after others that came later.
#[tokio::test]
async fn an_entry_that_commits_late_is_sealed_late_and_not_passed_over() {
    let app = TestApp::start().await;
    sealed(&app).await;
    let before = verified(&app).await.unwrap();
    let late = app.in_server(|app| async move {
        let entry = || app.audit.entry(event(), Author::server("test"), app.now());
        let (late, early) = (entry(), entry());
        let id = late.id.uuid();
        // SQLite has one who writes: there the first waits for the second before it begins.
        let open = if app.store.is_embedded() { None } else { app.store.begin().await.ok() };
        if let Some(tx) = &open {
            audit::insert_all(tx, vec![late.clone()]).await.unwrap();
        }
        let tx = app.store.begin().await.unwrap();
        audit::insert_all(&tx, vec![early]).await.unwrap();
        tx.commit().await.unwrap();
        while chain::any_unsealed(app.store.reader()).await.unwrap() {
            leerkring::commands::audit::seal::seal_due(&app).await.unwrap();
        }
        let tx = if let Some(tx) = open {
            tx
        } else {
            let tx = app.store.begin().await.unwrap();
            audit::insert_all(&tx, vec![late]).await.unwrap();
            tx
        };
        tx.commit().await.unwrap();
        id
    });
    let late = late.await;
    sealed(&app).await;
    let after = verified(&app).await.unwrap();
    assert_eq!((after.entries, after.unsealed), (before.entries + 2, 0));
    let last = after.chain.head.number;
    let last = app.in_server(move |app| async move {
        chain::from_number(app.store.reader(), last, 1).await.unwrap().remove(0).id()
    });
    assert_eq!(last.await, late);
}

#[tokio::test]
async fn an_erased_reason_leaves_the_chain_whole() {
    let app = TestApp::start().await;
    for sealed_before in [true, false] {
        let cohort = app.given_cohort(|_| {}).await;
        let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
        let reason = json!({ "reason": "Mevrouw Jansen is ziek." });
        app.administrator().await.post(&path, reason).await.expect(200);
        if sealed_before {
            sealed(&app).await;
        }
        app.sql("UPDATE audit_entries SET reason = NULL, reason_salt = NULL").await;
        sealed(&app).await;
        assert_eq!(verified(&app).await.unwrap().unsealed, 0);
    }
}

#[tokio::test]
async fn the_oldest_part_is_cut_off_and_the_rest_verified_from_there() {
    let app = TestApp::start().await;
    app.given_cohort(|_| {}).await;
    sealed(&app).await;
    let before = verified(&app).await.unwrap();
    app.set_now("2028-07-01T10:00:00Z");
    app.given_organiser(|_| {}).await;
    sealed(&app).await;
    let cut = async |before: &str| {
        let before = before.parse().unwrap();
        app.in_server(move |app| async move { cut_before(&app, before).await.unwrap() }).await
    };
    assert_eq!(cut("2026-01-01T00:00:00Z").await, 0);
    assert_eq!(cut("2027-01-01T00:00:00Z").await, before.entries);
    sealed(&app).await;
    let after = verified(&app).await.unwrap();
    assert_eq!(after.chain.anchor, before.chain.head);
    let log = app.administrator().await.get("/v1/audit-entries").await.expect(200).body;
    let told: Vec<&str> =
        log["items"].as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap()).collect();
    assert_eq!(told, ["audit-log-cut", "organiser-changed", "organiser-created"]);
    assert_eq!(cut("2029-01-01T00:00:00Z").await, 3);
    sealed(&app).await;
    assert_eq!(verified(&app).await.unwrap().entries, 1);
}
