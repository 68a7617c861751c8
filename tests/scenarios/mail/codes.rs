//! Codes that open something once.

use chrono::Duration;
use leerkring::work::Author;
use leerkring_domain::kernel::Id;
use leerkring_domain::one_time_codes::{OneTimeCode, Purpose};
use leerkring_persistence::one_time_codes::{self, usable};
use leerkring_tests::TestApp;
use uuid::Uuid;

use super::given_code;

const SUBJECT: Uuid = Uuid::from_u128(7);

async fn redeem(app: &TestApp, purpose: Purpose, id: Id<OneTimeCode>) -> Option<Uuid> {
    app.in_server(move |app| async move {
        app.work(Author::server("test"), move |work| {
            Box::pin(
                async move { Ok(one_time_codes::redeem(&work.tx, purpose, id, work.now).await?) },
            )
        })
        .await
        .unwrap()
    })
    .await
}

async fn is_usable(app: &TestApp, code: &OneTimeCode) -> bool {
    let (purpose, id) = (code.purpose, code.id);
    app.in_server(move |app| async move {
        usable(app.store.reader(), purpose, id, app.now()).await.unwrap().is_some()
    })
    .await
}

#[tokio::test]
async fn of_twenty_who_use_one_code_at_once_one_does() {
    let app = TestApp::start().await;
    let code = given_code(&app, Purpose::Reset, SUBJECT).await;
    assert!(is_usable(&app, &code).await);

    let used =
        futures_util::future::join_all((0..20).map(|_| redeem(&app, Purpose::Reset, code.id)))
            .await;

    let opened: Vec<Uuid> = used.into_iter().flatten().collect();
    assert_eq!(opened, [SUBJECT]);
    assert!(!is_usable(&app, &code).await);
}

#[tokio::test]
async fn a_code_is_good_for_its_purpose_and_until_it_expires() {
    let app = TestApp::start().await;
    let code = given_code(&app, Purpose::Reset, SUBJECT).await;
    assert_eq!(code.expires_at, app.now() + Duration::hours(1));
    assert_eq!(redeem(&app, Purpose::Confirm, code.id).await, None);
    assert_eq!(redeem(&app, Purpose::Reset, Id::from(Uuid::nil())).await, None);

    app.set_now(&code.expires_at.to_rfc3339());

    assert!(!is_usable(&app, &code).await);
    assert_eq!(redeem(&app, Purpose::Reset, code.id).await, None);
}

#[tokio::test]
async fn a_code_that_was_voided_opens_nothing_and_others_still_do() {
    let app = TestApp::start().await;
    let old = given_code(&app, Purpose::Reset, SUBJECT).await;
    let of_another = given_code(&app, Purpose::Reset, Uuid::from_u128(8)).await;
    let for_something_else = given_code(&app, Purpose::Confirm, SUBJECT).await;

    app.in_server(|app| async move {
        app.work(Author::server("test"), |work| {
            Box::pin(async move {
                Ok(one_time_codes::void(&work.tx, Purpose::Reset, SUBJECT, work.now).await?)
            })
        })
        .await
        .unwrap();
    })
    .await;

    assert_eq!(redeem(&app, Purpose::Reset, old.id).await, None);
    assert_eq!(redeem(&app, Purpose::Reset, of_another.id).await, Some(Uuid::from_u128(8)));
    assert_eq!(redeem(&app, Purpose::Confirm, for_something_else.id).await, Some(SUBJECT));
}
