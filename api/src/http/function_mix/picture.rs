//! The function mix as a picture: shares as lines over the years, or as bars of groups.

use leerkring_domain::boards::{FunctionMixSector, SizeClass};
use leerkring_domain::function_mix::LEVELS;
use leerkring_domain::kernel::{Language, text};

use super::comparison::{ComparedView, FunctionMixComparisonView};
use super::wire::{BoardFunctionMixView, FunctionMixView, MixYearView};
use crate::charts::{Figure, PALETTE, Paint, Series};

pub fn size_in_words(size: SizeClass, language: Language) -> &'static str {
    match (size, language) {
        (SizeClass::Small, Language::Dutch) => "klein (tot 500 leerlingen)",
        (SizeClass::Medium, Language::Dutch) => "middelgroot (500–2.500)",
        (SizeClass::Large, Language::Dutch) => "groot (meer dan 2.500)",
        (SizeClass::Small, Language::English) => "small (up to 500 pupils)",
        (SizeClass::Medium, Language::English) => "medium (500–2,500)",
        (SizeClass::Large, Language::English) => "large (more than 2,500)",
    }
}

fn sector_in_words(sector: FunctionMixSector, language: Language) -> String {
    let words = match sector {
        FunctionMixSector::Bo => text("basisonderwijs", "primary schools"),
        FunctionMixSector::SboSo => text("speciaal onderwijs", "special schools"),
        FunctionMixSector::Vo => text("voortgezet onderwijs", "secondary schools"),
        FunctionMixSector::Mbo => text("mbo", "vocational schools"),
    };
    words.in_language(language).to_owned()
}

/// One group as lines over its years; several as bars of the newest year that has any figure.
pub fn groups(view: &FunctionMixView, language: Language) -> Figure {
    let sector = sector_in_words(view.sector.0, language);
    let title = text(format!("Functiemix, {sector}"), format!("Function mix, {sector}"));
    let title = title.in_language(language);
    let [group] = view.groups.as_slice() else {
        return bars(view, title, language);
    };
    lines(title, &group.years.iter().collect::<Vec<_>>(), language)
}

/// The first sector of a board as lines over its years.
pub fn board(view: &BoardFunctionMixView, language: Language) -> Figure {
    let years = view.sectors.first().map_or(&[][..], |sector| &sector.years);
    let sector = view.sectors.first().map(|sector| sector_in_words(sector.sector.0, language));
    let title = match sector {
        Some(sector) => format!("{}, {sector}", view.board_name),
        None => view.board_name.clone(),
    };
    lines(&title, &years.iter().collect::<Vec<_>>(), language)
}

/// A board and its groups as bars of the newest year in which the board has a figure.
pub fn comparison(view: &FunctionMixComparisonView, language: Language) -> Figure {
    let sector = sector_in_words(view.sector.0, language);
    let own = view.compared.first().and_then(|board| board.years.last());
    let newest = own.map(|year| year.year);
    let of =
        |compared: &ComparedView| compared.years.iter().position(|year| Some(year.year) == newest);
    let shown: Vec<(String, &MixYearView)> = view
        .compared
        .iter()
        .filter_map(|compared| {
            let name = compared.name.clone().unwrap_or_else(|| sector.clone());
            Some((name, compared.years.get(of(compared)?)?))
        })
        .collect();
    let title = match newest {
        Some(year) => format!("{}, {sector}, {year}", view.board_name),
        None => format!("{}, {sector}", view.board_name),
    };
    let years: Vec<&MixYearView> = shown.iter().map(|(_, year)| *year).collect();
    let bars = series(&years);
    let categories = shown.into_iter().map(|(name, _)| name).collect();
    Figure { bars, ..figure(&title, categories, language) }
}

fn share(year: &MixYearView, level: usize) -> Option<f64> {
    year.scales.get(level)?.share.as_ref()?.parse().ok()
}

/// What the scale at a level is called in these years: `LA / L10`.
fn name(years: &[&MixYearView], level: usize) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for scale in years.iter().filter_map(|year| year.scales.get(level)) {
        if names.last() != Some(&scale.scale.as_str()) {
            names.push(&scale.scale);
        }
    }
    (!names.is_empty()).then(|| names.join(" / "))
}

fn series(years: &[&MixYearView]) -> Vec<Series> {
    (0..LEVELS)
        .filter_map(|level| {
            let values: Vec<Option<f64>> = years.iter().map(|year| share(year, level)).collect();
            let any = values.iter().flatten().any(|share| 0.0 < *share);
            let paint = Paint::Plain(PALETTE.get(level).copied()?);
            let name = name(years, level).filter(|_| any)?;
            Some(Series { name, values, paint })
        })
        .collect()
}

fn figure(title: &str, categories: Vec<String>, language: Language) -> Figure {
    let unit = text("% van de fte leraren, 1 oktober", "% of teachers' FTE, 1 October");
    let note = text(
        "Bron: DUO (tot en met 2017) en opgave van besturen. Minder dan vijf besturen: niet getoond.",
        "Source: DUO (until 2017) and boards themselves. Fewer than five boards: not shown.",
    );
    Figure {
        title: title.to_owned(),
        unit: unit.in_language(language).to_owned(),
        note: note.in_language(language).to_owned(),
        categories,
        bars: Vec::new(),
        lines: Vec::new(),
        levels: Vec::new(),
        language,
    }
}

fn lines(title: &str, years: &[&MixYearView], language: Language) -> Figure {
    let (first, last) = (years.first().map(|it| it.year), years.last().map(|it| it.year));
    let every: Vec<_> =
        first.zip(last).map_or_else(Vec::new, |(first, last)| (first..=last).collect());
    let place = |year| years.iter().position(|it| it.year == year);
    let places: Vec<Option<usize>> = every.iter().map(|year| place(*year)).collect();
    // A year without figures has its room on the axis, and no line runs across it.
    let spread = |series: Series| Series {
        values: places.iter().map(|at| series.values.get((*at)?).copied().flatten()).collect(),
        ..series
    };
    let lines = series(years).into_iter().map(spread).collect();
    let categories = every.iter().map(ToString::to_string).collect();
    Figure { lines, ..figure(title, categories, language) }
}

fn bars(view: &FunctionMixView, title: &str, language: Language) -> Figure {
    let years = view.groups.iter().flat_map(|group| &group.years);
    let newest = years.filter(|year| year.boards.is_some()).map(|year| year.year).max();
    let of = |group: &'_ super::wire::MixGroupView| {
        group.years.iter().position(|year| Some(year.year) == newest)
    };
    let shown: Vec<_> = view
        .groups
        .iter()
        .filter_map(|group| Some((group, group.years.get(of(group)?)?)))
        .collect();
    let categories =
        shown.iter().map(|(group, _)| group.name.clone().unwrap_or_default()).collect();
    let years: Vec<&MixYearView> = shown.iter().map(|(_, year)| *year).collect();
    let title = newest.map_or_else(|| title.to_owned(), |year| format!("{title}, {year}"));
    Figure { bars: series(&years), ..figure(&title, categories, language) }
}
