//! A certificate as an Open Badge 3.0, which is a verifiable credential.
//!
//! Source: Open Badges Specification 3.0, section 8.2 (JSON Web Token proof format) and its data
//! model; Verifiable Credentials Data Model 2.0.

use aws_lc_rs::digest;
use chrono::NaiveDate;
use leerkring_domain::certificates::{Certificate, Holder};
use leerkring_domain::kernel::{EmailAddress, Id, Instant, Language};
use leerkring_domain::organisers::Organiser;
use serde_json::{Value, json};

use super::{issuer_address, status_address};

const CONTEXT: [&str; 2] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];

/// The credential, with what a token says beside it: what is signed.
pub fn credential(certificate: &Certificate, public_url: &str) -> Value {
    let content = &certificate.content;
    let (id, subject) = (urn(certificate.id), urn(certificate.participant));
    let lead = content.organisers.first().map_or("", String::as_str);
    let issuer = profile(public_url, certificate.organiser, lead);
    let mut credential = json!({
        "@context": CONTEXT,
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": issuer,
        "validFrom": seconds(certificate.issued_at),
        "name": content.programme,
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": identifiers(certificate),
            "activityStartDate": day(content.first_on),
            "activityEndDate": day(content.last_on),
            "licenseNumber": certificate.number.text,
            "achievement": achievement(certificate),
        },
        "credentialStatus": status(certificate, public_url),
    });
    let claims = [
        ("iss", issuer.get("id").cloned().unwrap_or_default()),
        ("jti", json!(id)),
        ("sub", json!(subject)),
        ("nbf", json!(certificate.issued_at.timestamp())),
    ];
    if let Some(fields) = credential.as_object_mut() {
        fields.extend(claims.map(|(name, value)| (name.to_owned(), value)));
    }
    credential
}

/// Who an organiser is, as an issuer.
pub fn issuer_profile(public_url: &str, id: Id<Organiser>, organiser: &Organiser) -> Value {
    let mut profile = profile(public_url, id, &organiser.name);
    if let Some(fields) = profile.as_object_mut() {
        fields.insert("@context".to_owned(), json!(CONTEXT));
        fields.extend(organiser.website.iter().map(|url| ("url".to_owned(), json!(url))));
    }
    profile
}

fn profile(public_url: &str, organiser: Id<Organiser>, name: &str) -> Value {
    json!({ "id": issuer_address(public_url, organiser), "type": ["Profile"], "name": name })
}

fn achievement(certificate: &Certificate) -> Value {
    let content = &certificate.content;
    let (language, days) = (content.language, content.days());
    let [days, sessions, hours, criteria] =
        [days, content.sessions_in_words(), content.hours_in_words(), content.criteria()]
            .map(|text| text.in_language(language).to_owned());
    json!({
        "id": urn(certificate.cohort),
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": content.programme,
        "description": format!("{}, {days}: {sessions}, {hours}", content.cohort),
        "criteria": { "narrative": criteria },
        "inLanguage": match language {
            Language::Dutch => "nl-NL",
            Language::English => "en-GB",
        },
    })
}

/// The name as it stands on paper, and the address by which the holder can show who they are: as a
/// hash, so that who reads the credential does not get to know it.
fn identifiers(certificate: &Certificate) -> Value {
    let Holder { name, email } = &certificate.holder;
    let salt = certificate.id.to_string();
    json!([
        {
            "type": "IdentityObject",
            "identityType": "name",
            "hashed": false,
            "identityHash": name,
        },
        {
            "type": "IdentityObject",
            "identityType": "emailAddress",
            "hashed": true,
            "identityHash": identity_hash(email, &salt),
            "salt": salt,
        },
    ])
}

fn identity_hash(email: &EmailAddress, salt: &str) -> String {
    let hash = digest::digest(&digest::SHA256, format!("{}{salt}", email.key()).as_bytes());
    hash.as_ref().iter().fold("sha256$".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// Its bit in the list of what was revoked (Bitstring Status List 1.0): that of its number.
fn status(certificate: &Certificate, public_url: &str) -> Value {
    let list = status_address(public_url, certificate.organiser, certificate.number.year);
    let place = certificate.number.place;
    json!({
        "id": format!("{list}#{place}"),
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": place.to_string(),
        "statusListCredential": list,
    })
}

fn urn<T>(id: Id<T>) -> String {
    format!("urn:uuid:{id}")
}

/// An instant as `nbf` has it too: in whole seconds.
pub(super) fn seconds(instant: Instant) -> String {
    instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn day(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}
