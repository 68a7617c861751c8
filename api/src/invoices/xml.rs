//! XML, element by element.

use std::fmt::Write;

/// A document in the making; elements that were opened are closed in order.
#[derive(Debug)]
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document whose outermost element has these attributes.
    pub fn new(root: &'static str, attributes: &[(&str, &str)]) -> Self {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        let mut xml = Self { text, open: Vec::new() };
        xml.tag(root, attributes);
        xml.text.push('\n');
        xml.open.push(root);
        xml
    }

    /// An element with others in it.
    pub fn group(&mut self, name: &'static str, inside: impl FnOnce(&mut Self)) {
        self.indent();
        self.tag(name, &[]);
        self.text.push('\n');
        self.open.push(name);
        inside(self);
        self.close();
    }

    /// An element with text in it.
    pub fn put(&mut self, name: &str, value: &str) {
        self.put_with(name, &[], value);
    }

    /// The same with attributes.
    pub fn put_with(&mut self, name: &str, attributes: &[(&str, &str)], value: &str) {
        self.indent();
        self.tag(name, attributes);
        escape(&mut self.text, value);
        self.end(name);
    }

    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.end(name);
        }
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            let _ = write!(self.text, " {name}=\"");
            escape(&mut self.text, value);
            self.text.push('"');
        }
        self.text.push('>');
    }

    fn end(&mut self, name: &str) {
        let _ = writeln!(self.text, "</{name}>");
    }

    fn indent(&mut self) {
        self.text.extend(self.open.iter().map(|_| "  "));
    }
}

/// What XML cannot carry falls away.
fn escape(text: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\t' | '\n' => text.push(character),
            '\u{FFFE}' | '\u{FFFF}' => {}
            other if other.is_control() => {}
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_signs_of_markup_stay_names() {
        let mut xml = Xml::new("a", &[("b", "\"1\"")]);
        xml.group("c", |xml| xml.put_with("d", &[("e", "&")], "x < y & z\u{1}"));
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&quot;1&quot;\">\n  <c>\n    \
                        <d e=\"&amp;\">x &lt; y &amp; z</d>\n  </c>\n</a>\n";
        assert_eq!(xml.finish(), expected);
    }
}
