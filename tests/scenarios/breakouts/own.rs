//! A participant chooses with their personal link, without an account.

use leerkring_tests::{TestApp, json};

use super::{Afternoon, person};

#[tokio::test]
async fn a_participant_chooses_changes_and_leaves_by_themselves() {
    let app = TestApp::start().await;
    let afternoon = Afternoon::with_seats(&app, 1).await;
    let (registration, editor) = afternoon.team(&app, 2).await;
    let of = |place: usize, verb: &str| {
        let secret = app.personal_link(person(&registration, place));
        format!("/v1/participations/{secret}/breakouts{verb}")
    };
    let visitor = app.visitor();
    afternoon.choose(&editor, (&registration, 1), 0).await.expect(200);

    let read = visitor.get(&of(0, "")).await.expect(200).body;
    assert_eq!(read["items"][0]["startsAt"], "2026-09-16T13:00:00Z");
    assert_eq!(read["items"][0]["breakouts"][0]["seatsLeft"], 0);
    assert_eq!(read["items"][0]["chosenBreakoutId"], json!(null));
    let full = visitor.post(&of(0, "/_choose"), afternoon.choice(0)).await;
    full.refused(409, "breakout-full");
    visitor.post(&of(0, "/_choose"), afternoon.choice(1)).await.expect(200);
    visitor.post(&of(0, "/_choose"), afternoon.choice(2)).await.expect(200);
    assert_eq!(afternoon.seats_left(&app).await, [0, 1, 0]);
    let read = visitor.get(&of(0, "")).await.expect(200).body;
    assert_eq!(read["items"][0]["chosenBreakoutId"], json!(afternoon.breakouts[2]));
    let left = json!({ "sessionId": afternoon.session });
    visitor.post(&of(0, "/_leave"), left).await.expect(204);
    assert_eq!(afternoon.seats_left(&app).await, [0, 1, 1]);
}

#[tokio::test]
async fn what_is_nobodys_link_opens_nothing() {
    let app = TestApp::start().await;
    let afternoon = Afternoon::with_seats(&app, 1).await;
    let (registration, editor) = afternoon.team(&app, 1).await;
    let secret = app.personal_link(person(&registration, 0));
    let another = if secret.ends_with('A') { "B" } else { "A" };
    let wrong = format!("{}{another}", &secret[..47]);
    for secret in [wrong.as_str(), &"A".repeat(48)] {
        let path = format!("/v1/participations/{secret}/breakouts");
        app.visitor().get(&path).await.refused(404, "not-found");
        let choose = format!("{path}/_choose");
        app.visitor().post(&choose, afternoon.choice(0)).await.refused(404, "not-found");
    }
    let cut_off = format!("/v1/participations/{}/breakouts", &secret[..30]);
    app.visitor().get(&cut_off).await.refused(400, "invalid-request");
    let withdraw = format!("/v1/registrations/{}/_withdraw", registration.id);
    editor.post(&withdraw, json!({})).await.expect(200);
    let path = format!("/v1/participations/{secret}/breakouts");
    assert_eq!(app.visitor().get(&path).await.expect(200).body["items"], json!([]));
    let choose = format!("{path}/_choose");
    let refused = app.visitor().post(&choose, afternoon.choice(0)).await;
    refused.refused(409, "not-confirmed");
}
