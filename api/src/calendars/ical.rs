//! Lines of iCalendar (RFC 5545): folded at 75 octets, texts escaped, CRLF at the end of each.

/// The most octets on a line, without its end.
const WIDTH: usize = 75;

/// A calendar while it is written.
#[derive(Debug, Default)]
pub struct Writer(String);

impl Writer {
    /// A property whose value is written as it is: a word, an instant, an address.
    pub fn line(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{}", value.replace(|it: char| it.is_control(), ""));
        let mut width = 0;
        for character in line.chars() {
            let octets = character.len_utf8();
            if WIDTH < width + octets {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(character);
            width += octets;
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is a text.
    pub fn text(&mut self, name: &str, value: &str) {
        self.line(name, &escaped(value));
    }

    /// A property with several texts; none where there is none.
    pub fn texts(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<_> = values.iter().map(|value| escaped(value)).collect();
            self.line(name, &values.join(","));
        }
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.0
    }
}

/// A text as RFC 5545 (3.3.11) has it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' | '\r' => escaped.push_str("\\n"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str) -> String {
        let mut writer = Writer::default();
        writer.text("SUMMARY", value);
        writer.finish()
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(written(r"a;b,c\d"), "SUMMARY:a\\;b\\,c\\\\d\r\n");
        assert_eq!(written("one\r\ntwo\nthree\rfour"), "SUMMARY:one\\ntwo\\nthree\\nfour\r\n");
        assert_eq!(written("a\u{0}b\u{7f}\tc"), "SUMMARY:abc\r\n");
    }

    #[test]
    fn no_text_makes_a_property_of_its_own() {
        let forged = written("x\r\nATTENDEE:mailto:somebody@example.nl");
        assert_eq!(forged.lines().count(), 1);
        let mut writer = Writer::default();
        writer.line("URL", "https://example.nl/\r\nSTATUS:CANCELLED");
        assert_eq!(writer.finish().lines().count(), 1);
    }

    #[test]
    fn lines_are_folded_at_75_octets_and_never_within_a_character() {
        for length in 0..200 {
            for character in ["a", "é", "–", "🎓"] {
                let text = character.repeat(length);
                let folded = written(&text);
                assert!(folded.ends_with("\r\n"));
                let lines: Vec<_> = folded.trim_end_matches("\r\n").split("\r\n").collect();
                assert!(lines.iter().all(|line| line.len() <= 75));
                assert!(lines.iter().skip(1).all(|line| line.starts_with(' ')));
                let unfolded = folded.replace("\r\n ", "");
                assert_eq!(unfolded, format!("SUMMARY:{text}\r\n"));
            }
        }
    }

    #[test]
    fn several_texts_stand_on_one_line() {
        let mut writer = Writer::default();
        writer.texts("CATEGORIES", &["a,b".to_owned(), "c".to_owned()]);
        writer.texts("CATEGORIES", &[]);
        assert_eq!(writer.finish(), "CATEGORIES:a\\,b,c\r\n");
    }
}
