//! Numbers of invoices: without a gap and without a duplicate, whatever happens at the same time.

use std::collections::BTreeMap;

use leerkring_tests::given::anybody;
use leerkring_tests::{Answer, TestApp, Value, all, duo, json};

use super::{Servers, open_now_in};

/// The places in the series that were given out, by organiser, in order; with how many invoices
/// each registration has.
async fn books(app: &TestApp) -> (BTreeMap<String, Vec<u32>>, BTreeMap<String, usize>) {
    let administrator = app.administrator().await;
    let (mut series, mut of) = (BTreeMap::<String, Vec<u32>>::new(), BTreeMap::new());
    let mut cursor = String::new();
    loop {
        let path = format!("/v1/invoices?limit=100{cursor}");
        let page = administrator.get(&path).await.expect(200).body;
        for invoice in page["items"].as_array().unwrap() {
            let number = invoice["number"].as_str().unwrap();
            let place = number[number.len() - 5..].parse().unwrap();
            series.entry(invoice["organiserId"].to_string()).or_default().push(place);
            let key = format!("{} {}", invoice["registrationId"], invoice["kind"]);
            *of.entry(key).or_default() += 1;
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    for places in series.values_mut() {
        places.sort_unstable();
    }
    (series, of)
}

fn confirmed(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.body["status"] == "confirmed").count()
}

/// Checks that every organiser's numbers run from 1 on, that nobody has two invoices, and says how
/// many numbers were given out.
async fn check(app: &TestApp) -> usize {
    let (series, of) = books(app).await;
    for places in series.values() {
        let expected: Vec<u32> = (1..=u32::try_from(places.len()).unwrap()).collect();
        assert_eq!(*places, expected);
    }
    assert!(of.values().all(|count| *count == 1), "{of:?}");
    series.values().map(Vec::len).sum()
}

#[tokio::test]
async fn a_hundred_invoices_at_once_have_a_hundred_numbers_in_a_row() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let programme = app.given_programme(|it| it["team"] = anybody(2)).await;
    let mut cohorts = Vec::new();
    for _ in 0..4 {
        cohorts.push(open_now_in(&app, &programme, |it| it["capacity"] = json!(500)).await);
    }
    let (boards, administrator) = (app.given_boards(100).await, app.administrator().await);
    let request = |number: usize| {
        let client = if app.is_on_postgres() {
            administrator.at(servers.of(number))
        } else {
            administrator.clone()
        };
        let path = format!("/v1/cohorts/{}/registrations", cohorts[number % 4].id);
        client.post(&path, duo(&boards[number])).key(&format!("invoice-of-client-{number}"))
    };

    let answers = until_answered((0..100).collect(), request).await;

    assert_eq!(confirmed(&answers), 100);
    assert_eq!(check(&app).await, 100);
    cancel(&app, &cohorts[0].id).await;
    assert_eq!(check(&app).await, 125);
}

async fn cancel(app: &TestApp, cohort: &str) {
    let path = format!("/v1/cohorts/{cohort}/_cancel");
    app.administrator().await.post(&path, json!({})).await.expect(200);
}

/// Who is told to try again does so with the same key.
async fn until_answered(
    clients: Vec<usize>,
    request: impl Fn(usize) -> leerkring_tests::client::Request,
) -> Vec<Answer> {
    let mut answers = all(clients.iter().map(|number| request(*number)).collect(), 100).await;
    for _ in 0..10 {
        for (place, number) in clients.iter().enumerate() {
            if answers[place].status == 503 {
                answers[place] = request(*number).await;
            }
        }
    }
    answers
}

/// A process dies in the middle of it, and what it had not committed is asked again of another.
/// SQLite's one process holds the data of the test itself: there the transaction dies instead.
#[tokio::test]
async fn a_server_that_dies_in_the_middle_leaves_no_gap() {
    let app = TestApp::start().await;
    let programme = app.given_programme(|it| it["team"] = anybody(2)).await;
    if !app.is_on_postgres() {
        return dies_within(&app, &programme.body).await;
    }
    app.set_now_to_real_time();
    let mut processes = app.start_processes(3);
    let cohort = open_now_in(&app, &programme, |it| it["capacity"] = json!(500)).await;
    let (boards, administrator) = (app.given_boards(100).await, app.administrator().await);
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let teams: Vec<Value> = boards.iter().map(duo).collect();
    let request = |number: usize, base: &str| {
        let request = administrator.at(base).post(&path, teams[number].clone());
        request.key(&format!("dying-with-client-{number}"))
    };
    let bases: Vec<String> = processes.iter().map(|process| process.base.clone()).collect();
    let first = (0..100).map(|number| request(number, &bases[number % 3]).attempt());
    let killing = async {
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        processes[0].child.kill().unwrap();
    };
    futures_util::future::join(futures_util::future::join_all(first), killing).await;

    let again = (0..100).map(|number| request(number, &bases[1 + number % 2]));
    let answers = all(again.collect(), 20).await;

    assert_eq!(confirmed(&answers), 100);
    assert_eq!(check(&app).await, 100);
}

/// Takes numbers in a transaction that is never committed.
async fn dies_within(app: &TestApp, programme: &Value) {
    use leerkring_persistence::invoices::take_numbers;
    let lead: uuid::Uuid = programme["leadOrganiserId"].as_str().unwrap().parse().unwrap();
    for _ in 0..3 {
        let taken = app
            .in_server(move |app| async move {
                let tx = app.store.begin().await.unwrap();
                take_numbers(&tx, lead.into(), 2026, 7).await.unwrap()
            })
            .await;
        assert_eq!(taken, 1);
    }
}
