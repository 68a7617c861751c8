//! Reading the offer: pages, filters, versions and what may be kept for a moment.

use std::collections::BTreeSet;

use leerkring_tests::{TestApp, duo, json};

use super::{column, path};

#[tokio::test]
async fn what_is_public_may_be_kept_for_a_moment_and_what_a_person_reads_may_not() {
    let app = TestApp::start().await;
    let (cohort, board) = (app.given_cohort(|_| {}).await, app.given_board(|_| {}).await);
    let programme = format!("/v1/programmes/{}", cohort.body["programmeId"].as_str().unwrap());
    let list = format!("{programme}/cohorts");
    let here = path("cohorts", &cohort, "");
    for address in [&here, &programme, &list] {
        let first = app.visitor().get(address).await.expect(200);
        let kept = first.header("cache-control").unwrap();
        assert!(kept.starts_with("public, max-age="), "{kept}");
        let vary = first.header("vary").unwrap().to_lowercase();
        assert!(vary.contains("accept-language") && vary.contains("authorization"), "{vary}");
        let signed_in = app.administrator().await.get(address).await.expect(200);
        assert_eq!(signed_in.header("cache-control"), Some("no-store"));
    }

    let before = app.visitor().get(&here).await.expect(200).etag().to_owned();
    app.given_registration(&cohort, &board, duo(&board)).await;
    let after = app.visitor().get(&here).header("if-none-match", &before).await.expect(200);
    assert_eq!(after.body["seatsLeft"], 22);
    assert_ne!(after.etag(), before, "what is left is part of the answer");
}

#[tokio::test]
async fn who_asks_again_with_the_version_is_told_that_nothing_changed() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let here = path("cohorts", &cohort, "");
    let first = app.visitor().get(&here).await.expect(200);

    let again = app.visitor().get(&here).header("if-none-match", first.etag()).raw().await;

    assert_eq!((again.status, again.text.as_str()), (304, ""), "{again}");
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(again.header("cache-control"), first.header("cache-control"));
    let documented = &leerkring_tests::document::DOCUMENT["paths"]["/cohorts/{cohortId}"]["get"];
    assert!(!documented["responses"]["304"].is_null(), "304 is not in the document");
}

#[tokio::test]
async fn the_version_that_a_public_reader_saw_can_be_changed() {
    let app = TestApp::start().await;
    let cohort = app.given_cohort(|_| {}).await;
    let here = path("cohorts", &cohort, "");
    let seen = app.visitor().get(&here).await.expect(200).etag().to_owned();
    let change = json!({ "place": "Zwolle" });
    let changed = app.administrator().await.patch(&here, &seen, change).await.expect(200);
    assert_eq!(changed.body["place"], "Zwolle");
}

#[tokio::test]
async fn pages_have_no_duplicate_and_no_gap_while_others_add() {
    let app = TestApp::start().await;
    let programme = app.given_programme(|_| {}).await;
    let mut made = BTreeSet::new();
    for _ in 0..7 {
        made.insert(app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await.id);
    }
    let list = path("programmes", &programme, "/cohorts?limit=3");
    let mut seen = Vec::new();
    let mut address = list.clone();
    loop {
        let page = app.visitor().get(&address).await.expect(200);
        let ids = column(&page.body, "id");
        assert!(ids.len() <= 3);
        seen.extend(ids.iter().map(|id| id.as_str().unwrap().to_owned()));
        if seen.len() == 3 {
            app.given_cohort(|it| it["programmeId"] = json!(programme.id)).await;
        }
        let Some(next) = page.body["next"].as_str() else {
            assert_eq!(page.header("link"), None);
            break;
        };
        let link = page.header("link").unwrap();
        assert!(link.ends_with(">; rel=\"next\""), "{link}");
        assert!(link.contains(next) && link.contains("limit=3"), "{link}");
        address = link[1..].split('>').next().unwrap().to_owned();
    }
    let unique: BTreeSet<_> = seen.iter().cloned().collect();
    assert_eq!(unique.len(), seen.len(), "a duplicate");
    assert!(made.is_subset(&unique), "a gap");
}

