//! Whoever was erased stays so when an older copy of the database is put back.

use leerkring::commands::privacy::erase_again;
use leerkring::erasures::{line, read};
use leerkring_persistence::erasures::{Erasure, Kind, all};
use leerkring_tests::{TestApp, json};

use super::{ADDRESS, found, given_canary, given_team};

const AFTERWARDS: &str = "2026-11-20T10:00:00Z";

#[tokio::test]
async fn after_a_restore_everybody_is_erased_again_and_nobody_who_came_later() {
    let app = TestApp::start().await;
    given_team(&app).await;
    let (account, _) = given_canary(&app, None).await;
    app.wait_for_mail().await;
    // The copy that was put back has the person; who was erased after it was made is in the list.
    app.set_now(AFTERWARDS);
    let erased_at = app.now();
    let who = [(Kind::User, account.user.to_string()), (Kind::Address, ADDRESS.to_lowercase())];
    let list = who.map(|(kind, who)| Erasure { kind, hash: app.app.keys.erasure(&who), erased_at });
    let lines: String = list.iter().map(|erasure| line(erasure) + "\n").collect();
    assert_ne!(found(&app).await, [""; 0]);

    let lists = read(&lines).unwrap();
    let back = app.in_server(|app| async move { erase_again(&app, lists).await.unwrap() }).await;

    assert_eq!(back, 1);
    assert_eq!(found(&app).await, [""; 0]);
    assert_eq!(app.rows("erasures").await, 2);
    // Who comes back of their own accord after that stays.
    app.set_now("2026-11-20T11:00:00Z");
    given_canary(&app, None).await;
    let back = app.in_server(|app| async move { erase_again(&app, Vec::new()).await.unwrap() });
    assert_eq!(back.await, 0);
    assert_ne!(found(&app).await, [""; 0]);
}

#[tokio::test]
async fn each_erasure_stands_in_a_list_outside_the_database_too() {
    let app = TestApp::start().await;
    let (account, _) = given_canary(&app, None).await;
    let asked = json!({ "email": ADDRESS, "reason": "Verzoek" });
    app.administrator().await.post("/v1/persons/_erase", asked).await.expect(200);
    let list = std::fs::read_to_string(app.config.data_dir.join("erasures.txt")).unwrap();
    assert!(!list.contains(&account.user.to_string()));
    let mut outside = read(&list).unwrap();
    outside.sort_by(|one, two| one.hash.cmp(&two.hash));
    let inside = app.in_server(|app| async move { all(app.store.reader()).await.unwrap() }).await;
    assert_eq!((outside.len(), outside), (2, inside));
}
