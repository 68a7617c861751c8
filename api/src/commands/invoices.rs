//! Invoices: a fee that falls due is issued, one that is taken back is credited, in the transaction
//! in which the registration came to its status.

mod lessening;

use std::collections::HashSet;

use chrono::{Datelike, Days, NaiveDate};
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::invoices::{
    Balance, Content, Due, Invoice, InvoiceKind, Issuer, Line, Payment, due, lines,
};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Actor, Author, Code, Event, Id, Language, Number, Refusal, text};
use leerkring_domain::notifications::{Addressee, Letter, Message};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::privacy::is_erased;
use leerkring_domain::registrations::{Move, Registration, RegistrationStatus};
use leerkring_persistence::invoices::{self, Fees, Standing};
use leerkring_persistence::{organisers, registrations, sessions};

pub use self::lessening::lessen;
use super::organisers::not_your_organiser;
use crate::error::Error;
use crate::work::Work;

/// A registration that came to its status from another, or from nowhere, by somebody.
#[derive(Debug, Clone, Copy)]
pub struct Moved<'a> {
    pub by: Author,
    pub from: Option<RegistrationStatus>,
    pub registration: &'a Registration,
}

impl<'a> Moved<'a> {
    pub fn of(by: Author, moved: &'a Move) -> Self {
        Self { by, from: moved.from, registration: &moved.registration }
    }
}

/// Issues what fell due by these moves of registrations for `cohort`, and credits what is taken
/// back. The moves are stored already, so that the series is locked last and shortly.
pub async fn settle(
    work: &mut Work,
    cohort: &Cohort,
    lead: Id<Organiser>,
    moves: &[Moved<'_>],
) -> Result<(), Error> {
    let means = |it: &&Moved<'_>, meaning| {
        due(it.from, it.registration.status, cohort, work.now) == meaning
    };
    let fallen: Vec<_> = moves.iter().filter(|it| means(it, Due::Fee)).copied().collect();
    let taken_back: Vec<_> = moves.iter().filter(|it| means(it, Due::Credit)).copied().collect();
    if !fallen.is_empty() {
        issue(work, cohort, lead, &fallen).await?;
    }
    if !taken_back.is_empty() {
        credit(work, lead, &taken_back).await?;
    }
    Ok(())
}

/// Credits what teams that withdrew too late still owe for a cohort that was cancelled since.
pub async fn forgive(work: &mut Work, cohort: &Cohort, lead: Id<Organiser>) -> Result<(), Error> {
    let withdrawn = registrations::withdrawn(&work.tx, cohort.id).await?;
    let (by, from) = (work.author, Some(RegistrationStatus::Withdrawn));
    let moves: Vec<_> =
        withdrawn.iter().map(|registration| Moved { by, from, registration }).collect();
    settle(work, cohort, lead, &moves).await
}

