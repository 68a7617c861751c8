//! Discussion guides as clients send and read them.

use chrono::{DateTime, Utc};
use leerkring_domain::discussion_guides::{DiscussionGuide, GuideContent, GuideVersion, Section};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::programmes::wire::RoleName;
use crate::http::questionnaires::definition::{LabelView, LanguageWord, PassageView};
use crate::http::wire::Word;

/// What a guide says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GuideContentView {
    pub title: LabelView,
    pub introduction: Option<PassageView>,
    /// The languages that every text is given in.
    #[schema(inline, min_items = 1, max_items = 2)]
    pub languages: Vec<LanguageWord>,
    #[schema(min_items = 1, max_items = 20)]
    pub sections: Vec<GuideSectionView>,
}

/// Questions for some of those who talk.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GuideSectionView {
    pub title: LabelView,
    /// For whom it is, such as `hr-professional`, `board-executive`, `supervisory-board-member`;
    /// for everybody where it names nobody.
    #[serde(default)]
    #[schema(max_items = 20, required = false)]
    pub roles: Vec<RoleName>,
    #[schema(min_items = 1, max_items = 40)]
    pub questions: Vec<PassageView>,
}

/// A discussion guide.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiscussionGuideView {
    pub id: Uuid,
    pub organiser_id: Uuid,
    /// When the last version was published; null while none was.
    pub published_at: Option<DateTime<Utc>>,
    /// The number of the last version that was published; null while none was.
    #[schema(minimum = 1)]
    pub published_number: Option<u32>,
    pub content: GuideContentView,
}

impl DiscussionGuideView {
    pub fn new(guide: &DiscussionGuide, content: GuideContent) -> Self {
        Self {
            id: guide.id.uuid(),
            organiser_id: guide.organiser.uuid(),
            published_at: guide.published_at,
            published_number: guide.published_number,
            content: content.into(),
        }
    }
}

/// What was published of a discussion guide at some time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiscussionGuideVersionView {
    #[schema(minimum = 1)]
    pub number: u32,
    pub published_at: DateTime<Utc>,
    pub content: GuideContentView,
}

impl From<GuideVersion> for DiscussionGuideVersionView {
    fn from(version: GuideVersion) -> Self {
        let GuideVersion { number, content, published_at } = version;
        Self { number, published_at, content: content.into() }
    }
}

impl From<GuideContentView> for GuideContent {
    fn from(view: GuideContentView) -> Self {
        let section = |it: GuideSectionView| Section {
            title: it.title.into(),
            roles: it.roles.into_iter().map(|role| role.0).collect(),
            questions: it.questions.into_iter().map(Into::into).collect(),
        };
        Self {
            title: view.title.into(),
            introduction: view.introduction.map(Into::into),
            languages: view.languages.into_iter().map(|word| word.0).collect(),
            sections: view.sections.into_iter().map(section).collect(),
        }
    }
}

impl From<GuideContent> for GuideContentView {
    fn from(content: GuideContent) -> Self {
        let section = |it: Section| GuideSectionView {
            title: it.title.into(),
            roles: it.roles.into_iter().map(RoleName).collect(),
            questions: it.questions.into_iter().map(Into::into).collect(),
        };
        Self {
            title: content.title.into(),
            introduction: content.introduction.map(Into::into),
            languages: content.languages.into_iter().map(Word).collect(),
            sections: content.sections.into_iter().map(section).collect(),
        }
    }
}
