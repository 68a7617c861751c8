//! Results over HTTP: scores, bands with their advice, the trend, and the others.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use leerkring_domain::benchmarks::{Known, Standing};
use leerkring_domain::kernel::{Code, Id, Language};
use leerkring_domain::programmes::Programme;
use leerkring_domain::questionnaires::{Band, Definition};
use leerkring_domain::responses::{Response, Scores, band, scores};
use leerkring_persistence::responses::{self as stored, Respondent};
use leerkring_persistence::{ConnectionTrait, StoreError, benchmarks, programmes, questionnaires};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::wire::ResponseStatusWord;
use crate::app::App;
use crate::charts::scores::{Axis, Chart};
use crate::commands::benchmarks as commands;
use crate::error::Error;
use crate::http::benchmarks::{GroupView, GroupsQuery, dimensions_of, group_views};
use crate::http::extract::{Path, Query, Reader};
use crate::http::kinds::{AnswerKind, Binary, SvgPicture, Wanted};
use crate::http::operations::Operations;
use crate::http::params::With;
use crate::http::pictures;
use crate::http::respond::Answer;
use crate::http::wire::Word;
use crate::reply::Reply;

pub fn routes(config: &mut Operations) {
    config.service(get_results);
}

/// A score with the band it lies in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScoreView {
    /// The key of the dimension; null for the whole.
    #[schema(max_length = 60)]
    pub dimension: Option<String>,
    #[schema(max_length = 300)]
    pub title: String,
    /// From `0.0` to `100.0`; null where nothing scored was answered.
    #[schema(max_length = 5)]
    pub score: Option<String>,
    pub band: Option<AdviceView>,
}

/// What is said about a score.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdviceView {
    #[schema(max_length = 300)]
    pub label: String,
    #[schema(max_length = 2000)]
    pub advice: Option<String>,
    /// The programmes it points to for which one can register now.
    #[schema(max_items = 10)]
    pub programmes: Vec<AdvisedProgrammeView>,
}

/// A programme for which teams can register now.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdvisedProgrammeView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub title: String,
}

/// The scores of a response at an earlier or later day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrendView {
    pub response_id: Uuid,
    pub reference_on: NaiveDate,
    #[schema(max_length = 5)]
    pub overall: Option<String>,
    #[schema(max_items = 12)]
    pub dimensions: Vec<DimensionScoreView>,
}

/// The score of a dimension.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DimensionScoreView {
    #[schema(max_length = 60)]
    pub dimension: String,
    #[schema(max_length = 5)]
    pub score: String,
}

/// Where a board or school stands, and where the others do.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultsView {
    pub response_id: Uuid,
    /// Of a draft the scores are those of the answers so far.
    #[schema(inline)]
    pub status: ResponseStatusWord,
    pub reference_on: NaiveDate,
    pub overall: ScoreView,
    #[schema(max_items = 12)]
    pub dimensions: Vec<ScoreView>,
    /// What the same board or school submitted, the first first.
    #[schema(max_items = 100)]
    pub trend: Vec<TrendView>,
    /// The latest submitted responses of other boards.
    #[schema(max_items = 100)]
    pub benchmark: Vec<GroupView>,
    /// Whether the groups are those that the query names.
    #[serde(skip)]
    #[schema(ignore)]
    asked: bool,
}

/// Get results
///
/// The scores of the whole and of each dimension with their bands and advice, the trend, and where
/// other boards stand: all, those of your sectors, size class and regions, or those that the query
/// names. Figures about fewer than five other boards are null, as those about nobody are, and so
/// are those from which these could be worked out; the benchmark changes once a day at most, and
/// only when six boards have something new. Texts are in the language of the request.
///
/// As SVG or PNG it is a radar of the dimensions with the others behind (bars where there are fewer
/// than three, or where `picture` asks for them): those of the group that the query names, or all.
#[utoipa::path(tag = "responses", operation_id = "getResults",
    params(With<GroupsQuery, PictureQuery>),
    responses((status = 200, description = "The results", content(
        (ResultsView = "application/json"),
        (SvgPicture = "image/svg+xml"),
        (Binary = "image/png")))))]
#[get("/responses/{responseId}/results")]
pub async fn get_results(
    app: Data<Arc<App>>,
    reader: Reader,
    response: Path<Uuid>,
    query: Query<With<GroupsQuery, PictureQuery>>,
    wanted: Wanted,
) -> Answer {
    let response = stored::find(app.store.reader(), response.0.into(), &reader.scope).await?;
    let With { own: groups, shared } = query.0;
    let (picture, language) = (shared.picture.map(|word| word.0), reader.language);
    let view = results(&app, response, &groups, &reader).await?;
    let reply = match wanted.0 {
        kind @ (AnswerKind::Svg | AnswerKind::Png) => {
            pictures::answer(kind, &view.drawn(picture, language), "results")?
        }
        _ => Reply::ok(&view, None),
    };
    Ok(reply.in_language(language))
}

/// As which picture to show what scores.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct PictureQuery {
    /// What is drawn where a picture is asked for.
    #[param(inline)]
    pub picture: Option<PictureWord>,
}

type PictureWord = Word<PictureForm>;

/// What scores are drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureForm {
    Radar,
    Bars,
}

impl Code for PictureForm {
    const ALL: &'static [Self] = &[Self::Radar, Self::Bars];

