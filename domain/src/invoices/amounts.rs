//! Amounts as people read them.

use crate::kernel::{Text, text};

/// `€ 1.210,00`, in English `€ 1,210.00`; never broken over lines.
pub fn in_euros(cents: i64) -> Text {
    text(grouped(cents, '.', ','), grouped(cents, ',', '.'))
}

fn grouped(cents: i64, thousands: char, decimals: char) -> String {
    let whole = (cents.abs() / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(thousands);
        }
        grouped.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    format!("€\u{A0}{sign}{grouped}{decimals}{:02}", cents.abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        let said = [5, 121_000, 123_456_789].map(|cents| in_euros(cents).nl);
        assert_eq!(said, ["€\u{A0}0,05", "€\u{A0}1.210,00", "€\u{A0}1.234.567,89"]);
        assert_eq!(in_euros(-121_000).en, "€\u{A0}-1,210.00");
    }
}
