//! Booking, moving and cancelling; what the organiser takes away; what falls away by itself.

use leerkring_tests::{TestApp, Thing, Value, duo, json};

use super::{asked, listed, of, slot, team};

async fn intake(app: &TestApp, registration: &Thing) -> Value {
    let path = format!("/v1/registrations/{}", registration.id);
    app.administrator().await.get(&path).await.expect(200).body["intake"].clone()
}

#[tokio::test]
async fn a_team_books_moves_and_cancels_and_each_step_frees_what_it_had() {
    let app = TestApp::start().await;
    let (cohort, editor) = asked(&app, |_| {}).await;
    let slots = app.given_intake_slots(&cohort, "2026-09-01").await;
    let ((one, noor), (two, sam)) = (team(&app, &cohort).await, team(&app, &cohort).await);
    assert_eq!(one.body["intake"], json!({ "state": "open", "slot": null }));

    let booked = noor.post(&of(&one, "_book"), slot(&slots[0])).await.expect(200).body;
    assert_eq!(booked["intake"]["state"], "booked");
    assert_eq!(booked["intake"]["slot"]["startsAt"], "2026-09-01T07:00:00Z");
    sam.post(&of(&two, "_book"), slot(&slots[0])).await.refused(409, "slot-taken");
    noor.post(&of(&one, "_book"), slot(&slots[1])).await.refused(409, "already-booked");
    sam.post(&of(&two, "_move"), slot(&slots[1])).await.refused(409, "nothing-booked");

    let moved = noor.post(&of(&one, "_move"), slot(&slots[1])).await.expect(200).body;
    assert_eq!(moved["intake"]["slot"]["id"], json!(slots[1]));
    sam.post(&of(&two, "_book"), slot(&slots[0])).await.expect(200);
    let refused = sam.post(&of(&two, "_move"), slot(&slots[1])).await;
    refused.refused(409, "slot-taken");
    assert_eq!(intake(&app, &two).await["slot"]["id"], json!(slots[0]));
    let cancelled = noor.post(&of(&one, "_cancel"), None).await.expect(200).body;
    assert_eq!(cancelled["intake"]["state"], "open");
    assert_eq!(listed(&editor, &cohort, "&free=true").await.len(), 3);

    let path = format!("/v1/registrations/{}/history", one.id);
    let history = noor.get(&path).await.expect(200).body;
    let what: Vec<_> = history["items"].as_array().unwrap().iter().map(|it| &it["what"]).collect();
    let expected = ["registration-made", "intake-booked", "intake-moved", "intake-cancelled"];
    assert_eq!(what, expected);
}

#[tokio::test]
async fn the_team_gets_letters_with_the_moment_and_the_link() {
    let app = TestApp::start().await;
    let (cohort, _) = asked(&app, |_| {}).await;
    let slots = app.given_intake_slots(&cohort, "2026-09-01").await;
    let board = app.given_board(|_| {}).await;
    let mut people = duo(&board);
    people["participants"][0]["email"] = json!("intake@example.nl");
    let registration = app.given_registration(&cohort, &board, people).await;
    let editor = app.board_editor(&board).await;
    editor.post(&of(&registration, "_book"), slot(&slots[0])).await.expect(200);
    editor.post(&of(&registration, "_move"), slot(&slots[3])).await.expect(200);
    let cancel = format!("/v1/intake-slots/{}/_cancel", slots[3]);
    let reason = json!({ "reason": "Noor is ziek" });
    app.administrator().await.post(&cancel, reason).await.expect(204);

    let mails = app.mails_to("intake@example.nl").await;
    let with = |words: &str| mails.iter().find(|mail| mail.subject.starts_with(words)).unwrap();
    let booked = with("Intakegesprek geboekt");
    assert!(booked.text.contains("1 september 2026 om 09:00"), "{}", booked.text);
    assert!(booked.text.contains("https://meet.example.nl/intake"));
    let moved = with("Intakegesprek verplaatst");
    assert!(moved.text.contains("van 1 september 2026 om 09:00 is verplaatst"));
    assert!(moved.text.contains("op 1 september 2026 om 11:15, met Noor Bakker"));
    let cancelled = with("Intakegesprek vervalt");
    assert!(cancelled.text.contains("Toelichting: Noor is ziek"), "{}", cancelled.text);
    assert_eq!(intake(&app, &registration).await["state"], "open");
    editor.post(&of(&registration, "_book"), slot(&slots[0])).await.expect(200);
}

