//! Whoever holds the paper finds out whether it is good.

use leerkring_tests::{TestApp, Value, json};

use super::{first, over, revoke};

fn path(certificate: &Value) -> String {
    format!("/v1/verifications/{}", certificate["code"].as_str().unwrap())
}

#[tokio::test]
async fn anybody_with_the_code_reads_what_stands_on_the_paper_and_nothing_more() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let certificate = first(&app, &over).await;

    let seen = app.visitor().get(&path(&certificate)).await.expect(200);

    assert_eq!(seen.body["status"], "valid");
    assert_eq!(seen.body["name"], certificate["holder"]["name"]);
    for same in ["number", "programme", "cohort", "organisers", "firstOn", "lastOn", "issuedOn"] {
        assert_eq!(seen.body[same], certificate[same], "{same}");
    }
    let email = certificate["holder"]["email"].as_str().unwrap();
    for hidden in [email, &over.board.id.to_string(), &over.registration.id, &over.cohort.id] {
        assert!(!seen.text.contains(hidden), "{hidden}: {}", seen.text);
    }
    let typed = certificate["code"].as_str().unwrap().replace('-', "").to_lowercase();
    app.visitor().get(&format!("/v1/verifications/{typed}")).await.expect(200);
}

#[tokio::test]
async fn a_reason_that_was_erased_is_told_to_be_so() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let certificate = first(&app, &over).await;
    revoke(&app, &certificate, "Kanarievogel was er niet").await;
    app.sql("UPDATE certificates SET revoked_because = NULL").await;
    let seen = app.visitor().get(&path(&certificate)).await.expect(200).body;
    assert_eq!(
        (&seen["status"], &seen["revokedBecause"]),
        (&json!("revoked"), &Value::Null),
        "not an empty reason"
    );
    let page = format!("/certificates/{}", certificate["code"].as_str().unwrap());
    let dutch = app.visitor().get(&page).raw().await.expect(200);
    assert!(dutch.text.contains("<dt>Reden</dt><dd>Die is gewist.</dd>"), "{}", dutch.text);
}

#[tokio::test]
async fn a_revoked_one_says_since_when_and_why_and_an_unknown_code_is_not_found() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let certificate = first(&app, &over).await;
    revoke(&app, &certificate, "Naam verkeerd gespeld").await;
    let seen = app.visitor().get(&path(&certificate)).await.expect(200).body;
    assert_eq!(
        (&seen["status"], &seen["revokedBecause"]),
        (&json!("revoked"), &json!("Naam verkeerd gespeld"))
    );
    assert_eq!(seen["revokedAt"], "2026-11-28T10:00:00Z");
    let visitor = app.visitor();
    visitor.get("/v1/verifications/0000-0000-0000-0000").await.refused(404, "not-found");
    let short = visitor.get("/v1/verifications/0000").await.refused(400, "invalid-request");
    assert_eq!(short.errors(), [("code".to_owned(), "wrong-form".to_owned())]);
}

#[tokio::test]
async fn the_code_on_the_paper_leads_to_a_page_in_two_languages() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    app.sql("UPDATE participants SET name = '<script>{title}</script>' WHERE position = 0").await;
    let certificate = first(&app, &over).await;
    let address = certificate["verificationUrl"].as_str().unwrap();
    let page = address.strip_prefix(&app.app.public_url).unwrap();
    let visitor = app.visitor();

    let dutch = visitor.get(page).header("accept", "text/html").raw().await.expect(200);
    assert!(dutch.text.contains("<html lang=\"nl\">"), "{}", dutch.text);
    assert!(dutch.text.contains("Dit certificaat is geldig") && dutch.text.contains("32 uur"));
    assert!(dutch.text.contains("&lt;script&gt;&#123;title}&lt;/script&gt;"), "{}", dutch.text);
    assert!(!dutch.text.contains("<script"));
    let policy = dutch.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    revoke(&app, &certificate, "Naam < verkeerd").await;
    let english = visitor.get(page).in_english().raw().await.expect(200);
    assert!(english.text.contains("This certificate was revoked"), "{}", english.text);
    assert!(english.text.contains("Naam &lt; verkeerd"));
    let unknown = visitor.get("/certificates/0000-0000-0000-0000").raw().await.expect(404);
    assert!(unknown.text.contains("Dit certificaat kennen wij niet"));
    let data = visitor.get(page).header("accept", "application/json").raw().await.expect(303);
    assert!(data.header("location").unwrap().ends_with(&path(&certificate)));
}

#[tokio::test]
async fn codes_that_lead_nowhere_may_be_tried_only_so_often() {
    let app = TestApp::start_with(|config| {
        config.limits.enabled = true;
        config.limits.failures_per_address = 3.try_into().unwrap();
    })
    .await;
    let over = over(&app, |_| {}).await;
    let certificate = first(&app, &over).await;
    let visitor = app.visitor();
    for _ in 0..5 {
        visitor.get(&path(&certificate)).await.expect(200);
    }
    for code in ["0000-0000-0000-0001", "0000-0000-0000-0002", "0000-0000-0000-0003"] {
        visitor.get(&format!("/v1/verifications/{code}")).await.refused(404, "not-found");
    }
    visitor.get(&path(&certificate)).await.refused(429, "too-many-requests");
    let page = format!("/certificates/{}", certificate["code"].as_str().unwrap());
    visitor.get(&page).raw().await.expect(429);
}
