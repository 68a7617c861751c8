//! The self-assessments of a board on its dashboard.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use leerkring_domain::boards::Board;
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Id, Language, Wording};
use leerkring_domain::questionnaires::{Definition, Questionnaire};
use leerkring_domain::responses::{Response, ResponseStatus, band};
use leerkring_persistence::entry_assessments::{self, Missing};
use leerkring_persistence::{questionnaires, responses};
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::error::Error;

/// Where a board stands by its self-assessments.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssessmentsView {
    /// The latest that it submitted about itself as a whole, of each questionnaire; the latest first.
    #[schema(max_items = 20)]
    pub latest: Vec<LatestView>,
    /// What it has begun, about itself and its schools.
    #[schema(max_items = 20)]
    pub drafts: Vec<DraftView>,
    /// What programmes ask before the start of what it is registered for, and was not handed in.
    #[schema(max_items = 100)]
    pub to_hand_in: Vec<ToHandInView>,
}

/// The latest response to a questionnaire.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LatestView {
    pub questionnaire_id: Uuid,
    #[schema(max_length = 300)]
    pub title: String,
    pub response_id: Uuid,
    pub reference_on: NaiveDate,
    pub submitted_on: Option<NaiveDate>,
    /// The score of the whole, from `0.0` to `100.0`; null where nothing scored was answered.
    #[schema(max_length = 5)]
    pub overall: Option<String>,
    /// The label of the band in which it lies.
    #[schema(max_length = 300)]
    pub band: Option<String>,
    /// The score less that of the response before it, in points; null for a first one.
    #[schema(max_length = 6)]
    pub change: Option<String>,
    /// The scores of the whole, the first first; the last is this one.
    #[schema(min_items = 1, max_items = 10)]
    pub trend: Vec<OverallView>,
}

/// A score of the whole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OverallView {
    pub reference_on: NaiveDate,
    #[schema(max_length = 5)]
    pub overall: Option<String>,
}

/// A response that was begun.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    pub questionnaire_id: Uuid,
    #[schema(max_length = 300)]
    pub title: String,
    pub response_id: Uuid,
    /// Null where it is about the board as a whole.
    pub school_id: Option<Uuid>,
    pub reference_on: NaiveDate,
}

/// A self-assessment to hand in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToHandInView {
    pub registration_id: Uuid,
    pub cohort_id: Uuid,
    pub questionnaire_id: Uuid,
    #[schema(max_length = 300)]
    pub title: String,
    /// The first day on which a response is handed in that counts.
    pub since_on: NaiveDate,
}

/// How many questionnaires and drafts a dashboard shows, and how far back.
const MOST: usize = 20;
const TREND: usize = 10;

/// Four questions, however many there are of anything.
pub async fn of_board(
    app: &App,
    board: Id<Board>,
    language: Language,
) -> Result<AssessmentsView, Error> {
    let db = app.store.reader();
    let all = responses::of_board(db, board).await?;
    let missing = entry_assessments::missing(db, board).await?;
    let mut ids: Vec<_> = all.iter().map(|response| response.questionnaire).collect();
    ids.extend(missing.iter().map(|missing| missing.asked.questionnaire));
    ids.sort_unstable();
    ids.dedup();
    let titles = questionnaires::titles(db, &ids).await?;
    let trends = trends(&all);
    let shown: Vec<_> = trends.iter().filter_map(|trend| trend.first()).map(|it| it.of).collect();
    let versions = questionnaires::versions(db, &shown).await?;
    let names = Names { titles, language };
    let definition = |of| Some(&versions.iter().find(|version| version.id == of)?.definition);
    Ok(AssessmentsView {
        latest: trends
            .iter()
            .filter_map(|trend| LatestView::of(trend, definition(trend.first()?.of)?, &names))
            .collect(),
        drafts: drafts(&all).map(|draft| DraftView::of(draft, &names)).collect(),
        to_hand_in: missing.iter().map(|missing| ToHandInView::of(missing, &names)).collect(),
    })
}

/// What the board submitted about itself as a whole, by questionnaire, the latest first in each and
/// among them.
fn trends(all: &[Response]) -> Vec<Vec<&Response>> {
    let mut trends: BTreeMap<Id<Questionnaire>, Vec<&Response>> = BTreeMap::new();
    let submitted = |it: &&Response| it.status == ResponseStatus::Submitted && it.school.is_none();
    for response in all.iter().filter(submitted) {
        trends.entry(response.questionnaire).or_default().push(response);
    }
    let mut trends: Vec<Vec<&Response>> = trends.into_values().collect();
    let latest =
        |trend: &Vec<&Response>| trend.first().map(|it| (it.reference_on, it.submitted_at));
    trends.sort_by_key(|trend| std::cmp::Reverse(latest(trend)));
    trends.truncate(MOST);
    trends
}

fn drafts(all: &[Response]) -> impl Iterator<Item = &Response> {
    all.iter().filter(|response| response.status == ResponseStatus::Draft).take(MOST)
}

/// What questionnaires are called, in the language of the request.
struct Names {
    titles: HashMap<Id<Questionnaire>, Wording>,
    language: Language,
}

impl Names {
    fn title(&self, of: Id<Questionnaire>) -> String {
        let title = self.titles.get(&of);
        title.map(|title| title.in_language(self.language).to_owned()).unwrap_or_default()
    }
}

fn overall(response: &Response) -> Option<Decimal> {
    response.scores.as_ref().and_then(|scores| scores.overall)
}

impl LatestView {
    fn of(trend: &[&Response], definition: &Definition, names: &Names) -> Option<Self> {
        let latest = trend.first()?;
        let score = overall(latest);
        let band = score.and_then(|score| band(definition, None, score));
        let before = trend.get(1).and_then(|before| overall(before));
        let trend = trend.iter().take(TREND).rev().map(|response| OverallView {
            reference_on: response.reference_on,
            overall: overall(response).map(|score| score.to_string()),
        });
        Some(Self {
            questionnaire_id: latest.questionnaire.uuid(),
            title: names.title(latest.questionnaire),
            response_id: latest.id.uuid(),
            reference_on: latest.reference_on,
            submitted_on: latest.submitted_at.map(today),
            overall: score.map(|score| score.to_string()),
            band: band.map(|band| band.label.in_language(names.language).to_owned()),
            change: score.zip(before).map(|(score, before)| (score - before).to_string()),
            trend: trend.collect(),
        })
    }
}

impl DraftView {
    fn of(draft: &Response, names: &Names) -> Self {
        Self {
            questionnaire_id: draft.questionnaire.uuid(),
            title: names.title(draft.questionnaire),
            response_id: draft.id.uuid(),
            school_id: draft.school.map(Id::uuid),
            reference_on: draft.reference_on,
        }
    }
}

impl ToHandInView {
    fn of(missing: &Missing, names: &Names) -> Self {
        Self {
            registration_id: missing.registration.uuid(),
            cohort_id: missing.cohort.uuid(),
            questionnaire_id: missing.asked.questionnaire.uuid(),
            title: names.title(missing.asked.questionnaire),
            since_on: missing.asked.since_on,
        }
    }
}
