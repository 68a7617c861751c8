//! Until when a team may answer.

use leerkring_tests::{TestApp, json};

use super::{Party, small_cohort};

#[tokio::test]
async fn an_offer_ends_in_the_organisers_working_hours() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let administrator = app.administrator().await;
    let path = format!("/v1/organisers/{}", organiser.id);
    let hours = json!({ "workingHours": {
        "days": ["friday", "monday"], "startTime": "09:00:00", "endTime": "17:00:00",
    } });
    let changed = administrator.patch(&path, &organiser.etag, hours).await.expect(200);
    assert_eq!(changed.body["workingHours"]["days"], json!(["monday", "friday"]));
    let wrong = json!({ "workingHours": { "days": ["monday"], "startTime": "17:00:00", "endTime": "09:00:00" } });
    let wrong = administrator.patch(&path, changed.etag(), wrong).await.expect(400);
    assert_eq!(wrong.body["errors"][0]["code"], "ends-before-start");
    let night = json!({ "workingHours": { "days": ["monday"], "startTime": "04:00:00", "endTime": "07:00:00" } });
    let night = administrator.patch(&path, changed.etag(), night).await.expect(400);
    assert_eq!(night.errors(), [("/workingHours".to_owned(), "hours-at-night".to_owned())]);
    let programme = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(organiser.id);
            it["team"] = leerkring_tests::given::anybody(2);
        })
        .await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["capacity"] = json!(1);
            it["waitingList"] = json!({});
        })
        .await;
    let (seated, waits) = (Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await);

    seated.withdraw().await;

    // Wednesday noon + 72 hours is a Saturday; Monday at nine is the first moment after it.
    assert_eq!(waits.read().await["offerUntilAt"], "2026-07-06T07:00:00Z");
}

#[tokio::test]
async fn the_cohort_says_how_long_and_no_offer_ends_at_night() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |it| it["offerHours"] = json!(14)).await;
    let (seated, waits) = (Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await);

    seated.withdraw().await;

    // Noon + 14 hours is two at night.
    assert_eq!(waits.read().await["offerUntilAt"], "2026-07-02T06:00:00Z");
}

#[tokio::test]
async fn a_first_session_that_comes_earlier_takes_the_offers_with_it() {
    let app = TestApp::start().await;
    let cohort = small_cohort(&app, 1, |it| {
        it["offerHours"] = json!(720);
        it["registrationClosesAt"] = json!("2026-07-01T12:00:00Z");
    })
    .await;
    let (seated, waits) = (Party::of(&app, &cohort, 1).await, Party::of(&app, &cohort, 1).await);
    seated.withdraw().await;
    let session = cohort.body["sessions"][0]["id"].as_str().unwrap();
    let path = format!("/v1/sessions/{session}");
    let administrator = app.administrator().await;
    let etag = administrator.get(&path).await.expect(200).etag().to_owned();

    administrator.patch(&path, &etag, json!({ "heldOn": "2026-07-03" })).await.expect(200);

    assert_eq!(waits.read().await["offerUntilAt"], "2026-07-03T07:00:00Z");
    app.set_now("2026-07-03T07:00:00Z");
    waits.accept().await.refused(409, "offer-lapsed");
}
