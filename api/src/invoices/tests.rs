//! The rules that EN 16931 (BR-…) and NLCIUS (BR-NL-…) have for what we write, so that they are tried
//! also where the official Schematron (`schematron.rs`) is not.

use leerkring_domain::invoices::{
    Buyer, Content, Corrected, Invoice, InvoiceKind, Line, PostalAddress, Seller,
};
use leerkring_domain::kernel::{Language, Number};
use leerkring_domain::programmes::Vat;
use roxmltree::{Document, Node};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{file_name, paper, ubl};

fn line(description: &str, quantity: u32, unit_cents: i64, rate: Option<&str>) -> Line {
    let vat = rate.map_or(Vat::Exempt, |rate| Vat::Rate(rate.parse().unwrap()));
    let exemption = rate.is_none().then(|| "Vrijgesteld: onderwijs, artikel 11 Wet OB".to_owned());
    let description = description.to_owned();
    Line { description, quantity, unit_cents, vat, exemption, counts_participants: false }
}

fn address(line: &str, postcode: &str, city: &str) -> PostalAddress {
    PostalAddress { line: line.into(), postcode: postcode.into(), city: city.into() }
}

/// An invoice with every kind of rate.
pub(super) fn invoice() -> Invoice {
    Invoice {
        id: Uuid::from_u128(1).into(),
        kind: InvoiceKind::Invoice,
        number: Number::new("PO-RAAD-", 2026, 12),
        organiser: Uuid::nil().into(),
        board: Uuid::nil().into(),
        cohort: Uuid::nil().into(),
        registration: Uuid::nil().into(),
        corrects: None,
        issued_at: "2026-07-01T10:00:00Z".parse().unwrap(),
        issued_on: "2026-07-01".parse().unwrap(),
        content: Content {
            language: Language::Dutch,
            seller: Seller {
                name: "PO-Raad".into(),
                address: address("Aidadreef 4", "3561 GE", "Utrecht"),
                kvk_number: "30228823".into(),
                oin: None,
                vat_number: "NL819133461B01".into(),
                iban: "NL91ABNA0417164300".into(),
                email: "facturen@example.nl".into(),
            },
            buyer: Buyer {
                name: "Stichting Librijn & Zo <openbaar onderwijs>".into(),
                number: "41441".into(),
                address: Some(address("Kerkstraat 1", "2611 AA", "DELFT")),
                kvk_number: Some("27264198".into()),
                reference: Some("HR-2031-07".into()),
            },
            programme: "Leergang Strategisch HR".into(),
            cohort: "Groep 3".into(),
            starts_on: Some("2026-12-16".parse().unwrap()),
            lines: vec![
                line("Deelname Leergang Strategisch HR", 1, 100_000, Some("21")),
                line("Lunch", 3, 1_795, Some("9")),
                line("Reader", 3, 333, Some("0")),
                line("Examen", 1, 12_550, None),
            ],
            due_on: "2026-07-31".parse().unwrap(),
            payment_days: 30,
            corrects: None,
        },
    }
}

pub(super) fn credit_note() -> Invoice {
    let corrected =
        Corrected { number: "PO-RAAD-202600012".into(), issued_on: invoice().issued_on };
    let mut note = invoice();
    note.kind = InvoiceKind::CreditNote;
    note.content.corrects = Some(corrected);
    note
}

fn all<'a>(document: &'a Document<'_>, path: &str) -> Vec<Node<'a, 'a>> {
    let mut found = vec![document.root_element()];
    for name in path.split('/') {
        let children = |node: &Node<'a, 'a>| node.children().collect::<Vec<_>>();
        found = found.iter().flat_map(children).filter(|it| it.tag_name().name() == name).collect();
    }
    found
}

fn texts<'a>(document: &'a Document<'_>, path: &str) -> Vec<&'a str> {
    all(document, path).iter().filter_map(Node::text).collect()
}

fn sum(document: &Document<'_>, path: &str) -> Decimal {
    texts(document, path).iter().map(|text| text.parse::<Decimal>().unwrap()).sum()
}

fn child<'a>(node: Node<'a, 'a>, path: &str) -> &'a str {
    let mut found = node;
    for name in path.split('/') {
        found = found.children().find(|it| it.tag_name().name() == name).unwrap();
    }
    found.text().unwrap()
}

#[test]
fn br_co_10_to_17_the_sums_agree() {
    for invoice in [invoice(), credit_note()] {
        let xml = ubl(&invoice).unwrap();
        let document = Document::parse(&xml).unwrap();
        let line =
            if invoice.kind == InvoiceKind::Invoice { "InvoiceLine" } else { "CreditNoteLine" };
        let total = |name: &str| sum(&document, &format!("LegalMonetaryTotal/{name}"));
        let lines = sum(&document, &format!("{line}/LineExtensionAmount"));
        let tax = sum(&document, "TaxTotal/TaxAmount");
        assert_eq!(total("LineExtensionAmount"), lines, "BR-CO-10");
        assert_eq!(total("TaxExclusiveAmount"), lines, "BR-CO-13");
        assert_eq!(tax, sum(&document, "TaxTotal/TaxSubtotal/TaxAmount"), "BR-CO-14");
        assert_eq!(total("TaxInclusiveAmount"), lines + tax, "BR-CO-15");
        assert_eq!(total("PayableAmount"), total("TaxInclusiveAmount"), "BR-CO-16");
        for subtotal in all(&document, "TaxTotal/TaxSubtotal") {
            let number = |path| child(subtotal, path).parse::<Decimal>().unwrap();
            let exact =
                number("TaxableAmount") * number("TaxCategory/Percent") / Decimal::ONE_HUNDRED;
            let rounded = exact
                .round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            assert_eq!(number("TaxAmount"), rounded, "BR-CO-17");
        }
        for item in all(&document, line) {
            let quantity: Decimal = texts_of(item, &["InvoicedQuantity", "CreditedQuantity"]);
            let price: Decimal = child(item, "Price/PriceAmount").parse().unwrap();
            let net: Decimal = child(item, "LineExtensionAmount").parse().unwrap();
            assert_eq!(net, quantity * price, "PEPPOL-EN16931-R120");
        }
    }
}

