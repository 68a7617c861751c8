//! The text of one-time codes: an id with a tag that only this installation can make, so that
//! nothing that opens anything stands in the database.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_domain::kernel::{Code, Id};
use leerkring_domain::one_time_codes::{OneTimeCode, Purpose};
use uuid::Uuid;

use super::Keys;

/// How much of a tag stands in a code: 128 bits.
const TAG: usize = 16;

impl Keys {
    /// The text of a code, as it stands in a link.
    pub fn one_time_code(&self, purpose: Purpose, id: Id<OneTimeCode>) -> String {
        let id = id.uuid();
        let tag = self.tag_of_code(purpose, id);
        URL_SAFE_NO_PAD.encode([id.as_bytes().as_slice(), tag.as_slice()].concat())
    }

    /// The code with this text, if this installation made it for this purpose. Whether it may
    /// still be used is another question.
    pub fn open_one_time_code(&self, purpose: Purpose, text: &str) -> Option<Id<OneTimeCode>> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (id, tag) = bytes.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        let same = verify_slices_are_equal(tag, &self.tag_of_code(purpose, id));
        same.ok().map(|()| id.into())
    }

    /// The same for whatever it was made for.
    pub fn open_any_code(&self, text: &str) -> Option<(Purpose, Id<OneTimeCode>)> {
        let mut purposes = Purpose::ALL.iter();
        purposes.find_map(|it| Some((*it, self.open_one_time_code(*it, text)?)))
    }

    fn tag_of_code(&self, purpose: Purpose, id: Uuid) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.one_time_codes);
        context.update(id.as_bytes());
        context.update(purpose.code().as_bytes());
        context.sign().as_ref().get(..TAG).unwrap_or_default().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::keys;
    use super::*;

    #[test]
    fn a_code_opens_what_it_was_made_for_with_the_key_it_was_made_with() {
        let (one, two) = (keys(), keys());
        let id = Id::from(Uuid::from_u128(5));
        let text = one.one_time_code(Purpose::Reset, id);
        assert_eq!(text.len(), 43);
        assert_eq!(one.open_one_time_code(Purpose::Reset, &text), Some(id));
        assert_eq!(one.open_one_time_code(Purpose::Confirm, &text), None);
        assert_eq!(one.open_any_code(&text), Some((Purpose::Reset, id)));
        assert_eq!(two.open_any_code(&text), None);
        assert_eq!(two.open_one_time_code(Purpose::Reset, &text), None);
    }

    #[test]
    fn a_code_with_any_byte_changed_opens_nothing() {
        let keys = keys();
        let text = keys.one_time_code(Purpose::Invitation, Id::from(Uuid::from_u128(6)));
        let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 1;
            let other = URL_SAFE_NO_PAD.encode(other);
            assert_eq!(keys.open_one_time_code(Purpose::Invitation, &other), None);
        }
        for other in ["", "AAAA", "not base64!", &text[..42], &format!("{text}A")] {
            assert_eq!(keys.open_one_time_code(Purpose::Invitation, other), None, "{other}");
        }
    }
}
