//! Tables as other programs read them: CSV by the csv crate, workbooks by calamine, which has nothing
//! in common with what wrote them.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use crate::client::{Answer, Client};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A row of CSV by the names of its columns.
pub type Record = BTreeMap<String, String>;

impl Client {
    /// The list at `path` as CSV.
    pub async fn csv(&self, path: &str) -> Vec<Record> {
        records(&self.get(path).header("accept", "text/csv").await.expect(200))
    }

    /// The list at `path` as a workbook: its head and its rows.
    pub async fn workbook(&self, path: &str) -> Sheet {
        Sheet::read(&self.get(path).header("accept", XLSX).await.expect(200))
    }
}

/// The rows of an answer in CSV.
#[track_caller]
pub fn records(answer: &Answer) -> Vec<Record> {
    let bytes = answer.bytes.strip_prefix("\u{FEFF}".as_bytes()).expect("a mark that it is UTF-8");
    let mut reader = csv::Reader::from_reader(bytes);
    let names = reader.headers().expect("names").clone();
    let record = |row: csv::StringRecord| {
        names.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|row| record(row.expect("a row"))).collect()
}

/// A sheet of a workbook.
#[derive(Debug)]
pub struct Sheet {
    pub name: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<Data>>,
}

impl Sheet {
    #[track_caller]
    pub fn read(answer: &Answer) -> Self {
        let mut workbook: Xlsx<_> =
            open_workbook_from_rs(Cursor::new(answer.bytes.clone())).expect("a workbook");
        let name = workbook.sheet_names().first().cloned().expect("a sheet");
        let range = workbook.worksheet_range(&name).expect("a sheet that can be read");
        let mut rows = range.rows().map(<[Data]>::to_vec);
        let head = rows.next().expect("a head");
        let head = head.iter().map(ToString::to_string).collect();
        Self { name, head, rows: rows.collect() }
    }

    /// The cells of a column.
    #[track_caller]
    pub fn column(&self, name: &str) -> Vec<&Data> {
        let place = self.head.iter().position(|head| head == name);
        let place = place.unwrap_or_else(|| panic!("no column {name}: {:?}", self.head));
        self.rows.iter().map(|row| &row[place]).collect()
    }
}