#[tokio::test]
async fn programmes_are_paged_by_title_without_duplicate_or_gap_also_where_titles_are_equal() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    for title in ["Éénheid", "Aanpak", "Eenheid", "Aanpak", "Zorg", "Aanpak"] {
        app.given_programme(|it| {
            it["leadOrganiserId"] = json!(organiser.id);
            it["title"] = json!(title);
        })
        .await;
    }
    let (mut titles, mut cursor) = (Vec::new(), String::new());
    loop {
        let list = format!("/v1/programmes?limit=2&count=true{cursor}");
        let page = app.visitor().get(&list).await.expect(200).body;
        assert_eq!(page["count"], 6);
        titles.extend(column(&page, "title").iter().map(|it| it.as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(titles.len(), 6);
    assert_eq!(titles[..3], ["Aanpak", "Aanpak", "Aanpak"]);
    assert_eq!(titles[5], "Zorg");
}

#[tokio::test]
async fn a_cursor_that_was_tampered_with_or_is_of_another_list_is_refused() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        app.given_programme(|_| {}).await;
    }
    let page = app.visitor().get("/v1/programmes?limit=1").await.expect(200).body;
    let cursor = page["next"].as_str().unwrap();
    let mut tampered = cursor.to_owned();
    let last = tampered.pop().unwrap();
    tampered.push(if last == 'A' { 'B' } else { 'A' });
    for (list, cursor) in [
        ("programmes", tampered.as_str()),
        ("programmes", &cursor[..cursor.len() - 4]),
        ("programmes", ""),
        ("organisers", cursor),
    ] {
        let answer = app.visitor().get(&format!("/v1/{list}?cursor={cursor}")).await;
        let answer = answer.refused(400, "invalid-request");
        assert_eq!(answer.errors()[0].0, "cursor");
    }
    app.visitor().get(&format!("/v1/programmes?cursor={cursor}")).await.expect(200);
}

#[tokio::test]
async fn programmes_are_narrowed_by_kind_organiser_theme_status_and_words() {
    let app = TestApp::start().await;
    let (one, two) = (app.given_organiser(|_| {}).await, app.given_organiser(|_| {}).await);
    let first = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(one.id);
            it["partnerOrganiserIds"] = json!([two.id]);
            it["title"] = json!("Strategisch personeelsbeleid in coöperatie");
        })
        .await;
    let second = app
        .given_programme(|it| {
            it["leadOrganiserId"] = json!(two.id);
            it["kind"] = json!("masterclass");
            it["themes"] = json!(["inclusive-education", "finance"]);
            it["title"] = json!("100% inclusief_onderwijs");
        })
        .await;
    let archive = path("programmes", &second, "/_archive");
    app.administrator().await.post(&archive, None).await.expect(200);
    for (query, expected) in [
        ("kind=course".to_owned(), vec![&first]),
        ("kind=masterclass".to_owned(), vec![&second]),
        (format!("organiserId={}", one.id), vec![&first]),
        (format!("organiserId={}&kind=course", two.id), vec![&first]),
        ("theme=finance".to_owned(), vec![&second]),
        ("theme=strategic-hr".to_owned(), vec![&first]),
        ("theme=strategic".to_owned(), vec![]),
        ("status=archived".to_owned(), vec![&second]),
        ("status=draft".to_owned(), vec![]),
        ("q=COOPERATIE%20personeel".to_owned(), vec![&first]),
        ("q=100%25".to_owned(), vec![&second]),
        ("q=nergens".to_owned(), vec![]),
    ] {
        let list = app.visitor().get(&format!("/v1/programmes?{query}")).await.expect(200).body;
        let ids = column(&list, "id");
        let expected: Vec<_> = expected.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, expected, "{query}");
    }
}
