//! Seats in breakouts: full, changed in one step, given back, and kept by whoever has them.

use leerkring_tests::{TestApp, json, person as somebody};

use super::{Afternoon, of, person};

#[tokio::test]
async fn r10_the_twenty_first_is_refused_and_keeps_her_place_in_the_session() {
    let app = TestApp::start().await;
    let afternoon = Afternoon::with_seats(&app, 20).await;
    let (registration, editor) = afternoon.team(&app, 21).await;
    for place in 0..20 {
        afternoon.choose(&editor, (&registration, place), 0).await.expect(200);
    }

    let refused = afternoon.choose(&editor, (&registration, 20), 0).await;

    let refused = refused.refused(409, "breakout-full");
    assert!(refused.text.contains("Twee (20)"), "{refused}");
    assert_eq!(afternoon.seats_left(&app).await, [0, 20, 20]);
    let path = format!("/v1/registrations/{}", registration.id);
    let now = editor.get(&path).await.expect(200).body;
    assert_eq!(
        (&now["status"], &now["participants"][20]["id"]),
        (&json!("confirmed"), &json!(person(&registration, 20)))
    );
    let path = format!("/v1/sessions/{}/breakout-choices", afternoon.session);
    let without = editor.get(&format!("{path}?chosen=false")).await.expect(200).body;
    assert_eq!(without["items"][0]["participantId"], json!(person(&registration, 20)));
    afternoon.choose(&editor, (&registration, 20), 1).await.expect(200);
    let where_is = format!("{path}?breakoutId={}&count=true", afternoon.breakouts[0]);
    assert_eq!(afternoon.editor.get(&where_is).await.expect(200).body["count"], 20);
}

#[tokio::test]
async fn a_change_frees_the_old_seat_only_once_the_new_one_is_had() {
    let app = TestApp::start().await;
    let afternoon = Afternoon::with_seats(&app, 1).await;
    let (registration, editor) = afternoon.team(&app, 2).await;
    let (one, two) = ((&registration, 0), (&registration, 1));
    afternoon.choose(&editor, one, 0).await.expect(200);
    afternoon.choose(&editor, two, 1).await.expect(200);

    afternoon.choose(&editor, one, 1).await.refused(409, "breakout-full");
    assert_eq!(afternoon.seats_left(&app).await, [0, 0, 1]);
    let again = afternoon.choose(&editor, one, 0).await.expect(200);
    assert_eq!(again.body["breakoutId"], json!(afternoon.breakouts[0]));
    afternoon.choose(&editor, one, 2).await.expect(200);
    assert_eq!(afternoon.seats_left(&app).await, [1, 0, 0]);
    let left = json!({ "sessionId": afternoon.session });
    editor.post(&of(two, "_leave"), left.clone()).await.expect(204);
    editor.post(&of(two, "_leave"), left).await.refused(409, "no-breakout-chosen");
    assert_eq!(afternoon.seats_left(&app).await, [1, 1, 0]);
    assert_eq!(app.recorded("breakout-chosen").await, 3);
    app.set_now("2026-09-16T13:00:00Z");
    afternoon.choose(&editor, two, 0).await.refused(409, "session-in-the-past");
}

#[tokio::test]
async fn whoever_leaves_the_cohort_leaves_the_breakout() {
    let app = TestApp::start().await;
    let afternoon = Afternoon::with_seats(&app, 5).await;
    let (registration, editor) = afternoon.team(&app, 2).await;
    let (other, sam) = afternoon.team(&app, 1).await;
    afternoon.choose(&editor, (&registration, 0), 0).await.expect(200);
    afternoon.choose(&editor, (&registration, 1), 1).await.expect(200);
    afternoon.choose(&sam, (&other, 0), 1).await.expect(200);

    let replace = of((&registration, 0), "_replace").replace("/breakouts", "");
    editor.post(&replace, somebody("teacher")).await.expect(200);
    assert_eq!(afternoon.seats_left(&app).await, [5, 3, 5]);
    let gone = afternoon.choose(&editor, (&registration, 0), 0).await;
    gone.refused(409, "already-replaced");
    let withdraw = format!("/v1/registrations/{}/_withdraw", registration.id);
    editor.post(&withdraw, json!({})).await.expect(200);
    assert_eq!(afternoon.seats_left(&app).await, [5, 4, 5]);
    let gone = afternoon.choose(&editor, (&registration, 1), 0).await;
    gone.refused(409, "not-confirmed");
}

