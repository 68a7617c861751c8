//! School boards in primary education (DUO, file 07).

use leerkring_domain::boards::{BoardRecord, SchoolKind};

use super::rows::{Refusal, Row, Table};
use super::{Line, Unreadable};

pub(super) const COLUMNS: &[&str] = &[
    "BEVOEGD GEZAG NUMMER",
    "BEVOEGD GEZAG NAAM",
    "STRAATNAAM",
    "HUISNUMMER-TOEVOEGING",
    "POSTCODE",
    "PLAATSNAAM",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "DENOMINATIE",
    "INTERNETADRES",
    "SOORT PRIMAIR ONDERWIJS",
    "KVK-NUMMER",
];

const KINDS: [(&str, SchoolKind); 4] = [
    ("BO", SchoolKind::Bo),
    ("SBO", SchoolKind::Sbo),
    ("SO", SchoolKind::So),
    ("VSO", SchoolKind::Vso),
];

pub(super) fn read(table: &mut Table) -> Result<Vec<Line<BoardRecord>>, Unreadable> {
    table.read(board, |board| board.number.clone())
}

fn board(row: &Row) -> Result<BoardRecord, Refusal> {
    Ok(BoardRecord {
        number: row.identifier("BEVOEGD GEZAG NUMMER")?,
        name: row.needed("BEVOEGD GEZAG NAAM")?,
        address: row.address(row.street()?, "POSTCODE", "PLAATSNAAM")?,
        municipality: row.municipality()?,
        kinds: row.all_of("SOORT PRIMAIR ONDERWIJS", &KINDS)?,
        denomination: row.text("DENOMINATIE")?,
        website: row.text("INTERNETADRES")?,
        kvk_number: row.optional("KVK-NUMMER")?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Content, RefusedRow, read};
    use super::*;

    const EMMEN: &str = "10249;Gemeente Emmen;Raadhuisplein;1;7811 AP;EMMEN;0114;EMMEN;Openbaar;www.emmen.nl;BO + SBO + SO + VSO;01181973";

    fn boards(row: &str) -> (Vec<Line<BoardRecord>>, Vec<RefusedRow>) {
        let reading = read(format!("{}\r\n{row}\r\n", COLUMNS.join(";")).as_bytes()).unwrap();
        match reading.content {
            Content::Boards(boards) => (boards, reading.refused),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_board_is_read_with_its_kinds_of_schools() {
        let (boards, refused) = boards(EMMEN);
        assert_eq!(refused, []);
        let Line { line: 2, record: board } = &boards[0] else { panic!("{boards:?}") };
        assert_eq!((board.number.as_str(), board.name.as_str()), ("10249", "Gemeente Emmen"));
        assert_eq!(board.address.line, "Raadhuisplein 1");
        assert_eq!(board.kinds, [SchoolKind::Bo, SchoolKind::Sbo, SchoolKind::So, SchoolKind::Vso]);
    }

    #[test]
    fn a_board_may_lack_denomination_website_and_chamber_of_commerce_number() {
        let row = EMMEN.replace("Openbaar;www.emmen.nl", ";").replace("01181973", " ");
        let (boards, refused) = boards(&row);
        assert_eq!(refused, []);
        let board = &boards[0].record;
        assert_eq!((&board.denomination, &board.website, &board.kvk_number), (&None, &None, &None));
    }

    #[test]
    fn each_wrong_value_is_refused_with_its_column() {
        for (right, wrong, column, code) in [
            ("10249", "1024", "BEVOEGD GEZAG NUMMER", "malformed-value"),
            ("10249", "", "BEVOEGD GEZAG NUMMER", "missing-value"),
            ("Gemeente Emmen", "", "BEVOEGD GEZAG NAAM", "missing-value"),
            ("7811 AP", "B-3920", "POSTCODE", "malformed-value"),
            ("0114", "114", "GEMEENTENUMMER", "malformed-value"),
            ("BO + SBO", "BO + HAVO", "SOORT PRIMAIR ONDERWIJS", "unknown-value"),
            ("01181973", "1181973", "KVK-NUMMER", "malformed-value"),
        ] {
            let (boards, refused) = boards(&EMMEN.replacen(right, wrong, 1));
            assert_eq!((boards.len(), refused.len()), (0, 1), "{wrong}");
            assert_eq!(refused[0].column.as_deref(), Some(column));
            assert_eq!(refused[0].reason.code(), code, "{}", refused[0].reason);
        }
    }
}
