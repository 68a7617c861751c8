//! Questionnaires: what a board is asked about itself, in versions that never change once published.

mod answers;
mod checks;
mod definition;

pub use answers::{Answer, Answers};
pub use definition::{
    Band, Choice, Condition, Definition, Dimension, Form, FormKind, Parts, Point, Question, Range,
};

use crate::kernel::event::Subject;
use crate::kernel::{Code, Id, Instant, Refusal, Wording, text};
use crate::organisers::Organiser;

/// A questionnaire of an organiser; what it asks stands in its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    pub id: Id<Questionnaire>,
    pub organiser: Id<Organiser>,
    /// That of the version that is filled in, and before there is one that of the draft.
    pub title: Wording,
    /// The number of its last version.
    pub last: u32,
    /// The version that is filled in; nothing while none was published.
    pub published: Option<Published>,
    pub version: i64,
}

/// The version of a questionnaire that is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    pub id: Id<QuestionnaireVersion>,
    pub number: u32,
}

impl Subject for Questionnaire {
    const KIND: &'static str = "questionnaire";
}

/// What a questionnaire asks, at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionnaireVersion {
    pub id: Id<QuestionnaireVersion>,
    pub questionnaire: Id<Questionnaire>,
    /// 1 for the first.
    pub number: u32,
    pub definition: Definition,
    pub status: VersionStatus,
    pub published_at: Option<Instant>,
    pub version: i64,
}

impl Subject for QuestionnaireVersion {
    const KIND: &'static str = "questionnaire-version";
}

/// The life of a version: a draft is edited, what was published never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionStatus {
    Draft,
    Published,
}

impl Code for VersionStatus {
    const ALL: &'static [Self] = &[Self::Draft, Self::Published];

    fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
        }
    }
}

impl Questionnaire {
    /// The questionnaire after this version of it came, was changed or was published.
    pub fn with(self, of: &QuestionnaireVersion) -> Self {
        let is_published = of.status == VersionStatus::Published;
        let names = is_published || self.published.is_none();
        Self {
            title: if names { of.definition.title.clone() } else { self.title },
            last: of.number,
            published: if is_published {
                Some(Published { id: of.id, number: of.number })
            } else {
                self.published
            },
            version: self.version + 1,
            ..self
        }
    }

    /// The questionnaire after its draft was thrown away; nothing is left of one that was never
    /// published: only its organiser ever saw it.
    ///
    /// # Errors
    /// `version-published`, of what never changes.
    pub fn without(self, draft: &QuestionnaireVersion) -> Result<Option<Self>, Refusal> {
        draft.refuse_published()?;
        let version = self.version + 1;
        Ok(self.published.map(|published| Self { last: published.number, version, ..self }))
    }

    /// The version that is filled in.
    ///
    /// # Errors
    /// `no-published-version`.
    pub fn in_use(&self) -> Result<Published, Refusal> {
        self.published.ok_or_else(|| {
            let sentence = text(
                "van deze vragenlijst is nog geen versie gepubliceerd",
                "no version of this questionnaire has been published yet",
            );
            Refusal::conflict("no-published-version", sentence)
        })
    }
}

impl QuestionnaireVersion {
    /// A draft with this number.
    ///
    /// # Errors
    /// Names every contradiction in the definition, at its place.
    pub fn draft(
        id: Id<Self>,
        questionnaire: Id<Questionnaire>,
        number: u32,
        definition: Definition,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            id,
            questionnaire,
            number,
            definition: definition.checked()?,
            status: VersionStatus::Draft,
            published_at: None,
            version: 1,
        })
    }

    /// The draft with another definition.
    ///
    /// # Errors
    /// `version-published`, telling how to go on; every contradiction in the definition.
    pub fn change(self, definition: Definition) -> Result<Self, Refusal> {
        self.refuse_published()?;
        Ok(Self { definition: definition.checked()?, version: self.version + 1, ..self })
    }

    /// # Errors
    /// `version-published`.
    pub fn publish(self, now: Instant) -> Result<Self, Refusal> {
        self.refuse_published()?;
        Ok(Self {
            status: VersionStatus::Published,
            published_at: Some(now),
            version: self.version + 1,
            ..self
        })
    }

    fn refuse_published(&self) -> Result<(), Refusal> {
        if self.status == VersionStatus::Draft {
            return Ok(());
        }
        let (number, id) = (self.number, self.questionnaire);
        let sentence = text(
            format!(
                "versie {number} is gepubliceerd en verandert niet meer; maak met \
                 POST /v1/questionnaires/{id}/versions een nieuwe conceptversie die met deze begint"
            ),
            format!(
                "version {number} is published and never changes; make a new draft version that \
                 begins as this one with POST /v1/questionnaires/{id}/versions"
            ),
        );
        Err(Refusal::conflict("version-published", sentence))
    }
}

/// # Errors
/// `draft-exists`: a questionnaire has one draft at a time.
pub fn refuse_second_draft(last: &QuestionnaireVersion) -> Result<(), Refusal> {
    if last.status == VersionStatus::Published {
        return Ok(());
    }
    let (number, id) = (last.number, last.id);
    let sentence = text(
        format!("versie {number} is nog een concept; verander of publiceer dat"),
        format!("version {number} is still a draft; change or publish that one"),
    );
    Err(Refusal::existing("draft-exists", sentence, id.uuid()))
}

#[cfg(test)]
pub(crate) mod given;
#[cfg(test)]
mod tests;
