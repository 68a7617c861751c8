//! Which certificates of an organiser and a year were revoked, as a list of bits that others fetch
//! without telling which certificate they look at.
//!
//! Source: W3C Bitstring Status List 1.0.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;
use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::organisers::Organiser;
use serde_json::{Value, json};

use super::credential::seconds;
use super::{issuer_address, status_address};

/// The least length of a list, in bits (section 3.2); longer ones are rounded up to this.
const LEAST: usize = 131_072;
/// After how long others fetch a list anew; caches on the way keep it as long.
pub const KEPT_SECONDS: i64 = 60;
/// How long a list is good: whose clock runs behind or ahead, or who cannot fetch it anew, may still
/// go by it.
const GOOD_MINUTES: i64 = 5;

/// The list as a credential, with what a token says beside it: what is signed.
pub fn status_list(
    public_url: &str,
    (organiser, year): (Id<Organiser>, i32),
    revoked: &[i64],
    now: Instant,
) -> Value {
    let (list, issuer) =
        (status_address(public_url, organiser, year), issuer_address(public_url, organiser));
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": list,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": seconds(now - chrono::Duration::minutes(GOOD_MINUTES)),
        "validUntil": seconds(now + chrono::Duration::minutes(GOOD_MINUTES)),
        "credentialSubject": {
            "id": format!("{list}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": KEPT_SECONDS * 1_000,
            "encodedList": encoded(&bits(revoked)),
        },
        "iss": issuer,
        "jti": list,
        "sub": format!("{list}#list"),
        "nbf": (now - chrono::Duration::minutes(GOOD_MINUTES)).timestamp(),
        "exp": (now + chrono::Duration::minutes(GOOD_MINUTES)).timestamp(),
    })
}

/// A bit for each place, the first one at the left of the first byte.
fn bits(revoked: &[i64]) -> Vec<u8> {
    let places = revoked.iter().filter_map(|place| usize::try_from(*place).ok());
    let most = places.clone().max().unwrap_or(0);
    let mut bits = vec![0_u8; (most + 1).div_ceil(LEAST) * LEAST / 8];
    for place in places {
        if let Some(byte) = bits.get_mut(place / 8) {
            *byte |= 0b1000_0000 >> (place % 8);
        }
    }
    bits
}

/// Compressed (GZIP) and in base64url, which `u` announces (Multibase).
fn encoded(bits: &[u8]) -> String {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory cannot fail.
    encoder.write_all(bits).ok();
    format!("u{}", URL_SAFE_NO_PAD.encode(encoder.finish().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_its_bit_from_the_left() {
        let bits = bits(&[0, 9, 131_071]);
        assert_eq!(bits.len(), 16_384);
        assert_eq!((bits[0], bits[1], bits[16_383]), (0b1000_0000, 0b0100_0000, 1));
        assert_eq!(super::bits(&[131_072]).len(), 2 * 16_384);
        assert!(super::bits(&[]).iter().all(|byte| *byte == 0));
    }

    #[test]
    fn an_empty_list_is_that_of_the_standard() {
        // Section 3.2 has this example of 16 KiB of zeros, packed by another program.
        let ours = encoded(&bits(&[]));
        assert!(ours.starts_with("uH4sIA") && ours.len() < 80, "{ours}");
    }
}
