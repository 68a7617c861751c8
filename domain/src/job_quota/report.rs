//! The jobs agreement of many boards, without what would give a few of them away.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    Actual, Formation, FullTimeWeek, JobFields, Outcome, Percentage, Question, Target, actual,
    target,
};
use crate::boards::{Board, Sector};
use crate::kernel::{Code, Id};
use crate::withholding::Publication;

/// What a report is divided by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// All boards together.
    #[default]
    All,
    Sector,
    /// The members of each organiser.
    Organiser,
    /// The labour-market region of the board's seat.
    Region,
}

impl Code for By {
    const ALL: &'static [Self] = &[Self::All, Self::Sector, Self::Organiser, Self::Region];

    fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Sector => "sector",
            Self::Organiser => "organiser",
            Self::Region => "region",
        }
    }
}

/// A board that reports, and where it belongs.
#[derive(Debug, Clone)]
pub struct Reporter {
    pub board: Id<Board>,
    pub sectors: Vec<Sector>,
    pub region: Option<String>,
    /// Those of whom it is a member, by their word.
    pub organisers: Vec<String>,
    pub formations: Vec<Formation>,
    pub jobs: Vec<JobFields>,
}

impl Reporter {
    fn belongs(&self, by: By, key: &str) -> bool {
        match by {
            By::All => true,
            By::Sector => self.sectors.iter().any(|sector| sector.code() == key),
            By::Organiser => self.organisers.iter().any(|organiser| organiser == key),
            By::Region => self.region.as_deref() == Some(key),
        }
    }
}

/// A group of boards in a year. What is none is nothing, or nothing to be told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    pub percentage: Option<Percentage>,
    pub target: Option<Target>,
    /// Paid hours a week, employed and hired-in together.
    pub realised: Option<Decimal>,
    /// Employed and hired-in apart: both or none.
    pub apart: Option<(Decimal, Decimal)>,
    pub planned: Option<Decimal>,
}

impl Shown {
    /// The same as of one board, where target and realised can both be told.
    pub fn outcome(&self, year: u16) -> Option<Outcome> {
        let actual = Actual {
            employed: self.realised?,
            hired_in: Decimal::ZERO,
            planned: self.planned.unwrap_or_default(),
        };
        let percentage = self.percentage.clone();
        Some(Outcome { year, percentage, target: Some(self.target?), actual })
    }
}

/// A group, year by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    pub by: By,
    /// The sector, the organiser or the region; empty for all boards.
    pub key: String,
    pub years: BTreeMap<u16, Shown>,
}

/// One publication for each figure: they are told apart, but stand together in every division and
/// in every year.
#[derive(Default)]
struct Publications {
    formation: Told,
    realised: Told,
    employed: Told,
    hired_in: Told,
    planned: Told,
}

/// What is told of a figure: to everybody, and to a reader who knows some boards by themselves.
#[derive(Default)]
struct Told {
    all: Publication<Id<Board>>,
    /// Of the boards that the reader does not know: totals less what it knows.
    besides: Publication<Id<Board>>,
}

impl Told {
    fn admits(&mut self, members: &[Id<Board>], known: &BTreeSet<Id<Board>>) -> bool {
        // Both are asked each time, so that neither depends on the other.
        let all = self.all.admit(members.iter().copied());
        let unknown = members.iter().copied().filter(|board| !known.contains(board));
        all && (known.is_empty() || self.besides.admit(unknown))
    }
}

/// What is asked of a report.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub question: Question<'a>,
    pub week: FullTimeWeek,
    /// Every division with its keys, in the order in which they are published. That order and the
    /// years are the same whatever of it somebody asks for.
    pub keys: &'a [(By, String)],
    pub years: std::ops::RangeInclusive<u16>,
    /// The boards whose own figures the reader has seen.
    pub known: &'a BTreeSet<Id<Board>>,
}

