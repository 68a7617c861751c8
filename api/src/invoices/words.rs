//! Amounts, days and percentages as people read them.

use leerkring_domain::invoices::in_euros;
use leerkring_domain::kernel::Language;
use leerkring_domain::programmes::Vat;

/// `€ 1.210,00`, in the language of the reader.
pub(super) fn euros(cents: i64, language: Language) -> String {
    in_euros(cents).in_language(language).to_owned()
}

/// Euros and cents for programs: `1210.00`.
pub(super) fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// `21%`, or the word for none.
pub(super) fn rate(vat: &Vat, language: Language) -> String {
    match (vat.percentage(), language) {
        (Some(rate), Language::Dutch) => format!("{}%", rate.replace('.', ",")),
        (Some(rate), Language::English) => format!("{rate}%"),
        (None, Language::Dutch) => "vrijgesteld".to_owned(),
        (None, Language::English) => "exempt".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_rates_for_programs_have_a_point_and_no_sign_of_money() {
        assert_eq!((amount(121_000), amount(-5)), ("1210.00".to_owned(), "-0.05".to_owned()));
        assert_eq!(rate_in_dutch(&"21.00".parse().map(Vat::Rate).unwrap()), "21%");
        assert_eq!(rate_in_dutch(&"8.5".parse().map(Vat::Rate).unwrap()), "8,5%");
    }

    fn rate_in_dutch(vat: &Vat) -> String {
        rate(vat, Language::Dutch)
    }
}
