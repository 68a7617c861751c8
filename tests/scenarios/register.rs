//! The sector register: DUO's files as they were published, and what everybody reads of them.

mod bad_files;
mod boards;
mod files;
mod reading;

use std::path::PathBuf;
use std::time::Duration;

use leerkring_tests::{Answer, Client, Value};

/// The files, in any order but the one in which they build on each other.
const FILES: [&str; 11] = [
    "functiemix-besturen.csv",
    "rpa-gebieden.csv",
    "labour_market_regions_2015_law.csv",
    "school_holidays_2016_2019_law.csv",
    "07-bevoegde-gezagen-po.csv",
    "08-samenwerkingsverbanden-po.csv",
    "10-besturen-samenwerkingsverbanden.csv",
    "pc4_municipality_partnership_2012_law.csv",
    "03-alle-vestigingen-bo.csv",
    "04-alle-vestigingen-sbo-so-vso.csv",
    "09-vestigingen-per-samenwerkingsverband-po.csv",
];

pub const BOARDS: &str = "07-bevoegde-gezagen-po.csv";
pub const SCHOOLS: &str = "03-alle-vestigingen-bo.csv";

/// A file of DUO as it was published.
pub fn file(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../api/data/duo").join(name);
    std::fs::read(path).unwrap()
}

/// The lines of a file, the header first.
fn lines(name: &str) -> Vec<Vec<u8>> {
    let file = file(name);
    let lines = file.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| [line, b"\n"].concat()).collect()
}

/// The header of a file and some of its rows.
pub fn some(name: &str, rows: std::ops::Range<usize>) -> Vec<u8> {
    let lines = lines(name);
    let header = lines[0].clone();
    [header, lines[1..][rows].concat()].concat()
}

async fn start(administrator: &Client, query: &str, content: Vec<u8>) -> Answer {
    let path = format!("/v1/imports?fileName=duo.csv{query}");
    administrator.request(reqwest::Method::POST, &path).body("text/csv", content).await
}

/// Follows the job of an answer to its end.
async fn follow(administrator: &Client, started: &Answer) -> Value {
    let address = started.header("location").unwrap().to_owned();
    for _ in 0..1_200 {
        let job = administrator.get(&address).in_english().await.expect(200).body;
        if !job["finishedAt"].is_null() {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import at {address} does not end");
}

/// Imports a file and answers with the finished job.
async fn import(administrator: &Client, query: &str, content: Vec<u8>) -> Value {
    let started = start(administrator, query, content).await.expect(202);
    assert_eq!(started.body["report"], Value::Null);
    follow(administrator, &started).await
}

/// Imports a file, all of which is right.
pub async fn imported(administrator: &Client, content: Vec<u8>) -> Value {
    let job = import(administrator, "", content).await;
    assert_eq!(
        (&job["state"], &job["report"]["applied"]),
        (&"succeeded".into(), &true.into()),
        "{job:#}"
    );
    job
}

/// The counts of a job: rows, added, changed, unchanged, historic, noted, refused.
fn counts(job: &Value) -> [u64; 7] {
    let names = ["rows", "added", "changed", "unchanged", "historic", "noted", "refused"];
    names.map(|name| job["report"][name].as_u64().unwrap())
}