#[tokio::test]
async fn boards_choose_for_their_own_and_organisers_place_anybody_and_tell_them() {
    let app = TestApp::start().await;
    let afternoon = Afternoon::with_seats(&app, 5).await;
    let (registration, _) = afternoon.team(&app, 1).await;
    let (other, sam) = afternoon.team(&app, 1).await;

    afternoon.choose(&sam, (&registration, 0), 0).await.refused(404, "not-found");
    afternoon.choose(&afternoon.editor, (&registration, 0), 0).await.expect(200);
    afternoon.choose(&sam, (&other, 0), 1).await.expect(200);

    let placed = registration.body["participants"][0]["email"].as_str().unwrap();
    let mail = app.mails_to(placed).await.pop().unwrap();
    assert!(mail.subject.starts_with("Uw deelsessie") && mail.text.contains("deelsessie: Een"));
    let chose = other.body["participants"][0]["email"].as_str().unwrap();
    let mails = app.mails_to(chose).await;
    assert!(mails.iter().all(|mail| !mail.subject.starts_with("Uw deelsessie")));
    let path = format!("/v1/sessions/{}/breakout-choices", afternoon.session);
    let seen = sam.get(&path).await.expect(200).body;
    assert_eq!(seen["items"].as_array().unwrap().len(), 1);
    assert_eq!(seen["items"][0]["breakoutTitle"], "Twee");
    assert_eq!(
        afternoon.editor.get(&path).await.expect(200).body["items"][0]["breakoutTitle"],
        "Een"
    );
    let stranger = app.board_editor(&app.given_board(|_| {}).await).await;
    stranger.get(&path).await.refused(403, "not-your-cohort");
    let foreign = Afternoon::with_seats(&app, 5).await;
    let elsewhere = sam.post(&of((&other, 0), "_choose"), foreign.choice(0)).await;
    elsewhere.refused(409, "no-such-breakout");
}

#[tokio::test]
async fn the_organiser_takes_no_seat_away_by_changing_the_breakouts() {
    let app = TestApp::start().await;
    let afternoon = Afternoon::with_seats(&app, 5).await;
    let (registration, editor) = afternoon.team(&app, 3).await;
    for (place, breakout) in [(0, 0), (1, 0), (2, 1)] {
        afternoon.choose(&editor, (&registration, place), breakout).await.expect(200);
    }
    let path = format!("/v1/sessions/{}", afternoon.session);
    let etag = afternoon.editor.get(&path).await.expect(200).etag().to_owned();
    let kept = |place: usize, capacity: u32| json!({ "id": afternoon.breakouts[place], "title": "Anders", "capacity": capacity });

    let change = json!({ "breakouts": [kept(0, 1)] });
    let refused = afternoon.editor.patch(&path, &etag, change).await.expect(409);
    assert_eq!(refused.reasons(), ["breakout-below-taken", "breakout-chosen"]);
    let change = json!({ "breakouts": [kept(0, 2), kept(1, 9), kept(1, 9)] });
    let changed = afternoon.editor.patch(&path, &etag, change).await.expect(200).body;
    let left: Vec<_> =
        changed["breakouts"].as_array().unwrap().iter().map(|it| &it["seatsLeft"]).collect();
    assert_eq!(left, [0, 8, 9], "an id that is given twice is one breakout");
    assert_ne!(changed["breakouts"][1]["id"], changed["breakouts"][2]["id"]);
}
