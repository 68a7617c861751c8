//! Badges and lists held against what was published, member by member.
//!
//! Source: Open Badges Specification 3.0, data models (appendix B) and section 8.2; Verifiable
//! Credentials Data Model 2.0, section 4; Bitstring Status List 1.0, sections 2.1, 2.2 and 3.3.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::*;

/// A class of a data model: what it has to have, and what else it may have of what we say.
struct Class {
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

const CREDENTIAL: Class = Class {
    required: &["@context", "id", "type", "issuer", "validFrom", "credentialSubject"],
    optional: &["name", "validUntil", "credentialStatus"],
};
const CLAIMS: Class = Class { required: &["iss", "jti", "sub", "nbf"], optional: &["exp"] };
const PROFILE: Class = Class { required: &["id", "type"], optional: &["name", "url"] };
const SUBJECT: Class = Class {
    required: &["type", "achievement"],
    optional: &["id", "identifier", "activityStartDate", "activityEndDate", "licenseNumber"],
};
const ACHIEVEMENT: Class = Class {
    required: &["id", "type", "criteria", "description", "name"],
    optional: &["achievementType", "inLanguage"],
};
const IDENTITY: Class =
    Class { required: &["type", "hashed", "identityHash", "identityType"], optional: &["salt"] };
const STATUS: Class = Class {
    required: &["type", "statusPurpose", "statusListIndex", "statusListCredential"],
    optional: &["id"],
};
const LIST: Class =
    Class { required: &["type", "statusPurpose", "encodedList"], optional: &["id", "ttl"] };

/// Holds an object against the classes whose members it has.
#[track_caller]
fn is_a(value: &Value, classes: &[Class]) {
    let object = value.as_object().expect("an object");
    let required = || classes.iter().flat_map(|class| class.required);
    for member in required() {
        assert!(object.contains_key(*member), "{member} is missing in {value}");
    }
    let known = |name: &str| {
        required().chain(classes.iter().flat_map(|class| class.optional)).any(|it| *it == name)
    };
    for (name, value) in object {
        assert!(known(name), "{name} is no member of it");
        let blank = value.as_str().is_some_and(|text| text.trim().is_empty());
        assert!(!value.is_null() && !blank, "{name} is empty");
    }
}

#[track_caller]
fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text {pointer}"))
}

/// An instant with its zone, as XML Schema has it.
#[track_caller]
fn instant(value: &Value, pointer: &str) -> DateTime<Utc> {
    let written = text(value, pointer);
    assert!(written.ends_with('Z') && written.len() == 20, "{written}");
    written.parse().expect("an instant")
}

/// An address that can be followed, or a name that is nobody else's.
#[track_caller]
fn uri(value: &Value, pointer: &str) {
    let written = text(value, pointer);
    let known = ["https://", "urn:uuid:"].iter().any(|scheme| written.starts_with(scheme));
    assert!(known && !written.contains(char::is_whitespace), "{written}");
}

/// What JSON Web Tokens say beside the credential is what it says itself (section 8.2.6).
#[track_caller]
fn claims_are_those_of(credential: &Value, issuer: &str) {
    assert_eq!(credential["iss"], credential.pointer(issuer).cloned().unwrap());
    assert_eq!(credential["jti"], credential["id"]);
    assert_eq!(credential["sub"], credential["credentialSubject"]["id"]);
    assert_eq!(credential["nbf"], instant(credential, "/validFrom").timestamp());
    let until = credential.get("validUntil").map(|_| instant(credential, "/validUntil"));
    assert_eq!(credential.get("exp").and_then(Value::as_i64), until.map(|at| at.timestamp()));
    for envelope in ["vc", "vp", "proof"] {
        assert!(credential.get(envelope).is_none(), "{envelope}");
    }
}

fn all() -> impl Iterator<Item = (Certificate, Value)> {
    std::iter::once(certificate()).chain(others()).map(|certificate| {
        let credential = credential(&certificate, URL);
        (certificate, credential)
    })
}

#[test]
fn a_badge_has_the_members_of_the_data_model_and_no_others() {
    for (_, badge) in all() {
        is_a(&badge, &[CREDENTIAL, CLAIMS]);
        is_a(&badge["issuer"], &[PROFILE]);
        let subject = &badge["credentialSubject"];
        is_a(subject, &[SUBJECT]);
        is_a(&subject["achievement"], &[ACHIEVEMENT]);
        for identity in subject["identifier"].as_array().unwrap() {
            is_a(identity, &[IDENTITY]);
        }
        is_a(&badge["credentialStatus"], &[STATUS]);
    }
}

#[test]
fn contexts_and_types_are_in_the_order_that_is_asked_for() {
    let contexts = json!([
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]);
    for (_, badge) in all() {
        assert_eq!(badge["@context"], contexts);
        assert_eq!(badge["type"], json!(["VerifiableCredential", "OpenBadgeCredential"]));
        assert_eq!(badge["issuer"]["type"], json!(["Profile"]));
        let subject = &badge["credentialSubject"];
        assert_eq!(subject["type"], json!(["AchievementSubject"]));
        assert_eq!(subject["achievement"]["type"], json!(["Achievement"]));
        for identity in subject["identifier"].as_array().unwrap() {
            assert_eq!(identity["type"], "IdentityObject");
        }
    }
}

