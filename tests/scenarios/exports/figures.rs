//! The organiser's figures, counted from what there is.

use leerkring::work::Author;
use leerkring_domain::attendances::{Attendance, Mark};
use leerkring_persistence::attendances;
use leerkring_tests::given::session;
use leerkring_tests::{TestApp, Thing, Value, json};
use uuid::Uuid;

use super::{Organised, named, organised};

/// Marks the people of a registration at the cohort's sessions, each with a mark for each session.
async fn mark(app: &TestApp, cohort: &Thing, registration: &Thing, marks: &[&[Mark]]) {
    let id = |value: &Value| value["id"].as_str().unwrap().parse::<Uuid>().unwrap();
    let sessions = cohort.body["sessions"].as_array().unwrap();
    let people = registration.body["participants"].as_array().unwrap();
    let mut marked = Vec::new();
    for (person, marks) in people.iter().zip(marks) {
        for (session, mark) in sessions.iter().zip(*marks) {
            marked.push(Attendance {
                participant: id(person).into(),
                session: id(session).into(),
                mark: *mark,
                version: 1,
                marked_at: app.now(),
            });
        }
    }
    let store = |app: std::sync::Arc<leerkring::app::App>| async move {
        app.work(Author::server("test"), move |work| {
            Box::pin(async move { Ok(attendances::store(&work.tx, &marked).await?) })
        })
        .await
        .unwrap();
    };
    app.in_server(store).await;
}

fn tally(teams: u64, participants: u64) -> Value {
    json!({ "teams": teams, "participants": participants })
}

#[tokio::test]
async fn registrations_seats_turnout_and_reach_are_counted() {
    let app = TestApp::start().await;
    let set = organised(&app, |it| it["capacity"] = json!(4)).await;
    let Organised { organiser, programme, cohort, editor } = set;
    let boards = app.given_boards(3).await;
    app.given_member(&organiser, &boards[0]).await;
    let first =
        app.given_registration(&cohort, &boards[0], named(&boards[0], &["A", "B", "C"])).await;
    app.given_registration(&cohort, &boards[1], named(&boards[1], &["D"])).await;
    app.given_registration(&cohort, &boards[2], named(&boards[2], &["E", "F"])).await;
    let marks: [&[Mark]; 3] =
        [&[Mark::Present, Mark::Present], &[Mark::Absent, Mark::Absent], &[Mark::Excused]];
    app.set_now("2026-10-20T08:00:00Z");
    mark(&app, &cohort, &first, &marks).await;

    let figures = editor.get(&format!("/v1/cohorts/{}/figures", cohort.id)).await.expect(200).body;

    let occupancy = json!({ "taken": 4, "capacity": 4, "percentage": "100.0" });
    assert_eq!(figures["occupancy"], occupancy);
    assert_eq!(figures["registrations"]["registered"], tally(3, 6));
    assert_eq!(figures["registrations"]["confirmed"], tally(2, 4));
    assert_eq!(figures["registrations"]["waitlisted"], tally(1, 2));
    assert_eq!(figures["registrations"]["withdrawn"], tally(0, 0));
    let people = json!({ "takingPart": 4, "attended": 1, "noShows": 1, "completed": 1 });
    assert_eq!(figures["participants"], people);
    assert_eq!(figures["reach"]["boards"], 2);
    assert_eq!((&figures["reach"]["members"], &figures["reach"]["others"]), (&json!(1), &json!(1)));
    assert_eq!(figures["reach"]["bySector"], json!([{ "sector": "po", "boards": 2 }]));
    assert_eq!(figures["weeks"], json!([{ "weekOn": "2026-06-29", "registrations": 3 }]));
    let of_programme = format!("/v1/programmes/{}/figures", programme.id);
    let of_programme = editor.get(&of_programme).await.expect(200).body;
    assert_eq!(of_programme["registrations"], figures["registrations"]);
    assert_eq!(of_programme["parts"][0]["id"], json!(cohort.id));
    let table = editor.csv(&format!("/v1/cohorts/{}/attendance-table", cohort.id)).await;
    assert_eq!(table.len(), 4);
    let outcomes: Vec<_> = table.iter().map(|row| row["session1 2026-09-16"].as_str()).collect();
    assert_eq!(outcomes, ["attended", "absent", "excused", "unmarked"]);
    assert_eq!((table[0]["counted"].as_str(), table[0]["standing"].as_str()), ("2", "met"));
}