#[tokio::test]
async fn a_registration_that_falls_away_frees_its_slot() {
    let app = TestApp::start().await;
    let (cohort, editor) = asked(&app, |_| {}).await;
    let slots = app.given_intake_slots(&cohort, "2026-09-01").await;
    let ((one, noor), (two, sam)) = (team(&app, &cohort).await, team(&app, &cohort).await);
    noor.post(&of(&one, "_book"), slot(&slots[0])).await.expect(200);
    sam.post(&of(&two, "_book"), slot(&slots[1])).await.expect(200);

    let withdraw = format!("/v1/registrations/{}/_withdraw", one.id);
    let withdrawn = noor.post(&withdraw, json!({})).await.expect(200).body;
    assert_eq!(withdrawn["intake"], Value::Null, "a team that fell away books none any more");
    assert_eq!(listed(&sam, &cohort, "&free=true").await.len(), 3);
    noor.post(&of(&one, "_book"), slot(&slots[0])).await.refused(409, "not-confirmed");
    sam.post(&of(&two, "_move"), slot(&slots[0])).await.expect(200);
    let cancel = format!("/v1/cohorts/{}/_cancel", cohort.id);
    editor.post(&cancel, json!({ "reason": "Ziekte" })).await.expect(200);
    assert_eq!(listed(&editor, &cohort, "&free=true").await, Vec::<Value>::new());
    let all = listed(&editor, &cohort, "").await;
    assert!(all.iter().all(|it| it["bookedBy"].is_null() && it["free"] == false), "{all:?}");
    sam.post(&of(&two, "_book"), slot(&slots[0])).await.refused(409, "cancelled");
}

#[tokio::test]
async fn after_the_first_session_was_moved_the_list_has_free_what_can_be_booked() {
    let app = TestApp::start().await;
    let closes = json!("2026-08-15T10:00:00Z");
    let (cohort, editor) = asked(&app, |it| it["registrationClosesAt"] = closes).await;
    let slots = app.given_intake_slots(&cohort, "2026-09-01").await;
    let ((one, noor), (two, sam)) = (team(&app, &cohort).await, team(&app, &cohort).await);
    noor.post(&of(&one, "_book"), slot(&slots[3])).await.expect(200);
    let first = format!("/v1/sessions/{}", cohort.body["sessions"][0]["id"].as_str().unwrap());
    let seen = editor.get(&first).await.expect(200);
    let moved = json!({ "heldOn": "2026-09-01", "startTime": "10:00:00" });
    editor.patch(&first, seen.etag(), moved).await.expect(200);

    let free: Vec<_> =
        listed(&editor, &cohort, "").await.iter().map(|it| it["free"].clone()).collect();
    assert_eq!(free, [true, false, false, false]);
    for client in [&editor, &sam] {
        let listed = listed(client, &cohort, "&free=true").await;
        let ids: Vec<_> = listed.iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(ids, [&slots[0]]);
    }
    assert_eq!(listed(&noor, &cohort, "").await.len(), 1, "what is free: their own fell away");
    sam.get(&format!("/v1/intake-slots/{}", slots[1])).await.refused(404, "not-found");
    sam.post(&of(&two, "_book"), slot(&slots[1])).await.refused(409, "slot-after-start");
    sam.post(&of(&two, "_book"), slot(&slots[0])).await.expect(200);
}

#[tokio::test]
async fn a_slot_closes_and_what_was_held_stays() {
    let app = TestApp::start().await;
    let (cohort, editor) = asked(&app, |_| {}).await;
    let path = format!("/v1/cohorts/{}/intake-slots/_publish", cohort.id);
    let mut series = leerkring_tests::given::intake_slots("2026-09-01");
    series["closesHoursBefore"] = json!(24);
    let made = editor.post(&path, series).await.expect(200).body;
    let id = |place: usize| made["slots"][place]["id"].as_str().unwrap().to_owned();
    let (one, noor) = team(&app, &cohort).await;
    noor.post(&of(&one, "_book"), slot(&id(0))).await.expect(200);

    app.set_now("2026-08-31T07:00:00Z");
    noor.post(&of(&one, "_move"), slot(&id(1))).await.refused(409, "slot-closed");
    noor.post(&of(&one, "_cancel"), None).await.refused(409, "slot-closed");
    app.set_now("2026-09-01T07:30:00Z");
    assert_eq!(intake(&app, &one).await["state"], "held");
    let cancel = format!("/v1/intake-slots/{}/_cancel", id(0));
    editor.post(&cancel, json!({})).await.refused(409, "slot-started");
    let withdraw = format!("/v1/registrations/{}/_withdraw", one.id);
    let withdrawn = noor.post(&withdraw, json!({})).await.expect(200).body;
    assert_eq!(withdrawn["intake"]["state"], "held");
}
