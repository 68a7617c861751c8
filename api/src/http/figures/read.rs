//! The figures, put together from what the database counts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::figures::{Counts, Reach, ReachedBoard, Turnout, week_of};
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::figures::{self, Held, Of};
use leerkring_persistence::{ConnectionTrait, board_regions, organisers};
use uuid::Uuid;

use crate::app::App;
use crate::error::Error;
use crate::http::function_mix::labour_market;

/// What is told about cohorts together.
#[derive(Debug, Default)]
pub struct Report {
    /// Each cohort with its counts, those that start first first.
    pub cohorts: Vec<(Held, Counts)>,
    pub reach: Reach,
    /// What the regions of the reach are called.
    pub regions: HashMap<String, String>,
    /// How many registrations were made in the weeks in which any was, by their Monday.
    pub weeks: BTreeMap<NaiveDate, u64>,
}

/// Cohorts that stand together: all of a programme, or one.
#[derive(Debug)]
pub struct Part {
    pub id: Uuid,
    pub title: String,
    pub starts_at: Option<Instant>,
    pub counts: Counts,
}

/// From which instant on, and before which, cohorts start.
pub type Span = (Option<Instant>, Option<Instant>);

impl Report {
    /// What holds for `of`, with members of `organiser` told apart.
    pub async fn read(
        app: &Arc<App>,
        of: Of,
        span: Span,
        organiser: Id<Organiser>,
    ) -> Result<Self, Error> {
        let (db, now) = (app.store.reader(), app.now());
        let held = figures::cohorts_of(db, of, span).await?;
        let ids: Vec<Id<Cohort>> = held.iter().map(|cohort| cohort.id).collect();
        let mut counts: HashMap<Id<Cohort>, Counts> = HashMap::new();
        for (cohort, status, tally) in figures::tallies(db, &ids, now).await? {
            counts.entry(cohort).or_default().enter(status, tally);
        }
        for (cohort, course, people) in figures::turnouts(db, &held).await? {
            counts.entry(cohort).or_default().turnout = Turnout::of(&course, &people, now);
        }
        let mut weeks = BTreeMap::new();
        for at in figures::registered_at(db, &ids).await? {
            *weeks.entry(week_of(today(at))).or_default() += 1;
        }
        let boards = boards(db, &ids, (organiser, today(now))).await?;
        let cohorts = held.into_iter().map(|cohort| {
            let capacity = cohort.capacity.into();
            let counts = counts.remove(&cohort.id).unwrap_or_default();
            (cohort, Counts { capacity, ..counts })
        });
        Ok(Self {
            cohorts: cohorts.collect(),
            reach: Reach::of(&boards),
            regions: labour_market(db).await?.into_iter().collect(),
            weeks,
        })
    }

    /// All cohorts together.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.cohorts.iter().for_each(|(_, counts)| total += counts);
        total
    }

    pub fn by_cohort(&self) -> Vec<Part> {
        let part = |(held, counts): &(Held, Counts)| Part {
            id: held.id.uuid(),
            title: held.name.clone(),
            starts_at: held.starts_at,
            counts: counts.clone(),
        };
        self.cohorts.iter().map(part).collect()
    }

    /// By programme, in the order in which they first start.
    pub fn by_programme(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for (held, counts) in &self.cohorts {
            let id = held.programme.uuid();
            match parts.iter_mut().find(|part| part.id == id) {
                Some(part) => part.counts += counts,
                None => parts.push(Part {
                    id,
                    title: held.programme_title.clone(),
                    starts_at: held.starts_at,
                    counts: counts.clone(),
                }),
            }
        }
        parts
    }
}

async fn boards(
    db: &impl ConnectionTrait,
    cohorts: &[Id<Cohort>],
    (organiser, day): (Id<Organiser>, NaiveDate),
) -> Result<Vec<ReachedBoard>, Error> {
    let reached = figures::reached(db, cohorts).await?;
    if reached.is_empty() {
        return Ok(Vec::new());
    }
    let regions = board_regions::labour_market(db).await?;
    let members = organisers::boards_on(db, day).await?;
    let boards = reached.into_iter().map(|board| ReachedBoard {
        board: board.id(),
        sectors: board.sectors(),
        region: regions.get(&board.number).cloned(),
        is_member: members.contains(&(organiser, board.id())),
    });
    Ok(boards.collect())
}
