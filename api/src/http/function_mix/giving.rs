//! The function mix as a board gives it, one by one or as a file.

use std::sync::Arc;

use actix_web::post;
use actix_web::web::Data;
use leerkring_domain::boards::Board;
use leerkring_domain::function_mix::Entry;
use leerkring_domain::kernel::{Id, civil, text};
use leerkring_persistence::boards;

use super::wire::{BoardFunctionMixView, NewFunctionMix, SheetView};
use super::{ShownQuery, sectors};
use crate::app::App;
use crate::commands::boards::{board_at, own};
use crate::commands::function_mix::{self as commands, MOST_ROWS};
use crate::error::Error;
use crate::http::extract::{Bytes, Json, Path, Repeatable, SignedIn};
use crate::http::imports::wire::CsvFile;
use crate::http::respond::Answer;
use crate::http::wire::BoardRef;
use crate::reply::Reply;
use crate::sheets::{self, Column, Row, needed, optional};

/// The board in the path, if whoever asks acts for it.
pub async fn own_board(app: &App, who: &SignedIn, named: &str) -> Result<Id<Board>, Error> {
    own(&who.scope(), board_at(app.store.reader(), named).await?)
}

/// Record the function mix of a year
///
/// For the board's staff, from 2018 on. It takes the place of what stood for that sector and year.
/// The scheme has to be the one of the reference date (`wrong-scheme`).
#[utoipa::path(tag = "function-mix", operation_id = "recordFunctionMix",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 200, description = "What was recorded", body = BoardFunctionMixView)))]
#[post("/boards/{boardId}/function-mix/_record")]
pub async fn record_function_mix(
    app: Data<Arc<App>>,
    who: SignedIn,
    board: Path<String>,
    body: Json<NewFunctionMix>,
    key: Repeatable,
) -> Answer {
    let board = own_board(&app, &who, &board.0).await?;
    let (scope, entry) = (who.scope(), Entry::from(body.0));
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            let mixes = commands::record(work, &scope, board, vec![entry]).await?;
            let named = boards::find(&work.tx, board).await?;
            let query = ShownQuery::default();
            let view = BoardFunctionMixView {
                board_id: named.id.uuid(),
                board_name: named.name,
                sectors: sectors(&mixes, &query),
            };
            Ok(Reply::ok(&view, None))
        })
    })
    .await
}

const SCALES: [&str; 9] = ["L10", "L11", "L12", "L13", "L14", "LB", "LC", "LD", "LE"];

const COLUMNS: [Column; 13] = {
    const fn scale(name: &'static str) -> Column {
        optional(name, name)
    }
    [
        needed("sector", "sector"),
        needed("year", "jaar"),
        needed("scheme", "stelsel"),
        scale("L10"),
        scale("L11"),
        scale("L12"),
        scale("L13"),
        scale("L14"),
        scale("LB"),
        scale("LC"),
        scale("LD"),
        scale("LE"),
        optional("other", "overig"),
    ]
};

/// Record the function mix of many years from a file
///
/// For the board's staff. A CSV file with a row for each sector and year: `sector`, `year`, `scheme`,
/// a column for each scale, `other`; Dutch names, semicolons, decimal commas and either encoding are
/// read too. All rows are taken, or none: everything that is wrong is named with its line and
/// column (`/3/LB`).
#[utoipa::path(tag = "function-mix", operation_id = "importFunctionMix",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    request_body(content = CsvFile, content_type = "text/csv", description = "The file"),
    responses((status = 200, description = "How many rows were taken", body = SheetView)))]
#[post("/boards/{boardId}/function-mix/_import")]
pub async fn import_function_mix(
    app: Data<Arc<App>>,
    who: SignedIn,
    board: Path<String>,
    body: Bytes,
    key: Repeatable,
) -> Answer {
    let board = own_board(&app, &who, &board.0).await?;
    let named = boards::find(app.store.reader(), board).await?;
    let today = civil::today(app.now());
    let entries = sheets::read(&body.0, &COLUMNS, MOST_ROWS, |row| {
        let entry = entry(row)?;
        if let Err(refusal) = entry.clone().of(named.number.clone(), named.size, today) {
            row.refused(at_columns(refusal, &entry));
        }
        Some(entry)
    })?;
    let scope = who.scope();
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            let mixes = commands::record(work, &scope, board, entries).await?;
            Ok(Reply::ok(&SheetView { rows: mixes.len() }, None))
        })
    })
    .await
}

fn entry(row: &mut Row) -> Option<Entry> {
    let (sector, scheme) = (row.word("sector"), row.word("scheme"));
    let year_wanted = text("een jaar, zoals 2025", "a year, such as 2025");
    let year = row.needed("year", &year_wanted, |value| value.parse().ok());
    let mut scales = Vec::new();
    for scale in SCALES {
        if let Some(fte) = row.optional(scale, &sheets::a_number(), sheets::hundredths) {
            scales.push((scale.to_owned(), fte));
        }
    }
    let other = row.optional("other", &sheets::a_number(), sheets::hundredths).unwrap_or_default();
    Some(Entry { sector: sector?, year: year?, scheme: scheme?, scales, other })
}

/// The same refusal, each reason at the column of its scale.
fn at_columns(
    refusal: leerkring_domain::kernel::Refusal,
    entry: &Entry,
) -> leerkring_domain::kernel::Refusal {
    let column = |location: &str| {
        let place = location.strip_prefix("/scales/")?.split('/').next()?.parse::<usize>().ok()?;
        Some(format!("/{}", entry.scales.get(place)?.0))
    };
    let reasons = refusal.reasons.into_iter().map(|reason| {
        let at = reason.location.as_deref().and_then(column);
        match at {
            Some(at) => reason.at(at),
            None => reason,
        }
    });
    leerkring_domain::kernel::Refusal { reasons: reasons.collect(), ..refusal }
}
