//! Seats in breakouts while everybody chooses at once, and a server that dies in between.

use std::collections::BTreeMap;
use std::time::Duration;

use leerkring_tests::client::Request;
use leerkring_tests::given::anybody;
use leerkring_tests::{Answer, Client, TestApp, Thing, Value, json, team};
use sea_orm::{ConnectionTrait, Statement};

use super::{Servers, open_now, until_answered, until_killed};

/// Participants of a session with breakouts.
struct Hall {
    cohort: Thing,
    /// Each with their registration.
    people: Vec<(String, String)>,
    session: String,
    breakouts: Vec<String>,
    administrator: Client,
}

impl Hall {
    async fn of(app: &TestApp, (teams, size): (usize, usize), capacities: &[u32]) -> Self {
        let breakouts: Vec<_> = capacities
            .iter()
            .map(|capacity| json!({ "title": "Deelsessie", "capacity": capacity }))
            .collect();
        let cohort = open_now(app, anybody(100), |it| {
            it["capacity"] = json!(500);
            it["sessions"][0]["breakouts"] = json!(breakouts);
        })
        .await;
        let administrator = app.administrator().await;
        let path = format!("/v1/cohorts/{}/registrations", cohort.id);
        let text = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let mut people = Vec::new();
        for board in app.given_boards(teams).await {
            let team = team(&board, &vec!["teacher"; size]);
            let made = administrator.post(&path, team).await.expect(201).body;
            let own = made["participants"].as_array().unwrap();
            people.extend(own.iter().map(|person| (text(&made), text(person))));
        }
        let session = &cohort.body["sessions"][0];
        let breakouts = session["breakouts"].as_array().unwrap().iter().map(text).collect();
        Self { people, session: text(session), breakouts, cohort, administrator }
    }

    fn choose(&self, who: &Client, place: usize, breakout: usize) -> Request {
        let (registration, participant) = &self.people[place];
        let path = format!(
            "/v1/registrations/{registration}/participants/{participant}/breakouts/_choose"
        );
        let breakout = &self.breakouts[breakout % self.breakouts.len()];
        let choice = json!({ "sessionId": self.session, "breakoutId": breakout });
        who.post(&path, choice)
    }

    /// Where everybody is, read page by page; no breakout has more than its seats.
    async fn places(&self, app: &TestApp) -> BTreeMap<String, String> {
        let (mut places, mut cursor) = (BTreeMap::new(), String::new());
        loop {
            let path = format!(
                "/v1/sessions/{}/breakout-choices?chosen=true&limit=100{cursor}",
                self.session
            );
            let page = self.administrator.get(&path).await.expect(200).body;
            for item in page["items"].as_array().unwrap() {
                let text = |name: &str| item[name].as_str().unwrap().to_owned();
                places.insert(text("participantId"), text("breakoutId"));
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let seen = app.cohort(&self.cohort).await;
        for breakout in seen["sessions"][0]["breakouts"].as_array().unwrap() {
            let (capacity, left) = (&breakout["capacity"], &breakout["seatsLeft"]);
            let taken = places.values().filter(|it| breakout["id"] == json!(it)).count();
            let taken = u64::try_from(taken).unwrap();
            assert_eq!(capacity.as_u64().unwrap() - left.as_u64().unwrap(), taken, "{breakout}");
        }
        places
    }
}

/// How many were given a seat; all others were told that there is none.
#[track_caller]
fn seated(answers: &[Answer]) -> usize {
    let mut tally: BTreeMap<(u16, &str), usize> = BTreeMap::new();
    for answer in answers {
        *tally.entry((answer.status, answer.code())).or_default() += 1;
    }
    let full = tally.remove(&(409, "breakout-full")).unwrap_or_default();
    let seated = tally.remove(&(200, "")).unwrap_or_default();
    assert_eq!(seated + full, answers.len(), "besides: {tally:?}");
    seated
}

#[tokio::test]
async fn five_hundred_who_choose_at_once_fill_every_seat_and_no_more() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let hall = Hall::of(&app, (25, 20), &[20, 100, 120]).await;

    let answers = until_answered(500, |place| {
        hall.choose(&servers.reached(&hall.administrator, place), place, place)
    })
    .await;

    assert_eq!(seated(&answers), 240);
    let places = hall.places(&app).await;
    assert_eq!(places.len(), 240);
    for answer in answers.iter().filter(|answer| answer.status == 200) {
        let who = answer.body["participantId"].as_str().unwrap();
        assert_eq!(json!(places[who]), answer.body["breakoutId"]);
    }
}

#[tokio::test]
async fn who_changes_in_a_full_hall_keeps_a_seat() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let hall = Hall::of(&app, (2, 12), &[12, 12, 4]).await;
    let choose = |shift: usize| {
        let (hall, servers) = (&hall, &servers);
        move |place| {
            let who = servers.reached(&hall.administrator, place);
            hall.choose(&who, place, place % 2 + shift)
        }
    };
    assert_eq!(seated(&until_answered(24, choose(0)).await), 24);

    let answers = until_answered(24, choose(1)).await;

    seated(&answers);
    assert_eq!(hall.places(&app).await.len(), 24);
}

#[tokio::test]
async fn who_withdraws_while_their_people_choose_leaves_no_seat_behind() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let hall = Hall::of(&app, (4, 5), &[20]).await;
    // The third of each five withdraws the team.
    let answers = until_answered(20, |place| {
        let who = servers.reached(&hall.administrator, place);
        if place % 5 != 2 {
            return hall.choose(&who, place, 0);
        }
        let (registration, _) = &hall.people[place];
        let path = format!("/v1/registrations/{registration}/_withdraw");
        who.post(&path, json!({}))
    })
    .await;

    assert!(answers.iter().all(|it| it.status == 200 || it.code() == "not-confirmed"));
    assert!(hall.places(&app).await.is_empty());
    let left: i64 = app
        .in_server(|app| async move {
            let db = app.store.reader();
            let question = "SELECT COUNT(*) FROM breakout_choices";
            let question = Statement::from_string(db.get_database_backend(), question);
            db.query_one_raw(question).await.unwrap().unwrap().try_get_by_index(0).unwrap()
        })
        .await;
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_server_that_dies_while_people_choose_leaves_each_where_they_were_told() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let hall = Hall::of(&app, (2, 15), &[12, 12, 12]).await;
    for round in 0..3 {
        let before = hall.places(&app).await;
        let patience = Duration::from_millis(20 + 15 * u64::try_from(round).unwrap());
        let answers = until_killed(&app, patience, |base| {
            let who = hall.administrator.at(base);
            (0..30).map(|place| hall.choose(&who, place, place + round)).collect()
        })
        .await;
        let places = hall.places(&app).await;
        assert!(before.keys().all(|who| places.contains_key(who)), "somebody lost their seat");
        for answer in answers.iter().flatten().filter(|answer| answer.status == 200) {
            let who = answer.body["participantId"].as_str().unwrap();
            assert_eq!(json!(places[who]), answer.body["breakoutId"], "what was told is lost");
        }
    }
}
