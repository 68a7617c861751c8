//! Lists in the order that is asked for: page by page, both ways, and as a table.

use leerkring_tests::given::anybody;
use leerkring_tests::{Client, TestApp, Value, json, team};

/// What stands at `pointer` in each item of the list, read in pages of two.
async fn column(client: &Client, list: &str, pointer: &str) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{list}&limit=2{next}")).await.expect(200).body;
        let items = page["items"].as_array().unwrap();
        all.extend(items.iter().map(|it| it.pointer(pointer).cloned().unwrap_or_default()));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return all,
        }
    }
}

/// Both directions of an order of `list`, of which the ascending one has to be `expected`.
async fn both_ways(client: &Client, (list, sort): (&str, &str), pointer: &str, expected: &[&str]) {
    let ascending = column(client, &format!("{list}sort={sort}"), pointer).await;
    assert_eq!(ascending, expected, "{list} by {sort}");
    let mut descending = column(client, &format!("{list}sort=-{sort}"), pointer).await;
    descending.reverse();
    assert_eq!(descending, ascending, "{list} by -{sort}");
}

#[tokio::test]
async fn the_offer_comes_in_the_order_that_is_asked_for() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let mut ids = Vec::new();
    for title in ["Beta", "alfa", "Gamma", "Beta"] {
        ids.push(app.given_programme(|it| it["title"] = json!(title)).await.id);
    }
    let titles = ["alfa", "Beta", "Beta", "Gamma"];
    both_ways(&visitor, ("/v1/programmes?", "title"), "/title", &titles).await;
    let by_title = [1, 0, 3, 2].map(|place: usize| ids[place].as_str());
    both_ways(&visitor, ("/v1/programmes?", "title"), "/id", &by_title).await;
    let made = ["Beta", "alfa", "Gamma", "Beta"];
    both_ways(&visitor, ("/v1/programmes?", "createdAt"), "/title", &made).await;

    let programme = app.given_programme(|_| {}).await;
    for (name, day) in [("ç", "2026-09-16"), ("A", "2026-09-14"), ("b", "2026-09-15")] {
        app.given_cohort(|it| {
            it["programmeId"] = json!(programme.id);
            it["name"] = json!(name);
            it["sessions"] = json!([leerkring_tests::given::session(day, "09:00:00", "10:00:00")]);
        })
        .await;
    }
    app.given_draft_cohort(|it| {
        it["programmeId"] = json!(programme.id);
        it["name"] = json!("0");
        it["sessions"] = json!([]);
    })
    .await;
    let list = format!("/v1/programmes/{}/cohorts?", programme.id);
    let administrator = app.administrator().await;
    for (sort, names) in [
        ("startsAt", ["A", "b", "ç", "0"]),
        ("createdAt", ["ç", "A", "b", "0"]),
        ("name", ["0", "A", "b", "ç"]),
    ] {
        both_ways(&administrator, (list.as_str(), sort), "/name", &names).await;
    }
}

#[tokio::test]
async fn teams_people_and_invoices_come_in_the_order_that_is_asked_for() {
    let app = TestApp::start().await;
    let programme = app.given_programme(|it| it["team"] = anybody(2)).await;
    let cohort = app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
    for (name, person) in [("Wijs", "Bo"), ("Ambt", "émile"), ("Moed", "Ada")] {
        let board = app.given_board(|it| it.name = name.to_owned()).await;
        let mut team = team(&board, &["teacher"]);
        team["participants"][0]["name"] = json!(person);
        app.given_registration(&cohort, &board, team).await;
    }
    let reader = app.administrator().await;
    let arrived = ["Wijs", "Ambt", "Moed"];
    let teams = format!("/v1/registrations?cohortId={}&", cohort.id);
    both_ways(&reader, (teams.as_str(), "registeredAt"), "/boardName", &arrived).await;
    both_ways(&reader, (teams.as_str(), "arrival"), "/boardName", &arrived).await;
    both_ways(&reader, (teams.as_str(), "boardName"), "/boardName", &["Ambt", "Moed", "Wijs"])
        .await;
    let people = format!("/v1/cohorts/{}/participants?", cohort.id);
    both_ways(&reader, (people.as_str(), "registeredAt"), "/name", &["Bo", "émile", "Ada"]).await;
    both_ways(&reader, (people.as_str(), "name"), "/name", &["Ada", "Bo", "émile"]).await;
    both_ways(&reader, (people.as_str(), "boardName"), "/name", &["émile", "Ada", "Bo"]).await;
    let numbers = ["VVS-202600001", "VVS-202600002", "VVS-202600003"];
    both_ways(&reader, ("/v1/invoices?", "number"), "/number", &numbers).await;
    both_ways(&reader, ("/v1/invoices?", "issuedOn"), "/number", &numbers).await;

    let table = reader.csv(&format!("{teams}sort=-boardName")).await;
    let names: Vec<_> = table.iter().map(|row| row["boardName"].as_str()).collect();
    assert_eq!(names, ["Wijs", "Moed", "Ambt"]);
}

#[tokio::test]
async fn a_cursor_goes_on_in_its_own_order_and_in_no_other() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    app.given_boards(3).await;
    let first = visitor.get("/v1/boards?sort=-number&limit=1").await.expect(200).body;
    let cursor = first["next"].as_str().unwrap();
    for other in ["", "sort=name&", "sort=number&"] {
        let refused = visitor.get(&format!("/v1/boards?{other}cursor={cursor}")).await;
        let refused = refused.refused(400, "invalid-request");
        assert_eq!(refused.errors(), [("cursor".to_owned(), "wrong-cursor".to_owned())]);
    }
    for unknown in ["city", "--name", "name,number", ""] {
        visitor.get(&format!("/v1/boards?sort={unknown}")).await.refused(400, "invalid-request");
    }
    // The usual order is the same whether it is named or not.
    let first = visitor.get("/v1/boards?limit=1").await.expect(200).body;
    let cursor = first["next"].as_str().unwrap();
    visitor.get(&format!("/v1/boards?sort=name&cursor={cursor}")).await.expect(200);
}
