//! Letters that were held up: they tell nobody what is not so any more.

use leerkring_domain::cohorts::{Lead, SessionMode};
use leerkring_domain::kernel::Id;
use leerkring_domain::notifications::{
    Change, Letter, Meeting, Message, Reader, SessionChange, SessionReminder, SessionsChanged,
};
use leerkring_domain::registrations::RegistrationStatus;
use leerkring_tests::given::person;
use leerkring_tests::{TestApp, Thing, Value, json, team};
use uuid::Uuid;

use super::{send, to};

fn id<T>(value: &Value) -> Id<T> {
    value.as_str().unwrap().parse::<Uuid>().unwrap().into()
}

/// What was written to a participant while the team was confirmed: that a session was added, and
/// that it is near.
fn written(cohort: &Thing, team: &Thing) -> Vec<Letter> {
    let participant = &team.body["participants"][0];
    let (registration, reader) =
        (id(&team.body["id"]), Reader::Participant(id(&participant["id"])));
    let session = &cohort.body["sessions"][0];
    let starts_at = session["startsAt"].as_str().unwrap().parse().unwrap();
    let ends_at = session["endsAt"].as_str().unwrap().parse().unwrap();
    let now = Meeting {
        starts_at,
        ends_at,
        mode: SessionMode::OnSite,
        address: Some("Domplein 1, Utrecht".to_owned()),
        theme: None,
    };
    let (programme, name) = ("Strategisch HR".to_owned(), "Najaar 2026".to_owned());
    let session = id(&session["id"]);
    let messages = [
        Message::SessionsChanged(SessionsChanged {
            registration,
            reader,
            status: RegistrationStatus::Confirmed,
            cohort_id: id(&cohort.body["id"]),
            programme: programme.clone(),
            cohort: name.clone(),
            changes: vec![SessionChange { session, change: Change::Added { now } }],
        }),
        Message::SessionReminder(SessionReminder {
            registration,
            reader,
            session,
            cohort_id: id(&cohort.body["id"]),
            programme,
            cohort: name,
            starts_at,
            lead: Lead::Day,
        }),
    ];
    let address = participant["email"].as_str().unwrap();
    messages.into_iter().map(|message| to(address, message)).collect()
}

#[tokio::test]
async fn who_left_meanwhile_is_not_told_where_the_others_meet() {
    let app = TestApp::start().await;
    let programme = app.given_programme(|it| it["team"] = leerkring_tests::given::anybody(2)).await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let mut teams = Vec::new();
    for address in ["blijft@example.nl", "vervangen@example.nl", "teruggetrokken@example.nl"] {
        let board = app.given_board(|_| {}).await;
        let mut body = team(&board, &["teacher"]);
        body["participants"][0]["email"] = json!(address);
        teams.push(app.given_registration(&cohort, &board, body).await);
    }
    app.wait_for_mail().await;
    let administrator = app.administrator().await;
    let path = |place: usize, tail: &str| format!("/v1/registrations/{}{tail}", teams[place].id);
    let replaced = teams[1].body["participants"][0]["id"].as_str().unwrap();
    let replace = path(1, &format!("/participants/{replaced}/_replace"));
    administrator.post(&replace, person("teacher")).await.expect(200);
    administrator.post(&path(2, "/_withdraw"), json!({})).await.expect(200);
    let late: Vec<_> = teams.iter().flat_map(|team| written(&cohort, team)).collect();
    let before = app.mails_to("blijft@example.nl").await.len();

    send(&app, late, Ok(())).await.unwrap();

    assert_eq!(app.mails_to("blijft@example.nl").await.len(), before + 2);
    for address in ["vervangen@example.nl", "teruggetrokken@example.nl"] {
        // That they take part and that they do not, which were written in time.
        assert_eq!(app.mails_to(address).await.len(), 2, "{address}");
    }
    let dead = administrator.get("/v1/letters?state=dead").await.expect(200).body;
    let troubles: Vec<_> =
        dead["items"].as_array().unwrap().iter().map(|it| it["trouble"].clone()).collect();
    assert_eq!(troubles, vec![json!("whom it is to does not take part any more"); 4]);
}
