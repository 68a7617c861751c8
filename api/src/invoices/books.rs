//! Invoices for the bookkeeper: a row for each rate of VAT. Credit notes count negative.

use leerkring_domain::invoices::VatGroup;
use leerkring_domain::kernel::Code;
use leerkring_persistence::invoices::Standing;

use crate::tables::{Cell, Column, Row, column};

pub const BOOKS: &[Column] = &[
    column("number", "nummer", 18),
    column("kind", "soort", 12),
    column("status", "status", 10),
    column("issuedOn", "factuurdatum", 14),
    column("dueOn", "uiterste datum", 14),
    column("boardNumber", "bestuursnummer", 16),
    column("boardName", "naam bestuur", 40),
    column("kvkNumber", "KvK-nummer", 12),
    column("invoiceReference", "referentie", 24),
    column("programme", "programma", 36),
    column("cohort", "groep", 24),
    column("correctsNumber", "bij factuur", 18),
    column("vatPercentage", "btw %", 8),
    column("net", "exclusief btw", 14),
    column("vat", "btw", 12),
    column("gross", "inclusief btw", 14),
    column("invoiceOpen", "openstaand", 14),
];

pub fn rows(standing: &Standing) -> Vec<Row> {
    let Standing { invoice, balance, .. } = standing;
    let (content, buyer) = (&invoice.content, &invoice.content.buyer);
    let sign = invoice.kind.sign();
    let row = |VatGroup { vat, net_cents, vat_cents, .. }| {
        let percentage = vat.percentage();
        vec![
            invoice.number.text.as_str().into(),
            invoice.kind.code().into(),
            balance.status().code().into(),
            invoice.issued_on.into(),
            content.due_on.into(),
            buyer.number.as_str().into(),
            buyer.name.as_str().into(),
            buyer.kvk_number.as_deref().into(),
            buyer.reference.as_deref().into(),
            content.programme.as_str().into(),
            content.cohort.as_str().into(),
            content.corrects.as_ref().map(|corrects| corrects.number.as_str()).into(),
            percentage.as_deref().map_or(Cell::Nothing, Cell::number),
            Cell::Euros(sign * net_cents),
            Cell::Euros(sign * vat_cents),
            Cell::Euros(sign * (net_cents + vat_cents)),
            Cell::Euros(sign * balance.open_cents),
        ]
    };
    invoice.totals().groups.into_iter().map(row).collect()
}
