//! Numbers of invoices: without a gap and without a duplicate, whatever happens at the same time.

use std::collections::BTreeMap;
use std::time::Duration;

use leerkring_tests::given::anybody;
use leerkring_tests::{Answer, Client, TestApp, duo, json};

use super::{Servers, open_now_in, until_answered, until_killed};

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
    let teams: Vec<_> = boards.iter().map(duo).collect();
    let request = |number: usize| {
        let client = servers.reached(&administrator, number);
        let path = format!("/v1/cohorts/{}/registrations", cohorts[number % 4].id);
        client.post(&path, teams[number].clone()).key(&format!("invoice-of-client-{number}"))
    };

    let answers = until_answered(100, request).await;

    assert_eq!(confirmed(&answers), 100, "{:?}", answers.iter().find(|it| it.status != 201));
    assert_eq!(check(&app).await, 100);
    cancel(&app, &cohorts[0].id).await;
    assert_eq!(check(&app).await, 125);
}

#[tokio::test]
async fn who_withdraws_too_late_while_the_cohort_is_cancelled_is_credited_once() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let programme = app.given_programme(|it| it["team"] = anybody(2)).await;
    let passed = json!(app.now() - chrono::Duration::days(1));
    let cohort = open_now_in(&app, &programme, |it| it["freeCancellationUntilAt"] = passed).await;
    let mut withdrawals = Vec::new();
    for board in app.given_boards(10).await {
        let registration = app.given_registration(&cohort, &board, duo(&board)).await;
        withdrawals.push(format!("/v1/registrations/{}/_withdraw", registration.id));
    }
    withdrawals.insert(5, format!("/v1/cohorts/{}/_cancel", cohort.id));
    let administrator = app.administrator().await;
    let request = |number: usize| {
        let client = servers.reached(&administrator, number);
        client
            .post(&withdrawals[number], json!({ "reason": "Ziekte" }))
            .key(&format!("ending-with-client-{number}"))
    };

    let answers = until_answered(withdrawals.len(), request).await;

    assert_eq!(answers[5].status, 200, "{}", answers[5]);
    assert!(answers.iter().all(|it| matches!(it.status, 200 | 409)), "{answers:?}");
    assert_eq!(check(&app).await, 20, "ten invoices, and a credit note for each");
}

async fn cancel(app: &TestApp, cohort: &str) {
    let path = format!("/v1/cohorts/{cohort}/_cancel");
    app.administrator().await.post(&path, json!({ "reason": "Ziekte" })).await.expect(200);
}

/// A process dies in the middle of it, and what it had not committed is asked again of the app.
#[tokio::test]
async fn a_server_that_dies_in_the_middle_leaves_no_gap() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let programme = app.given_programme(|it| it["team"] = anybody(2)).await;
    let cohort = open_now_in(&app, &programme, |it| it["capacity"] = json!(500)).await;
    let (boards, administrator) = (app.given_boards(60).await, app.administrator().await);
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let teams: Vec<_> = boards.iter().map(duo).collect();
    let mut answered = 0;
    for (round, some) in teams.chunks(20).enumerate() {
        let request = |client: &Client, number: usize| {
            let request = client.post(&path, some[number].clone());
            request.key(&format!("dying-in-round-{round}-with-{number}"))
        };
        let patience = Duration::from_millis(10 + 40 * u64::try_from(round).unwrap());
        let told = until_killed(&app, patience, |base| {
            let own = administrator.at(base);
            (0..some.len()).map(|number| request(&own, number)).collect()
        })
        .await;

        let again = until_answered(some.len(), |number| request(&administrator, number)).await;
        for (told, again) in told.iter().zip(&again) {
            if let Some(told) = told.as_ref().filter(|told| told.status == 201) {
                assert_eq!(told.body["id"], again.body["id"], "what was answered was lost");
            }
        }
        answered += confirmed(&again);
    }

    assert_eq!(answered, 60);
    assert_eq!(check(&app).await, 60);
}
