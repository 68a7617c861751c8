//! A fee as the lines of an invoice.

use super::Line;
use crate::kernel::{Language, text};
use crate::programmes::{Fee, FeePart, FeeUnit, Vat};

/// Article 11, paragraph 1, point o of the VAT act: education.
const EDUCATION: (&str, &str) = (
    "Vrijgesteld van btw: onderwijs, artikel 11, eerste lid, onderdeel o, Wet op de omzetbelasting 1968",
    "Exempt from VAT: education, article 11(1)(o) of the Dutch VAT act (Wet op de omzetbelasting 1968)",
);

/// The lines for a team of `participants`; none where there is nothing to pay.
pub fn lines(fee: &Fee, programme: &str, participants: u32, language: Language) -> Vec<Line> {
    let included = fee.participants_included.map_or(u32::MAX, u32::from);
    let more = participants.saturating_sub(included);
    let more_cents = fee.additional_cents.unwrap_or_default();
    let place = Line {
        description: in_words(&place(fee.per, programme), language),
        quantity: quantity(fee.per, participants),
        unit_cents: fee.cents,
        vat: fee.vat.clone(),
        exemption: exemption(&fee.vat, fee.exemption.as_deref(), language),
        counts_participants: fee.per == FeeUnit::Participant,
    };
    let additional = Line {
        description: in_words(&text("Extra deelnemers", "Additional participants"), language),
        quantity: if fee.per == FeeUnit::Board { more } else { 0 },
        unit_cents: more_cents,
        counts_participants: true,
        ..place.clone()
    };
    let parts = fee.parts.iter().map(|part| line(part, participants, language));
    let all = [place, additional].into_iter().chain(parts);
    all.filter(|line| line.net_cents() > 0).collect()
}

fn line(part: &FeePart, participants: u32, language: Language) -> Line {
    Line {
        description: part.description.clone(),
        quantity: quantity(part.per, participants),
        unit_cents: part.cents,
        vat: part.vat.clone(),
        exemption: exemption(&part.vat, part.exemption.as_deref(), language),
        counts_participants: part.per == FeeUnit::Participant,
    }
}

fn quantity(per: FeeUnit, participants: u32) -> u32 {
    match per {
        FeeUnit::Board => 1,
        FeeUnit::Participant => participants,
    }
}

fn place(per: FeeUnit, programme: &str) -> crate::kernel::Text {
    match per {
        FeeUnit::Board => text(format!("Deelname {programme}"), format!("Place in {programme}")),
        FeeUnit::Participant => {
            text(format!("Deelnemers {programme}"), format!("Participants in {programme}"))
        }
    }
}

fn exemption(vat: &Vat, why: Option<&str>, language: Language) -> Option<String> {
    let education = text(EDUCATION.0, EDUCATION.1);
    (*vat == Vat::Exempt)
        .then(|| why.map_or_else(|| in_words(&education, language), ToOwned::to_owned))
}

fn in_words(text: &crate::kernel::Text, language: Language) -> String {
    text.in_language(language).to_owned()
}
