//! Two organisers who mark the same people, and a server that dies while a whole cohort is marked.

use std::time::Duration;

use leerkring_tests::given::anybody;
use leerkring_tests::{Answer, TestApp, Thing, Value, all, json, team};

use super::{Servers, check_books, execute, open_now, start_beside};

/// A cohort of `teams` of `size` whose one session was today, by the clock of the machine.
async fn met_today(app: &TestApp, teams: usize, size: usize) -> (Thing, String, Vec<String>) {
    let cohort = open_now(app, anybody(100), |it| it["capacity"] = json!(teams * size)).await;
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let mut people = Vec::new();
    for board in app.given_boards(teams).await {
        let made = administrator.post(&path, team(&board, &vec!["teacher"; size])).await;
        let made = made.expect(201).body;
        let participants = made["participants"].as_array().unwrap().iter();
        people.extend(participants.map(|it| it["id"].as_str().unwrap().to_owned()));
    }
    execute(app, format!("UPDATE sessions SET held_on = '{}'", app.now().date_naive())).await;
    let session = cohort.body["sessions"][0]["id"].as_str().unwrap().to_owned();
    (cohort, format!("/v1/sessions/{session}/attendances"), people)
}

/// Everybody of the session by participant: the mark, or nothing.
async fn marks(app: &TestApp, path: &str) -> Vec<(String, Value)> {
    let administrator = app.administrator().await;
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = administrator.get(&format!("{path}?limit=100{cursor}")).await.expect(200).body;
        let item = |it: &Value| {
            (it["participantId"].as_str().unwrap().to_owned(), it["marked"]["mark"].clone())
        };
        found.extend(page["items"].as_array().unwrap().iter().map(item));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

#[tokio::test]
async fn of_two_who_mark_the_same_people_the_second_is_told() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let (cohort, path, people) = met_today(&app, 4, 5).await;
    let administrator = app.administrator().await;
    let words = ["present", "absent", "excused"];
    let requests = (0..12).map(|number| {
        let client = servers.reached(&administrator, number);
        let word = words[number % words.len()];
        let row = |person: &String| json!({ "participantId": person, "mark": word });
        let rows: Vec<_> = people.iter().map(row).collect();
        client.post(&format!("{path}/_mark"), json!({ "rows": rows }))
    });
    let answers: Vec<Answer> = all(requests.collect(), 12).await;

    // Whoever came first marked everybody; who meant the same is content, the others are told.
    let stored = marks(&app, &path).await;
    let word = stored[0].1.clone();
    assert!(stored.iter().all(|(_, mark)| *mark == word), "{stored:?}");
    for (number, answer) in answers.iter().enumerate() {
        let meant = words[number % words.len()] == word;
        let rows = answer.body["rows"].as_array().expect("an answer to each");
        for row in rows {
            assert_eq!(row["done"], meant, "{row}");
            let told = meant || row["reasons"][0]["code"] == "marked-meanwhile";
            assert!(told && (!meant || row["marked"]["version"] == 1), "{row}");
        }
    }
    check_books(&app, &cohort).await;
}

#[tokio::test]
async fn a_server_that_is_killed_has_marked_everybody_or_nobody() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let (_, path, people) = met_today(&app, 3, 100).await;
    let administrator = app.administrator().await;
    for round in 0..4 {
        execute(&app, "DELETE FROM attendances".to_owned()).await;
        let mut server = start_beside(&app);
        let own = administrator.at(&server.base);
        let marking = {
            let path = format!("{path}/_mark");
            tokio::spawn(async move {
                let request = own.post(&path, json!({ "others": "present" }));
                request.send().await.is_ok_and(|answer| answer.status == 200)
            })
        };
        tokio::time::sleep(Duration::from_millis(2 + 12 * round)).await;
        server.child.kill().unwrap();
        server.child.wait().unwrap();
        let answered = marking.await.unwrap();

        let stored = marks(&app, &path).await;
        let marked = stored.iter().filter(|(_, mark)| mark == "present").count();
        assert!(marked == 0 || marked == people.len(), "{marked} of {}", people.len());
        assert!(!answered || marked == people.len(), "what was answered is not there");
    }
}
