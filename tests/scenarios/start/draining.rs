//! A restart under load: whoever is on their way is answered, and what was answered is kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use leerkring_tests::processes::{Process, command};
use leerkring_tests::{Client, TestApp, json};

/// How many ask at the same time.
const CLIENTS: u32 = 12;

fn server(app: &TestApp) -> Process {
    let mut command = command(&app.config.data_dir);
    command
        .env("LEERKRING_DATABASE_URL", app.config.database_url())
        .env("LEERKRING_PUBLIC_URL", &app.app.public_url)
        .env("LEERKRING_DRAIN_SECONDS", "3")
        .env("LEERKRING_LOG", "warn");
    Process::start(command, &app.config.data_dir)
}

/// What a proxy sends here: one request after the other until the server says that it is not ready.
async fn ask(client: Client, number: u32, over: Arc<AtomicBool>, made: Arc<AtomicU32>) {
    let mut round = 0;
    while !over.load(Ordering::Relaxed) {
        let slug = format!("load-{number}-{round}");
        let organiser = json!({ "slug": slug, "name": "Onder druk", "members": "none" });
        client.post("/v1/organisers", organiser).await.expect(201);
        made.fetch_add(1, Ordering::Relaxed);
        client.get("/v1/organisers?limit=1").await.expect(200);
        round += 1;
    }
}

#[tokio::test]
async fn a_restart_under_load_fails_no_request_behind_a_proxy() {
    let app = TestApp::start().await;
    app.set_now_to_real_time();
    let mut server = server(&app);
    let client = app.administrator().await.at(&server.base);
    let (over, made) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let asking: Vec<_> = (0..CLIENTS)
        .map(|number| tokio::spawn(ask(client.clone(), number, over.clone(), made.clone())))
        .collect();
    while made.load(Ordering::Relaxed) < CLIENTS {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }

    let ended = tokio::task::spawn_blocking(move || (server.terminate(), server.log()));
    while client.get("/readyz").raw().await.status == 200 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    over.store(true, Ordering::Relaxed);
    for client in asking {
        client.await.expect("an answer to every request");
    }

    let (status, log) = ended.await.unwrap();
    assert_eq!(status, Some(0), "{log}");
    assert_eq!(app.rows("organisers").await, i64::from(made.load(Ordering::Relaxed)));
}
