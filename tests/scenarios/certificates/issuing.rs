//! To whom certificates are issued, and what then stays as it is.

use leerkring_tests::{TestApp, json};

use super::{first, issued, over, revoke};

fn outcomes(rows: &leerkring_tests::Value) -> Vec<&str> {
    rows["rows"].as_array().unwrap().iter().map(|row| row["outcome"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn who_completed_it_gets_one_by_mail_and_who_did_not_is_told_what_is_missing() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let signed = json!({
        "place": "Utrecht",
        "signatory": { "name": "Freddy Weima", "position": "voorzitter" },
    });

    let rows = app.issue(&over.cohort, signed).await.in_english().await.expect(200).body;

    assert_eq!(outcomes(&rows), ["issued", "issued", "not-met"]);
    assert_eq!(rows["rows"][2]["missing"][0]["code"], "too-few-sessions");
    assert!(rows["rows"][2]["missing"][0]["detail"].as_str().unwrap().contains("2 of 4"));
    assert_eq!(rows["next"], json!(null));
    let list = app.board_editor(&over.board).await.get("/v1/certificates").await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    let certificate = &list["items"][1];
    let person = &over.registration.body["participants"][0];
    assert_eq!(certificate["holder"]["name"], person["name"]);
    assert!(certificate["number"].as_str().unwrap().ends_with("-C202600001"), "{certificate}");
    assert_eq!(
        (&certificate["status"], &certificate["issuedOn"]),
        (&json!("valid"), &json!("2026-11-28"))
    );
    assert_eq!(
        (&certificate["firstOn"], &certificate["lastOn"]),
        (&json!("2026-09-16"), &json!("2026-11-11"))
    );
    assert_eq!(
        (&certificate["minutesAttended"], &certificate["sessions"]),
        (&json!(1920), &json!(4))
    );
    assert_eq!(certificate["signatory"]["name"], "Freddy Weima");

    let mail = app.last_mail_to(person["email"].as_str().unwrap()).await;
    assert_eq!(mail.subject, "Certificaat: Strategisch personeelsbeleid");
    let number = certificate["number"].as_str().unwrap();
    let files: Vec<_> =
        mail.attachments.iter().map(|(name, kind, _)| (name.clone(), kind.as_str())).collect();
    let expected = [
        (format!("{number}.pdf"), "application/pdf"),
        (format!("{number}.jwt"), "application/vc+jwt"),
    ];
    assert_eq!(files, expected);
    assert!(mail.attachments[0].2.starts_with(b"%PDF-1.7"));
}

#[tokio::test]
async fn doing_it_again_issues_nothing_twice_and_one_participant_can_be_named() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let people = over.registration.body["participants"].clone();
    let one = json!({ "participantIds": [people[1]["id"]] });
    let rows = app.issue(&over.cohort, one.clone()).await.await.expect(200).body;
    assert_eq!(outcomes(&rows), ["issued"]);
    let id = issued(&rows).remove(0);

    let again = app.issue(&over.cohort, one).await.await.expect(200).body;
    assert_eq!(
        (outcomes(&again), &again["rows"][0]["certificateId"]),
        (vec!["already"], &json!(id))
    );
    let all = app.issue(&over.cohort, json!({})).await.await.expect(200).body;
    assert_eq!(outcomes(&all), ["issued", "already", "not-met"]);
    app.given_presence(&over.cohort, &over.registration, &[4, 4, 3]).await;
    let all = app.issue(&over.cohort, json!({})).await.await.expect(200).body;
    assert_eq!(outcomes(&all), ["already", "already", "issued"]);

    let unknown = json!({ "participantIds": [people[0]["id"], over.cohort.id] });
    let refused = app.issue(&over.cohort, unknown).await.await.refused(409, "not-in-cohort");
    assert_eq!(refused.body["reasons"][0]["location"], "/participantIds/1");
}

#[tokio::test]
async fn certificates_wait_for_the_end_of_the_last_session() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    app.set_now("2026-11-11T15:59:59Z");
    app.issue(&over.cohort, json!({})).await.await.refused(409, "not-ended");
    app.set_now("2026-11-11T16:00:00Z");
    app.issue(&over.cohort, json!({})).await.await.expect(200);
}

