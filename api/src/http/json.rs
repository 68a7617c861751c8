//! Strict reading of JSON: no duplicate keys, no depth without end, no characters that deceive.

use std::cell::{Cell, RefCell};
use std::fmt;

use leerkring_domain::kernel::{Reason, Text, text};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::contract::pointer_step;

/// How deep a body may be nested.
const DEEPEST: usize = 16;

/// How many items a list may have.
const MOST: usize = 100;

/// The most that is told to be wrong with one body.
const MOST_TOLD: usize = 100;

/// What `bytes` say, or everything that is wrong with them and where; and whether that is all of it.
/// Of a list that is too long one item too many is kept, so that the document can name the place.
pub fn read(bytes: &[u8]) -> Result<(Value, Result<(), Reason>), Vec<Reason>> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let found = Found::default();
    let value = Strict { place: None, found: &found }.deserialize(&mut reader);
    let value = value.and_then(|value| reader.end().map(|()| value));
    let wrong = found.wrong.into_inner();
    match value {
        Err(_) if found.too_deep.get() => Err(vec![too_deep()]),
        Err(error) => Err(vec![unreadable(&error)]),
        Ok(_) if !wrong.is_empty() => Err(wrong),
        Ok(value) => Ok((value, if found.cut.get() { Err(too_many()) } else { Ok(()) })),
    }
}

fn too_many() -> Reason {
    let sentence = text(
        format!("een lijst heeft hoogstens {MOST} onderdelen"),
        format!("a list has at most {MOST} items"),
    );
    Reason::new("too-many", sentence).at("")
}

fn too_deep() -> Reason {
    let sentence = text(
        format!("de inhoud is dieper dan {DEEPEST} lagen genest"),
        format!("the body is nested deeper than {DEEPEST} levels"),
    );
    Reason::new("too-deep", sentence).at("")
}

fn unreadable(error: &serde_json::Error) -> Reason {
    let (line, column) = (error.line(), error.column());
    let found = error.to_string();
    let Text { nl, en } = in_words(found.split(" at line ").next().unwrap_or_default());
    let code = if error.is_eof() { "json-cut-off" } else { "not-json" };
    Reason::new(
        code,
        text(
            format!("dit is geen leesbare JSON (regel {line}, teken {column}): {nl}"),
            format!("this is not readable JSON (line {line}, column {column}): {en}"),
        ),
    )
    .at("")
}

/// What the reader of JSON says, in both languages: it knows English only.
fn in_words(said: &str) -> Text {
    let dutch = match said {
        "trailing comma" => "een komma te veel",
        "trailing characters" => "er staat nog iets achter het einde",
        "key must be a string" => "een naam staat niet tussen aanhalingstekens",
        "expected `:`" => "er ontbreekt een dubbele punt",
        "expected `,` or `]`" => "er ontbreekt een komma of `]`",
        "expected `,` or `}`" => "er ontbreekt een komma of `}`",
        "expected value" => "hier hoort een waarde te staan",
        "expected ident" => "hier hoort true, false of null te staan",
        "invalid number" | "number out of range" => "dit is geen getal dat kan worden gelezen",
        _ if said.starts_with("EOF") => "het houdt te vroeg op",
        _ if said.starts_with("control character") => "een stuurteken staat er zonder \\u",
        _ if said.contains("escape") || said.contains("surrogate") => {
            "wat achter een \\ staat is geen teken"
        }
        _ if said.contains("unicode") => "een teken is geen leesbaar UTF-8",
        _ => "een teken staat op de verkeerde plaats",
    };
    text(dutch, said.to_owned())
}

/// What is found while reading.
#[derive(Default)]
struct Found {
    wrong: RefCell<Vec<Reason>>,
    too_deep: Cell<bool>,
    /// Whether a list is longer than was read.
    cut: Cell<bool>,
}

impl Found {
    fn tell(&self, code: &'static str, sentence: Text, place: Option<&Place<'_>>) {
        let mut wrong = self.wrong.borrow_mut();
        if wrong.len() < MOST_TOLD {
            wrong.push(
                Reason::new(code, sentence).at(place.map(Place::pointer).unwrap_or_default()),
            );
        }
    }
}

/// Where something stands: a step from where the thing around it stands.
struct Place<'a> {
    above: Option<&'a Self>,
    step: Step<'a>,
}

enum Step<'a> {
    Field(&'a str),
    Item(usize),
}

impl Place<'_> {
    fn depth(&self) -> usize {
        1 + self.above.map_or(0, Self::depth)
    }

    fn pointer(&self) -> String {
        let above = self.above.map(Self::pointer).unwrap_or_default();
        match self.step {
            Step::Field(name) => format!("{above}/{}", pointer_step(name)),
            Step::Item(number) => format!("{above}/{number}"),
        }
    }
}

struct Strict<'a> {
    place: Option<&'a Place<'a>>,
    found: &'a Found,
}

