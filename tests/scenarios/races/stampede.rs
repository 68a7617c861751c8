//! R8: 2,000 clients for 500 seats at the same instant.

use leerkring_tests::given::anybody;
use leerkring_tests::{Answer, TestApp, Thing, all, json, team};

use super::{Servers, check_books, open_now, open_now_in, registrations_of, until_answered};

const CLIENTS: usize = 2_000;

/// Every client registers one participant of a board of its own; their answers.
async fn stampede(app: &TestApp, cohort: &Thing, servers: Option<&Servers>) -> Vec<Answer> {
    let boards = app.given_boards(CLIENTS).await;
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let teams: Vec<_> = boards.iter().map(|board| team(board, &["teacher"])).collect();
    let request = |number: usize| {
        let client = servers.map_or(administrator.clone(), |it| it.reached(&administrator, number));
        let key = format!("stampede-of-client-{number}");
        client.post(&path, teams[number].clone()).key(&key)
    };
    until_answered(CLIENTS, request).await
}

fn count(answers: &[Answer], word: &str) -> usize {
    let is = |answer: &&Answer| answer.body["status"] == word || answer.code() == word;
    answers.iter().filter(is).count()
}

#[tokio::test]
async fn r8_exactly_500_of_2000_get_a_seat_and_all_others_a_place_in_the_list() {
    let app = TestApp::start().await;
    let cohort = open_now(&app, anybody(1), |it| {
        it["capacity"] = json!(500);
        it["waitingList"] = json!({});
    })
    .await;

    let answers = stampede(&app, &cohort, None).await;

    assert_eq!(count(&answers, "confirmed"), 500);
    assert_eq!(count(&answers, "waitlisted"), 1_500);
    let mut positions: Vec<_> =
        answers.iter().filter_map(|answer| answer.body["position"].as_u64()).collect();
    positions.sort_unstable();
    assert_eq!(positions, (1..=1_500).collect::<Vec<u64>>());
    assert_eq!(check_books(&app, &cohort).await, (500, 1_500));
}

#[tokio::test]
async fn r8_without_a_waiting_list_all_others_are_told_that_it_is_full() {
    let app = TestApp::start().await;
    let cohort = open_now(&app, anybody(1), |it| it["capacity"] = json!(500)).await;

    let answers = stampede(&app, &cohort, None).await;

    assert_eq!(count(&answers, "confirmed"), 500);
    assert_eq!(count(&answers, "full"), 1_500);
    assert_eq!(check_books(&app, &cohort).await, (500, 0));
}

/// With three processes where the engine allows more than one; SQLite's one process gets twice
/// as many clients per connection instead.
#[tokio::test]
async fn r8_holds_with_as_many_processes_as_the_engine_allows() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    assert_eq!(servers.bases.len(), if app.is_on_postgres() { 3 } else { 1 });
    let cohort = open_now(&app, anybody(1), |it| {
        it["capacity"] = json!(500);
        it["waitingList"] = json!({ "most": 700 });
    })
    .await;

    let answers = stampede(&app, &cohort, Some(&servers)).await;

    assert_eq!(count(&answers, "confirmed"), 500);
    assert_eq!(count(&answers, "waitlisted"), 700);
    assert_eq!(count(&answers, "full"), 800);
    assert_eq!(check_books(&app, &cohort).await, (500, 700));
}

#[tokio::test]
async fn teams_of_all_sizes_at_once_are_never_split_and_never_overtaken() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let cohort = open_now(&app, anybody(3), |it| {
        it["capacity"] = json!(50);
        it["waitingList"] = json!({});
    })
    .await;
    let boards = app.given_boards(120).await;
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let roles = ["teacher", "teacher", "teacher"];
    let requests = boards.iter().enumerate().map(|(number, board)| {
        let client = servers.reached(&administrator, number);
        client.post(&path, team(board, &roles[..=number % 3]))
    });

    let answers = all(requests.collect(), 40).await;

    assert!(answers.iter().all(|answer| answer.status == 201));
    let (taken, waiting) = check_books(&app, &cohort).await;
    // Once a team waits, everybody behind it waits: at most a team's size but one stays free.
    assert!((48..=50).contains(&taken), "{taken}");
    assert!(waiting > 0);
    let mut listed = registrations_of(&app, &cohort).await;
    listed.retain(|it| it["status"] == "waitlisted");
    let mut positions: Vec<_> = listed.iter().filter_map(|it| it["position"].as_i64()).collect();
    positions.sort_unstable();
    assert_eq!(positions, (1..=waiting).collect::<Vec<i64>>());
}

/// On SQLite all of them stand in one line, and one transaction is of many cohorts.
#[tokio::test]
async fn teams_for_many_cohorts_at_once_get_the_seats_of_theirs() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let programme = app.given_programme(|it| it["team"] = anybody(1)).await;
    let mut cohorts = Vec::new();
    for capacity in [3, 6, 9, 12] {
        cohorts.push(open_now_in(&app, &programme, |it| it["capacity"] = json!(capacity)).await.id);
    }
    cohorts.push("0190a000-0000-7000-8000-000000000000".to_owned());
    let boards = app.given_boards(50).await;
    let teams: Vec<_> = boards.iter().map(|board| team(board, &["teacher"])).collect();
    let administrator = app.administrator().await;

    let answers = until_answered(50, |number| {
        let path = format!("/v1/cohorts/{}/registrations", cohorts[number % 5]);
        let client = servers.reached(&administrator, number);
        client.post(&path, teams[number].clone()).key(&format!("of-many-cohorts-{number}"))
    })
    .await;

    let with = |place: usize, word: &str| {
        let of_cohort = answers.iter().skip(place).step_by(5);
        of_cohort.filter(|it| it.body["status"] == word || it.code() == word).count()
    };
    let told: Vec<_> = (0..5).map(|it| (with(it, "confirmed"), with(it, "full"))).collect();
    assert_eq!(told, [(3, 7), (6, 4), (9, 1), (10, 0), (0, 0)]);
    assert_eq!(with(4, "not-found"), 10);
    for (cohort, taken) in cohorts.iter().zip([3, 6, 9, 10]) {
        let seen = administrator.get(&format!("/v1/cohorts/{cohort}")).await.expect(200).body;
        let left = seen["capacity"].as_u64().unwrap() - taken;
        assert_eq!(seen["seatsLeft"], left);
    }
}