/// The report over `reporters`, the newest year first.
pub fn report(reporters: &[Reporter], asked: &Asked<'_>) -> Vec<Group> {
    let mut publications = Publications::default();
    let mut groups: Vec<Group> = asked
        .keys
        .iter()
        .map(|(by, key)| Group { by: *by, key: key.clone(), years: BTreeMap::new() })
        .collect();
    for year in asked.years.clone().rev() {
        let percentage = asked.question.percentage(year);
        let all: Vec<Contribution<'_>> =
            reporters.iter().map(|it| Contribution::of(it, year)).collect();
        for group in &mut groups {
            let members = all.iter().filter(|it| it.reporter.belongs(group.by, &group.key));
            let members: Vec<_> = members.collect();
            let shown = publications.shown(&members, percentage.as_ref(), asked);
            group.years.insert(year, shown);
        }
    }
    groups
}

/// What a board adds to the totals of a year.
struct Contribution<'a> {
    reporter: &'a Reporter,
    formations: Vec<Formation>,
    actual: Actual,
}

impl<'a> Contribution<'a> {
    fn of(reporter: &'a Reporter, year: u16) -> Self {
        let of_year = reporter.formations.iter().filter(|formation| formation.year == year);
        let formations = of_year.cloned().collect();
        Self { reporter, formations, actual: actual(&reporter.jobs, year) }
    }

    fn hours_of_formation(&self, week: &FullTimeWeek) -> Decimal {
        self.formations.iter().map(|formation| formation.hours_per_week(week)).sum()
    }
}

