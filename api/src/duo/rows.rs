//! Goes through the rows of a file: counts them, numbers their lines, reads fields, refuses.

use std::collections::HashMap;
use std::hash::Hash;

use csv::{Reader, ReaderBuilder, StringRecord};
use leerkring_domain::boards::{Address, Form, Identifier, Malformed, Municipality};

use super::columns::Header;
use super::sniff::line_ends;
use super::{FileKind, Line, MOST_ROWS, Reason, RefusedRow, Separator, Unreadable};

/// The longest text that a field may hold, in characters; the longest of DUO's has 83.
const LONGEST_TEXT: usize = 200;
/// How much of a value is shown in a refusal, in characters.
const SHOWN: usize = 40;

/// A file of a known kind, being read.
pub(super) struct Table<'t> {
    header: Header,
    separator: char,
    reader: Reader<&'t [u8]>,
    lines: Lines<'t>,
    rows: usize,
    refused: Vec<RefusedRow>,
}

/// A row with as many fields as the header.
pub(super) struct Row<'t> {
    header: &'t Header,
    record: &'t StringRecord,
    pub(super) line: usize,
}

/// What is wrong with a row.
pub(super) struct Refusal {
    column: Option<String>,
    value: String,
    reason: Reason,
}

impl<'t> Table<'t> {
    /// Reads the header.
    pub(super) fn open(text: &'t str, separator: Separator) -> Result<Self, Unreadable> {
        let mut reader = ReaderBuilder::new()
            .delimiter(separator.byte())
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut names = StringRecord::new();
        read_record(&mut reader, &mut names)?;
        let header = Header::recognise(names.iter().map(|name| name.trim().to_owned()).collect())?;
        let lines = Lines { bytes: text.as_bytes(), at: 0, line: 1 };
        let separator = separator.character();
        Ok(Self { header, separator, reader, lines, rows: 0, refused: Vec::new() })
    }

    pub(super) fn kind(&self) -> FileKind {
        self.header.kind
    }

    /// Reads every row with `parse`. Of rows with the same key, all but the first are refused.
    pub(super) fn read<T, K: Eq + Hash>(
        &mut self,
        mut parse: impl FnMut(&Row) -> Result<T, Refusal>,
        key: impl Fn(&T) -> K,
    ) -> Result<Vec<Line<T>>, Unreadable> {
        let mut read = Vec::new();
        let mut first_lines: HashMap<K, usize> = HashMap::new();
        let mut record = StringRecord::new();
        while read_record(&mut self.reader, &mut record)? {
            self.rows += 1;
            if MOST_ROWS < self.rows {
                return Err(Unreadable::TooManyRows);
            }
            let line = self.lines.number(&record);
            let row = Row { header: &self.header, record: &record, line };
            let parsed = row.whole(self.separator).and_then(|()| parse(&row)).and_then(|record| {
                let first_line = *first_lines.entry(key(&record)).or_insert(line);
                if first_line < line { Err(row.same_as(first_line)) } else { Ok(record) }
            });
            match parsed {
                Ok(record) => read.push(Line { line, record }),
                Err(Refusal { column, value, reason }) => {
                    self.refused.push(RefusedRow { line, column, value, reason });
                }
            }
        }
        Ok(read)
    }

    /// How many rows there were, and which were refused.
    pub(super) fn close(self) -> (usize, Vec<RefusedRow>) {
        (self.rows, self.refused)
    }
}

