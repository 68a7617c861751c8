//! Who is written to when sessions change, and when somebody's place does.

use leerkring_tests::given::{person, session};
use leerkring_tests::{TestApp, json};

use super::{cancel, change, cohort_of, mails, register, session_at};

#[tokio::test]
async fn everybody_reads_once_what_holds_for_them_in_their_language() {
    let app = TestApp::start().await;
    let cohort = cohort_of(&app, |_| {}).await;
    // The contact of the first team takes part in it, and answers for one that waits.
    register(&app, &cohort, &["noor@example.nl", "Noor@example.nl", "bas@example.nl"], "nl").await;
    register(&app, &cohort, &["kim@example.nl", "lee@example.nl"], "en").await;
    let waits = register(&app, &cohort, &["wim@example.nl", "zoe@example.nl"], "nl").await;
    register(&app, &cohort, &["noor@example.nl", "ans@example.nl"], "nl").await;
    assert_eq!(waits.body["status"], "waitlisted");
    let second = session_at(&cohort, 1);

    change(&app, &second, json!({ "heldOn": "2026-10-08" })).await.expect(200);

    let (moved, moved_in_english) = ("Bijeenkomst verplaatst", "Session moved");
    for address in ["noor@example.nl", "bas@example.nl", "wim@example.nl"] {
        let told = mails(&app, address, moved).await;
        assert_eq!(told.len(), 1, "{address}");
        assert!(told[0].text.contains("was: woensdag 7 oktober 2026, 09:00–17:00."));
        assert!(told[0].text.contains("nu: donderdag 8 oktober 2026, 09:00–17:00."));
        assert_eq!(told[0].language, "nl");
    }
    for address in ["kim@example.nl", "lee@example.nl"] {
        let told = mails(&app, address, moved_in_english).await;
        assert_eq!((told.len(), told[0].language.as_str()), (1, "en"), "{address}");
    }
    for address in ["zoe@example.nl", "ans@example.nl"] {
        assert_eq!(app.mails_to(address).await.len(), 0, "{address} does not take part yet");
    }
    let without_seats = &mails(&app, "wim@example.nl", moved).await[0];
    assert!(without_seats.text.contains("nog geen vaste plaats"), "{}", without_seats.text);
    assert!(mails(&app, "noor@example.nl", moved).await[0].text.contains("die u heeft aangemeld"));

    change(&app, &second, json!({ "meetingLink": "https://meet.example.nl/a" })).await.expect(200);
    assert_eq!(mails(&app, "bas@example.nl", "Bijeenkomst gewijzigd").await.len(), 1);
    assert_eq!(mails(&app, "wim@example.nl", "Bijeenkomst gewijzigd").await.len(), 0);
    change(&app, &second, json!({ "theme": "Verzuim", "agenda": [] })).await.expect(200);
    assert_eq!(mails(&app, "bas@example.nl", "Bijeenkomst").await.len(), 2, "a theme is no news");
}

#[tokio::test]
async fn a_session_that_is_cancelled_or_added_is_told() {
    let app = TestApp::start().await;
    let cohort = cohort_of(&app, |_| {}).await;
    register(&app, &cohort, &["contact@example.nl", "bas@example.nl"], "nl").await;

    cancel(&app, &session_at(&cohort, 2)).await.expect(200);
    let path = format!("/v1/cohorts/{}/sessions", cohort.id);
    let new = session("2026-11-04", "13:00:00", "16:30:00");
    app.administrator().await.post(&path, new).await.expect(201);

    for address in ["contact@example.nl", "bas@example.nl"] {
        let off = &mails(&app, address, "Bijeenkomst afgelast").await[0];
        assert!(off.text.contains("Toelichting: De spreker is ziek"), "{}", off.text);
        assert!(off.text.contains("woensdag 28 oktober 2026"));
        let added = &mails(&app, address, "Extra bijeenkomst").await[0];
        assert!(added.text.contains("woensdag 4 november 2026, 13:00–16:30"), "{}", added.text);
    }
}

