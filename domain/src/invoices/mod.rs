//! Invoices and credit notes: what falls due, and what is asked for it.
//!
//! Source: product rules "Fee" and "Ending a registration"; sums and VAT as in EN 16931 (BR-CO-10
//! to BR-CO-17). What was issued never changes: everything that stands on it is a copy of what was
//! so at that moment.

mod amounts;
mod due;
mod fee;
mod iban;
mod invoicing;
mod payments;
mod totals;

pub use amounts::in_euros;
pub use due::{Due, due, gives_back_free};
pub use fee::lines;
pub use iban::{Iban, VatNumber};
pub use invoicing::{Invoicing, Issuer};
pub use payments::{Balance, InvoiceStatus, Payment};
pub use totals::{Totals, VatGroup};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::boards::Board;
use crate::cohorts::Cohort;
use crate::kernel::event::{Concerning, Subject};
use crate::kernel::{Code, Id, Instant, Language, Number};
use crate::organisers::Organiser;
use crate::programmes::Vat;
use crate::registrations::Registration;

/// An invoice, or the credit note that takes one back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    pub id: Id<Invoice>,
    pub kind: InvoiceKind,
    /// Invoices and credit notes share a series.
    pub number: Number,
    pub organiser: Id<Organiser>,
    pub board: Id<Board>,
    pub cohort: Id<Cohort>,
    pub registration: Id<Registration>,
    /// The invoice that a credit note takes back.
    pub corrects: Option<Id<Invoice>>,
    pub issued_at: Instant,
    /// The day in the Netherlands on which it was issued.
    pub issued_on: NaiveDate,
    pub content: Content,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceKind {
    Invoice,
    CreditNote,
}

impl Code for InvoiceKind {
    const ALL: &'static [Self] = &[Self::Invoice, Self::CreditNote];

    fn code(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit-note",
        }
    }
}

/// What stands on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    #[serde(with = "crate::kernel::code::word")]
    pub language: Language,
    pub seller: Seller,
    pub buyer: Buyer,
    pub programme: String,
    pub cohort: String,
    /// The first day of the cohort, where it is known.
    pub starts_on: Option<NaiveDate>,
    pub lines: Vec<Line>,
    pub due_on: NaiveDate,
    pub payment_days: u16,
    /// The invoice that a credit note takes back.
    pub corrects: Option<Corrected>,
}

/// Who asks for the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    pub name: String,
    pub address: PostalAddress,
    pub kvk_number: String,
    pub oin: Option<String>,
    pub vat_number: String,
    pub iban: String,
    pub email: String,
}

/// Who is asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    pub name: String,
    pub number: String,
    pub address: Option<PostalAddress>,
    pub kvk_number: Option<String>,
    /// What the board wants to read on its invoice.
    pub reference: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalAddress {
    pub line: String,
    pub postcode: String,
    pub city: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    pub number: String,
    pub issued_on: NaiveDate,
}

/// A line: a number of equal things, excluding VAT.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub description: String,
    pub quantity: u32,
    pub unit_cents: i64,
    pub vat: Vat,
    /// Why there is no VAT on it, where it is exempt.
    pub exemption: Option<String>,
    /// Whether it is for participants, so that there is one less of it with each who leaves.
    #[serde(default)]
    pub counts_participants: bool,
}

impl Line {
    /// Exact: whole things at whole cents.
    pub fn net_cents(&self) -> i64 {
        self.unit_cents.saturating_mul(i64::from(self.quantity))
    }
}

impl Content {
    /// The lines for a team with one participant less, at the prices on these; nothing where they
    /// are the same.
    pub fn lines_for_one_less(&self) -> Option<Vec<Line>> {
        if !self.lines.iter().any(|line| line.counts_participants) {
            return None;
        }
        let one_less = |line: &Line| Line {
            quantity: line.quantity.saturating_sub(u32::from(line.counts_participants)),
            ..line.clone()
        };
        Some(self.lines.iter().map(one_less).filter(|line| 0 < line.quantity).collect())
    }
}

impl Subject for Invoice {
    const KIND: &'static str = "invoice";
}

impl Invoice {
    pub fn totals(&self) -> Totals {
        Totals::of(&self.content.lines)
    }

    /// Whom it concerns: who issued it, and the board that it is for.
    pub fn concerning(&self) -> Concerning {
        (self.organiser, self.board).into()
    }

    /// The credit note that takes back the whole of this invoice.
    pub fn credit(&self, id: Id<Self>, number: Number, now: Instant) -> Self {
        let issued_on = crate::kernel::civil::today(now);
        let corrects = Corrected { number: self.number.text.clone(), issued_on: self.issued_on };
        Self {
            id,
            kind: InvoiceKind::CreditNote,
            number,
            corrects: Some(self.id),
            issued_at: now,
            issued_on,
            content: Content {
                due_on: issued_on,
                corrects: Some(corrects),
                ..self.content.clone()
            },
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests;
