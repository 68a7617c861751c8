//! Bounds of what one may send and how often: no address, header or slowness gets past them.

mod addresses;
mod heads;
mod rates;
mod wire;

use std::num::NonZeroU32;

use leerkring::config::Config;
use leerkring::limits::Settings;
use leerkring_tests::TestApp;

/// A server with limits, which `change` makes small.
async fn limited(change: impl FnOnce(&mut Settings)) -> TestApp {
    limited_with(change, |_| {}).await
}

async fn limited_with(
    change: impl FnOnce(&mut Settings),
    settings: impl FnOnce(&mut Config),
) -> TestApp {
    TestApp::start_with(|config| {
        config.limits.enabled = true;
        change(&mut config.limits);
        settings(config);
    })
    .await
}

fn number(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap()
}
