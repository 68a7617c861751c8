//! Strict reading of JSON: no duplicate keys, no depth without end, no characters that deceive.

use std::cell::Cell;
use std::fmt;

use leerkring_domain::kernel::{Reason, text};
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How deep a body may be nested.
const DEEPEST: usize = 16;

/// How many items a list may have.
const MOST: usize = 100;

/// What `bytes` say, or what is wrong with them and where; and whether that is all of it. Of a list
/// that is too long one item too many is kept, so that the document can name the place.
pub fn read(bytes: &[u8]) -> Result<(Value, Result<(), Reason>), Reason> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let cut = Cell::new(false);
    let strict = Strict { depth: 0, cut: &cut };
    let value = strict.deserialize(&mut reader).map_err(|error| reason(&error))?;
    reader.end().map_err(|error| reason(&error))?;
    Ok((value, if cut.get() { Err(too_many()) } else { Ok(()) }))
}

fn too_many() -> Reason {
    let sentence = text(
        format!("een lijst heeft hoogstens {MOST} onderdelen"),
        format!("a list has at most {MOST} items"),
    );
    Reason::new("too-many", sentence).at("")
}

fn reason(error: &serde_json::Error) -> Reason {
    let (line, column) = (error.line(), error.column());
    let found = error.to_string();
    let found = found.split(" at line ").next().unwrap_or_default();
    let code = if error.is_eof() { "json-cut-off" } else { "not-json" };
    Reason::new(
        code,
        text(
            format!("dit is geen leesbare JSON (regel {line}, teken {column}): {found}"),
            format!("this is not readable JSON (line {line}, column {column}): {found}"),
        ),
    )
    .at("")
}

struct Strict<'a> {
    depth: usize,
    cut: &'a Cell<bool>,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(&self) -> Result<Self, E> {
        if self.depth < DEEPEST {
            Ok(Self { depth: self.depth + 1, cut: self.cut })
        } else {
            Err(E::custom(format!("nested deeper than {DEEPEST} levels")))
        }
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
        match value.chars().find(|character| deceives(*character)) {
            None => Ok(Value::String(value.to_owned())),
            Some(character) => Err(E::custom(format!(
                "the character U+{:04X} is not allowed in texts",
                u32::from(character)
            ))),
        }
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(self.deeper()?)? {
            if values.len() <= MOST {
                values.push(value);
            }
        }
        if MOST < values.len() {
            self.cut.set(true);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            if values.contains_key(&key) {
                let key: String = key.chars().take(60).collect();
                return Err(A::Error::custom(format!("the field \"{key}\" stands here twice")));
            }
            let value = fields.next_value_seed(self.deeper()?)?;
            values.insert(key, value);
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

    fn refused(json: &str) -> String {
        read(json.as_bytes()).unwrap_err().text.en
    }

    #[test]
    fn whole_floats_are_integers() {
        assert_eq!(read(b"{\"a\":2.0,\"b\":2.5}").unwrap().0["a"], 2);
    }

    #[test]
    fn a_field_stands_once() {
        assert!(refused(r#"{"a":1,"b":{"c":1,"c":2}}"#).contains("\"c\" stands here twice"));
    }

    #[test]
    fn nesting_has_an_end() {
        assert!(refused(&"[".repeat(100_000)).contains("nested deeper than 16"));
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
        assert_eq!(read(b"{\"a\":").unwrap_err().code, "json-cut-off");
        assert!(refused("{\"a\":1}}").contains("line 1, column 8"));
        assert!(refused("").contains("line 1"));
    }

    #[test]
    fn characters_that_deceive_are_refused() {
        assert!(refused("\"a\\u0000\"").contains("U+0000"));
        assert!(refused("\"\u{202E}gpj.exe\"").contains("U+202E"));
        assert!(read("\"line\\nline\"".as_bytes()).is_ok());
    }
}
