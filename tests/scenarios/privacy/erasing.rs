//! Erased is erased.

use leerkring_domain::kernel::Role;
use leerkring_tests::accounts::PASSWORD;
use leerkring_tests::{TestApp, Value, json};

use super::{ADDRESS, NAME, found, given_canary, given_membership, given_replaced, given_team};

/// After the cohort's last session.
const AFTERWARDS: &str = "2026-11-20T10:00:00Z";

fn reason() -> Value {
    json!({ "reason": format!("{NAME} vroeg erom, per brief") })
}

/// Puts the canary everywhere.
async fn everywhere(
    app: &TestApp,
) -> (leerkring_tests::accounts::Account, leerkring_tests::Client) {
    let board = app.given_board(|_| {}).await;
    let (account, me) = given_canary(app, Some(Role::BoardEditor(board.id))).await;
    app.sign_in(&account).await;
    app.wait_for_mail().await;
    given_team(app).await;
    given_replaced(app).await;
    given_membership(app).await;
    let told = format!("Vragen: {ADDRESS}.");
    app.given_programme(|it| it["description"] = json!(told)).await;
    let cohort = app.given_cohort(|it| it["facilitator"] = json!(ADDRESS)).await;
    let why = json!({ "reason": format!("{NAME} is ziek") });
    let (_, administrator) = (cohort, app.administrator().await);
    let path = format!("/v1/users/{}", account.user);
    administrator
        .post(&format!("{path}/_block"), why.clone())
        .key("block-the-canary-1")
        .await
        .expect(200);
    administrator.post(&format!("{path}/_unblock"), why).await.expect(200);
    (account, me)
}

#[tokio::test]
async fn who_is_erased_is_found_nowhere_any_more_and_what_is_counted_stays() {
    let app = TestApp::start().await;
    let (account, me) = everywhere(&app).await;
    let before = found(&app).await;
    for place in [
        "users.name",
        "users.email_key",
        "users.search_key",
        "identities.subject",
        "outbox.address",
        "participants.name",
        "participants.search_key",
        "registrations.contact_email",
        "registrations.motivation",
        "participant_needs.diet",
        "memberships.person_name",
        "programmes.description",
        "cohorts.facilitator",
        "audit_entries.reason",
        "idempotency_keys.body",
    ] {
        assert!(before.iter().any(|found| found == place), "{place} not in {before:?}");
    }
    assert!(before.iter().any(|found| found.contains("/mail/")), "{before:?}");
    let counted = ["registrations", "participants", "memberships", "audit_entries", "users"];
    let mut counts = Vec::new();
    for table in counted {
        counts.push(app.rows(table).await);
    }
    app.set_now(AFTERWARDS);
    let administrator = app.administrator().await;
    let path = format!("/v1/users/{}/_erase", account.user);

    let erased = administrator.post(&path, reason()).await.expect(200);

    assert_eq!(found(&app).await, [""; 0], "{}", erased.text);
    assert_eq!(erased.body["texts"], 2, "{}", erased.text);
    assert!(erased.body["stays"][0].as_str().unwrap().contains("zeven jaar"));
    for (table, count) in counted.into_iter().zip(counts) {
        let more = i64::from(table == "users") + i64::from(table == "audit_entries");
        assert_eq!(app.rows(table).await, count + more, "{table}");
    }
    for gone in ["identities", "passwords", "sign_ins", "participant_needs"] {
        assert_eq!(app.rows(gone).await, 0, "{gone}");
    }
    me.get("/v1/me").await.refused(401, "unauthenticated");
    app.try_to_sign_in(ADDRESS, PASSWORD).await.refused(401, "wrong-credentials");
    administrator.get(&format!("/v1/users/{}", account.user)).await.refused(404, "not-found");
    administrator.post(&path, reason()).await.refused(404, "not-found");
    let asked = json!({ "email": ADDRESS, "reason": "Verzoek" });
    let again = administrator.post("/v1/persons/_erase", asked).await.expect(200);
    assert_eq!(again.body["kinds"], json!([]));
}

