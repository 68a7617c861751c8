//! The small types that requests and answers are made of. Each declares its limits once: the
//! document shows them and the server checks every request against the document.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};
use leerkring_domain::kernel::civil::to_milliseconds;
use leerkring_domain::kernel::{Code, Language, Reason, RegionKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A text of `LEAST` to `MOST` characters.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<const LEAST: usize, const MOST: usize>(pub String);

/// At least one character that is no blank.
pub const VISIBLE: &str = r"\S";

/// A title, a name: one line.
pub type Line = Text<1, 200>;

/// Some paragraphs.
pub type Paragraphs = Text<1, 4000>;

impl<const LEAST: usize, const MOST: usize> From<Text<LEAST, MOST>> for String {
    fn from(text: Text<LEAST, MOST>) -> Self {
        text.0.trim().to_owned()
    }
}

impl<const LEAST: usize, const MOST: usize> From<String> for Text<LEAST, MOST> {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl<const LEAST: usize, const MOST: usize> PartialSchema for Text<LEAST, MOST> {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String);
        let visible = (LEAST > 0).then_some(VISIBLE);
        text.min_length(Some(LEAST)).max_length(Some(MOST)).pattern(visible).into()
    }
}

impl<const LEAST: usize, const MOST: usize> ToSchema for Text<LEAST, MOST> {
    fn name() -> Cow<'static, str> {
        format!("Text{LEAST}To{MOST}").into()
    }
}

/// A word of a closed list. The document's generator reads names, not types: a field names an
/// alias, such as `type MembersWord = Word<Members>`.
#[derive(Debug, Clone, Copy)]
pub struct Word<T>(pub T);

impl<T: Code> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de, T: Code> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        T::from_code(&word).map(Self).ok_or_else(|| D::Error::custom("unknown word"))
    }
}

impl<T: Code> PartialSchema for Word<T> {
    fn schema() -> RefOr<Schema> {
        let words = T::ALL.iter().map(|value| value.code());
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
    }
}

impl<T: Code> ToSchema for Word<T> {
    fn name() -> Cow<'static, str> {
        let name = std::any::type_name::<T>();
        Cow::Owned(name.rsplit("::").next().unwrap_or(name).to_owned())
    }
}

fn formatted(format: &str, most: usize) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::Custom(format.to_owned())))
        .max_length(Some(most))
        .into()
}

/// An e-mail address.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(pub String);

impl PartialSchema for Email {
    fn schema() -> RefOr<Schema> {
        formatted("email", 254)
    }
}

impl ToSchema for Email {}

/// An address on the web, https or http.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Url(pub String);

impl PartialSchema for Url {
    fn schema() -> RefOr<Schema> {
        formatted("uri", 2048)
    }
}

impl ToSchema for Url {}

/// A time on the clock in Europe/Amsterdam: `09:00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime(pub NaiveTime);

/// Reads `09:00:00` and `09:00`.
pub fn parse_local_time(text: &str) -> Option<NaiveTime> {
    let read = |form: &&str| NaiveTime::parse_from_str(text, form).ok();
    let time = ["%H:%M:%S", "%H:%M"].iter().find_map(read)?;
    // A leap second is read as more than a second's worth of nanoseconds; no clock shows one.
    (time.nanosecond() == 0).then_some(time)
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.format("%H:%M:%S"))
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_local_time(&text).map(Self).ok_or_else(|| D::Error::custom("no time"))
    }
}

impl PartialSchema for LocalTime {
    fn schema() -> RefOr<Schema> {
        formatted("time-local", 8)
    }
}

impl ToSchema for LocalTime {}

/// A board by its id or by its five-digit number.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BoardRef(pub String);

impl PartialSchema for BoardRef {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A board's id (UUID) or its five-digit number"))
            .pattern(Some(concat!(
                r"^([0-9]{5}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}",
                r"-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$"
            )))
            .max_length(Some(36))
            .into()
    }
}

