//! Intake slots while everybody books and moves, and a server that dies in between.

use std::collections::BTreeSet;
use std::time::Duration;

use leerkring_tests::client::Request;
use leerkring_tests::given::{anybody, intake_slots};
use leerkring_tests::{Answer, Client, TestApp, Thing, Value, json, team};

use super::{Servers, open_now_in, until_answered, until_killed};

/// Teams of one in a cohort with an intake, and more slots than teams.
struct Season {
    teams: Vec<String>,
    slots: Vec<String>,
    cohort: Thing,
    administrator: Client,
}

impl Season {
    async fn of(app: &TestApp, teams: usize) -> Self {
        let programme = app
            .given_programme(|it| {
                it["team"] = anybody(1);
                it["fee"] = Value::Null;
                it["intake"] = json!(true);
            })
            .await;
        let cohort = open_now_in(app, &programme, |it| it["capacity"] = json!(100)).await;
        let administrator = app.administrator().await;
        let register = format!("/v1/cohorts/{}/registrations", cohort.id);
        let mut made = Vec::new();
        for board in app.given_boards(teams).await {
            let team = team(&board, &["teacher"]);
            made.push(administrator.post(&register, team).await.expect(201).id());
        }
        let day = (app.now() + chrono::Duration::days(40)).format("%Y-%m-%d").to_string();
        let mut series = intake_slots(&day);
        series["onPublicHolidays"] = json!(true);
        series["minutes"] = json!(10);
        series["pauseMinutes"] = json!(0);
        let publish = format!("/v1/cohorts/{}/intake-slots/_publish", cohort.id);
        let published = administrator.post(&publish, series).await.expect(200).body;
        let slots = published["slots"].as_array().unwrap().iter();
        let slots = slots.map(|slot| slot["id"].as_str().unwrap().to_owned()).collect();
        Self { teams: made, slots, cohort, administrator }
    }

    fn ask(&self, who: &Client, team: usize, verb: &str, slot: usize) -> Request {
        let path = format!("/v1/registrations/{}/intake/{verb}", self.teams[team]);
        let slot = json!({ "intakeSlotId": self.slots[slot % self.slots.len()] });
        who.post(&path, slot)
    }

    /// Who has which slot, as the organiser reads it. Nobody has two.
    async fn booked(&self) -> BTreeSet<(String, String)> {
        let path = format!("/v1/cohorts/{}/intake-slots?limit=100", self.cohort.id);
        let all = self.administrator.get(&path).await.expect(200).body;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let booked: BTreeSet<_> = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|slot| {
                Some((text(&slot["bookedBy"]["registrationId"])?, text(&slot["id"])?))
            })
            .collect();
        let teams: BTreeSet<_> = booked.iter().map(|(team, _)| team).collect();
        assert_eq!(teams.len(), booked.len(), "a team has two slots");
        booked
    }

    /// What an answer says that a team has.
    fn told(answer: &Answer) -> (String, String) {
        let slot = answer.body["intake"]["slot"]["id"].as_str().unwrap();
        (answer.id(), slot.to_owned())
    }
}

#[tokio::test]
async fn a_slot_that_twenty_teams_book_at_once_is_had_by_one() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let season = Season::of(&app, 20).await;

    let answers = until_answered(20, |team| {
        season.ask(&servers.reached(&season.administrator, team), team, "_book", 0)
    })
    .await;

    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(won.len(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "slot-taken").count(), 19);
    assert_eq!(season.booked().await, [Season::told(won[0])].into());
}

#[tokio::test]
async fn teams_that_move_at_once_have_one_slot_each_and_free_the_other() {
    let app = TestApp::start().await;
    let servers = Servers::start(&app);
    let season = Season::of(&app, 12).await;
    let book = |team| {
        let booking =
            season.ask(&servers.reached(&season.administrator, team), team, "_book", team);
        booking.key(&format!("booking-by-team-number-{team}"))
    };
    assert!(until_answered(12, book).await.iter().all(|answer| answer.status == 200));

    // Two of each team at once, many of them for the same slots.
    let answers = until_answered(24, |place| {
        season.ask(
            &servers.reached(&season.administrator, place),
            place / 2,
            "_move",
            12 + place % 5,
        )
    })
    .await;

    let known =
        |it: &Answer| it.status == 200 || ["slot-taken", "already-booked"].contains(&it.code());
    assert!(answers.iter().all(known), "{answers:?}");
    let booked = season.booked().await;
    assert_eq!(booked.len(), 12);
    let there = booked.iter().filter(|(_, slot)| season.slots[12..17].contains(slot)).count();
    assert!(0 < there, "nobody moved");
}

#[tokio::test]
async fn a_server_that_dies_while_teams_book_and_move_leaves_each_with_what_it_was_told() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let season = Season::of(&app, 10).await;
    let asked = |verb: &'static str, shift: usize| {
        let season = &season;
        move |base: &str| {
            let who = season.administrator.at(base);
            (0..10).map(|team| season.ask(&who, team, verb, team + shift)).collect()
        }
    };
    let answers = until_killed(&app, Duration::from_millis(40), asked("_book", 0)).await;
    let booked = season.booked().await;
    for answer in answers.iter().flatten().filter(|answer| answer.status == 200) {
        assert!(booked.contains(&Season::told(answer)), "what was told is lost: {answer}");
    }
    for shift in 1..4 {
        let before = season.booked().await.len();
        let patience = Duration::from_millis(10 * u64::try_from(shift).unwrap());
        let answers = until_killed(&app, patience, asked("_move", shift)).await;
        let booked = season.booked().await;
        assert_eq!(booked.len(), before, "a team that moved lost its slot");
        for answer in answers.iter().flatten().filter(|answer| answer.status == 200) {
            assert!(booked.contains(&Season::told(answer)), "what was told is lost: {answer}");
        }
    }
}
