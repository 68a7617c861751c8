//! The disk is full: what cannot be kept is refused whole, reading goes on, and so does everything once
//! there is room again.

use leerkring_tests::given::anybody;
use leerkring_tests::{Answer, TestApp, Thing, json, team};

/// A full disk, as each engine has one: no page more for SQLite's file; the error of a full disk from
/// PostgreSQL, whose own disk is another's.
async fn fill(app: &TestApp) {
    if app.is_on_postgres() {
        app.sql(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$; \
             CREATE TRIGGER full_disk BEFORE INSERT ON participants \
             FOR EACH ROW EXECUTE FUNCTION full_disk()",
        )
        .await;
    } else {
        no_page_more(app).await;
    }
}

async fn no_page_more(app: &TestApp) {
    // Less than there is: it becomes what there is.
    app.sql("PRAGMA max_page_count = 1").await;
}

async fn make_room(app: &TestApp) {
    let more = if app.is_on_postgres() {
        "DROP TRIGGER full_disk ON participants"
    } else {
        "PRAGMA max_page_count = 1000000"
    };
    app.sql(more).await;
}

/// Registers teams until the disk is full; the answers, of which the last is the refusal.
async fn until_full(app: &TestApp, cohort: &Thing) -> Vec<Answer> {
    let administrator = app.administrator().await;
    let path = format!("/v1/cohorts/{}/registrations", cohort.id);
    let mut answers = Vec::new();
    for (number, board) in app.given_boards(30).await.iter().enumerate() {
        let mut team = team(board, &["teacher"; 10]);
        team["motivation"] = json!("Omdat. ".repeat(280));
        let key = format!("until-the-disk-is-full-{number}");
        if number == 0 {
            fill(app).await;
        }
        let answer = administrator.post(&path, team.clone()).key(&key).await;
        let refused = answer.status != 201;
        answers.push(answer);
        if refused {
            make_room_and_repeat(app, || administrator.post(&path, team.clone()).key(&key)).await;
            return answers;
        }
    }
    panic!("the disk was never full");
}

/// While the disk is full, reading goes on; after that the same request is done.
async fn make_room_and_repeat(
    app: &TestApp,
    request: impl Fn() -> leerkring_tests::client::Request,
) {
    for path in ["/livez", "/readyz", "/v1/organisers"] {
        assert_eq!(app.visitor().get(path).raw().await.status, 200, "{path}");
    }
    if !app.is_on_postgres() {
        // The connection that could not write was thrown away, and with it what it was told.
        no_page_more(app).await;
    }
    request().await.refused(503, "unavailable");
    make_room(app).await;
    request().await.expect(201);
}

#[tokio::test]
async fn a_full_disk_refuses_what_it_cannot_keep_and_tears_nothing() {
    let app = TestApp::start().await;
    let programme = app
        .given_programme(|it| {
            it["team"] = anybody(10);
            it["fee"] = json!(null);
        })
        .await;
    let cohort = app
        .given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["capacity"] = json!(500);
        })
        .await;

    let mut answers = until_full(&app, &cohort).await;

    let refused = answers.pop().unwrap().refused(503, "unavailable");
    assert!(refused.header("retry-after").is_some(), "{refused}");
    let teams = answers.len() + 1;
    assert_eq!(app.cohort(&cohort).await["seatsLeft"], 500 - 10 * teams);
    let (teams, people) = (app.rows("registrations").await, app.rows("participants").await);
    assert_eq!(people, 10 * teams);
    if !app.is_on_postgres() {
        assert_eq!(integrity(&app).await, "ok");
    }
}

async fn integrity(app: &TestApp) -> String {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    app.in_server(|app| async move {
        let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check");
        let row = app.store.reader().query_one_raw(check).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    })
    .await
}
