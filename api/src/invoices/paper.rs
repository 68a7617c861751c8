//! An invoice on paper.

use leerkring_domain::invoices::{Content, Invoice, InvoiceKind, PostalAddress, Seller, Totals};
use leerkring_domain::kernel::Language;
use leerkring_domain::kernel::civil::day_in_words;

use super::words::{euros, rate};
use crate::papers::{About, Area, Colour, Column, Paper, PaperError, Row, Style, Table, mm};

/// Where the window of an envelope is, and where what is said about the invoice begins.
const ADDRESS_AT: f32 = 45.0;
const TITLE_AT: f32 = 90.0;
const LEFT: f32 = 20.0;
const RIGHT: f32 = 125.0;

/// The invoice as PDF.
///
/// # Errors
/// The PDF cannot be written.
pub fn paper(invoice: &Invoice) -> Result<Vec<u8>, PaperError> {
    let content = &invoice.content;
    let words = Words::of(content.language);
    let title = match invoice.kind {
        InvoiceKind::Invoice => words.invoice,
        InvoiceKind::CreditNote => words.credit_note,
    };
    let about = About {
        title: format!("{title} {}", invoice.number.text),
        author: content.seller.name.clone(),
        language: content.language,
        made_at: invoice.issued_at,
    };
    let mut paper = Paper::new(about)?;
    paper.footer(format!("{} · {title} {}", content.seller.name, invoice.number.text));
    head(&mut paper, content, &words);
    let style = Style::heading(1);
    paper.heading_at(at(LEFT, TITLE_AT, 170.0), style, &format!("{title} {}", invoice.number.text));
    let below = facts(&mut paper, invoice, &words);
    paper.go_to(below + mm(6.0));
    let totals = invoice.totals();
    paper.table(&lines(content, &totals, &words));
    sums(&mut paper, content.language, &totals, &words);
    request(&mut paper, invoice, &totals);
    paper.finish()
}

fn at(x: f32, y: f32, width: f32) -> Area {
    Area { x: mm(x), y: mm(y), width: mm(width) }
}

/// Who asks, above and at the right; who is asked, where an envelope has its window.
fn head(paper: &mut Paper, content: &Content, words: &Words) {
    let seller = &content.seller;
    let brand = Style::BODY.sized(16.0).bold().coloured(Colour::ACCENT);
    paper.text_at(at(LEFT, 18.0, 100.0), brand, &seller.name);
    let buyer = [content.buyer.name.clone(), address(content.buyer.address.as_ref())].join("\n");
    paper.text_at(at(LEFT, ADDRESS_AT, 90.0), Style::BODY.sized(10.5), &buyer);
    paper.text_at(at(RIGHT, ADDRESS_AT, 65.0), Style::SMALL, &imprint(seller, words));
}

fn imprint(seller: &Seller, words: &Words) -> String {
    let Seller { name, address: place, kvk_number, oin, vat_number, iban, email } = seller;
    let mut lines = vec![
        name.clone(),
        address(Some(place)),
        format!("KvK {kvk_number}"),
        format!("{} {vat_number}", words.vat_number),
        format!("IBAN {}", in_fours(iban)),
        email.clone(),
    ];
    lines.extend(oin.as_ref().map(|oin| format!("OIN {oin}")));
    lines.join("\n")
}

fn address(address: Option<&PostalAddress>) -> String {
    let address = address.map(|it| format!("{}\n{}  {}", it.line, it.postcode, it.city));
    address.unwrap_or_default()
}

fn in_fours(iban: &str) -> String {
    let signs: Vec<char> = iban.chars().collect();
    let groups = signs.chunks(4).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("\u{A0}")
}

/// What the invoice is about, in two columns; says where they end.
fn facts(paper: &mut Paper, invoice: &Invoice, words: &Words) -> f32 {
    let content = &invoice.content;
    let day = |day| day_in_words(day).in_language(content.language).to_owned();
    let mut left = vec![(words.date, day(invoice.issued_on))];
    match &content.corrects {
        Some(corrects) => left.push((words.corrects, corrects.number.clone())),
        None => left.push((words.due, day(content.due_on))),
    }
    left.extend(content.buyer.reference.clone().map(|reference| (words.reference, reference)));
    let mut right =
        vec![(words.programme, content.programme.clone()), (words.cohort, content.cohort.clone())];
    right.extend(content.starts_on.map(|starts_on| (words.starts, day(starts_on))));
    let top = TITLE_AT + 14.0;
    let ends = [(LEFT, 34.0, 46.0, left), (LEFT + 88.0, 24.0, 58.0, right)].map(
        |(x, label_width, width, facts)| {
            let mut y = mm(top);
            for (label, value) in facts {
                let style = Style::BODY.quiet();
                paper.text_at(Area { y, ..at(x, top, label_width) }, style, label);
                let area = Area { y, ..at(x + label_width, top, width) };
                y += paper.text_at(area, Style::BODY, &value) + 2.0;
            }
            y
        },
    );
    ends.into_iter().fold(mm(top), f32::max)
}

