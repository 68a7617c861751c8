//! The quota schedule (quotumpercentages): what is published, and no more.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::kernel::{Code, Kind as RefusalKind, Reason, Refusal, text};

/// Whom a percentage is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuotaSector {
    /// Primary education.
    Po,
    /// The government as a whole, education included.
    Government,
}

impl Code for QuotaSector {
    const ALL: &'static [Self] = &[Self::Po, Self::Government];

    fn code(self) -> &'static str {
        match self {
            Self::Po => "po",
            Self::Government => "government",
        }
    }
}

/// What a percentage is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// FTE.
    Formation,
    /// Hours on which wage was paid.
    PaidHours,
}

impl Code for Base {
    const ALL: &'static [Self] = &[Self::Formation, Self::PaidHours];

    fn code(self) -> &'static str {
        match self {
            Self::Formation => "formation",
            Self::PaidHours => "paid-hours",
        }
    }
}

/// How firm a percentage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Official,
    Indicative,
    Assumed,
}

impl Code for Kind {
    const ALL: &'static [Self] = &[Self::Official, Self::Indicative, Self::Assumed];

    fn code(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Indicative => "indicative",
            Self::Assumed => "assumed",
        }
    }
}

/// A row of the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub sector: QuotaSector,
    pub year: u16,
    pub percentage: Decimal,
    pub base: Base,
    pub kind: Kind,
    pub source: Cow<'static, str>,
}

const PO_RAAD: &str = "PO-Raad";
const DECREE: &str = "24 October 2017";
const VOION: &str = "Voion, 11 September 2018";

/// Sector, year, hundredths of a percent, base, kind, source.
type Published = (QuotaSector, u16, i64, Base, Kind, &'static str);

const PUBLISHED: [Published; 9] = {
    use Base::{Formation, PaidHours};
    use Kind::{Indicative, Official};
    use QuotaSector::{Government, Po};
    [
        (Po, 2016, 90, Formation, Indicative, PO_RAAD),
        (Po, 2023, 340, Formation, Indicative, PO_RAAD),
        (Government, 2018, 193, PaidHours, Official, DECREE),
        (Government, 2019, 214, PaidHours, Indicative, VOION),
        (Government, 2020, 236, PaidHours, Indicative, VOION),
        (Government, 2021, 257, PaidHours, Indicative, VOION),
        (Government, 2022, 278, PaidHours, Indicative, VOION),
        (Government, 2023, 299, PaidHours, Indicative, VOION),
        (Government, 2024, 309, PaidHours, Indicative, VOION),
    ]
};

/// The percentages to reckon with, by sector, year and base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule(Vec<Row>);

impl Schedule {
    /// What is published, and no more.
    pub fn published() -> Self {
        let row = |(sector, year, hundredths, base, kind, source): Published| Row {
            sector,
            year,
            percentage: Decimal::new(hundredths, 2),
            base,
            kind,
            source: Cow::Borrowed(source),
        };
        Self(PUBLISHED.into_iter().map(row).collect())
    }

    /// What is published, and between it what somebody assumes: a published row goes before.
    pub fn with(assumed: Vec<Row>) -> Self {
        let mut schedule = Self::published();
        let missing = |row: &Row| schedule.row(row.sector, row.base, row.year).is_none();
        let assumed: Vec<Row> = assumed.into_iter().filter(missing).collect();
        schedule.0.extend(assumed);
        schedule.0.sort_by_key(|row| (row.sector, row.year, row.base));
        schedule
    }

    pub fn rows(&self) -> &[Row] {
        &self.0
    }

    fn of(&self, sector: QuotaSector, base: Base) -> impl Iterator<Item = &Row> {
        self.0.iter().filter(move |row| row.sector == sector && row.base == base)
    }

    /// The row of a year, if there is one.
    pub fn row(&self, sector: QuotaSector, base: Base, year: u16) -> Option<&Row> {
        self.of(sector, base).find(|row| row.year == year)
    }

    /// The percentage for a sector on a base in a year.
    ///
    /// # Errors
    /// `no-published-percentage`; with interpolation only outside the years that have a row.
    pub fn percentage(
        &self,
        sector: QuotaSector,
        base: Base,
        year: u16,
        absent: Absent,
    ) -> Result<Percentage, Refusal> {
        if let Some(row) = self.row(sector, base, year) {
            return Ok(Percentage::OfRow(row.clone()));
        }
        let between = match absent {
            Absent::StaysAbsent => None,
            Absent::Interpolate => {
                let before = self.of(sector, base).filter(|row| row.year < year).last();
                before.zip(self.of(sector, base).find(|row| year < row.year))
            }
        };
        let (before, after) = between.ok_or_else(|| not_published(year))?;
        Ok(Percentage::Interpolated {
            percentage: on_the_line((before, after), year),
            between: (before.clone(), after.clone()),
        })
    }
}

/// The percentage of a year: the row that has it, or the two that it was drawn between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Percentage {
    OfRow(Row),
    /// On the straight line between two rows.
    Interpolated {
        percentage: Decimal,
        between: (Row, Row),
    },
}

