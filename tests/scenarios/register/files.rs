//! Importing: every row is accounted for, a second time changes nothing, several processes share.

use leerkring_tests::TestApp;

use super::{BOARDS, FILES, SCHOOLS, counts, file, follow, import, imported, some, start};

#[tokio::test(flavor = "multi_thread")]
async fn b1_every_row_of_every_file_is_accounted_for_and_a_second_import_changes_nothing() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    for (round, name) in FILES.iter().chain(&FILES).enumerate() {
        let job = imported(&administrator, file(name)).await;
        let [rows, added, changed, unchanged, historic, noted, refused] = counts(&job);
        assert_eq!(added + changed + unchanged + historic + noted + refused, rows, "{job:#}");
        assert_eq!((refused, &job["report"]["closed"]), (0, &0.into()));
        let first = round < FILES.len();
        assert_eq!(added + changed == 0, !first, "{name}: {job:#}");
        let again = !first && job["report"]["regionLinks"] != 0;
        assert!(!again, "{name}: {job:#}");
    }
    let visitor = app.visitor();
    for (path, count) in [
        ("/v1/schools?count=true", 7_259),
        ("/v1/partnerships?count=true&sector=po", 77),
        ("/v1/boards?count=true&sector=po", 1_017),
        ("/v1/regions?count=true&scheme=labour-market", 35),
    ] {
        assert_eq!(visitor.get(path).await.expect(200).body["count"], count, "{path}");
    }
    the_function_mix_is_told_by_region(&app).await;
}

/// By each division of the country that is offered, where boards have their seats.
async fn the_function_mix_is_told_by_region(app: &TestApp) {
    let visitor = app.visitor();
    for (scheme, regions, seat) in
        [("labour-market", 35, "20"), ("province", 12, "zuid-holland"), ("rpa", 39, "22")]
    {
        let path = format!("/v1/function-mix?by=region&regionScheme={scheme}&fromYear=2017");
        let mix = visitor.get(&path).await.expect(200).body;
        let groups = mix["groups"].as_array().unwrap();
        let told = groups.iter().filter_map(|it| it["years"][0]["boards"].as_u64());
        let told: Vec<u64> = told.collect();
        assert_eq!(groups.len(), regions, "{scheme}");
        assert!(2 * told.len() > regions && told.iter().sum::<u64>() <= 897, "{scheme}: {told:?}");
        let path = "/v1/boards/41441/function-mix/comparison?fromYear=2017";
        let path = format!("{path}&regionScheme={scheme}");
        let region = visitor.get(&path).await.expect(200).body["compared"][2].clone();
        assert_eq!(region["key"], seat, "{scheme}: {region}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_and_changes_nothing() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let job = import(&administrator, "&dryRun=true", file(BOARDS)).await;
    assert_eq!(counts(&job), [1_012, 1_012, 0, 0, 0, 0, 0]);
    assert_eq!((&job["state"], &job["report"]["applied"]), (&"succeeded".into(), &false.into()));
    let boards = app.visitor().get("/v1/boards?count=true").await.expect(200).body;
    assert_eq!(boards["count"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_imports_once() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let ask = || {
        let request = administrator.request(reqwest::Method::POST, "/v1/imports");
        request.key("import-07-once-and-for-all").body("text/csv", some(BOARDS, 0..5))
    };
    let (one, two) = (ask().await.expect(202), ask().await.expect(202));
    assert_eq!(one.header("location"), two.header("location"));
    assert_eq!(two.header("idempotent-replayed"), Some("true"));
    follow(&administrator, &one).await;
    let imports = administrator.get("/v1/imports?count=true").await.expect(200).body;
    assert_eq!(imports["count"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_processes_run_every_import_once() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let administrator = app.administrator().await;
    let processes = if app.is_on_postgres() { app.start_processes(2) } else { Vec::new() };
    let mut jobs = Vec::new();
    for number in 0..6 {
        // The order of jobs is that of the clocks, so the clock of the test goes along.
        app.set_now_to_real_time();
        let rows = some(BOARDS, 0..50 * (number + 1));
        let client = match processes.get(number % 3) {
            Some(process) => administrator.at(&process.base),
            None => administrator.clone(),
        };
        jobs.push(start(&client, "", rows).await.expect(202));
    }
    let mut added = 0;
    for job in &jobs {
        let job = follow(&administrator, job).await;
        assert_eq!(job["state"], "succeeded", "{job:#}");
        added += counts(&job)[1];
    }
    let boards = app.visitor().get("/v1/boards?count=true").await.expect(200).body;
    assert_eq!((added, &boards["count"]), (300, &300.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_whose_board_is_unknown_is_refused_and_says_what_to_import_first() {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    let job = import(&administrator, "", some(SCHOOLS, 0..3)).await;
    assert_eq!((&job["state"], counts(&job)[6]), (&"refused".into(), 3));
    let row = &job["refusedRows"][0];
    assert_eq!((&row["line"], &row["code"]), (&2.into(), &"unknown-board".into()));
    assert_eq!(row["column"], "BEVOEGD GEZAG NUMMER");
    assert!(row["detail"].as_str().unwrap().contains("import DUO's school boards po (07) first"));
}

#[tokio::test(flavor = "multi_thread")]
async fn schools_lie_in_their_labour_market_region_whatever_was_imported_first() {
    for first in ["labour_market_regions_2015_law.csv", SCHOOLS] {
        let app = TestApp::start().await;
        let administrator = app.administrator().await;
        imported(&administrator, file(BOARDS)).await;
        let schools = some(SCHOOLS, 0..20);
        let areas = file("labour_market_regions_2015_law.csv");
        let both = if first == SCHOOLS { [schools, areas] } else { [areas, schools] };
        for content in both {
            imported(&administrator, content).await;
        }
        let drenthe = app.visitor().get("/v1/schools?region=labour-market/04&count=true").await;
        assert_eq!(drenthe.expect(200).body["count"], 20, "{first} first");
    }
}
