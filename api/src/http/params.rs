//! Parameters that many queries have, written once: a query type names its own, and what it shares
//! with others stands in a type of its own.
//!
//! ```text
//! #[utoipa::path(…, params(Paged<LettersQuery>), …)]
//! async fn list_letters(…, query: Query<Paged<LettersQuery>>) -> Listing {
//!     let With { own, shared: paging } = query.0;
//! ```

use serde::Deserialize;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::page::Paging;

/// A query's own parameters, and behind them those that other queries have too.
#[derive(Debug, Clone, Deserialize)]
pub struct With<T, S> {
    #[serde(flatten)]
    pub own: T,
    #[serde(flatten)]
    pub shared: S,
}

/// What a list is narrowed to, and which page of it.
pub type Paged<T> = With<T, Paging>;

impl<T: IntoParams, S: IntoParams> IntoParams for With<T, S> {
    fn into_params(parameter_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut all = T::into_params(&parameter_in);
        all.extend(S::into_params(&parameter_in));
        all
    }
}
