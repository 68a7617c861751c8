//! Whose address counts: headers that anybody can write change nothing.

use leerkring_tests::{Answer, TestApp};

use super::{limited, limited_with, number};

/// One read is allowed to each address, and this server's proxies are on this machine.
async fn behind_a_proxy() -> TestApp {
    let proxies = ["127.0.0.1".parse().unwrap(), "10.0.0.0/8".parse().unwrap()];
    limited_with(
        |it| it.reads_per_address = number(1),
        |config| config.trusted_proxies = proxies.to_vec(),
    )
    .await
}

async fn ask(app: &TestApp, forwarded: &[&str]) -> Answer {
    let request = app.visitor().get("/v1/organisers");
    forwarded.iter().fold(request, |request, value| request.header("x-forwarded-for", value)).await
}

#[tokio::test]
async fn behind_a_proxy_each_client_has_its_own_allowance() {
    let app = behind_a_proxy().await;
    ask(&app, &["198.51.100.1"]).await.expect(200);
    ask(&app, &["198.51.100.1"]).await.expect(429);
    ask(&app, &["198.51.100.2"]).await.expect(200);
    ask(&app, &["2001:db8::1"]).await.expect(200);
    ask(&app, &["2001:db8::2"]).await.expect(429);
    ask(&app, &["2001:db8:0:1::1"]).await.expect(200);
}

#[tokio::test]
async fn what_a_client_adds_on_the_left_buys_nothing() {
    let app = behind_a_proxy().await;
    ask(&app, &["198.51.100.1"]).await.expect(200);
    for spoofed in [
        &["203.0.113.9, 198.51.100.1"][..],
        &["203.0.113.8", "198.51.100.1"],
        &["10.0.0.1, 198.51.100.1"],
        &["203.0.113.7, 198.51.100.1, 10.1.2.3"],
        &["127.0.0.1, 198.51.100.1:4711"],
        &["unknown, 198.51.100.1"],
        &["203.0.113.6, ::ffff:198.51.100.1"],
    ] {
        ask(&app, spoofed).await.refused(429, "too-many-requests");
    }
}

#[tokio::test]
async fn what_cannot_be_read_counts_for_the_proxy_that_wrote_it() {
    let app = behind_a_proxy().await;
    ask(&app, &[]).await.expect(200);
    let many = "1,".repeat(2000);
    for nonsense in ["unknown", "_hidden", ",", "999.9.9.9", "198.51.100.3, x", &many, "<script>"] {
        ask(&app, &[nonsense]).await.refused(429, "too-many-requests");
    }
}

#[tokio::test]
async fn without_a_configured_proxy_no_header_changes_who_one_is() {
    let app = limited(|it| it.reads_per_address = number(1)).await;
    ask(&app, &[]).await.expect(200);
    for name in [
        "x-forwarded-for",
        "forwarded",
        "x-real-ip",
        "x-client-ip",
        "true-client-ip",
        "cf-connecting-ip",
        "x-cluster-client-ip",
        "x-original-forwarded-for",
        "via",
    ] {
        for value in ["198.51.100.1", "for=198.51.100.1", "127.0.0.1"] {
            let answer = app.visitor().get("/v1/organisers").header(name, value).await;
            answer.refused(429, "too-many-requests");
        }
    }
}

#[tokio::test]
async fn only_one_header_of_a_proxy_is_read() {
    let app = behind_a_proxy().await;
    ask(&app, &["198.51.100.1"]).await.expect(200);
    for (name, value) in [("forwarded", "for=203.0.113.9"), ("x-real-ip", "203.0.113.9")] {
        let request = app.visitor().get("/v1/organisers").header(name, value);
        request.header("x-forwarded-for", "198.51.100.1").await.refused(429, "too-many-requests");
    }
}

#[tokio::test]
async fn figures_are_for_whoever_collects_them() {
    let app = TestApp::start().await;
    app.visitor().get("/metrics").await.expect(200);
    for name in ["x-forwarded-for", "forwarded", "via"] {
        let through_a_stranger = app.visitor().get("/metrics").header(name, "127.0.0.1").await;
        through_a_stranger.refused(404, "no-such-path");
    }

    let behind = TestApp::start_with(|config| {
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        config.metrics_networks = vec!["192.0.2.0/24".parse().unwrap()];
    })
    .await;
    let from = |address: &'static str| {
        behind.visitor().get("/metrics").header("x-forwarded-for", address).raw()
    };
    from("198.51.100.1").await.refused(404, "no-such-path");
    from("192.0.2.1, 198.51.100.1").await.refused(404, "no-such-path");
    from("192.0.2.1").await.expect(200);
    behind.visitor().get("/metrics").await.refused(404, "no-such-path");
    behind.visitor().get("/readyz").await.expect(200);
}
