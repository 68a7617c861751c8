//! Invoices for the bookkeeper: a row for each rate of VAT, for any spreadsheet.

use leerkring_domain::invoices::VatGroup;
use leerkring_domain::kernel::Code;
use leerkring_persistence::invoices::Standing;

use super::words::amount;

const HEAD: [&str; 17] = [
    "number",
    "kind",
    "status",
    "issuedOn",
    "dueOn",
    "boardNumber",
    "boardName",
    "kvkNumber",
    "invoiceReference",
    "programme",
    "cohort",
    "correctsNumber",
    "vatPercentage",
    "net",
    "vat",
    "gross",
    "invoiceOpen",
];

/// A table in the making. Credit notes count negative.
#[derive(Debug)]
pub struct Books(csv::Writer<Vec<u8>>);

impl Books {
    /// # Errors
    /// The head cannot be written.
    pub fn new() -> Result<Self, csv::Error> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{FEFF}".as_bytes().to_vec());
        writer.write_record(HEAD)?;
        Ok(Self(writer))
    }

    /// # Errors
    /// The rows cannot be written.
    pub fn enter(&mut self, standing: &Standing) -> Result<(), csv::Error> {
        let Standing { invoice, balance, .. } = standing;
        let (content, buyer) = (&invoice.content, &invoice.content.buyer);
        let sign = invoice.kind.sign();
        for VatGroup { vat, net_cents, vat_cents, .. } in invoice.totals().groups {
            let row = [
                safe(&invoice.number.text),
                invoice.kind.code().to_owned(),
                balance.status().code().to_owned(),
                invoice.issued_on.to_string(),
                content.due_on.to_string(),
                buyer.number.clone(),
                safe(&buyer.name),
                buyer.kvk_number.clone().unwrap_or_default(),
                safe(buyer.reference.as_deref().unwrap_or_default()),
                safe(&content.programme),
                safe(&content.cohort),
                safe(content.corrects.as_ref().map_or("", |corrects| &corrects.number)),
                vat.percentage().unwrap_or_default(),
                amount(sign * net_cents),
                amount(sign * vat_cents),
                amount(sign * (net_cents + vat_cents)),
                amount(sign * balance.open_cents),
            ];
            self.0.write_record(row)?;
        }
        Ok(())
    }

    /// The table as CSV (RFC 4180).
    ///
    /// # Errors
    /// The last rows cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, csv::Error> {
        self.0.into_inner().map_err(|error| csv::Error::from(error.into_error()))
    }
}

/// Words of people, so that no spreadsheet takes them for a formula.
fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_of_people_are_taken_for_a_formula() {
        for text in ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(safe(text), format!("'{text}"));
        }
        assert_eq!(safe("Stichting =1"), "Stichting =1");
    }
}
