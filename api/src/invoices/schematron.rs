//! What we write is valid by the official Schematron of SI-UBL 2.0. It needs an XSLT 2 processor:
//! `tests/run` installs one and says where; without it only the rules in `tests.rs` are tried.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use leerkring_domain::invoices::Invoice;

use super::tests::{credit_note, invoice};
use super::ubl;

/// What the Schematron finds wrong with the document; nothing where there is no processor.
fn found(packages: &std::ffi::OsStr, xml: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/schematron/validate.py");
    let mut python = Command::new("python3")
        .arg(script)
        .env("PYTHONPATH", packages)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(xml.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    let found = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.success(), found.trim().is_empty(), "{found}");
    found
}

#[test]
fn the_official_schematron_finds_nothing_wrong_with_invoices_and_credit_notes() {
    let Some(packages) = std::env::var_os("TEST_SAXON") else { return };
    let mut of_government = invoice();
    of_government.content.seller.oin = Some("00000001003214345000".to_owned());
    let mut bare = invoice();
    bare.content.buyer.reference = None;
    bare.content.lines.truncate(1);
    let all: [Invoice; 4] = [invoice(), credit_note(), of_government, bare];
    for invoice in all {
        assert_eq!(found(&packages, &ubl(&invoice).unwrap()).trim(), "", "{:?}", invoice.kind);
    }
    let wrong = ubl(&invoice())
        .unwrap()
        .replace("<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>XXQ");
    assert!(!found(&packages, &wrong).trim().is_empty(), "it looks at what it is given");
}
