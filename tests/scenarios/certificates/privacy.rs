//! What becomes of a certificate when its holder is erased.

use leerkring::commands::retention::run;
use leerkring_tests::{TestApp, Value, json};

use super::{first, over, revoke};

async fn is_gone(app: &TestApp, certificate: &Value) {
    let code = certificate["code"].as_str().unwrap();
    app.visitor().get(&format!("/v1/verifications/{code}")).await.refused(404, "not-found");
    let path = format!("/v1/certificates/{}", certificate["id"].as_str().unwrap());
    let administrator = app.administrator().await;
    let left = administrator.get(&path).await.expect(200).body;
    assert_eq!(
        (&left["holder"]["name"], &left["number"]),
        (&json!("[gewist]"), &certificate["number"])
    );
    for kind in ["application/pdf", "application/vc+jwt"] {
        administrator.get(&path).header("accept", kind).await.refused(409, "holder-erased");
    }
}

#[tokio::test]
async fn who_is_erased_leaves_a_number_that_nobody_can_verify() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    app.sql("UPDATE participants SET name = 'Kanarievogel' WHERE position = 0").await;
    let certificate = first(&app, &over).await;
    revoke(&app, &certificate, "Kanarievogel was er niet").await;
    let about = json!({ "email": certificate["holder"]["email"], "reason": "Verzoek" });
    let administrator = app.administrator().await;
    let data = administrator.post("/v1/persons/_export", about.clone()).await.expect(200);
    assert!(data.text.contains(certificate["number"].as_str().unwrap()), "{}", data.text);

    administrator.post("/v1/persons/_erase", about).await.expect(200);

    is_gone(&app, &certificate).await;
    assert_eq!(app.where_is("kanarievogel").await, [""; 0]);
    let rows = app.issue(&over.cohort, json!({})).await.await.expect(200).body;
    assert_eq!(rows["rows"][1]["outcome"], "already");
}

#[tokio::test]
async fn a_certificate_outlives_the_registration_by_its_own_term() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let certificate = first(&app, &over).await;
    let code = format!("/v1/verifications/{}", certificate["code"].as_str().unwrap());
    app.wait_for_mail().await;
    let run_at = async |instant: &str| {
        app.set_now(instant);
        app.in_server(|app| async move { run(&app).await.unwrap() }).await;
    };
    run_at("2029-01-01T10:00:00Z").await;
    let mut left = app.where_is("deelnemer").await;
    left.sort();
    assert_eq!(left, ["certificates.email_key", "certificates.name"]);
    app.visitor().get(&code).await.expect(200);
    run_at("2036-11-28T09:59:00Z").await;
    app.visitor().get(&code).await.expect(200);
    run_at("2036-11-29T10:00:00Z").await;
    is_gone(&app, &certificate).await;
}
