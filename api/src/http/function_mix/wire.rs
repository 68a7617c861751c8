//! What the function mix is made of over HTTP.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use leerkring_domain::boards::FunctionMixSector;
use leerkring_domain::function_mix::{
    Agreed, By, Entry, Group, Mix, RegionScheme, Scheme, Source, Spread, Standing, Sum, change,
    fte, reference_on, rounded, share, standings, target_source,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::decimals;
use crate::http::wire::Word;

pub type MixSectorWord = Word<FunctionMixSector>;
pub type ByWord = Word<By>;
pub type SchemeWord = Word<Scheme>;
pub type RegionSchemeWord = Word<RegionScheme>;
type MixSourceWord = Word<Source>;

/// A share as a change of percent points since a base year.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShareChangeView {
    pub since: u16,
    /// Percent points, one decimal.
    #[schema(max_length = 40)]
    pub points: String,
    /// Whether the base was counted in another scheme, so that scales were mapped by level.
    pub across_schemes: bool,
}

/// A salary scale with those in it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScaleView {
    /// Its name within `scheme`: `LB` means something else in another one.
    #[schema(max_length = 4)]
    pub scale: String,
    #[schema(inline)]
    pub scheme: SchemeWord,
    /// The scale that was counted, where the figure was mapped from another scheme.
    #[schema(max_length = 4)]
    pub mapped_from: Option<String>,
    /// Teachers, in FTE.
    #[schema(max_length = 20)]
    pub fte: String,
    /// Percent of all teachers' FTE, one decimal.
    #[schema(max_length = 10)]
    pub share: Option<String>,
    /// The same, not rounded.
    #[schema(max_length = 40)]
    pub share_unrounded: Option<String>,
    /// The share that was agreed on, in percent.
    #[schema(max_length = 10)]
    pub target: Option<String>,
    /// What the share lacks of the target, in percent points.
    #[schema(max_length = 10)]
    pub gap: Option<String>,
    pub change: Option<ShareChangeView>,
}

/// The function mix on the reference date of a year.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MixYearView {
    pub year: u16,
    /// 1 October.
    pub reference_on: Option<NaiveDate>,
    /// The scheme in which the scales are given.
    #[schema(inline)]
    pub scheme: SchemeWord,
    /// The scheme that held on the reference date; where it differs, scales were mapped by level.
    #[schema(inline)]
    pub counted_in: SchemeWord,
    /// How many boards; null where there are none, or too few to be told.
    #[schema(minimum = 1)]
    pub boards: Option<usize>,
    /// All teachers, in FTE; null as `boards`.
    #[schema(max_length = 20)]
    pub fte: Option<String>,
    /// The lowest scale first; empty as `boards` is null.
    #[schema(max_items = 5)]
    pub scales: Vec<ScaleView>,
    /// Teachers in no scale of the scheme, in FTE.
    #[schema(max_length = 20)]
    pub other_fte: Option<String>,
    /// Where the agreed shares stand.
    #[schema(max_length = 200)]
    pub target_source: Option<String>,
    /// Where the figures come from; null in totals.
    #[schema(inline)]
    pub source: Option<MixSourceWord>,
}

/// How the figures are shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    pub sector: FunctionMixSector,
    /// The scheme to map to; none for that of each year.
    pub scheme: Option<Scheme>,
    pub base: Option<(u16, Spread)>,
    /// The shares agreed on with the board, of a board with such.
    pub agreed: Option<Agreed>,
}

impl MixYearView {
    /// What nothing, and what is withheld, looks like.
    fn empty(year: u16, shown: &Shown) -> Self {
        let counted = Scheme::of(year);
        Self {
            year,
            reference_on: reference_on(year),
            scheme: Word(shown.scheme.unwrap_or(counted)),
            counted_in: Word(counted),
            boards: None,
            fte: None,
            scales: Vec::new(),
            other_fte: None,
            target_source: None,
            source: None,
        }
    }

    fn of_sum(year: u16, sum: Option<&Sum>, shown: &Shown) -> Self {
        let Some(sum) = sum else { return Self::empty(year, shown) };
        Self { boards: Some(sum.boards), ..Self::of_spread(year, &sum.spread, shown) }
    }

    /// The years of a group that are asked for.
    pub fn of_group(group: &Group, years: &RangeInclusive<u16>, shown: &Shown) -> Vec<Self> {
        let asked = group.years.iter().filter(|(year, _)| years.contains(year));
        asked.map(|(year, sum)| Self::of_sum(*year, sum.as_ref(), shown)).collect()
    }

    pub fn of_mix(mix: &Mix, shown: &Shown) -> Self {
        let source = Some(Word(mix.source));
        Self { boards: Some(1), source, ..Self::of_spread(mix.year, &mix.spread, shown) }
    }

