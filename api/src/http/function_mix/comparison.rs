//! The function mix of a board beside those of its size class, its region and its sector.

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use leerkring_domain::boards::{Board, FunctionMixSector};
use leerkring_domain::function_mix::{By, Division, Group, Mix, RegionScheme};
use leerkring_domain::kernel::Code;
use leerkring_domain::withholding::LEAST;
use leerkring_persistence::{board_regions, boards};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::totals::{Names, Totals, Years};
use super::wire::{MixSectorWord, MixYearView, RegionSchemeWord, Shown};
use super::{ShownQuery, Yearly, export, from, picture, seen};
use crate::app::App;
use crate::commands::boards::board_at;
use crate::error::Error;
use crate::http::extract::{Path, Query, Reader};
use crate::http::kinds::{Binary, SvgPicture, Wanted};
use crate::http::params::With;
use crate::http::pictures;
use crate::http::respond::Answer;
use crate::http::tables::CsvTable;
use crate::http::wire::{BoardRef, Word};

/// Which comparison is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ComparisonQuery {
    /// The sector as DUO divides them; left out: the first in which the board has figures.
    #[param(inline)]
    pub sector: Option<MixSectorWord>,
    /// Which region of the board's seat is meant.
    #[param(inline, default = "labour-market")]
    pub region_scheme: Option<RegionSchemeWord>,
}

/// What stands in a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    Board,
    SizeClass,
    Region,
    Sector,
}

impl Code for Compared {
    const ALL: &'static [Self] = &[Self::Board, Self::SizeClass, Self::Region, Self::Sector];

    fn code(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::SizeClass => "size-class",
            Self::Region => "region",
            Self::Sector => "sector",
        }
    }
}

type ComparedWord = Word<Compared>;

/// The board or one of the groups that it belongs to, year by year.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComparedView {
    #[schema(inline)]
    pub kind: ComparedWord,
    /// The board's number, the word of its size class, or the code of its region; null for the sector,
    /// and where it is not known to which the board belongs.
    #[schema(max_length = 40)]
    pub key: Option<String>,
    #[schema(max_length = 200)]
    pub name: Option<String>,
    #[schema(max_items = 100)]
    pub years: Vec<MixYearView>,
}

/// The function mix of a board beside those of its groups.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FunctionMixComparisonView {
    pub board_id: Uuid,
    #[schema(max_length = 200)]
    pub board_name: String,
    #[schema(inline)]
    pub sector: MixSectorWord,
    #[schema(inline)]
    pub region_scheme: RegionSchemeWord,
    /// Totals over fewer boards than this are withheld, and what could be worked out with them.
    #[schema(minimum = 5, maximum = 5)]
    pub least_boards: usize,
    /// The board, its size class, its region, its sector.
    #[schema(min_items = 4, max_items = 4)]
    pub compared: Vec<ComparedView>,
}

/// Compare the function mix of a board
///
/// A board beside its size class, the region of its seat and its sector, year by year. What the board
/// gave itself is read by its own staff; the totals over what boards gave since 2018 by whoever is
/// signed in. Totals are those of `GET /function-mix`, withheld where they are withheld there.
#[utoipa::path(tag = "function-mix", operation_id = "getFunctionMixComparison",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number"),
        Yearly<ComparisonQuery>),
    responses((status = 200, description = "The comparison", content(
        (FunctionMixComparisonView = "application/json"),
        (CsvTable = "text/csv"),
        (SvgPicture = "image/svg+xml"),
        (Binary = "image/png")))))]
#[get("/boards/{boardId}/function-mix/comparison")]
pub async fn get_function_mix_comparison(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    board: Path<String>,
    query: Query<Yearly<ComparisonQuery>>,
) -> Answer {
    let db = app.store.reader();
    let board = boards::find(db, board_at(db, &board.0).await?).await?;
    let view = compare(&app, &board, &query.0, &reader).await?;
    let called = ("function-mix-comparison", reader.language);
    let picture = || picture::comparison(&view, reader.language);
    let table = (export::COLUMNS, export::comparison(&view));
    Ok(pictures::figures(wanted, called, &view, picture, table)?.public())
}

const GROUPS: [By; 3] = [By::SizeClass, By::Region, By::Sector];

async fn compare(
    app: &App,
    board: &Board,
    query: &Yearly<ComparisonQuery>,
    reader: &Reader,
) -> Result<FunctionMixComparisonView, Error> {
    let With { own: query, shared: With { own: how, shared: years } } = query;
    let db = app.store.reader();
    let mut mixes = seen(app, board, reader).await?;
    let first = mixes.first().map_or(FunctionMixSector::Bo, |mix| mix.sector);
    let sector = query.sector.map_or(first, |word| word.0);
    mixes.retain(|mix| mix.sector == sector);
    let scheme: RegionScheme = query.region_scheme.map(|word| word.0).unwrap_or_default();
    let years = years.told_to(reader);
    let totals = Totals { sector, by: &GROUPS, scheme };
    let groups = totals.read(db, from(&years, how.since)).await?;
    let mut seats = board_regions::seats(db, &[scheme.code()]).await?;
    let seat = seats.remove(board.number.as_str()).and_then(|mut regions| regions.pop());
    let size = mixes.iter().rev().find_map(|mix| mix.size).or(board.size);
    let places = [size.map(Division::Size), seat.map(Division::Region), Some(Division::Whole)];
    let names = Names::read(db, &GROUPS, reader.language).await?;
    let shown = Asked { sector, how, years: &years };
    let mut compared = vec![shown.board(board, &mixes)];
    for (kind, place) in Compared::ALL.iter().skip(1).zip(places) {
        let group = groups.iter().find(|group| Some(&group.of) == place.as_ref());
        compared.push(ComparedView {
            kind: Word(*kind),
            key: place.as_ref().and_then(Division::key).map(str::to_owned),
            name: place.as_ref().and_then(|place| names.of(place)),
            years: group.map(|group| shown.group(group)).unwrap_or_default(),
        });
    }
    Ok(FunctionMixComparisonView {
        board_id: board.id.uuid(),
        board_name: board.name.clone(),
        sector: Word(sector),
        region_scheme: Word(scheme),
        least_boards: LEAST,
        compared,
    })
}

/// How what is compared is shown.
struct Asked<'a> {
    sector: FunctionMixSector,
    how: &'a ShownQuery,
    years: &'a Years,
}

impl Asked<'_> {
    fn shown(&self) -> Shown {
        let scheme = self.how.scheme.map(|word| word.0);
        Shown { sector: self.sector, scheme, base: None, agreed: None }
    }

    fn board(&self, board: &Board, mixes: &[Mix]) -> ComparedView {
        let base = self.how.since.and_then(|since| mixes.iter().find(|mix| mix.year == since));
        let shown = Shown {
            base: base.map(|mix| (mix.year, mix.spread)),
            agreed: mixes.iter().find_map(|mix| mix.agreed),
            ..self.shown()
        };
        let asked = mixes.iter().filter(|mix| self.years.contains(&mix.year));
        ComparedView {
            kind: Word(Compared::Board),
            key: Some(board.number.to_string()),
            name: Some(board.name.clone()),
            years: asked.map(|mix| MixYearView::of_mix(mix, &shown)).collect(),
        }
    }

    fn group(&self, group: &Group) -> Vec<MixYearView> {
        let base = self.how.since.and_then(|since| Some((since, (*group.years.get(&since)?)?)));
        let base = base.map(|(since, sum)| (since, sum.spread));
        MixYearView::of_group(group, self.years, &Shown { base, ..self.shown() })
    }
}
