//! Invoices for other programs: UBL 2.1 as NLCIUS (SI-UBL 2.0) wants it, to be sent over Peppol.
//!
//! Source: NEN's NLCIUS and the elements of EN 16931, whose numbers stand in the rules' names.

use leerkring_domain::invoices::{
    Buyer, Invoice, InvoiceKind, Line, PostalAddress, Seller, Totals, VatGroup,
};
use leerkring_domain::kernel::{Kind, Reason, Refusal, text};
use leerkring_domain::programmes::Vat;

use super::words::amount;
use super::xml::Xml;

const CUSTOMIZATION: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0";
const PROFILE: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
/// The trade register's numbers, among those that Peppol knows.
const KVK: &str = "0106";
/// The numbers of government bodies.
const OIN: &str = "0190";
const EURO: (&str, &str) = ("currencyID", "EUR");
/// One of whatever it is.
const ONE: (&str, &str) = ("unitCode", "C62");
/// A SEPA credit transfer.
const TRANSFER: &str = "58";

/// The names that differ between the two kinds of document.
struct Names {
    root: &'static str,
    space: &'static str,
    type_code: (&'static str, &'static str),
    line: &'static str,
    quantity: &'static str,
}

fn names(kind: InvoiceKind) -> Names {
    match kind {
        InvoiceKind::Invoice => Names {
            root: "Invoice",
            space: "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
            type_code: ("cbc:InvoiceTypeCode", "380"),
            line: "cac:InvoiceLine",
            quantity: "cbc:InvoicedQuantity",
        },
        InvoiceKind::CreditNote => Names {
            root: "CreditNote",
            space: "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
            type_code: ("cbc:CreditNoteTypeCode", "381"),
            line: "cac:CreditNoteLine",
            quantity: "cbc:CreditedQuantity",
        },
    }
}