#[tokio::test]
async fn somebody_erases_themselves_with_address_and_password() {
    let app = TestApp::start().await;
    let (account, me) = given_canary(&app, None).await;
    let here = app.sign_in(&account).await;
    for (wrong, place) in [
        (json!({ "email": "ander@example.nl", "password": PASSWORD }), "/email"),
        (json!({ "email": ADDRESS, "password": "een heel ander wachtwoord" }), "/password"),
        (json!({ "email": ADDRESS }), "/password"),
    ] {
        let refused = me.post("/v1/me/_erase", wrong).await.expect(400);
        assert_eq!(refused.errors(), [(place.to_owned(), "not-confirmed".to_owned())]);
    }
    let right = json!({ "email": ADDRESS.to_lowercase(), "password": PASSWORD });
    here.client.post("/v1/me/_erase", right.clone()).await.expect(200);
    assert_eq!(found(&app).await, [""; 0]);
    here.client.get("/v1/me").await.refused(401, "unauthenticated");
    app.refresh(&here.refresh).await.refused(401, "sign-in-over");
    // The address is free for whoever has it.
    let (again, _) = given_canary(&app, None).await;
    assert_ne!(again.user, account.user);
}

#[tokio::test]
async fn whoever_is_counted_on_is_told_where_first() {
    let app = TestApp::start().await;
    given_team(&app).await;
    let administrator = app.administrator().await;
    let asked = json!({ "email": ADDRESS, "reason": "Verzoek" });
    let refused = administrator.post("/v1/persons/_erase", asked.clone()).await.expect(409);
    assert_eq!(refused.reasons(), ["still-takes-part", "still-contact"]);
    let told = refused.body["reasons"][0]["detail"].as_str().unwrap();
    assert!(told.contains("Strategisch personeelsbeleid (Najaar 2026)"), "{told}");
    app.set_now(AFTERWARDS);
    administrator.post("/v1/persons/_erase", asked).await.expect(200);
    assert_eq!(found(&app).await, [""; 0]);
}

#[tokio::test]
async fn the_last_administrator_of_a_place_stays() {
    let app = TestApp::start().await;
    let (_, me) = given_canary(&app, Some(Role::Administrator)).await;
    let right = json!({ "email": ADDRESS, "password": PASSWORD });
    me.post("/v1/me/_erase", right.clone()).await.refused(409, "last-administrator");
    app.administrator().await;
    me.post("/v1/me/_erase", right).await.expect(200);
}

/// The embedded database overwrites what it deletes, and lets go of its log.
#[tokio::test]
async fn the_file_of_the_embedded_database_holds_nothing_of_the_erased() {
    let app = TestApp::start().await;
    if app.is_on_postgres() {
        return;
    }
    everywhere(&app).await;
    app.set_now(AFTERWARDS);
    let asked = json!({ "email": ADDRESS, "reason": "Verzoek" });
    app.administrator().await.post("/v1/persons/_erase", asked).await.expect(200);
    app.in_server(|app| async move { leerkring::commands::retention::run(&app).await.unwrap() })
        .await;
    for entry in std::fs::read_dir(&app.config.data_dir).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            let content = std::fs::read(entry.path()).unwrap();
            let text = String::from_utf8_lossy(&content).to_lowercase();
            let place = text.find("zangvogel");
            assert!(
                place.is_none(),
                "{:?}: {:?}",
                entry.file_name(),
                place.map(|at| text.get(at.saturating_sub(300)..at + 60))
            );
        }
    }
}

#[tokio::test]
async fn whoever_asked_for_the_address_of_somebody_else_stays_when_that_person_is_erased() {
    let app = TestApp::start().await;
    let (noor, sam) = (app.given_account(None).await, app.given_account(None).await);
    let wish = format!(
        "UPDATE users SET new_email_key = '{}' WHERE email_key = '{}'",
        noor.email, sam.email
    );
    app.sql(&wish).await;
    let administrator = app.administrator().await;
    let erase = format!("/v1/users/{}/_erase", noor.user);
    administrator.post(&erase, reason()).await.expect(200);
    let left = administrator.get(&format!("/v1/users/{}", sam.user)).await.expect(200).body;
    assert_eq!((left["email"].as_str(), &left["newEmail"]), (Some(&*sam.email), &Value::Null));
    app.sign_in(&sam).await;
}
