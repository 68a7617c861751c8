//! The first session is moved before intakes that are booked.

use leerkring_tests::{TestApp, duo, json};

use super::{asked, listed, of, slot};

#[tokio::test]
async fn intakes_that_would_come_after_the_new_start_fall_away_and_their_teams_book_anew() {
    let app = TestApp::start().await;
    let (cohort, organiser) = asked(&app, |_| {}).await;
    let early = app.given_intake_slots(&cohort, "2026-09-07").await;
    let late = app.given_intake_slots(&cohort, "2026-09-08").await;
    let mut teams = Vec::new();
    for (number, booked) in [&late[0], &early[0]].into_iter().enumerate() {
        let board = app.given_board(|_| {}).await;
        let mut people = duo(&board);
        people["participants"][0]["email"] = json!(format!("intake{number}@example.nl"));
        let registration = app.given_registration(&cohort, &board, people).await;
        let editor = app.board_editor(&board).await;
        editor.post(&of(&registration, "_book"), slot(booked)).await.expect(200);
        teams.push((registration, editor));
    }

    let first = format!("/v1/sessions/{}", cohort.body["sessions"][0]["id"].as_str().unwrap());
    let session = organiser.get(&first).await.expect(200);
    let earlier = json!({ "heldOn": "2026-09-08" });
    let moved = organiser.patch(&first, session.etag(), earlier).in_english().await.expect(200);

    let warning = &moved.body["warnings"][0];
    assert_eq!(warning["code"], "intakes-cancelled");
    let detail = warning["detail"].as_str().unwrap();
    assert!(detail.contains("cancelled: 1") && detail.contains("3 of those are free"), "{detail}");
    let states = ["open", "booked"];
    for ((registration, editor), state) in teams.iter().zip(states) {
        let path = format!("/v1/registrations/{}", registration.id);
        assert_eq!(editor.get(&path).await.expect(200).body["intake"]["state"], state);
    }
    let mail = app.last_mail_to("intake0@example.nl").await;
    assert!(mail.subject.starts_with("Intakegesprek vervalt"), "{}", mail.subject);
    assert!(mail.text.contains("begint nu al op 8 september 2026 om 09:00"), "{}", mail.text);
    let (team, editor) = &teams[0];
    let path = format!("/v1/registrations/{}/history", team.id);
    let history = editor.get(&path).await.expect(200).body;
    let last = history["items"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["what"], &last["reason"]),
        (&json!("intake-cancelled"), &json!("slot-after-start"))
    );
    assert_eq!(last["by"]["side"], "organiser");
    editor.post(&of(team, "_book"), slot(&late[1])).await.refused(409, "slot-after-start");
    editor.post(&of(team, "_book"), slot(&early[1])).await.expect(200);
    let booked = listed(&organiser, &cohort, "").await;
    assert_eq!(booked.iter().filter(|it| it["bookedBy"]["registrationId"].is_string()).count(), 2);

    let again = organiser.get(&first).await.expect(200);
    let theme = organiser.patch(&first, again.etag(), json!({ "theme": "Verzuim" })).await;
    assert_eq!(theme.expect(200).body["warnings"], json!([]), "nothing more falls away");
}
