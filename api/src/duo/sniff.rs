//! Tells a file's encoding and separator by looking at its bytes.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use super::Unreadable;

/// Larger files are not read, in bytes; the largest file of DUO's set has 3.7 million.
pub const LARGEST_BYTES: usize = 16 * 1024 * 1024;

/// Longer lines are not read, in bytes; the longest line of DUO's set has 1,151.
const LONGEST_LINE: usize = 64 * 1024;

/// How the letters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or nothing but ASCII.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8WithMark,
    Windows1252,
}

/// What stands between two fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    Semicolon,
    Comma,
    Tab,
}

impl Encoding {
    /// The name that the IANA registers it under.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8WithMark => "utf-8",
            Self::Windows1252 => "windows-1252",
        }
    }
}

impl Separator {
    const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    pub fn character(self) -> char {
        char::from(self.byte())
    }

    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }
}

/// The text of a file without its byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if LARGEST_BYTES < bytes.len() {
        return Err(Unreadable::TooLarge { bytes: bytes.len() });
    }
    let (body, marked) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(body) => (body, true),
        None => (bytes, false),
    };
    refuse_other_files(body)?;
    if body.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    refuse_long_lines(body)?;
    match str::from_utf8(body) {
        Ok(text) if marked => Ok((Cow::Borrowed(text), Encoding::Utf8WithMark)),
        Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
        Err(fault) if marked || is_mostly_utf8(body) => {
            let before = body.get(..fault.valid_up_to()).unwrap_or_default();
            Err(Unreadable::BrokenUtf8 { line: 1 + line_ends(before) })
        }
        Err(_) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(body);
            Ok((text, Encoding::Windows1252))
        }
    }
}

/// The separator that divides the first line with letters into most fields.
pub(crate) fn separator(text: &str) -> Separator {
    let header = text.trim_start().split(['\r', '\n']).next().unwrap_or_default();
    let count = |separator: Separator| {
        let mut quoted = false;
        let divides = |byte: &u8| {
            quoted ^= *byte == b'"';
            !quoted && *byte == separator.byte()
        };
        header.bytes().filter(divides).count()
    };
    let better = |best: Separator, next: Separator| {
        if count(best) < count(next) { next } else { best }
    };
    Separator::ALL.into_iter().fold(Separator::Semicolon, better)
}

