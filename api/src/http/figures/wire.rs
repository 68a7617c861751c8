//! Figures as clients read them.

use chrono::{DateTime, NaiveDate, Utc};
use leerkring_domain::boards::Sector;
use leerkring_domain::figures::{Counts, Reach, Tally};
use leerkring_domain::registrations::RegistrationStatus;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::read::{Part, Report};
use crate::http::boards::wire::SectorWord;
use crate::http::wire::Word;

/// The most parts, regions and weeks that are told.
const MOST: usize = 1_000;

/// Registrations, and the people in them.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TallyView {
    #[schema(minimum = 0)]
    pub teams: u64,
    #[schema(minimum = 0)]
    pub participants: u64,
}

impl From<Tally> for TallyView {
    fn from(tally: Tally) -> Self {
        Self { teams: tally.teams, participants: tally.participants }
    }
}

/// Registrations by where they stand now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationCountsView {
    /// All that were ever made.
    pub registered: TallyView,
    pub submitted: TallyView,
    pub confirmed: TallyView,
    pub waitlisted: TallyView,
    pub offered: TallyView,
    pub rejected: TallyView,
    pub withdrawn: TallyView,
    pub declined: TallyView,
    pub lapsed: TallyView,
    pub cancelled: TallyView,
    pub completed: TallyView,
}

/// What came of the people with a seat.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantCountsView {
    /// Of confirmed and completed registrations.
    #[schema(minimum = 0)]
    pub taking_part: u64,
    /// Were at a session, or at a part of one.
    #[schema(minimum = 0)]
    pub attended: u64,
    /// Were marked absent, and never present, partly or not.
    #[schema(minimum = 0)]
    pub no_shows: u64,
    /// Meet what the programme asks to complete it.
    #[schema(minimum = 0)]
    pub completed: u64,
}

/// How much of the seats is taken: a ratio of whole numbers, and the same as a percentage.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OccupancyView {
    #[schema(minimum = 0)]
    pub taken: u64,
    /// Seats of cohorts that are not cancelled.
    #[schema(minimum = 0)]
    pub capacity: u64,
    /// One decimal; null where there are no seats.
    #[schema(max_length = 20)]
    pub percentage: Option<String>,
}

/// What is counted of one cohort or of several.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CountsView {
    pub occupancy: OccupancyView,
    pub registrations: RegistrationCountsView,
    pub participants: ParticipantCountsView,
}

impl From<&Counts> for CountsView {
    fn from(counts: &Counts) -> Self {
        use RegistrationStatus::{
            Cancelled, Completed, Confirmed, Declined, Lapsed, Offered, Rejected, Submitted,
            Waitlisted, Withdrawn,
        };
        let of = |status| counts.of(status).into();
        let taking_part = counts.taking_part().participants;
        Self {
            occupancy: OccupancyView {
                taken: taking_part,
                capacity: counts.capacity,
                percentage: counts.occupancy().map(|share| format!("{share:.1}")),
            },
            registrations: RegistrationCountsView {
                registered: counts.registered().into(),
                submitted: of(Submitted),
                confirmed: of(Confirmed),
                waitlisted: of(Waitlisted),
                offered: of(Offered),
                rejected: of(Rejected),
                withdrawn: of(Withdrawn),
                declined: of(Declined),
                lapsed: of(Lapsed),
                cancelled: of(Cancelled),
                completed: of(Completed),
            },
            participants: ParticipantCountsView {
                taking_part,
                attended: counts.turnout.attended,
                no_shows: counts.turnout.no_shows,
                completed: counts.turnout.completed,
            },
        }
    }
}

/// Boards in a sector.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectorReachView {
    #[schema(inline)]
    pub sector: SectorWord,
    #[schema(minimum = 1)]
    pub boards: u64,
}

/// Boards in a labour-market region.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegionReachView {
    /// The code of the region; null for boards whose region is not known.
    #[schema(max_length = 40)]
    pub region: Option<String>,
    #[schema(max_length = 200)]
    pub name: Option<String>,
    #[schema(minimum = 1)]
    pub boards: u64,
}

/// The boards of those who take part, each counted once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReachView {
    #[schema(minimum = 0)]
    pub boards: u64,
    /// Of these, members of the organiser today.
    #[schema(minimum = 0)]
    pub members: u64,
    #[schema(minimum = 0)]
    pub others: u64,
    /// A board of two sectors stands in both.
    #[schema(max_items = 3)]
    pub by_sector: Vec<SectorReachView>,
    #[schema(max_items = 1000)]
    pub by_region: Vec<RegionReachView>,
}

/// Registrations made in a week.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WeekView {
    /// Its Monday.
    pub week_on: NaiveDate,
    #[schema(minimum = 1)]
    pub registrations: u64,
}

/// A cohort of the programme, or a programme of the organiser.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresPartView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub title: String,
    /// When it first starts; null where it has no sessions.
    pub starts_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    pub counts: CountsView,
}

/// What became of what an organiser offers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresView {
    #[serde(flatten)]
    pub counts: CountsView,
    pub reach: ReachView,
    /// The weeks in which registrations were made, the first first.
    #[schema(max_items = 1000)]
    pub weeks: Vec<WeekView>,
    /// What they are made of, those that start first first; a cohort has no parts.
    #[schema(max_items = 1000)]
    pub parts: Vec<FiguresPartView>,
}

impl FiguresView {
    pub fn new(report: &Report, parts: &[Part]) -> Self {
        let part = |part: &Part| FiguresPartView {
            id: part.id,
            title: part.title.clone(),
            starts_at: part.starts_at,
            counts: (&part.counts).into(),
        };
        let week = |(week_on, registrations): (&NaiveDate, &u64)| WeekView {
            week_on: *week_on,
            registrations: *registrations,
        };
        Self {
            counts: (&report.total()).into(),
            reach: reach(&report.reach, report),
            weeks: report.weeks.iter().take(MOST).map(week).collect(),
            parts: parts.iter().take(MOST).map(part).collect(),
        }
    }
}

fn reach(reach: &Reach, report: &Report) -> ReachView {
    let sector = |(sector, boards): (&Sector, &u64)| SectorReachView {
        sector: Word(*sector),
        boards: *boards,
    };
    let region = |(region, boards): (&Option<String>, &u64)| RegionReachView {
        name: region.as_ref().and_then(|code| report.regions.get(code).cloned()),
        region: region.clone(),
        boards: *boards,
    };
    ReachView {
        boards: reach.boards,
        members: reach.members,
        others: reach.boards - reach.members,
        by_sector: reach.by_sector.iter().map(sector).collect(),
        by_region: reach.by_region.iter().take(MOST).map(region).collect(),
    }
}
