use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::cohorts::{CohortStatus, OfferRule, Plan, SeatCount, WaitingList};
use crate::kernel::{Instant, Period};
use crate::programmes::{Fee, FeePart, FeeUnit};
use crate::registrations::RegistrationStatus::{
    Cancelled, Completed, Confirmed, Offered, Submitted, Waitlisted, Withdrawn,
};

fn rate(percentage: &str) -> Vat {
    Vat::Rate(percentage.parse::<Decimal>().unwrap())
}

/// R1: € 1,000 excl. 21 % per board, two participants included.
fn r1() -> Fee {
    Fee {
        per: FeeUnit::Board,
        cents: 100_000,
        participants_included: Some(2),
        additional_cents: None,
        vat: rate("21"),
        exemption: None,
        parts: Vec::new(),
    }
}

fn totals(fee: &Fee, participants: u32) -> Totals {
    Totals::of(&lines(fee, "HR", participants, Language::Dutch))
}

fn line(cents: i64, vat: Vat) -> Line {
    Line {
        description: "x".into(),
        quantity: 1,
        unit_cents: cents,
        vat,
        exemption: None,
        counts_participants: false,
    }
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn cohort(free_until: Option<&str>) -> Cohort {
    let window = Period::new(instant("2026-06-01T07:00:00Z"), instant("2026-09-01T07:00:00Z"));
    Cohort {
        id: Uuid::from_u128(1).into(),
        programme: Uuid::from_u128(2).into(),
        plan: Plan {
            name: "Groep 1".into(),
            region: None,
            capacity: 24,
            seats_per_board: None,
            several_per_board: false,
            window: window.unwrap(),
            waiting_list: WaitingList::None,
            offers: OfferRule::default(),
            minimum: None,
            free_cancellation_until: free_until.map(instant),
            place: None,
            facilitator: None,
        },
        status: CohortStatus::Published,
        verdict: None,
        seats: SeatCount::default(),
        span: None,
        last_starts_at: None,
        version: 1,
    }
}

fn invoice() -> Invoice {
    let address = PostalAddress {
        line: "Aidadreef 4".into(),
        postcode: "3561 GE".into(),
        city: "Utrecht".into(),
    };
    Invoice {
        id: Uuid::from_u128(1).into(),
        kind: InvoiceKind::Invoice,
        number: Number::new("PO-", 2026, 7),
        organiser: Uuid::nil().into(),
        board: Uuid::nil().into(),
        cohort: Uuid::nil().into(),
        registration: Uuid::nil().into(),
        corrects: None,
        issued_at: instant("2026-06-15T10:00:00Z"),
        issued_on: "2026-06-15".parse().unwrap(),
        content: Content {
            language: Language::Dutch,
            seller: Seller {
                name: "PO-Raad".into(),
                address: address.clone(),
                kvk_number: "12345678".into(),
                oin: None,
                vat_number: "NL123456789B01".into(),
                iban: "NL91ABNA0417164300".into(),
                email: "facturen@example.nl".into(),
            },
            buyer: Buyer {
                name: "Stichting".into(),
                number: "41441".into(),
                address: Some(address),
                kvk_number: None,
                reference: None,
            },
            programme: "HR".into(),
            cohort: "Groep 1".into(),
            starts_on: None,
            lines: lines(&r1(), "HR", 2, Language::Dutch),
            due_on: "2026-07-15".parse().unwrap(),
            payment_days: 30,
            corrects: None,
        },
    }
}

#[test]
fn r1_a_fee_of_1000_with_21_percent_is_an_invoice_of_1210() {
    let totals = totals(&r1(), 2);
    assert_eq!(
        (totals.net_cents, totals.vat_cents, totals.gross_cents),
        (100_000, 21_000, 121_000)
    );
}

#[test]
fn participants_above_the_included_number_are_paid_for_where_the_fee_says_so() {
    assert_eq!(totals(&r1(), 4).net_cents, 100_000);
    let more = Fee { additional_cents: Some(25_000), ..r1() };
    assert_eq!(totals(&more, 2).net_cents, 100_000);
    assert_eq!(totals(&more, 4).net_cents, 150_000);
    let all = Fee { participants_included: None, ..more };
    assert_eq!(totals(&all, 9).net_cents, 100_000);
}

#[test]
fn a_fee_per_participant_counts_the_team() {
    let fee = Fee { per: FeeUnit::Participant, cents: 12_345, ..r1() };
    let lines = lines(&fee, "HR", 3, Language::English);
    assert_eq!((lines.len(), lines[0].quantity, lines[0].net_cents()), (1, 3, 37_035));
    assert_eq!(lines[0].description, "Participants in HR");
}

#[test]
fn what_costs_nothing_gives_no_line() {
    assert!(lines(&Fee { cents: 0, ..r1() }, "HR", 2, Language::Dutch).is_empty());
}

#[test]
fn an_exempt_course_with_lunch_has_two_rates_and_says_why_it_is_exempt() {
    let lunch = FeePart {
        description: "Lunch".into(),
        per: FeeUnit::Participant,
        cents: 1_795,
        vat: rate("9"),
        exemption: None,
    };
    let fee = Fee { vat: Vat::Exempt, parts: vec![lunch], ..r1() };
    let lines = lines(&fee, "HR", 2, Language::Dutch);
    assert!(lines[0].exemption.as_deref().unwrap().contains("artikel 11"));
    let totals = Totals::of(&lines);
    let groups: Vec<_> =
        totals.groups.iter().map(|group| (group.net_cents, group.vat_cents)).collect();
    assert_eq!(groups, [(100_000, 0), (3_590, 323)]);
    assert_eq!(totals.gross_cents, 103_913);
}

#[test]
fn vat_is_rounded_once_for_each_rate_and_half_a_cent_up() {
    // Rounded for each line it would be 2 × 0.11 = 0.22.
    let totals = Totals::of(&[line(52, rate("21")), line(52, rate("21"))]);
    assert_eq!(totals.vat_cents, 22);
    let totals = Totals::of(&[line(50, rate("21")), line(50, rate("21"))]);
    assert_eq!(totals.vat_cents, 21);
    assert_eq!(Totals::of(&[line(50, rate("9"))]).vat_cents, 5);
    assert_eq!(Totals::of(&[line(150, rate("21")), line(150, rate("9"))]).vat_cents, 32 + 14);
}

#[test]
fn several_exemptions_stand_together_in_one_group() {
    let exempt = |why: &str| Line { exemption: Some(why.into()), ..line(100, Vat::Exempt) };
    let totals = Totals::of(&[exempt("a"), exempt("b"), exempt("a")]);
    assert_eq!(totals.groups.len(), 1);
    assert_eq!(totals.groups[0].exemption.as_deref(), Some("a; b"));
}

#[test]
fn the_fee_falls_due_when_a_registration_is_confirmed_and_only_then() {
    let (cohort, now) = (cohort(None), instant("2026-06-15T10:00:00Z"));
    for from in [None, Some(Submitted), Some(Offered)] {
        assert_eq!(due(from, Confirmed, &cohort, now), Due::Fee);
    }
    for to in [Submitted, Waitlisted, Offered, Withdrawn, Cancelled] {
        assert_eq!(due(Some(Waitlisted), to, &cohort, now), Due::Nothing);
    }
    assert_eq!(due(Some(Confirmed), Completed, &cohort, now), Due::Nothing);
}

#[test]
fn withdrawing_in_time_takes_the_fee_back_and_too_late_does_not() {
    let cohort = cohort(Some("2026-08-01T00:00:00Z"));
    let at = |now: &str| due(Some(Confirmed), Withdrawn, &cohort, instant(now));
    assert_eq!(at("2026-07-31T23:59:59Z"), Due::Credit);
    assert_eq!(at("2026-08-01T00:00:00Z"), Due::Nothing);
}

#[test]
fn a_cancelled_cohort_takes_the_fee_back_at_any_time() {
    let cohort = cohort(Some("2026-08-01T00:00:00Z"));
    let now = instant("2026-09-01T00:00:00Z");
    assert_eq!(due(Some(Confirmed), Cancelled, &cohort, now), Due::Credit);
}

#[test]
fn a_cancelled_cohort_takes_the_fee_back_of_who_had_withdrawn_too_late() {
    let (held, now) = (cohort(Some("2026-08-01T00:00:00Z")), instant("2026-09-01T00:00:00Z"));
    let cancelled = Cohort { status: CohortStatus::Cancelled, ..held.clone() };
    assert_eq!(due(Some(Withdrawn), Withdrawn, &cancelled, now), Due::Credit);
    assert_eq!(due(Some(Withdrawn), Withdrawn, &held, now), Due::Nothing);
    // Who completed the programme had what the fee is for.
    assert_eq!(due(Some(Completed), Completed, &cancelled, now), Due::Nothing);
}

#[test]
fn a_credit_note_is_for_the_whole_and_names_its_invoice() {
    let number = Number::new("PO-", 2027, 1);
    let credit = invoice().credit(
        Uuid::from_u128(2).into(),
        number,
        // Already the next year in the Netherlands.
        instant("2026-12-31T23:30:00Z"),
    );
    assert_eq!(credit.totals(), invoice().totals());
    assert_eq!(credit.corrects, Some(invoice().id));
    assert_eq!(credit.content.corrects.as_ref().unwrap().number, "PO-202600007");
    assert_eq!(credit.issued_on.to_string(), "2027-01-01");
    assert_eq!(credit.number.text, "PO-202700001");
}

#[test]
fn a_payment_is_a_part_of_what_is_open_or_all_of_it() {
    let balance = Balance::new(&invoice());
    let (part, paid) = balance.pay(Some(21_000)).unwrap();
    assert_eq!((part.open_cents, paid, part.status()), (100_000, 21_000, InvoiceStatus::Open));
    assert_eq!(part.pay(Some(100_001)).unwrap_err().code(), "more-than-open");
    assert_eq!(part.pay(Some(0)).unwrap_err().code(), "more-than-open");
    let (all, paid) = part.pay(None).unwrap();
    assert_eq!((all.open_cents, paid, all.status()), (0, 100_000, InvoiceStatus::Paid));
    assert_eq!(all.pay(None).unwrap_err().code(), "already-paid");
}

#[test]
fn a_payment_is_undone_once_and_what_was_set_off_never() {
    let payment = Payment {
        id: Uuid::nil().into(),
        invoice: invoice().id,
        paid_on: invoice().issued_on,
        cents: 121_000,
        reference: None,
        set_off: false,
        marked_at: invoice().issued_at,
        undone: None,
    };
    let (paid, _) = Balance::new(&invoice()).pay(None).unwrap();
    assert_eq!(paid.undo(&payment).unwrap().open_cents, 121_000);
    let undone = Payment { undone: Some((payment.marked_at, "fout".into())), ..payment.clone() };
    assert_eq!(paid.undo(&undone).unwrap_err().code(), "already-undone");
    let set_off = Payment { set_off: true, ..payment };
    assert_eq!(paid.undo(&set_off).unwrap_err().code(), "set-off");
}

#[test]
fn what_was_paid_before_a_credit_note_stays_for_the_credit_note() {
    let payment = Payment {
        id: Uuid::nil().into(),
        invoice: invoice().id,
        paid_on: invoice().issued_on,
        cents: 121_000,
        reference: None,
        set_off: false,
        marked_at: invoice().issued_at,
        undone: None,
    };
    let (paid, _) = Balance::new(&invoice()).pay(None).unwrap();
    let (credited, _, _) = paid.set_off(Balance::new(&invoice()));
    assert_eq!(credited.undo(&payment).unwrap_err().code(), "credited");
}

#[test]
fn an_open_invoice_is_set_off_and_a_paid_one_is_paid_back() {
    let fresh = || Balance::new(&invoice());
    let (invoice, credit, cents) = fresh().set_off(fresh());
    assert_eq!((invoice.open_cents, credit.open_cents, cents), (0, 0, 121_000));
    assert_eq!((invoice.status(), credit.status()), (InvoiceStatus::Credited, InvoiceStatus::Paid));
    let (paid, _) = fresh().pay(None).unwrap();
    let (invoice, credit, cents) = paid.set_off(fresh());
    assert_eq!((invoice.open_cents, credit.open_cents, cents), (0, 121_000, 0));
    assert_eq!(credit.status(), InvoiceStatus::Open);
}

/// The quantities on the lines of an invoice to a team of `participants`, after one leaves.
fn quantities_after_one_leaves(fee: &Fee, participants: u32) -> Option<Vec<u32>> {
    let lines = lines(fee, "HR", participants, Language::Dutch);
    let content = Content { lines, ..invoice().content };
    let fewer = content.lines_for_one_less()?;
    Some(fewer.iter().map(|line| line.quantity).collect())
}

#[test]
fn who_leaves_is_paid_for_no_more_where_the_fee_is_per_participant() {
    let fee = Fee { per: FeeUnit::Participant, participants_included: None, ..r1() };
    assert_eq!(quantities_after_one_leaves(&fee, 3), Some(vec![2]));
    let lunch = FeePart {
        description: "Lunch".into(),
        per: FeeUnit::Participant,
        cents: 1_795,
        vat: rate("9"),
        exemption: None,
    };
    let with_lunch = Fee { parts: vec![lunch], ..r1() };
    assert_eq!(quantities_after_one_leaves(&with_lunch, 2), Some(vec![1, 1]));
}

#[test]
fn who_leaves_a_team_with_a_fee_per_board_changes_only_what_is_asked_for_more() {
    assert_eq!(quantities_after_one_leaves(&r1(), 2), None);
    let more = Fee { additional_cents: Some(25_000), ..r1() };
    assert_eq!(quantities_after_one_leaves(&more, 2), None);
    assert_eq!(quantities_after_one_leaves(&more, 3), Some(vec![1]));
    assert_eq!(quantities_after_one_leaves(&more, 4), Some(vec![1, 1]));
    let only_more = Fee { cents: 0, ..more };
    assert_eq!(
        quantities_after_one_leaves(&only_more, 3),
        Some(vec![]),
        "nothing is asked any more"
    );
}

#[test]
fn what_was_paid_counts_for_the_invoice_that_takes_the_place_of_another() {
    let balance = |open_cents| Balance { open_cents, ..Balance::new(&invoice()) };
    let (invoice, note, cents) = balance(20_000).set_off_with(balance(30_000));
    assert_eq!((invoice.open_cents, note.open_cents, cents), (0, 10_000, 20_000));
    assert_eq!(invoice.status(), InvoiceStatus::Paid);
    let (invoice, note, cents) = balance(20_000).set_off_with(balance(5_000));
    assert_eq!((invoice.open_cents, note.open_cents, cents), (15_000, 0, 5_000));
}

#[test]
fn seats_are_given_back_free_until_the_date_for_it() {
    let cohort = cohort(Some("2026-08-01T00:00:00Z"));
    assert!(gives_back_free(&cohort, instant("2026-07-31T23:59:59Z")));
    assert!(!gives_back_free(&cohort, instant("2026-08-01T00:00:00Z")));
}
