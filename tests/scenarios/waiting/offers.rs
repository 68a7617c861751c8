//! R6, R7 and what a board answers.

use leerkring_tests::{TestApp, json};

use super::{Party, small_cohort, sweep_now};

#[tokio::test]
async fn r6_two_seats_are_offered_to_the_duo_and_the_last_to_the_single_and_15_of_15_it_is() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 15, |_| {}).await;
    let mut seated = Vec::new();
    for _ in 0..7 {
        seated.push(Party::of(&app, &cohort, 2).await);
    }
    let (pair, single) = (Party::of(&app, &cohort, 2).await, Party::of(&app, &cohort, 1).await);
    assert_eq!((pair.status().await, single.status().await), two("waitlisted"));

    seated[0].withdraw().await;

    assert_eq!((pair.status().await, single.status().await), two("offered"));
    let now = app.cohort(&cohort).await;
    assert_eq!((&now["seatsLeft"], &now["teamsWaiting"]), (&json!(0), &json!(0)));
    for party in [&pair, &single] {
        let accepted = party.accept().await.expect(200).body;
        assert_eq!(
            (&accepted["status"], &accepted["offerUntilAt"]),
            (&json!("confirmed"), &json!(null))
        );
    }
    let full = app.cohort(&cohort).await;
    assert_eq!((&full["seatsLeft"], &full["phase"]), (&json!(0), &json!("waiting-list")));
}

fn two(word: &str) -> (String, String) {
    (word.to_owned(), word.to_owned())
}

#[tokio::test]
async fn r7_an_offer_lapses_at_its_instant_and_the_seat_is_offered_to_the_next() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |_| {}).await;
    let seated = Party::of(&app, &cohort, 1).await;
    let (first, second) = (Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await);
    seated.withdraw().await;
    let offer = first.read().await;
    assert_eq!(offer["offerUntilAt"], "2026-07-04T10:00:00Z");

    app.set_now("2026-07-04T09:59:59.999Z");
    assert_eq!(first.status().await, "offered");
    app.set_now("2026-07-04T10:00:30Z");

    // The clock has decided, though nobody has written it down.
    let lapsed = first.read().await;
    assert_eq!(lapsed["status"], "lapsed");
    assert_eq!(lapsed["statusSinceAt"], "2026-07-04T10:00:00Z");
    let refused = first.accept().await;
    let refused = refused.refused(409, "offer-lapsed");
    assert!(refused.body["detail"].as_str().unwrap().contains("4 July 2026 at 12:00"));
    for (status, count) in [("offered", 0), ("lapsed", 1)] {
        let path = format!("/v1/registrations?cohortId={}&status={status}", cohort.id);
        let list = first.editor.get(&path).await.expect(200).body;
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{status}");
    }

    sweep_now(&app).await;

    assert_eq!(second.status().await, "offered");
    let settled = first.read().await;
    assert_eq!(settled["statusSinceAt"], "2026-07-04T10:00:00Z");
    first.accept().await.refused(409, "offer-lapsed");
    second.accept().await.expect(200);
}

#[tokio::test]
async fn a_lapsed_offer_frees_its_seats_for_everybody_at_once() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 2, |_| {}).await;
    let seated = Party::of(&app, &cohort, 2).await;
    let waits = Party::of(&app, &cohort, 2).await;
    seated.withdraw().await;
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 0);

    app.set_now("2026-07-05T10:00:00Z");

    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 2);
    let newcomer = Party::of(&app, &cohort, 2).await;
    assert_eq!(newcomer.registration.body["status"], "confirmed");
    assert_eq!(waits.status().await, "lapsed");
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 0);
    // Whose offer lapsed may register again, and waits behind who came before.
    let again = leerkring_tests::duo(&waits.board);
    let again = app.given_registration(&cohort, &waits.board, again).await;
    assert_eq!((&again.body["status"], &again.body["position"]), (&json!("waitlisted"), &json!(1)));
}

#[tokio::test]
async fn a_declined_offer_goes_to_the_next_in_the_same_step() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |_| {}).await;
    let seated = Party::of(&app, &cohort, 1).await;
    let (first, second) = (Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await);
    first.accept().await.refused(409, "wrong-status");
    seated.withdraw().await;

    let reason = json!({ "reason": "De dag komt niet uit" });
    let declined = first.editor.post(&first.path("/_decline"), reason).await.expect(200);

    assert_eq!(declined.body["status"], "declined");
    assert_eq!(second.status().await, "offered");
    first.accept().await.refused(409, "wrong-status");
}

#[tokio::test]
async fn an_offer_that_is_withdrawn_frees_its_seats() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |_| {}).await;
    let seated = Party::of(&app, &cohort, 1).await;
    let (first, second) = (Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await);
    seated.withdraw().await;

    first.withdraw().await;

    assert_eq!(
        (first.status().await.as_str(), second.status().await.as_str()),
        ("withdrawn", "offered")
    );
}

#[tokio::test]
async fn more_capacity_is_offered_to_the_list_and_r12_counts_what_is_offered() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 10, |_| {}).await;
    for _ in 0..5 {
        Party::of(&app, &cohort, 2).await;
    }
    let waits = Party::of(&app, &cohort, 2).await;
    let organiser = app.administrator().await;
    let path = format!("/v1/cohorts/{}", cohort.id);

    let grown = organiser.patch(&path, &cohort.etag, json!({ "capacity": 12 })).await.expect(200);

    assert_eq!(waits.status().await, "offered");
    assert_eq!((&grown.body["seatsLeft"], &grown.body["teamsWaiting"]), (&json!(0), &json!(0)));
    let etag = grown.etag().to_owned();
    let shrunk = organiser.patch(&path, &etag, json!({ "capacity": 10 })).in_english().await;
    let shrunk = shrunk.refused(409, "capacity-below-taken");
    assert!(shrunk.body["detail"].as_str().unwrap().contains("12 seats are taken"));
    // The offer's seats are free once it has lapsed.
    app.set_now("2026-07-10T10:00:00Z");
    organiser.patch(&path, &etag, json!({ "capacity": 10 })).await.expect(200);
}

