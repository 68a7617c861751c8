//! Sums and value-added tax, rounded once for each rate (EN 16931, BR-CO-14 and BR-CO-17).

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::Line;
use crate::programmes::Vat;

/// The lines with the same VAT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VatGroup {
    pub vat: Vat,
    /// Why there is none, where it is exempt.
    pub exemption: Option<String>,
    pub net_cents: i64,
    pub vat_cents: i64,
}

/// What the lines of an invoice come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// In the order in which the rates stand on the lines.
    pub groups: Vec<VatGroup>,
    pub net_cents: i64,
    pub vat_cents: i64,
    pub gross_cents: i64,
}

impl Totals {
    pub fn of(lines: &[Line]) -> Self {
        let mut groups: Vec<VatGroup> = Vec::new();
        for line in lines {
            match groups.iter_mut().find(|group| group.vat == line.vat) {
                Some(group) => {
                    group.net_cents += line.net_cents();
                    group.add_exemption(line.exemption.as_deref());
                }
                None => groups.push(VatGroup {
                    vat: line.vat.clone(),
                    exemption: line.exemption.clone(),
                    net_cents: line.net_cents(),
                    vat_cents: 0,
                }),
            }
        }
        for group in &mut groups {
            group.vat_cents = tax(&group.vat, group.net_cents);
        }
        let net_cents = groups.iter().map(|group| group.net_cents).sum();
        let vat_cents: i64 = groups.iter().map(|group| group.vat_cents).sum();
        Self { groups, net_cents, vat_cents, gross_cents: net_cents + vat_cents }
    }
}

impl VatGroup {
    fn add_exemption(&mut self, more: Option<&str>) {
        let known = self.exemption.as_deref().unwrap_or_default();
        if let Some(more) = more.filter(|more| !known.contains(*more)) {
            self.exemption = Some(format!("{known}; {more}"));
        }
    }
}

/// Half a cent is rounded up.
fn tax(vat: &Vat, net_cents: i64) -> i64 {
    let Vat::Rate(rate) = vat else { return 0 };
    let exact = Decimal::from(net_cents) * rate / Decimal::ONE_HUNDRED;
    let rounded = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    rounded.to_i64().unwrap_or(i64::MAX)
}
