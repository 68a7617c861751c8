//! DUO's function-mix file: size and sectors of boards from its newest year, and the function mix
//! of every year.

use leerkring_domain::boards::{BoardSizeRecord, FunctionMixSector, Malformed, SizeClass};
use leerkring_domain::function_mix::{Agreed, Mix, Source, Spread};

use super::rows::{Refusal, Row, Table};
use super::{Content, Line, Unreadable};
use crate::decimals;

pub(super) const COLUMNS: &[&str] = &[
    "ONDERWIJSSECTOR",
    "JAAR",
    "BEVOEGD_GEZAGNUMMER",
    "BEVOEGD_GEZAGNAAM",
    "POSTCODE_BEVOEGD_GEZAG",
    "EENPITTER",
    "CATEGORIE_BESTUUROMVANG",
];

/// Read where they are there: a file of sizes alone has no function mix.
pub(super) const MIX_COLUMNS: &[&str] = &[
    "OMVANG_FORMATIE_TOTAAL",
    "OMVANG_FORMATIE_OP_LA",
    "OMVANG_FORMATIE_OP_LB",
    "OMVANG_FORMATIE_OP_LC",
    "OMVANG_FORMATIE_OP_LD",
    "OMVANG_FORMATIE_OP_LE",
    "OMVANG_FORMATIE_OP_OVERIG",
    "STREEFPERCENTAGE_FORMATIE_OP_LA",
    "STREEFPERCENTAGE_FORMATIE_OP_LB",
    "STREEFPERCENTAGE_FORMATIE_OP_LC",
    "STREEFPERCENTAGE_FORMATIE_OP_LD",
    "STREEFPERCENTAGE_FORMATIE_OP_LE",
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
    let key = |row: &Counted| (row.year, row.size.sector, row.size.board.clone());
    let rows = table.read(counted, key)?;
    let year = rows.iter().map(|row| row.record.year).max();
    let all = rows.len();
    let (mut sizes, mut mixes) = (Vec::new(), Vec::new());
    for Line { line, record } in rows {
        mixes.extend(record.mix);
        if Some(record.year) == year {
            sizes.push(Line { line, record: record.size });
        }
    }
    let historic = all - sizes.len();
    Ok(Content::BoardSizes { year, sizes, historic, mixes })
}

/// What a row says.
struct Counted {
    year: u16,
    size: BoardSizeRecord,
    mix: Option<Mix>,
}

fn counted(row: &Row) -> Result<Counted, Refusal> {
    let (year, size) = size(row)?;
    let mix = mix(row, year, &size)?;
    Ok(Counted { year, size, mix })
}

/// The function mix of a row; none where the file has no such columns.
fn mix(row: &Row, year: u16, size: &BoardSizeRecord) -> Result<Option<Mix>, Refusal> {
    let fte = |column| hundredths(row, column);
    let levels = [
        fte("OMVANG_FORMATIE_OP_LA")?,
        fte("OMVANG_FORMATIE_OP_LB")?,
        fte("OMVANG_FORMATIE_OP_LC")?,
        fte("OMVANG_FORMATIE_OP_LD")?,
        fte("OMVANG_FORMATIE_OP_LE")?,
    ];
    let other = fte("OMVANG_FORMATIE_OP_OVERIG")?;
    let formation = fte("OMVANG_FORMATIE_TOTAAL")?;
    if levels.iter().all(Option::is_none) {
        return Ok(None);
    }
    Ok(Some(Mix {
        board: size.board.clone(),
        sector: size.sector,
        year,
        spread: Spread {
            levels: levels.map(Option::unwrap_or_default),
            other: other.unwrap_or_default(),
        },
        formation,
        size: Some(size.size),
        postcode: Some(size.postcode.clone()),
        agreed: agreed(row)?,
        source: Source::Duo,
    }))
}

/// The shares agreed on with the board, where a row has any.
fn agreed(row: &Row) -> Result<Option<Agreed>, Refusal> {
    let percent = |column| hundredths(row, column);
    let shares = [
        percent("STREEFPERCENTAGE_FORMATIE_OP_LA")?,
        percent("STREEFPERCENTAGE_FORMATIE_OP_LB")?,
        percent("STREEFPERCENTAGE_FORMATIE_OP_LC")?,
        percent("STREEFPERCENTAGE_FORMATIE_OP_LD")?,
        percent("STREEFPERCENTAGE_FORMATIE_OP_LE")?,
    ];
    let any = shares.iter().any(Option::is_some);
    Ok(any.then(|| Agreed(shares.map(Option::unwrap_or_default))))
}

/// Hundredths in a column; none if it is blank.
fn hundredths(row: &Row, column: &'static str) -> Result<Option<i64>, Refusal> {
    let field = row.field(column);
    if field.is_empty() {
        return Ok(None);
    }
    let hundredths = decimals::hundredths(field);
    hundredths.map(Some).ok_or_else(|| row.malformed(column, FTE))
}

const FTE: Malformed = Malformed {
    name: "number of FTE",
    shape: "a number that is not negative, with at most two decimals",
    example: "12.5",
};

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
    fn the_function_mix_is_read_for_every_year_exactly() {
        let header = [COLUMNS, MIX_COLUMNS].concat().join(",");
        let rows = "3,2014,10028,A,9162,1,1,19.2, ,0,15.2,.7,0,.1,0,14.9,52.1,33,0\n3,2017,10028,A,9162,1,1,20,0,1,2,3,4,5,,,,,";
        let reading = read(format!("{header}\n{rows}\n").as_bytes()).unwrap();
        assert_eq!(reading.refused, []);
        let Content::BoardSizes { mixes, .. } = reading.content else { panic!() };
        assert_eq!(mixes.len(), 2);
        assert_eq!((mixes[0].year, mixes[0].formation), (2014, Some(1920)));
        assert_eq!(mixes[0].agreed, Some(Agreed([0, 1490, 5210, 3300, 0])));
        assert_eq!(mixes[1].agreed, None);
        assert_eq!(mixes[0].spread, Spread { levels: [0, 0, 1520, 70, 0], other: 10 });
    }

    #[test]
    fn a_wrong_number_of_fte_is_refused_with_its_column() {
        let header = [COLUMNS, MIX_COLUMNS].concat().join(",");
        for wrong in ["-1", "1.234", "een", "1e3"] {
            let row = format!("3,2016,10028,A,9162,1,1,19.2,{wrong},0,15.2,.7,0,.1,,,,,");
            let reading = read(format!("{header}\n{row}\n").as_bytes()).unwrap();
            assert_eq!(reading.refused[0].column.as_deref(), Some("OMVANG_FORMATIE_OP_LA"));
        }
    }

    #[test]
    fn a_board_stands_once_for_each_sector_and_year() {
        let reading =
            reading("3,2017,10028,A,9162,1,1\n1,2017,10028,A,9162,1,1\n1,2017,10028,A,9162,1,1");
        assert_eq!(reading.refused[0].reason.to_string(), "line 3 is about the same");
    }
}
