//! The text of secret addresses: what they open, with a tag that only this installation can make,
//! so that nothing that opens anything stands in the database.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_domain::kernel::Code;
use leerkring_domain::secret_addresses::{Opening, SecretAddress};
use secrecy::SecretString;
use uuid::Uuid;

use super::Keys;

/// How much of a tag stands in an address: 128 bits.
const TAG: usize = 16;
/// How many characters the text has.
pub const LENGTH: usize = 48;

/// Whether a text can be that of an address.
pub fn is_whole(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    text.len() == LENGTH && text.bytes().all(known)
}

impl Keys {
    /// The text of an address.
    pub fn secret_address(&self, address: SecretAddress) -> SecretString {
        let (id, edition) = (address.id.as_bytes(), address.edition.to_be_bytes());
        let bytes = [id.as_slice(), edition.as_slice(), &self.tag_of_address(address)].concat();
        URL_SAFE_NO_PAD.encode(bytes).into()
    }

    /// The address with this text, if this installation made it for this. Whether it is still good
    /// is another question.
    pub fn open_secret_address(&self, opening: Opening, text: &str) -> Option<SecretAddress> {
        let bytes = URL_SAFE_NO_PAD.decode(Some(text).filter(|text| is_whole(text))?).ok()?;
        let (id, rest) = bytes.split_first_chunk::<16>()?;
        let (edition, tag) = rest.split_first_chunk::<4>()?;
        let (id, edition) = (Uuid::from_bytes(*id), u32::from_be_bytes(*edition));
        let address = SecretAddress { opening, id, edition };
        let same = verify_slices_are_equal(tag, &self.tag_of_address(address));
        same.ok().map(|()| address)
    }

    fn tag_of_address(&self, address: SecretAddress) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.secret_addresses);
        context.update(address.id.as_bytes());
        context.update(&address.edition.to_be_bytes());
        context.update(address.opening.code().as_bytes());
        context.sign().as_ref().get(..TAG).unwrap_or_default().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::super::tests::keys;
    use super::*;

    fn address(opening: Opening) -> SecretAddress {
        SecretAddress { opening, id: Uuid::from_u128(5), edition: 3 }
    }

    #[test]
    fn an_address_opens_what_it_was_made_for_with_the_key_it_was_made_with() {
        let (one, two) = (keys(), keys());
        let made = address(Opening::Participation);
        let text = one.secret_address(made);
        assert!(!format!("{text:?}").contains(text.expose_secret()));
        let text = text.expose_secret();
        assert_eq!(text.len(), LENGTH);
        assert_eq!(one.open_secret_address(Opening::Participation, text), Some(made));
        for other in [Opening::ParticipantCalendar, Opening::Calendar] {
            assert_eq!(one.open_secret_address(other, text), None);
        }
        assert_eq!(two.open_secret_address(Opening::Participation, text), None);
    }

    #[test]
    fn an_address_with_any_byte_changed_opens_nothing() {
        let (keys, opening) = (keys(), Opening::Calendar);
        let text = keys.secret_address(address(opening));
        let text = text.expose_secret();
        let bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 1;
            let other = URL_SAFE_NO_PAD.encode(other);
            assert_eq!(keys.open_secret_address(opening, &other), None);
        }
        for other in ["", "AAAA", "not base64!", &text[..47], &format!("{text}AAAA")] {
            assert_eq!(keys.open_secret_address(opening, other), None, "{other}");
        }
    }
}
