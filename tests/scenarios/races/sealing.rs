//! Servers that seal the same log while others write into it.

use leerkring::commands::audit::seal::seal_due;
use leerkring_domain::kernel::access::Place;
use leerkring_domain::kernel::{Author, Event, Id};
use leerkring_domain::organisers::Organiser;
use leerkring_tests::TestApp;
use uuid::Uuid;

use super::Servers;
use crate::audit::{sealed, verified};

const WRITERS: usize = 8;
const EACH: u64 = 120;

async fn write(app: &TestApp) {
    let wrote = app.in_server(|app| async move {
        for number in 0..EACH {
            let wrote = app.work(Author::server("test"), move |work| {
                Box::pin(async move {
                    for _ in 0..=number % 3 {
                        let organiser = Id::<Organiser>::from(Uuid::nil());
                        let event = Event::new("organiser-changed", organiser, Place::Platform);
                        work.record(event.because((number % 2 == 0).then(|| "Daarom".to_owned())));
                    }
                    Ok(())
                })
            });
            wrote.await.unwrap();
        }
    });
    wrote.await;
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_seal_at_once_make_one_chain_in_which_every_entry_stands_once() {
    let app = TestApp::start().await;
    let _servers = Servers::start(&app);
    let before = verified(&app).await.unwrap();
    let sealers: Vec<_> = (0..3)
        .map(|_| {
            let app = app.app.clone();
            let runtime = app.runtime.clone();
            runtime.spawn(async move {
                loop {
                    seal_due(&app).await.unwrap();
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    let writing = (0..WRITERS).map(|_| write(&app));
    futures_util::future::join_all(writing).await;
    sealed(&app).await;
    for sealer in sealers {
        sealer.abort();
    }
    let after = verified(&app).await.unwrap();
    let written = u64::try_from(WRITERS).unwrap() * EACH * 2;
    let known = before.entries + before.unsealed;
    assert!(known + written <= after.entries, "{before:?} {after:?}");
    assert_eq!(after.chain.head.number, i64::try_from(after.entries).unwrap());
    assert_eq!(after.unsealed, 0);
}
