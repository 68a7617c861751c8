//! In order, and who is passed over and why.

use leerkring_tests::{TestApp, json};

use super::{Party, small_cohort, sweep_now};

/// What the history of a registration calls what happened.
async fn told(party: &Party) -> Vec<String> {
    let page = party.editor.get(&party.path("/history")).await.expect(200).body;
    let what = |it: &leerkring_tests::Value| it["what"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(what).collect()
}

#[tokio::test]
async fn a_larger_team_holds_up_those_behind_it_unless_the_cohort_skips_it_three_times() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 6, |_| {}).await;
    let mut singles = Vec::new();
    for _ in 0..6 {
        singles.push(Party::of(&app, &cohort, 1).await);
    }
    let large = Party::of(&app, &cohort, 2).await;
    let mut small = Vec::new();
    for _ in 0..4 {
        small.push(Party::of(&app, &cohort, 1).await);
    }
    singles[0].withdraw().await;
    assert_eq!(small[0].status().await, "waitlisted", "strict order");

    let organiser = app.administrator().await;
    let path = format!("/v1/cohorts/{}", cohort.id);
    let skip = json!({ "skipLargerTeams": true });
    organiser.patch(&path, &cohort.etag, skip).await.expect(200);

    for (time, single) in (1..=3).zip(&small) {
        assert_eq!(single.status().await, "offered");
        single.accept().await.expect(200);
        let passed = large.read().await;
        assert_eq!((&passed["overtaken"], &passed["position"]), (&json!(time), &json!(1)));
        singles[time].withdraw().await;
    }

    // Three times is enough: the seat is kept until the pair fits.
    assert_eq!(small[3].status().await, "waitlisted");
    singles[4].withdraw().await;
    assert_eq!(large.status().await, "offered");
    let what = told(&large).await;
    assert_eq!(what.iter().filter(|it| *it == "registration-overtaken").count(), 3);
}

#[tokio::test]
async fn who_is_no_member_any_more_is_passed_over_once_and_gets_a_turn_when_they_are_again() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(organiser.id);
            it["team"] = leerkring_tests::given::anybody(2);
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
    let mut parties = Vec::new();
    let mut memberships = Vec::new();
    for _ in 0..3 {
        let board = app.given_board(|_| {}).await;
        memberships.push(app.given_member(&organiser, &board).await);
        let team = leerkring_tests::team(&board, &["teacher"]);
        let registration = app.given_registration(&cohort, &board, team).await;
        parties.push(Party { registration, editor: app.board_editor(&board).await, board });
    }
    let administrator = app.administrator().await;
    let membership = format!("/v1/memberships/{}", memberships[1].id);
    let ended = json!({ "untilOn": "2026-06-30" });
    let ended = administrator.patch(&membership, &memberships[1].etag, ended).await.expect(200);

    parties[0].withdraw().await;
    sweep_now(&app).await;

    let passed = parties[1].read().await;
    assert_eq!((&passed["status"], &passed["position"]), (&json!("waitlisted"), &json!(1)));
    assert_eq!(passed["passedOverFor"], json!(["membership-required"]));
    assert_eq!(parties[2].status().await, "offered");
    let what = told(&parties[1]).await;
    assert_eq!(what, ["registration-made", "registration-passed-over"]);

    let again = json!({ "untilOn": null });
    administrator.patch(&membership, ended.etag(), again).await.expect(200);
    parties[2].editor.post(&parties[2].path("/_decline"), json!({})).await.expect(200);
    assert_eq!(parties[1].status().await, "offered");
}

#[tokio::test]
async fn who_registers_while_only_those_who_do_not_qualify_wait_gets_the_seat() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |it| it["waitingList"] = json!({ "most": 1 })).await;
    let seated = Party::of(&app, &cohort, 1).await;
    let closed = Party::of(&app, &cohort, 1).await;
    let successor = app.given_board(|_| {}).await;
    let merge = format!("/v1/boards/{}/_merge", closed.board.id);
    let body = json!({
        "successorId": successor.number.to_string(), "mergedOn": "2026-07-01", "reason": "Fusie",
    });
    app.administrator().await.post(&merge, body).await.expect(200);
    seated.withdraw().await;
    let passed = app.administrator().await.get(&closed.path("")).await.expect(200).body;
    assert_eq!(passed["passedOverFor"], json!(["board-closed"]), "{passed}");

    let newcomer = Party::of(&app, &cohort, 1).await;
    assert_eq!(newcomer.registration.body["status"], "confirmed");
    let waits = Party::of(&app, &cohort, 1).await;
    assert_eq!(
        waits.registration.body["status"], "waitlisted",
        "the list has room for one in line"
    );
}

#[tokio::test]
async fn the_organiser_offers_by_hand_with_a_reason() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 2, |_| {}).await;
    let (one, two) = (Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await);
    let (pair, single) = (Party::of(&app, &cohort, 2).await, Party::of(&app, &cohort, 1).await);
    let organiser = app.administrator().await;
    let reason = json!({ "reason": "Past in de ene vrije plaats" });
    organiser.post(&single.path("/_offer"), reason.clone()).await.refused(409, "full");
    one.withdraw().await;
    assert_eq!(single.status().await, "waitlisted");

    organiser.post(&single.path("/_offer"), json!({})).await.expect(400);
    let offered = organiser.post(&single.path("/_offer"), reason.clone()).await.expect(200);

    assert_eq!(offered.body["status"], "offered");
    organiser.post(&two.path("/_offer"), reason.clone()).await.refused(409, "wrong-status");
    single.editor.post(&single.path("/_offer"), reason).await.expect(403);
    assert_eq!(pair.read().await["position"], 1);
    let history = single.editor.get(&single.path("/history")).await.expect(200).body;
    let last = history["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["reason"], "Past in de ene vrije plaats");
    assert_eq!(last["by"]["side"], "platform");
}

#[tokio::test]
async fn after_the_window_the_list_goes_on_until_the_first_session_starts() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |_| {}).await;
    let seated = Party::of(&app, &cohort, 1).await;
    let (first, second) = (Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await);
    app.set_now("2026-09-15T10:00:00Z");
    seated.withdraw().await;

    assert_eq!(first.read().await["offerUntilAt"], "2026-09-16T07:00:00Z");
    app.set_now("2026-09-16T07:00:00Z");
    sweep_now(&app).await;
    assert_eq!(
        (first.status().await.as_str(), second.status().await.as_str()),
        ("lapsed", "waitlisted")
    );
}