impl Percentage {
    /// In percent, not rounded.
    pub fn value(&self) -> Decimal {
        match self {
            Self::OfRow(row) => row.percentage,
            Self::Interpolated { percentage, .. } => *percentage,
        }
    }

    pub fn base(&self) -> Base {
        match self {
            Self::OfRow(row) => row.base,
            Self::Interpolated { between, .. } => between.0.base,
        }
    }

    /// Whether it rests on a row that somebody assumes.
    pub fn is_assumed(&self) -> bool {
        self.rows().iter().any(|row| row.kind == Kind::Assumed)
    }

    /// The rows used: one, or the two that it was drawn between.
    pub fn rows(&self) -> Vec<&Row> {
        match self {
            Self::OfRow(row) => vec![row],
            Self::Interpolated { between: (before, after), .. } => vec![before, after],
        }
    }
}

/// What to do about a year without a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Absent {
    #[default]
    StaysAbsent,
    Interpolate,
}

fn on_the_line((before, after): (&Row, &Row), year: u16) -> Decimal {
    let years = Decimal::from(after.year - before.year);
    let passed = Decimal::from(year - before.year);
    before.percentage + (after.percentage - before.percentage) * passed / years
}

fn not_published(year: u16) -> Refusal {
    let sentence = text(
        format!("er is geen gepubliceerd percentage voor {year}"),
        format!("there is no published percentage for {year}"),
    );
    let reason = Reason::new("no-published-percentage", sentence);
    Refusal { kind: RefusalKind::Conflict, reasons: vec![reason] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q5_a_missing_year_is_absent_unless_interpolation_is_asked_for() {
        let published = Schedule::published();
        let ask = |absent| published.percentage(QuotaSector::Po, Base::Formation, 2019, absent);
        assert_eq!(ask(Absent::StaysAbsent).unwrap_err().code(), "no-published-percentage");
        let interpolated = ask(Absent::Interpolate).unwrap();
        assert!(interpolated.value().to_string().starts_with("1.9714"), "{interpolated:?}");
        let Percentage::Interpolated { between: (before, after), .. } = interpolated else {
            panic!("not marked: {interpolated:?}")
        };
        assert_eq!((before.year, after.year), (2016, 2023));
    }

    #[test]
    fn nothing_is_drawn_beyond_what_is_published() {
        for year in [2015, 2024, 2030] {
            let published = Schedule::published();
            let asked =
                published.percentage(QuotaSector::Po, Base::Formation, year, Absent::Interpolate);
            assert_eq!(asked.unwrap_err().code(), "no-published-percentage");
        }
    }

    #[test]
    fn a_published_year_is_not_interpolated() {
        let (sector, base) = (QuotaSector::Government, Base::PaidHours);
        let asked = Schedule::published().percentage(sector, base, 2018, Absent::Interpolate);
        let Percentage::OfRow(row) = asked.unwrap() else { panic!() };
        assert_eq!((row.kind, &*row.source), (Kind::Official, DECREE));
    }

    #[test]
    fn rows_stand_by_sector_and_year() {
        let schedule = Schedule::with(vec![assumed(2030, 350)]);
        let keys: Vec<_> = schedule.rows().iter().map(|row| (row.sector, row.year)).collect();
        assert!(keys.is_sorted() && keys.len() == 10);
    }

    fn assumed(year: u16, hundredths: i64) -> Row {
        Row {
            sector: QuotaSector::Po,
            year,
            percentage: Decimal::new(hundredths, 2),
            base: Base::Formation,
            kind: Kind::Assumed,
            source: "Begroting 2030".into(),
        }
    }

    #[test]
    fn what_is_assumed_fills_gaps_is_marked_and_never_stands_before_what_is_published() {
        let schedule = Schedule::with(vec![assumed(2023, 900), assumed(2030, 480)]);
        let ask = |year| {
            let (sector, base) = (QuotaSector::Po, Base::Formation);
            schedule.percentage(sector, base, year, Absent::Interpolate).unwrap()
        };
        assert_eq!((ask(2023).value(), ask(2023).is_assumed()), (Decimal::new(340, 2), false));
        assert_eq!((ask(2030).value(), ask(2030).is_assumed()), (Decimal::new(480, 2), true));
        assert!(ask(2025).is_assumed() && !ask(2019).is_assumed());
    }
}
