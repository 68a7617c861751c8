//! Discussion guides: written, published, read by role, printed.

use leerkring_tests::assessments::{dutch, guide};
use leerkring_tests::{TestApp, json};

#[tokio::test]
async fn everybody_reads_what_is_published_and_the_organiser_its_draft() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&organiser).await;
    let draft = app.given_draft_guide(&organiser).await;
    let path = format!("/v1/discussion-guides/{}", draft.id);
    app.visitor().get(&path).await.expect(404);
    let published = editor.post(&format!("{path}/_publish"), None).await.expect(200);
    editor.post(&format!("{path}/_publish"), None).await.refused(409, "nothing-to-publish");
    let mut other = guide();
    other["title"] = dutch("Een ander gesprek");
    let change = json!({ "content": other });
    editor.patch(&path, published.etag(), change.clone()).await.expect(200);
    editor.patch(&path, published.etag(), change).await.refused(412, "stale");
    let title = async |query: &str| {
        let seen = editor.get(&format!("{path}{query}")).await.expect(200).body;
        seen["content"]["title"]["nl"].clone()
    };
    assert_eq!(title("").await, "Het goede gesprek");
    assert_eq!(title("?draft=true").await, "Een ander gesprek");
    let visitors = app.visitor().get(&format!("{path}?draft=true")).await.expect(200).body;
    assert_eq!(visitors["content"]["title"]["nl"], "Het goede gesprek");
    editor.post(&format!("{path}/_publish"), None).await.expect(200);
    assert_eq!(title("").await, "Een ander gesprek");
}

#[tokio::test]
async fn a_version_that_was_published_stays_as_it_was() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let editor = app.organiser_editor(&organiser).await;
    let draft = app.given_draft_guide(&organiser).await;
    let path = format!("/v1/discussion-guides/{}", draft.id);
    let versions = format!("{path}/versions");
    app.visitor().get(&versions).await.refused(404, "not-found");
    assert_eq!(editor.get(&versions).await.expect(200).body["items"], json!([]));
    let first = editor.post(&format!("{path}/_publish"), None).await.expect(200);
    assert_eq!(first.body["publishedNumber"], 1);
    let mut other = guide();
    other["title"] = dutch("Een ander gesprek");
    let change = json!({ "content": other });
    editor.patch(&path, first.etag(), change).await.expect(200);
    app.set_now("2026-07-02T10:00:00Z");
    editor.post(&format!("{path}/_publish"), None).await.expect(200);

    let visitor = app.visitor();
    let page = visitor.get(&format!("{versions}?limit=1")).await.expect(200).body;
    assert_eq!(page["items"][0]["number"], 2);
    assert_eq!(page["items"][0]["publishedAt"], "2026-07-02T10:00:00Z");
    let next = page["next"].as_str().unwrap();
    let rest = visitor.get(&format!("{versions}?cursor={next}")).await.expect(200).body;
    assert_eq!(rest["items"][0]["content"], first.body["content"]);
    let read = visitor.get(&format!("{path}?version=1")).await.expect(200);
    assert_eq!(read.body["content"], first.body["content"]);
    let printed = visitor.get(&format!("{path}?version=1")).header("accept", "text/markdown").await;
    assert!(printed.expect(200).text.starts_with("# Het goede gesprek"));
    visitor.get(&format!("{path}?version=3")).await.refused(404, "not-found");
}

#[tokio::test]
async fn a_role_reads_its_sections_on_screen_and_on_paper() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let path = format!("/v1/discussion-guides/{}", app.given_guide(&organiser).await.id);
    let visitor = app.visitor();
    let sections = async |query: &str| {
        let seen = visitor.get(&format!("{path}{query}")).await.expect(200).body;
        seen["content"]["sections"].as_array().unwrap().len()
    };
    assert_eq!(sections("").await, 2);
    assert_eq!(sections("?role=hr-professional").await, 2);
    assert_eq!(sections("?role=teacher").await, 1);
    let markdown = visitor.get(&path).header("accept", "text/markdown").await.expect(200);
    assert!(markdown.text.starts_with("# Het goede gesprek"), "{markdown}");
    assert!(markdown.text.contains("1. Waar staan wij?"));
    let paper = visitor.get(&path).header("accept", "application/pdf").await.expect(200);
    assert_eq!(paper.header("content-type"), Some("application/pdf"));
}

#[tokio::test]
async fn a_text_that_is_missing_in_a_language_is_named() {
    let app = TestApp::start().await;
    let organiser = app.given_organiser(|_| {}).await;
    let mut both = guide();
    both["languages"] = json!(["nl", "en"]);
    let body = json!({ "organiserId": organiser.id, "content": both });
    let editor = app.organiser_editor(&organiser).await;
    let refused = editor.post("/v1/discussion-guides", body).await.refused(400, "invalid-request");
    let place = ("/content/sections/1/questions/0/en".to_owned(), "translation-missing".to_owned());
    assert!(refused.errors().contains(&place), "{refused}");
}
