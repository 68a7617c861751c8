//! Benchmarks over HTTP: where groups of boards stand.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use actix_web::get;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use leerkring_domain::benchmarks::{Cell, Figure, Group, Known};
use leerkring_domain::boards::{Sector, SizeClass, region_schemes};
use leerkring_domain::kernel::{Code, Language, RegionKey, Text, text};
use leerkring_domain::questionnaires::Definition;
use leerkring_persistence::{ConnectionTrait, benchmarks, questionnaires, regions};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::extract::{Path, Query, SignedIn};
use super::operations::Operations;
use super::respond::Answer;
use super::wire::Word;
use crate::app::App;
use crate::commands::benchmarks as commands;
use crate::commands::questionnaires::refuse_others;
use crate::error::Error;
use crate::reply::Reply;

pub type SectorWord = Word<Sector>;
pub type SizeClassWord = Word<SizeClass>;

pub fn routes(config: &mut Operations) {
    config.service(get_benchmarks);
}

/// Which groups of boards to show.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct GroupsQuery {
    /// Boards that work in this sector.
    #[param(inline)]
    pub sector: Option<SectorWord>,
    /// Boards of this size class.
    #[param(inline)]
    pub size_class: Option<SizeClassWord>,
    /// Boards with a school in this region: the code of an RPA area.
    #[param(min_length = 1, max_length = 40)]
    pub region: Option<String>,
}

impl GroupsQuery {
    /// The groups that are asked for beside all boards; nothing where none is.
    pub fn groups(&self) -> Option<BTreeSet<Group>> {
        let region = self
            .region
            .clone()
            .map(|code| Group::Region(RegionKey { scheme: region_schemes::RPA.to_owned(), code }));
        let sector = self.sector.map(|word| Group::Sector(word.0));
        let size = self.size_class.map(|word| Group::SizeClass(word.0));
        let asked: BTreeSet<Group> = [sector, size, region].into_iter().flatten().collect();
        if asked.is_empty() {
            return None;
        }
        Some(asked.into_iter().chain([Group::Overall]).collect())
    }
}

/// A group of boards and where it stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    #[schema(inline)]
    pub kind: GroupKindWord,
    /// The sector, the size class or the region's code; null for all boards.
    #[schema(max_length = 40)]
    pub code: Option<String>,
    #[schema(max_length = 200)]
    pub name: String,
    /// Of the whole and of each dimension.
    #[schema(max_items = 13)]
    pub figures: Vec<FigureView>,
}

/// How boards are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    Overall,
    Sector,
    SizeClass,
    Region,
}

type GroupKindWord = Word<GroupKind>;

impl Code for GroupKind {
    const ALL: &'static [Self] = &[Self::Overall, Self::Sector, Self::SizeClass, Self::Region];

    fn code(self) -> &'static str {
        match self {
            Self::Overall => "overall",
            Self::Sector => "sector",
            Self::SizeClass => "size-class",
            Self::Region => "region",
        }
    }
}

/// A figure in whole points. Where there are too few boards, or none, everything is null.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FigureView {
    /// The key of the dimension; null for the whole.
    #[schema(max_length = 60)]
    pub dimension: Option<String>,
    /// So many boards at least: a multiple of five.
    #[schema(minimum = 5)]
    pub boards: Option<u32>,
    #[schema(max_length = 3)]
    pub mean: Option<String>,
    /// Quartiles, over twenty boards or more: each the mean of the five boards around its place.
    #[schema(max_length = 3)]
    pub lower_quartile: Option<String>,
    #[schema(max_length = 3)]
    pub median: Option<String>,
    #[schema(max_length = 3)]
    pub upper_quartile: Option<String>,
    /// When the edition was made that the figure is of.
    pub as_of_at: Option<DateTime<Utc>>,
}

impl FigureView {
    fn new(dimension: Option<String>, figure: Option<Figure>) -> Self {
        let quartile = |index: usize| {
            let quartiles = figure.and_then(|figure| figure.quartiles);
            quartiles.and_then(|all| all.get(index).map(Decimal::to_string))
        };
        Self {
            dimension,
            boards: figure.map(|figure| figure.boards),
            mean: figure.map(|figure| figure.mean.to_string()),
            lower_quartile: quartile(0),
            median: quartile(1),
            upper_quartile: quartile(2),
            as_of_at: figure.map(|figure| figure.as_of),
        }
    }
}

/// The whole, and each dimension of a questionnaire.
pub fn dimensions_of(definition: &Definition) -> Vec<Option<String>> {
    let keys = definition.dimensions.iter().map(|dimension| Some(dimension.key.clone()));
    std::iter::once(None).chain(keys).collect()
}

