//! What an organiser has to say about itself before it can ask for money.

use serde::{Deserialize, Serialize};

use super::{Iban, PostalAddress, Seller, VatNumber};
use crate::kernel::event::differing;
use crate::kernel::{Kind, Reason, Refusal, text};

/// The settings for an organiser's invoices, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoicing {
    /// The name in the trade register, where it is another than the organiser's.
    pub legal_name: Option<String>,
    pub address: Option<PostalAddress>,
    pub kvk_number: Option<String>,
    /// The number for government bodies (OIN), by which they are known on Peppol.
    pub oin: Option<String>,
    pub vat_number: Option<VatNumber>,
    pub iban: Option<Iban>,
    /// Where boards write with questions about an invoice.
    pub email: Option<String>,
    /// Days within which an invoice is to be paid.
    pub payment_days: u16,
    /// What stands before the year in the number of an invoice.
    pub number_prefix: String,
}

impl Default for Invoicing {
    fn default() -> Self {
        Self {
            legal_name: None,
            address: None,
            kvk_number: None,
            oin: None,
            vat_number: None,
            iban: None,
            email: None,
            payment_days: 30,
            number_prefix: String::new(),
        }
    }
}

/// An organiser that can issue invoices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    pub seller: Seller,
    pub payment_days: u16,
    pub number_prefix: String,
}

impl Invoicing {
    /// The issuer, for the organiser called `name`.
    ///
    /// # Errors
    /// `invoicing-incomplete`, with a reason for each field that is missing.
    pub fn issuer(&self, name: &str) -> Result<Issuer, Refusal> {
        let Self { address, kvk_number, vat_number, iban, email, .. } = self;
        let seller = || {
            Some(Seller {
                name: self.legal_name.clone().unwrap_or_else(|| name.to_owned()),
                address: address.clone()?,
                kvk_number: kvk_number.clone()?,
                oin: self.oin.clone(),
                vat_number: vat_number.as_ref()?.as_str().to_owned(),
                iban: iban.as_ref()?.as_str().to_owned(),
                email: email.clone()?,
            })
        };
        seller()
            .map(|seller| Issuer {
                seller,
                payment_days: self.payment_days,
                number_prefix: self.number_prefix.clone(),
            })
            .ok_or_else(|| Refusal { kind: Kind::Conflict, reasons: self.reasons() })
    }

    /// The fields that are missing, as the API calls them.
    pub fn missing(&self) -> Vec<&'static str> {
        self.lacks().map(|(field, ..)| field).collect()
    }

    fn lacks(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let fields = [
            (self.address.is_none(), "address", "het adres", "the address"),
            (self.kvk_number.is_none(), "kvkNumber", "het KvK-nummer", "the KvK number"),
            (self.vat_number.is_none(), "vatNumber", "het btw-nummer", "the VAT number"),
            (self.iban.is_none(), "iban", "het rekeningnummer", "the bank account"),
            (self.email.is_none(), "email", "het e-mailadres", "the e-mail address"),
        ];
        let missing = fields.into_iter().filter(|(missing, ..)| *missing);
        missing.map(|(_, field, nl, en)| (field, nl, en))
    }

    fn reasons(&self) -> Vec<Reason> {
        self.lacks()
            .map(|(field, nl, en)| {
                let sentence = text(
                    format!("voor facturen ontbreekt {nl} van de organisator ({field})"),
                    format!("{en} of the organiser ({field}) is missing for invoices"),
                );
                Reason::new("invoicing-incomplete", sentence)
            })
            .collect()
    }

    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self {
            legal_name,
            address,
            kvk_number,
            oin,
            vat_number,
            iban,
            email,
            payment_days,
            number_prefix,
        } = self;
        differing([
            ("legalName", *legal_name != new.legal_name),
            ("address", *address != new.address),
            ("kvkNumber", *kvk_number != new.kvk_number),
            ("oin", *oin != new.oin),
            ("vatNumber", *vat_number != new.vat_number),
            ("iban", *iban != new.iban),
            ("email", *email != new.email),
            ("paymentDays", *payment_days != new.payment_days),
            ("numberPrefix", *number_prefix != new.number_prefix),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_missing_is_named() {
        let refusal = Invoicing::default().issuer("PO-Raad").unwrap_err();
        assert_eq!((refusal.code(), refusal.reasons.len()), ("invoicing-incomplete", 5));
        assert!(refusal.reasons.iter().any(|reason| reason.text.en.contains("bank account")));
    }
}
