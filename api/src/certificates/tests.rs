//! What leaves the server as a certificate. `CERTIFICATES_DIR` keeps the papers, to look at them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leerkring_domain::certificates::{Content, Holder, Revocation, Signatory};
use leerkring_domain::kernel::{EmailAddress, Language, Number};
use serde_json::Value;
use uuid::Uuid;

use super::*;

mod specification;

const URL: &str = "https://leerkring.example.nl";

fn id<T>(number: u128) -> Id<T> {
    Id::from(Uuid::from_u128(number))
}

fn certificate() -> Certificate {
    Certificate {
        id: id(1),
        number: Number::new("PO-RAAD-C", 2026, 17),
        code: VerificationCode::new([0x3a, 0x51, 0xc4, 0x08, 0xbe, 0xef, 0x77, 0x12, 0x9d, 0x5a]),
        organiser: id(2),
        board: id(3),
        cohort: id(4),
        registration: id(5),
        participant: id(6),
        holder: Holder {
            name: "Zoë van ’t Hof-Šćepanović".to_owned(),
            email: EmailAddress::new("zoe@example.nl"),
        },
        issued_at: "2026-11-28T09:30:12.345Z".parse().unwrap(),
        issued_on: "2026-11-28".parse().unwrap(),
        content: Content {
            language: Language::Dutch,
            organisers: vec!["PO-Raad".into(), "Arbeidsmarktplatform PO".into()],
            programme: "Leergang strategisch HR voor bestuurders".into(),
            cohort: "Najaar 2026".into(),
            first_on: "2026-09-16".parse().unwrap(),
            last_on: "2026-11-11".parse().unwrap(),
            sessions: 4,
            minutes_attended: 1_920,
            minutes_expected: 1_920,
            share: 75,
            place: Some("Utrecht".into()),
            signatory: Some(Signatory {
                name: "Freddy Weima".into(),
                position: Some("voorzitter".into()),
            }),
            replaces: None,
        },
        replaces: None,
        revoked: None,
        version: 1,
    }
}

/// The shortest and the longest that may stand on one, in both languages.
fn others() -> Vec<Certificate> {
    let mut short = certificate();
    short.holder.name = "Bo Li".into();
    short.content = Content {
        language: Language::English,
        organisers: vec!["AVS".into()],
        programme: "Masterclass".into(),
        cohort: "Online".into(),
        last_on: short.content.first_on,
        sessions: 1,
        minutes_attended: 90,
        minutes_expected: 120,
        place: None,
        signatory: None,
        replaces: Some("AVS-C202600003".into()),
        ..short.content
    };
    let mut long = certificate();
    long.holder.name = "Jonkvrouwe Wilhelmina Alexandrina ".repeat(6).trim().to_owned();
    long.number = Number::new("ARBEIDSMARKTPLATFORM-PRIMAIR-ONDERWIJS-C", 2026, 99_999);
    long.content.programme =
        "Samen werken aan strategisch personeelsbeleid ".repeat(4).trim().into();
    long.content.cohort = "Regio Zuid- en Midden-Drenthe ".repeat(6).trim().into();
    long.content.organisers = vec!["Vereniging van Schoolbesturen in Nederland ".repeat(4); 3];
    let position = Some("bestuurder ".repeat(9));
    long.content.signatory = Some(Signatory { name: "Naam ".repeat(20), position });
    vec![short, long]
}

#[test]
fn every_certificate_can_be_archived_and_is_small_enough_for_mail() {
    let directory = std::env::var_os("CERTIFICATES_DIR");
    for (place, certificate) in std::iter::once(certificate()).chain(others()).enumerate() {
        let pdf = paper(&certificate, URL).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7") && pdf.len() < 200_000, "{} bytes", pdf.len());
        if let Some(directory) = &directory {
            let name = std::path::Path::new(directory).join(format!("{place}.pdf"));
            std::fs::write(name, pdf).unwrap();
        }
    }
}

#[test]
fn the_paper_of_a_revoked_certificate_says_so_across_the_sheet() {
    let valid = certificate();
    let at = "2026-12-01T09:00:00Z".parse().unwrap();
    let reason = Some("Naam verkeerd gespeld".to_owned());
    let revoked = Certificate { revoked: Some(Revocation { at, reason }), ..valid.clone() };
    let marked = paper(&revoked, URL).unwrap();
    if let Some(directory) = std::env::var_os("CERTIFICATES_DIR") {
        std::fs::write(std::path::Path::new(&directory).join("revoked.pdf"), &marked).unwrap();
    }
    // What is drawn is packed; what a reader aloud is told stands in the tree beside it.
    let said = |pdf: &[u8]| String::from_utf8_lossy(pdf).contains("INGETROKKEN op 1 december 2026");
    assert!(said(&marked) && !said(&paper(&valid, URL).unwrap()));
}

#[test]
fn the_holder_shows_who_they_are_by_an_address_that_only_they_know() {
    let credential = credential(&certificate(), URL);
    let email = &credential["credentialSubject"]["identifier"][1];
    let salted = format!("zoe@example.nl{}", email["salt"].as_str().unwrap());
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, salted.as_bytes());
    let told = email["identityHash"].as_str().unwrap().strip_prefix("sha256$").unwrap();
    let bytes: Vec<u8> = (0..told.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&told[at..at + 2], 16).unwrap())
        .collect();
    assert_eq!(bytes, hash.as_ref());
}

#[test]
fn a_revoked_certificate_has_its_bit_in_the_list_that_it_names() {
    let certificate = certificate();
    let now = certificate.issued_at;
    let list = status_list(URL, (certificate.organiser, 2026), &[17], now);
    let status = &credential(&certificate, URL)["credentialStatus"];
    assert_eq!(status["statusListCredential"], list["id"]);
    let bits = unpacked(&list);
    let place: usize = status["statusListIndex"].as_str().unwrap().parse().unwrap();
    assert_eq!(bits[place / 8], 0b1000_0000 >> (place % 8));
}

fn unpacked(list: &Value) -> Vec<u8> {
    use std::io::Read;
    let encoded = list["credentialSubject"]["encodedList"].as_str().unwrap();
    let packed = URL_SAFE_NO_PAD.decode(encoded.strip_prefix('u').unwrap()).unwrap();
    let mut bits = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bits).unwrap();
    bits
}
