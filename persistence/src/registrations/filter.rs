//! What lists of registrations are narrowed to.

use leerkring_domain::boards::Board;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::{HandingIn, Programme};
use leerkring_domain::registrations::RegistrationStatus;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition};

use super::waiting::is_at;
use crate::cohorts::organised;
use crate::entry_assessments;
use crate::tables::cohorts;
use crate::tables::registrations::Column;

/// What a list of registrations is narrowed to.
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
}

impl Filter {
    pub(super) fn into_condition(self) -> Condition {
        Condition::all()
            .add_option(self.cohort.map(|id| Column::CohortId.eq(id.uuid())))
            .add_option(self.programme.map(|id| in_cohorts(of_programme(id))))
            .add_option(self.organiser.map(|id| in_cohorts(of_organiser(id))))
            .add_option(self.board.map(|id| Column::BoardId.eq(id.uuid())))
            .add_option(self.status.map(|(status, now)| is_at(status, now)))
            .add_option(self.handed_in.map(entry_assessments::is))
    }
}

fn in_cohorts(which: Expr) -> Expr {
    let cohorts = Query::select()
        .column(cohorts::Column::Id)
        .from(cohorts::Entity)
        .and_where(which)
        .to_owned();
    Column::CohortId.in_subquery(cohorts)
}

fn of_programme(programme: Id<Programme>) -> Expr {
    cohorts::Column::ProgrammeId.eq(programme.uuid())
}

fn of_organiser(organiser: Id<Organiser>) -> Expr {
    cohorts::Column::ProgrammeId.in_subquery(organised(organiser))
}
