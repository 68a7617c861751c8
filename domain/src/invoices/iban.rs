//! Bank accounts and VAT numbers, checked so that a slip of the pen is seen.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An international bank account number with the right check digits, without spaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Iban(String);

impl Iban {
    /// Reads an account number; spaces and small letters are forgiven.
    pub fn parse(text: &str) -> Option<Self> {
        let iban = compact(text);
        let known = (15..=34).contains(&iban.len())
            && iban.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
            && iban.bytes().skip(2).take(2).all(|byte| byte.is_ascii_digit())
            && iban.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let (head, tail) = iban.split_at_checked(4)?;
        (known && modulo_97(&format!("{tail}{head}")) == 1).then_some(Self(iban))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// In groups of four, as people read it.
impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, character) in self.0.chars().enumerate() {
            if index > 0 && index.is_multiple_of(4) {
                f.write_str(" ")?;
            }
            write!(f, "{character}")?;
        }
        Ok(())
    }
}

/// A Dutch VAT identification number: `NL123456789B01`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VatNumber(String);

impl VatNumber {
    /// Reads a number; spaces, dots and small letters are forgiven.
    pub fn parse(text: &str) -> Option<Self> {
        let number = compact(&text.replace('.', ""));
        let (digits, suffix) = number.strip_prefix("NL")?.split_at_checked(9)?;
        let suffix = suffix.strip_prefix('B').filter(|suffix| suffix.len() == 2)?;
        let digits = digits.bytes().chain(suffix.bytes()).all(|byte| byte.is_ascii_digit());
        digits.then_some(Self(number))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect::<String>().to_ascii_uppercase()
}

/// ISO 7064: letters count as 10 to 35.
fn modulo_97(text: &str) -> u32 {
    text.chars().filter_map(|it| it.to_digit(36)).fold(0, |rest, digit| {
        let shift = if digit < 10 { 10 } else { 100 };
        (rest * shift + digit) % 97
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_with_a_slip_of_the_pen_is_refused() {
        assert_eq!(Iban::parse("nl91 abna 0417 1643 00").unwrap().as_str(), "NL91ABNA0417164300");
        for wrong in ["NL91ABNA0417164301", "NL91", "", "9191ABNA0417164300", "NL91ABNA04171643é0"]
        {
            assert_eq!(Iban::parse(wrong), None, "{wrong}");
        }
        assert_eq!(
            Iban::parse("NL91ABNA0417164300").unwrap().to_string(),
            "NL91 ABNA 0417 1643 00"
        );
    }

    #[test]
    fn a_vat_number_has_nine_digits_and_a_suffix() {
        assert_eq!(VatNumber::parse("nl 1234.56.789.b01").unwrap().as_str(), "NL123456789B01");
        for wrong in
            ["NL123456789", "123456789B01", "NL12345678AB01", "NL123456789B1", "DE123456789"]
        {
            assert_eq!(VatNumber::parse(wrong), None, "{wrong}");
        }
    }
}
