//! Invoices as clients read them.

use chrono::{DateTime, NaiveDate, Utc};
use leerkring_domain::invoices::{
    Buyer, Invoice, InvoiceKind, InvoiceStatus, Line as InvoiceLine, Payment, PostalAddress,
    Seller, VatGroup,
};
use leerkring_domain::kernel::Id;
use leerkring_persistence::invoices::Standing;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::commands::invoices::NewPayment;
use crate::http::wire::{Line, Money, Text, Word};

pub type KindWord = Word<InvoiceKind>;
pub type StatusWord = Word<InvoiceStatus>;

/// An invoice, or the credit note that takes one back, with what was paid on it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceView {
    pub id: Uuid,
    #[schema(inline)]
    pub kind: KindWord,
    /// The organiser's number: without a gap within a year.
    #[schema(max_length = 40)]
    pub number: String,
    /// On a credit note, `paid` means paid back or set off.
    #[schema(inline)]
    pub status: StatusWord,
    pub organiser_id: Uuid,
    pub board_id: Uuid,
    pub cohort_id: Uuid,
    pub registration_id: Uuid,
    /// The invoice that a credit note takes back.
    pub corrects_invoice_id: Option<Uuid>,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    /// The language that the paper is in.
    #[schema(max_length = 2)]
    pub language: String,
    pub seller: SellerView,
    pub buyer: BuyerView,
    #[schema(max_length = 200)]
    pub programme: String,
    #[schema(max_length = 200)]
    pub cohort: String,
    #[schema(max_items = 20)]
    pub lines: Vec<InvoiceLineView>,
    /// The VAT, rounded once for each rate.
    #[schema(max_items = 20)]
    pub vat: Vec<VatView>,
    /// Excluding VAT.
    pub net: Money,
    pub gross: Money,
    /// What is still to be paid, or paid back.
    pub open: Money,
    #[schema(max_items = 1000)]
    pub payments: Vec<PaymentView>,
}

/// The organiser as it was when the invoice was issued.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SellerView {
    #[schema(max_length = 200)]
    pub name: String,
    pub address: PostalAddressView,
    #[schema(max_length = 8)]
    pub kvk_number: String,
    #[schema(max_length = 20)]
    pub oin: Option<String>,
    #[schema(max_length = 14)]
    pub vat_number: String,
    #[schema(max_length = 34)]
    pub iban: String,
    #[schema(max_length = 254)]
    pub email: String,
}

/// The board as it was when the invoice was issued.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BuyerView {
    #[schema(max_length = 200)]
    pub name: String,
    /// The board's five-digit number.
    #[schema(max_length = 5)]
    pub number: String,
    pub address: Option<PostalAddressView>,
    #[schema(max_length = 8)]
    pub kvk_number: Option<String>,
    /// What the board wanted to read on its invoice.
    #[schema(max_length = 200)]
    pub reference: Option<String>,
}

/// A postal address in the Netherlands.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PostalAddressView {
    /// Street and house number.
    #[schema(inline)]
    pub line: Line,
    #[schema(pattern = "^[1-9][0-9]{3} [A-Z]{2}$", max_length = 7)]
    pub postcode: String,
    #[schema(inline)]
    pub city: Line,
}

/// A line: a number of equal things.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceLineView {
    #[schema(max_length = 250)]
    pub description: String,
    #[schema(minimum = 1)]
    pub quantity: u32,
    /// Of one, excluding VAT.
    pub price: Money,
    pub net: Money,
    /// Null where it is exempt.
    #[schema(max_length = 5)]
    pub vat_percentage: Option<String>,
}

/// The lines with the same VAT.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VatView {
    /// Null where it is exempt.
    #[schema(max_length = 5)]
    pub percentage: Option<String>,
    /// Why there is none, where it is exempt.
    #[schema(max_length = 5000)]
    pub exemption: Option<String>,
    pub net: Money,
    pub vat: Money,
}

/// What was paid, or paid back.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaymentView {
    pub id: Uuid,
    pub paid_on: NaiveDate,
    pub amount: Money,
    #[schema(max_length = 200)]
    pub reference: Option<String>,
    /// Nobody paid: an invoice and its credit note cancel each other out.
    pub set_off: bool,
    pub marked_at: DateTime<Utc>,
    /// When it turned out to be a mistake.
    pub undone_at: Option<DateTime<Utc>>,
    #[schema(max_length = 1000)]
    pub undone_because: Option<String>,
}