async fn issue(
    work: &mut Work,
    cohort: &Cohort,
    lead: Id<Organiser>,
    moves: &[Moved<'_>],
) -> Result<(), Error> {
    let fees = invoices::fees(&work.tx, cohort.programme).await?;
    let Some(fee) = fees.fee.as_ref().filter(|fee| fee.costs()) else { return Ok(()) };
    let lines =
        |moved: &Moved<'_>| lines(fee, &fees.title, moved.registration.size(), language(&fees));
    let asked: Vec<_> = moves.iter().map(|moved| (*moved, lines(moved))).collect();
    write(work, cohort, lead, (&fees, asked)).await?;
    Ok(())
}

/// The language in which a programme is given, and what it asks.
fn language(fees: &Fees) -> Language {
    Language::from_code(&fees.language).unwrap_or_default()
}

/// Issues an invoice with these lines for each of the moves; none where there are no lines.
async fn write(
    work: &mut Work,
    cohort: &Cohort,
    lead: Id<Organiser>,
    (fees, mut asked): (&Fees, Vec<(Moved<'_>, Vec<Line>)>),
) -> Result<Vec<Invoice>, Error> {
    asked.retain(|(_, lines)| !lines.is_empty());
    let organiser = organisers::find(&work.tx, lead).await?;
    let issuer = organiser.invoicing.issuer(&organiser.name)?;
    let contents = contents(work, cohort, &issuer, (fees, asked)).await?;
    let numbers = numbers(work, lead, &issuer.number_prefix, contents.len()).await?;
    let mut made = Vec::new();
    for ((moved, content), number) in contents.into_iter().zip(numbers) {
        let registration = moved.registration;
        let invoice = Invoice {
            id: work.id(),
            kind: InvoiceKind::Invoice,
            number,
            organiser: lead,
            board: registration.board,
            cohort: cohort.id,
            registration: registration.id,
            corrects: None,
            issued_at: work.now,
            issued_on: today(work.now),
            content,
        };
        tell(work, moved, &invoice, "invoice-issued");
        let balance = Balance::new(&invoice);
        made.push((invoice, balance));
    }
    invoices::insert_all(&work.tx, &made).await?;
    Ok(made.into_iter().map(|(invoice, _)| invoice).collect())
}

/// What stands on the invoice for each of these.
async fn contents<'a>(
    work: &Work,
    cohort: &Cohort,
    issuer: &Issuer,
    (fees, asked): (&Fees, Vec<(Moved<'a>, Vec<Line>)>),
) -> Result<Vec<(Moved<'a>, Content)>, Error> {
    let boards: Vec<_> = asked.iter().map(|(moved, _)| moved.registration.board).collect();
    let buyers = invoices::buyers(&work.tx, &boards).await?;
    let held = sessions::of(&work.tx, &[cohort.id]).await?;
    let first = held.iter().filter(|it| it.is_held()).map(|it| it.on).min();
    let days = Days::new(issuer.payment_days.into());
    let due_on = today(work.now).checked_add_days(days).unwrap_or(NaiveDate::MAX);
    let mut contents = Vec::new();
    for (moved, lines) in asked {
        let Registration { board, details, .. } = moved.registration;
        let Some(mut buyer) = buyers.get(board).cloned() else { continue };
        buyer.reference.clone_from(&details.invoice_reference);
        let content = Content {
            language: language(fees),
            seller: issuer.seller.clone(),
            buyer,
            programme: fees.title.clone(),
            cohort: cohort.plan.name.clone(),
            starts_on: first,
            lines,
            due_on,
            payment_days: issuer.payment_days,
            corrects: None,
        };
        contents.push((moved, content));
    }
    Ok(contents)
}

/// So many numbers in a row of the series of this year in the Netherlands.
async fn numbers(
    work: &Work,
    organiser: Id<Organiser>,
    prefix: &str,
    count: usize,
) -> Result<Vec<Number>, Error> {
    let (year, count) = (today(work.now).year(), i64::try_from(count).unwrap_or(i64::MAX));
    if count == 0 {
        return Ok(Vec::new());
    }
    let first = invoices::take_numbers(&work.tx, organiser, year, count).await?;
    Ok((first..first + count).map(|place| Number::new(prefix, year, place)).collect())
}

/// Takes back the invoices of these registrations, but for those that were taken back before. The
/// notes that do it.
async fn credit(
    work: &mut Work,
    lead: Id<Organiser>,
    moves: &[Moved<'_>],
) -> Result<Vec<Invoice>, Error> {
    let ids: Vec<_> = moves.iter().map(|moved| moved.registration.id).collect();
    let mut invoices = invoices::of_registrations(&work.tx, &ids).await?;
    let ids: Vec<_> = invoices.iter().map(|invoice| invoice.id).collect();
    let mut balances = invoices::lock_balances(&work.tx, &ids).await?;
    balances.retain(|balance| !balance.credited);
    let owed: HashSet<_> = balances.iter().map(|balance| balance.invoice).collect();
    invoices.retain(|invoice| owed.contains(&invoice.id));
    let prefix = organisers::find(&work.tx, lead).await?.invoicing.number_prefix;
    let numbers = numbers(work, lead, &prefix, invoices.len()).await?;
    let (mut issued, mut payments) = (Vec::new(), Vec::new());
    for (invoice, number) in invoices.iter().zip(numbers) {
        let place = balances.iter().position(|balance| balance.invoice == invoice.id);
        let balance = place.map(|place| balances.swap_remove(place));
        let why = moves.iter().find(|it| it.registration.id == invoice.registration);
        let Some((balance, why)) = balance.zip(why) else {
            return Err(Error::Bug("an invoice without its balance".to_owned()));
        };
        let note = invoice.credit(work.id(), number, work.now);
        let (balance, open, cents) = balance.set_off(Balance::new(&note));
        invoices::store_balance(&work.tx, &balance).await?;
        if cents > 0 {
            payments.push(set_off(work, invoice, &note, cents));
            payments.push(set_off(work, &note, invoice, cents));
        }
        tell(work, *why, &note, "credit-note-issued");
        issued.push((note, open));
    }
    invoices::insert_all(&work.tx, &issued).await?;
    invoices::insert_payments(&work.tx, payments).await?;
    Ok(issued.into_iter().map(|(note, _)| note).collect())
}

fn set_off(work: &Work, of: &Invoice, with: &Invoice, cents: i64) -> Payment {
    Payment {
        id: work.id(),
        invoice: of.id,
        paid_on: today(work.now),
        cents,
        reference: Some(with.number.text.clone()),
        set_off: true,
        marked_at: work.now,
        undone: None,
    }
}

/// Records that something was issued, and sends it to the contact of the registration, if there is
/// one still: of a team that withdrew they may have been erased.
fn tell(work: &mut Work, moved: Moved<'_>, invoice: &Invoice, what: &'static str) {
    work.record_by(moved.by, Event::new(what, invoice.id, invoice.concerning()));
    let address = moved.registration.details.contact.email.clone();
    if is_erased(&address) {
        return;
    }
    work.send(Letter {
        to: Addressee::Address(address),
        language: moved.registration.language,
        message: Message::InvoiceIssued(invoice.into()),
    });
}

/// What was paid, and when.
#[derive(Debug, Clone)]
pub struct NewPayment {
    pub paid_on: NaiveDate,
    /// Nothing: all that is open.
    pub cents: Option<i64>,
    pub reference: Option<String>,
}

/// Marks a payment on an invoice that `actor` issues.
pub async fn mark_paid(
    work: &mut Work,
    actor: &Actor,
    id: Id<Invoice>,
    new: NewPayment,
) -> Result<Standing, Error> {
    let invoice = own(work, actor, id).await?;
    if today(work.now) < new.paid_on {
        let sentence = text("deze dag moet nog komen", "this day is still to come");
        return Err(Refusal::invalid("/paidOn", "paid-in-future", sentence).into());
    }
    let (balance, cents) = invoices::lock_balance(&work.tx, id).await?.pay(new.cents)?;
    let payment = Payment {
        id: work.id(),
        invoice: id,
        paid_on: new.paid_on,
        cents,
        reference: new.reference,
        set_off: false,
        marked_at: work.now,
        undone: None,
    };
    invoices::insert_payments(&work.tx, vec![payment]).await?;
    invoices::store_balance(&work.tx, &balance).await?;
    let event = Event::new("invoice-paid", id, invoice.concerning());
    work.record(event.changing(vec!["payments"]));
    standing(work, id).await
}

/// Takes back a payment that was marked by mistake.
pub async fn undo_payment(
    work: &mut Work,
    actor: &Actor,
    id: Id<Invoice>,
    payment: Id<Payment>,
    reason: String,
) -> Result<Standing, Error> {
    let invoice = own(work, actor, id).await?;
    let balance = invoices::lock_balance(&work.tx, id).await?;
    let payment = invoices::find_payment(&work.tx, id, payment).await?.ok_or_else(|| {
        let sentence = text(
            "op deze factuur is er geen betaling met dit id",
            "there is no payment with this id on this invoice",
        );
        Refusal::invalid("/paymentId", "unknown-payment", sentence)
    })?;
    let balance = balance.undo(&payment)?;
    let undone = Payment { undone: Some((work.now, reason.clone())), ..payment };
    invoices::store_undone(&work.tx, &undone).await?;
    invoices::store_balance(&work.tx, &balance).await?;
    let event = Event::new("payment-undone", id, invoice.concerning());
    work.record(event.changing(vec!["payments"]).because(Some(reason)));
    standing(work, id).await
}

/// The invoice, if `actor` acts for who issued it.
async fn own(work: &Work, actor: &Actor, id: Id<Invoice>) -> Result<Invoice, Error> {
    let seen = invoices::find(&work.tx, id, &Scope::of(Some(actor))).await?;
    if !actor.edits_organiser(seen.invoice.organiser) {
        return Err(not_your_organiser().into());
    }
    Ok(seen.invoice)
}

async fn standing(work: &Work, id: Id<Invoice>) -> Result<Standing, Error> {
    let everything = Scope { everything: true, ..Scope::default() };
    Ok(invoices::find(&work.tx, id, &everything).await?)
}
