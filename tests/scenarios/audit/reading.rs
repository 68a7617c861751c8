//! Who reads which part of the log, and how it is narrowed.

use leerkring_domain::kernel::Role;
use leerkring_tests::{Client, TestApp, Value, duo, json};

const LOG: &str = "/v1/audit-entries";

async fn entries(client: &Client, query: &str) -> Vec<Value> {
    let page = client.get(&format!("{LOG}?limit=100&{query}")).await.expect(200);
    page.body["items"].as_array().unwrap().clone()
}

async fn told(client: &Client, query: &str) -> Vec<String> {
    let entries = entries(client, query).await;
    entries.iter().map(|entry| entry["what"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_entry_tells_who_did_what_to_what_for_which_request_and_why() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let administrator = app.administrator().await;
    let request = "019b76da-a800-7000-8000-0000000000aa";
    let path = format!("/v1/cohorts/{}/_cancel", cohort.id);
    let cancel = administrator.post(&path, json!({ "reason": "Ziek" }));
    cancel.header("x-request-id", request).await.expect(200);
    let found = entries(&administrator, &format!("requestId={request}")).await;
    assert_eq!(found.len(), 1, "{found:?}");
    let entry = &found[0];
    let user = administrator.user.unwrap();
    assert_eq!(entry["occurredAt"], "2026-07-01T10:00:00Z");
    assert_eq!(entry["principal"]["id"], json!(user));
    assert!(entry["principal"]["name"].as_str().unwrap().starts_with("Person "), "{entry}");
    assert_eq!(
        (&entry["operation"], &entry["what"]),
        (&json!("cancelCohort"), &json!("cohort-cancelled"))
    );
    assert_eq!(entry["subject"], json!({ "kind": "cohort", "id": cohort.id }));
    assert_eq!((&entry["result"], &entry["code"]), (&json!("done"), &Value::Null));
    assert_eq!(entry["reason"], "Ziek");
    let path = format!("{LOG}/{}", entry["id"].as_str().unwrap());
    assert_eq!(administrator.get(&path).await.expect(200).body, *entry);
}

#[tokio::test]
async fn an_organisation_reads_what_concerns_it_and_nothing_else() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let programme = app.given_programme(|it| it["leadOrganiserId"] = json!(organiser.id)).await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    let (ours, theirs) = (app.given_board(|_| {}).await, app.given_board(|_| {}).await);
    let registration = app.given_registration(&cohort, &ours, duo(&ours)).await;
    app.given_registration(&cohort, &theirs, duo(&theirs)).await;
    let board = app.board_administrator(&ours).await;
    let seen = entries(&board, "what=registration-made").await;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0]["subject"]["id"], json!(registration.id));
    assert_eq!(
        (&seen[0]["boardId"], &seen[0]["organiserId"]),
        (&json!(ours.id), &json!(organiser.id))
    );

    let lead = app.organiser_administrator(&organiser).await;
    let about = told(&lead, "what=registration-made").await;
    assert_eq!(about.len(), 2);
    assert!(told(&lead, "").await.contains(&"programme-published".to_owned()));
    let path = format!("{LOG}/{}", seen[0]["id"].as_str().unwrap());
    lead.get(&path).await.expect(200);
    let other = app.board_administrator(&theirs).await;
    let absent = other.get(&format!("{LOG}/{}", uuid::Uuid::from_u128(3))).await.expect(404);
    let foreign = other.get(&path).await.expect(404);
    assert_eq!(foreign.without_instance(), absent.without_instance());
    assert_eq!(told(&other, &format!("boardId={}", ours.number)).await, [""; 0]);
    let editor = app.board_editor(&ours).await;
    editor.get(LOG).await.refused(403, "forbidden");
    // Of somebody with two roles, the one that administers counts.
    app.given_role(&editor, Role::BoardAdministrator(theirs.id)).await;
    assert_eq!(entries(&editor, "what=registration-made").await.len(), 1);
}

#[tokio::test]
async fn an_organisation_reads_the_names_of_its_own_people() {
    let app = TestApp::start().await;
    let (board, cohort) = (app.given_board(|_| {}).await, app.given_cohort(|_| {}).await);
    let editor = app.board_editor(&board).await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let registration = editor.post(&path, duo(&board)).await.expect(201);
    let administrator = app.administrator().await;
    let path = format!("/v1/registrations/{}/_withdraw", registration.id());
    administrator.post(&path, json!({})).await.expect(200);
    let name = async |client: &Client, what: &str| {
        let entries = entries(client, &format!("what={what}")).await;
        entries[0]["principal"]["name"].clone()
    };
    let colleague = app.board_administrator(&board).await;
    assert!(name(&colleague, "registration-made").await.is_string());
    assert_eq!(name(&colleague, "registration-withdrawn").await, Value::Null);
    assert!(name(&administrator, "registration-withdrawn").await.is_string());
}

#[tokio::test]
async fn the_log_is_narrowed_by_time_person_operation_object_request_and_organisation() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let first = app.given_organiser(|_| {}).await;
    app.set_now("2026-08-01T10:00:00.5Z");
    let second = app.given_organiser(|_| {}).await;
    let by =
        entries(&administrator, &format!("what=organiser-created&subjectId={}", second.id)).await;
    assert_eq!(by.len(), 1);
    let who = by[0]["principal"]["id"].as_str().unwrap();
    let query = format!("principalId={who}&operation=createOrganiser&organiserId={}", second.id);
    assert_eq!(entries(&administrator, &query).await, by);
    for (query, count) in [
        ("from=2026-08-01T10:00:00.500Z", 1),
        ("from=2026-08-01T10:00:00.5001Z", 0),
        ("until=2026-08-01T10:00:00.500Z", 1),
        ("until=2026-08-01T12:00:00.501%2B02:00", 2),
        ("from=2026-07-01T10:00:00Z&until=2026-07-02T00:00:00Z", 1),
        ("operation=createOrganiser", 2),
        ("operation=createCohort", 0),
        ("result=done", 2),
        ("result=refused", 0),
    ] {
        let query = format!("{query}&what=organiser-created");
        assert_eq!(entries(&administrator, &query).await.len(), count, "{query}");
    }
    let found = entries(&administrator, &format!("organiserId={}", first.id)).await;
    assert_eq!(found[0]["subject"]["id"], json!(first.id));
    administrator.get(&format!("{LOG}?result=perhaps")).await.refused(400, "invalid-request");
}

#[tokio::test]
async fn pages_are_steady_while_others_write() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    for _ in 0..6 {
        app.given_organiser(|_| {}).await;
    }
    let query = format!("{LOG}?what=organiser-created&limit=4&count=true");
    let first = administrator.get(&query).await.expect(200).body;
    assert_eq!(first["count"], 6);
    app.given_organiser(|_| {}).await;
    let next = format!("{query}&cursor={}", first["next"].as_str().unwrap());
    let second = administrator.get(&next).await.expect(200).body;
    let items = [&first, &second].map(|page| page["items"].as_array().unwrap().clone()).concat();
    let mut ids: Vec<_> = items.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 6);
    assert!(ids.is_sorted_by(|one, two| two < one), "{ids:?}");
    ids.dedup();
    assert_eq!((ids.len(), &second["next"]), (6, &Value::Null));
}
