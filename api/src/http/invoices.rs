//! Invoices over HTTP.

mod settings;
mod wire;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::kernel::Scope;
use leerkring_persistence::ConnectionTrait;
use leerkring_persistence::invoices::{self, Filter, InvoiceOrder, Standing};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::extract::{Json, Path, Query, Reader, Repeatable, SignedIn};
use super::kinds::{AnswerKind, Binary, Wanted};
use super::narrowing::{Named, Narrowed, narrowed};
use super::operations::Operations;
use super::page::{PageView, SortWord, order};
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Listing, Tabled};
use super::wire::BoardRef;
use crate::app::App;
use crate::commands::invoices as commands;
use crate::error::Error;
use crate::invoices::{BOOKS, file_name, paper, rows, ubl};
use crate::reply::{Reply, etag};
use crate::tables::{Column, Row};
use wire::{InvoiceView, PaymentMark, PaymentUndone, StatusWord, XmlDocument};

pub fn routes(config: &mut Operations) {
    config
        .service(list_invoices)
        .service(get_invoice)
        .service(mark_invoice_paid)
        .service(undo_payment)
        .service(settings::get_invoicing)
        .service(settings::change_invoicing);
}

pub type InvoiceSort = SortWord<InvoiceOrder>;

/// What the list is narrowed to, and how it is sorted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct InvoiceFilter {
    /// In which order: as they were issued (`issuedOn`), or by year and `number`; `-` turns it around.
    #[param(inline)]
    pub sort: Option<InvoiceSort>,
    /// The year of the number.
    #[param(minimum = 2000, maximum = 9999)]
    pub year: Option<i32>,
    /// Only those that stand so.
    #[param(inline)]
    pub status: Option<StatusWord>,
    /// Issued by this organiser.
    pub organiser_id: Option<Uuid>,
    /// For this board: its id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
    /// For a registration in this cohort.
    pub cohort_id: Option<Uuid>,
}

impl InvoiceFilter {
    async fn narrowed(self, db: &impl ConnectionTrait, scope: &Scope) -> Result<Filter, Error> {
        let named = Named {
            board: self.board_id,
            organiser: self.organiser_id,
            cohort: self.cohort_id,
            ..Named::default()
        };
        let Narrowed { board, organiser, cohort, .. } = narrowed(db, scope, named).await?;
        Ok(Filter {
            year: self.year,
            status: self.status.map(|word| word.0),
            organiser,
            board,
            cohort,
            sort: order(self.sort),
        })
    }
}

/// List invoices
///
/// Invoices and credit notes, an organiser's own, and a board's own: the newest first, unless `sort`
/// says otherwise. As a table with a row for each rate of VAT, for the bookkeeper; credit notes count
/// negative.
#[utoipa::path(tag = "invoices", operation_id = "listInvoices", params(Paged<InvoiceFilter>),
    responses((status = 200, description = "A page of invoices", content(
        (PageView<InvoiceView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/invoices")]
pub async fn list_invoices(
    app: Data<Arc<App>>,
    reader: Reader,
    query: Query<Paged<InvoiceFilter>>,
    wanted: Wanted,
) -> Listing {
    let With { own, shared: paging } = query.0;
    let filter = own.narrowed(app.store.reader(), &reader.scope).await?;
    let asked = Asked::new("invoices", wanted, paging, reader.language).sorted(filter.sort);
    tables::list(&app, asked, async move |app, request| {
        let (db, scope) = (app.store.reader(), &reader.scope);
        Ok(invoices::list(db, scope, filter.clone(), &request).await?)
    })
    .await
}

impl Tabled for Standing {
    type View = InvoiceView;
    const COLUMNS: &'static [Column] = BOOKS;

    fn rows(self) -> Vec<Row> {
        rows(&self)
    }
}

/// Get an invoice
///
/// For the organiser that issued it and the board that it is for. As PDF it is what was sent; as XML
/// it is UBL 2.1 in the Dutch form (NLCIUS), to be sent over Peppol: refused with
/// `e-invoice-incomplete` where the register has no address or trade register number of the board.
#[utoipa::path(tag = "invoices", operation_id = "getInvoice",
    responses((status = 200, description = "The invoice", content(
        (InvoiceView = "application/json"),
        (Binary = "application/pdf"),
        (XmlDocument = "application/xml"))),
        (status = 409, description = "There is no e-invoice of it")))]
#[get("/invoices/{invoiceId}")]
pub async fn get_invoice(
    app: Data<Arc<App>>,
    reader: Reader,
    invoice: Path<Uuid>,
    wanted: Wanted,
) -> Answer {
    let standing = invoices::find(app.store.reader(), invoice.0.into(), &reader.scope).await?;
    match wanted.0 {
        AnswerKind::Pdf => {
            let name = file_name(&standing.invoice, "pdf");
            let made = actix_web::web::block(move || paper(&standing.invoice)).await;
            let made = made.map_err(|error| Error::Bug(error.to_string()))?;
            let pdf = made.map_err(|error| Error::Bug(error.to_string()))?;
            Ok(Reply::file(AnswerKind::Pdf, pdf).named(name))
        }
        AnswerKind::Xml => {
            let name = file_name(&standing.invoice, "xml");
            Ok(Reply::file(AnswerKind::Xml, ubl(&standing.invoice)?).named(name))
        }
        _ => {
            let etag = etag(standing.balance.version);
            Ok(Reply::ok(&InvoiceView::from(standing), Some(etag)))
        }
    }
}

/// Mark an invoice as paid
///
/// For the organiser that issued it: on a day, with what the bank statement says; without an amount,
/// all that is open. On a credit note: paid back. Refused with `already-paid` or `more-than-open`.
#[utoipa::path(tag = "invoices", operation_id = "markInvoicePaid",
    responses((status = 200, description = "The invoice as it is now", body = InvoiceView)))]
#[post("/invoices/{invoiceId}/_pay")]
pub async fn mark_invoice_paid(
    app: Data<Arc<App>>,
    who: SignedIn,
    invoice: Path<Uuid>,
    body: Json<PaymentMark>,
    key: Repeatable,
) -> Answer {
    let (caller, new) = (who.repeating(key), body.0.into());
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move {
            let paid = commands::mark_paid(work, &actor, invoice.0.into(), new).await?;
            let etag = etag(paid.balance.version);
            Ok(Reply::ok(&InvoiceView::from(paid), Some(etag)))
        })
    })
    .await
}

/// Undo a payment
///
/// For the organiser that issued the invoice, where a payment was marked by mistake. It stays in
/// the list, with the reason. Refused with `already-undone` or `set-off`.
#[utoipa::path(tag = "invoices", operation_id = "undoPayment",
    responses((status = 200, description = "The invoice as it is now", body = InvoiceView)))]
#[post("/invoices/{invoiceId}/_unpay")]
pub async fn undo_payment(
    app: Data<Arc<App>>,
    who: SignedIn,
    invoice: Path<Uuid>,
    body: Json<PaymentUndone>,
    key: Repeatable,
) -> Answer {
    let (caller, body) = (who.repeating(key), body.0);
    let actor = caller.actor.clone();
    app.once(caller, move |work| {
        Box::pin(async move {
            let (id, payment) = (invoice.0.into(), body.payment_id.into());
            let reason = body.reason.into();
            let left = commands::undo_payment(work, &actor, id, payment, reason).await?;
            let etag = etag(left.balance.version);
            Ok(Reply::ok(&InvoiceView::from(left), Some(etag)))
        })
    })
    .await
}
