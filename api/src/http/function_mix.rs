//! The function mix over HTTP.

mod comparison;
mod export;
pub mod giving;
mod picture;
mod totals;
pub mod wire;

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use leerkring_domain::boards::{Board, FunctionMixSector};
use leerkring_domain::function_mix::{By, Mix, Source};
use leerkring_domain::kernel::Code;
use leerkring_domain::withholding::LEAST;
use leerkring_persistence::{boards, function_mix};
use serde::Deserialize;
use utoipa::IntoParams;

pub use self::totals::labour_market;
use self::totals::{Names, Totals, Years, last_year};
use self::wire::{
    BoardFunctionMixView, BoardMixSectorView, ByWord, FunctionMixView, MixGroupView, MixSectorWord,
    MixYearView, RegionSchemeWord, SchemeWord, Shown,
};
use super::extract::{Path, Query, Reader};
use super::kinds::{Binary, SvgPicture, Wanted};
use super::operations::Operations;
use super::params::With;
use super::pictures;
use super::respond::Answer;
use super::tables::CsvTable;
use super::wire::{BoardRef, Word};
use crate::app::App;
use crate::commands::boards::board_at;
use crate::error::Error;

pub fn routes(config: &mut Operations) {
    config
        .service(get_function_mix)
        .service(get_board_function_mix)
        .service(comparison::get_function_mix_comparison)
        .service(giving::record_function_mix)
        .service(giving::import_function_mix);
}

/// Which function mix is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct FunctionMixQuery {
    /// The sector as DUO divides them.
    #[param(inline, default = "bo")]
    pub sector: Option<MixSectorWord>,
    /// Whether to divide the sector by size class, or by region of the board's seat.
    #[param(inline, default = "sector")]
    pub by: Option<ByWord>,
    /// Which regions are meant.
    #[param(inline, default = "labour-market")]
    pub region_scheme: Option<RegionSchemeWord>,
}

/// How a function mix is shown.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ShownQuery {
    /// The scheme to give all years in, mapped by level; left out: each year in its own.
    #[param(inline)]
    pub scheme: Option<SchemeWord>,
    /// The base year of changes.
    #[param(minimum = 2006, maximum = 2100)]
    pub since: Option<u16>,
}

/// Of which years.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct YearsQuery {
    /// The first year.
    #[param(minimum = 2006, maximum = 2100, default = 2006)]
    pub from_year: Option<u16>,
    /// The last year.
    #[param(minimum = 2006, maximum = 2100, default = 2100)]
    pub until_year: Option<u16>,
}

impl YearsQuery {
    /// Those of them whose totals `reader` is told.
    fn told_to(&self, reader: &Reader) -> Years {
        self.from_year.unwrap_or(0)..=self.until_year.unwrap_or(u16::MAX).min(last_year(reader))
    }
}

/// What is asked, how it is shown and of which years.
pub type Yearly<T> = With<T, With<ShownQuery, YearsQuery>>;

/// Get the function mix of many boards
///
/// Teachers' FTE by salary scale on 1 October, of all boards of a sector or divided, year by year:
/// until 2017 from DUO's open data, for everybody; from 2018 what boards gave, for whoever is signed
/// in. Shares are of all teachers' FTE. A scale never stands without its scheme. Totals over fewer
/// than five boards are withheld, and with them what could be worked out from the rest, in whatever
/// division; what is withheld looks like what is empty.
#[utoipa::path(tag = "function-mix", operation_id = "getFunctionMix",
    params(Yearly<FunctionMixQuery>),
    responses((status = 200, description = "The function mix", content(
        (FunctionMixView = "application/json"),
        (CsvTable = "text/csv"),
        (SvgPicture = "image/svg+xml"),
        (Binary = "image/png")))))]