impl ToSchema for BoardRef {}

/// A field of a merge patch: left alone, emptied, or given a value (RFC 7396).
#[derive(Debug, Clone, Default)]
pub enum Patch<T> {
    #[default]
    Keep,
    Empty,
    Set(T),
}

impl<T> Patch<T> {
    /// The field after the patch.
    pub fn apply<U: From<T>>(self, old: Option<U>) -> Option<U> {
        match self {
            Self::Keep => old,
            Self::Empty => None,
            Self::Set(value) => Some(value.into()),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(|value| value.map_or(Self::Empty, Self::Set))
    }
}

impl<T: PartialSchema> PartialSchema for Patch<T> {
    fn schema() -> RefOr<Schema> {
        match T::schema() {
            RefOr::T(Schema::Object(mut object)) => {
                if let SchemaType::Type(one) = object.schema_type {
                    object.schema_type = SchemaType::Array(vec![one, Type::Null]);
                }
                if let Some(words) = &mut object.enum_values {
                    words.push(serde_json::Value::Null);
                }
                RefOr::T(Schema::Object(object))
            }
            other => utoipa::openapi::schema::OneOfBuilder::new()
                .item(ObjectBuilder::new().schema_type(Type::Null))
                .item(other)
                .into(),
        }
    }
}

impl<T: PartialSchema> ToSchema for Patch<T> {}

/// An amount of money: euros with two decimals.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Money {
    /// Euros and cents, such as `1250.00`.
    #[schema(pattern = r"^[0-9]{1,9}\.[0-9]{2}$", max_length = 12)]
    pub amount: String,
    #[schema(inline)]
    pub currency: CurrencyWord,
}

type CurrencyWord = Word<Currency>;

/// The one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency;

impl Code for Currency {
    const ALL: &'static [Self] = &[Self];

    fn code(self) -> &'static str {
        "EUR"
    }
}

impl Money {
    pub fn from_cents(cents: i64) -> Self {
        let amount = format!("{}.{:02}", cents / 100, cents % 100);
        Self { amount, currency: Word(Currency) }
    }

    /// Cents; the document's pattern keeps them within nine digits of euros.
    pub fn cents(&self) -> i64 {
        self.amount.replace('.', "").parse().unwrap_or(0)
    }
}

/// Something to tell although the request was accepted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WarningView {
    #[schema(max_length = 60)]
    pub code: String,
    #[schema(max_length = 1000)]
    pub detail: String,
}

impl WarningView {
    pub fn of(reason: &Reason, language: Language) -> Self {
        Self { code: reason.code.to_owned(), detail: reason.text.in_language(language).to_owned() }
    }
}

/// A calendar day.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(transparent)]
pub struct Day(pub NaiveDate);

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        formatted("date", 10)
    }
}

/// An instant.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub DateTime<Utc>);

impl From<Moment> for DateTime<Utc> {
    fn from(moment: Moment) -> Self {
        to_milliseconds(moment.0)
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        formatted("date-time", 40)
    }
}

pub type UrlPatch = Patch<Url>;
pub type EmailPatch = Patch<Email>;
pub type LinePatch = Patch<Line>;
pub type ParagraphsPatch = Patch<Paragraphs>;
pub type DayPatch = Patch<Day>;
pub type MomentPatch = Patch<Moment>;

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl From<Url> for String {
    fn from(url: Url) -> Self {
        url.0
    }
}

/// A region: its code within a named scheme.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegionRef {
    #[schema(min_length = 1, max_length = 40)]
    pub scheme: String,
    #[schema(min_length = 1, max_length = 40)]
    pub code: String,
}

impl From<RegionRef> for RegionKey {
    fn from(region: RegionRef) -> Self {
        Self { scheme: region.scheme, code: region.code }
    }
}

impl From<RegionKey> for RegionRef {
    fn from(region: RegionKey) -> Self {
        Self { scheme: region.scheme, code: region.code }
    }
}
