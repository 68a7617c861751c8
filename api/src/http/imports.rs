//! Imports of DUO's files over HTTP.

pub mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::kernel::access::Needed;
use leerkring_domain::kernel::{Reason, text};
use leerkring_persistence::imports::{self, Job};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::wire::{CsvFile, ImportDetailView, ImportView};
use super::extract::{Bytes, Path, Query, Reader, Repeatable, SignedIn};
use super::operations::Operations;
use super::page::{self, PageView, Paging};
use super::respond::Answer;
use crate::app::App;
use crate::commands::imports::{self as commands, NewImport, Options};
use crate::error::{Error, HttpError, Part};
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(start_import).service(list_imports).service(get_import);
}

/// How to import a file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// What the file is called, for people: its kind is told by its header.
    #[param(min_length = 1, max_length = 200)]
    pub file_name: Option<String>,
    /// Whether to only tell what the file would do.
    #[param(default = false)]
    pub dry_run: Option<bool>,
    /// Whether to apply the file also if it closes more than twenty and more than a tenth of those
    /// that the register has.
    #[param(default = false)]
    pub allow_mass_closing: Option<bool>,
}

/// Import a file
///
/// For administrators. Takes one of DUO's CSV files as it was published, whatever its encoding and
/// separator, and answers with a job to follow. All of the file is applied, or nothing: every row
/// that is not right is named in the job. What a newer file no longer names is closed, never
/// deleted. Sending the same file again changes nothing.
#[utoipa::path(tag = "imports", operation_id = "startImport", params(ImportQuery),
    request_body(content = CsvFile, content_type = "text/csv", description = "The file"),
    responses((status = 202, description = "The job", body = ImportView)))]
#[post("/imports")]
pub async fn start_import(
    app: Data<Arc<App>>,
    who: SignedIn,
    query: Query<ImportQuery>,
    body: Bytes,
    key: Repeatable,
) -> Answer {
    if body.0.is_empty() {
        let sentence = text("het bestand is leeg", "the file is empty");
        return Err(Error::invalid(Part::Body, Reason::new("empty-file", sentence).at("")));
    }
    let new = NewImport {
        file_name: query.0.file_name.unwrap_or_else(|| "import.csv".to_owned()),
        content: body.0,
        options: Options {
            dry_run: query.0.dry_run.unwrap_or(false),
            allow_mass_closing: query.0.allow_mass_closing.unwrap_or(false),
        },
    };
    let (caller, server) = (who.repeating(key), app.as_ref().clone());
    let by = caller.actor.user().ok_or(HttpError::Forbidden(Needed::Person))?;
    let language = caller.language;
    let reply = app
        .once(caller, move |work| {
            Box::pin(async move {
                let job = commands::start(work, by, new).await?;
                let location = format!("/v1/imports/{}", job.id);
                Ok(Reply::accepted(location, &ImportView::new(&server, job, language)?))
            })
        })
        .await?;
    app.imports.wake();
    Ok(reply)
}

/// List imports
///
/// For administrators: the imports that were asked for, newest first.
#[utoipa::path(tag = "imports", operation_id = "listImports", params(Paging),
    responses((status = 200, description = "A page of imports", body = PageView<ImportView>)))]
#[get("/imports")]
pub async fn list_imports(app: Data<Arc<App>>, reader: Reader, query: Query<Paging>) -> Answer {
    let request = query.0.request(&app.keys, "imports")?;
    let page = imports::list(app.store.reader(), &request).await?;
    let page = page.try_map(|job: Job| ImportView::new(&app, job, reader.language))?;
    Ok(page::reply(&app, "imports", page).in_language(reader.language))
}

/// Get an import
///
/// For administrators: how far an import is and what came of it, row by row. Ask again until
/// `finishedAt` is there.
#[utoipa::path(tag = "imports", operation_id = "getImport",
    responses((status = 200, description = "The import", body = ImportDetailView)))]
#[get("/imports/{importId}")]
pub async fn get_import(app: Data<Arc<App>>, reader: Reader, import: Path<Uuid>) -> Answer {
    let (job, findings) = imports::find(app.store.reader(), import.0.into()).await?;
    let view = ImportDetailView::new(&app, job, findings, reader.language)?;
    Ok(Reply::ok(&view, None).in_language(reader.language))
}
