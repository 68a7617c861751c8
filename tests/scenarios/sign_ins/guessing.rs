//! Guessing passwords.

use leerkring_tests::TestApp;
use leerkring_tests::accounts::PASSWORD;

/// How often a wrong password is looked at before whoever sends it has to wait.
const LOOKED_AT: usize = 10;

#[tokio::test]
async fn a_thousand_wrong_passwords_are_answered_alike_for_known_and_unknown_and_soon_not_looked_at()
 {
    let app = TestApp::start_with(|config| config.limits.enabled = true).await;
    let noor = app.given_account(None).await;
    let mut told = Vec::new();
    for address in [noor.email.as_str(), "nobody@example.nl"] {
        let mut answers = Vec::new();
        for guess in 0..1_000 {
            let answer = app.try_to_sign_in(address, &format!("fiets raam {guess} lamp")).await;
            let waits = answer.header("retry-after").is_some();
            answers.push((answer.status, answer.code().to_owned(), waits));
        }
        told.push(answers);
    }
    assert_eq!(told[0], told[1]);
    let (looked_at, turned_away) = told[0].split_at(LOOKED_AT);
    assert!(looked_at.iter().all(|it| *it == (401, "wrong-credentials".to_owned(), false)));
    assert!(turned_away.iter().all(|it| it.0 == 429 && it.2), "{:?}", turned_away.first());
    // From here the right one is not looked at either, until the allowance comes back.
    app.try_to_sign_in(&noor.email, PASSWORD).await.expect(429);
    app.set_now("2026-07-01T10:10:01Z");
    app.try_to_sign_in(&noor.email, PASSWORD).await.expect(201);
}
