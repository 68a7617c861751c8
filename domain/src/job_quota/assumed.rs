//! Percentages that an organiser reckons with where none is published.

use rust_decimal::Decimal;

use super::{Base, Kind as RowKind, QuotaSector, Row, Schedule};
use crate::kernel::{Kind, Reason, Refusal, text};

/// A percentage to assume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    pub sector: QuotaSector,
    pub base: Base,
    pub year: u16,
    pub percentage: Decimal,
    /// Where it comes from, or why it is reasonable.
    pub source: String,
}

impl Assumption {
    /// The row of the schedule that it is.
    ///
    /// # Errors
    /// Every reason why it is no percentage; `percentage-published` where there is a row already.
    pub fn checked(self) -> Result<Row, Refusal> {
        let mut reasons = Vec::new();
        if !(2013..=2100).contains(&self.year) {
            let sentence = text("een jaar van 2013 tot en met 2100", "a year from 2013 to 2100");
            reasons.push(Reason::new("wrong-year", sentence).at("/year"));
        }
        let possible = Decimal::ZERO < self.percentage && self.percentage <= Decimal::ONE_HUNDRED;
        if !possible || 2 < self.percentage.normalize().scale() {
            let sentence = text(
                "meer dan 0 en hoogstens 100 procent, met hoogstens twee decimalen",
                "more than 0 and at most 100 percent, with at most two decimals",
            );
            reasons.push(Reason::new("wrong-percentage", sentence).at("/percentage"));
        }
        Refusal::unless_empty(Kind::Invalid, reasons)?;
        let year = self.year;
        if let Some(row) = Schedule::published().row(self.sector, self.base, year) {
            let (percentage, source) = (row.percentage, &row.source);
            let sentence = text(
                format!("voor {year} is {percentage} % gepubliceerd ({source}); dat gaat voor"),
                format!("for {year} {percentage} % is published ({source}); that goes before"),
            );
            return Err(Refusal::conflict("percentage-published", sentence));
        }
        Ok(Row {
            sector: self.sector,
            year,
            percentage: self.percentage,
            base: self.base,
            kind: RowKind::Assumed,
            source: self.source.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(year: u16, percentage: Decimal) -> Result<Row, &'static str> {
        let assumption = Assumption {
            sector: QuotaSector::Po,
            base: Base::Formation,
            year,
            percentage,
            source: "Begroting".to_owned(),
        };
        assumption.checked().map_err(|refusal| refusal.reasons[0].code)
    }

    #[test]
    fn a_year_without_a_row_gets_one_that_says_it_is_assumed() {
        let row = checked(2030, Decimal::new(45, 1)).unwrap();
        assert_eq!((row.kind, row.year), (RowKind::Assumed, 2030));
    }

    #[test]
    fn what_is_published_is_not_assumed_otherwise() {
        assert_eq!(checked(2023, Decimal::new(45, 1)), Err("percentage-published"));
    }

    #[test]
    fn a_percentage_is_one_with_two_decimals() {
        for wrong in [Decimal::ZERO, Decimal::from(101), Decimal::new(1, 3)] {
            assert_eq!(checked(2030, wrong), Err("wrong-percentage"));
        }
        assert_eq!(checked(2012, Decimal::ONE), Err("wrong-year"));
    }
}
