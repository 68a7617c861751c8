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
            for call in ["Refusal::conflict(", "Refusal::forbidden(", "Refusal::existing("] {
                for after in text.split(call).skip(1) {
                    let Some(code) = after.trim_start().strip_prefix('"') else { continue };
                    let code = code.split('"').next().unwrap_or_default();
                    assert!(known.iter().any(|entry| entry.code == code), "{path}: {code}");
                }
            }
        }
    }
}

/// The tests that a page names, as `file.rs::function`: files of the scenarios, or of a crate.
fn named_tests(page: &str) -> Vec<(String, String)> {
    let words = page.split('`').skip(1).step_by(2);
    let named = words.filter_map(|word| word.split_once(".rs::"));
    named.map(|(file, test)| (format!("{file}.rs"), test.to_owned())).collect()
}

#[test]
fn every_test_that_the_page_about_security_names_is_there_and_runs() {
    let page = std::fs::read_to_string(root().join("docs/security.md")).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| **API")).collect();
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| !named_tests(row).is_empty()), "a threat without a test");
    for (file, test) in named_tests(&page) {
        let places = [root().join("tests/scenarios").join(&file), root().join(&file)];
        let text = places.iter().find_map(|place| std::fs::read_to_string(place).ok());
        let text = text.unwrap_or_else(|| panic!("there is no {file}"));
        let before = text.split_once(&format!("fn {test}(")).map(|(before, _)| before);
        let before = before.unwrap_or_else(|| panic!("{file} has no {test}"));
        // What stands between the item before it and the function: its attributes.
        let head = before.rsplit_once("\n\n").map_or(before, |(_, head)| head);
        let runs = head.contains("#[test]") || head.contains("#[tokio::test");
        assert!(runs && !head.contains("ignore"), "{file}: {test} does not run");
    }
}
