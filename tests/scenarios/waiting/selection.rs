//! Selection: one by one, and many at once.

use leerkring_tests::given::anybody;
use leerkring_tests::{TestApp, Thing, Value, json, team};

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
async fn who_meets_the_conditions_again_goes_before_who_is_confirmed_out_of_the_selection() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(organiser.id);
            it["team"] = anybody(2);
            it["admission"] = json!("selection");
            it["audience"] = json!({ "membersOfOrganiserId": organiser.id });
        })
        .await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["capacity"] = json!(1);
            it["waitingList"] = json!({});
        })
        .await;
    let (mut parties, mut memberships) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let board = app.given_board(|_| {}).await;
        memberships.push(app.given_member(&organiser, &board).await);
        let registration =
            app.given_registration(&cohort, &board, team(&board, &["teacher"])).await;
        parties.push(Party { registration, editor: app.board_editor(&board).await, board });
    }
    let [seated, passed, chosen] = parties.as_slice() else { panic!("three") };
    let editor = app.administrator().await;
    editor.post(&seated.path("/_confirm"), json!({})).await.expect(200);
    editor.post(&passed.path("/_waitlist"), json!({})).await.expect(200);
    let membership = format!("/v1/memberships/{}", memberships[1].id);
    let ended = json!({ "untilOn": "2026-06-30" });
    let ended = editor.patch(&membership, &memberships[1].etag, ended).await.expect(200);
    seated.withdraw().await;
    assert_eq!(passed.read().await["passedOverFor"], json!(["membership-required"]));
    editor.patch(&membership, ended.etag(), json!({ "untilOn": null })).await.expect(200);

    // Free seats are offered first to who qualifies again; nobody is confirmed past them.
    editor.post(&chosen.path("/_confirm"), json!({})).await.refused(409, "full");
    let rows = json!({ "rows": [
        { "registrationId": chosen.registration.id, "decision": "confirm" },
    ] });
    let path = format!("/v1/cohorts/{}/registrations/_decide", cohort.id);
    let decided = editor.post(&path, rows).await.expect(200);

    assert_eq!(decided.body["rows"][0]["reasons"][0]["code"], "full");
    assert_eq!(
        (passed.status().await, chosen.status().await),
        ("offered".into(), "submitted".into())
    );
}

#[tokio::test]
async fn who_is_confirmed_out_of_the_selection_is_looked_at_again_by_every_rule() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(organiser.id);
            it["team"] = anybody(2);
            it["admission"] = json!("selection");
        })
        .await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["severalRegistrationsPerBoard"] = json!(true);
        })
        .await;
    let party = Party::of(&app, &cohort, 1).await;
    let other = team(&party.board, &["school-leader"]);
    let other = app.given_registration(&cohort, &party.board, other).await;
    let editor = app.administrator().await;
    let confirm = format!("/v1/registrations/{}/_confirm", other.id);
    editor.post(&confirm, json!({})).await.expect(200);
    let change = async |path: String, change: Value| {
        let seen = editor.get(&path).await.expect(200);
        editor.patch(&path, seen.etag(), change).await.expect(200);
    };
    let audience = json!({ "audience": {
        "sectors": ["vo"], "roles": ["school-leader"], "membersOfOrganiserId": organiser.id,
    } });
    change(format!("/v1/programmes/{}", programme.id), audience).await;
    change(format!("/v1/cohorts/{}", cohort.id), json!({ "seatsPerBoard": 1 })).await;

    let refused = editor.post(&party.path("/_confirm"), json!({})).await.expect(409);

    let mut reasons = refused.reasons();
    reasons.sort_unstable();
    let expected =
        ["board-seats-exceeded", "membership-required", "role-not-admitted", "sector-not-admitted"];
    assert_eq!(reasons, expected);
    app.set_now("2026-09-16T07:00:00Z");
    let started = editor.post(&party.path("/_confirm"), json!({})).await.expect(409);
    assert!(started.reasons().contains(&"started"), "{started}");
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
