//! Selection: one by one, and many at once.

use leerkring_tests::given::anybody;
use leerkring_tests::{TestApp, Thing, Value, json};

use super::Party;

async fn selected(app: &TestApp, change: impl FnOnce(&mut Value)) -> Thing {
    let programme = app
        .given_programme(|it| {
            it["team"] = anybody(2);
            it["admission"] = json!("selection");
        })
        .await;
    app.given_cohort(|it| {
        it["programmeId"] = json!(programme.id);
        change(it);
    })
    .await
}

#[tokio::test]
async fn the_organiser_confirms_waitlists_and_rejects() {
    let app = TestApp::start().await;
    let cohort = selected(&app, |it| {
        it["capacity"] = json!(2);
        it["waitingList"] = json!({});
    })
    .await;
    let organiser = app.administrator().await;
    let mut parties = Vec::new();
    for _ in 0..4 {
        parties.push(Party::of(&app, &cohort, 2).await);
    }
    assert_eq!(parties[0].registration.body["status"], "submitted");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 2);

    let confirmed = organiser.post(&parties[0].path("/_confirm"), json!({})).await.expect(200);
    assert_eq!(confirmed.body["status"], "confirmed");
    organiser.post(&parties[1].path("/_confirm"), json!({})).await.refused(409, "full");
    let listed = organiser.post(&parties[2].path("/_waitlist"), json!({})).await.expect(200);
    assert_eq!(
        (&listed.body["status"], &listed.body["position"]),
        (&json!("waitlisted"), &json!(1))
    );
    let reason = json!({ "reason": "Meer aanmeldingen dan plaatsen" });
    let rejected = organiser.post(&parties[3].path("/_reject"), reason.clone()).await.expect(200);
    assert_eq!(rejected.body["status"], "rejected");
    organiser.post(&parties[3].path("/_reject"), reason).await.refused(409, "wrong-status");
    parties[1].editor.post(&parties[1].path("/_confirm"), json!({})).await.expect(403);

    // Arrival is the order of the list, whoever was put on it first.
    let earlier = organiser.post(&parties[1].path("/_waitlist"), json!({})).await.expect(200);
    assert_eq!(earlier.body["position"], 1);
    parties[0].withdraw().await;
    assert_eq!(parties[1].status().await, "offered");
    assert_eq!(parties[2].status().await, "waitlisted");
}

#[tokio::test]
async fn without_a_list_nobody_is_put_on_it_and_who_is_no_customer_any_more_is_not_confirmed() {
    let app = TestApp::start().await;
    let cohort = selected(&app, |it| it["seatsPerBoard"] = json!(1)).await;
    let party = Party::of(&app, &cohort, 1).await;
    let organiser = app.administrator().await;

    organiser.post(&party.path("/_waitlist"), json!({})).await.refused(409, "no-waiting-list");
    let programme = cohort.body["programmeId"].as_str().unwrap();
    let path = format!("/v1/programmes/{programme}");
    let etag = organiser.get(&path).await.expect(200).etag().to_owned();
    let audience = json!({ "audience": { "sectors": ["vo"] } });
    organiser.patch(&path, &etag, audience).await.expect(200);
    let refused = organiser.post(&party.path("/_confirm"), json!({})).await;
    refused.refused(409, "sector-not-admitted");
}

#[tokio::test]
async fn many_are_decided_about_at_once_each_by_itself() {
    let app = TestApp::start().await;
    let cohort = selected(&app, |it| {
        it["capacity"] = json!(3);
        it["waitingList"] = json!({});
    })
    .await;
    let mut parties = Vec::new();
    for size in [2, 2, 1, 1, 1] {
        parties.push(Party::of(&app, &cohort, size).await);
    }
    let row = |place: usize, decision: &str, reason: Option<&str>| json!({ "registrationId": parties[place].registration.id, "decision": decision, "reason": reason });
    let rows = json!({ "rows": [
        row(0, "confirm", None),
        row(1, "confirm", None),
        row(2, "confirm", None),
        row(3, "reject", None),
        row(3, "reject", Some("Te laat")),
        row(4, "waitlist", None),
        row(0, "reject", Some("Toch niet")),
        { "registrationId": cohort.id, "decision": "confirm" },
    ] });
    let path = format!("/v1/cohorts/{}/registrations/_decide", cohort.id);

    let organiser = app.administrator().await;
    let answer =
        organiser.post(&path, rows.clone()).key("decide-about-these-once").await.expect(200);

    let outcome = |row: &Value| match row["status"].as_str() {
        Some(status) => status.to_owned(),
        None => row["reasons"][0]["code"].as_str().unwrap().to_owned(),
    };
    let outcomes: Vec<_> = answer.body["rows"].as_array().unwrap().iter().map(outcome).collect();
    let expected = [
        "confirmed",
        "full",
        "confirmed",
        "reason-required",
        "rejected",
        "waitlisted",
        "wrong-status",
        "not-in-cohort",
    ];
    assert_eq!(outcomes, expected);
    assert_eq!(parties[1].status().await, "submitted");
    let again = organiser.post(&path, rows.clone()).key("decide-about-these-once").await;
    assert_eq!(again.text, answer.text);
    parties[0].editor.post(&path, rows).await.expect(403);
}
