//! Formations as a board gives them.

use crate::http::kinds::Wanted;
use crate::http::tables::{self, CsvTable, Shown};
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::job_quota::{Accuracy, Extent, Formation, Source};
use leerkring_domain::kernel::{Reason, text};
use leerkring_persistence::boards;

use super::formations_of;
use super::wire::{FormationView, FormationsView, NewFormation};
use crate::app::App;
use crate::commands::boards::{board_at, own};
use crate::commands::job_quota::{self as commands, MOST_ROWS};
use crate::decimals;
use crate::error::{Error, Part};
use crate::http::extract::{Bytes, Json, Path, Reader, Repeatable, SignedIn};
use crate::http::function_mix::giving::own_board;
use crate::http::function_mix::wire::SheetView;
use crate::http::imports::wire::CsvFile;
use crate::http::respond::Answer;
use crate::http::wire::BoardRef;
use crate::reply::Reply;
use crate::sheets::{self, Column, Row, needed, optional};

/// List the formations of a board
///
/// For the board's staff, by year: what the board gave itself, and where it gave nothing what DUO
/// counted on 1 October.
#[utoipa::path(tag = "job-quota", operation_id = "listFormations",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 200, description = "The formations", content(
        (FormationsView = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/boards/{boardId}/formations")]
pub async fn list_formations(
    app: Data<Arc<App>>,
    reader: Reader,
    board: Path<String>,
    wanted: Wanted,
) -> Answer {
    let db = app.store.reader();
    let board = boards::find(db, own(&reader.scope, board_at(db, &board.0).await?)?).await?;
    let formations = formations_of(db, &board).await?;
    let items = formations.iter().map(FormationView::from).collect();
    match tables::all(wanted, ("formations", reader.language), items)? {
        Shown::Table(reply) => Ok(reply),
        Shown::Items(items) => Ok(Reply::ok(&FormationsView { items, next: None }, None)),
    }
}

/// Record the formation of a year
///
/// For the board's staff, in FTE or in paid hours, measured or estimated. It takes the place of what
/// stood for that sector and year.
#[utoipa::path(tag = "job-quota", operation_id = "recordFormation",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    responses((status = 200, description = "What was recorded", body = FormationView)))]
#[post("/boards/{boardId}/formations/_record")]
pub async fn record_formation(
    app: Data<Arc<App>>,
    who: SignedIn,
    board: Path<String>,
    body: Json<NewFormation>,
    key: Repeatable,
) -> Answer {
    let board = own_board(&app, &who, &board.0).await?;
    let formation =
        body.0.formation().ok_or_else(|| Error::invalid(Part::Body, one_extent().at("")))?;
    let scope = who.scope();
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            commands::record(work, &scope, board, vec![formation.clone()]).await?;
            Ok(Reply::ok(&FormationView::from(&formation), None))
        })
    })
    .await
}

fn one_extent() -> Reason {
    let sentence = text("geef fte, of paidHours", "give fte, or paidHours");
    Reason::new("one-extent", sentence)
}

const COLUMNS: [Column; 5] = [
    needed("sector", "sector"),
    needed("year", "jaar"),
    optional("fte", "fte"),
    optional("paidHours", "verloonde uren"),
    needed("accuracy", "nauwkeurigheid"),
];

/// Record formations from a file
///
/// For the board's staff. A CSV file with a row for each sector and year: `sector`, `year`, `fte` or
/// `paidHours`, `accuracy` (`measured`, `estimated`); Dutch names, semicolons, decimal commas and
/// either encoding are read too. All rows are taken, or none: everything that is wrong is named with
/// its line and column (`/3/fte`).
#[utoipa::path(tag = "job-quota", operation_id = "importFormations",
    params(("boardId" = inline(BoardRef), Path, description = "The board's id or its five-digit number")),
    request_body(content = CsvFile, content_type = "text/csv", description = "The file"),
    responses((status = 200, description = "How many rows were taken", body = SheetView)))]
#[post("/boards/{boardId}/formations/_import")]
pub async fn import_formations(
    app: Data<Arc<App>>,
    who: SignedIn,
    board: Path<String>,
    body: Bytes,
    key: Repeatable,
) -> Answer {
    let board = own_board(&app, &who, &board.0).await?;
    let formations = sheets::read(&body.0, &COLUMNS, MOST_ROWS, formation)?;
    let scope = who.scope();
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            let recorded = commands::record(work, &scope, board, formations).await?;
            Ok(Reply::ok(&SheetView { rows: recorded.len() }, None))
        })
    })
    .await
}

fn formation(row: &mut Row) -> Option<Formation> {
    let sector = row.word("sector");
    let wanted = text("een jaar vanaf 2013", "a year from 2013");
    let year = row.needed("year", &wanted, |value| {
        value.parse::<u16>().ok().filter(|year| (2013..=2100).contains(year))
    });
    let accuracy =
        row.needed("accuracy", &text("gemeten of geschat", "measured or estimated"), accuracy);
    let two_decimals = |value: &str| {
        decimals::hundredths(value)?;
        decimals::read(value)
    };
    let fte = row.optional("fte", &sheets::a_number(), two_decimals);
    let paid = row.optional("paidHours", &sheets::a_number(), two_decimals);
    let extent = match (fte, paid) {
        (Some(fte), None) => Some(Extent::Fte(fte)),
        (None, Some(hours)) => Some(Extent::PaidHours(hours)),
        _ => {
            row.fault(
                "fte",
                "one-extent",
                text("geef fte, of verloonde uren", "give fte, or paid hours"),
            );
            None
        }
    };
    Some(Formation {
        sector: sector?,
        year: year?,
        extent: extent?,
        accuracy: accuracy?,
        source: Source::Board,
    })
}

fn accuracy(value: &str) -> Option<Accuracy> {
    match value.to_lowercase().as_str() {
        "measured" | "gemeten" => Some(Accuracy::Measured),
        "estimated" | "geschat" => Some(Accuracy::Estimated),
        _ => None,
    }
}
