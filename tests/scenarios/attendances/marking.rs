//! Marking: many at once, corrections, and who reads what.

use leerkring_tests::{Value, json};
use uuid::Uuid;

use super::{FIRST_DAY, Group, outcomes, row};

#[tokio::test]
async fn each_row_is_judged_by_itself_and_everybody_else_is_marked_in_the_same_request() {
    let group = Group::new(|_| {}).await;
    group.app.set_now(FIRST_DAY);
    let stranger = Uuid::from_u128(7).to_string();
    let mut late = row(group.person(0, 1), "partly");
    late["fromTime"] = json!("10:15");
    late["untilTime"] = json!("17:00");
    let mut too_late = row(group.person(1, 1), "partly");
    too_late["fromTime"] = json!("17:00");
    too_late["untilTime"] = json!("18:00");
    let rows =
        json!([row(group.person(0, 0), "absent"), late, too_late, row(&stranger, "present")]);

    let answer = group.mark(0, json!({ "rows": rows, "others": "present" })).await;

    let expected = ["absent", "partly", "times-outside-session", "not-on-the-roll"];
    assert_eq!(outcomes(&answer), expected);
    assert_eq!(answer.body["othersMarked"], 2);
    let list = group.editor().await.get(&group.session(0)).await.expect(200).body;
    let marked = |person: &str| {
        let all = list["items"].as_array().unwrap();
        all.iter().find(|it| it["participantId"] == person).unwrap()["marked"].clone()
    };
    assert_eq!(marked(group.person(0, 1))["fromTime"], "10:15:00");
    assert_eq!(marked(group.person(1, 1))["mark"], "present");
    assert_eq!(list["items"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_mark_is_corrected_by_who_has_seen_it() {
    let group = Group::new(|_| {}).await;
    group.app.set_now(FIRST_DAY);
    let person = group.person(0, 0);
    group.mark(0, json!({ "rows": [row(person, "absent")] })).await;

    let unseen = group.mark(0, json!({ "rows": [row(person, "present")] })).await;
    assert_eq!(outcomes(&unseen), ["marked-meanwhile"]);
    let said = &unseen.body["rows"][0]["reasons"][0]["detail"];
    assert_eq!(said, "meanwhile this participant is marked absent; read again");
    let mut seen = row(person, "present");
    seen["version"] = json!(1);
    let corrected = group.mark(0, json!({ "rows": [seen, row(person, "present")] })).await;
    assert_eq!(outcomes(&corrected), ["present", "present"]);
    assert_eq!(corrected.body["rows"][1]["marked"]["version"], 2);

    let log = format!("/v1/audit-entries?subjectId={person}");
    let log = group.app.administrator().await.get(&log).await.expect(200).body;
    let what: Vec<_> = log["items"].as_array().unwrap().iter().map(|it| &it["what"]).collect();
    assert_eq!(what, ["marked-present", "marked-absent"]);
}

#[tokio::test]
async fn before_the_day_somebody_is_excused_and_nothing_else() {
    let group = Group::new(|_| {}).await;
    group.app.set_now("2026-09-15T21:59:00Z");
    let rows = [row(group.person(0, 0), "excused"), row(group.person(0, 1), "present")];
    let answer = group.mark(0, json!({ "rows": rows })).await;
    assert_eq!(outcomes(&answer), ["excused", "before-session-day"]);
    let path = format!("{}/_mark", group.session(0));
    let all = group.editor().await.post(&path, json!({ "others": "present" })).await;
    all.refused(409, "before-session-day");
}

#[tokio::test]
async fn a_session_that_moves_to_another_time_forgets_who_was_there_and_keeps_who_is_excused() {
    let group = Group::new(|_| {}).await;
    group.app.set_now("2026-09-16T06:30:00Z");
    let (there, excused) = (group.person(0, 0), group.person(0, 1));
    let rows = [row(there, "present"), row(excused, "excused")];
    let marked = group.mark(0, json!({ "rows": rows, "others": "absent" })).await;
    assert_eq!(outcomes(&marked), ["present", "excused"]);
    let editor = group.editor().await;
    let session = group.session(0).replace("/attendances", "");
    let change = async |change: Value| {
        let seen = editor.get(&session).await.expect(200);
        editor.patch(&session, seen.etag(), change).await.expect(200);
        let list = editor.get(&group.session(0)).await.expect(200).body;
        let all = list["items"].as_array().unwrap().iter();
        let marks = all.filter_map(|it| it["marked"]["mark"].as_str().map(str::to_owned));
        let mut marks: Vec<_> = marks.collect();
        marks.sort();
        marks
    };

    let same = change(json!({ "theme": "Verzuim", "address": "Domplein 1, Utrecht" })).await;
    assert_eq!(same, ["absent", "absent", "excused", "present"]);
    assert_eq!(change(json!({ "heldOn": "2026-09-23" })).await, ["excused"]);
    let too_early = group.mark(0, json!({ "rows": [row(there, "present")] })).await;
    assert_eq!(outcomes(&too_early), ["before-session-day"]);
}

#[tokio::test]
async fn times_belong_to_who_was_partly_there() {
    let group = Group::new(|_| {}).await;
    group.app.set_now(FIRST_DAY);
    let mut timed = row(group.person(0, 1), "absent");
    timed["untilTime"] = json!("12:00");
    let rows = [row(group.person(0, 0), "partly"), timed];
    let path = format!("{}/_mark", group.session(0));
    let answer = group.editor().await.post(&path, json!({ "rows": rows })).await;
    let at = |place: &str, code: &str| (place.to_owned(), code.to_owned());
    let expected = [
        at("/rows/0/fromTime", "times-missing"),
        at("/rows/0/untilTime", "times-missing"),
        at("/rows/1/untilTime", "times-superfluous"),
    ];
    assert_eq!(answer.expect(400).errors(), expected);
}

#[tokio::test]
async fn a_board_reads_its_own_people_and_others_read_nothing() {
    let group = Group::new(|_| {}).await;
    group.app.set_now(FIRST_DAY);
    group.mark(0, json!({ "others": "present" })).await;
    let board = group.app.board_editor(&group.boards[0]).await;
    let own = board.get(&format!("{}?count=true", group.session(0))).await.expect(200).body;
    assert_eq!(own["count"], 2);
    let theirs = |it: &Value| it["registrationId"] == group.registrations[0].id.as_str();
    assert!(own["items"].as_array().unwrap().iter().all(theirs));
    let path = format!("{}/_mark", group.session(0));
    board.post(&path, json!({ "others": "absent" })).await.expect(403);

    let stranger = group.app.given_board(|_| {}).await;
    group.app.board_editor(&stranger).await.get(&group.session(0)).await.expect(404);
    let other = group.app.given_organiser(|_| {}).await;
    let other = group.app.organiser_editor(&other).await;
    other.get(&group.session(0)).await.expect(404);
    other.post(&path, json!({ "others": "absent" })).await.refused(403, "not-your-organiser");
}
