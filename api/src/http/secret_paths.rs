//! Paths that hold an address which opens something by itself.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::Data;
use leerkring_domain::kernel::{Reason, text};
use leerkring_domain::secret_addresses::{Opening, SecretAddress};
use leerkring_persistence::StoreError;

use super::edge;
use crate::app::App;
use crate::error::{Error, Part};
use crate::keys::secret_addresses::is_whole;

/// The address in the path's `parameter`, if this installation made it for one of these. Whoever
/// asks counts as whoever it belongs to: each has an allowance of its own.
///
/// # Errors
/// 400 for what can be no address, so that one that was cut off is told apart; 404 for what is
/// none of ours; 429.
pub fn opened(
    request: &HttpRequest,
    parameter: &str,
    openings: &[Opening],
) -> Result<(Arc<App>, SecretAddress), Error> {
    let app = request.app_data::<Data<Arc<App>>>();
    let app = app.ok_or_else(|| Error::Bug("no App in the server".into()))?.as_ref().clone();
    let given = request.match_info().get(parameter).unwrap_or_default();
    if !is_whole(given) {
        let sentence = text("dit adres is niet heel", "this address is not whole");
        return Err(Error::invalid(Part::Path, Reason::new("wrong-form", sentence).at(parameter)));
    }
    let address = openings.iter().find_map(|it| app.keys.open_secret_address(*it, given));
    let address = address.ok_or(StoreError::Missing("secret address"))?;
    edge::count_principal(&app, request, address.id)?;
    Ok((app, address))
}