#[test]
fn values_have_the_forms_that_are_asked_for() {
    for (certificate, badge) in all() {
        for pointer in ["/id", "/issuer/id", "/credentialSubject/id", "/credentialStatus/id"] {
            uri(&badge, pointer);
        }
        uri(&badge, "/credentialSubject/achievement/id");
        instant(&badge, "/credentialSubject/activityStartDate");
        instant(&badge, "/credentialSubject/activityEndDate");
        let achievement = &badge["credentialSubject"]["achievement"];
        assert_eq!(achievement["achievementType"], "CertificateOfCompletion");
        let language = text(achievement, "/inLanguage");
        assert!(["nl-NL", "en-GB"].contains(&language), "{language}");
        // It has an address or a narrative.
        let share = certificate.content.share.to_string();
        assert!(text(achievement, "/criteria/narrative").contains(&share));
        let [name, email] = badge["credentialSubject"]["identifier"].as_array().unwrap().as_slice()
        else {
            panic!("two ways to tell who it is")
        };
        assert_eq!((&name["identityType"], &name["hashed"]), (&json!("name"), &json!(false)));
        let kind = (&email["identityType"], &email["hashed"]);
        assert_eq!(kind, (&json!("emailAddress"), &json!(true)));
        let hash = text(email, "/identityHash").strip_prefix("sha256$").unwrap();
        assert!(hash.len() == 64 && hash.chars().all(|it| it.is_ascii_hexdigit()));
        assert!(!badge.to_string().contains(certificate.holder.email.as_str()));
    }
}

#[test]
fn the_claims_are_those_of_the_credential() {
    for (certificate, badge) in all() {
        claims_are_those_of(&badge, "/issuer/id");
        assert_eq!(badge["nbf"], certificate.issued_at.timestamp());
    }
    let now = certificate().issued_at;
    claims_are_those_of(&status_list(URL, (id(2), 2026), &[], now), "/issuer");
}

#[test]
fn the_status_names_a_place_in_a_list_and_is_not_the_list() {
    for (certificate, badge) in all() {
        let status = &badge["credentialStatus"];
        assert_eq!(status["type"], "BitstringStatusListEntry");
        assert_eq!(status["statusPurpose"], "revocation");
        // A whole number in base 10, as a string.
        assert_eq!(status["statusListIndex"], certificate.number.place.to_string());
        uri(status, "/statusListCredential");
        assert_ne!(status["id"], status["statusListCredential"]);
    }
}

#[test]
fn a_list_is_a_credential_with_at_least_sixteen_kilobytes_of_bits() {
    let now = certificate().issued_at;
    for revoked in [vec![], vec![0, 17, 131_071], vec![131_072]] {
        let list = status_list(URL, (id(2), 2026), &revoked, now);
        is_a(&list, &[CREDENTIAL, CLAIMS]);
        assert_eq!(list["@context"], json!(["https://www.w3.org/ns/credentials/v2"]));
        let types = json!(["VerifiableCredential", "BitstringStatusListCredential"]);
        assert_eq!(list["type"], types);
        let (from, until) = (instant(&list, "/validFrom"), instant(&list, "/validUntil"));
        assert!(from < now && now < until);
        let subject = &list["credentialSubject"];
        is_a(subject, &[LIST]);
        assert_eq!(subject["type"], "BitstringStatusList");
        assert_eq!(subject["statusPurpose"], "revocation");
        let ttl = chrono::Duration::milliseconds(subject["ttl"].as_i64().unwrap());
        assert!(now + ttl < until, "it is fetched anew before it ends");
        // Multibase's `u`: base64url without padding; in it GZIP (RFC 1952).
        let encoded = text(subject, "/encodedList");
        assert!(encoded.starts_with("uH4sI") && !encoded.contains('='), "{encoded}");
        let bits = unpacked(&list);
        assert!(
            16 * 1024 <= bits.len() && bits.len().is_multiple_of(16_384),
            "{} bytes",
            bits.len()
        );
        let ones: u32 = bits.iter().map(|byte| byte.count_ones()).sum();
        assert_eq!(usize::try_from(ones).unwrap(), revoked.len());
        for place in revoked {
            let place = usize::try_from(place).unwrap();
            assert_ne!(bits[place / 8] & (0b1000_0000 >> (place % 8)), 0, "{place}");
        }
    }
}

/// The example of section 3.2 of Bitstring Status List 1.0, packed by another program.
#[test]
fn the_published_example_of_a_list_is_unpacked_to_what_ours_is() {
    let theirs = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";
    let theirs = json!({ "credentialSubject": { "encodedList": theirs } });
    let ours = status_list(URL, (id(2), 2026), &[], certificate().issued_at);
    assert_eq!(unpacked(&theirs), unpacked(&ours));
}
