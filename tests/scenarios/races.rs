//! Many at once: what the rules say holds whoever comes first, with every number of processes.

mod assessments;
mod attendances;
mod breakouts;
mod certificates;
mod figures;
mod intake;
mod invoices;
mod offers;
mod people;
mod rivals;
mod sealing;
mod sessions;
mod stampede;
mod teams;

use std::time::Duration;

use leerkring_tests::client::Request;
use leerkring_tests::processes::{Process, command};
use leerkring_tests::{Answer, Client, TestApp, Thing, Value, all, json};
use sea_orm::{ConnectionTrait, Statement};

/// How many clients wait for an answer at the same time.
const AT_ONCE: usize = 200;

/// The servers that clients are spread over: three processes on PostgreSQL; SQLite is for one
/// process, so there it is the server of the test.
struct Servers {
    bases: Vec<String>,
    processes: Vec<Process>,
}

impl Servers {
    fn start(app: &TestApp) -> Self {
        app.set_now_to_real_time();
        let processes = if app.is_on_postgres() { app.start_processes(3) } else { Vec::new() };
        let own = vec![format!("http://{}", app.config.listen)];
        let bases: Vec<_> = processes.iter().map(|process| process.base.clone()).collect();
        Self { bases: if bases.is_empty() { own } else { bases }, processes }
    }

    /// The same person at the server for the client with this number.
    fn reached(&self, client: &Client, number: usize) -> Client {
        if self.processes.is_empty() { client.clone() } else { client.at(self.of(number)) }
    }

    /// The server for the client with this number.
    fn of(&self, client: usize) -> &str {
        &self.bases[client % self.bases.len()]
    }
}

/// A server process on the app's database, on either engine: the app itself only looks on.
fn start_beside(app: &TestApp) -> Process {
    let directory = app.config.data_dir.clone();
    let mut command = command(&directory);
    command
        .env("LEERKRING_DATABASE_URL", app.config.database_url())
        .env("LEERKRING_PUBLIC_URL", &app.app.public_url)
        .env("LEERKRING_WORKERS", "1")
        .env("LEERKRING_LOG", "warn");
    Process::start(command, &directory)
}

/// A cohort that is open now, also by the clock of the machine.
async fn open_now(app: &TestApp, team: Value, change: impl FnOnce(&mut Value)) -> Thing {
    let programme = app
        .given_programme(|it| {
            it["team"] = team;
            it["fee"] = Value::Null;
        })
        .await;
    open_now_in(app, &programme, change).await
}

/// The same in a programme of the test's own.
async fn open_now_in(app: &TestApp, programme: &Thing, change: impl FnOnce(&mut Value)) -> Thing {
    let (now, days) = (app.now(), chrono::Duration::days);
    let later = (now + days(60)).format("%Y-%m-%d").to_string();
    app.given_cohort(|it| {
        it["programmeId"] = json!(programme.id);
        it["registrationOpensAt"] = json!(now - days(30));
        it["registrationClosesAt"] = json!(now + days(30));
        it["sessions"] = json!([leerkring_tests::given::session(&later, "09:00:00", "17:00:00")]);
        change(it);
    })
    .await
}

/// The one cohort of this database: seats taken and teams waiting as its row has them.
async fn counters(app: &TestApp) -> (i64, i64) {
    app.in_server(|app| async move {
        let db = app.store.reader();
        let question = "SELECT CAST(seats_taken AS BIGINT), CAST(waiting_teams AS BIGINT) \
                        FROM cohorts";
        let question = Statement::from_string(db.get_database_backend(), question);
        let row = db.query_one_raw(question).await.unwrap().unwrap();
        (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())
    })
    .await
}

/// All registrations of a cohort, read page by page.
async fn registrations_of(app: &TestApp, cohort: &Thing) -> Vec<Value> {
    let administrator = app.administrator().await;
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/v1/registrations?cohortId={}&limit=100{cursor}", cohort.id);
        let page = administrator.get(&path).await.expect(200).body;
        all.extend(page["items"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

/// What the counters in the cohort's row have to be: the participants of the confirmed, the
/// completed and those with an offer, and the teams that wait. Both are held against what readers see.
async fn check_books(app: &TestApp, cohort: &Thing) -> (i64, i64) {
    let all = registrations_of(app, cohort).await;
    let with = |status: &'static str| all.iter().filter(move |it| it["status"] == status);
    let seated = with("confirmed").chain(with("offered")).chain(with("completed"));
    let people = seated.map(|it| it["participants"].as_array().unwrap().len());
    let taken = i64::try_from(people.sum::<usize>()).unwrap();
    let waiting = i64::try_from(with("waitlisted").count()).unwrap();
    assert_eq!(counters(app).await, (taken, waiting), "row and registrations differ");
    let seen = app.cohort(cohort).await;
    let capacity = seen["capacity"].as_i64().unwrap();
    assert!(taken <= capacity, "{taken} of {capacity} seats");
    let left = if waiting > 0 { 0 } else { capacity - taken };
    assert_eq!((&seen["seatsLeft"], &seen["teamsWaiting"]), (&json!(left), &json!(waiting)));
    (taken, waiting)
}

/// Changes the database behind the server's back.
async fn execute(app: &TestApp, sql: String) {
    app.in_server(|app| async move {
        app.work(leerkring::work::Author::server("test"), move |work| {
            Box::pin(async move {
                let engine = work.tx.get_database_backend();
                work.tx.execute_raw(Statement::from_string(engine, sql)).await.unwrap();
                Ok(())
            })
        })
        .await
        .unwrap();
    })
    .await;
}

/// The answers to what is asked at once. Who is told that the server is busy asks again after the
/// time it names: `request` has to make the same request, with the same key, for the same number.
async fn until_answered(count: usize, request: impl Fn(usize) -> Request) -> Vec<Answer> {
    let mut answers = all((0..count).map(&request).collect(), AT_ONCE).await;
    for _ in 0..10 {
        let busy: Vec<usize> = (0..count).filter(|number| answers[*number].status == 503).collect();
        let named = busy.iter().filter_map(|number| answers[*number].header("retry-after"));
        let Some(seconds) = named.map(|seconds| seconds.parse().unwrap()).max() else { break };
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        let again = all(busy.iter().map(|number| request(*number)).collect(), AT_ONCE).await;
        for (number, answer) in busy.into_iter().zip(again) {
            answers[number] = answer;
        }
    }
    answers
}

/// Sends all of it to a server of its own, which is killed after a while: the answers that came.
async fn until_killed(
    app: &TestApp,
    patience: Duration,
    requests: impl FnOnce(&str) -> Vec<Request>,
) -> Vec<Option<Answer>> {
    let mut server = start_beside(app);
    let asked: Vec<_> = requests(&server.base)
        .into_iter()
        .map(|request| tokio::spawn(async move { request.attempt().await.ok() }))
        .collect();
    tokio::time::sleep(patience).await;
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let mut answers = Vec::new();
    for answer in asked {
        answers.push(answer.await.unwrap());
    }
    answers
}