/// A payment to mark.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaymentMark {
    /// Today or before.
    pub paid_on: NaiveDate,
    /// Left out: all that is open.
    pub amount: Option<Money>,
    /// What the bank statement says.
    #[schema(inline)]
    pub reference: Option<Line>,
}

impl From<PaymentMark> for NewPayment {
    fn from(mark: PaymentMark) -> Self {
        Self {
            paid_on: mark.paid_on,
            cents: mark.amount.map(|amount| amount.cents()),
            reference: mark.reference.map(Into::into),
        }
    }
}

/// A payment that was marked by mistake.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaymentUndone {
    pub payment_id: Uuid,
    #[schema(inline)]
    pub reason: Text<1, 1000>,
}

impl From<Standing> for InvoiceView {
    fn from(standing: Standing) -> Self {
        let Standing { invoice, balance, payments } = standing;
        let totals = invoice.totals();
        let Invoice { content, .. } = invoice;
        Self {
            id: invoice.id.uuid(),
            kind: Word(invoice.kind),
            number: invoice.number.text,
            status: Word(balance.status()),
            organiser_id: invoice.organiser.uuid(),
            board_id: invoice.board.uuid(),
            cohort_id: invoice.cohort.uuid(),
            registration_id: invoice.registration.uuid(),
            corrects_invoice_id: invoice.corrects.map(Id::uuid),
            issued_on: invoice.issued_on,
            due_on: content.due_on,
            language: content.language.tag().to_owned(),
            seller: content.seller.into(),
            buyer: content.buyer.into(),
            programme: content.programme,
            cohort: content.cohort,
            lines: content.lines.into_iter().map(InvoiceLineView::from).collect(),
            vat: totals.groups.into_iter().map(VatView::from).collect(),
            net: Money::from_cents(totals.net_cents),
            gross: Money::from_cents(totals.gross_cents),
            open: Money::from_cents(balance.open_cents),
            payments: payments.into_iter().map(PaymentView::from).collect(),
        }
    }
}

impl From<Seller> for SellerView {
    fn from(seller: Seller) -> Self {
        let Seller { name, address, kvk_number, oin, vat_number, iban, email } = seller;
        Self { name, address: address.into(), kvk_number, oin, vat_number, iban, email }
    }
}

impl From<Buyer> for BuyerView {
    fn from(buyer: Buyer) -> Self {
        let Buyer { name, number, address, kvk_number, reference } = buyer;
        Self { name, number, address: address.map(Into::into), kvk_number, reference }
    }
}

impl From<PostalAddress> for PostalAddressView {
    fn from(address: PostalAddress) -> Self {
        let PostalAddress { line, postcode, city } = address;
        Self { line: line.into(), postcode, city: city.into() }
    }
}

impl From<PostalAddressView> for PostalAddress {
    fn from(address: PostalAddressView) -> Self {
        let PostalAddressView { line, postcode, city } = address;
        Self { line: line.into(), postcode, city: city.into() }
    }
}

impl From<InvoiceLine> for InvoiceLineView {
    fn from(line: InvoiceLine) -> Self {
        Self {
            net: Money::from_cents(line.net_cents()),
            description: line.description,
            quantity: line.quantity,
            price: Money::from_cents(line.unit_cents),
            vat_percentage: line.vat.percentage(),
        }
    }
}

impl From<VatGroup> for VatView {
    fn from(group: VatGroup) -> Self {
        Self {
            percentage: group.vat.percentage(),
            exemption: group.exemption,
            net: Money::from_cents(group.net_cents),
            vat: Money::from_cents(group.vat_cents),
        }
    }
}

impl From<Payment> for PaymentView {
    fn from(payment: Payment) -> Self {
        let (undone_at, undone_because) = payment.undone.unzip();
        Self {
            id: payment.id.uuid(),
            paid_on: payment.paid_on,
            amount: Money::from_cents(payment.cents),
            reference: payment.reference,
            set_off: payment.set_off,
            marked_at: payment.marked_at,
            undone_at,
            undone_because,
        }
    }
}

/// An invoice for other programs, at most 2 MB.
#[derive(Debug)]
pub struct XmlDocument;

impl PartialSchema for XmlDocument {
    fn schema() -> RefOr<Schema> {
        shown("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Invoice>…</Invoice>")
    }
}

impl ToSchema for XmlDocument {}

fn shown(example: &str) -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(20_000_000));
    text.examples([example]).into()
}
