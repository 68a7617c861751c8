//! Closed lists that stand as a word in JSON and in the database.

/// A value of a closed list with its word (kebab-case), the same in JSON and in tables.
pub trait Code: Copy + Sized + 'static {
    const ALL: &'static [Self];

    fn code(self) -> &'static str;

    /// The value with this word, if there is one.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

/// Reads and writes one value of a closed list as its word (for `#[serde(with)]`).
pub mod word {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Code;

    pub fn serialize<T: Code, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.code())
    }

    pub fn deserialize<'de, T: Code, D: Deserializer<'de>>(reader: D) -> Result<T, D::Error> {
        let word = String::deserialize(reader)?;
        T::from_code(&word).ok_or_else(|| D::Error::custom(format!("unknown word {word}")))
    }
}

/// Reads and writes a list of such values (for `#[serde(with)]`).
pub mod words {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Code;

    pub fn serialize<T: Code, S: Serializer>(values: &[T], writer: S) -> Result<S::Ok, S::Error> {
        values.iter().map(|value| value.code()).collect::<Vec<_>>().serialize(writer)
    }

    pub fn deserialize<'de, T: Code, D: Deserializer<'de>>(reader: D) -> Result<Vec<T>, D::Error> {
        let words = Vec::<String>::deserialize(reader)?;
        let value = |word: &String| {
            T::from_code(word).ok_or_else(|| D::Error::custom(format!("unknown word {word}")))
        };
        words.iter().map(value).collect()
    }
}