#[tokio::test]
async fn another_place_of_the_cohort_is_told_of_sessions_without_an_address_of_their_own() {
    let app = TestApp::start().await;
    let cohort = cohort_of(&app, |it| {
        it["place"] = json!("Aidadreef 4, Utrecht");
        it["sessions"][1]["address"] = json!("Domplein 1, Utrecht");
        it["sessions"][2]["mode"] = json!("online");
    })
    .await;
    register(&app, &cohort, &["contact@example.nl", "bas@example.nl"], "nl").await;
    let seat = &mails(&app, "bas@example.nl", "U doet mee").await[0];
    for line in [
        "16 september 2026, 09:00–17:00, Aidadreef 4, Utrecht",
        "7 oktober 2026, 09:00–17:00, Domplein 1, Utrecht",
        "28 oktober 2026, 09:00–17:00, online",
    ] {
        assert!(seat.text.contains(line), "{}", seat.text);
    }
    app.set_now("2026-09-20T10:00:00Z");
    let here = format!("/v1/cohorts/{}", cohort.id);

    change(&app, &here, json!({ "name": "Herfst 2026" })).await.expect(200);
    assert_eq!(mails(&app, "bas@example.nl", "Bijeenkomst").await.len(), 0, "a name is no news");
    change(&app, &here, json!({ "place": "Jaarbeursplein 6, Utrecht" })).await.expect(200);

    for address in ["contact@example.nl", "bas@example.nl"] {
        let told = mails(&app, address, "Bijeenkomst gewijzigd").await;
        let [told] = told.as_slice() else { panic!("{address}: {told:?}") };
        assert!(told.text.contains("was: woensdag 11 november 2026, 09:00–17:00, Aidadreef 4"));
        assert!(told.text.contains("nu: woensdag 11 november 2026, 09:00–17:00, Jaarbeursplein 6"));
        assert!(!told.text.contains("september") && !told.text.contains("oktober"));
    }
}

#[tokio::test]
async fn participants_read_that_they_take_part_and_what_ends_it() {
    let app = TestApp::start().await;
    let cohort = cohort_of(&app, |_| {}).await;
    cancel(&app, &session_at(&cohort, 3)).await.expect(200);
    let people = ["contact@example.nl", "bas@example.nl", "eva@example.nl"];
    let made = register(&app, &cohort, &people, "nl").await;

    let seat = &mails(&app, "bas@example.nl", "U doet mee").await[0];
    for day in ["16 september", "7 oktober", "28 oktober"] {
        assert!(seat.text.contains(day), "{}", seat.text);
    }
    assert!(!seat.text.contains("11 november"), "that session was cancelled");
    assert_eq!(mails(&app, "contact@example.nl", "Aanmelding bevestigd").await.len(), 1);

    let editor = app.administrator().await;
    let here = format!("/v1/registrations/{}", made.id());
    let bas = made.body["participants"][0]["id"].as_str().unwrap();
    let mut kees = person("teacher");
    kees["email"] = json!("kees@example.nl");
    editor.post(&format!("{here}/participants/{bas}/_replace"), kees).await.expect(200);
    assert_eq!(mails(&app, "bas@example.nl", "U doet niet meer mee").await.len(), 1);
    let joined = &mails(&app, "kees@example.nl", "U doet mee").await[0];
    assert!(joined.text.contains("28 oktober"), "{}", joined.text);

    let why = json!({ "reason": "Kees is ziek" });
    editor.post(&format!("{here}/_withdraw"), why).await.expect(200);
    let out = &mails(&app, "kees@example.nl", "U doet niet meer mee").await[0];
    assert!(!out.text.contains("ziek"), "why is between the board and its contact");
    assert_eq!(mails(&app, "contact@example.nl", "Aanmelding ingetrokken").await.len(), 1);
    assert_eq!(app.mails_to("bas@example.nl").await.len(), 2);
}

#[tokio::test]
async fn who_declines_an_offer_reads_that_it_is_over() {
    let app = TestApp::start().await;
    let cohort = cohort_of(&app, |it| it["capacity"] = json!(1)).await;
    let seated = register(&app, &cohort, &["a@example.nl", "b@example.nl"], "nl").await;
    let waits = register(&app, &cohort, &["c@example.nl", "d@example.nl"], "en").await;
    let editor = app.administrator().await;
    let act = |id: String, verb: &str| format!("/v1/registrations/{id}/{verb}");
    editor.post(&act(seated.id(), "_withdraw"), json!({})).await.expect(200);

    editor.post(&act(waits.id(), "_decline"), json!({})).await.expect(200);

    assert_eq!(mails(&app, "c@example.nl", "Offer declined").await.len(), 1);
    assert_eq!(app.mails_to("d@example.nl").await.len(), 0);
}