/// The sum of a figure over those that have any, if it can be told.
fn told(
    publication: &mut Told,
    known: &BTreeSet<Id<Board>>,
    members: &[&Contribution<'_>],
    figure: impl Fn(&Contribution<'_>) -> Decimal,
) -> Option<Decimal> {
    let having = || members.iter().filter(|it| !figure(it).is_zero());
    let boards: Vec<_> = having().map(|it| it.reporter.board).collect();
    publication.admits(&boards, known).then(|| having().map(|it| figure(it)).sum())
}

impl Publications {
    fn shown(
        &mut self,
        members: &[&Contribution<'_>],
        percentage: Option<&Percentage>,
        asked: &Asked<'_>,
    ) -> Shown {
        // A target is the formation times what is public: whether it is told does not depend on the
        // percentages that somebody asks by.
        let hours = |it: &Contribution<'_>| it.hours_of_formation(&asked.week);
        let has_formation = told(&mut self.formation, asked.known, members, hours).is_some();
        let formations: Vec<Formation> =
            members.iter().flat_map(|it| &it.formations).cloned().collect();
        let percentage = percentage.filter(|_| has_formation);
        let target = percentage.map(|percentage| target(&formations, percentage, &asked.week));
        let realised = told(&mut self.realised, asked.known, members, |it| it.actual.realised());
        let employed = told(&mut self.employed, asked.known, members, |it| it.actual.employed);
        let hired_in = told(&mut self.hired_in, asked.known, members, |it| it.actual.hired_in);
        let planned = told(&mut self.planned, asked.known, members, |it| it.actual.planned);
        let apart = realised.and(employed.zip(hired_in));
        // The percentage is public; beside nothing it would tell that there are boards.
        Shown { percentage: percentage.cloned(), target, realised, apart, planned }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::{
        Absent, Accuracy, Base, Engagement, Extent, Kind, QuotaSector, Row, Schedule, Source,
        Status,
    };
    use super::*;

    fn reporter(number: u128, region: &str, engagement: Engagement) -> Reporter {
        Reporter {
            board: Uuid::from_u128(number).into(),
            sectors: vec![Sector::Po],
            region: Some(region.to_owned()),
            organisers: vec!["po-raad".to_owned()],
            formations: vec![Formation {
                sector: Sector::Po,
                year: 2018,
                extent: Extent::Fte(Decimal::from(250)),
                accuracy: Accuracy::Measured,
                source: Source::Board,
            }],
            jobs: vec![JobFields {
                status: Status::Filled,
                engagement,
                count: 2,
                hours_per_week: Decimal::new(255, 1),
                from_on: "2017-01-01".parse().unwrap(),
                until_on: None,
                school: None,
            }],
        }
    }

    fn keys() -> Vec<(By, String)> {
        let region = |code: &str| (By::Region, code.to_owned());
        vec![
            (By::All, String::new()),
            (By::Organiser, "po-raad".to_owned()),
            region("01"),
            region("02"),
        ]
    }

    fn reported(reporters: &[Reporter]) -> Vec<Shown> {
        seen(reporters, &BTreeSet::new())
    }

    /// What somebody reads who knows some of the boards.
    fn seen(reporters: &[Reporter], known: &BTreeSet<Id<Board>>) -> Vec<Shown> {
        let schedule = Schedule::published();
        let question = Question {
            schedule: &schedule,
            sector: QuotaSector::Government,
            base: Base::PaidHours,
            absent: Absent::StaysAbsent,
        };
        let (week, keys) = (FullTimeWeek::default(), keys());
        let asked = Asked { question, week, keys: &keys, years: 2018..=2018, known };
        let groups = report(reporters, &asked);
        groups.into_iter().map(|group| group.years[&2018].clone()).collect()
    }

    fn boards(count: u128, region: &str, from: u128) -> Vec<Reporter> {
        (from..from + count).map(|it| reporter(it, region, Engagement::Employed)).collect()
    }

    #[test]
    fn ten_boards_are_the_sum_of_what_each_has() {
        let shown = &reported(&boards(10, "01", 1))[0];
        assert_eq!(shown.target.unwrap().hours_per_week, Decimal::from(1737));
        let outcome = shown.outcome(2018).unwrap();
        assert_eq!(outcome.target_whole(), Some(Decimal::from(68)));
        assert_eq!(outcome.realised_jobs(), Decimal::from(20));
    }

    #[test]
    fn a_small_region_is_withheld_and_so_is_the_one_that_would_tell() {
        let all = [boards(7, "01", 1), boards(3, "02", 8)].concat();
        let [sum, members, first, second] = &reported(&all)[..] else { panic!() };
        assert!(sum.target.is_some() && members.target.is_some());
        assert_eq!((first, second), (&Shown::default(), &Shown::default()));
    }

    #[test]
    fn members_are_withheld_where_the_others_are_few() {
        let mut all = boards(9, "01", 1);
        all[0].organisers.clear();
        let shown = reported(&all);
        assert!(shown[0].realised.is_some());
        assert_eq!(shown[1], Shown::default());
    }

    #[test]
    fn what_only_a_few_have_is_not_told_apart() {
        let mut all = boards(9, "01", 1);
        all[0].jobs[0].engagement = Engagement::HiredIn;
        let shown = &reported(&all)[0];
        assert!(shown.realised.is_some());
        assert_eq!(shown.apart, None);
    }

    #[test]
    fn who_has_seen_some_boards_is_told_nothing_about_fewer_than_five_others() {
        let all = boards(9, "01", 1);
        let known = |count: usize| all.iter().take(count).map(|it| it.board).collect();
        assert!(seen(&all, &known(4))[0].realised.is_some());
        assert_eq!(seen(&all, &known(5))[0], Shown::default());
    }

    #[test]
    fn whether_a_formation_is_told_does_not_depend_on_the_percentages() {
        let all = boards(6, "01", 1);
        let question = |schedule| Question {
            schedule,
            sector: QuotaSector::Po,
            base: Base::Formation,
            absent: Absent::StaysAbsent,
        };
        let (published, keys, known) = (Schedule::published(), keys(), BTreeSet::new());
        let asked = Asked {
            question: question(&published),
            week: FullTimeWeek::default(),
            keys: &keys,
            years: 2018..=2018,
            known: &known,
        };
        assert_eq!(report(&all, &asked)[0].years[&2018].target, None);
        let row = Row { year: 2018, kind: Kind::Assumed, ..published.rows()[0].clone() };
        let assumed = Schedule::with(vec![row]);
        let asked = Asked { question: question(&assumed), ..asked };
        let shown = report(&all, &asked)[0].years[&2018].clone();
        assert!(shown.target.is_some() && shown.percentage.unwrap().is_assumed());
    }

    #[test]
    fn nothing_and_withheld_look_the_same() {
        let mut all = boards(9, "01", 1);
        for reporter in &mut all {
            reporter.jobs.clear();
            reporter.formations.clear();
        }
        let shown = reported(&all);
        assert_eq!(shown[0], Shown::default());
        assert_eq!(shown[0], reported(&boards(3, "02", 1))[0]);
    }
}
