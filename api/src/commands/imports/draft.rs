//! What a file would do to the register, and doing it.

use leerkring_domain::boards::{
    Board, Difference, Entry, Partnership, RegionRecord, School, SchoolHolidayRecord,
    is_mass_closing,
};
use leerkring_domain::function_mix::Mix;
use leerkring_domain::kernel::Event;
use leerkring_persistence::register::{Area, Link};
use leerkring_persistence::{Tx, boards, function_mix, partnerships, regions, register, schools};

use super::report::Report;
use super::{Progress, places};
use crate::error::Error;
use crate::work::Work;

/// How many rows one statement writes.
const CHUNK: usize = 500;

/// What a file would do to the register.
#[derive(Debug)]
pub(super) struct Draft {
    pub report: Report,
    pub boards: Difference<Board>,
    pub schools: Difference<School>,
    pub partnerships: Difference<Partnership>,
    /// New ones and renamed ones.
    pub regions: Vec<RegionRecord>,
    pub links: Moves<Link>,
    pub areas: Moves<Area>,
    pub holidays: Vec<SchoolHolidayRecord>,
    /// All of a file: what stood in the place of each is written over.
    pub mixes: Vec<Mix>,
}

/// What lies somewhere now, and no longer lies somewhere.
#[derive(Debug)]
pub(super) struct Moves<T> {
    pub added: Vec<T>,
    pub removed: Vec<T>,
}

impl<T> Default for Moves<T> {
    fn default() -> Self {
        Self { added: Vec::new(), removed: Vec::new() }
    }
}

impl<T> Moves<T> {
    pub(super) fn len(&self) -> usize {
        self.added.len() + self.removed.len()
    }
}

impl Draft {
    pub(super) fn new(report: Report) -> Self {
        Self {
            report,
            boards: Difference::default(),
            schools: Difference::default(),
            partnerships: Difference::default(),
            regions: Vec::new(),
            links: Moves::default(),
            areas: Moves::default(),
            holidays: Vec::new(),
            mixes: Vec::new(),
        }
    }

    /// Counts what is closed and opened again, and says whether the file can be applied.
    pub(super) fn judge(&mut self, allow_mass_closing: bool) {
        let (boards, schools, partnerships) = (&self.boards, &self.schools, &self.partnerships);
        let closed = boards.closed.len() + schools.closed.len() + partnerships.closed.len();
        let known = boards.concerned + schools.concerned + partnerships.concerned;
        let counts = &mut self.report.summary.counts;
        counts.closed = closed;
        counts.reopened =
            boards.reopened.len() + schools.reopened.len() + partnerships.reopened.len();
        counts.region_links = self.links.len();
        self.report.refuse_for_rows();
        if !self.report.is_refused() && !allow_mass_closing && is_mass_closing(known, closed) {
            self.report.refuse_mass_closing(known, closed);
        }
    }

    fn len(&self) -> usize {
        let entries = written(&self.boards) + written(&self.schools) + written(&self.partnerships);
        let others = self.regions.len() + self.areas.len() + self.holidays.len() + self.mixes.len();
        entries + others + self.links.len()
    }

    /// Writes it all.
    pub(super) async fn write(self, work: &mut Work, progress: &Progress) -> Result<Report, Error> {
        for board in &self.boards.closed {
            work.record(Event::new("board-closed", board.id, board.id));
        }
        for board in &self.boards.reopened {
            work.record(Event::new("board-reopened", board.id, board.id));
        }
        let tx = &work.tx;
        let rows = self.report.summary.counts.rows;
        let mut done = Done { written: rows, total: rows + self.len(), progress };
        done.add(0);
        for entries in lists(&self.boards).into_iter().flat_map(|list| list.chunks(CHUNK)) {
            boards::store(tx, entries).await?;
            done.add(entries.len());
        }
        for entries in lists(&self.partnerships).into_iter().flat_map(|list| list.chunks(CHUNK)) {
            partnerships::store(tx, entries).await?;
            done.add(entries.len());
        }
        for entries in lists(&self.schools).into_iter().flat_map(|list| list.chunks(CHUNK)) {
            schools::store(tx, entries).await?;
            done.add(entries.len());
        }
        for entries in self.regions.chunks(CHUNK) {
            regions::store(tx, entries).await?;
            done.add(entries.len());
        }
        write_links(tx, &self.links, &mut done).await?;
        write_areas(tx, &self.areas, &mut done).await?;
        for entries in self.holidays.chunks(CHUNK) {
            register::store_holidays(tx, entries).await?;
            done.add(entries.len());
        }
        for entries in self.mixes.chunks(CHUNK) {
            function_mix::store(tx, entries).await?;
            done.add(entries.len());
        }
        let mut report = self.report;
        if places::depend_on(&report) {
            let derived = places::labour_market(tx).await?;
            write_links(tx, &derived, &mut done).await?;
            report.summary.counts.region_links += derived.len();
        }
        report.summary.applied = true;
        done.finish();
        Ok(report)
    }
}

fn lists<T: Entry>(difference: &Difference<T>) -> [&[T]; 4] {
    let Difference { added, changed, closed, reopened, .. } = difference;
    [added, changed, closed, reopened]
}

fn written<T: Entry>(difference: &Difference<T>) -> usize {
    lists(difference).iter().map(|list| list.len()).sum()
}

async fn write_links(tx: &Tx, links: &Moves<Link>, done: &mut Done<'_>) -> Result<(), Error> {
    register::remove_links(tx, &links.removed).await?;
    done.add(links.removed.len());
    for added in links.added.chunks(CHUNK) {
        register::add_links(tx, added).await?;
        done.add(added.len());
    }
    Ok(())
}

async fn write_areas(tx: &Tx, areas: &Moves<Area>, done: &mut Done<'_>) -> Result<(), Error> {
    register::remove_areas(tx, &areas.removed).await?;
    done.add(areas.removed.len());
    for added in areas.added.chunks(CHUNK) {
        register::add_areas(tx, added).await?;
        done.add(added.len());
    }
    Ok(())
}

/// How much of the work is done.
struct Done<'p> {
    written: usize,
    total: usize,
    progress: &'p Progress,
}

impl Done<'_> {
    fn add(&mut self, more: usize) {
        self.written += more;
        self.tell(self.written.min(self.total));
    }

    fn finish(&self) {
        self.tell(self.total);
    }

    fn tell(&self, done: usize) {
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        (self.progress)(count(done), count(self.total));
    }
}
