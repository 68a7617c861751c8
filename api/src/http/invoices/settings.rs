//! What an organiser says on its invoices.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch};
use leerkring_domain::invoices::{Iban, Invoicing, VatNumber};
use leerkring_domain::kernel::{Kind, Reason, Refusal, text};
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::organisers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::wire::PostalAddressView;
use crate::app::App;
use crate::commands::organisers as commands;
use crate::http::extract::{IfMatch, Json, Path, Reader, SignedIn};
use crate::http::respond::Answer;
use crate::http::wire::{EmailPatch, LinePatch, Patch};
use crate::reply::{Reply, etag};

/// What an organiser says on its invoices, as far as it is known. Complete before its first
/// programme with a fee is published.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvoicingView {
    pub organiser_id: Uuid,
    /// The name in the trade register, where it is another than the organiser's.
    #[schema(max_length = 200)]
    pub legal_name: Option<String>,
    pub address: Option<PostalAddressView>,
    #[schema(max_length = 8)]
    pub kvk_number: Option<String>,
    /// The number for government bodies (OIN); then it is the address on Peppol.
    #[schema(max_length = 20)]
    pub oin: Option<String>,
    #[schema(max_length = 14)]
    pub vat_number: Option<String>,
    #[schema(max_length = 34)]
    pub iban: Option<String>,
    #[schema(max_length = 254)]
    pub email: Option<String>,
    #[schema(minimum = 1, maximum = 120)]
    pub payment_days: u16,
    #[schema(max_length = 12)]
    pub number_prefix: String,
    /// The fields that are missing before an invoice can be issued; none where it can.
    #[schema(max_items = 10, max_length = 200)]
    pub missing: Vec<MissingField>,
}

/// The name of a field.
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(max_length = 60)]
pub struct MissingField(pub String);

impl From<Organiser> for InvoicingView {
    fn from(organiser: Organiser) -> Self {
        let missing = organiser.invoicing.missing().into_iter();
        let it = organiser.invoicing.clone();
        Self {
            organiser_id: organiser.id.uuid(),
            missing: missing.map(|field| MissingField(field.to_owned())).collect(),
            legal_name: it.legal_name,
            address: it.address.map(Into::into),
            kvk_number: it.kvk_number,
            oin: it.oin,
            vat_number: it.vat_number.map(|number| number.as_str().to_owned()),
            iban: it.iban.map(|iban| iban.as_str().to_owned()),
            email: it.email,
            payment_days: it.payment_days,
            number_prefix: it.number_prefix,
        }
    }
}

/// Get an organiser's settings for invoices
///
/// For the organiser's staff. `missing` names what is needed before a programme with a fee can be
/// published.
#[utoipa::path(tag = "invoices", operation_id = "getInvoicing",
    responses((status = 200, description = "The settings", body = InvoicingView)))]
#[get("/organisers/{organiserId}/invoicing")]
pub async fn get_invoicing(app: Data<Arc<App>>, reader: Reader, organiser: Path<Uuid>) -> Answer {
    let organiser = commands::own(&reader.scope, organiser.0.into())?;
    let organiser = organisers::find(app.store.reader(), organiser).await?;
    let etag = etag(organiser.version);
    Ok(Reply::ok(&InvoicingView::from(organiser), Some(etag)))
}

/// What to change about the settings.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InvoicingChange {
    #[serde(default)]
    #[schema(inline, required = false)]
    pub legal_name: LinePatch,
    #[serde(default)]
    #[schema(value_type = Option<PostalAddressView>, required = false)]
    pub address: Patch<PostalAddressView>,
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{8}$", max_length = 8, required = false)]
    pub kvk_number: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{20}$", max_length = 20, required = false)]
    pub oin: Patch<String>,
    /// Such as `NL123456789B01`.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 20, required = false)]
    pub vat_number: Patch<String>,
    /// With or without spaces.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 42, required = false)]
    pub iban: Patch<String>,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub email: EmailPatch,
    #[schema(minimum = 1, maximum = 120, nullable = false)]
    pub payment_days: Option<u16>,
    /// What stands before the year in a number, such as `AVS-`.
    #[schema(pattern = "^[A-Z0-9-]*$", max_length = 12, nullable = false)]
    pub number_prefix: Option<String>,
}

impl InvoicingChange {
    fn apply(self, old: Invoicing) -> Result<Invoicing, Refusal> {
        let mut wrong = Vec::new();
        let iban = match self.iban {
            Patch::Keep => old.iban,
            Patch::Empty => None,
            Patch::Set(iban) => read(Iban::parse(&iban), &mut wrong, || {
                let sentence = text(
                    "dit is geen rekeningnummer (IBAN): de controlecijfers kloppen niet",
                    "this is no bank account (IBAN): its check digits are wrong",
                );
                Reason::new("wrong-iban", sentence).at("/iban")
            }),
        };
        let vat_number = match self.vat_number {
            Patch::Keep => old.vat_number,
            Patch::Empty => None,
            Patch::Set(number) => read(VatNumber::parse(&number), &mut wrong, || {
                let sentence = text(
                    "dit is geen Nederlands btw-nummer, zoals NL123456789B01",
                    "this is no Dutch VAT number, such as NL123456789B01",
                );
                Reason::new("wrong-vat-number", sentence).at("/vatNumber")
            }),
        };
        Refusal::unless_empty(Kind::Invalid, wrong)?;
        Ok(Invoicing {
            legal_name: self.legal_name.apply(old.legal_name),
            address: self.address.apply(old.address),
            kvk_number: self.kvk_number.apply(old.kvk_number),
            oin: self.oin.apply(old.oin),
            vat_number,
            iban,
            email: self.email.apply(old.email),
            payment_days: self.payment_days.unwrap_or(old.payment_days),
            number_prefix: self.number_prefix.unwrap_or(old.number_prefix),
        })
    }
}

fn read<T>(value: Option<T>, wrong: &mut Vec<Reason>, why: impl FnOnce() -> Reason) -> Option<T> {
    if value.is_none() {
        wrong.push(why());
    }
    value
}

/// Change an organiser's settings for invoices
///
/// For administrators of the organiser: the bank account is among them. Merge patch (RFC 7396).
/// Invoices that were issued stay as they are.
/// Refused with `invoicing-incomplete` where a published programme asks a fee and something that an
/// invoice needs would be missing.
#[utoipa::path(tag = "invoices", operation_id = "changeInvoicing",
    responses((status = 200, description = "The settings as they are now", body = InvoicingView)))]
#[patch("/organisers/{organiserId}/invoicing")]
pub async fn change_invoicing(
    app: Data<Arc<App>>,
    who: SignedIn,
    organiser: Path<Uuid>,
    if_match: IfMatch,
    body: Json<InvoicingChange>,
) -> Answer {
    let organiser = commands::own(&who.scope(), organiser.0.into())?;
    let (caller, change) = (who.0, body.0);
    let actor = caller.actor.clone();
    let changed = app
        .act(&caller, move |work| {
            Box::pin(async move {
                commands::change_invoicing(work, &actor, organiser, |old| {
                    if_match.meets(old.version)?;
                    let invoicing = change.apply(old.invoicing.clone())?;
                    Ok(Organiser { invoicing, ..old })
                })
                .await
            })
        })
        .await?;
    let etag = etag(changed.version);
    Ok(Reply::ok(&InvoicingView::from(changed), Some(etag)))
}
