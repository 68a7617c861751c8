//! The figures, put together from what the database counts.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::figures::{Counts, Reach, ReachedBoard, week_of};
use leerkring_domain::kernel::civil::today;
use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::figures::{self, Asked, Held};
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

/// How many people are read at once to see how far they came.
const AT_ONCE: u64 = 1_000;

impl Report {
    /// What holds for `asked`, with members of `organiser` told apart. However many registrations
    /// there are, no more than a portion of the people is in memory.
    pub async fn read(
        app: &Arc<App>,
        asked: Asked,
        organiser: Id<Organiser>,
    ) -> Result<Self, Error> {
        let (db, now) = (app.store.reader(), app.now());
        let held = figures::cohorts_of(db, &asked).await?;
        let mut counts: HashMap<Id<Cohort>, Counts> = HashMap::new();
        for (cohort, status, tally) in figures::tallies(db, &asked, now).await? {
            counts.entry(cohort).or_default().enter(status, tally);
        }
        let marked = figures::marked(db, &asked).await?;
        let people = |cohort| counts.get(cohort).map_or(0, |it| it.taking_part().participants);
        let marked = held.iter().filter(|cohort| marked.contains(&cohort.id));
        let sized = marked.map(|cohort| (cohort, people(&cohort.id)));
        for some in portions(sized.collect(), AT_ONCE) {
            for (cohort, course, people) in figures::attended(db, &some).await? {
                let turnout = &mut counts.entry(cohort).or_default().turnout;
                for person in &people {
                    turnout.enter(&course.completion(person, now));
                }
            }
        }
        let mut weeks = BTreeMap::new();
        for (at, registrations) in figures::weeks(db, &asked).await? {
            *weeks.entry(week_of(today(at))).or_default() += registrations;
        }
        let boards = boards(db, &asked, (organiser, today(now))).await?;
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
        let mut places: HashMap<Uuid, usize> = HashMap::new();
        for (held, counts) in &self.cohorts {
            let id = held.programme.uuid();
            let place = *places.entry(id).or_insert(parts.len());
            match parts.get_mut(place) {
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

/// The same in portions of `most` at most, or of one that is larger by itself.
fn portions<T>(sized: Vec<(T, u64)>, most: u64) -> Vec<Vec<T>> {
    let mut portions: Vec<Vec<T>> = Vec::new();
    let mut left = 0;
    for (item, size) in sized {
        match portions.last_mut() {
            Some(portion) if size <= left => {
                portion.push(item);
                left -= size;
            }
            _ => {
                portions.push(vec![item]);
                left = most.saturating_sub(size);
            }
        }
    }
    portions
}

async fn boards(
    db: &impl ConnectionTrait,
    asked: &Asked,
    (organiser, day): (Id<Organiser>, NaiveDate),
) -> Result<Vec<ReachedBoard>, Error> {
    let reached = figures::reached(db, asked).await?;
    if reached.is_empty() {
        return Ok(Vec::new());
    }
    let regions = board_regions::labour_market(db).await?;
    let members = organisers::boards_on(db, day).await?;
    let boards = reached.into_iter().map(|board| ReachedBoard {
        board: board.id(),
        sectors: board.sectors(),
        region: regions.get(&board.number).cloned(),
        is_member: members.get(&board.id()).is_some_and(|of| of.contains(&organiser)),
    });
    Ok(boards.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_in_portions_and_a_cohort_is_never_divided() {
        let sized = vec![("a", 400), ("b", 600), ("c", 1), ("d", 2_500), ("e", 0), ("f", 1_000)];
        let portions = portions(sized, 1_000);
        assert_eq!(portions, [vec!["a", "b"], vec!["c"], vec!["d", "e"], vec!["f"]]);
    }
}
