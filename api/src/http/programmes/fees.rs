//! Fees as clients send and read them.

use leerkring_domain::programmes::{Fee, FeePart, FeeUnit, Vat};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::wire::{Line, Money, Word};

pub type FeeUnitWord = Word<FeeUnit>;

/// What a place costs, excluding VAT.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeeView {
    #[schema(inline)]
    pub per: FeeUnitWord,
    /// Excluding VAT.
    pub amount: Money,
    /// With a fee per board: the participants that it covers.
    #[schema(minimum = 1, maximum = 100)]
    pub participants_included: Option<u16>,
    /// With a fee per board: what each participant above them costs; null: no more.
    pub additional_participant_amount: Option<Money>,
    /// The VAT percentage, such as `21`; null where the fee is exempt.
    #[schema(pattern = r"^[0-9]{1,2}(\.[0-9]{1,2})?$", max_length = 5)]
    pub vat_percentage: Option<String>,
    /// Why it is exempt; null: as education (article 11(1)(o) of the Dutch VAT act).
    #[schema(inline)]
    pub vat_exemption: Option<Line>,
    /// What is asked besides, with VAT of its own, such as for lunch.
    #[serde(default)]
    #[schema(max_items = 10, required = false)]
    pub parts: Vec<FeePartView>,
}

/// Something asked besides the place itself.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeePartView {
    #[schema(inline)]
    pub description: Line,
    #[schema(inline)]
    pub per: FeeUnitWord,
    /// Excluding VAT.
    pub amount: Money,
    /// The VAT percentage; null where it is exempt.
    #[schema(pattern = r"^[0-9]{1,2}(\.[0-9]{1,2})?$", max_length = 5)]
    pub vat_percentage: Option<String>,
    #[schema(inline)]
    pub vat_exemption: Option<Line>,
}

impl From<FeeView> for Fee {
    fn from(fee: FeeView) -> Self {
        Self {
            per: fee.per.0,
            cents: fee.amount.cents(),
            participants_included: fee.participants_included,
            additional_cents: fee.additional_participant_amount.map(|amount| amount.cents()),
            vat: vat(fee.vat_percentage.as_deref()),
            exemption: fee.vat_exemption.map(Into::into),
            parts: fee.parts.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<FeePartView> for FeePart {
    fn from(part: FeePartView) -> Self {
        Self {
            description: part.description.into(),
            per: part.per.0,
            cents: part.amount.cents(),
            vat: vat(part.vat_percentage.as_deref()),
            exemption: part.vat_exemption.map(Into::into),
        }
    }
}

fn vat(percentage: Option<&str>) -> Vat {
    let rate = percentage.and_then(|text| text.parse::<Decimal>().ok());
    rate.map_or(Vat::Exempt, Vat::Rate)
}

impl From<FeePart> for FeePartView {
    fn from(part: FeePart) -> Self {
        Self {
            description: part.description.into(),
            per: Word(part.per),
            amount: Money::from_cents(part.cents),
            vat_percentage: part.vat.percentage(),
            vat_exemption: part.exemption.map(Into::into),
        }
    }
}

impl From<Fee> for FeeView {
    fn from(fee: Fee) -> Self {
        Self {
            per: Word(fee.per),
            amount: Money::from_cents(fee.cents),
            participants_included: fee.participants_included,
            additional_participant_amount: fee.additional_cents.map(Money::from_cents),
            vat_percentage: fee.vat.percentage(),
            vat_exemption: fee.exemption.map(Into::into),
            parts: fee.parts.into_iter().map(Into::into).collect(),
        }
    }
}
