//! A person's data and what was erased, as the API shows them.

use chrono::{DateTime, Utc};
use leerkring_domain::kernel::Language;
use leerkring_persistence::personal::{Erased, Field, Records};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::commands::privacy::Done;
use crate::http::secrets::PasswordText;
use crate::http::wire::{Email, Text};

fn in_language((dutch, english): (&'static str, &'static str), language: Language) -> &'static str {
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}

/// Everything that is kept about a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalDataView {
    pub made_at: DateTime<Utc>,
    /// Each kind of data of which there is something.
    #[schema(max_items = 100)]
    pub kinds: Vec<PersonalDataKind>,
}

/// One kind of data about a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalDataKind {
    /// A stable word for it.
    #[schema(max_length = 60)]
    pub kind: &'static str,
    /// What it is, in the language of the answer.
    #[schema(max_length = 100)]
    pub title: &'static str,
    /// One for each time that it is kept, the newest first.
    #[schema(max_items = 10_000)]
    pub records: Vec<PersonalRecord>,
    /// Whether there are more than are shown.
    pub cut_off: bool,
}

/// One record about a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalRecord {
    /// What is known; what is not is left out.
    #[schema(max_items = 30)]
    pub fields: Vec<PersonalField>,
}

/// A value in a record.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalField {
    /// A stable word for it.
    #[schema(max_length = 60)]
    pub name: &'static str,
    /// What it is, in the language of the answer.
    #[schema(max_length = 100)]
    pub label: &'static str,
    #[schema(max_length = 10_000)]
    pub value: String,
}

impl PersonalDataView {
    pub fn new(all: Vec<Records>, made_at: DateTime<Utc>, language: Language) -> Self {
        let kind = |records: Records| PersonalDataKind {
            kind: records.holding.table,
            title: in_language(records.holding.what, language),
            cut_off: records.cut_off,
            records: records.records.into_iter().map(|fields| record(fields, language)).collect(),
        };
        Self { made_at, kinds: all.into_iter().map(kind).collect() }
    }
}

fn record(fields: Vec<Field>, language: Language) -> PersonalRecord {
    let field = |Field { column, value }| PersonalField {
        name: column.name,
        label: in_language(column.label, language),
        value,
    };
    PersonalRecord { fields: fields.into_iter().map(field).collect() }
}

/// Confirms that you want to be erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErasureOfMe {
    /// Your e-mail address here.
    #[schema(inline)]
    pub email: Email,
    /// Your password here, if you have one.
    #[schema(inline, nullable = false)]
    pub password: Option<PasswordText>,
}

/// Why a person is erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErasureOfUser {
    /// Why, for the audit log.
    #[schema(inline)]
    pub reason: Text<1, 500>,
}

/// Whose data it is about, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonAsked {
    /// The person's e-mail address.
    #[schema(inline)]
    pub email: Email,
    /// Why, for the audit log.
    #[schema(inline)]
    pub reason: Text<1, 500>,
}

/// What an erasure did. Nothing in it tells who it was.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErasureView {
    pub erased_at: DateTime<Utc>,
    /// Each kind of data of which there was something.
    #[schema(max_items = 100)]
    pub kinds: Vec<ErasedKind>,
    /// Texts of organisations out of which the address was taken.
    #[schema(minimum = 0)]
    pub texts: u64,
    /// Texts of organisations in which the name still stands, since others may be called the same:
    /// ask whoever wrote them.
    #[schema(minimum = 0)]
    pub mentions: u64,
    /// What stays, and why.
    #[schema(max_items = 20, max_length = 500)]
    pub stays: Vec<StaysText>,
}

/// A sentence about what stays.
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(max_length = 500)]
pub struct StaysText(pub &'static str);

/// What was erased of one kind.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErasedKind {
    /// The word that exports have for it.
    #[schema(max_length = 60)]
    pub kind: &'static str,
    #[schema(max_length = 100)]
    pub title: &'static str,
    /// Records that are gone.
    #[schema(minimum = 0)]
    pub deleted: u64,
    /// Records that stay, for counts, without the person.
    #[schema(minimum = 0)]
    pub replaced: u64,
}

/// What stays of whoever is erased.
const STAYS: [(&str, &str); 2] = [
    (
        "Facturen blijven zeven jaar bewaard, zoals de wet vraagt (artikel 52 AWR).",
        "Invoices are kept for seven years, as the law asks (article 52 of the Dutch AWR).",
    ),
    (
        "In het auditlog blijft staan wat er gebeurde, met een kenmerk in plaats van een naam.",
        "The audit log still tells what happened, with an id in the place of a name.",
    ),
];

impl ErasureView {
    pub fn new(Done { at, receipt }: Done, language: Language) -> Self {
        let kind = |it: Erased| ErasedKind {
            kind: it.table,
            title: in_language(it.what, language),
            deleted: it.deleted,
            replaced: it.replaced,
        };
        Self {
            erased_at: at,
            kinds: receipt.tables.into_iter().map(kind).collect(),
            texts: receipt.texts,
            mentions: receipt.mentions,
            stays: STAYS.map(|it| StaysText(in_language(it, language))).into(),
        }
    }
}