/// The groups with their names and figures.
pub async fn group_views(
    db: &impl ConnectionTrait,
    groups: BTreeSet<Group>,
    dimensions: &[Option<String>],
    language: Language,
    figure: impl Fn(&Cell) -> Option<Figure>,
) -> Result<Vec<GroupView>, Error> {
    let names: HashMap<RegionKey, String> =
        regions::all(db).await?.into_iter().map(|region| (region.key, region.name)).collect();
    let view = |group: Group| {
        let figures = dimensions.iter().map(|dimension| {
            let cell = Cell { group: group.clone(), dimension: dimension.clone() };
            FigureView::new(dimension.clone(), figure(&cell))
        });
        let figures = figures.collect();
        let (kind, code, name) = named(&group, &names);
        let name = name.in_language(language).to_owned();
        GroupView { kind: Word(kind), code, name, figures }
    };
    Ok(groups.into_iter().map(view).collect())
}

fn named(group: &Group, regions: &HashMap<RegionKey, String>) -> (GroupKind, Option<String>, Text) {
    match group {
        Group::Overall => (GroupKind::Overall, None, text("Alle besturen", "All boards")),
        Group::Sector(sector) => {
            let name = match sector {
                Sector::Po => text("Primair onderwijs", "Primary education"),
                Sector::Vo => text("Voortgezet onderwijs", "Secondary education"),
                Sector::Mbo => text("Middelbaar beroepsonderwijs", "Vocational education"),
            };
            (GroupKind::Sector, Some(sector.code().to_owned()), name)
        }
        Group::SizeClass(size) => {
            let name = match size {
                SizeClass::Small => text("Kleine besturen", "Small boards"),
                SizeClass::Medium => text("Middelgrote besturen", "Medium-sized boards"),
                SizeClass::Large => text("Grote besturen", "Large boards"),
            };
            (GroupKind::SizeClass, Some(size.code().to_owned()), name)
        }
        Group::Region(key) => {
            let name = regions.get(key).cloned().unwrap_or_else(|| key.code.clone());
            (GroupKind::Region, Some(key.code.clone()), text(name.clone(), name))
        }
    }
}

/// Where the boards stand that answered a questionnaire.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BenchmarksView {
    pub questionnaire_id: Uuid,
    #[schema(max_items = 200)]
    pub groups: Vec<GroupView>,
}

/// Get a questionnaire's benchmark
///
/// For its organiser: where all boards stand, each sector, size class and region, over the latest
/// submitted response of every board. Single boards show nowhere: figures about fewer than six
/// boards are null, and so are those from which these could be worked out, also with what boards
/// share. It changes once a day at most, and only when six boards have something new. Names are in
/// the language of the request.
#[utoipa::path(tag = "questionnaires", operation_id = "getBenchmarks", params(GroupsQuery),
    responses((status = 200, description = "The benchmark", body = BenchmarksView)))]
#[get("/questionnaires/{questionnaireId}/benchmarks")]
pub async fn get_benchmarks(
    app: Data<Arc<App>>,
    who: SignedIn,
    questionnaire: Path<Uuid>,
    query: Query<GroupsQuery>,
) -> Answer {
    let (db, language) = (app.store.reader(), who.0.language);
    let found = questionnaires::find(db, questionnaire.0.into(), &who.scope()).await?;
    refuse_others(&who.0.actor, found.organiser)?;
    let definition = match found.published {
        Some(published) => questionnaires::versions(db, &[published.id]).await?.pop(),
        None => None,
    };
    let dimensions = definition.map_or(vec![None], |it| dimensions_of(&it.definition));
    let editions = commands::editions(&app, found.id).await?;
    let known = Known::Shared(benchmarks::ever_shared(db, found.id).await?);
    let groups = query.0.groups().unwrap_or_else(|| {
        let sectors = Sector::ALL.iter().copied().map(Group::Sector);
        let sizes = SizeClass::ALL.iter().copied().map(Group::SizeClass);
        let published = editions.cells().into_iter().map(|cell| cell.group);
        std::iter::once(Group::Overall).chain(sectors).chain(sizes).chain(published).collect()
    });
    let figure = |cell: &_| editions.figure(cell, &known);
    let groups = group_views(db, groups, &dimensions, language, figure).await?;
    let view = BenchmarksView { questionnaire_id: found.id.uuid(), groups };
    Ok(Reply::ok(&view, None).in_language(language))
}