#[tokio::test]
async fn what_stands_on_it_stays_whatever_changes_later() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let before = first(&app, &over).await;

    app.sql("UPDATE participants SET name = 'Iemand anders'").await;
    app.sql("UPDATE programmes SET title = 'Iets anders'").await;
    app.sql("UPDATE organisers SET name = 'Anders'").await;
    app.sql("UPDATE cohorts SET name = 'Anders', ends_at = starts_at").await;

    let path = format!("/v1/certificates/{}", before["id"].as_str().unwrap());
    let administrator = app.administrator().await;
    assert_eq!(administrator.get(&path).await.expect(200).body, before);
    app.wait_for_mail().await;
    let paper = administrator.get(&path).header("accept", "application/pdf").await.expect(200);
    assert!(paper.bytes.starts_with(b"%PDF-1.7"));
    let name = format!("attachment; filename=\"{}.pdf\"", before["number"].as_str().unwrap());
    assert_eq!(paper.header("content-disposition"), Some(name.as_str()));
}

#[tokio::test]
async fn what_is_wrong_is_revoked_and_issued_anew_under_another_number() {
    let app = TestApp::start().await;
    let over = over(&app, |_| {}).await;
    let wrong = first(&app, &over).await;
    let revoked = revoke(&app, &wrong, "Naam verkeerd gespeld").await;
    assert_eq!(
        (&revoked["status"], &revoked["revokedBecause"]),
        (&json!("revoked"), &json!("Naam verkeerd gespeld"))
    );
    let mail = app.last_mail_to(wrong["holder"]["email"].as_str().unwrap()).await;
    assert!(mail.subject.starts_with("Certificaat ingetrokken"), "{}", mail.subject);
    assert!(mail.attachments.is_empty() && mail.text.contains("Naam verkeerd gespeld"));
    let administrator = app.administrator().await;
    let path = format!("/v1/certificates/{}/_revoke", wrong["id"].as_str().unwrap());
    let again = administrator.post(&path, json!({ "reason": "Weer" })).await;
    again.refused(409, "already-revoked");

    app.sql("UPDATE participants SET name = 'Zoë' WHERE position = 0").await;
    let rows = app.issue(&over.cohort, json!({})).await.await.expect(200).body;

    assert_eq!(outcomes(&rows), ["issued", "already", "not-met"]);
    let path = format!("/v1/certificates/{}", issued(&rows)[0]);
    let right = administrator.get(&path).await.expect(200).body;
    assert_eq!(
        (&right["holder"]["name"], &right["replacesCertificateId"]),
        (&json!("Zoë"), &wrong["id"])
    );
    assert_ne!((&right["number"], &right["code"]), (&wrong["number"], &wrong["code"]));
    let valid = administrator.get("/v1/certificates?status=valid&count=true").await.expect(200);
    assert_eq!(valid.body["count"], 2);
}

#[tokio::test]
async fn partners_may_issue_and_a_board_sees_only_what_its_own_people_have() {
    let app = TestApp::start().await;
    let partner = app.given_organiser(|_| {}).await;
    let over = over(&app, |it| it["partnerOrganiserIds"] = json!([partner.id])).await;
    let path = format!("/v1/cohorts/{}/certificates/_issue", over.cohort.id);
    let stranger = app.given_organiser(|_| {}).await;
    let strangers = app.organiser_editor(&stranger).await;
    strangers.post(&path, json!({})).await.refused(403, "not-your-organiser");
    app.board_editor(&over.board).await.post(&path, json!({})).await.refused(403, "forbidden");
    let partners = app.organiser_editor(&partner).await;
    let rows = partners.post(&path, json!({})).await.expect(200).body;

    let one = format!("/v1/certificates/{}", issued(&rows)[0]);
    for sees in [&partners, &app.board_editor(&over.board).await] {
        sees.get(&one).await.expect(200);
    }
    let other = app.given_board(|_| {}).await;
    for sees_not in [&strangers, &app.board_editor(&other).await] {
        sees_not.get(&one).await.refused(404, "not-found");
        let list = sees_not.get("/v1/certificates").await.expect(200).body;
        assert_eq!(list["items"], json!([]));
    }
    let organisers = partners.get(&one).await.expect(200).body["organisers"].clone();
    assert_eq!(organisers.as_array().unwrap().len(), 2);
}
