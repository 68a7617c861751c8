//! Texts for people, in the two languages the API speaks.

use super::Code;

/// A language that texts for people are given in; Dutch unless the reader asks for English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    Dutch,
    English,
}

impl Language {
    /// The language tag (RFC 5646) as it stands in `Content-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }
}

impl Code for Language {
    const ALL: &'static [Self] = &[Self::Dutch, Self::English];

    fn code(self) -> &'static str {
        self.tag()
    }
}

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub nl: String,
    pub en: String,
}

impl Text {
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Dutch => &self.nl,
            Language::English => &self.en,
        }
    }
}

/// The sentence `nl`, in English `en`.
pub fn text(nl: impl Into<String>, en: impl Into<String>) -> Text {
    Text { nl: nl.into(), en: en.into() }
}
