//! What an organiser wants to know about what it offers: who registered, who came, whom it reached.
//!
//! An organiser reads every registration for what it organises one by one, so that nothing of this
//! is withheld from it ([`crate::withholding`] is about what everybody reads).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::attendances::{Completion, Mark};
use crate::boards::{Board, Sector};
use crate::kernel::Id;
use crate::registrations::RegistrationStatus;

/// Teams, and the people in them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub teams: u64,
    pub participants: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.teams += other.teams;
        self.participants += other.participants;
    }
}

/// What came of those who take part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turnout {
    /// Were at a session, or at a part of one.
    pub attended: u64,
    /// Were marked absent and never present, not even partly: no word came from them.
    pub no_shows: u64,
    /// Meet what the programme asks to complete it.
    pub completed: u64,
}

impl Turnout {
    /// Enters how far somebody came: what was marked at a session that was cancelled is no turnout.
    pub fn enter(&mut self, completion: &Completion) {
        let held = completion.sessions.iter();
        let marks: Vec<Mark> = held.filter_map(|it| Some(it.attendance?.mark)).collect();
        let came = marks.iter().any(|mark| matches!(mark, Mark::Present | Mark::Partly { .. }));
        let missed = marks.contains(&Mark::Absent);
        self.attended += u64::from(came);
        self.no_shows += u64::from(!came && missed);
        self.completed += u64::from(completion.is_met());
    }
}

/// The counts of a cohort, or of several together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// The seats of cohorts that are held.
    pub capacity: u64,
    pub registrations: BTreeMap<&'static str, Tally>,
    pub turnout: Turnout,
}

impl Counts {
    /// Enters registrations in this status.
    pub fn enter(&mut self, status: RegistrationStatus, tally: Tally) {
        *self.registrations.entry(crate::kernel::Code::code(status)).or_default() += tally;
    }

    pub fn of(&self, status: RegistrationStatus) -> Tally {
        let word = crate::kernel::Code::code(status);
        self.registrations.get(word).copied().unwrap_or_default()
    }

    /// All that was ever registered.
    pub fn registered(&self) -> Tally {
        let mut all = Tally::default();
        self.registrations.values().for_each(|tally| all += *tally);
        all
    }

    /// Those who have a seat, or had one to the end.
    pub fn taking_part(&self) -> Tally {
        let mut both = self.of(RegistrationStatus::Confirmed);
        both += self.of(RegistrationStatus::Completed);
        both
    }

    /// The percentage of the seats that is taken, to one decimal, halves up; nothing where there are
    /// no seats.
    pub fn occupancy(&self) -> Option<Decimal> {
        let taken = Decimal::from(self.taking_part().participants) * Decimal::ONE_HUNDRED;
        let share = taken.checked_div(Decimal::from(self.capacity))?;
        Some(share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
    }
}

impl std::ops::AddAssign<&Self> for Counts {
    fn add_assign(&mut self, other: &Self) {
        self.capacity += other.capacity;
        for (status, tally) in &other.registrations {
            *self.registrations.entry(status).or_default() += *tally;
        }
        self.turnout.attended += other.turnout.attended;
        self.turnout.no_shows += other.turnout.no_shows;
        self.turnout.completed += other.turnout.completed;
    }
}

/// A board that has or had people taking part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachedBoard {
    pub board: Id<Board>,
    pub sectors: Vec<Sector>,
    /// The code of the labour-market region of its seat, where that is known.
    pub region: Option<String>,
    /// Whether it is a member of the organiser today.
    pub is_member: bool,
}

/// The boards that were reached, each counted once however often it took part. A board of two sectors
/// counts in both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    pub boards: u64,
    pub members: u64,
    pub by_sector: BTreeMap<Sector, u64>,
    /// By the code of the region; nothing for boards whose region is not known.
    pub by_region: BTreeMap<Option<String>, u64>,
}

impl Reach {
    pub fn of(boards: &[ReachedBoard]) -> Self {
        let (mut reach, mut seen) = (Self::default(), BTreeSet::new());
        for board in boards.iter().filter(|board| seen.insert(board.board)) {
            reach.boards += 1;
            reach.members += u64::from(board.is_member);
            *reach.by_region.entry(board.region.clone()).or_default() += 1;
            for sector in &board.sectors {
                *reach.by_sector.entry(*sector).or_default() += 1;
            }
        }
        reach
    }
}