#[tokio::test]
async fn an_offer_that_has_lapsed_is_counted_as_lapsed_by_the_clock() {
    let app = TestApp::start().await;
    let Organised { cohort, editor, .. } = organised(&app, |it| it["capacity"] = json!(1)).await;
    let boards = app.given_boards(2).await;
    let first = app.given_registration(&cohort, &boards[0], named(&boards[0], &["A"])).await;
    app.given_registration(&cohort, &boards[1], named(&boards[1], &["B"])).await;
    let withdraw = format!("/v1/registrations/{}/_withdraw", first.id);
    app.board_editor(&boards[0]).await.post(&withdraw, json!({})).await.expect(200);
    let path = format!("/v1/cohorts/{}/figures", cohort.id);
    let before = editor.get(&path).await.expect(200).body;
    assert_eq!(before["registrations"]["offered"], tally(1, 1));
    assert_eq!(before["registrations"]["withdrawn"], tally(1, 1));
    app.set_now("2026-08-20T08:00:00Z");
    let after = editor.get(&path).await.expect(200).body;
    let registrations = &after["registrations"];
    assert_eq!((&registrations["lapsed"], &registrations["offered"]), (&tally(1, 1), &tally(0, 0)));
}

#[tokio::test]
async fn a_registration_counts_in_the_week_that_it_is_of_in_the_netherlands() {
    let app = TestApp::start().await;
    let Organised { cohort, editor, .. } = organised(&app, |it| {
        it["registrationClosesAt"] = json!("2026-12-31T07:00:00Z");
        it["sessions"] = json!([session("2027-01-13", "09:00:00", "17:00:00")]);
    })
    .await;
    // An hour before midnight and one after it, in summer and in winter.
    let moments = ["08-02T21:30", "08-02T22:30", "08-02T23:30", "11-29T22:30", "11-29T23:30"];
    for moment in moments {
        app.set_now(&format!("2026-{moment}:00Z"));
        let board = app.given_board(|_| {}).await;
        app.given_registration(&cohort, &board, named(&board, &["A"])).await;
    }
    let figures = editor.get(&format!("/v1/cohorts/{}/figures", cohort.id)).await.expect(200).body;
    let week =
        |on: &str, registrations: u64| json!({ "weekOn": on, "registrations": registrations });
    let expected = [
        week("2026-07-27", 1),
        week("2026-08-03", 2),
        week("2026-11-23", 1),
        week("2026-11-30", 1),
    ];
    assert_eq!(figures["weeks"], json!(expected));
}

#[tokio::test]
async fn an_organiser_sees_all_that_it_offers_between_two_days() {
    let app = TestApp::start().await;
    let Organised { organiser, programme, cohort, editor } = organised(&app, |_| {}).await;
    let board = app.given_board(|_| {}).await;
    app.given_registration(&cohort, &board, named(&board, &["A"])).await;
    let path = format!("/v1/organisers/{}/figures", organiser.id);
    for (query, registered) in [
        ("", 1),
        ("?from=2026-09-16&until=2026-09-16", 1),
        ("?from=2026-09-17", 0),
        ("?until=2026-09-15", 0),
    ] {
        let figures = editor.get(&format!("{path}{query}")).await.expect(200).body;
        let teams = &figures["registrations"]["registered"]["teams"];
        assert_eq!(teams, &json!(registered), "{query}");
        assert_eq!(figures["parts"].as_array().unwrap().len(), registered, "{query}");
    }
    let figures = editor.get(&path).await.expect(200).body;
    assert_eq!(figures["parts"][0]["id"], json!(programme.id));
    let other = organised(&app, |_| {}).await.editor;
    other.get(&path).await.refused(404, "not-found");
    let of_cohort = format!("/v1/cohorts/{}/figures", cohort.id);
    other.get(&of_cohort).await.refused(403, "not-your-organiser");
    app.board_editor(&board).await.get(&of_cohort).await.expect(403);
}

#[tokio::test]
async fn figures_are_a_chart_that_says_what_it_shows() {
    let app = TestApp::start().await;
    let Organised { programme, cohort, editor, .. } =
        organised(&app, |it| it["name"] = json!("Groep <Noord>")).await;
    let board = app.given_board(|_| {}).await;
    app.given_registration(&cohort, &board, named(&board, &["A", "B"])).await;
    let path = format!("/v1/programmes/{}/figures", programme.id);
    let svg = editor.get(&path).header("accept", "image/svg+xml").await.expect(200);
    assert!(svg.text.contains("Groep &lt;Noord&gt;: plaatsen 24, nemen deel 2"), "{svg}");
    let path = format!("/v1/cohorts/{}/figures", cohort.id);
    let svg = editor.get(&path).in_english().header("accept", "image/svg+xml").await.expect(200);
    assert!(svg.text.contains("registered: seats 24, participants 2."), "{svg}");
    let png = editor.get(&path).header("accept", "image/png").await.expect(200);
    assert!(png.bytes.starts_with(b"\x89PNG"));
}
