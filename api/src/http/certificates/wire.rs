//! Certificates as clients read them.

use chrono::{DateTime, NaiveDate, Utc};
use leerkring_domain::certificates::{Certificate, CertificateStatus, Content, Signatory};
use leerkring_domain::kernel::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::certificates::verification_address;
use crate::http::wire::{Email, Line, Text, Url, Word};

pub type CertificateStatusWord = Word<CertificateStatus>;

/// A certificate, with what stands on it: a copy of what was so when it was issued.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CertificateView {
    pub id: Uuid,
    /// The organiser's number.
    #[schema(max_length = 60)]
    pub number: String,
    #[schema(inline)]
    pub status: CertificateStatusWord,
    /// By which anybody verifies it.
    #[schema(max_length = 60)]
    pub code: String,
    /// Where people do that; it stands on the paper as a QR code.
    #[schema(inline)]
    pub verification_url: Url,
    /// The lead of the programme, which issued it.
    pub organiser_id: Uuid,
    pub board_id: Uuid,
    pub cohort_id: Uuid,
    pub registration_id: Uuid,
    pub participant_id: Uuid,
    pub holder: CertificateHolderView,
    pub issued_at: DateTime<Utc>,
    #[serde(flatten)]
    pub content: CertificateContentView,
    /// The revoked certificate that it stands in the place of.
    pub replaces_certificate_id: Option<Uuid>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// Null while it is valid, and where the reason was erased: `revokedAt` tells them apart.
    #[schema(max_length = 1000)]
    pub revoked_because: Option<String>,
}

/// Whose it is, as they were called then.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CertificateHolderView {
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(inline)]
    pub email: Email,
}

/// What stands on a certificate besides a name and a number.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CertificateContentView {
    /// The language that it is in.
    #[schema(max_length = 2)]
    pub language: String,
    /// Who organised it, the lead first.
    #[schema(inline, max_items = 100)]
    pub organisers: Vec<Line>,
    #[schema(max_length = 200)]
    pub programme: String,
    #[schema(max_length = 200)]
    pub cohort: String,
    /// The day of the first session.
    pub first_on: NaiveDate,
    /// The day of the last session.
    pub last_on: NaiveDate,
    /// How many sessions the holder was at.
    pub sessions: u32,
    pub minutes_attended: u32,
    pub minutes_expected: u32,
    pub issued_on: NaiveDate,
    /// Where it is signed.
    #[schema(max_length = 200)]
    pub place: Option<String>,
    pub signatory: Option<SignatoryView>,
}

/// Who signs for the organiser.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignatoryView {
    #[schema(inline)]
    pub name: Text<1, 100>,
    #[schema(inline)]
    pub position: Option<Text<1, 100>>,
}

/// Why a certificate holds no more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificateRevoked {
    /// Whoever verifies the certificate reads it: name no more than they need to know.
    #[schema(inline)]
    pub reason: Text<1, 1000>,
}

impl CertificateView {
    pub fn new(certificate: Certificate, public_url: &str) -> Self {
        let status = Word(certificate.status());
        let verification_url = Url(verification_address(public_url, &certificate.code));
        let (revoked_at, revoked_because) =
            certificate.revoked.map_or((None, None), |it| (Some(it.at), it.reason));
        Self {
            id: certificate.id.uuid(),
            number: certificate.number.text,
            status,
            code: certificate.code.to_string(),
            verification_url,
            organiser_id: certificate.organiser.uuid(),
            board_id: certificate.board.uuid(),
            cohort_id: certificate.cohort.uuid(),
            registration_id: certificate.registration.uuid(),
            participant_id: certificate.participant.uuid(),
            holder: CertificateHolderView {
                name: certificate.holder.name,
                email: Email(certificate.holder.email.to_string()),
            },
            issued_at: certificate.issued_at,
            content: CertificateContentView::new(certificate.content, certificate.issued_on),
            replaces_certificate_id: certificate.replaces.map(Id::uuid),
            revoked_at,
            revoked_because,
        }
    }
}

impl CertificateContentView {
    pub fn new(content: Content, issued_on: NaiveDate) -> Self {
        Self {
            language: content.language.tag().to_owned(),
            organisers: content.organisers.into_iter().map(Line::from).collect(),
            programme: content.programme,
            cohort: content.cohort,
            first_on: content.first_on,
            last_on: content.last_on,
            sessions: content.sessions,
            minutes_attended: content.minutes_attended,
            minutes_expected: content.minutes_expected,
            issued_on,
            place: content.place,
            signatory: content.signatory.map(SignatoryView::from),
        }
    }
}

impl From<Signatory> for SignatoryView {
    fn from(signatory: Signatory) -> Self {
        let Signatory { name, position } = signatory;
        Self { name: name.into(), position: position.map(Into::into) }
    }
}

impl From<SignatoryView> for Signatory {
    fn from(view: SignatoryView) -> Self {
        Self { name: view.name.into(), position: view.position.map(Into::into) }
    }
}
