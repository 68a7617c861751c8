//! What is wrong with a file or a row, in both languages.

use leerkring_domain::kernel::{Code, Text, text};

use crate::duo::{FileKind, LARGEST_BYTES, MOST_ROWS, Reason, Unreadable};

/// What to call a kind of file.
pub fn title(kind: FileKind) -> Text {
    let nl = match kind {
        FileKind::RpaAreas => "de RPA-gebieden",
        FileKind::LabourMarketRegions => "de gemeenten van de arbeidsmarktregio's",
        FileKind::SchoolHolidays => "de schoolvakanties",
        FileKind::Boards => "DUO's bevoegde gezagen po (07)",
        FileKind::FunctionMix => "DUO's functiemix van besturen",
        FileKind::Partnerships => "DUO's samenwerkingsverbanden po (08)",
        FileKind::LegalBodies => "DUO's besturen van samenwerkingsverbanden (10)",
        FileKind::PostcodePartnerships => "de postcodes van de samenwerkingsverbanden",
        FileKind::Schools => "DUO's vestigingen van basisscholen (03)",
        FileKind::SpecialSchools => "DUO's vestigingen van speciale scholen (04)",
        FileKind::PartnershipLocations => "DUO's vestigingen per samenwerkingsverband po (09)",
    };
    text(nl, kind.title())
}

/// Why a row was not read.
pub(super) fn reason(reason: &Reason) -> Text {
    let nl = match reason {
        Reason::CutRow { found, wanted } => format!(
            "de regel heeft {found} velden en de kop {wanted}: er ontbreekt een stuk, of er staat een scheidingsteken te veel"
        ),
        Reason::OpenQuotation => {
            "de waarde loopt door over de volgende regels: een aanhalingsteken ontbreekt of staat er te veel".into()
        }
        Reason::MissingValue => "er ontbreekt een waarde".into(),
        Reason::Malformed(malformed) => {
            format!("de waarde heeft niet de vorm van bijvoorbeeld {}", malformed.example)
        }
        Reason::UnknownWord { known } => format!("de waarde is geen van {known}"),
        Reason::NoDate => "die datum bestaat niet; een datum staat er als 2026-08-31".into(),
        Reason::TooLong { most } => format!("de waarde is langer dan {most} tekens"),
        Reason::Garbled => {
            "de tekst is verminkt: het bestand is in een andere tekenset bewaard dan gelezen".into()
        }
        Reason::Contradiction { column } => format!("de waarde is in tegenspraak met kolom {column}"),
        Reason::Duplicate { first_line } => format!("regel {first_line} gaat over hetzelfde"),
    };
    text(nl, reason.to_string())
}

/// Why a file as a whole was not read.
pub(super) fn unreadable(unreadable: &Unreadable) -> Text {
    let nl = match unreadable {
        Unreadable::Empty => "het bestand is leeg; download het opnieuw".into(),
        Unreadable::TooLarge { bytes } => {
            format!("het bestand heeft {bytes} bytes, meer dan de {LARGEST_BYTES} die worden aangenomen")
        }
        Unreadable::TooManyRows => {
            format!("het bestand heeft meer dan {MOST_ROWS} regels; is het een CSV-bestand van DUO?")
        }
        Unreadable::NotCsv { .. } => {
            "dit is geen CSV-bestand; stuur het CSV-bestand zoals DUO het publiceert".into()
        }
        Unreadable::Utf16 => {
            "het bestand is in UTF-16 (\"Unicode-tekst\" van Excel); bewaar het als \"CSV UTF-8\" of stuur het bestand van DUO zelf".into()
        }
        Unreadable::BrokenUtf8 { line } => format!(
            "het bestand is in UTF-8, maar regel {line} niet; stuur het bestand van DUO zelf, niet een dat in twee programma's is bewerkt"
        ),
        Unreadable::UnknownHeader { found } => {
            let found: Vec<&str> = found.iter().take(12).map(String::as_str).collect();
            let titles: Vec<String> = FileKind::ALL.iter().map(|kind| title(*kind).nl).collect();
            format!(
                "geen bekend bestand heeft deze kop; de kolommen zijn {}; bekend zijn: {}",
                found.join(", "),
                titles.join("; ")
            )
        }
        Unreadable::MissingColumns { kind, columns } => format!(
            "dit lijkt op {}, maar in de kop ontbreekt {}; stuur het bestand zoals DUO het publiceert",
            title(*kind).nl,
            columns.join(", ")
        ),
        Unreadable::RepeatedColumn { kind, column } => format!(
            "dit lijkt op {}, maar de kop heeft de kolom {column} twee keer; haal de verkeerde weg",
            title(*kind).nl
        ),
        Unreadable::NoRows { kind } => format!(
            "dit is de kop van {} zonder een regel eronder; download het bestand opnieuw",
            title(*kind).nl
        ),
    };
    text(nl, unreadable.to_string())
}

/// A row names a board that the register does not have.
pub(super) fn unknown_board(number: &str) -> Text {
    text(
        format!(
            "het register kent geen bestuur {number}; importeer eerst {}",
            title(FileKind::Boards).nl
        ),
        format!("the register has no board {number}; import {} first", FileKind::Boards.title()),
    )
}

/// A row names a partnership that the register does not have.
pub(super) fn unknown_partnership(code: &str, source: FileKind) -> Text {
    text(
        format!(
            "het register kent geen samenwerkingsverband {code}; importeer eerst {}",
            title(source).nl
        ),
        format!("the register has no partnership {code}; import {} first", source.title()),
    )
}

/// A row names a location that the register does not have.
pub(super) fn unknown_school(location: &str, name: &str) -> Text {
    text(
        format!("het register kent geen vestiging {location} ({name}); de regel is overgeslagen"),
        format!("the register has no location {location} ({name}); the row was passed over"),
    )
}
