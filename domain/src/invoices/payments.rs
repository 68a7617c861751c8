//! What was paid on an invoice. It stands beside the invoice, which never changes.

use chrono::NaiveDate;

use super::in_euros;
use super::{Invoice, InvoiceKind};
use crate::kernel::event::Subject;
use crate::kernel::{Code, Id, Instant, Refusal, text};

/// Where an invoice stands; on a credit note, paid means paid back or set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceStatus {
    Open,
    Paid,
    /// Taken back by a credit note.
    Credited,
}

impl Code for InvoiceStatus {
    const ALL: &'static [Self] = &[Self::Open, Self::Paid, Self::Credited];

    fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Credited => "credited",
        }
    }
}

/// What is still to be paid. Its row is locked to mark a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    pub invoice: Id<Invoice>,
    pub open_cents: i64,
    pub credited: bool,
    pub version: i64,
}

/// An amount that was paid on an invoice, or paid back on a credit note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub id: Id<Payment>,
    pub invoice: Id<Invoice>,
    pub paid_on: NaiveDate,
    pub cents: i64,
    /// The words on the bank statement, or the number it was set off with.
    pub reference: Option<String>,
    /// Nobody paid: an invoice and its credit note cancel each other out.
    pub set_off: bool,
    pub marked_at: Instant,
    /// When it turned out to be a mistake, and why.
    pub undone: Option<(Instant, String)>,
}

impl Subject for Payment {
    const KIND: &'static str = "payment";
}

impl Balance {
    /// The balance of what was just issued.
    pub fn new(invoice: &Invoice) -> Self {
        let open_cents = invoice.totals().gross_cents;
        Self { invoice: invoice.id, open_cents, credited: false, version: 1 }
    }

    pub fn status(&self) -> InvoiceStatus {
        match (self.credited, self.open_cents) {
            (true, _) => InvoiceStatus::Credited,
            (false, 0) => InvoiceStatus::Paid,
            (false, _) => InvoiceStatus::Open,
        }
    }

    /// Takes a payment; without an amount, of all that is open.
    ///
    /// # Errors
    /// `already-paid`; `more-than-open` with the amount that is.
    pub fn pay(self, cents: Option<i64>) -> Result<(Self, i64), Refusal> {
        if self.open_cents == 0 {
            let sentence = text("er staat niets meer open", "nothing is open any more");
            return Err(Refusal::conflict("already-paid", sentence));
        }
        let cents = cents.unwrap_or(self.open_cents);
        if cents < 1 || self.open_cents < cents {
            let open = in_euros(self.open_cents);
            let sentence = text(
                format!("er staat {} open; een betaling is daarvan een deel of alles", open.nl),
                format!("{} is open; a payment is a part of that, or all", open.en),
            );
            return Err(Refusal::conflict("more-than-open", sentence));
        }
        let open_cents = self.open_cents - cents;
        Ok((Self { open_cents, version: self.version + 1, ..self }, cents))
    }

    /// Takes a payment back that was marked by mistake.
    ///
    /// # Errors
    /// `already-undone`; `set-off` for what nobody paid; `credited` once the credit note says what is
    /// paid back.
    pub fn undo(self, payment: &Payment) -> Result<Self, Refusal> {
        if payment.undone.is_some() {
            let sentence =
                text("deze betaling is al teruggenomen", "this payment was undone already");
            return Err(Refusal::conflict("already-undone", sentence));
        }
        if payment.set_off {
            let sentence = text(
                "een factuur en haar creditnota zijn verrekend; dat staat vast",
                "an invoice and its credit note cancel each other out; that stands",
            );
            return Err(Refusal::conflict("set-off", sentence));
        }
        if self.credited {
            let sentence = text(
                "deze factuur is gecrediteerd; wat betaald is, staat als terug te betalen op de \
                 creditnota",
                "this invoice was credited; what was paid stands on the credit note, to be paid back",
            );
            return Err(Refusal::conflict("credited", sentence));
        }
        let open_cents = self.open_cents + payment.cents;
        Ok(Self { open_cents, version: self.version + 1, ..self })
    }

    /// What is open on an invoice is set off with what is to be paid back on a credit note for another
    /// one: both balances after that, and how much it was.
    pub fn set_off_with(self, credit: Self) -> (Self, Self, i64) {
        let cents = self.open_cents.min(credit.open_cents);
        let less =
            |it: Self| Self { open_cents: it.open_cents - cents, version: it.version + 1, ..it };
        (less(self), less(credit), cents)
    }

    /// What is open on the invoice is set off with its credit note: both balances after that, and
    /// how much it was. What was paid before stays open on the credit note, to be paid back.
    pub fn set_off(self, credit: Self) -> (Self, Self, i64) {
        let cents = self.open_cents.min(credit.open_cents);
        let version = self.version + 1;
        let invoice = Self { open_cents: self.open_cents - cents, credited: true, version, ..self };
        (invoice, Self { open_cents: credit.open_cents - cents, ..credit }, cents)
    }
}

impl InvoiceKind {
    /// Which way the money goes.
    pub fn sign(self) -> i64 {
        match self {
            Self::Invoice => 1,
            Self::CreditNote => -1,
        }
    }
}
