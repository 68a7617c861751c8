//! Invoices with what is open on them. An invoice is inserted once and read; nothing updates it.

mod issuing;
mod payments;

pub use issuing::{Fees, buyers, fees, of_registrations, take_numbers};
pub use payments::{
    find_payment, insert_payments, lock_balance, lock_balances, store_balance, store_undone,
};

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::invoices::{Balance, Invoice, InvoiceStatus, Payment};
use leerkring_domain::kernel::{Code, Id, Number, Scope};
use leerkring_domain::organisers::Organiser;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::codes;
use crate::page::{By, Key, Page, PageRequest, Sort, fetch};
use crate::store::{MOST_ROWS, StoreError, Stored, Tx};
use crate::tables::{invoice_balances, invoices, payments as payment_rows};

/// What a list of invoices can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceOrder {
    /// When it was issued.
    IssuedOn,
    /// Its year, and its number in that year.
    Number,
}

impl Code for InvoiceOrder {
    const ALL: &'static [Self] = &[Self::IssuedOn, Self::Number];

    fn code(self) -> &'static str {
        match self {
            Self::IssuedOn => "issuedOn",
            Self::Number => "number",
        }
    }
}

impl Default for Sort<InvoiceOrder> {
    fn default() -> Self {
        Self::descending(InvoiceOrder::IssuedOn)
    }
}

/// What a list of invoices is narrowed to, and how it is sorted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub year: Option<i32>,
    pub status: Option<InvoiceStatus>,
    pub organiser: Option<Id<Organiser>>,
    pub board: Option<Id<Board>>,
    pub cohort: Option<Id<Cohort>>,
    pub sort: Sort<InvoiceOrder>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        Condition::all()
            .add_option(self.year.map(|year| invoices::Column::Year.eq(year)))
            .add_option(self.status.map(in_status))
            .add_option(self.organiser.map(|id| invoices::Column::OrganiserId.eq(id.uuid())))
            .add_option(self.board.map(|id| invoices::Column::BoardId.eq(id.uuid())))
            .add_option(self.cohort.map(|id| invoices::Column::CohortId.eq(id.uuid())))
    }
}

fn in_status(status: InvoiceStatus) -> sea_orm::sea_query::SimpleExpr {
    let credited = invoice_balances::Column::Credited.eq(status == InvoiceStatus::Credited);
    let open = match status {
        InvoiceStatus::Open => Some(invoice_balances::Column::OpenCents.gt(0)),
        InvoiceStatus::Paid => Some(invoice_balances::Column::OpenCents.eq(0)),
        InvoiceStatus::Credited => None,
    };
    let such = Query::select()
        .column(invoice_balances::Column::InvoiceId)
        .from(invoice_balances::Entity)
        .cond_where(Condition::all().add(credited).add_option(open))
        .to_owned();
    invoices::Column::Id.in_subquery(such)
}

/// What `scope` sees: what its organisers issued, and what its boards were sent.
fn visible(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let issued = scope.organisers.iter().map(|organiser| organiser.uuid());
    let sent = scope.boards.iter().map(|board| board.uuid());
    Condition::any()
        .add(invoices::Column::OrganiserId.is_in(issued))
        .add(invoices::Column::BoardId.is_in(sent))
}

/// An invoice with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub invoice: Invoice,
    pub balance: Balance,
    /// In the order in which they were marked.
    pub payments: Vec<Payment>,
}

/// More than an organiser issues in a year.
const PLACES: i64 = 1_000_000_000;

/// A page of the invoices that `scope` sees.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Standing>> {
    let by = match filter.sort.by {
        InvoiceOrder::IssuedOn => By::Id,
        InvoiceOrder::Number => By::Number(
            Expr::col(invoices::Column::Year).mul(PLACES).add(Expr::col(invoices::Column::Place)),
        ),
    };
    let key = Key::sorted(by, filter.sort.direction, invoices::Column::Id);
    let select = invoices::Entity::find().filter(visible(scope)).filter(filter.into_condition());
    let page = fetch(db, select, key, request).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|row| row.id).collect();
    let mut came = came_of(db, &ids).await?;
    page.try_map(|row| standing(row, &mut came))
}

