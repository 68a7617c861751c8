//! What opens something to whoever has it, and calendars, which people make for themselves.

use std::collections::BTreeMap;

use leerkring_domain::kernel::access::Place;
use leerkring_domain::secret_addresses::{Opening, SecretAddress};
use leerkring_tests::{Client, TestApp, json};
use secrecy::ExposeSecret;

/// The secrets of a participant: who has them needs nothing else.
pub fn proofs_of(app: &TestApp, participant: &str) -> BTreeMap<&'static str, String> {
    let secret = |opening| {
        let address = SecretAddress { opening, id: participant.parse().unwrap(), edition: 1 };
        app.app.keys.secret_address(address).expose_secret().to_owned()
    };
    BTreeMap::from([
        ("participationSecret", secret(Opening::Participation)),
        ("feedSecret", secret(Opening::ParticipantCalendar)),
    ])
}

/// A calendar of the place, which this person makes.
pub async fn calendar_of(client: &Client, place: Place) -> String {
    let of = match place {
        Place::Organiser(organiser) => json!({ "organiserId": organiser }),
        Place::Board(board) => json!({ "boardId": board }),
        Place::Platform => panic!("the platform has no calendar"),
    };
    client.post("/v1/calendars", of).await.expect(201).id()
}