#[tokio::test]
async fn cancelling_the_cohort_ends_offers_too() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |_| {}).await;
    let seated = Party::of(&app, &cohort, 1).await;
    let offered = Party::of(&app, &cohort, 1).await;
    seated.withdraw().await;

    let cancel = format!("/v1/cohorts/{}/_cancel", cohort.id);
    app.administrator().await.post(&cancel, json!({ "reason": "Ziekte" })).await.expect(200);

    assert_eq!(offered.status().await, "cancelled");
    offered.accept().await.refused(409, "wrong-status");
}

#[tokio::test]
async fn only_its_board_answers_an_offer() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |_| {}).await;
    let seated = Party::of(&app, &cohort, 1).await;
    let offered = Party::of(&app, &cohort, 1).await;
    seated.withdraw().await;

    let stranger = &seated.editor;
    stranger.post(&offered.path("/_accept"), None).await.refused(404, "not-found");
    let accepted =
        offered.editor.post(&offered.path("/_accept"), None).key("accept-this-offer-once").await;
    let again =
        offered.editor.post(&offered.path("/_accept"), None).key("accept-this-offer-once").await;
    assert_eq!(accepted.expect(200).text, again.expect(200).text);
}

/// Two teams wait for the seat of a third; the boards of all are members of the organiser.
async fn members_that_wait(app: &TestApp) -> (leerkring_tests::Thing, [Party; 3]) {
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
    let (mut parties, mut memberships) = (Vec::new(), Vec::new());
    for number in 0..3 {
        let board = app.given_board(|_| {}).await;
        memberships.push(app.given_member(&organiser, &board).await);
        let mut team = leerkring_tests::team(&board, &["teacher"]);
        team["contact"]["email"] = json!(format!("contact{number}@example.nl"));
        let registration = app.given_registration(&cohort, &board, team).await;
        parties.push(Party { registration, editor: app.board_editor(&board).await, board });
    }
    (memberships.remove(1), parties.try_into().unwrap_or_else(|_| panic!("three")))
}

#[tokio::test]
async fn who_does_not_qualify_any_more_when_they_accept_loses_the_offer_to_the_next() {
    let app = TestApp::start().await;
    let (membership, [seated, first, second]) = members_that_wait(&app).await;
    seated.withdraw().await;
    assert_eq!(first.status().await, "offered");
    let administrator = app.administrator().await;
    let path = format!("/v1/memberships/{}", membership.id);
    let ended = json!({ "untilOn": "2026-06-30" });
    administrator.patch(&path, &membership.etag, ended).await.expect(200);

    let accept = || first.editor.post(&first.path("/_accept"), None).in_english();
    let refused = accept().key("accept-once-and-for-all").await;

    let refused = refused.refused(409, "membership-required");
    assert_eq!(refused.reasons(), ["membership-required"]);
    let again = accept().key("accept-once-and-for-all").await;
    assert_eq!(again.text, refused.text, "a repeated request has the same answer");
    assert_eq!(
        (first.status().await.as_str(), second.status().await.as_str()),
        ("lapsed", "offered")
    );
    accept().await.refused(409, "offer-lapsed");
    let history = first.editor.get(&first.path("/history")).await.expect(200).body;
    let last = history["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["what"], &last["reason"]),
        (&json!("registration-lapsed"), &json!("membership-required"))
    );
    assert_eq!(last["by"]["side"], "server");
    let mail = app.last_mail_to("contact1@example.nl").await;
    assert!(mail.subject.starts_with("Aanbod vervallen"), "{}", mail.subject);
    assert!(mail.text.contains("is vandaag geen lid"), "{}", mail.text);
    second.accept().await.expect(200);
}

#[tokio::test]
async fn whoever_is_overtaken_by_hand_reads_that_and_why_and_it_counts_for_nothing() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 2, |_| {}).await;
    let seated = [Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await];
    let (pair, single) = (Party::of(&app, &cohort, 2).await, Party::of(&app, &cohort, 1).await);
    let behind = Party::of(&app, &cohort, 1).await;
    seated[0].withdraw().await;
    assert_eq!(pair.status().await, "waitlisted", "it does not fit, and holds up the others");

    let reason = json!({ "reason": "Dit bestuur stond op de vorige lijst bovenaan" });
    app.administrator().await.post(&single.path("/_offer"), reason).await.expect(200);

    let read = |party: &Party| party.editor.get(&party.path("/history")).in_english();
    let history = read(&pair).await.expect(200).body;
    let last = history["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["what"], "registration-overtaken");
    assert_eq!(last["reason"], "Dit bestuur stond op de vorige lijst bovenaan");
    assert_eq!(last["detail"], "The organiser offered seats to a team behind this one.");
    assert_eq!(last["by"]["side"], "platform");
    assert_eq!(pair.read().await["overtaken"], 0);
    let history = read(&behind).await.expect(200).body;
    assert_eq!(history["items"].as_array().unwrap().len(), 1, "nobody went before it");
}