impl Strict<'_> {
    /// Something may stand in it.
    fn holds<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.place.map_or(0, Place::depth) < DEEPEST {
            return Ok(());
        }
        self.found.too_deep.set(true);
        Err(E::custom("too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    /// JSON Schema counts `2.0` as an integer, so it becomes one.
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        if let Some(whole) = whole(value) {
            return Ok(whole.into());
        }
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("no finite number"))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        if let Some(character) = value.chars().find(|character| deceives(*character)) {
            let sentence = text(
                format!("het teken U+{:04X} mag niet in teksten", u32::from(character)),
                format!("the character U+{:04X} is not allowed in texts", u32::from(character)),
            );
            self.found.tell("character", sentence, self.place);
        }
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.holds()?;
        let (mut values, mut count) = (Vec::new(), 0);
        loop {
            let place = Place { above: self.place, step: Step::Item(count) };
            let item = Strict { place: Some(&place), found: self.found };
            let Some(value) = items.next_element_seed(item)? else { break };
            count += 1;
            if values.len() <= MOST {
                values.push(value);
            }
        }
        if MOST < count {
            self.found.cut.set(true);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        self.holds()?;
        let mut values = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let place = Place { above: self.place, step: Step::Field(&name) };
            let field = Strict { place: Some(&place), found: self.found };
            let value = fields.next_value_seed(field)?;
            if values.contains_key(&name) {
                let twice = text("dit staat er meer dan eens", "this is there more than once");
                self.found.tell("twice", twice, Some(&place));
            }
            values.insert(name, value);
        }
        Ok(Value::Object(values))
    }
}

fn whole(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() != 0.0 || EXACT < value.abs() {
        return None;
    }
    format!("{value:.0}").parse().ok()
}

/// Control characters (but tab and line ends) and those that turn the direction of writing.
pub fn deceives(character: char) -> bool {
    let control = character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    control || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(json: &str) -> Vec<(&'static str, String)> {
        let wrong = read(json.as_bytes()).unwrap_err();
        wrong.into_iter().map(|it| (it.code, it.location.unwrap_or_default())).collect()
    }

    fn refused(json: &str) -> Text {
        read(json.as_bytes()).unwrap_err().remove(0).text
    }

    #[test]
    fn whole_floats_are_integers() {
        assert_eq!(read(b"{\"a\":2.0,\"b\":2.5}").unwrap().0["a"], 2);
    }

    #[test]
    fn each_field_that_stands_there_twice_is_named_by_its_place() {
        let json = r#"{"a":1,"b":{"c/d":1,"c/d":2},"e":[{"f":1},{"f":1,"f":2}],"a":3}"#;
        let places = ["/b/c~1d", "/e/1/f", "/a"];
        assert_eq!(wrong(json), places.map(|place| ("twice", place.to_owned())));
    }

    #[test]
    fn nesting_has_an_end() {
        assert_eq!(wrong(&"[".repeat(100_000)), [("too-deep", String::new())]);
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(deep(DEEPEST).as_bytes()).is_ok());
        assert!(refused(&deep(DEEPEST + 1)).nl.contains("dieper dan 16"));
    }

    #[test]
    fn a_list_has_an_end_wherever_it_stands() {
        let list = |count: usize| format!("{{\"a\":[[{}]]}}", vec!["1"; count].join(","));
        let (_, whole) = read(list(100).as_bytes()).unwrap();
        assert!(whole.is_ok());
        let (value, whole) = read(list(10_000).as_bytes()).unwrap();
        assert_eq!(whole.unwrap_err().code, "too-many");
        assert_eq!(value["a"][0].as_array().unwrap().len(), 101);
    }

    #[test]
    fn cut_and_broken_json_say_where() {
        assert_eq!(wrong("{\"a\":"), [("json-cut-off", String::new())]);
        assert!(refused("{\"a\":1}}").en.contains("line 1, column 8"));
        assert!(refused("").en.contains("line 1"));
    }

    #[test]
    fn what_is_wrong_is_told_in_both_languages() {
        for (json, dutch, english) in [
            ("{\"a\":1,}", "komma te veel", "trailing comma"),
            ("{a:1}", "aanhalingstekens", "key must be a string"),
            ("[1 2]", "komma of `]`", "expected `,` or `]`"),
            ("{\"a\" 1}", "dubbele punt", "expected `:`"),
            ("{\"a\":x}", "een waarde", "expected value"),
            ("[1] 2", "achter het einde", "trailing characters"),
            ("[", "te vroeg", "EOF while parsing"),
            ("\"\\x\"", "achter een \\", "invalid escape"),
            ("\"\n\"", "stuurteken", "control character"),
            ("01", "getal", "invalid number"),
        ] {
            let told = refused(json);
            assert!(told.nl.contains(dutch), "{json}: {}", told.nl);
            assert!(told.en.contains(english), "{json}: {}", told.en);
        }
    }

    #[test]
    fn characters_that_deceive_are_refused_where_they_stand() {
        assert_eq!(wrong("{\"a\":[\"x\",\"\\u0000\"]}"), [("character", "/a/1".to_owned())]);
        assert!(refused("\"a\\u0000\"").en.contains("U+0000"));
        assert!(refused("\"\u{202E}gpj.exe\"").nl.contains("U+202E"));
        assert!(read("\"line\\nline\"".as_bytes()).is_ok());
    }
}
