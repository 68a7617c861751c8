//! Discussion guides: questions in sections for named roles, to talk about and not to be scored.

use serde::{Deserialize, Serialize};

use crate::kernel::event::Subject;
use crate::kernel::{Id, Instant, Kind, Language, Reason, Refusal, Wording, text};
use crate::organisers::Organiser;

/// A guide of an organiser: what is read now, and what will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscussionGuide {
    pub id: Id<DiscussionGuide>,
    pub organiser: Id<Organiser>,
    /// What is being edited; nothing while there is nothing new.
    pub draft: Option<GuideContent>,
    /// What everybody reads; nothing while it was never published.
    pub published: Option<GuideContent>,
    pub published_at: Option<Instant>,
    /// The number of the version that is published: 1 for the first.
    pub published_number: Option<u32>,
    pub version: i64,
}

/// What was published of a guide at some time. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideVersion {
    pub number: u32,
    pub content: GuideContent,
    pub published_at: Instant,
}

impl Subject for DiscussionGuide {
    const KIND: &'static str = "discussion-guide";
}

/// What a guide says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideContent {
    pub title: Wording,
    pub introduction: Option<Wording>,
    /// The languages that every text is given in.
    #[serde(with = "crate::kernel::code::words")]
    pub languages: Vec<Language>,
    pub sections: Vec<Section>,
}

/// Questions for some of those who talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub title: Wording,
    /// For whom it is, such as `hr-professional`; for everybody where it names nobody.
    pub roles: Vec<String>,
    pub questions: Vec<Wording>,
}

impl GuideContent {
    /// The content, if every text is there in every language.
    ///
    /// # Errors
    /// `translation-missing` at each place.
    pub fn checked(self) -> Result<Self, Refusal> {
        let mut texts = vec![("/title".to_owned(), &self.title)];
        texts.extend(self.introduction.iter().map(|text| ("/introduction".to_owned(), text)));
        for (index, section) in self.sections.iter().enumerate() {
            texts.push((format!("/sections/{index}/title"), &section.title));
            let questions = section.questions.iter().enumerate();
            texts.extend(
                questions.map(|(nth, text)| (format!("/sections/{index}/questions/{nth}"), text)),
            );
        }
        let missing = texts.iter().flat_map(|(at, text)| text.untranslated(&self.languages, at));
        let missing: Vec<Reason> = missing.collect();
        Refusal::unless_empty(Kind::Invalid, missing)?;
        Ok(self)
    }

    /// The same with the sections for this role, or for everybody.
    pub fn for_role(mut self, role: &str) -> Self {
        self.sections.retain(|it| it.roles.is_empty() || it.roles.iter().any(|it| it == role));
        self
    }
}

impl DiscussionGuide {
    /// What is edited now.
    pub fn latest(&self) -> Option<&GuideContent> {
        self.draft.as_ref().or(self.published.as_ref())
    }

    /// The guide with another draft; what is published stays.
    ///
    /// # Errors
    /// `translation-missing`.
    pub fn change(self, content: GuideContent) -> Result<Self, Refusal> {
        Ok(Self { draft: Some(content.checked()?), version: self.version + 1, ..self })
    }

    /// Publishes the draft as the next version, which is read from now on. Versions of before stay as
    /// they are.
    ///
    /// # Errors
    /// `nothing-to-publish`.
    pub fn publish(self, now: Instant) -> Result<(Self, GuideVersion), Refusal> {
        let Some(content) = self.draft else {
            let sentence = text(
                "er is geen concept; verander de leidraad eerst",
                "there is no draft; change the guide first",
            );
            return Err(Refusal::conflict("nothing-to-publish", sentence));
        };
        let number = self.published_number.map_or(1, |last| last + 1);
        let guide = Self {
            draft: None,
            published: Some(content.clone()),
            published_at: Some(now),
            published_number: Some(number),
            version: self.version + 1,
            ..self
        };
        Ok((guide, GuideVersion { number, content, published_at: now }))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn dutch(text: &str) -> Wording {
        Wording { nl: Some(text.to_owned()), en: None }
    }

    fn content() -> GuideContent {
        let section = |roles: &[&str]| Section {
            title: dutch("Koers"),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            questions: vec![dutch("Waar staan wij?")],
        };
        GuideContent {
            title: dutch("Het goede gesprek"),
            introduction: None,
            languages: vec![Language::Dutch],
            sections: vec![section(&[]), section(&["hr-professional"]), section(&["teacher"])],
        }
    }

    fn guide() -> DiscussionGuide {
        DiscussionGuide {
            id: Uuid::nil().into(),
            organiser: Uuid::nil().into(),
            draft: Some(content()),
            published: None,
            published_at: None,
            published_number: None,
            version: 1,
        }
    }

    #[test]
    fn a_role_reads_its_own_sections_and_those_for_everybody() {
        assert_eq!(content().for_role("hr-professional").sections.len(), 2);
        assert_eq!(content().for_role("board-executive").sections.len(), 1);
    }

    #[test]
    fn what_is_published_stays_until_the_next_is() {
        let (published, first) = guide().publish(Instant::default()).unwrap();
        assert_eq!((first.number, &first.content), (1, &content()));
        assert_eq!(published.published, Some(content()));
        assert_eq!(
            published.clone().publish(Instant::default()).unwrap_err().code(),
            "nothing-to-publish"
        );
        let other = GuideContent { title: dutch("Anders"), ..content() };
        let changed = published.change(other.clone()).unwrap();
        assert_eq!(changed.published, Some(content()));
        assert_eq!(changed.latest(), Some(&other));
        let (published, second) = changed.publish(Instant::default()).unwrap();
        assert_eq!((second.number, &second.content), (2, &other));
        assert_eq!((published.published_number, published.published), (Some(2), Some(other)));
    }

    #[test]
    fn a_text_that_is_missing_is_named_with_its_place() {
        let both = GuideContent {
            languages: <Language as crate::kernel::Code>::ALL.to_vec(),
            ..content()
        };
        let refusal = guide().change(both).unwrap_err();
        assert_eq!(refusal.code(), "translation-missing");
        assert_eq!(refusal.reasons.len(), 1 + 3 + 3);
    }
}
