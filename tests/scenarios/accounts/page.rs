//! The page that links in mail lead to.

use std::collections::BTreeSet;

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leerkring_tests::TestApp;

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end} after {start}")).0
}

#[tokio::test]
async fn it_runs_its_own_script_only_and_loads_nothing() {
    let app = TestApp::start_with(|config| {
        config.mail_from_name = "<b>Leer & {script} kring".to_owned();
    })
    .await;
    let page = app.visitor().get("/account").raw().await.expect(200);
    let policy = page.header("content-security-policy").unwrap();
    for part in
        [between(&page.text, "<style>", "</style>"), between(&page.text, "<script>", "</script>")]
    {
        let hash = STANDARD.encode(digest::digest(&digest::SHA256, part.as_bytes()));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
    }
    assert!(policy.contains("connect-src 'self';") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains("form-action 'none'") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(page.text.matches("<script").count(), 1);
    assert_eq!(page.text.matches("<style").count(), 1);
    assert!(
        page.text.contains("<title>&lt;b>Leer &amp; &#123;script} kring</title>"),
        "{}",
        page.text
    );
    for elsewhere in ["http://", "https://", "src=", "url(", "@import", "innerHTML", "eval("] {
        assert!(!page.text.contains(elsewhere), "{elsewhere}");
    }
    for handler in ["onclick", "onload", "onsubmit", "style=\""] {
        assert!(!page.text.contains(handler), "{handler}");
    }
}

#[tokio::test]
async fn it_leads_on_to_the_front_end_where_there_is_one() {
    let app = TestApp::start_with(|config| {
        config.front_end_url = Some("https://www.example.nl/?a=1&b=2".to_owned());
    })
    .await;
    let page = app.visitor().get("/account").raw().await.expect(200);
    let told = "<body data-front-end=\"https://www.example.nl/?a=1&amp;b=2\">";
    assert!(page.text.contains(told), "{}", page.text);
    let own = TestApp::start().await.visitor().get("/account").raw().await.expect(200);
    assert!(own.text.contains("<body data-front-end=\"\">"));
}

#[tokio::test]
async fn it_is_there_in_dutch_and_english() {
    let app = TestApp::start().await;
    let dutch = app.visitor().get("/account").raw().await.expect(200);
    let english = app.visitor().get("/account").in_english().raw().await.expect(200);
    for (page, tag) in [(&dutch, "nl"), (&english, "en")] {
        assert!(page.text.contains(&format!("<html lang=\"{tag}\">")), "{tag}");
        assert_eq!(page.header("content-language"), Some(tag));
    }
    let script = between(&dutch.text, "<script>", "</script>");
    let words = |language: &str| -> BTreeSet<String> {
        let part = between(script, &format!("  {language}: {{\n"), "\n  },");
        let keys = part.split(['\n', ',']).filter_map(|entry| entry.trim().split_once(": "));
        let is_key = |key: &&str| key.chars().all(char::is_alphabetic);
        keys.map(|(key, _)| key).filter(is_key).map(str::to_owned).collect()
    };
    assert!(40 < words("nl").len(), "{:?}", words("nl"));
    assert_eq!(words("nl"), words("en"));
    let is_said = |word: &String| script.contains(&format!("say.{word}"));
    let codes = ["offered", "submitted", "waitlisted"].map(str::to_owned);
    let unsaid: BTreeSet<_> = words("nl").into_iter().filter(|word| !is_said(word)).collect();
    assert_eq!(unsaid, BTreeSet::from(codes));
    // One registers a team (aanmelden) and signs in (inloggen): two words, nowhere one for both.
    assert!(!script.contains("aanmelden") && !script.to_lowercase().contains("meld u aan"));
}

#[tokio::test]
async fn links_in_mail_lead_to_it() {
    let app = TestApp::start().await;
    super::forgot(&app, "nobody@example.nl").await.expect(204);
    let mail = app.last_mail_to("nobody@example.nl").await;
    assert_eq!(mail.links, [format!("{}/account#forgotten", app.app.public_url)]);
    app.visitor().get("/account").raw().await.expect(200);
}