#[get("/function-mix")]
pub async fn get_function_mix(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    query: Query<Yearly<FunctionMixQuery>>,
) -> Answer {
    let With { own: query, shared: With { own: how, shared: years } } = query.0;
    let sector = query.sector.map_or(FunctionMixSector::Bo, |word| word.0);
    let by = query.by.map_or(By::default(), |by| by.0);
    let scheme = query.region_scheme.map(|word| word.0).unwrap_or_default();
    let (db, years, language) = (app.store.reader(), years.told_to(&reader), reader.language);
    let totals = Totals { sector, by: &[by], scheme };
    let groups = totals.read(db, from(&years, how.since)).await?;
    let names = Names::read(db, &[by], language).await?;
    let mut views = Vec::new();
    for group in &groups {
        let base = how.since.and_then(|since| Some((since, (*group.years.get(&since)?)?.spread)));
        let shown = Shown { sector, scheme: how.scheme.map(|it| it.0), base, agreed: None };
        views.push(MixGroupView {
            key: group.of.key().map(str::to_owned),
            name: names.of(&group.of),
            years: MixYearView::of_group(group, &years, &shown),
        });
    }
    let view = FunctionMixView {
        sector: Word(sector),
        by: Word(by),
        region_scheme: (by == By::Region).then_some(Word(scheme)),
        least_boards: LEAST,
        groups: views,
    };
    let (called, picture) = (("function-mix", language), || picture::groups(&view, language));
    let table = (export::COLUMNS, export::groups(&view));
    Ok(pictures::figures(wanted, called, &view, picture, table)?.public())
}

/// The years to read: those asked for, from the base of changes on.
fn from(years: &Years, since: Option<u16>) -> Years {
    since.unwrap_or(u16::MAX).min(*years.start())..=*years.end()
}

/// Get the function mix of a board
///
/// Teachers' FTE by salary scale on 1 October, year by year and sector by sector: until 2017 from
/// DUO's open data, for everybody; what the board gave itself, for its own staff.
#[utoipa::path(tag = "function-mix", operation_id = "getBoardFunctionMix",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number"),
        ShownQuery),
    responses((status = 200, description = "The function mix", content(
        (BoardFunctionMixView = "application/json"),
        (CsvTable = "text/csv"),
        (SvgPicture = "image/svg+xml"),
        (Binary = "image/png")))))]
#[get("/boards/{boardId}/function-mix")]
pub async fn get_board_function_mix(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    board: Path<String>,
    query: Query<ShownQuery>,
) -> Answer {
    let db = app.store.reader();
    let board = boards::find(db, board_at(db, &board.0).await?).await?;
    let mixes = seen(&app, &board, &reader).await?;
    let view = BoardFunctionMixView {
        board_id: board.id.uuid(),
        board_name: board.name.clone(),
        sectors: sectors(&mixes, &query.0),
    };
    let language = reader.language;
    let (called, picture) = (("function-mix", language), || picture::board(&view, language));
    let table = (export::COLUMNS, export::board(&view));
    Ok(pictures::figures(wanted, called, &view, picture, table)?.public())
}

/// What of a board's figures somebody may read: what it gave itself is for its own staff.
async fn seen(app: &App, board: &Board, reader: &Reader) -> Result<Vec<Mix>, Error> {
    let own = reader.scope.everything || reader.scope.boards.contains(&board.id);
    let mut mixes = function_mix::of_board(app.store.reader(), &board.number).await?;
    mixes.retain(|mix| own || mix.source == Source::Duo);
    Ok(mixes)
}

/// A board's figures, divided by sector.
pub fn sectors(mixes: &[Mix], query: &ShownQuery) -> Vec<BoardMixSectorView> {
    let sectors = <FunctionMixSector as Code>::ALL.iter();
    sectors
        .filter_map(|sector| {
            let of: Vec<_> = mixes.iter().filter(|mix| mix.sector == *sector).collect();
            let base = query.since.and_then(|since| of.iter().find(|mix| mix.year == since));
            let shown = Shown {
                sector: *sector,
                scheme: query.scheme.map(|scheme| scheme.0),
                base: base.map(|mix| (mix.year, mix.spread)),
                agreed: of.iter().find_map(|mix| mix.agreed),
            };
            let years = of.iter().map(|mix| MixYearView::of_mix(mix, &shown)).collect();
            (!of.is_empty()).then_some(BoardMixSectorView { sector: Word(*sector), years })
        })
        .collect()
}
