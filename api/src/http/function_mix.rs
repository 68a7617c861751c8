//! The function mix over HTTP.

mod export;
pub mod giving;
mod picture;
pub mod wire;

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use leerkring_domain::boards::region_schemes::LABOUR_MARKET;
use leerkring_domain::boards::{FunctionMixSector, SizeClass};
use leerkring_domain::function_mix::{By, FIRST_OWN_YEAR, Group, Mix, Part, Source, Sum, report};
use leerkring_domain::kernel::{Code, Language};
use leerkring_domain::withholding::LEAST;
use leerkring_persistence::{ConnectionTrait, board_regions, boards, function_mix, regions};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use self::wire::{
    BoardFunctionMixView, BoardMixSectorView, ByWord, FunctionMixView, MixGroupView, MixSectorWord,
    MixYearView, SchemeWord, Shown,
};
use super::extract::{Path, Query, Reader};
use super::kinds::{AnswerKind, Binary, SvgPicture, Wanted};
use super::respond::Answer;
use super::tables::CsvTable;
use super::wire::{BoardRef, Word};
use crate::app::App;
use crate::commands::boards::board_at;
use crate::error::Error;
use crate::reply::Reply;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get_function_mix)
        .service(get_board_function_mix)
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
    /// Whether to divide the sector by size class, or by labour-market region of the board's seat.
    #[param(inline, default = "sector")]
    pub by: Option<ByWord>,
    /// The scheme to give all years in, mapped by level; left out: each year in its own.
    #[param(inline)]
    pub scheme: Option<SchemeWord>,
    /// The base year of changes.
    #[param(minimum = 2006, maximum = 2100)]
    pub since: Option<u16>,
    /// The first year.
    #[param(minimum = 2006, maximum = 2100, default = 2006)]
    pub from_year: Option<u16>,
    /// The last year.
    #[param(minimum = 2006, maximum = 2100, default = 2100)]
    pub until_year: Option<u16>,
}

/// Get the function mix of many boards
///
/// Teachers' FTE by salary scale on 1 October, of all boards of a sector or divided, year by year:
/// until 2017 from DUO's open data, for everybody; from 2018 what boards gave, for whoever is signed
/// in. Shares are of all teachers' FTE. A scale never stands without its scheme. Totals over fewer
/// than five boards are withheld, and with them what could be worked out from the rest; what is
/// withheld looks like what is empty.
#[utoipa::path(tag = "function-mix", operation_id = "getFunctionMix", params(FunctionMixQuery),
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
    query: Query<FunctionMixQuery>,
) -> Answer {
    let query = query.0;
    let sector = query.sector.map_or(FunctionMixSector::Bo, |word| word.0);
    let by = query.by.map_or(By::default(), |by| by.0);
    let last = if reader.actor.is_some() { u16::MAX } else { FIRST_OWN_YEAR - 1 };
    let years = query.from_year.unwrap_or(0)..=query.until_year.unwrap_or(u16::MAX).min(last);
    let read = query.since.unwrap_or(u16::MAX).min(*years.start())..=*years.end();
    let groups = groups(app.store.reader(), (sector, by), read).await?;
    let named = names(app.store.reader(), by, reader.language).await?;
    let mut views = Vec::new();
    for group in &groups {
        let base = query.since.and_then(|since| Some((since, (*group.years.get(&since)?)?.spread)));
        let shown = Shown { sector, scheme: query.scheme.map(|it| it.0), base };
        let asked = group.years.iter().filter(|(year, _)| years.contains(year));
        views.push(MixGroupView {
            key: Some(group.key.clone()).filter(|key| !key.is_empty()),
            name: named.iter().find(|(key, _)| *key == group.key).map(|(_, name)| name.clone()),
            years: asked
                .map(|(year, sum)| MixYearView::of_sum(*year, sum.as_ref(), &shown))
                .collect(),
        });
    }
    let view =
        FunctionMixView { sector: Word(sector), by: Word(by), least_boards: LEAST, groups: views };
    let reply = match wanted.0 {
        AnswerKind::Csv => {
            Reply::file(AnswerKind::Csv, export::groups(&view)?).named("function-mix.csv")
        }
        kind @ (AnswerKind::Svg | AnswerKind::Png) => {
            picture::answer(kind, &picture::groups(&view, reader.language))?
        }
        _ => Reply::ok(&view, None),
    };
    Ok(reply.in_language(reader.language).public())
}

type Years = std::ops::RangeInclusive<u16>;

/// What DUO counted in these years, and what boards gave for all years since: those stand in one
/// publication, whatever of it is asked for.
async fn groups(
    db: &impl ConnectionTrait,
    (sector, by): (FunctionMixSector, By),
    years: Years,
) -> Result<Vec<Group>, Error> {
    let mut groups = match by {
        By::Sector => vec![whole(db, sector).await?],
        By::SizeClass | By::Region => {
            let of_duo = *years.start()..=(*years.end()).min(FIRST_OWN_YEAR - 1);
            divided(db, (sector, by), of_duo).await?
        }
    };
    if FIRST_OWN_YEAR <= *years.end() {
        let own = divided(db, (sector, by), FIRST_OWN_YEAR..=u16::MAX).await?;
        for (group, own) in groups.iter_mut().zip(own) {
            group.years.extend(own.years);
        }
    }
    Ok(groups)
}

