//! What everybody reads: forgiving search, filters, pages.

use leerkring_tests::{TestApp, Value, json};

use super::{BOARDS, SCHOOLS, file, imported, some};

/// A server with all boards, some schools, and their partnerships.
async fn filled() -> TestApp {
    let app = TestApp::start().await;
    let administrator = app.administrator().await;
    for content in [
        file("rpa-gebieden.csv"),
        file(BOARDS),
        file("08-samenwerkingsverbanden-po.csv"),
        file("10-besturen-samenwerkingsverbanden.csv"),
        some(SCHOOLS, 0..200),
        file("09-vestigingen-per-samenwerkingsverband-po.csv"),
    ] {
        imported(&administrator, content).await;
    }
    app
}

async fn items(app: &TestApp, path: &str) -> Vec<Value> {
    let page = app.visitor().get(path).await.expect(200).body;
    page["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn b4_sint_finds_boards_called_sint_and_st() {
    let app = TestApp::start().await;
    imported(&app.administrator().await, file(BOARDS)).await;
    let names: Vec<String> = items(&app, "/v1/boards?q=sint&limit=100")
        .await
        .iter()
        .map(|board| board["name"].as_str().unwrap().to_owned())
        .collect();
    for name in
        ["Stichting Katholiek Primair Onderwijs Sint Antonius", "Stichting Schoolbestuur St. Jozef"]
    {
        assert!(names.iter().any(|found| found == name), "{name} is not in {names:#?}");
    }
    let floreo = items(&app, "/v1/boards?q=FLOREO").await;
    assert_eq!(floreo[0]["name"], "Stichting Floréo");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_hold_every_board_once() {
    let app = TestApp::start().await;
    imported(&app.administrator().await, some(BOARDS, 0..60)).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/boards?limit=25{cursor}");
        let page = app.visitor().get(&path).await.expect(200).body;
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|board| board["number"].to_string()),
        );
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen.len(), 60);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn boards_are_found_by_where_their_schools_lie() {
    let app = filled().await;
    let emmen = app.visitor().get("/v1/boards/10249").await.expect(200).body;
    assert_eq!(emmen["address"]["postcode"], "7811 AP");
    assert_eq!(emmen["schoolKinds"], json!(["bo", "sbo", "so", "vso"]));
    for filter in ["region=rpa/05", "municipality=emmen", "q=emmen", "region=province/drenthe"] {
        let found = items(&app, &format!("/v1/boards?{filter}&limit=100")).await;
        assert!(found.contains(&emmen), "{filter}");
    }
    assert!(items(&app, "/v1/boards?region=province/limburg").await.is_empty());
    let organiser = app.given_organiser(|_| {}).await;
    let path = format!("/v1/boards?memberOf={}", organiser.id);
    assert!(items(&app, &path).await.is_empty());
    let membership = json!({ "boardId": "10249", "number": "1", "fromOn": "2026-01-01" });
    let memberships = format!("/v1/organisers/{}/memberships", organiser.id);
    app.administrator().await.post(&memberships, membership).await.expect(201);
    assert_eq!(items(&app, &path).await, [emmen]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partnership_has_the_boards_of_its_schools() {
    let app = filled().await;
    let school = items(&app, "/v1/schools?boardId=10249&limit=1").await.remove(0);
    assert_eq!((&school["kind"], &school["province"]), (&"bo".into(), &"Drenthe".into()));
    let detail =
        app.visitor().get(&format!("/v1/schools/{}", school["id"].as_str().unwrap())).await;
    assert_eq!(detail.expect(200).body, school);
    let regions = school["regions"].as_array().unwrap();
    let code =
        regions.iter().find(|region| region["scheme"] == "partnership").unwrap()["code"].clone();
    let code = code.as_str().unwrap().to_uppercase();
    let partnerships = items(&app, "/v1/partnerships?sector=po&limit=100").await;
    let partnership = partnerships.iter().find(|it| it["code"] == code.as_str()).unwrap();
    let path = format!("/v1/partnerships/{}", partnership["id"].as_str().unwrap());
    let detail = app.visitor().get(&path).await.expect(200).body;
    let boards = detail["boards"].as_array().unwrap();
    assert_eq!(detail["boardCount"], boards.len());
    assert!(boards.iter().any(|board| board["number"] == "10249"));
    let filtered = items(&app, &format!("/v1/boards?partnership={code}&limit=100")).await;
    assert_eq!(filtered.len(), boards.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_are_paged_by_scheme_and_code() {
    let app = filled().await;
    let first = app.visitor().get("/v1/regions?scheme=rpa&limit=30&count=true").await;
    let first = first.expect(200).body;
    assert_eq!((&first["count"], &first["items"][3]["code"]), (&39.into(), &"04".into()));
    let cursor = first["next"].as_str().unwrap();
    let rest = items(&app, &format!("/v1/regions?scheme=rpa&limit=30&cursor={cursor}")).await;
    assert_eq!((rest.len(), &rest[0]["code"]), (9, &"31".into()));
    assert_eq!(items(&app, "/v1/regions?q=friesland&scheme=rpa").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_meant_is_refused() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for (path, place, code) in [
        ("/v1/boards?sector=wo", "sector", "unknown-word"),
        ("/v1/boards?region=05", "region", "wrong-form"),
        ("/v1/boards?open=maybe", "open", "wrong-type"),
        ("/v1/boards?partnership=PO1", "partnership", "wrong-form"),
        ("/v1/boards/1024", "boardId", "wrong-form"),
        ("/v1/schools?boardId=99999", "boardId", "unknown-board"),
        ("/v1/schools?brin=16a", "brin", "wrong-form"),
        ("/v1/schools/10249", "schoolId", "wrong-form"),
    ] {
        let answer = visitor.get(path).await.refused(400, "invalid-request");
        assert_eq!(answer.errors(), [(place.to_owned(), code.to_owned())], "{path}");
    }
    for path in ["/v1/boards/99999", "/v1/schools/0190b4f0-0000-7000-8000-000000000000"] {
        visitor.get(path).await.refused(404, "not-found");
    }
}