/// The Monday of the week of a day.
pub fn week_of(day: NaiveDate) -> NaiveDate {
    let since_monday = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(since_monday)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::RegistrationStatus::{Completed, Confirmed, Withdrawn};
    use super::*;
    use crate::attendances::{Attendance, Judged, Outcome, Part, Standing};

    fn tally(teams: u64, participants: u64) -> Tally {
        Tally { teams, participants }
    }

    fn counts() -> Counts {
        let mut counts = Counts { capacity: 24, ..Counts::default() };
        counts.enter(Confirmed, tally(5, 10));
        counts.enter(Completed, tally(1, 3));
        counts.enter(Withdrawn, tally(2, 4));
        counts
    }

    #[test]
    fn whoever_ever_registered_counts_as_registered_and_whoever_has_a_seat_as_taking_part() {
        assert_eq!(counts().registered(), tally(8, 17));
        assert_eq!(counts().taking_part(), tally(6, 13));
    }

    /// Somebody with these marks at the sessions that are held.
    fn came(standing: Standing, marks: &[Option<Mark>]) -> Completion {
        let at = |text: &str| text.parse().unwrap();
        let judged = |(number, mark): (u32, &Option<Mark>)| {
            let session = Uuid::from_u128(number.into()).into();
            let participant = Uuid::from_u128(7).into();
            let marked_at = "2026-11-12T10:00:00Z".parse().unwrap();
            Judged {
                session,
                ordinal: number,
                on: "2026-09-16".parse().unwrap(),
                part: Part::WholeDay,
                window: (at("09:00:00"), at("17:00:00")),
                attendance: mark.map(|mark| Attendance {
                    participant,
                    session,
                    mark,
                    version: 1,
                    marked_at,
                }),
                outcome: Outcome::Unmarked,
                is_expected: true,
                missed_minutes: None,
            }
        };
        let sessions = (1..).zip(marks).map(judged).collect();
        let (share, needed) = (Some(75), Some(1));
        Completion {
            standing,
            share,
            expected: 2,
            counted: 0,
            needed,
            sessions,
            may_miss_minutes: 0,
        }
    }

    #[test]
    fn who_was_absent_and_never_there_is_a_no_show_and_who_was_excused_is_none() {
        let partly =
            Mark::Partly { from: "09:00:00".parse().unwrap(), until: "12:00:00".parse().unwrap() };
        let mut turnout = Turnout::default();
        for (standing, marks) in [
            (Standing::Met, [Some(Mark::Present), Some(Mark::Absent)]),
            (Standing::Open, [Some(partly), None]),
            (Standing::Open, [Some(Mark::Absent), Some(Mark::Excused)]),
            (Standing::Open, [Some(Mark::Excused), None]),
            (Standing::OutOfReach, [None, None]),
        ] {
            turnout.enter(&came(standing, &marks));
        }
        assert_eq!(turnout, Turnout { attended: 2, no_shows: 1, completed: 1 });
    }

    #[test]
    fn occupancy_is_people_to_seats_rounded_once() {
        assert_eq!(counts().occupancy(), Some("54.2".parse().unwrap()));
        let mut two = counts();
        two += &counts();
        assert_eq!((two.capacity, two.occupancy()), (48, Some("54.2".parse().unwrap())));
        assert_eq!(Counts::default().occupancy(), None);
    }

    #[test]
    fn a_board_counts_once_and_in_each_of_its_sectors() {
        let board = |number: u128, region: Option<&str>| ReachedBoard {
            board: Uuid::from_u128(number).into(),
            sectors: vec![Sector::Po, Sector::Vo],
            region: region.map(str::to_owned),
            is_member: number == 1,
        };
        let boards = [board(1, Some("05")), board(1, Some("05")), board(2, None)];
        let reach = Reach::of(&boards);
        assert_eq!((reach.boards, reach.members), (2, 1));
        assert_eq!(reach.by_sector, BTreeMap::from([(Sector::Po, 2), (Sector::Vo, 2)]));
        assert_eq!(reach.by_region, BTreeMap::from([(Some("05".to_owned()), 1), (None, 1)]));
    }

    #[test]
    fn a_week_begins_on_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(week_of(day("2026-09-16")), day("2026-09-14"));
        assert_eq!(week_of(day("2026-09-14")), day("2026-09-14"));
        assert_eq!(week_of(day("2027-01-01")), day("2026-12-28"));
    }
}
