//! The jobs agreement as a picture: the target as a line, what is realised as bars, plans in stripes.

use leerkring_domain::kernel::{Language, Text, text};

use super::wire::{JobsView, QuotaYearView};
use crate::charts::{Figure, PALETTE, Paint, Series};

/// Years of one board or group.
pub fn years(name: &str, years: &[QuotaYearView], language: Language) -> Figure {
    let categories = years.iter().map(|year| year.year.to_string()).collect();
    figure(name, categories, &years.iter().collect::<Vec<_>>(), language)
}

/// Groups in one year.
pub fn groups(year: u16, groups: &[(String, &QuotaYearView)], language: Language) -> Figure {
    let categories = groups.iter().map(|(name, _)| name.clone()).collect();
    let years: Vec<&QuotaYearView> = groups.iter().map(|(_, year)| *year).collect();
    figure(&year.to_string(), categories, &years, language)
}

fn figure(
    name: &str,
    categories: Vec<String>,
    years: &[&QuotaYearView],
    language: Language,
) -> Figure {
    let said = |sentence: Text| sentence.in_language(language).to_owned();
    let series = |name: Text, paint: Paint, of: fn(&QuotaYearView) -> Option<&JobsView>| Series {
        name: said(name),
        values: years.iter().map(|year| of(year)?.jobs_unrounded.parse().ok()).collect(),
        paint,
    };
    let apart = years.iter().any(|year| year.employed.is_some());
    let [blue, _, green, vermilion, _, sky] = PALETTE;
    let mut bars = if apart {
        vec![
            series(text("in dienst", "employed"), Paint::Plain(blue), |it| it.employed.as_ref()),
            series(text("ingeleend", "hired in"), Paint::Plain(sky), |it| it.hired_in.as_ref()),
        ]
    } else {
        vec![series(text("gerealiseerd", "realised"), Paint::Plain(blue), |it| {
            it.realised.as_ref()
        })]
    };
    bars.push(series(text("gepland", "planned"), Paint::Striped(green), |it| it.planned.as_ref()));
    let target = series(text("doel", "target"), Paint::Plain(vermilion), |year| {
        year.target.as_ref().map(|target| &target.jobs)
    });
    let percentages = || years.iter().filter_map(|year| year.percentage.as_ref());
    let interpolated = percentages().any(|it| it.interpolated);
    let assumed = percentages().any(|it| it.assumed);
    Figure {
        title: said(text(format!("Banenafspraak, {name}"), format!("Jobs agreement, {name}"))),
        unit: said(text("banen van 25,5 uur per week", "jobs of 25.5 hours a week")),
        note: said(if assumed { assumed_note() } else { note(interpolated) }),
        categories,
        bars,
        lines: vec![target],
        levels: Vec::new(),
        language,
    }
}

fn assumed_note() -> Text {
    text(
        "Doelen deels naar percentages die een organisator aanneemt; die zijn niet gepubliceerd.",
        "Targets in part by percentages that an organiser assumes; these are not published.",
    )
}

fn note(interpolated: bool) -> Text {
    if interpolated {
        text(
            "Doelen deels op de rechte lijn tussen twee gepubliceerde percentages.",
            "Targets in part on the straight line between two published percentages.",
        )
    } else {
        text(
            "Doel alleen voor jaren met een gepubliceerd percentage en een bekende formatie.",
            "Target only for years with a published percentage and a known formation.",
        )
    }
}
