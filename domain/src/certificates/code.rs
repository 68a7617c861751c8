//! The code by which anybody verifies a certificate: hard to guess, easy to type over from paper.

use std::fmt;

/// A code of 80 bits, as 16 signs of Crockford's alphabet: without `I`, `L`, `O` and `U`, which are
/// taken for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationCode(String);

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many signs a code has.
const LENGTH: usize = 16;
/// What is longer than this is no code of any version.
const LONGEST: usize = 40;

impl VerificationCode {
    /// The code of these bytes, which somebody drew by lot.
    pub fn new(bytes: [u8; 10]) -> Self {
        let bits = bytes.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let sign = |place: usize| {
            let five = (bits >> (5 * (LENGTH - 1 - place))) & 31;
            let sign = usize::try_from(five).ok().and_then(|five| SIGNS.get(five));
            char::from(sign.copied().unwrap_or(b'0'))
        };
        Self((0..LENGTH).map(sign).collect())
    }

    /// The code as somebody typed it: in whatever case, in groups or not, and with the signs that
    /// look like others read as those. Nothing where it is too short to be one.
    pub fn parse(text: &str) -> Option<Self> {
        let signs = text.chars().filter(|sign| !matches!(sign, '-' | ' '));
        let signs: Option<String> = signs.map(sign).collect();
        signs.filter(|signs| (LENGTH..=LONGEST).contains(&signs.len())).map(Self)
    }

    /// As it is kept: without groups.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn sign(typed: char) -> Option<char> {
    let sign = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    SIGNS.iter().any(|known| char::from(*known) == sign).then_some(sign)
}

/// In groups of four, as it is printed.
impl fmt::Display for VerificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, sign) in self.0.chars().enumerate() {
            if 0 < place && place.is_multiple_of(4) {
                f.write_str("-")?;
            }
            write!(f, "{sign}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_printed_in_groups_and_read_however_it_is_typed() {
        let code = VerificationCode::new([0, 1, 2, 3, 4, 250, 251, 252, 253, 254]);
        assert_eq!(code.to_string(), "000G-40R4-ZBXZ-SZFY");
        for typed in ["000g40r4zbxzszfy", "OOOG 4OR4 ZBXZ SZFY", "000G-40R4-ZBXZ-SZFY"] {
            assert_eq!(VerificationCode::parse(typed), Some(code.clone()), "{typed}");
        }
        assert_eq!(VerificationCode::new([255; 10]).to_string(), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    }

    #[test]
    fn what_is_too_short_or_has_other_signs_is_no_code() {
        for typed in ["", "not-an-id", "000G-40R4-ZBXZ-SZF", "000G-40R4-ZBXZ-SZFU", "é"] {
            assert_eq!(VerificationCode::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_code_has_one_form() {
        let codes = [[0; 10], [1; 10], [128; 10], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]];
        let texts: std::collections::BTreeSet<_> =
            codes.iter().map(|bytes| VerificationCode::new(*bytes).to_string()).collect();
        assert_eq!(texts.len(), codes.len());
        assert!(
            texts.iter().all(|text| VerificationCode::parse(text).unwrap().to_string() == *text)
        );
    }
}