/// The sector as a whole by what DUO counted. The first total of a publication is told if there are
/// boards enough, so a sum by the database does.
async fn whole(db: &impl ConnectionTrait, sector: FunctionMixSector) -> Result<Group, Error> {
    let sums = function_mix::sums(db, sector).await?;
    let of_duo = sums.into_iter().filter(|sum| sum.year < FIRST_OWN_YEAR).map(|sum| {
        let boards = usize::try_from(sum.boards).unwrap_or_default();
        (sum.year, (LEAST <= boards).then_some(Sum { boards, spread: sum.spread }))
    });
    Ok(Group { key: String::new(), years: of_duo.collect() })
}

async fn divided(
    db: &impl ConnectionTrait,
    (sector, by): (FunctionMixSector, By),
    years: Years,
) -> Result<Vec<Group>, Error> {
    let rows = function_mix::parts(db, sector, years).await?;
    let seats =
        if rows.is_empty() { HashMap::new() } else { board_regions::labour_market(db).await? };
    let parts: Vec<Part<'_>> = rows
        .iter()
        .map(|row| Part {
            board: &row.board,
            year: row.year,
            spread: row.spread,
            size: row.size,
            region: seats.get(&row.board).map(String::as_str),
        })
        .collect();
    Ok(report(&parts, by, &region_codes(db).await?))
}

async fn region_codes(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let mut codes: Vec<String> =
        labour_market(db).await?.into_iter().map(|(code, _)| code).collect();
    codes.sort();
    Ok(codes)
}

/// The labour-market regions: code and name.
pub async fn labour_market(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, Error> {
    let regions = regions::all(db).await?.into_iter();
    let of_scheme = regions.filter(|region| region.key.scheme == LABOUR_MARKET);
    Ok(of_scheme.map(|region| (region.key.code, region.name)).collect())
}

/// What to call groups: by key.
async fn names(
    db: &impl ConnectionTrait,
    by: By,
    language: Language,
) -> Result<Vec<(String, String)>, Error> {
    Ok(match by {
        By::Sector => Vec::new(),
        By::Region => labour_market(db).await?,
        By::SizeClass => SizeClass::ALL
            .iter()
            .map(|size| {
                (size.code().to_owned(), picture::size_in_words(*size, language).to_owned())
            })
            .collect(),
    })
}

/// How the function mix of a board is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct BoardFunctionMixQuery {
    /// The scheme to give all years in, mapped by level; left out: each year in its own.
    #[param(inline)]
    pub scheme: Option<SchemeWord>,
    /// The base year of changes.
    #[param(minimum = 2006, maximum = 2100)]
    pub since: Option<u16>,
}

/// Get the function mix of a board
///
/// Teachers' FTE by salary scale on 1 October, year by year and sector by sector: until 2017 from
/// DUO's open data, for everybody; what the board gave itself, for its own staff.
#[utoipa::path(tag = "function-mix", operation_id = "getBoardFunctionMix",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number"),
        BoardFunctionMixQuery),
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
    query: Query<BoardFunctionMixQuery>,
) -> Answer {
    let db = app.store.reader();
    let board = boards::find(db, board_at(db, &board.0).await?).await?;
    let own = reader.scope.everything || reader.scope.boards.contains(&board.id);
    let mut mixes = function_mix::of_board(db, &board.number).await?;
    mixes.retain(|mix| own || mix.source == Source::Duo);
    let view = BoardFunctionMixView {
        board_id: board.id.uuid(),
        board_name: board.name.clone(),
        sectors: sectors(&mixes, &query.0),
    };
    let reply = match wanted.0 {
        AnswerKind::Csv => {
            Reply::file(AnswerKind::Csv, export::board(&view)?).named("function-mix.csv")
        }
        kind @ (AnswerKind::Svg | AnswerKind::Png) => {
            picture::answer(kind, &picture::board(&view, reader.language))?
        }
        _ => Reply::ok(&view, None),
    };
    Ok(reply.in_language(reader.language).public())
}

/// A board's figures, divided by sector.
pub fn sectors(mixes: &[Mix], query: &BoardFunctionMixQuery) -> Vec<BoardMixSectorView> {
    let sectors = <FunctionMixSector as Code>::ALL.iter();
    sectors
        .filter_map(|sector| {
            let of: Vec<_> = mixes.iter().filter(|mix| mix.sector == *sector).collect();
            let base = query.since.and_then(|since| of.iter().find(|mix| mix.year == since));
            let shown = Shown {
                sector: *sector,
                scheme: query.scheme.map(|scheme| scheme.0),
                base: base.map(|mix| (mix.year, mix.spread)),
            };
            let years = of.iter().map(|mix| MixYearView::of_mix(mix, &shown)).collect();
            (!of.is_empty()).then_some(BoardMixSectorView { sector: Word(*sector), years })
        })
        .collect()
}