impl Row<'_> {
    /// The text of a column, its white space evened out; none if it is blank.
    pub(super) fn text(&self, column: &'static str) -> Result<Option<String>, Refusal> {
        let raw = self.field(column);
        if raw.is_empty() {
            return Ok(None);
        }
        let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        if LONGEST_TEXT < text.chars().count() {
            return Err(self.refuse(column, Reason::TooLong { most: LONGEST_TEXT }));
        }
        if is_garbled(&text) {
            return Err(self.refuse(column, Reason::Garbled));
        }
        Ok(Some(text))
    }

    /// The text of a column that may not be blank.
    pub(super) fn needed(&self, column: &'static str) -> Result<String, Refusal> {
        self.text(column)?.ok_or_else(|| self.refuse(column, Reason::MissingValue))
    }

    /// The number or code in a column that may not be blank.
    pub(super) fn identifier<F: Form>(
        &self,
        column: &'static str,
    ) -> Result<Identifier<F>, Refusal> {
        self.optional(column)?.ok_or_else(|| self.refuse(column, Reason::MissingValue))
    }

    /// The number or code in a column; none if it is blank.
    pub(super) fn optional<F: Form>(
        &self,
        column: &'static str,
    ) -> Result<Option<Identifier<F>>, Refusal> {
        let field = self.field(column);
        if field.is_empty() {
            return Ok(None);
        }
        let parsed = Identifier::parse(field);
        parsed.map(Some).map_err(|malformed| self.malformed(column, malformed))
    }

    /// The value that the column's word stands for.
    pub(super) fn one_of<T: Copy>(
        &self,
        column: &'static str,
        words: &[(&str, T)],
    ) -> Result<T, Refusal> {
        self.word(column, self.field(column), words)
    }

    /// The values that the column's words stand for, with ` + ` between them.
    pub(super) fn all_of<T: Copy>(
        &self,
        column: &'static str,
        words: &[(&str, T)],
    ) -> Result<Vec<T>, Refusal> {
        let found = self.field(column).split('+');
        found.map(|word| self.word(column, word.trim(), words)).collect()
    }

    /// A whole number from `least` to `most`, in digits.
    pub(super) fn number(
        &self,
        column: &'static str,
        allowed: std::ops::RangeInclusive<u16>,
        malformed: Malformed,
    ) -> Result<u16, Refusal> {
        let field = self.field(column);
        if field.is_empty() {
            return Err(self.refuse(column, Reason::MissingValue));
        }
        let digits = Some(field).filter(|field| field.bytes().all(|b| b.is_ascii_digit()));
        let number = digits.and_then(|digits| digits.parse().ok());
        let number = number.filter(|number| allowed.contains(number));
        number.ok_or_else(|| self.malformed(column, malformed))
    }

    /// An address from two columns; `line` is its street and number.
    pub(super) fn address(
        &self,
        line: String,
        postcode: &'static str,
        city: &'static str,
    ) -> Result<Address, Refusal> {
        Ok(Address { line, postcode: self.identifier(postcode)?, city: self.needed(city)? })
    }

    /// Street and house number, from the two columns in which DUO's address files have them.
    pub(super) fn street(&self) -> Result<String, Refusal> {
        let street = self.needed("STRAATNAAM")?;
        Ok(match self.text("HUISNUMMER-TOEVOEGING")? {
            Some(number) => format!("{street} {number}"),
            None => street,
        })
    }

    pub(super) fn municipality(&self) -> Result<Municipality, Refusal> {
        let code = self.identifier("GEMEENTENUMMER")?;
        Ok(Municipality { code, name: self.needed("GEMEENTENAAM")? })
    }

    /// What stands in a column, without spaces around it.
    pub(super) fn field(&self, column: &str) -> &str {
        let field = self.header.position(column).and_then(|position| self.record.get(position));
        field.unwrap_or_default().trim()
    }

    /// Refuses the row for what stands in `column`.
    pub(super) fn refuse(&self, column: &'static str, reason: Reason) -> Refusal {
        let value = shortened(self.field(column));
        Refusal { column: Some(self.header.name(column)), value, reason }
    }

    pub(super) fn malformed(&self, column: &'static str, malformed: Malformed) -> Refusal {
        self.refuse(column, Reason::Malformed(malformed))
    }

    /// Refuses the row because `column` cannot be right if `other` is.
    pub(super) fn contradicts(&self, column: &'static str, other: &'static str) -> Refusal {
        self.refuse(column, Reason::Contradiction { column: self.header.name(other) })
    }

    fn word<T: Copy>(
        &self,
        column: &'static str,
        word: &str,
        words: &[(&str, T)],
    ) -> Result<T, Refusal> {
        let found = words.iter().find(|(known, _)| *known == word);
        found.map(|(_, value)| *value).ok_or_else(|| {
            if self.field(column).is_empty() {
                return self.refuse(column, Reason::MissingValue);
            }
            let known = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            self.refuse(column, Reason::UnknownWord { known })
        })
    }

    /// Whether the row has the header's fields, and none of them swallowed other rows.
    fn whole(&self, separator: char) -> Result<(), Refusal> {
        let swallows = |field: &&str| field.contains(separator) && field.contains(['\n', '\r']);
        let (found, wanted) = (self.record.len(), self.header.width());
        if let Some(field) = self.record.iter().find(swallows) {
            let value = shortened(field);
            return Err(Refusal { column: None, value, reason: Reason::OpenQuotation });
        }
        if found != wanted {
            return Err(self.entire(Reason::CutRow { found, wanted }));
        }
        Ok(())
    }

    fn same_as(&self, first_line: usize) -> Refusal {
        self.entire(Reason::Duplicate { first_line })
    }

    fn entire(&self, reason: Reason) -> Refusal {
        let start = self.record.iter().take(6).collect::<Vec<_>>().join(";");
        Refusal { column: None, value: shortened(&start), reason }
    }
}

/// The lines on which rows start. The reader's own count is wrong after blank lines.
struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn number(&mut self, record: &StringRecord) -> usize {
        let found = record.position().and_then(|found| usize::try_from(found.byte()).ok());
        let mut start = found.unwrap_or(self.at);
        while matches!(self.bytes.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        self.line += line_ends(self.bytes.get(self.at..start).unwrap_or_default());
        self.at = start;
        self.line
    }
}