/// How many lines end in `bytes`, with LF, CR LF or CR.
pub(super) fn line_ends(bytes: &[u8]) -> usize {
    let ends = |(at, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    bytes.iter().enumerate().filter(|pair| ends(*pair)).count()
}

fn refuse_other_files(body: &[u8]) -> Result<(), Unreadable> {
    const MAGIC: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "an Excel workbook (xlsx) or another zip archive"),
        (b"PK\x05\x06", "an empty zip archive"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook (xls)"),
        (b"%PDF", "a PDF document"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"{\\rtf", "a Word document (rtf)"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
    ];
    if body.starts_with(b"\xFF\xFE") || body.starts_with(b"\xFE\xFF") {
        return Err(Unreadable::Utf16);
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| body.starts_with(magic)) {
        return Err(Unreadable::NotCsv { what });
    }
    let start = body.trim_ascii_start();
    if start.starts_with(b"<") {
        return Err(Unreadable::NotCsv { what: "a web page or an XML document" });
    }
    if start.starts_with(b"{") || start.starts_with(b"[") {
        return Err(Unreadable::NotCsv { what: "a JSON document" });
    }
    if body.contains(&0) {
        return Err(if is_utf16(body) {
            Unreadable::Utf16
        } else {
            Unreadable::NotCsv { what: "a binary file" }
        });
    }
    Ok(())
}

/// A line of millions of separators would take hundreds of millions of bytes to read.
fn refuse_long_lines(body: &[u8]) -> Result<(), Unreadable> {
    let mut lines = body.split(|byte| matches!(byte, b'\r' | b'\n'));
    if lines.any(|line| LONGEST_LINE < line.len()) {
        return Err(Unreadable::NotCsv { what: "a file with endless lines" });
    }
    Ok(())
}

/// Without a mark: at the start, one byte of each pair is nearly always 0 and the other never.
fn is_utf16(body: &[u8]) -> bool {
    let start = body.get(..200).unwrap_or(body);
    let zeros = |offset: usize| start.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    even.min(odd) == 0 && start.len() < 3 * even.max(odd)
}

/// Whether more characters are written as in UTF-8 than not. In windows-1252, accented letters
/// hardly ever stand next to each other in a way that UTF-8 knows.
fn is_mostly_utf8(body: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in body.utf8_chunks() {
        right += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wrong < right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_told_by_looking() {
        let decoded = |bytes| decode(bytes).map(|(text, encoding)| (text.into_owned(), encoding));
        assert_eq!(decoded(b"naam;Flor\xE9o"), Ok(("naam;Floréo".into(), Encoding::Windows1252)));
        assert_eq!(decoded("naam;Floréo".as_bytes()), Ok(("naam;Floréo".into(), Encoding::Utf8)));
        let marked = "\u{feff}naam;Floréo".as_bytes();
        assert_eq!(decoded(marked), Ok(("naam;Floréo".into(), Encoding::Utf8WithMark)));
        assert_eq!(decoded(b"\x92t Nut"), Ok(("’t Nut".into(), Encoding::Windows1252)));
    }

    #[test]
    fn a_file_that_is_no_csv_is_named() {
        let what = |bytes: &[u8]| decode(bytes).unwrap_err().to_string();
        assert!(what(b"PK\x03\x04\x14\0").contains("xlsx"));
        assert!(what(b"%PDF-1.7").contains("PDF"));
        assert!(what(b"<!DOCTYPE html>").contains("web page"));
        assert!(what(b"{\"type\": 1}").contains("JSON"));
        assert!(what(b"naam\0;b").contains("binary"));
        assert!(what(&vec![b';'; LONGEST_LINE + 1]).contains("endless lines"));
        assert_eq!(decode(b""), Err(Unreadable::Empty));
        assert_eq!(decode(b"\xEF\xBB\xBF \r\n"), Err(Unreadable::Empty));
        let bytes = LARGEST_BYTES + 1;
        assert_eq!(decode(&vec![b'a'; bytes]), Err(Unreadable::TooLarge { bytes }));
    }

    #[test]
    fn utf_16_is_refused_with_and_without_a_mark() {
        let units =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        assert_eq!(decode(&units("\u{feff}pc4;municipality")), Err(Unreadable::Utf16));
        assert_eq!(decode(&units("pc4;municipality\r\n")), Err(Unreadable::Utf16));
        let big: Vec<u8> = "pc4;municipality".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&big), Err(Unreadable::Utf16));
    }

    #[test]
    fn utf_8_that_breaks_is_refused_with_its_line_and_not_read_as_something_else() {
        let mut bytes = "a;b\r\nFryslân;Súdwest\r\nFlor".as_bytes().to_vec();
        bytes.extend(b"\xE9o;x\r\n");
        assert_eq!(decode(&bytes), Err(Unreadable::BrokenUtf8 { line: 3 }));
        assert_eq!(decode(b"\xEF\xBB\xBFFlor\xE9o"), Err(Unreadable::BrokenUtf8 { line: 1 }));
    }

    #[test]
    fn the_separator_is_the_one_that_divides_the_header() {
        assert_eq!(separator("\r\nA;B;\"C,D,E,F\"\r\n1,2,3,4,5"), Separator::Semicolon);
        assert_eq!(separator("A,B,C\n1;2;3;4;5"), Separator::Comma);
        assert_eq!(separator("A\tB\tC,D"), Separator::Tab);
        assert_eq!(separator("A"), Separator::Semicolon);
    }

    #[test]
    fn lines_end_in_three_ways() {
        assert_eq!(line_ends(b"a\nb\r\nc\rd"), 3);
        assert_eq!(line_ends(b"\n\n\r\r\n"), 4);
    }
}
