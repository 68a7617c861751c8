//! Whoever has no password here and erases themselves has just signed in where they do.

use leerkring::issuers::settings::IssuerAlgorithm;
use leerkring_tests::issuer::{Issuer, IssuerKey};
use leerkring_tests::{Answer, TestApp, Value, json};

use super::{link, trusting};

async fn erase(app: &TestApp, token: &str, email: &Value) -> Answer {
    let bearer = app.visitor().bearing(token);
    bearer.post("/v1/me/_erase", json!({ "email": email })).await
}

#[tokio::test]
async fn who_signed_in_elsewhere_a_while_ago_is_asked_to_do_so_again() {
    let key = IssuerKey::p256("one");
    let issuer = Issuer::start(&[&key]);
    let app = trusting(&issuer, IssuerAlgorithm::Es256).await;
    let person = app.given_person(None).await;
    link(&app, &person, &issuer, "jan").await;
    let email = person.get("/v1/me").await.expect(200).body["user"]["email"].clone();
    let now = app.now().timestamp();
    let token = |issued: i64, signed_in: Value| {
        let mut claims = issuer.claims("jan", app.now());
        claims["iat"] = json!(issued);
        if !signed_in.is_null() {
            claims["auth_time"] = signed_in;
        }
        key.sign(&claims)
    };
    // A token that is old, one that was renewed since, and one that does not tell.
    let old = [
        token(now - 301, Value::Null),
        token(now, json!(now - 301)),
        token(now, json!("just now")),
    ];
    for token in old {
        let refused = erase(&app, &token, &email).await.refused(401, "sign-in-too-old");
        let challenge = refused.header("www-authenticate").unwrap();
        assert!(challenge.contains("error=\"insufficient_user_authentication\""), "{challenge}");
        assert!(challenge.contains("max_age=\"300\""), "{challenge}");
        assert!(refused.body["detail"].as_str().unwrap().contains("vijf minuten"), "{refused}");
    }
    let other = json!("ander@example.nl");
    let recent = token(now, json!(now - 299));
    erase(&app, &recent, &other).await.expect(400);
    erase(&app, &recent, &email).await.expect(200);
    erase(&app, &recent, &email).await.refused(403, "no-account");
}
