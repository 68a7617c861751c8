//! What nobody reads by accident: passwords and tokens.

use leerkring::commands::sign_ins::Tokens;
use leerkring::http::secrets::{PasswordText, RefreshToken, Token};
use leerkring::reply::Reply;
use leerkring_domain::kernel::{EmailAddress, Id, Language};
use leerkring_domain::passwords::Password;
use leerkring_domain::sign_ins::SignIn;
use leerkring_tests::{TestApp, json};
use uuid::Uuid;

const CANARY: &str = "canary-bird-in-a-coal-mine";

#[test]
fn what_is_printed_for_debugging_shows_no_secret() {
    let now = "2026-07-01T10:00:00Z".parse().unwrap();
    let sign_in = SignIn::begin(Id::from(Uuid::from_u128(1)), Id::from(Uuid::from_u128(2)), now);
    let tokens =
        Tokens { sign_in, access: CANARY.into(), access_until: now, refresh: CANARY.into() };
    let reply = Reply::secret(200, &json!({ "accessToken": CANARY }));
    let (password, token) = (PasswordText(CANARY.into()), Token(CANARY.into()));
    let (refresh, given) = (RefreshToken(CANARY.into()), Password::given(&CANARY.into()));
    let account = leerkring_persistence::accounts::Account {
        user: Id::from(Uuid::from_u128(2)),
        name: "Noor".to_owned(),
        email: EmailAddress::new("noor@example.nl"),
        language: Language::Dutch,
        confirmed: true,
        blocked: false,
        hash: Some(CANARY.into()),
    };
    let shown =
        format!("{tokens:?} {reply:?} {password:?} {token:?} {refresh:?} {given:?} {account:?}");
    assert!(!shown.contains(CANARY), "{shown}");
    assert!(String::from_utf8_lossy(&reply.body).contains(CANARY));
}

#[tokio::test]
async fn an_answer_with_a_secret_is_never_kept_under_a_key() {
    let app = TestApp::start().await;
    let who = app.administrator().await;
    let user = who.user.unwrap();
    let kept = app
        .in_server(move |app| async move {
            let caller = leerkring::work::Caller {
                actor: leerkring_domain::kernel::Actor::person(user, Vec::new()),
                sign_in: None,
                language: Language::Dutch,
                request_id: Uuid::from_u128(3),
                operation: "test",
                idempotency: Some(leerkring::work::Idempotency {
                    key: "a-key-of-sixteen".to_owned(),
                    fingerprint: "print".to_owned(),
                }),
            };
            app.once(caller, |_| Box::pin(async { Ok(Reply::secret(200, &json!(CANARY))) })).await
        })
        .await;
    assert!(matches!(kept, Err(leerkring::error::Error::Bug(_))), "{kept:?}");
    assert_eq!(app.rows("idempotency_keys").await, 0);
}

#[tokio::test]
async fn no_password_and_no_token_stands_in_the_database_or_in_a_refusal() {
    let app = TestApp::start().await;
    let noor = app.given_account(None).await;
    let password = "paard.accu.nietje.klopt";
    app.set_password(noor.user, password).await;
    let here = app.signed_in(&app.try_to_sign_in(&noor.email, password).await.expect(201));
    let next = app.signed_in(&app.refresh(&here.refresh).await.expect(200));
    for wrong in [json!({ "email": noor.email, "password": [CANARY] }), json!({ "email": CANARY })]
    {
        let refused = app.visitor().post("/v1/sign-ins", wrong).await.expect(400);
        assert!(!refused.text.contains(CANARY), "{refused}");
    }
    let refused = app.try_to_sign_in(&noor.email, CANARY).await.expect(401);
    assert!(!refused.text.contains(CANARY), "{refused}");
    assert_eq!(app.where_is(&noor.email).await, ["users.email_key"]);
    for secret in [password, CANARY, &here.refresh, &next.refresh, &here.access, &next.access] {
        let piece = secret.split('_').max_by_key(|piece| piece.len()).unwrap();
        assert_eq!(app.where_is(piece).await, [""; 0], "{secret}");
    }
}