    fn of_spread(year: u16, spread: &Spread, shown: &Shown) -> Self {
        let scheme = shown.scheme.unwrap_or(Scheme::of(year));
        let scales = standings((shown.sector, shown.agreed), year, spread, scheme);
        let has_target = scales.iter().any(|scale| scale.target.is_some());
        let view = |standing: Standing| ScaleView::new(&standing, (year, spread), shown);
        Self {
            fte: Some(fte(spread.total()).to_string()),
            scales: scales.into_iter().map(view).collect(),
            other_fte: Some(fte(spread.outside(scheme)).to_string()),
            target_source: has_target.then(|| target_source().to_owned()),
            ..Self::empty(year, shown)
        }
    }
}

impl ScaleView {
    fn new(standing: &Standing, (year, spread): (u16, &Spread), shown: &Shown) -> Self {
        let one_decimal = |value: Decimal| rounded(value).to_string();
        let change = shown
            .base
            .as_ref()
            .and_then(|(since, base)| change((*since, base), (year, spread), standing.scale.level));
        Self {
            scale: standing.scale.name.to_owned(),
            scheme: Word(standing.scale.scheme),
            mapped_from: standing.mapped_from.map(|scale| scale.name.to_owned()),
            fte: fte(standing.fte).to_string(),
            share: standing.share.map(one_decimal),
            share_unrounded: standing.share.map(|share| share.normalize().to_string()),
            target: standing.target.map(|target| target.percentage.to_string()),
            gap: standing.gap().map(one_decimal),
            change: change.map(|change| ShareChangeView {
                since: change.since,
                points: one_decimal(change.points),
                across_schemes: change.across_schemes,
            }),
        }
    }
}

/// The shares of the lowest levels in percent, for a picture.
pub fn shares(spread: &Spread) -> Vec<Option<Decimal>> {
    spread.levels.iter().map(|level| share(*level, spread.total())).collect()
}

/// A sector, a size class or a region, year by year.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MixGroupView {
    /// The word of the size class, or the code of the region; null for the sector.
    #[schema(max_length = 40)]
    pub key: Option<String>,
    #[schema(max_length = 200)]
    pub name: Option<String>,
    #[schema(max_items = 100)]
    pub years: Vec<MixYearView>,
}

/// The function mix of many boards.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FunctionMixView {
    #[schema(inline)]
    pub sector: MixSectorWord,
    #[schema(inline)]
    pub by: ByWord,
    /// Which regions are meant; null where the sector is not divided by region.
    #[schema(inline)]
    pub region_scheme: Option<RegionSchemeWord>,
    /// Totals over fewer boards than this are withheld, and what could be worked out with them.
    #[schema(minimum = 5, maximum = 5)]
    pub least_boards: usize,
    #[schema(max_items = 200)]
    pub groups: Vec<MixGroupView>,
}

/// The function mix of a board in one sector.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardMixSectorView {
    #[schema(inline)]
    pub sector: MixSectorWord,
    #[schema(max_items = 100)]
    pub years: Vec<MixYearView>,
}

/// The function mix of a board.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardFunctionMixView {
    pub board_id: uuid::Uuid,
    #[schema(max_length = 200)]
    pub board_name: String,
    #[schema(max_items = 4)]
    pub sectors: Vec<BoardMixSectorView>,
}

/// FTE of teachers in a scale.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewScale {
    /// Its name within the scheme: `LB`.
    #[schema(min_length = 2, max_length = 4)]
    pub scale: String,
    #[schema(pattern = r"^[0-9]{1,6}(\.[0-9]{1,2})?$", max_length = 9)]
    pub fte: String,
}

/// The function mix of a board on 1 October of a year.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewFunctionMix {
    #[schema(inline)]
    pub sector: MixSectorWord,
    #[schema(minimum = 2018, maximum = 2100)]
    pub year: u16,
    /// The scheme that held on 1 October of that year.
    #[schema(inline)]
    pub scheme: SchemeWord,
    #[schema(min_items = 1, max_items = 5)]
    pub scales: Vec<NewScale>,
    /// Teachers in no scale of the scheme, in FTE.
    #[schema(pattern = r"^[0-9]{1,6}(\.[0-9]{1,2})?$", max_length = 9, default = "0")]
    pub other_fte: Option<String>,
}

impl From<NewFunctionMix> for Entry {
    fn from(new: NewFunctionMix) -> Self {
        let hundredths = |fte: &str| decimals::hundredths(fte).unwrap_or_default();
        Self {
            sector: new.sector.0,
            year: new.year,
            scheme: new.scheme.0,
            scales: new.scales.into_iter().map(|it| (it.scale, hundredths(&it.fte))).collect(),
            other: new.other_fte.as_deref().map(hundredths).unwrap_or_default(),
        }
    }
}

/// What a file of a board did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetView {
    /// How many rows were taken: all that the file has.
    #[schema(minimum = 1)]
    pub rows: usize,
}
