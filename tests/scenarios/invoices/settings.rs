//! What an organiser has to say before it can ask for money.

use leerkring_tests::given::{Thing, course};
use leerkring_tests::{TestApp, json};

/// An organiser about whose money nothing is known.
async fn unknown_organiser(app: &TestApp) -> Thing {
    let new = json!({ "slug": "nieuw", "name": "Nieuw", "members": "none" });
    app.administrator().await.post("/v1/organisers", new).await.expect(201).into()
}

#[tokio::test]
async fn a_programme_with_a_fee_is_published_once_all_that_an_invoice_needs_is_known() {
    let app = TestApp::start().await;
    let organiser = unknown_organiser(&app).await;
    let draft = app.given_draft_programme(|it| it["leadOrganiserId"] = json!(organiser.id)).await;
    let administrator = app.administrator().await;
    let publish = format!("/v1/programmes/{}/_publish", draft.id);

    let refused = administrator.post(&publish, None).await.expect(409);
    assert_eq!(refused.code(), "invoicing-incomplete");
    assert_eq!(refused.body["reasons"].as_array().unwrap().len(), 5);
    let path = format!("/v1/organisers/{}/invoicing", organiser.id);
    let settings = administrator.get(&path).await.expect(200);
    let missing = json!(["address", "kvkNumber", "vatNumber", "iban", "email"]);
    assert_eq!(settings.body["missing"], missing);

    app.given_invoicing(&organiser).await;
    administrator.post(&publish, None).await.expect(200);

    let settings = administrator.get(&path).await.expect(200);
    assert_eq!(settings.body["missing"], json!([]));
    let emptied = administrator.patch(&path, settings.etag(), json!({ "iban": null })).await;
    assert_eq!(emptied.expect(409).code(), "invoicing-incomplete");
}

#[tokio::test]
async fn a_published_programme_that_was_free_gets_a_fee_only_with_all_that_an_invoice_needs() {
    let app = TestApp::start().await;
    let organiser = unknown_organiser(&app).await;
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(organiser.id);
            it["fee"] = json!(null);
        })
        .await;
    let path = format!("/v1/programmes/{}", programme.id);
    let change = json!({ "fee": course()["fee"] });
    let administrator = app.administrator().await;
    let refused = administrator.patch(&path, &programme.etag, change.clone()).await.expect(409);
    assert_eq!(refused.code(), "invoicing-incomplete");
    app.given_invoicing(&organiser).await;
    administrator.patch(&path, &programme.etag, change).await.expect(200);
}

#[tokio::test]
async fn a_slip_of_the_pen_in_a_bank_account_or_a_vat_number_is_seen() {
    let app = TestApp::start().await;
    let organiser = unknown_organiser(&app).await;
    let path = format!("/v1/organisers/{}/invoicing", organiser.id);
    let change = json!({ "iban": "NL91ABNA0417164301", "vatNumber": "123" });
    let refused = app.administrator().await.patch(&path, &organiser.etag, change).await.expect(400);
    let codes: Vec<_> =
        refused.body["errors"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect();
    assert_eq!(codes, ["wrong-iban", "wrong-vat-number"]);
}

#[tokio::test]
async fn the_bank_account_is_for_those_who_manage_the_organiser() {
    let app = TestApp::start().await;
    let (organiser, other) = (app.given_organiser(|_| {}).await, app.given_organiser(|_| {}).await);
    let path = format!("/v1/organisers/{}/invoicing", organiser.id);
    let change = || json!({ "iban": "NL02 ABNA 0123 4567 89" });
    let editor = app.organiser_editor(&organiser).await;
    editor.patch(&path, &organiser.etag, change()).await.refused(403, "forbidden");
    let id: uuid::Uuid = other.id.parse().unwrap();
    app.given_role(&editor, leerkring_domain::kernel::Role::OrganiserAdministrator(id.into()))
        .await;
    let refused = editor.patch(&path, &organiser.etag, change()).await;
    refused.refused(403, "not-the-administrator");
    let manager = app.organiser_administrator(&organiser).await;
    manager.patch(&path, &organiser.etag, change()).await.expect(200);
}
