//! Registrations as a list: narrowed and sorted.

use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Code, Id, Instant, Scope};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::{HandingIn, Programme};
use leerkring_domain::registrations::{Registration, RegistrationStatus};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{people, registration, visible, waiting};
use crate::entry_assessments;
use crate::page::{By, Key, Page, PageRequest, Sort, fetch};
use crate::programmes::offered_by;
use crate::store::Stored;
use crate::tables::{boards, cohorts, registrations};

/// What a list of registrations can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationOrder {
    /// When it was made.
    RegisteredAt,
    /// In which place it arrived in its cohort.
    Arrival,
    /// The name of its board, without regard to case, accents and abbreviations.
    BoardName,
}

impl Code for RegistrationOrder {
    const ALL: &'static [Self] = &[Self::RegisteredAt, Self::Arrival, Self::BoardName];

    fn code(self) -> &'static str {
        match self {
            Self::RegisteredAt => "registeredAt",
            Self::Arrival => "arrival",
            Self::BoardName => "boardName",
        }
    }
}

impl Default for Sort<RegistrationOrder> {
    fn default() -> Self {
        Self::descending(RegistrationOrder::RegisteredAt)
    }
}

/// What a list of registrations is narrowed to, and how it is sorted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub cohort: Option<Id<Cohort>>,
    pub programme: Option<Id<Programme>>,
    /// That organises the programme, as lead or partner.
    pub organiser: Option<Id<Organiser>>,
    pub board: Option<Id<Board>>,
    /// What they are at the instant beside it: an offer lapses by the clock.
    pub status: Option<(RegistrationStatus, Instant)>,
    /// Whether the self-assessment that the programme asks for was handed in.
    pub handed_in: Option<HandingIn>,
    pub sort: Sort<RegistrationOrder>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        Condition::all()
            .add_option(self.cohort.map(|id| registrations::Column::CohortId.eq(id.uuid())))
            .add_option(self.programme.map(|id| in_cohorts(of_programme(id))))
            .add_option(self.organiser.map(|id| in_cohorts(of_organiser(id))))
            .add_option(self.board.map(|id| registrations::Column::BoardId.eq(id.uuid())))
            .add_option(self.status.map(|(status, now)| waiting::is_at(status, now)))
            .add_option(self.handed_in.map(entry_assessments::is))
    }
}

fn in_cohorts(which: Expr) -> Expr {
    let cohorts = Query::select()
        .column(cohorts::Column::Id)
        .from(cohorts::Entity)
        .and_where(which)
        .to_owned();
    registrations::Column::CohortId.in_subquery(cohorts)
}

fn of_programme(programme: Id<Programme>) -> Expr {
    cohorts::Column::ProgrammeId.eq(programme.uuid())
}

fn of_organiser(organiser: Id<Organiser>) -> Expr {
    cohorts::Column::ProgrammeId.in_subquery(offered_by(&[organiser]))
}

/// By what boards are sorted, of the board of a registration.
pub(crate) fn board_key() -> Expr {
    let key = Query::select()
        .column((boards::Entity, boards::Column::SearchKey))
        .from(boards::Entity)
        .and_where(
            Expr::col((boards::Entity, boards::Column::Id))
                .equals((registrations::Entity, registrations::Column::BoardId)),
        )
        .to_owned();
    Expr::SubQuery(None, Box::new(key.into()))
}

/// A page of the registrations that `scope` sees.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Registration>> {
    let by = match filter.sort.by {
        RegistrationOrder::RegisteredAt => By::Id,
        RegistrationOrder::Arrival => By::Number(Expr::col(registrations::Column::Arrival)),
        RegistrationOrder::BoardName => By::Text(board_key()),
    };
    let key = Key::sorted(by, filter.sort.direction, registrations::Column::Id);
    let select =
        registrations::Entity::find().filter(visible(scope)).filter(filter.into_condition());
    let page = fetch(db, select, key, request).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|row| row.id).collect();
    let mut people = people(db, &ids).await?;
    page.try_map(|row| {
        let people = people.remove(&row.id).unwrap_or_default();
        registration(row, people)
    })
}
