//! Decimal numbers as people and files write them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The most digits before the decimal sign: a million millions is no number of FTE or hours.
const MOST_DIGITS: usize = 9;

/// A number that is not negative: digits, and decimals behind a point or a comma (`12,5`, `.7`).
pub fn read(text: &str) -> Option<Decimal> {
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = digits(whole) && digits(decimals) && !(whole.is_empty() && decimals.is_empty());
    if !is_number || MOST_DIGITS < whole.len() || MOST_DIGITS < decimals.len() {
        return None;
    }
    format!(
        "{}.{}",
        if whole.is_empty() { "0" } else { whole },
        if decimals.is_empty() { "0" } else { decimals }
    )
    .parse::<Decimal>()
    .ok()
    .map(|number| number.normalize())
}

/// The hundredths of such a number, if it has no smaller parts.
pub fn hundredths(text: &str) -> Option<i64> {
    let hundredths = read(text)? * Decimal::ONE_HUNDRED;
    hundredths.fract().is_zero().then(|| hundredths.to_i64())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_and_a_comma_both_divide() {
        for text in ["12.5", "12,5", "12,50", "012.5"] {
            assert_eq!(hundredths(text), Some(1250), "{text}");
        }
        assert_eq!(
            (hundredths(".7"), hundredths("3"), hundredths("3,")),
            (Some(70), Some(300), Some(300))
        );
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in ["", ".", "-1", "+1", "1.000,5", "1 000", "1e3", "een", "0.001", "9999999999"] {
            assert_eq!(hundredths(text), None, "{text}");
        }
    }
}
