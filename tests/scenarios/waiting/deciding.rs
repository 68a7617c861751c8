//! Go or no go.

use leerkring_tests::{TestApp, json};

use super::{Party, small_cohort};

#[tokio::test]
async fn the_organiser_decides_once_whether_it_takes_place() {
    let app = TestApp::start().await;
    let minimum = json!({ "participants": 4, "decideByAt": "2026-08-01T10:00:00Z" });
    let cohort = small_cohort(&app, 10, |it| it["minimum"] = minimum).await;
    let party = Party::of(&app, &cohort, 2).await;
    let path = format!("/v1/cohorts/{}/_decide", cohort.id);
    let organiser = app.administrator().await;
    assert_eq!(app.cohort(&cohort).await["goNoGo"], "undecided");
    app.set_now("2026-08-01T10:00:00Z");
    assert_eq!(app.cohort(&cohort).await["goNoGo"], "overdue");

    party.editor.post(&path, json!({ "verdict": "go" })).await.expect(403);
    let go = organiser.post(&path, json!({ "verdict": "go" })).await.expect(200);

    assert_eq!((&go.body["goNoGo"], &go.body["status"]), (&json!("go"), &json!("published")));
    let again = json!({ "verdict": "no-go", "reason": "Te weinig" });
    organiser.post(&path, again).await.refused(409, "already-decided");
    let contact = "secretariaat@example.nl";
    assert!(
        app.last_mail_to(contact).await.subject.starts_with("Takes place")
            || app.last_mail_to(contact).await.subject.starts_with("Gaat door")
    );
}

#[tokio::test]
async fn no_go_cancels_the_cohort_with_the_reason() {
    let app = TestApp::start().await;
    let minimum = json!({ "participants": 4, "decideByAt": "2026-08-01T10:00:00Z" });
    let cohort = small_cohort(&app, 10, |it| it["minimum"] = minimum).await;
    let party = Party::of(&app, &cohort, 2).await;
    let path = format!("/v1/cohorts/{}/_decide", cohort.id);
    let organiser = app.administrator().await;

    let bare = organiser.post(&path, json!({ "verdict": "no-go" })).await.expect(400);
    assert_eq!(bare.body["errors"][0]["code"], "reason-required");
    let no_go = json!({ "verdict": "no-go", "reason": "Te weinig aanmeldingen" });
    let decided = organiser.post(&path, no_go).await.expect(200);

    assert_eq!(
        (&decided.body["goNoGo"], &decided.body["phase"]),
        (&json!("no-go"), &json!("cancelled"))
    );
    assert_eq!(party.status().await, "cancelled");
    let mails = app.mails_to("secretariaat@example.nl").await;
    assert!(mails.iter().any(|mail| mail.text.contains("Te weinig aanmeldingen")), "{mails:?}");
}

#[tokio::test]
async fn a_cohort_without_a_minimum_is_not_decided_about() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 10, |_| {}).await;
    let path = format!("/v1/cohorts/{}/_decide", cohort.id);
    let organiser = app.administrator().await;
    organiser.post(&path, json!({ "verdict": "go" })).await.refused(409, "no-minimum");
    assert_eq!(app.cohort(&cohort).await["goNoGo"], json!(null));

    let late = json!({ "minimum": { "participants": 11, "decideByAt": "2026-09-16T07:00:00Z" } });
    let refused = organiser.patch(&format!("/v1/cohorts/{}", cohort.id), &cohort.etag, late).await;
    let errors = refused.expect(400).body["errors"].clone();
    let codes: Vec<_> = errors.as_array().unwrap().iter().map(|it| it["code"].clone()).collect();
    assert_eq!(codes, ["minimum-above-capacity", "decision-after-start"]);
}
