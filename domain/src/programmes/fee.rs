//! What a place costs.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::kernel::Code;

/// What a place costs, excluding VAT.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    #[serde(with = "crate::kernel::code::word")]
    pub per: FeeUnit,
    /// Euro cents, excluding VAT.
    pub cents: i64,
    /// With a fee per board: the participants that it covers.
    pub participants_included: Option<u16>,
    /// With a fee per board: what each participant above them costs; nothing: no more.
    #[serde(default)]
    pub additional_cents: Option<i64>,
    pub vat: Vat,
    /// Why there is no VAT, where it is exempt for another reason than being education.
    #[serde(default)]
    pub exemption: Option<String>,
    /// What is asked besides, such as for lunch.
    #[serde(default)]
    pub parts: Vec<FeePart>,
}

/// Something asked besides the place itself, with VAT of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeePart {
    pub description: String,
    #[serde(with = "crate::kernel::code::word")]
    pub per: FeeUnit,
    /// Euro cents, excluding VAT.
    pub cents: i64,
    pub vat: Vat,
    pub exemption: Option<String>,
}

impl Fee {
    /// Whether a team can have something to pay.
    pub fn costs(&self) -> bool {
        let additional = self.additional_cents.unwrap_or_default();
        let parts = self.parts.iter().map(|part| part.cents);
        parts.chain([self.cents, additional]).any(|cents| cents > 0)
    }
}

/// What a fee is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeeUnit {
    Board,
    Participant,
}

impl Code for FeeUnit {
    const ALL: &'static [Self] = &[Self::Board, Self::Participant];

    fn code(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Participant => "participant",
        }
    }
}

/// The value-added tax on a fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vat {
    /// A percentage, such as 21.
    Rate(Decimal),
    Exempt,
}

impl Vat {
    /// The percentage as programs read it: `21`; an exemption has none.
    pub fn percentage(&self) -> Option<String> {
        match self {
            Self::Rate(rate) => Some(rate.normalize().to_string()),
            Self::Exempt => None,
        }
    }
}