/// The invoice as an XML document.
///
/// # Errors
/// `e-invoice-incomplete`: NLCIUS asks for the buyer's address and number in the trade register, and
/// the register of boards had none when the invoice was issued.
pub fn ubl(invoice: &Invoice) -> Result<String, Refusal> {
    let buyer = Addressed::of(&invoice.content.buyer)?;
    let (names, content, totals) = (names(invoice.kind), &invoice.content, invoice.totals());
    let spaces = [
        ("xmlns", names.space),
        ("xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
        ("xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
    ];
    let mut xml = Xml::new(names.root, &spaces);
    xml.put("cbc:CustomizationID", CUSTOMIZATION);
    xml.put("cbc:ProfileID", PROFILE);
    xml.put("cbc:ID", &invoice.number.text);
    xml.put("cbc:IssueDate", &invoice.issued_on.to_string());
    if invoice.kind == InvoiceKind::Invoice {
        xml.put("cbc:DueDate", &content.due_on.to_string());
    }
    xml.put(names.type_code.0, names.type_code.1);
    xml.put("cbc:Note", &format!("{}, {}", content.programme, content.cohort));
    xml.put("cbc:DocumentCurrencyCode", "EUR");
    let reference = content.buyer.reference.as_ref().unwrap_or(&content.buyer.number);
    xml.put("cbc:BuyerReference", reference);
    if let Some(corrects) = &content.corrects {
        xml.group("cac:BillingReference", |xml| {
            xml.group("cac:InvoiceDocumentReference", |xml| {
                xml.put("cbc:ID", &corrects.number);
            });
        });
    }
    xml.group("cac:AccountingSupplierParty", |xml| supplier(xml, &content.seller));
    xml.group("cac:AccountingCustomerParty", |xml| customer(xml, &buyer));
    if invoice.kind == InvoiceKind::Invoice {
        payment(&mut xml, invoice);
    }
    xml.group("cac:TaxTotal", |xml| tax_total(xml, &totals));
    xml.group("cac:LegalMonetaryTotal", |xml| {
        xml.put_with("cbc:LineExtensionAmount", &[EURO], &amount(totals.net_cents));
        xml.put_with("cbc:TaxExclusiveAmount", &[EURO], &amount(totals.net_cents));
        xml.put_with("cbc:TaxInclusiveAmount", &[EURO], &amount(totals.gross_cents));
        xml.put_with("cbc:PayableAmount", &[EURO], &amount(totals.gross_cents));
    });
    for (number, item) in (1_u32..).zip(&content.lines) {
        xml.group(names.line, |xml| line(xml, &names, number, item));
    }
    Ok(xml.finish())
}

/// A buyer with what NLCIUS asks for.
struct Addressed<'a> {
    buyer: &'a Buyer,
    address: &'a PostalAddress,
    kvk_number: &'a str,
}

impl<'a> Addressed<'a> {
    fn of(buyer: &'a Buyer) -> Result<Self, Refusal> {
        let missing = [
            (buyer.address.is_none(), "het adres", "the address"),
            (buyer.kvk_number.is_none(), "het KvK-nummer", "the KvK number"),
        ];
        let reasons = missing.into_iter().filter(|(missing, ..)| *missing).map(|(_, nl, en)| {
            let sentence = text(
                format!("voor een e-factuur ontbreekt {nl} van {}", buyer.name),
                format!("{en} of {} is missing for an e-invoice", buyer.name),
            );
            Reason::new("e-invoice-incomplete", sentence)
        });
        let reasons: Vec<Reason> = reasons.collect();
        match (&buyer.address, &buyer.kvk_number) {
            (Some(address), Some(kvk_number)) => Ok(Self { buyer, address, kvk_number }),
            _ => Err(Refusal { kind: Kind::Conflict, reasons }),
        }
    }
}

fn supplier(xml: &mut Xml, seller: &Seller) {
    let id = match &seller.oin {
        Some(oin) => (OIN, oin.as_str()),
        None => (KVK, seller.kvk_number.as_str()),
    };
    xml.group("cac:Party", |xml| {
        xml.put_with("cbc:EndpointID", &[("schemeID", id.0)], id.1);
        xml.group("cac:PartyName", |xml| xml.put("cbc:Name", &seller.name));
        address(xml, &seller.address);
        xml.group("cac:PartyTaxScheme", |xml| {
            xml.put("cbc:CompanyID", &seller.vat_number);
            vat_scheme(xml);
        });
        legal_entity(xml, &seller.name, id);
        xml.group("cac:Contact", |xml| xml.put("cbc:ElectronicMail", &seller.email));
    });
}

fn customer(xml: &mut Xml, buyer: &Addressed<'_>) {
    let id = (KVK, buyer.kvk_number);
    xml.group("cac:Party", |xml| {
        xml.put_with("cbc:EndpointID", &[("schemeID", id.0)], id.1);
        xml.group("cac:PartyName", |xml| xml.put("cbc:Name", &buyer.buyer.name));
        address(xml, buyer.address);
        legal_entity(xml, &buyer.buyer.name, id);
    });
}

fn address(xml: &mut Xml, address: &PostalAddress) {
    xml.group("cac:PostalAddress", |xml| {
        xml.put("cbc:StreetName", &address.line);
        xml.put("cbc:CityName", &address.city);
        xml.put("cbc:PostalZone", &address.postcode);
        xml.group("cac:Country", |xml| xml.put("cbc:IdentificationCode", "NL"));
    });
}

fn legal_entity(xml: &mut Xml, name: &str, (scheme, id): (&str, &str)) {
    xml.group("cac:PartyLegalEntity", |xml| {
        xml.put("cbc:RegistrationName", name);
        xml.put_with("cbc:CompanyID", &[("schemeID", scheme)], id);
    });
}

fn payment(xml: &mut Xml, invoice: &Invoice) {
    let content = &invoice.content;
    xml.group("cac:PaymentMeans", |xml| {
        xml.put("cbc:PaymentMeansCode", TRANSFER);
        xml.put("cbc:PaymentID", &invoice.number.text);
        xml.group("cac:PayeeFinancialAccount", |xml| {
            xml.put("cbc:ID", &content.seller.iban);
        });
    });
    let days = content.payment_days;
    let term = text(
        format!("Te betalen binnen {days} dagen na de factuurdatum"),
        format!("To be paid within {days} days of the date of the invoice"),
    );
    let term = term.in_language(content.language);
    xml.group("cac:PaymentTerms", |xml| xml.put("cbc:Note", term));
}

fn tax_total(xml: &mut Xml, totals: &Totals) {
    xml.put_with("cbc:TaxAmount", &[EURO], &amount(totals.vat_cents));
    for VatGroup { vat, exemption, net_cents, vat_cents } in &totals.groups {
        xml.group("cac:TaxSubtotal", |xml| {
            xml.put_with("cbc:TaxableAmount", &[EURO], &amount(*net_cents));
            xml.put_with("cbc:TaxAmount", &[EURO], &amount(*vat_cents));
            xml.group("cac:TaxCategory", |xml| category(xml, vat, exemption.as_deref()));
        });
    }
}

/// Standard rate, zero rate or exempt; why it is exempt is said once, with the totals.
fn category(xml: &mut Xml, vat: &Vat, exemption: Option<&str>) {
    let code = match vat {
        Vat::Exempt => "E",
        Vat::Rate(rate) if rate.is_zero() => "Z",
        Vat::Rate(_) => "S",
    };
    xml.put("cbc:ID", code);
    xml.put("cbc:Percent", vat.percentage().as_deref().unwrap_or("0"));
    if let Some(exemption) = exemption {
        xml.put("cbc:TaxExemptionReason", exemption);
    }
    vat_scheme(xml);
}

fn vat_scheme(xml: &mut Xml) {
    xml.group("cac:TaxScheme", |xml| xml.put("cbc:ID", "VAT"));
}

fn line(xml: &mut Xml, names: &Names, number: u32, line: &Line) {
    xml.put("cbc:ID", &number.to_string());
    xml.put_with(names.quantity, &[ONE], &line.quantity.to_string());
    xml.put_with("cbc:LineExtensionAmount", &[EURO], &amount(line.net_cents()));
    xml.group("cac:Item", |xml| {
        xml.put("cbc:Name", &line.description);
        xml.group("cac:ClassifiedTaxCategory", |xml| category(xml, &line.vat, None));
    });
    xml.group("cac:Price", |xml| {
        xml.put_with("cbc:PriceAmount", &[EURO], &amount(line.unit_cents));
    });
}
