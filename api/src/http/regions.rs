//! Regions over HTTP.

use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use leerkring_domain::boards::RegionRecord;
use leerkring_persistence::regions::{self, Filter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::boards::wire::words;
use super::extract::Query;
use super::operations::Operations;
use super::page::{self, PageView};
use super::params::{Paged, With};
use super::respond::Answer;
use crate::app::App;

pub fn routes(config: &mut Operations) {
    config.service(list_regions);
}

/// A region.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegionView {
    /// The division of the country: `rpa`, `labour-market`, `province`, `partnership`, …
    #[schema(max_length = 40)]
    pub scheme: String,
    /// The region's code in that division.
    #[schema(max_length = 40)]
    pub code: String,
    #[schema(max_length = 200)]
    pub name: String,
}

impl From<RegionRecord> for RegionView {
    fn from(region: RegionRecord) -> Self {
        Self { scheme: region.key.scheme, code: region.key.code, name: region.name }
    }
}

/// What the list of regions is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct RegionsQuery {
    /// The division of the country: `rpa`, `labour-market`, `province`, `corop`, `wgr`, `nodal`,
    /// `education-area`, `rmc` or `partnership`; more may come.
    #[param(max_length = 40, pattern = "^[a-z0-9-]+$")]
    pub scheme: Option<String>,
    /// Words of the name, or parts of them, without regard to case, accents and abbreviations.
    #[param(max_length = 200)]
    pub q: Option<String>,
}

/// List regions
///
/// The regions of the divisions of the country that the register knows, by scheme and code.
#[utoipa::path(tag = "regions", operation_id = "listRegions", params(Paged<RegionsQuery>),
    responses((status = 200, description = "A page of regions", body = PageView<RegionView>)))]
#[get("/regions")]
pub async fn list_regions(app: Data<Arc<App>>, query: Query<Paged<RegionsQuery>>) -> Answer {
    let With { own: query, shared: paging } = query.0;
    let request = paging.request(&app.keys, "regions")?;
    let filter = Filter { words: words(query.q.as_deref()), scheme: query.scheme };
    let page = regions::list(app.store.reader(), filter, &request).await?;
    Ok(page::reply(&app, "regions", page.map(RegionView::from)).public())
}
