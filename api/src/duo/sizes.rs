//! Size and sectors of boards, from the newest year of DUO's function-mix file.

use leerkring_domain::boards::{BoardSizeRecord, FunctionMixSector, Malformed, SizeClass};

use super::rows::{Refusal, Row, Table};
use super::{Content, Line, Unreadable};

pub(super) const COLUMNS: &[&str] = &[
    "ONDERWIJSSECTOR",
    "JAAR",
    "BEVOEGD_GEZAGNUMMER",
    "BEVOEGD_GEZAGNAAM",
    "POSTCODE_BEVOEGD_GEZAG",
    "EENPITTER",
    "CATEGORIE_BESTUUROMVANG",
];

const SECTORS: [(&str, FunctionMixSector); 4] = [
    ("1", FunctionMixSector::Bo),
    ("2", FunctionMixSector::SboSo),
    ("3", FunctionMixSector::Vo),
    ("4", FunctionMixSector::Mbo),
];

const SIZES: [(&str, SizeClass); 3] =
    [("1", SizeClass::Small), ("2", SizeClass::Medium), ("3", SizeClass::Large)];

const ONE_SCHOOL: [(&str, bool); 2] = [("0", false), ("1", true)];

const YEAR: Malformed =
    Malformed { name: "year", shape: "a number from 2000 to 2099", example: "2017" };

/// Reads every year, so that a wrong row is never passed over, and keeps the newest.
pub(super) fn read(table: &mut Table) -> Result<Content, Unreadable> {
    let rows = table.read(size, |(year, row)| (*year, row.sector, row.board.clone()))?;
    let year = rows.iter().map(|row| row.record.0).max();
    let all = rows.len();
    let newest = rows.into_iter().filter(|row| Some(row.record.0) == year);
    let sizes: Vec<_> =
        newest.map(|Line { line, record: (_, record) }| Line { line, record }).collect();
    let historic = all - sizes.len();
    Ok(Content::BoardSizes { year, sizes, historic })
}

fn size(row: &Row) -> Result<(u16, BoardSizeRecord), Refusal> {
    let year = row.number("JAAR", 2000..=2099, YEAR)?;
    let record = BoardSizeRecord {
        board: row.identifier("BEVOEGD_GEZAGNUMMER")?,
        name: row.needed("BEVOEGD_GEZAGNAAM")?,
        postcode: row.identifier("POSTCODE_BEVOEGD_GEZAG")?,
        one_school: row.one_of("EENPITTER", &ONE_SCHOOL)?,
        size: row.one_of("CATEGORIE_BESTUUROMVANG", &SIZES)?,
        sector: row.one_of("ONDERWIJSSECTOR", &SECTORS)?,
    };
    Ok((year, record))
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, read};
    use super::*;

    fn reading(rows: &str) -> Reading {
        read(format!("{}\n{rows}\n", COLUMNS.join(",")).as_bytes()).unwrap()
    }

    #[test]
    fn rows_of_older_years_are_historic_and_not_refused() {
        let reading = reading(
            "3,2016,10028,\"Gemeente Ameland\",9162,1,1\n3,2017,10028,\"Gemeente Ameland\",9162,1,1\n1,2017,10249,Emmen,7811,0,3",
        );
        assert_eq!((reading.rows, reading.content.len(), reading.content.historic()), (3, 2, 1));
        let Content::BoardSizes { year, sizes, .. } = reading.content else { panic!() };
        assert_eq!(year, Some(2017));
        assert_eq!((sizes[0].line, sizes[0].record.one_school), (3, true));
        assert_eq!(sizes[1].record.size, SizeClass::Large);
    }

    #[test]
    fn a_wrong_row_of_an_older_year_is_refused_all_the_same() {
        let reading =
            reading("3,2016,1002,A,9162,1,1\n3,2017,10028,A,9162,1,1\n3,17,10028,A,9162,1,1");
        assert_eq!((reading.rows, reading.accepted(), reading.refused.len()), (3, 1, 2));
        assert_eq!(reading.refused[1].column.as_deref(), Some("JAAR"));
    }

    #[test]
    fn a_board_stands_once_for_each_sector_and_year() {
        let reading =
            reading("3,2017,10028,A,9162,1,1\n1,2017,10028,A,9162,1,1\n1,2017,10028,A,9162,1,1");
        assert_eq!(reading.refused[0].reason.to_string(), "line 3 is about the same");
    }
}
