//! Figures as a picture: seats and who has them, waits for them or gave them up.

use leerkring_domain::figures::Counts;
use leerkring_domain::kernel::{Language, Text, text};
use leerkring_domain::registrations::RegistrationStatus;

use super::read::Part;
use crate::charts::{Figure, PALETTE, Paint, Series};

/// The most parts that can be told apart side by side: the last ones.
const MOST_PARTS: usize = 40;

/// Cohorts or programmes side by side: those who take part, who wait, and the seats as a level.
pub fn parts(title: &str, parts: &[Part], language: Language) -> Figure {
    let shown = parts.iter().skip(parts.len().saturating_sub(MOST_PARTS));
    let shown: Vec<&Part> = shown.collect();
    let said = |sentence: Text| sentence.in_language(language).to_owned();
    let series = |name: Text, paint: Paint, of: fn(&Counts) -> u64| Series {
        name: said(name),
        values: shown.iter().map(|part| Some(number(of(&part.counts)))).collect(),
        paint,
    };
    let [blue, orange, _, vermilion, _, sky] = PALETTE;
    let waiting = |counts: &Counts| people(counts, RegistrationStatus::Waitlisted);
    let offered = |counts: &Counts| people(counts, RegistrationStatus::Offered);
    Figure {
        title: said(headed(title)),
        unit: said(text("deelnemers", "participants")),
        note: said(note(shown.len() < parts.len())),
        categories: shown.iter().map(|part| part.title.clone()).collect(),
        bars: vec![
            series(text("nemen deel", "taking part"), Paint::Plain(blue), |it| {
                it.taking_part().participants
            }),
            series(text("plaats aangeboden", "offered a seat"), Paint::Plain(sky), offered),
            series(text("op de wachtlijst", "waiting"), Paint::Striped(orange), waiting),
        ],
        lines: Vec::new(),
        levels: vec![series(text("plaatsen", "seats"), Paint::Plain(vermilion), |it| it.capacity)],
        language,
    }
}

/// One cohort, from registering to completing.
pub fn cohort(title: &str, counts: &Counts, language: Language) -> Figure {
    let said = |sentence: Text| sentence.in_language(language).to_owned();
    let steps = [
        (text("aangemeld", "registered"), counts.registered().participants),
        (text("nemen deel", "taking part"), counts.taking_part().participants),
        (text("aanwezig", "attended"), counts.turnout.attended),
        (text("voltooid", "completed"), counts.turnout.completed),
    ];
    let [blue, _, _, vermilion, ..] = PALETTE;
    let values = steps.iter().map(|(_, people)| Some(number(*people))).collect();
    let seats = steps.iter().map(|_| Some(number(counts.capacity))).collect();
    Figure {
        title: said(headed(title)),
        unit: said(text("deelnemers", "participants")),
        note: said(note(false)),
        categories: steps.into_iter().map(|(name, _)| said(name)).collect(),
        bars: vec![Series {
            name: said(text("deelnemers", "participants")),
            values,
            paint: Paint::Plain(blue),
        }],
        lines: Vec::new(),
        levels: vec![Series {
            name: said(text("plaatsen", "seats")),
            values: seats,
            paint: Paint::Plain(vermilion),
        }],
        language,
    }
}

fn headed(title: &str) -> Text {
    text(format!("Deelname, {title}"), format!("Participation, {title}"))
}

fn people(counts: &Counts, status: RegistrationStatus) -> u64 {
    counts.of(status).participants
}

fn number(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

fn note(is_cut: bool) -> Text {
    if is_cut {
        text(
            "De laatste veertig; wie afviel telt niet mee.",
            "The last forty; who fell away does not count.",
        )
    } else {
        text(
            "Wie afviel telt niet mee als deelnemer.",
            "Who fell away does not count as taking part.",
        )
    }
}