/// The invoice with this id, if `scope` sees it.
pub async fn find(db: &impl ConnectionTrait, id: Id<Invoice>, scope: &Scope) -> Stored<Standing> {
    let row = invoices::Entity::find_by_id(id.uuid()).filter(visible(scope)).one(db).await?;
    let row = row.ok_or(StoreError::Missing("invoice"))?;
    let mut came = came_of(db, &[row.id]).await?;
    standing(row, &mut came)
}

#[derive(Default)]
struct Came {
    balances: HashMap<Uuid, Balance>,
    payments: HashMap<Uuid, Vec<Payment>>,
}

async fn came_of(db: &impl ConnectionTrait, ids: &[Uuid]) -> Stored<Came> {
    let mut came = Came::default();
    let of = invoice_balances::Column::InvoiceId.is_in(ids.iter().copied());
    for row in invoice_balances::Entity::find().filter(of).all(db).await? {
        came.balances.insert(row.invoice_id, row.into());
    }
    let of = payment_rows::Column::InvoiceId.is_in(ids.iter().copied());
    let rows = payment_rows::Entity::find()
        .filter(of)
        .order_by_asc(payment_rows::Column::Id)
        .all(db)
        .await?;
    for row in rows {
        came.payments.entry(row.invoice_id).or_default().push(row.into());
    }
    Ok(came)
}

fn standing(row: invoices::Model, came: &mut Came) -> Stored<Standing> {
    let balance = came.balances.remove(&row.id).ok_or(StoreError::Corrupt("invoice"))?;
    let payments = came.payments.remove(&row.id).unwrap_or_default();
    Ok(Standing { invoice: row.try_into()?, balance, payments })
}

impl TryFrom<invoices::Model> for Invoice {
    type Error = StoreError;

    fn try_from(row: invoices::Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            kind: codes::read(&row.kind, "invoice")?,
            number: Number { year: row.year, place: row.place, text: row.number },
            organiser: row.organiser_id.into(),
            board: row.board_id.into(),
            cohort: row.cohort_id.into(),
            registration: row.registration_id.into(),
            corrects: row.corrects_id.map(Id::from),
            issued_at: row.issued_at,
            issued_on: row.issued_on,
            content: codes::from_json(row.content, "invoice")?,
        })
    }
}

fn row(invoice: &Invoice) -> Stored<invoices::ActiveModel> {
    Ok(invoices::ActiveModel {
        id: Set(invoice.id.uuid()),
        kind: Set(invoice.kind.code().to_owned()),
        year: Set(invoice.number.year),
        place: Set(invoice.number.place),
        number: Set(invoice.number.text.clone()),
        issued_at: Set(invoice.issued_at),
        issued_on: Set(invoice.issued_on),
        content: Set(codes::to_json(&invoice.content, "invoice")?),
        organiser_id: Set(invoice.organiser.uuid()),
        board_id: Set(invoice.board.uuid()),
        cohort_id: Set(invoice.cohort.uuid()),
        registration_id: Set(invoice.registration.uuid()),
        corrects_id: Set(invoice.corrects.map(Id::uuid)),
    })
}

/// Stores what was issued, with its balances.
pub async fn insert_all(tx: &Tx, issued: &[(Invoice, Balance)]) -> Stored<()> {
    for some in issued.chunks(MOST_ROWS) {
        let rows: Vec<_> = some.iter().map(|(invoice, _)| row(invoice)).collect::<Stored<_>>()?;
        invoices::Entity::insert_many(rows).exec_without_returning(tx).await?;
        let balances = some.iter().map(|(_, balance)| payments::balance_row(balance));
        invoice_balances::Entity::insert_many(balances).exec_without_returning(tx).await?;
    }
    Ok(())
}
