//! Locations of schools over HTTP.

mod table;

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use leerkring_domain::boards::School;
use leerkring_domain::kernel::{Id, RegionKey};
use leerkring_persistence::schools::{self, Filter};
use leerkring_persistence::{ConnectionTrait, Page, PageRequest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::boards::wire::{AddressView, RegionPath, SchoolKindWord, words};
use super::extract::{Path, Query, Reader};
use super::kinds::Wanted;
use super::narrowing::{Named, narrowed};
use super::operations::Operations;
use super::page::PageView;
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Listing};
use super::wire::RegionRef;
use super::wire::{BoardRef, Word};
use crate::app::App;
use crate::error::Error;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config.service(list_schools).service(get_school);
}

/// A location of a school (vestiging).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchoolView {
    pub id: Uuid,
    /// The institution's BRIN and two digits: `16AH00`.
    #[schema(max_length = 6, pattern = "^[0-9]{2}[A-Z]{2}[0-9]{2}$")]
    pub location_number: String,
    /// The institution that the location belongs to: `16AH`.
    #[schema(max_length = 4, pattern = "^[0-9]{2}[A-Z]{2}$")]
    pub brin: String,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(inline)]
    pub kind: SchoolKindWord,
    pub board_id: Uuid,
    pub address: AddressView,
    /// As DUO publishes it, mostly in capitals.
    #[schema(max_length = 200)]
    pub municipality: String,
    #[schema(max_length = 200)]
    pub province: String,
    #[schema(max_length = 200)]
    pub denomination: Option<String>,
    /// As DUO publishes it, mostly without a scheme: `www.obs-eenspan.nl`.
    #[schema(max_length = 200)]
    pub website: Option<String>,
    /// Where it lies, in every scheme that the register knows.
    #[schema(max_items = 100)]
    pub regions: Vec<RegionRef>,
    /// The first day on which it no longer exists.
    pub closed_on: Option<NaiveDate>,
}

impl SchoolView {
    fn new(school: School, regions: Vec<RegionKey>) -> Self {
        Self {
            id: school.id.uuid(),
            brin: school.location.brin().into(),
            location_number: school.location.into(),
            name: school.name,
            kind: Word(school.kind),
            board_id: school.board.uuid(),
            address: school.address.into(),
            municipality: school.municipality,
            province: school.province,
            denomination: school.denomination,
            website: school.website,
            regions: regions.into_iter().map(RegionRef::from).collect(),
            closed_on: school.closed_on,
        }
    }
}

/// What the list of schools is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct SchoolsQuery {
    /// Words of the name, or parts of them, without regard to case, accents and abbreviations.
    #[param(max_length = 200)]
    pub q: Option<String>,
    /// The board that runs it, by id or five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
    /// The kind they are of.
    #[param(inline)]
    pub kind: Option<SchoolKindWord>,
    /// The municipality of its address, by name.
    #[param(max_length = 200)]
    pub municipality: Option<String>,
    /// The province of its address, by name.
    #[param(max_length = 200)]
    pub province: Option<String>,
    /// A region in which it lies, as scheme and code: `rpa/05`.
    #[param(inline)]
    pub region: Option<RegionPath>,
    /// The institution that it belongs to: `16AH`.
    #[param(max_length = 4, pattern = "^[0-9]{2}[A-Z]{2}$")]
    pub brin: Option<String>,
    /// Only schools that exist (`true`), or that no longer do (`false`).
    pub open: Option<bool>,
}

/// List schools
///
/// The locations of schools in sector po, by name, closed ones too.
#[utoipa::path(tag = "schools", operation_id = "listSchools", params(Paged<SchoolsQuery>),
    responses((status = 200, description = "A page of schools", content(
        (PageView<SchoolView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/schools")]
pub async fn list_schools(
    app: Data<Arc<App>>,
    reader: Reader,
    wanted: Wanted,
    query: Query<Paged<SchoolsQuery>>,
) -> Listing {
    let With { own: query, shared: paging } = query.0;
    let named = Named { board: query.board_id, ..Named::default() };
    let board = narrowed(app.store.reader(), &reader.scope, named).await?.board;
    let filter = Filter {
        words: words(query.q.as_deref()),
        board,
        kind: query.kind.map(|kind| kind.0),
        municipality: query.municipality,
        province: query.province,
        region: query.region.map(RegionKey::from),
        brin: query.brin,
        open: query.open,
    };
    let asked = Asked::new("schools", wanted, paging, reader.language);
    let list = tables::list(&app, asked, async move |app, request| {
        page_of(app.store.reader(), filter.clone(), &request).await
    });
    Ok(list.await?.public())
}

async fn page_of(
    db: &impl ConnectionTrait,
    filter: Filter,
    request: &PageRequest,
) -> Result<Page<SchoolView>, Error> {
    let page = schools::list(db, filter, request).await?;
    let ids: Vec<Id<School>> = page.items.iter().map(|school| school.id).collect();
    let mut regions = schools::regions(db, &ids).await?;
    Ok(page.map(|school| {
        let regions = regions.remove(&school.id).unwrap_or_default();
        SchoolView::new(school, regions)
    }))
}

/// Get a school
///
/// One location of a school, with the regions in which it lies.
#[utoipa::path(tag = "schools", operation_id = "getSchool",
    responses((status = 200, description = "The school", body = SchoolView)))]
#[get("/schools/{schoolId}")]
pub async fn get_school(app: Data<Arc<App>>, school: Path<Uuid>) -> Answer {
    let db = app.store.reader();
    let school = schools::find(db, school.0.into()).await?;
    let regions = schools::regions(db, &[school.id]).await?.remove(&school.id);
    let etag = etag(school.version);
    let view = SchoolView::new(school, regions.unwrap_or_default());
    Ok(Reply::ok(&view, Some(etag)).public())
}
