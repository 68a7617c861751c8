//! Another e-mail address: confirmed at the new one, told to the old one.

use leerkring_tests::accounts::{Account, PASSWORD};
use leerkring_tests::{Answer, Client, TestApp, json};

use super::{NEW_PASSWORD, ask, choose, forgot};

const NEW: &str = "nieuw@example.com";

async fn move_to(client: &Client, email: &str) -> Answer {
    client.post("/v1/me/_email", json!({ "email": email, "password": PASSWORD })).await
}

async fn confirm(app: &TestApp, code: &str) -> Answer {
    app.visitor().post("/v1/accounts/_confirm", json!({ "code": code })).await
}

async fn here(app: &TestApp) -> (Account, Client) {
    let noor = app.given_account(None).await;
    let client = app.sign_in(&noor).await.client;
    (noor, client)
}

#[tokio::test]
async fn the_new_address_holds_once_it_is_confirmed_and_the_old_one_is_told() {
    let app = TestApp::start().await;
    let (noor, client) = here(&app).await;
    let wrong = json!({ "email": NEW, "password": "niet mijn wachtwoord" });
    client.post("/v1/me/_email", wrong).await.refused(403, "wrong-password");
    client.post("/v1/me/_email", json!({ "email": NEW })).await.refused(403, "wrong-password");
    move_to(&client, &noor.email.to_uppercase()).await.refused(409, "same-address");

    move_to(&client, NEW).await.expect(204);

    let told = app.last_mail_to(&noor.email).await;
    assert_eq!(told.subject, "Uw e-mailadres wordt gewijzigd");
    let me = client.get("/v1/me").await.expect(200).body;
    assert_eq!((&me["user"]["email"], &me["user"]["newEmail"]), (&json!(noor.email), &json!(NEW)));
    app.try_to_sign_in(NEW, PASSWORD).await.refused(401, "wrong-credentials");
    let code = app.last_mail_to(NEW).await.code("confirm");
    let look = app.visitor().post("/v1/accounts/_look", json!({ "code": code })).await.expect(200);
    assert_eq!((&look.body["opens"], &look.body["email"]), (&json!("address"), &json!(NEW)));
    let refused = choose(&app, "_confirm", &code, NEW_PASSWORD).await;
    assert_eq!(refused.errors(), [("/password".to_owned(), "not-asked".to_owned())]);
    assert_eq!(confirm(&app, &code).await.expect(200).body["email"], NEW);
    confirm(&app, &code).await.refused(409, "code-not-usable");
    assert_eq!(app.last_mail_to(&noor.email).await.subject, "Uw e-mailadres is gewijzigd");
    app.try_to_sign_in(NEW, PASSWORD).await.expect(201);
    app.try_to_sign_in(&noor.email, PASSWORD).await.refused(401, "wrong-credentials");
    let me = client.get("/v1/me").await.expect(200).body;
    assert_eq!((&me["user"]["email"], &me["user"]["newEmail"]), (&json!(NEW), &json!(null)));
}

#[tokio::test]
async fn an_address_that_somebody_has_is_answered_alike_and_only_they_are_told() {
    let app = TestApp::start().await;
    let (_, client) = here(&app).await;
    let other = app.given_account(None).await;
    let taken = move_to(&client, &other.email).await.expect(204);
    let free = move_to(&client, NEW).await.expect(204);
    assert_eq!(taken.text, free.text);
    let mail = app.last_mail_to(&other.email).await;
    assert_eq!(mail.subject, "U hebt al een account");
    assert!(mail.links.iter().all(|link| !link.contains("#confirm=")), "{}", mail.text);
}

#[tokio::test]
async fn who_was_first_to_confirm_has_the_address() {
    let app = TestApp::start().await;
    let ((_, one), (_, two)) = (here(&app).await, here(&app).await);
    let mut codes = Vec::new();
    for client in [&one, &two] {
        move_to(client, NEW).await.expect(204);
        codes.push(app.last_mail_to(NEW).await.code("confirm"));
    }
    let confirm =
        |code: &String| app.visitor().post("/v1/accounts/_confirm", json!({ "code": code }));
    let answers = leerkring_tests::all(codes.iter().map(confirm).collect(), 2).await;
    let done = answers.iter().filter(|answer| answer.status == 200).count();
    let refused = answers.iter().filter(|answer| answer.code() == "email-taken").count();
    assert_eq!((done, refused), (1, 1), "{answers:?}");
}

#[tokio::test]
async fn who_only_asked_for_an_account_with_an_address_does_not_keep_it_from_its_owner() {
    let app = TestApp::start().await;
    let (_, client) = here(&app).await;
    ask(&app, NEW).await.expect(204);
    move_to(&client, NEW).await.expect(204);
    let code = app.last_mail_to(NEW).await.code("confirm");
    confirm(&app, &code).await.expect(200);
    assert_eq!(app.rows("users").await, 1);
}

#[tokio::test]
async fn the_owner_of_the_old_address_stops_the_change_with_a_new_password() {
    let app = TestApp::start().await;
    let (noor, client) = here(&app).await;
    move_to(&client, NEW).await.expect(204);
    let change = app.last_mail_to(NEW).await.code("confirm");
    forgot(&app, &noor.email).await.expect(204);
    let reset = app.last_mail_to(&noor.email).await.code("reset");
    choose(&app, "_reset", &reset, NEW_PASSWORD).await.expect(200);
    confirm(&app, &change).await.refused(409, "code-not-usable");
}