fn read_record(reader: &mut Reader<&[u8]>, record: &mut StringRecord) -> Result<bool, Unreadable> {
    // The text is UTF-8 in memory, and rows may have any width: nothing is left to go wrong.
    reader.read_record(record).map_err(|_| Unreadable::NotCsv { what: "a broken file" })
}

/// Control characters, replaced characters, or the `Ã©` of UTF-8 that was read as windows-1252.
fn is_garbled(text: &str) -> bool {
    let misread = |(first, second): (char, char)| matches!(first, 'Ã' | 'Â') && !second.is_ascii();
    text.contains(|letter: char| letter.is_control() || letter == '\u{fffd}')
        || text.chars().zip(text.chars().skip(1)).any(misread)
}

/// At most 40 characters of a text, without control characters.
pub(super) fn shortened(text: &str) -> String {
    let clean = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut short: String = text.chars().take(SHOWN).map(clean).collect();
    if SHOWN < text.chars().count() {
        short.pop();
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    type Names = Vec<Line<(String, String)>>;

    fn read(rows: &str) -> (Names, Vec<RefusedRow>, usize) {
        let text = format!("RPA-code;RPA-indeling{rows}");
        let mut table = Table::open(&text, Separator::Semicolon).unwrap();
        let parse = |row: &Row| Ok((row.needed("RPA-code")?, row.needed("RPA-indeling")?));
        let names = table.read(parse, |(code, _)| code.clone()).unwrap();
        let (rows, refused) = table.close();
        assert_eq!(rows, names.len() + refused.len());
        (names, refused, rows)
    }

    fn reasons(rows: &str) -> Vec<(usize, &'static str)> {
        read(rows).1.iter().map(|row| (row.line, row.reason.code())).collect()
    }

    #[test]
    fn b2_a_row_cut_in_half_is_named_by_its_line() {
        let (names, refused, rows) = read("\r\n1;Noord\r\n2\r\n3;Zuid\r\n");
        assert_eq!((names.len(), rows), (2, 3));
        assert_eq!((refused[0].line, refused[0].value.as_str()), (3, "2"));
        assert_eq!(refused[0].reason, Reason::CutRow { found: 1, wanted: 2 });
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for end in ["\r\n", "\n", "\r"] {
            let rows = "|1;Noord||2;\"in two|lines\"|x|3;Zuid|y|".replace('|', end);
            assert_eq!(reasons(&rows), [(6, "cut-row"), (8, "cut-row")], "{end:?}");
            let (names, ..) = read(&rows);
            let lines: Vec<usize> = names.iter().map(|name| name.line).collect();
            assert_eq!(lines, [2, 4, 7], "{end:?}");
            assert_eq!(names[1].record.1, "in two lines");
        }
    }

    #[test]
    fn blank_lines_are_no_rows() {
        assert_eq!(read("\r\n1;Noord\r\n\r\n2;Zuid\r\n\r\n\r\n").2, 2);
        assert_eq!(read("\n1;Noord\n2;Zuid").2, 2);
        assert_eq!(read("").2, 0);
    }

    #[test]
    fn a_quotation_mark_that_swallows_rows_is_refused() {
        assert_eq!(reasons("\n1;\"Noord\n2;Zuid\n3;Oost\n"), [(2, "open-quotation")]);
        assert_eq!(
            reasons("\n1;\"Noord\n2;Zuid\"\n3;\n"),
            [(2, "open-quotation"), (4, "missing-value")]
        );
    }

    #[test]
    fn a_key_stands_once_and_the_first_line_with_it_is_named() {
        let (names, refused, _) = read("\n1;Noord\n2;Zuid\n1;Oost\n1;West\n");
        assert_eq!(names.len(), 2);
        assert_eq!(refused[1].line, 5);
        assert_eq!(refused[1].reason, Reason::Duplicate { first_line: 2 });
    }

    #[test]
    fn garbled_and_endless_texts_are_refused_and_shown_without_control_characters() {
        let rows = format!("\n1;FryslÃ¢n\n2;a\u{1b}[31mb\n3;\u{fffd}\n4;{}\n", "a".repeat(201));
        let (_, refused, _) = read(&rows);
        let codes: Vec<&str> = refused.iter().map(|row| row.reason.code()).collect();
        assert_eq!(codes, ["garbled-text", "garbled-text", "garbled-text", "value-too-long"]);
        assert_eq!(refused[1].value, "a [31mb");
        assert_eq!(refused[3].value.chars().count(), 40);
        assert_eq!(refused[3].column.as_deref(), Some("RPA-indeling"));
    }

    #[test]
    fn too_many_rows_are_not_read() {
        let text = format!("RPA-code;RPA-indeling\n{}", "x\n".repeat(MOST_ROWS + 1));
        let mut table = Table::open(&text, Separator::Semicolon).unwrap();
        let read = table.read(|row| row.needed("RPA-code"), String::clone);
        assert_eq!(read, Err(Unreadable::TooManyRows));
    }
}
