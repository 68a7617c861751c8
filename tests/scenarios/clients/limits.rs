//! Secrets and assertions that are wrong may be tried only so often.

use leerkring_tests::{TestApp, json};

use super::machine;

#[tokio::test]
async fn many_wrong_secrets_are_stopped_and_right_ones_do_not_count() {
    let app = TestApp::start_with(|config| config.limits.enabled = true).await;
    let (_, one) = machine(&app).await;
    for _ in 0..30 {
        app.ask_token(one.with_secret()).await.expect(200);
    }
    let mut wrong = one.with_secret();
    wrong["client_secret"] = json!("leerkring_cs_guess");
    let mut stopped = None;
    for attempt in 0..100 {
        let answer = app.ask_token(wrong.clone()).await;
        if answer.status == 429 {
            stopped = Some((attempt, answer));
            break;
        }
        answer.refused(401, "wrong-client");
    }
    let (attempts, refused) = stopped.expect("nobody was stopped");
    assert!(attempts <= 20, "{attempts}");
    assert!(refused.header("retry-after").is_some());
    assert_eq!(refused.body["error"], "temporarily_unavailable");
    app.ask_token(one.with_secret()).await.refused(429, "too-many-requests");
    // Those of another client are another matter.
    let (_, two) = machine(&app).await;
    app.ask_token(two.with_secret()).await.expect(200);
}
