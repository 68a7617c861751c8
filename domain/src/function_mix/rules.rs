//! What a board gives itself, after DUO's file ended.

use chrono::NaiveDate;

use super::{Mix, Scheme, Source, Spread, reference_on};
use crate::boards::{BoardNumber, FunctionMixSector, SizeClass};
use crate::kernel::{Kind, Reason, Refusal, text};

/// The first year that boards give themselves: DUO's file has those before.
pub const FIRST_OWN_YEAR: u16 = 2018;

/// The mix of a board as it gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub sector: FunctionMixSector,
    pub year: u16,
    pub scheme: Scheme,
    /// Names of scales with hundredths of FTE.
    pub scales: Vec<(String, i64)>,
    pub other: i64,
}

impl Entry {
    /// The mix of `board`, if the entry is one.
    ///
    /// # Errors
    /// Every reason why it is none, each with the name of its field.
    pub fn of(
        self,
        board: BoardNumber,
        size: Option<SizeClass>,
        today: NaiveDate,
    ) -> Result<Mix, Refusal> {
        let mut reasons = Vec::new();
        reasons.extend(self.wrong_year(today));
        if self.scheme != Scheme::of(self.year) {
            reasons.push(wrong_scheme(self.year));
        }
        let mut spread = Spread { other: self.other, ..Spread::default() };
        let mut given = [false; super::LEVELS];
        for (place, (name, fte)) in self.scales.iter().enumerate() {
            let level = self.scheme.scale(name).map(|scale| scale.level);
            let slots = level.and_then(|at| spread.levels.get_mut(at).zip(given.get_mut(at)));
            match slots {
                Some((slot, seen @ false)) => (*slot, *seen) = (*fte, true),
                Some(_) => reasons.push(twice(name, place)),
                None => reasons.push(unknown_scale(self.scheme, name, place)),
            }
        }
        if reasons.is_empty() && spread.total() == 0 {
            let sentence = text("er zijn geen fte opgegeven", "no FTE are given");
            reasons.push(Reason::new("nothing-given", sentence).at("/scales"));
        }
        Refusal::unless_empty(Kind::Invalid, reasons)?;
        Ok(Mix {
            board,
            sector: self.sector,
            year: self.year,
            spread,
            formation: None,
            size,
            postcode: None,
            agreed: None,
            source: Source::Board,
        })
    }

    fn wrong_year(&self, today: NaiveDate) -> Option<Reason> {
        let sentence = if self.year < FIRST_OWN_YEAR {
            text(
                "tot en met 2017 staan de cijfers in het bestand van DUO",
                "until 2017 the figures are in DUO's file",
            )
        } else if reference_on(self.year).is_none_or(|on| today < on) {
            text(
                "de peildatum van dit jaar is nog niet geweest",
                "the reference date is yet to come",
            )
        } else {
            return None;
        };
        Some(Reason::new("wrong-year", sentence).at("/year"))
    }
}

fn wrong_scheme(year: u16) -> Reason {
    use crate::kernel::Code;
    let code = Scheme::of(year).code();
    let sentence = text(
        format!("op 1 oktober {year} gold het stelsel {code}"),
        format!("on 1 October {year} the scheme was {code}"),
    );
    Reason::new("wrong-scheme", sentence).at("/scheme")
}

fn twice(name: &str, place: usize) -> Reason {
    let sentence =
        text(format!("schaal {name} staat er twee keer"), format!("scale {name} is given twice"));
    Reason::new("scale-twice", sentence).at(format!("/scales/{place}/scale"))
}

fn unknown_scale(scheme: Scheme, name: &str, place: usize) -> Reason {
    let known = scheme.scales().map(|scale| scale.name).collect::<Vec<_>>().join(", ");
    let sentence = text(
        format!("{name} is geen schaal van dit stelsel; dat zijn {known}"),
        format!("{name} is no scale of this scheme; those are {known}"),
    );
    Reason::new("unknown-scale", sentence).at(format!("/scales/{place}/scale"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            sector: FunctionMixSector::Bo,
            year: 2025,
            scheme: Scheme::LbLe,
            scales: vec![("LB".into(), 1050), ("LC".into(), 320)],
            other: 0,
        }
    }

    fn entered(change: impl FnOnce(&mut Entry)) -> Result<Mix, Vec<(&'static str, String)>> {
        let mut entry = entry();
        change(&mut entry);
        let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        entry.of("41441".parse().unwrap(), None, today).map_err(|refusal| {
            let reasons = refusal.reasons.into_iter();
            reasons.map(|it| (it.code, it.location.unwrap_or_default())).collect()
        })
    }

    fn refused(change: impl FnOnce(&mut Entry)) -> Vec<(&'static str, String)> {
        entered(change).unwrap_err()
    }

    #[test]
    fn scales_are_taken_at_their_level() {
        let mix = entered(|_| {}).unwrap();
        assert_eq!(mix.spread.levels, [1050, 320, 0, 0, 0]);
    }

    #[test]
    fn years_of_duos_file_and_years_to_come_are_refused() {
        assert_eq!(refused(|it| (it.year, it.scheme) = (2017, Scheme::LaLe))[0].0, "wrong-year");
        assert_eq!(refused(|it| it.year = 2026)[0].0, "wrong-year");
    }

    #[test]
    fn the_scheme_has_to_be_that_of_the_year() {
        let reasons = refused(|it| it.scheme = Scheme::L10L14);
        assert_eq!(reasons[0], ("wrong-scheme", "/scheme".to_owned()));
    }

    #[test]
    fn every_wrong_scale_is_named_at_its_place() {
        let reasons = refused(|it| it.scales.extend([("LA".into(), 1), ("lb".into(), 1)]));
        assert_eq!(
            reasons,
            [
                ("unknown-scale", "/scales/2/scale".to_owned()),
                ("scale-twice", "/scales/3/scale".to_owned())
            ]
        );
    }

    #[test]
    fn nothing_is_no_mix() {
        assert_eq!(refused(|it| it.scales.clear())[0].0, "nothing-given");
    }
}
