//! What there is on a side: an offer, and what comes of a registration for it.

use leerkring_domain::boards::Board;
use leerkring_tests::given::Thing;
use leerkring_tests::{TestApp, json};

/// What an organiser offers: published, and not yet.
pub struct Offer {
    pub programme: Thing,
    pub cohort: Thing,
    pub draft: Thing,
    pub hidden: Thing,
}

impl Offer {
    pub async fn of(app: &TestApp, organiser: &Thing) -> Self {
        let programme = app
            .given_programme(|it| {
                it["leadOrganiserId"] = json!(organiser.id);
                it["intake"] = json!(true);
            })
            .await;
        let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
        let draft = app.given_draft_cohort(|it| it["programmeId"] = json!(programme.id)).await;
        let hidden =
            app.given_draft_programme(|it| it["leadOrganiserId"] = json!(organiser.id)).await;
        Self { programme, cohort, draft, hidden }
    }
}

/// The invoice of the only registration in the cohort.
pub async fn invoice_of(app: &TestApp, cohort: &Thing) -> String {
    let path = format!("/v1/invoices?cohortId={}", cohort.id);
    let invoices = app.administrator().await.get(&path).await.expect(200).body;
    invoices["items"][0]["id"].as_str().expect("an invoice").to_owned()
}

/// A slot that the team has booked.
pub async fn booked_slot(app: &TestApp, cohort: &Thing, registration: &Thing) -> String {
    let slot = app.given_intake_slots(cohort, "2026-09-01").await.remove(0);
    let path = format!("/v1/registrations/{}/intake/_book", registration.id);
    let chosen = json!({ "intakeSlotId": slot });
    app.administrator().await.post(&path, chosen).await.expect(200);
    slot
}

/// A payment of a part of an invoice.
pub async fn payment_of(app: &TestApp, invoice: &str) -> String {
    let path = format!("/v1/invoices/{invoice}/_pay");
    let part = json!({ "amount": "1.00", "currency": "EUR" });
    let paid = json!({ "paidOn": "2026-07-01", "amount": part });
    let paid = app.administrator().await.post(&path, paid).await.expect(200).body;
    paid["payments"][0]["id"].as_str().expect("a payment").to_owned()
}

/// Lets the organiser see a response.
pub async fn shared(app: &TestApp, response: &Thing) {
    let share = format!("/v1/responses/{}/_share", response.id);
    app.administrator().await.post(&share, None).await.expect(200);
}

/// Lets the organiser read the jobs agreement of its member.
pub async fn quota_shared(app: &TestApp, board: &Board, organiser: &Thing) {
    let share = format!("/v1/boards/{}/quota-sharings/_share", board.number);
    let with = json!({ "organiserId": organiser.id });
    app.administrator().await.post(&share, with).await.expect(200);
}

/// The entry of the audit log that tells how `registration` came into being.
pub async fn entry_about(app: &TestApp, registration: &str) -> String {
    let path = format!("/v1/audit-entries?subjectId={registration}");
    let page = app.administrator().await.get(&path).await.expect(200).body;
    page["items"][0]["id"].as_str().expect("an entry").to_owned()
}
