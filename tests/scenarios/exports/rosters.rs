//! The lists of one cohort or session as tables: what stands in them, who reads whom, what is told.

use leerkring_tests::certificates::AFTERWARDS;
use leerkring_tests::given::anybody;
use leerkring_tests::tables::Record;
use leerkring_tests::{Client, TestApp, Thing, Value, json};

use super::{named, told};

/// A cohort with an intake, with breakouts in its first session, and with teams of two boards.
struct Group {
    app: TestApp,
    lead: Thing,
    cohort: Thing,
    teams: Vec<(Thing, Client)>,
    editor: Client,
}

impl Group {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let lead = app.given_organiser(|_| {}).await;
        let programme = app
            .given_programme(|it| {
                it["leadOrganiserId"] = json!(lead.id);
                it["team"] = anybody(5);
                it["fee"] = Value::Null;
                it["intake"] = json!(true);
                it["completionPercentage"] = json!(75);
            })
            .await;
        let breakout = |title: &str| json!({ "title": title, "capacity": 10 });
        let cohort = app
            .given_cohort(|it| {
                it["programmeId"] = json!(programme.id);
                it["sessions"][0]["breakouts"] = json!([breakout("Een"), breakout("Twee")]);
            })
            .await;
        let mut teams = Vec::new();
        for names in [&["Ann", "Abe"][..], &["Bea"][..]] {
            let board = app.given_board(|it| it.name = format!("Stichting {}", names[0])).await;
            let team = app.given_registration(&cohort, &board, named(&board, names)).await;
            teams.push((team, app.board_editor(&board).await));
        }
        let editor = app.organiser_editor(&lead).await;
        Self { app, lead, cohort, teams, editor }
    }

    fn session(&self, tail: &str) -> String {
        let id = self.cohort.body["sessions"][0]["id"].as_str().unwrap();
        format!("/v1/sessions/{id}/{tail}")
    }

    /// The audit log says that the organiser's editor took so many rows.
    async fn is_told(&self, what: &str, operation: &str, rows: usize) {
        let entry = told(&self.app, what).await;
        assert_eq!((&entry["operation"], &entry["rows"]), (&json!(operation), &json!(rows)));
        let editor = self.editor.user.unwrap().uuid().to_string();
        assert_eq!(entry["principal"]["id"], json!(editor), "{what}");
        assert_eq!(entry["organiserId"], json!(self.lead.id), "{what}");
    }
}

fn column<'a>(table: &'a [Record], name: &str) -> Vec<&'a str> {
    table.iter().map(|row| row[name].as_str()).collect()
}

#[tokio::test]
async fn slots_and_choices_are_tables_of_what_the_reader_may_see() {
    let group = Group::new().await;
    let slots = group.app.given_intake_slots(&group.cohort, "2026-09-01").await;
    let (team, board) = &group.teams[0];
    let book = format!("/v1/registrations/{}/intake/_book", team.id);
    board.post(&book, json!({ "intakeSlotId": slots[1] })).await.expect(200);
    let ann = team.body["participants"][0]["id"].as_str().unwrap();
    let choose = format!("/v1/registrations/{}/participants/{ann}/breakouts/_choose", team.id);
    let session = &group.cohort.body["sessions"][0];
    let two = json!({ "sessionId": session["id"], "breakoutId": session["breakouts"][1]["id"] });
    board.post(&choose, two).await.expect(200);
    let slots = format!("/v1/cohorts/{}/intake-slots", group.cohort.id);
    let choices = group.session("breakout-choices");

    let table = group.editor.csv(&slots).await;
    assert_eq!(column(&table, "startTime"), ["09:00:00", "09:45:00", "10:30:00", "11:15:00"]);
    assert_eq!(column(&table, "boardName"), ["", "Stichting Ann", "", ""]);
    assert!(!column(&table, "meetingLink").contains(&""));
    group.is_told("intake-slots-exported", "listIntakeSlots", 4).await;
    assert_eq!(group.editor.csv(&format!("{slots}?free=true")).await.len(), 3);
    let table = group.editor.csv(&choices).await;
    assert_eq!(column(&table, "name"), ["Ann", "Abe", "Bea"]);
    assert_eq!(column(&table, "breakoutTitle"), ["Twee", "", ""]);
    group.is_told("breakout-choices-exported", "listBreakoutChoices", 3).await;

    // A board sees what is free without the link, and of all others only its own people.
    let other = &group.teams[1].1;
    let table = other.csv(&slots).await;
    assert_eq!((table.len(), column(&table, "meetingLink")), (3, vec![""; 3]));
    assert_eq!(column(&other.csv(&choices).await, "name"), ["Bea"]);
    assert_eq!(column(&board.csv(&choices).await, "name"), ["Ann", "Abe"]);
    let stranger = group.app.given_board(|_| {}).await;
    let stranger = group.app.board_editor(&stranger).await;
    for path in [&slots, &choices] {
        let refused = stranger.get(path).header("accept", "text/csv").await;
        refused.refused(403, "not-your-cohort");
    }
}

