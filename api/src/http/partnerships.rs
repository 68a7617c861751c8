//! Partnerships for inclusive education over HTTP.

mod table;

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use leerkring_domain::boards::Partnership;
use leerkring_persistence::partnerships::{self, Filter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::boards::wire::{AddressView, BoardSummary, SectorWord, words};
use super::extract::{Path, Query, Reader};
use super::kinds::Wanted;
use super::operations::Operations;
use super::page::PageView;
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Listing};
use super::wire::RegionRef;
use super::wire::Word;
use crate::app::App;
use crate::reply::{Reply, etag};

/// How many boards of a partnership stand with it.
const MOST_BOARDS: u64 = 100;

pub fn routes(config: &mut Operations) {
    config.service(list_partnerships).service(get_partnership);
}

/// A partnership for inclusive education (samenwerkingsverband passend onderwijs).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnershipView {
    pub id: Uuid,
    /// The sector and four digits: `PO2602`.
    #[schema(max_length = 6, pattern = "^(PO|VO)[0-9]{4}$")]
    pub code: String,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(inline)]
    pub sector: SectorWord,
    /// The region that it is, for filters and audiences.
    pub region: RegionRef,
    pub address: AddressView,
    /// As DUO publishes it, mostly without a scheme.
    #[schema(max_length = 200)]
    pub website: Option<String>,
    /// The number of the legal body behind it, which is no school board.
    #[schema(max_length = 5, pattern = "^[0-9]{5}$")]
    pub legal_body_number: Option<String>,
    #[schema(max_length = 200)]
    pub legal_body_name: Option<String>,
    /// How many boards have a school in it.
    #[schema(minimum = 0)]
    pub board_count: u64,
    /// The first day on which it no longer exists.
    pub closed_on: Option<NaiveDate>,
}

impl PartnershipView {
    fn new(partnership: Partnership, boards: &HashMap<String, u64>) -> Self {
        let region = Partnership::region(&partnership.code);
        Self {
            id: partnership.id.uuid(),
            name: partnership.name,
            sector: Word(partnership.code.sector()),
            code: partnership.code.into(),
            address: partnership.address.into(),
            website: partnership.website,
            legal_body_number: partnership.legal_body.map(String::from),
            legal_body_name: partnership.legal_body_name,
            board_count: boards.get(&region.code).copied().unwrap_or(0),
            region: region.into(),
            closed_on: partnership.closed_on,
        }
    }
}

/// A partnership with the boards that have a school in it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnershipDetailView {
    #[serde(flatten)]
    pub partnership: PartnershipView,
    /// By name, at most 100; the list of boards has them all, filtered by `partnership`.
    #[schema(max_items = 100)]
    pub boards: Vec<BoardSummary>,
}

/// What the list of partnerships is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct PartnershipsQuery {
    /// Words of the name, or parts of them, without regard to case, accents and abbreviations.
    #[param(max_length = 200)]
    pub q: Option<String>,
    /// The sector they are of.
    #[param(inline)]
    pub sector: Option<SectorWord>,
    /// Only partnerships that exist (`true`), or that no longer do (`false`).
    pub open: Option<bool>,
}

/// List partnerships
///
/// The partnerships for inclusive education, by name, closed ones too.
#[utoipa::path(tag = "partnerships", operation_id = "listPartnerships",
    params(Paged<PartnershipsQuery>),
    responses((status = 200, description = "A page of partnerships", content(
        (PageView<PartnershipView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/partnerships")]
pub async fn list_partnerships(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    query: Query<Paged<PartnershipsQuery>>,
) -> Listing {
    let With { own: query, shared: paging } = query.0;
    let filter = Filter {
        words: words(query.q.as_deref()),
        sector: query.sector.map(|sector| sector.0),
        open: query.open,
    };
    let asked = Asked::new("partnerships", wanted, paging, reader.language);
    let list = tables::list(&app, asked, async move |app, request| {
        let db = app.store.reader();
        let page = partnerships::list(db, filter.clone(), &request).await?;
        let boards = partnerships::count_boards(db, &page.items).await?;
        Ok(page.map(|partnership| PartnershipView::new(partnership, &boards)))
    });
    Ok(list.await?.public())
}

/// Get a partnership
///
/// One partnership, with the boards that have a school in it.
#[utoipa::path(tag = "partnerships", operation_id = "getPartnership",
    responses((status = 200, description = "The partnership", body = PartnershipDetailView)))]
#[get("/partnerships/{partnershipId}")]
pub async fn get_partnership(app: Data<Arc<App>>, partnership: Path<Uuid>) -> Answer {
    let db = app.store.reader();
    let partnership = partnerships::find(db, partnership.0.into()).await?;
    let boards = partnerships::boards(db, &partnership, MOST_BOARDS).await?;
    let counts = partnerships::count_boards(db, std::slice::from_ref(&partnership)).await?;
    let etag = etag(partnership.version);
    let view = PartnershipDetailView {
        partnership: PartnershipView::new(partnership, &counts),
        boards: boards.into_iter().map(BoardSummary::from).collect(),
    };
    Ok(Reply::ok(&view, Some(etag)).public())
}