    fn code(self) -> &'static str {
        match self {
            Self::Radar => "radar",
            Self::Bars => "bars",
        }
    }
}

impl ResultsView {
    /// The scores as SVG, with those of the last of the groups that were asked for, or of all.
    fn drawn(&self, form: Option<PictureForm>, language: Language) -> String {
        let number = |text: &String| text.parse::<f64>().ok();
        let others = self.compared();
        let axes = self.dimensions.iter().map(|score| {
            let figures = others.map(|group| group.figures.as_slice()).unwrap_or_default();
            let figure = figures.iter().find(|it| it.dimension == score.dimension);
            Axis {
                label: score.title.clone(),
                own: score.score.as_ref().and_then(number),
                others: figure.and_then(|figure| figure.mean.as_ref()).and_then(number),
            }
        });
        let own = match language {
            Language::Dutch => "Eigen score",
            Language::English => "Own score",
        };
        let chart = Chart {
            title: self.overall.title.clone(),
            axes: axes.collect(),
            own: own.to_owned(),
            others: others.map(|group| group.name.clone()).unwrap_or_default(),
            language,
        };
        let bars = form == Some(PictureForm::Bars) || chart.axes.len() < 3;
        if bars { chart.bars() } else { chart.radar() }
    }

    fn compared(&self) -> Option<&GroupView> {
        if self.asked { self.benchmark.last() } else { self.benchmark.first() }
    }
}

async fn results(
    app: &Arc<App>,
    response: Response,
    query: &GroupsQuery,
    reader: &Reader,
) -> Result<ResultsView, Error> {
    let (db, language) = (app.store.reader(), reader.language);
    let own = reader.scope.everything || reader.scope.boards.contains(&response.board);
    let version = questionnaires::versions(db, &[response.of]).await?.pop();
    let definition = version.ok_or(StoreError::Corrupt("response"))?.definition;
    let scores = scores(&definition, &response.answers);
    let said = scored(db, app, (&definition, &scores), language).await?;
    let respondent = Respondent {
        questionnaire: response.questionnaire,
        board: response.board,
        school: response.school,
    };
    let trend = stored::trend(db, respondent, own).await?;
    let standing: Standing = benchmarks::standing(db, response.board).await?;
    let asked = query.groups();
    let is_asked = asked.is_some();
    let groups = asked.unwrap_or_else(|| standing.groups());
    let editions = commands::editions(app, response.questionnaire).await?;
    let dimensions = dimensions_of(&definition);
    // Whoever knows more than the board's own answers is shown less.
    let known = if own {
        Known::Own(response.board)
    } else {
        Known::Shared(benchmarks::ever_shared(db, response.questionnaire).await?)
    };
    let figure = |cell: &_| editions.figure(cell, &known);
    Ok(ResultsView {
        response_id: response.id.uuid(),
        status: Word(response.status),
        reference_on: response.reference_on,
        overall: said.overall,
        dimensions: said.dimensions,
        trend: trend.into_iter().map(TrendView::from).collect(),
        benchmark: group_views(db, groups, &dimensions, language, figure).await?,
        asked: is_asked,
    })
}

impl From<Response> for TrendView {
    fn from(response: Response) -> Self {
        let scores = response.scores.unwrap_or_default();
        let score = |(dimension, score): (String, Decimal)| DimensionScoreView {
            dimension,
            score: score.to_string(),
        };
        Self {
            response_id: response.id.uuid(),
            reference_on: response.reference_on,
            overall: scores.overall.map(|score| score.to_string()),
            dimensions: scores.dimensions.into_iter().map(score).collect(),
        }
    }
}

/// The scores of the whole and of the dimensions.
#[derive(Debug)]
pub struct Scored {
    pub overall: ScoreView,
    pub dimensions: Vec<ScoreView>,
}

/// What is said about these scores now.
pub async fn scored(
    db: &impl ConnectionTrait,
    app: &App,
    (definition, scores): (&Definition, &Scores),
    language: Language,
) -> Result<Scored, Error> {
    let advised = definition.programmes();
    let ids: Vec<Id<Programme>> = advised.into_iter().map(|(id, _)| id).collect();
    let open = programmes::open(db, &ids, app.now()).await?;
    let view = |dimension: Option<&str>, title: String| {
        let score = scores.of(dimension);
        let band = score.and_then(|score| band(definition, dimension, score));
        ScoreView {
            dimension: dimension.map(str::to_owned),
            title,
            score: score.map(|score| score.to_string()),
            band: band.map(|band| advice(band, &open, language)),
        }
    };
    let dimensions = definition.dimensions.iter();
    let dimensions = dimensions.map(|dimension| {
        view(Some(&dimension.key), dimension.title.in_language(language).to_owned())
    });
    let title = definition.title.in_language(language).to_owned();
    Ok(Scored { overall: view(None, title), dimensions: dimensions.collect() })
}

fn advice(band: &Band, open: &HashMap<Id<Programme>, String>, language: Language) -> AdviceView {
    let programme = |id: &Id<Programme>| {
        let title = open.get(id)?.clone();
        Some(AdvisedProgrammeView { id: id.uuid(), title })
    };
    AdviceView {
        label: band.label.in_language(language).to_owned(),
        advice: band.advice.as_ref().map(|text| text.in_language(language).to_owned()),
        programmes: band.programmes.iter().filter_map(programme).collect(),
    }
}
