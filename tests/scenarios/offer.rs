//! The offer: what organisers plan and publish, and what everybody reads of it.

mod cohorts;
mod everywhere;
mod programmes;
mod reading;
mod sessions;

use leerkring_tests::{TestApp, Thing, Value};

fn path(kind: &str, thing: &Thing, tail: &str) -> String {
    format!("/v1/{kind}/{}{tail}", thing.id)
}

/// The current version of something, as an administrator reads it.
async fn etag(app: &TestApp, path: &str) -> String {
    app.administrator().await.get(path).await.expect(200).etag().to_owned()
}

/// The values of one field of all items.
fn column<'a>(list: &'a Value, name: &str) -> Vec<&'a Value> {
    list["items"].as_array().unwrap().iter().map(|item| &item[name]).collect()
}
