//! Signing out, here and everywhere.

use leerkring_tests::{TestApp, Value, json};
use uuid::Uuid;

#[tokio::test]
async fn signing_out_ends_the_tokens_of_that_sign_in_at_once() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let (here, there) = (app.sign_in(&noor).await, app.sign_in(&noor).await);
    let path = format!("/v1/sign-ins/{}/_end", there.id);
    let ended = here.client.post(&path, None).await.expect(200);
    assert_eq!(ended.body["endedAt"], "2026-07-01T10:00:00Z");
    assert_eq!(ended.body["current"], false);
    there.client.get("/v1/sign-ins").await.refused(401, "unauthenticated");
    app.refresh(&there.refresh).await.refused(401, "sign-in-over");
    here.client.get("/v1/sign-ins").await.expect(200);
    app.set_now("2026-07-01T10:05:00Z");
    let again = here.client.post(&path, None).await.expect(200);
    assert_eq!(again.body["endedAt"], "2026-07-01T10:00:00Z");
    let read = here.client.get(&format!("/v1/sign-ins/{}", there.id)).await.expect(200);
    assert_eq!(read.body, again.body);
}

#[tokio::test]
async fn signing_out_here_ends_what_it_was_asked_with() {
    let app = TestApp::start().await;
    let here = app.sign_in(&app.given_account(None).await).await;
    let path = format!("/v1/sign-ins/{}/_end", here.id);
    assert_eq!(here.client.post(&path, None).await.expect(200).body["current"], true);
    here.client.post(&path, None).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn signing_out_everywhere_ends_all_that_is_ones_own_and_nothing_else() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let (here, there) = (app.sign_in(&noor).await, app.sign_in(&noor).await);
    let other = app.sign_in(&app.given_account(None).await).await;
    here.client.post("/v1/sign-ins/_end", None).await.expect(204);
    for ended in [here, there] {
        ended.client.get("/v1/sign-ins").await.refused(401, "unauthenticated");
        app.refresh(&ended.refresh).await.refused(401, "sign-in-over");
    }
    other.client.get("/v1/sign-ins").await.expect(200);
    app.refresh(&other.refresh).await.expect(200);
}

#[tokio::test]
async fn the_list_shows_where_one_is_signed_in_now_the_newest_first() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    app.sign_in(&app.given_account(None).await).await;
    let mut sign_ins = Vec::new();
    for _ in 0..4 {
        sign_ins.push(app.sign_in(&noor).await);
    }
    let here = &sign_ins[1];
    here.client.post(&format!("/v1/sign-ins/{}/_end", sign_ins[2].id), None).await.expect(200);
    let page = here.client.get("/v1/sign-ins?limit=2&count=true").await.expect(200).body;
    let next = page["next"].as_str().unwrap();
    let rest = here.client.get(&format!("/v1/sign-ins?limit=2&cursor={next}")).await.expect(200);
    let items = |page: &Value| page["items"].as_array().unwrap().clone();
    let listed = [items(&page), items(&rest.body)].concat();
    let ids: Vec<_> = listed.iter().map(|it| it["id"].clone()).collect();
    let expected = [3, 1, 0].map(|place: usize| json!(sign_ins[place].id));
    assert_eq!((ids, &page["count"]), (expected.to_vec(), &json!(3)));
    let current: Vec<_> = listed.iter().map(|it| it["current"].clone()).collect();
    assert_eq!(current, [false, true, false]);
}

#[tokio::test]
async fn anothers_sign_in_is_not_there_also_for_administrators() {
    let app = TestApp::start().await;
    let other = app.sign_in(&app.given_account(None).await).await;
    let stranger = app.sign_in(&app.given_account(None).await).await;
    for client in [stranger.client, app.administrator().await] {
        for (method, end) in [("GET", ""), ("POST", "/_end")] {
            let at = |id: &str| {
                let path = format!("/v1/sign-ins/{id}{end}");
                client.request(method.parse().unwrap(), &path)
            };
            let foreign = at(&other.id).await.refused(404, "not-found");
            let absent = at(&Uuid::from_u128(9).to_string()).await.refused(404, "not-found");
            assert_eq!(foreign.without_instance(), absent.without_instance());
        }
    }
    other.client.get("/v1/sign-ins").await.expect(200);
}
