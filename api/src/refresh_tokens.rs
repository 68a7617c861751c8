//! The text of refresh tokens: a sign-in and a generation, with a code that only this installation
//! makes. Nothing secret is stored: the text is computed anew wherever it is needed.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_domain::kernel::Id;
use leerkring_domain::sign_ins::SignIn;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::keys::Keys;

/// How long the text is.
pub const LENGTH: usize = 70;

/// The refresh token of this generation.
pub fn text(keys: &Keys, sign_in: Id<SignIn>, generation: u32) -> SecretString {
    let (id, generation) = (sign_in.uuid(), generation.to_be_bytes());
    let code = keys.refresh_mac(&[id.as_bytes(), &generation]);
    let content = [id.as_bytes().as_slice(), &generation, code.as_ref()].concat();
    URL_SAFE_NO_PAD.encode(content).into()
}

/// The sign-in and the generation of a refresh token, if this installation made it.
pub fn read(keys: &Keys, token: &SecretString) -> Option<(Id<SignIn>, u32)> {
    let content = URL_SAFE_NO_PAD.decode(token.expose_secret()).ok()?;
    let (id, rest) = content.split_first_chunk::<16>()?;
    let (generation, code) = rest.split_first_chunk::<4>()?;
    let expected = keys.refresh_mac(&[id, generation]);
    verify_slices_are_equal(code, expected.as_ref()).ok()?;
    Some((Uuid::from_bytes(*id).into(), u32::from_be_bytes(*generation)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::secret::Secret;

    fn keys() -> Keys {
        Keys::new(&Secret::passing().unwrap()).unwrap()
    }

    #[test]
    fn a_token_says_its_sign_in_and_generation_to_whoever_made_it() {
        let (one, two) = (keys(), keys());
        let id = Id::from(Uuid::from_u128(7));
        let token = text(&one, id, 3);
        assert_eq!(token.expose_secret().len(), LENGTH);
        assert_eq!(read(&one, &token), Some((id, 3)));
        assert_eq!(read(&two, &token), None);
        assert_eq!(token.expose_secret(), text(&one, id, 3).expose_secret());
    }

    #[test]
    fn a_token_with_any_bit_changed_says_nothing() {
        let keys = keys();
        let token = text(&keys, Id::from(Uuid::from_u128(7)), 3);
        let content = URL_SAFE_NO_PAD.decode(token.expose_secret()).unwrap();
        for place in 0..content.len() * 8 {
            let mut other = content.clone();
            other[place / 8] ^= 1 << (place % 8);
            assert_eq!(read(&keys, &URL_SAFE_NO_PAD.encode(other).into()), None, "{place}");
        }
        let whole = token.expose_secret();
        for other in ["", "AAAA", "not base64!", &whole[..69], &format!("{whole}A")] {
            assert_eq!(read(&keys, &other.into()), None, "{other}");
        }
    }

    #[test]
    fn a_token_is_not_shown() {
        let keys = keys();
        let token = text(&keys, Id::from(Uuid::from_u128(7)), 3);
        assert!(!format!("{token:?}").contains(token.expose_secret()));
    }
}
