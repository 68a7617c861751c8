//! Certificates: one for each participant and a number for each certificate, whoever issues at the
//! same time and whatever dies in the middle.

use std::collections::BTreeSet;
use std::time::Duration;

use leerkring_tests::app::Directory;
use leerkring_tests::client::Request;
use leerkring_tests::given::{anybody, team};
use leerkring_tests::processes::Process;
use leerkring_tests::{Answer, Client, TestApp, Thing, Value, json};

use super::{Servers, open_now_in};

/// A cohort that is over, with teams of ten who were all there.
async fn over(app: &TestApp, programme: &Thing, teams: usize) -> Thing {
    let cohort = open_now_in(app, programme, |it| it["capacity"] = json!(500)).await;
    for board in app.given_boards(teams).await {
        let registration =
            app.given_registration(&cohort, &board, team(&board, &["teacher"; 10])).await;
        app.given_presence(&cohort, &registration, &[1; 10]).await;
    }
    app.sql(&format!(
        "UPDATE cohorts SET starts_at = '2026-01-01 08:00:00+00:00', \
         ends_at = '2026-01-01 16:00:00+00:00' WHERE name = '{}'",
        cohort.body["name"].as_str().unwrap()
    ))
    .await;
    cohort
}

async fn programme(app: &TestApp) -> Thing {
    app.given_programme(|it| {
        it["team"] = anybody(10);
        it["fee"] = Value::Null;
        it["completionPercentage"] = json!(100);
    })
    .await
}

fn issue(client: &Client, cohort: &Thing) -> Request {
    client.post(&format!("/v1/cohorts/{}/certificates/_issue", cohort.id), json!({}))
}

/// Who is told to try again does so.
async fn until_done(request: impl Fn() -> Request) -> Answer {
    loop {
        let answer = request().await;
        if answer.status != 503 {
            return answer.expect(200);
        }
    }
}

fn count(answer: &Answer, outcome: &str) -> usize {
    let rows = answer.body["rows"].as_array().unwrap();
    rows.iter().filter(|row| row["outcome"] == outcome).count()
}

/// Checks that everybody has one and that numbers run from 1 on; says how many there are.
async fn check(administrator: &Client) -> usize {
    let (mut numbers, mut people, mut codes) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let mut cursor = String::new();
    loop {
        let path = format!("/v1/certificates?status=valid&limit=100{cursor}");
        let page = administrator.get(&path).await.expect(200).body;
        for certificate in page["items"].as_array().unwrap() {
            let number = certificate["number"].as_str().unwrap();
            numbers.push(number[number.len() - 5..].parse::<usize>().unwrap());
            assert!(people.insert(certificate["participantId"].to_string()), "{certificate}");
            assert!(codes.insert(certificate["code"].to_string()), "{certificate}");
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
    numbers.len()
}

#[tokio::test]
async fn several_who_issue_at_once_give_everybody_one() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let programme = programme(&app).await;
    let cohorts = [over(&app, &programme, 2).await, over(&app, &programme, 2).await];
    let administrator = app.administrator().await;
    let rivals = (0..8).map(|number| {
        let client = servers.reached(&administrator, number);
        let cohort = &cohorts[number % 2];
        async move { until_done(|| issue(&client, cohort)).await }
    });

    let answers = futures_util::future::join_all(rivals).await;

    let sum = |outcome| answers.iter().map(|answer| count(answer, outcome)).sum::<usize>();
    assert_eq!((sum("issued"), sum("already"), sum("not-met")), (40, 120, 0));
    assert_eq!(check(&administrator).await, 40);
}

/// A process that is killed while it issues 200 leaves all of them or none; asked again, another
/// one gives everybody theirs.
#[tokio::test]
async fn a_server_that_dies_while_it_issues_leaves_nobody_with_two() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let programme = programme(&app).await;
    let cohort = over(&app, &programme, 20).await;
    let (administrator, directory) = (app.administrator().await, Directory::new());
    let mut process = server(&app, &directory).await;
    let mut left = 0;
    for patience in [5, 40] {
        let client = administrator.at(&process.base);
        let dying = async { issue(&client, &cohort).attempt().await.ok() };
        let killing = async {
            tokio::time::sleep(Duration::from_millis(patience)).await;
            process.child.kill().unwrap();
            process.child.wait().unwrap();
        };
        let (answered, ()) = futures_util::future::join(dying, killing).await;
        process = server(&app, &directory).await;
        left = check(&administrator.at(&process.base)).await;
        let told = answered.is_some_and(|answer| answer.status == 200);
        assert!(left == 200 || (left == 0 && !told), "{left} of 200, and answered: {told}");
    }
    let client = administrator.at(&process.base);
    let answer = until_done(|| issue(&client, &cohort)).await;
    assert_eq!(count(&answer, "issued"), 200 - left);
    assert_eq!(check(&client).await, 200);
}

async fn server(app: &TestApp, directory: &Directory) -> Process {
    if app.is_on_postgres() {
        return app.start_processes(1).remove(0);
    }
    app.start_on_copy(directory.path()).await
}
