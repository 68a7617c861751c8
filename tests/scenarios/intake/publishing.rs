//! Publishing slots, one or a series, and who reads them.

use leerkring_tests::given::intake_slots;
use leerkring_tests::{TestApp, json};

use super::{asked, listed, of, slot, team};

#[tokio::test]
async fn a_series_is_published_in_one_request_without_public_holidays() {
    let app = TestApp::start().await;
    let (cohort, editor) = asked(&app, |it| {
        it["sessions"][0]["heldOn"] = json!("2027-01-13");
        it["sessions"].as_array_mut().unwrap().truncate(1);
    })
    .await;
    let path = format!("/v1/cohorts/{}/intake-slots/_publish", cohort.id);
    let mut series = intake_slots("");
    series.as_object_mut().unwrap().remove("heldOn");
    series["weekly"] =
        json!({ "fromOn": "2026-12-21", "untilOn": "2027-01-01", "weekdays": ["friday"] });

    let refused = editor.post(&path, series.clone()).await.refused(400, "invalid-request");
    assert_eq!(refused.errors(), [(String::new(), "no-slots".to_owned())]);
    series["weekly"]["untilOn"] = json!("2027-01-08");
    let made = editor.post(&path, series).in_english().await.expect(200).body;

    let skipped: Vec<_> =
        made["skipped"].as_array().unwrap().iter().map(|it| &it["publicHoliday"]).collect();
    assert_eq!(skipped, ["Christmas Day", "New Year's Day"]);
    let starts: Vec<_> =
        made["slots"].as_array().unwrap().iter().map(|it| &it["startsAt"]).collect();
    let expected = ["08:00", "08:45", "09:30", "10:15"].map(|at| format!("2027-01-08T{at}:00Z"));
    assert_eq!(starts, expected.each_ref());
    assert_eq!(listed(&editor, &cohort, "").await.len(), 4);
}

#[tokio::test]
async fn slots_that_cannot_be_are_all_named_and_none_is_made() {
    let app = TestApp::start().await;
    let (cohort, editor) = asked(&app, |_| {}).await;
    let path = format!("/v1/cohorts/{}/intake-slots/_publish", cohort.id);
    app.given_intake_slots(&cohort, "2026-09-01").await;

    let mut series = intake_slots("2026-09-01");
    series["heldOn"] = json!(["2026-06-30", "2026-09-01", "2026-09-16", "2026-09-02"]);
    series["endTime"] = json!("09:30:00");
    series["interviewer"] = json!("noor bakker");
    let refused = editor.post(&path, series).await.expect(409);
    assert_eq!(refused.reasons(), ["slot-in-the-past", "interviewer-busy", "slot-after-start"]);
    assert_eq!(listed(&editor, &cohort, "").await.len(), 4);

    let (other, _) = asked(&app, |_| {}).await;
    let elsewhere = format!("/v1/cohorts/{}/intake-slots/_publish", other.id);
    let refused = editor.post(&elsewhere, intake_slots("2026-09-01")).await;
    refused.refused(403, "not-your-organiser");
    let plain = app.given_cohort(|_| {}).await;
    let plain = format!("/v1/cohorts/{}/intake-slots/_publish", plain.id);
    let administrator = app.administrator().await;
    let refused = administrator.post(&plain, intake_slots("2026-09-01")).await;
    refused.refused(409, "intake-not-asked");
    let mut unclear = intake_slots("2026-09-01");
    unclear["weekly"] =
        json!({ "fromOn": "2026-09-01", "untilOn": "2026-09-02", "weekdays": ["friday"] });
    editor.post(&path, unclear).await.refused(400, "invalid-request");
}

#[tokio::test]
async fn an_hour_that_autumn_repeats_is_told() {
    let app = TestApp::start().await;
    let (cohort, editor) = asked(&app, |it| {
        it["sessions"][0]["heldOn"] = json!("2026-10-28");
        it["sessions"].as_array_mut().unwrap().truncate(1);
    })
    .await;
    let path = format!("/v1/cohorts/{}/intake-slots/_publish", cohort.id);
    let mut night = intake_slots("2026-10-25");
    night["startTime"] = json!("02:30:00");
    night.as_object_mut().unwrap().remove("endTime");
    let made = editor.post(&path, night).await.expect(200).body;
    assert_eq!(made["slots"][0]["startsAt"], "2026-10-25T00:30:00Z");
    assert_eq!(made["slots"][0]["endsAt"], "2026-10-25T01:00:00Z");
    assert_eq!(made["warnings"][0]["code"], "time-happens-twice");
}

#[tokio::test]
async fn boards_see_what_is_free_and_their_own_and_the_link_of_their_own_only() {
    let app = TestApp::start().await;
    let (cohort, editor) = asked(&app, |_| {}).await;
    let slots = app.given_intake_slots(&cohort, "2026-09-01").await;
    let ((one, noor), (two, sam)) = (team(&app, &cohort).await, team(&app, &cohort).await);
    noor.post(&of(&one, "_book"), slot(&slots[1])).await.expect(200);
    sam.post(&of(&two, "_book"), slot(&slots[2])).await.expect(200);

    let seen = listed(&noor, &cohort, "").await;
    let ids: Vec<_> = seen.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [&slots[0], &slots[1], &slots[3]]);
    let links: Vec<_> = seen.iter().map(|it| it["meetingLink"].is_string()).collect();
    assert_eq!(links, [false, true, false]);
    assert_eq!(seen[1]["bookedBy"]["registrationId"], json!(one.id));
    noor.get(&format!("/v1/intake-slots/{}", slots[2])).await.refused(404, "not-found");
    let all = listed(&editor, &cohort, "").await;
    let booked: Vec<_> = all.iter().filter(|it| it["bookedBy"].is_object()).collect();
    assert_eq!((all.len(), booked.len()), (4, 2));
    assert!(all.iter().all(|it| it["meetingLink"].is_string()));
    assert_eq!(listed(&editor, &cohort, "&free=true").await.len(), 2);

    let path = format!("/v1/cohorts/{}/intake-slots?limit=3&count=true", cohort.id);
    let page = editor.get(&path).await.expect(200).body;
    assert_eq!(page["count"], 4);
    let next = page["next"].as_str().unwrap();
    let rest = editor.get(&format!("{path}&cursor={next}")).await.expect(200).body;
    assert_eq!(rest["items"][0]["id"], json!(slots[3]));

    let stranger = app.board_editor(&app.given_board(|_| {}).await).await;
    let path = format!("/v1/cohorts/{}/intake-slots", cohort.id);
    stranger.get(&path).await.refused(403, "not-your-cohort");
}
