//! The register of boards, from DUO's files in the binary.

use std::sync::Arc;

use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::User;
use leerkring_persistence::{boards, partnerships, schools};
use uuid::Uuid;

use super::{DemoError, ids, lacks};
use crate::app::App;
use crate::commands::imports::{self, NewImport, Options};
use crate::error::Error;
use crate::work::{Author, Work};

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../data/duo/", $name)).as_slice())),+]
    };
}

/// DUO's files, by name.
const FILES: [(&str, &[u8]); 11] = files![
    "03-alle-vestigingen-bo.csv",
    "04-alle-vestigingen-sbo-so-vso.csv",
    "07-bevoegde-gezagen-po.csv",
    "08-samenwerkingsverbanden-po.csv",
    "09-vestigingen-per-samenwerkingsverband-po.csv",
    "10-besturen-samenwerkingsverbanden.csv",
    "functiemix-besturen.csv",
    "labour_market_regions_2015_law.csv",
    "pc4_municipality_partnership_2012_law.csv",
    "rpa-gebieden.csv",
    "school_holidays_2016_2019_law.csv",
];

/// Reads all files into the register; what an earlier load left there stays as it is.
pub(super) async fn load(app: &Arc<App>) -> Result<(), DemoError> {
    if let Some(last) = last_id(app).await? {
        ids::skip_past(app, last);
    }
    for (name, content) in imports::order(FILES.to_vec(), |(_, content)| content) {
        let options = Options::default();
        let report = imports::import(app, content.to_vec(), options, Arc::new(|_, _| {})).await?;
        if let Some(refusal) = report.summary.refusal {
            return Err(DemoError::File(name, refusal.en));
        }
        let counts = report.summary.counts;
        tracing::info!(file = name, rows = counts.rows, added = counts.added, "read");
    }
    Ok(())
}

/// The last id that a load of the demo which broke off gave out for the register.
async fn last_id(app: &Arc<App>) -> Result<Option<Uuid>, DemoError> {
    let given = app.work(Author::server("demo"), |work| {
        Box::pin(async move {
            let boards = boards::ids(&work.tx).await?.into_iter().map(|(_, id)| id.uuid());
            let schools = schools::ids(&work.tx).await?.into_iter().map(|(_, id)| id.uuid());
            let partnerships = partnerships::all(&work.tx).await?.into_iter().map(|it| it.id);
            let all = boards.chain(schools).chain(partnerships.map(Id::uuid));
            Ok(all.filter(ids::is_of_register).max())
        })
    });
    Ok(given.await?)
}

/// Puts a dry run of one file in the list of imports, for people to look at.
pub(super) async fn show_import(work: &mut Work, by: Id<User>) -> Result<(), Error> {
    let shown = FILES.iter().find(|(name, _)| name.starts_with("rpa"));
    let (name, content) = shown.ok_or_else(|| lacks("the RPA areas"))?;
    let options = Options { dry_run: true, ..Options::default() };
    let new = NewImport { file_name: (*name).to_owned(), content: content.to_vec(), options };
    imports::start(work, by, new).await?;
    Ok(())
}
