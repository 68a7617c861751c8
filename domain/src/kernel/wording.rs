//! Texts for people that the authors of the content give themselves, in one or both languages.

use serde::{Deserialize, Serialize};

use super::text::{Language, text};
use super::{Code, Reason};

/// A text in the languages that its author gave it in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    pub nl: Option<String>,
    pub en: Option<String>,
}

impl Wording {
    pub fn get(&self, language: Language) -> Option<&str> {
        match language {
            Language::Dutch => self.nl.as_deref(),
            Language::English => self.en.as_deref(),
        }
    }

    /// The text in this language, or in the other where it was not given in this one.
    pub fn in_language(&self, language: Language) -> &str {
        let languages = std::iter::once(&language).chain(Language::ALL);
        languages.into_iter().find_map(|language| self.get(*language)).unwrap_or_default()
    }

    /// A reason for each of `languages` in which it is missing.
    pub fn untranslated(&self, languages: &[Language], at: &str) -> Vec<Reason> {
        let missing = languages.iter().filter(|language| self.get(**language).is_none());
        let reason = |language: &Language| {
            let tag = language.tag();
            let sentence = text(
                format!("deze tekst ontbreekt in een van de talen: {tag}"),
                format!("this text is missing in one of the languages: {tag}"),
            );
            Reason::new("translation-missing", sentence).at(format!("{at}/{tag}"))
        };
        missing.map(reason).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dutch(text: &str) -> Wording {
        Wording { nl: Some(text.to_owned()), en: None }
    }

    #[test]
    fn a_text_is_read_in_the_other_language_where_it_is_given_in_no_other() {
        assert_eq!(dutch("ja").in_language(Language::English), "ja");
        assert_eq!(Wording::default().in_language(Language::Dutch), "");
    }

    #[test]
    fn each_language_that_is_missing_is_named() {
        let reasons = dutch("ja").untranslated(Language::ALL, "/title");
        assert_eq!(reasons.len(), 1);
        assert_eq!(reasons[0].location.as_deref(), Some("/title/en"));
    }
}
