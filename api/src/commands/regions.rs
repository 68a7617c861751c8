//! Regions as other commands name them.

use leerkring_domain::kernel::{Kind, Reason, Refusal, RegionKey, text};
use leerkring_persistence::regions;

use crate::error::Error;
use crate::work::Work;

/// Refuses regions that the register does not have; `location` says where the request names one.
///
/// # Errors
/// `unknown-region` for each, at its place.
pub async fn refuse_unknown(
    work: &Work,
    named: &[RegionKey],
    location: impl Fn(usize) -> String,
) -> Result<(), Error> {
    let unknown = regions::unknown(&work.tx, named).await?;
    let wrong = named.iter().enumerate().filter(|(_, region)| unknown.contains(region));
    let reasons = wrong.map(|(index, region)| {
        let sentence = text(
            format!("het register kent geen regio {region}; zie /v1/regions"),
            format!("the register has no region {region}; see /v1/regions"),
        );
        Reason::new("unknown-region", sentence).at(location(index))
    });
    Ok(Refusal::unless_empty(Kind::Invalid, reasons.collect())?)
}