fn texts_of(node: Node<'_, '_>, names: &[&str]) -> Decimal {
    let found = node.children().find(|it| names.contains(&it.tag_name().name())).unwrap();
    found.text().unwrap().parse().unwrap()
}

#[test]
fn each_rate_has_its_category_and_an_exemption_its_reason() {
    let xml = ubl(&invoice()).unwrap();
    let document = Document::parse(&xml).unwrap();
    let category = "TaxTotal/TaxSubtotal/TaxCategory";
    assert_eq!(texts(&document, &format!("{category}/ID")), ["S", "S", "Z", "E"]);
    assert_eq!(texts(&document, &format!("{category}/Percent")), ["21", "9", "0", "0"]);
    // BR-E-10 asks for a reason, BR-S-10 and BR-Z-10 forbid one.
    assert_eq!(texts(&document, &format!("{category}/TaxExemptionReason")).len(), 1);
    let lines = texts(&document, "InvoiceLine/Item/ClassifiedTaxCategory/ID");
    assert_eq!(lines, ["S", "S", "Z", "E"]);
}

#[test]
fn br_nl_the_parties_have_numbers_and_addresses_and_the_payment_a_means() {
    let xml = ubl(&invoice()).unwrap();
    let document = Document::parse(&xml).unwrap();
    assert!(texts(&document, "CustomizationID")[0].ends_with("nlcius:v1.0"));
    for party in ["AccountingSupplierParty/Party", "AccountingCustomerParty/Party"] {
        let id = &all(&document, &format!("{party}/PartyLegalEntity/CompanyID"))[0];
        assert_eq!(id.attribute("schemeID"), Some("0106"), "BR-NL-1, BR-NL-10");
        let endpoint = &all(&document, &format!("{party}/EndpointID"))[0];
        assert_eq!((endpoint.attribute("schemeID"), endpoint.text()), (Some("0106"), id.text()));
        for part in ["StreetName", "CityName", "PostalZone"] {
            let found = texts(&document, &format!("{party}/PostalAddress/{part}"));
            assert_eq!(found.len(), 1, "BR-NL-3, BR-NL-4");
        }
    }
    assert_eq!(texts(&document, "PaymentMeans/PaymentMeansCode"), ["58"], "BR-NL-11, BR-NL-12");
    assert_eq!(texts(&document, "BuyerReference"), ["HR-2031-07"]);
    let name = texts(&document, "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName");
    assert_eq!(name, [invoice().content.buyer.name]);
}

#[test]
fn a_body_of_government_is_known_by_its_oin() {
    let mut invoice = invoice();
    invoice.content.seller.oin = Some("00000001001234567000".into());
    let xml = ubl(&invoice).unwrap();
    let document = Document::parse(&xml).unwrap();
    let endpoint = &all(&document, "AccountingSupplierParty/Party/EndpointID")[0];
    assert_eq!(endpoint.attribute("schemeID"), Some("0190"));
    assert_eq!(endpoint.text(), Some("00000001001234567000"));
}

#[test]
fn br_nl_9_a_credit_note_names_its_invoice() {
    let xml = ubl(&credit_note()).unwrap();
    let document = Document::parse(&xml).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "CreditNote");
    assert_eq!(texts(&document, "CreditNoteTypeCode"), ["381"]);
    let named = texts(&document, "BillingReference/InvoiceDocumentReference/ID");
    assert_eq!(named, ["PO-RAAD-202600012"]);
}

#[test]
fn a_buyer_without_a_number_and_an_address_gets_no_e_invoice_but_a_paper() {
    let mut invoice = invoice();
    invoice.content.buyer.kvk_number = None;
    invoice.content.buyer.address = None;
    let refusal = ubl(&invoice).unwrap_err();
    assert_eq!((refusal.code(), refusal.reasons.len()), ("e-invoice-incomplete", 2));
    paper(&invoice).unwrap();
}

#[test]
fn papers_are_made_in_both_languages_for_both_kinds() {
    for language in [Language::Dutch, Language::English] {
        for mut invoice in [invoice(), credit_note()] {
            invoice.content.language = language;
            assert!(paper(&invoice).unwrap().starts_with(b"%PDF-1.7"));
        }
    }
}

#[test]
fn a_hundred_lines_go_on_on_the_next_page() {
    let mut invoice = invoice();
    invoice.content.lines = (1..=100).map(|it| line(&format!("Deel {it}"), 1, 100, None)).collect();
    assert!(paper(&invoice).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn a_file_has_a_name_that_every_system_takes() {
    let mut invoice = invoice();
    invoice.number.text = "A/ B\"é-1".into();
    assert_eq!(file_name(&invoice, "pdf"), "A__B__-1.pdf");
}