fn lines(content: &Content, totals: &Totals, words: &Words) -> Table {
    let language = content.language;
    let columns = vec![
        Column::share(words.description, 1.0),
        Column::amounts(words.quantity, mm(18.0)),
        Column::amounts(words.price, mm(28.0)),
        Column::amounts(words.vat, mm(24.0)),
        Column::amounts(words.amount, mm(30.0)),
    ];
    let rows = content.lines.iter().map(|line| {
        Row::new([
            line.description.clone(),
            line.quantity.to_string(),
            euros(line.unit_cents, language),
            rate(&line.vat, language),
            euros(line.net_cents(), language),
        ])
    });
    let mut rows: Vec<Row> = rows.collect();
    let reasons = totals.groups.iter().filter_map(|group| group.exemption.clone());
    rows.extend(reasons.map(|reason| Row::new([reason])));
    Table { columns, rows }
}

/// The sums, below each other at the right.
fn sums(paper: &mut Paper, language: Language, totals: &Totals, words: &Words) {
    paper.space(mm(3.0));
    let mut rows = vec![(words.net.to_owned(), totals.net_cents)];
    for group in &totals.groups {
        let over = euros(group.net_cents, language);
        let label = format!("{} {} {} {over}", words.vat, rate(&group.vat, language), words.over);
        rows.push((label, group.vat_cents));
    }
    paper.keep(Style::BODY.leading() * 8.0);
    let (x, wide) = (LEFT + 75.0, 95.0);
    for (label, cents) in rows {
        pair(paper, (x, wide), Style::BODY, &label, &euros(cents, language));
    }
    paper.space(3.0);
    let area = Area { y: paper.y(), ..at(x, 0.0, wide) };
    paper.colour_at(area, mm(8.5), Colour::GROUND);
    paper.space(mm(1.5));
    let strong = Style::BODY.sized(11.0).bold().coloured(Colour::ACCENT);
    let total = euros(totals.gross_cents, language);
    pair(paper, (x, wide), strong, words.total, &total);
}

/// A word and an amount on one line.
fn pair(paper: &mut Paper, (x, wide): (f32, f32), style: Style, label: &str, amount: &str) {
    let area = Area { y: paper.y(), ..at(x + 1.5, 0.0, wide - 3.0) };
    let label = paper.text_at(area, style, label);
    let amount = paper.text_at(area, style.right(), amount);
    paper.go_to(paper.y() + label.max(amount) + 2.0);
}

/// What is to be done with it.
fn request(paper: &mut Paper, invoice: &Invoice, totals: &Totals) {
    let content = &invoice.content;
    let (total, number) = (euros(totals.gross_cents, content.language), &invoice.number.text);
    let (name, iban) = (&content.seller.name, in_fours(&content.seller.iban));
    let day = day_in_words(content.due_on);
    let sentence = match (invoice.kind, content.language) {
        (InvoiceKind::Invoice, Language::Dutch) => format!(
            "Wij verzoeken u {total} uiterlijk op {} over te maken op {iban} ten name van {name}, \
             onder vermelding van {number}.",
            day.nl
        ),
        (InvoiceKind::Invoice, Language::English) => format!(
            "Please transfer {total} by {} to {iban} in the name of {name}, stating {number}.",
            day.en
        ),
        (InvoiceKind::CreditNote, Language::Dutch) => {
            "Deze creditnota neemt de genoemde factuur geheel terug. Wat u daarop al betaalde, \
             ontvangt u terug; wat nog openstond, hoeft u niet meer te betalen."
                .to_owned()
        }
        (InvoiceKind::CreditNote, Language::English) => {
            "This credit note takes the whole of that invoice back. What you paid on it is paid \
             back to you; what was still open need not be paid any more."
                .to_owned()
        }
    };
    paper.space(mm(10.0));
    paper.text(Style::BODY, &sentence);
}

/// The words on an invoice.
struct Words {
    invoice: &'static str,
    credit_note: &'static str,
    vat_number: &'static str,
    date: &'static str,
    due: &'static str,
    corrects: &'static str,
    reference: &'static str,
    programme: &'static str,
    cohort: &'static str,
    starts: &'static str,
    description: &'static str,
    quantity: &'static str,
    price: &'static str,
    vat: &'static str,
    amount: &'static str,
    net: &'static str,
    over: &'static str,
    total: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::Dutch => Self {
                invoice: "Factuur",
                credit_note: "Creditnota",
                vat_number: "Btw-nummer",
                date: "Factuurdatum",
                due: "Uiterste datum",
                corrects: "Bij factuur",
                reference: "Uw referentie",
                programme: "Programma",
                cohort: "Groep",
                starts: "Begint op",
                description: "Omschrijving",
                quantity: "Aantal",
                price: "Prijs",
                vat: "Btw",
                amount: "Bedrag",
                net: "Totaal exclusief btw",
                over: "over",
                total: "Totaal",
            },
            Language::English => Self {
                invoice: "Invoice",
                credit_note: "Credit note",
                vat_number: "VAT number",
                date: "Date",
                due: "To be paid by",
                corrects: "Takes back",
                reference: "Your reference",
                programme: "Programme",
                cohort: "Cohort",
                starts: "Starts on",
                description: "Description",
                quantity: "Quantity",
                price: "Price",
                vat: "VAT",
                amount: "Amount",
                net: "Total excluding VAT",
                over: "on",
                total: "Total",
            },
        }
    }
}