#[tokio::test]
async fn attendances_completion_and_certificates_are_tables_of_what_the_reader_may_see() {
    let group = Group::new().await;
    group.app.given_presence(&group.cohort, &group.teams[0].0, &[4, 2]).await;
    group.app.set_now(AFTERWARDS);
    group.app.issue(&group.cohort, json!({})).await.await.expect(200);
    let attendances = group.session("attendances");
    let completion = format!("/v1/cohorts/{}/completion", group.cohort.id);
    let certificates = format!("/v1/certificates?cohortId={}", group.cohort.id);

    let table = group.editor.csv(&attendances).await;
    assert_eq!(column(&table, "name"), ["Ann", "Abe", "Bea"]);
    assert_eq!(column(&table, "mark"), ["present", "present", ""]);
    assert_eq!(column(&table, "expected"), ["whole-day"; 3]);
    let workbook = group.editor.workbook(&attendances).await;
    let marks = workbook.column("Aanwezigheid").into_iter().map(ToString::to_string);
    assert_eq!(marks.collect::<Vec<_>>(), ["aanwezig", "aanwezig", ""]);
    group.is_told("attendances-exported", "listAttendances", 3).await;
    let table = group.editor.csv(&completion).await;
    assert_eq!(column(&table, "standing"), ["met", "open", "open"]);
    assert!(table[0]["missing"].is_empty());
    let missing = &table[1]["missing"];
    let sum = "2 van de 4 verwachte bijeenkomsten tellen mee; 3 nodig (75%); bijeenkomst 3 (";
    assert!(missing.starts_with(sum), "{missing}");
    group.is_told("completion-exported", "listCompletion", 3).await;
    let narrowed = group.editor.csv(&format!("{completion}?standing=met")).await;
    assert_eq!(column(&narrowed, "name"), ["Ann"]);
    let table = group.editor.csv(&certificates).await;
    assert_eq!(column(&table, "name"), ["Ann"]);
    assert_eq!((&*table[0]["status"], &*table[0]["sessions"]), ("valid", "4"));
    group.is_told("certificates-exported", "listCertificates", 1).await;
    assert_eq!(group.editor.workbook(&certificates).await.column("Naam").len(), 1);

    let (one, other) = (&group.teams[0].1, &group.teams[1].1);
    assert_eq!(column(&other.csv(&attendances).await, "name"), ["Bea"]);
    assert_eq!(other.get(&completion).header("accept", "text/csv").await.status, 403);
    assert_eq!(one.csv(&certificates).await.len(), 1);
    assert!(other.csv(&certificates).await.is_empty());
    let entry = told(&group.app, "certificates-exported").await;
    assert_eq!((&entry["rows"], &entry["organiserId"]), (&json!(0), &Value::Null));
}
