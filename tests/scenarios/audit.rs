//! The audit log: who did what or was refused it, kept as it was written.

mod commands;
mod reading;
mod refusals;
mod schema;
mod sealing;
mod tampering;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use leerkring::commands::audit::seal::seal_due;
use leerkring::commands::audit::verify::{Flaw, Verified, Witnesses, verify};
use leerkring::keys::Keys;
use leerkring::keys::secret::Secret;
use leerkring_persistence::audit::chain;
use leerkring_tests::TestApp;

/// Waits until every entry has its seal.
pub async fn sealed(app: &TestApp) {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let left = app.in_server(|app| async move {
            seal_due(&app).await.ok();
            chain::any_unsealed(app.store.reader()).await.unwrap()
        });
        if !left.await {
            return;
        }
        assert!(Instant::now() < end, "entries are not sealed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What verifying the log finds.
pub async fn verified(app: &TestApp) -> Result<Verified, Flaw> {
    verified_with(app, BTreeMap::new()).await
}

/// The same with heads that were written down before.
pub async fn verified_with(app: &TestApp, heads: BTreeMap<i64, Vec<u8>>) -> Result<Verified, Flaw> {
    let secret = Secret::read(&app.config.secret_file()).unwrap().unwrap();
    app.in_server(|app| async move {
        let keys = [Keys::new(&secret).unwrap()];
        let witnesses = Witnesses { keys: &keys, heads };
        verify(app.store.reader(), &witnesses, |_, _| {}).await.unwrap()
    })
    .await
}
