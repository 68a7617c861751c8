//! What the architecture promises and the compiler cannot see.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The Rust files below `folder`, with their texts.
fn sources(folder: &str) -> Vec<(String, String)> {
    let (mut found, mut open) = (Vec::new(), vec![root().join(folder)]);
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.display().to_string(), text));
            }
        }
    }
    assert!(!found.is_empty(), "there is nothing in {folder}");
    found
}

fn refuse(folder: &str, words: &[&str], but: &[&str]) {
    for (path, text) in sources(folder) {
        if but.iter().any(|allowed| path.ends_with(allowed)) {
            continue;
        }
        for word in words {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
}

#[test]
fn commands_know_nothing_of_http() {
    refuse("api/src/commands", &["actix", "crate::http"], &[]);
}

#[test]
fn only_the_unit_of_work_and_the_line_begin_and_commit() {
    let but = ["api/src/work.rs", "commands/line.rs", "api/src/start.rs"];
    refuse("api/src", &["store.begin()", ".commit()", "sea_orm"], &but);
}

#[test]
fn the_domain_asks_no_clock_and_does_no_io() {
    refuse("domain/src", &["Utc::now", "SystemTime", "std::fs", "std::net", "async fn"], &[]);
}

#[test]
fn migrations_never_import_the_tables_of_the_code() {
    refuse("migrations/src", &["leerkring_"], &[]);
}

#[test]
fn no_file_is_longer_than_400_lines() {
    for folder in ["domain", "persistence", "migrations", "api", "openapi", "tests"] {
        for (path, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= 400, "{path} has {lines} lines: split it into a folder of its name");
        }
    }
}

#[test]
fn every_refusal_has_its_page() {
    let known = leerkring::problem::entries();
    for folder in ["domain/src", "api/src/commands"] {
        for (path, text) in sources(folder) {
            for call in ["Refusal::conflict(", "Refusal::forbidden("] {
                for after in text.split(call).skip(1) {
                    let Some(code) = after.trim_start().strip_prefix('"') else { continue };
                    let code = code.split('"').next().unwrap_or_default();
                    assert!(known.iter().any(|entry| entry.code == code), "{path}: {code}");
                }
            }
        }
    }
}
