//! Completion: explained, and what it does to registrations.

use leerkring_tests::{json, person};

use super::{AFTERWARDS, FIRST_DAY, Group, row};

/// Everybody was there four times, but for the first team at the first two sessions.
async fn held() -> Group {
    let group = Group::new(|_| {}).await;
    group.app.set_now(AFTERWARDS);
    for session in 0..4 {
        let mark = if session < 2 { "absent" } else { "present" };
        let rows = [row(group.person(0, 0), mark), row(group.person(0, 1), mark)];
        group.mark(session, json!({ "rows": rows, "others": "present" })).await;
    }
    group
}

#[tokio::test]
async fn what_is_missing_is_told_in_words() {
    let group = held().await;
    let board = group.app.board_editor(&group.boards[0]).await;
    let path = group.of_registration(0, "/completion");
    let completion = board.get(&path).in_english().await.expect(200).body;
    let first = &completion["participants"][0];
    assert_eq!(first["standing"], "out-of-reach");
    assert_eq!((&first["countedSessions"], &first["neededSessions"]), (&json!(2), &json!(3)));
    assert_eq!((&first["reachedPercentage"], &first["neededPercentage"]), (&json!(50), &json!(75)));
    let missing = first["missing"].as_array().unwrap();
    let said: Vec<_> = missing.iter().map(|it| it["detail"].as_str().unwrap()).collect();
    let expected = [
        "2 of 4 expected sessions count; 3 needed (75%)",
        "session 1 (16 September 2026): absent",
        "session 2 (7 October 2026): absent",
    ];
    assert_eq!(said, expected);
    let dutch = board.get(&path).await.expect(200).body;
    let dutch = &dutch["participants"][0]["missing"][1]["detail"];
    assert_eq!(dutch, "bijeenkomst 1 (16 september 2026): afwezig");
    group.app.board_editor(&group.boards[1]).await.get(&path).await.expect(404);
}

#[tokio::test]
async fn organisers_read_how_far_everybody_is() {
    let group = held().await;
    let editor = group.editor().await;
    let all = editor.get(&group.of_cohort("completion?limit=3&count=true")).await.expect(200);
    assert_eq!((all.body["items"].as_array().unwrap().len(), &all.body["count"]), (3, &json!(4)));
    let met = editor.get(&group.of_cohort("completion?standing=met&limit=1")).await.expect(200);
    let next = met.body["next"].as_str().unwrap();
    let path = group.of_cohort(&format!("completion?standing=met&limit=1&cursor={next}"));
    let last = editor.get(&path).await.expect(200).body;
    assert_eq!((&last["items"][0]["standing"], &last["next"]), (&json!("met"), &json!(null)));
    assert_ne!(last["items"][0]["participantId"], met.body["items"][0]["participantId"]);
    let board = group.app.board_editor(&group.boards[0]).await;
    board.get(&group.of_cohort("completion")).await.expect(403);
}

#[tokio::test]
async fn a_registration_is_completed_by_who_completes_it_and_keeps_its_seats() {
    let group = held().await;
    let editor = group.editor().await;
    let path = group.of_cohort("_complete");
    let done = editor.post(&path, None).await.expect(200).body;
    assert_eq!(done, json!({ "completed": 1, "completedBefore": 0, "remaining": 1 }));
    let board = group.app.board_editor(&group.boards[1]).await;
    let registration = board.get(&group.of_registration(1, "")).await.expect(200).body;
    assert_eq!(registration["status"], "completed");
    assert_eq!(group.app.cohort(&group.cohort).await["seatsLeft"], 20);
    let sessions = board.get(&group.of_cohort("sessions")).await.expect(200).body;
    assert_eq!(sessions["items"][0]["meetingLink"], "https://vergadering.example.nl/1");
    let history = board.get(&group.of_registration(1, "/history")).await.expect(200).body;
    assert_eq!(history["items"][1]["what"], "registration-completed");

    let mut correction = row(group.person(0, 0), "present");
    correction["version"] = json!(1);
    group.mark(0, json!({ "rows": [correction] })).await;
    let done = editor.post(&path, None).await.expect(200).body;
    assert_eq!(done, json!({ "completed": 1, "completedBefore": 1, "remaining": 0 }));
    let other = group.app.given_organiser(|_| {}).await;
    let other = group.app.organiser_editor(&other).await;
    other.post(&path, None).await.refused(403, "not-your-organiser");
}

#[tokio::test]
async fn a_cohort_is_completed_after_its_last_session_and_by_a_rule() {
    let group = Group::new(|it| it["completionPercentage"] = json!(null)).await;
    group.app.set_now("2026-11-11T15:59:00Z");
    let answer = group.editor().await.post(&group.of_cohort("_complete"), None).await;
    let reasons = answer.body["reasons"].as_array().unwrap();
    let codes: Vec<_> = reasons.iter().map(|reason| reason["code"].as_str().unwrap()).collect();
    assert_eq!((answer.status, codes), (409, vec!["not-ended", "no-completion-rule"]));
}

#[tokio::test]
async fn who_takes_a_place_is_not_marked_for_what_was_before() {
    let group = Group::new(|_| {}).await;
    group.app.set_now(FIRST_DAY);
    group.mark(0, json!({ "others": "present" })).await;
    group.app.set_now("2026-10-08T10:00:00Z");
    let board = group.app.board_editor(&group.boards[0]).await;
    let leaves = group.person(0, 1);
    let replace = group.of_registration(0, &format!("/participants/{leaves}/_replace"));
    let after = board.post(&replace, person("hr-professional")).await.expect(200).body;
    let successor = after["participants"][1]["id"].as_str().unwrap();

    let list = group.editor().await.get(&group.session(0)).await.expect(200).body;
    let of = |id: &str| {
        let all = list["items"].as_array().unwrap();
        all.iter().find(|it| it["participantId"] == id).unwrap().clone()
    };
    assert_eq!(
        (&of(leaves)["replaced"], &of(leaves)["marked"]["mark"]),
        (&json!(true), &json!("present"))
    );
    assert_eq!(
        (&of(successor)["replaced"], &of(successor)["marked"]),
        (&json!(false), &json!(null))
    );
    let completion = board.get(&group.of_registration(0, "/completion")).await.expect(200).body;
    let judged = &completion["participants"][1]["sessions"];
    let outcome = |session: usize| judged[session]["outcome"].as_str().unwrap();
    let outcomes: Vec<_> = (0..4).map(outcome).collect();
    assert_eq!(outcomes, ["before-joining", "before-joining", "to-come", "to-come"]);
}
