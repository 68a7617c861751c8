//! A series of slots: on these days, from then until then, one after the other.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};

use super::{IntakeSlot, Talk};
use crate::cohorts::Cohort;
use crate::holidays::public_holiday;
use crate::kernel::civil::{Resolved, day_in_words};
use crate::kernel::{CivilMoment, Id, Instant, Kind, Period, Reason, Refusal, Text, text};

/// The most slots that are made at once.
pub const MOST_AT_ONCE: usize = 500;
/// How far apart the days of a weekly series lie at most.
const MOST_DAYS: i64 = 366;
const DAY: u32 = 24 * 60;

/// Slots as their organiser plans them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub days: Days,
    /// When the first slot of a day starts.
    pub starts: NaiveTime,
    /// When the last one has ended; without it there is one slot a day.
    pub ends: Option<NaiveTime>,
    /// How long each takes.
    pub minutes: u32,
    /// Minutes between the end of one and the start of the next.
    pub pause: u32,
    /// How long before its start a slot closes.
    pub closes_hours_before: u32,
    /// Whether there are slots on public holidays too.
    pub on_holidays: bool,
    pub talk: Talk,
}

/// The days of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    These(Vec<NaiveDate>),
    Weekly { from: NaiveDate, until: NaiveDate, weekdays: Vec<Weekday> },
}

/// What comes of a series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Planned {
    pub slots: Vec<IntakeSlot>,
    pub skipped: Vec<Skipped>,
    /// Starts that the clock shows twice that night: the first is meant.
    pub twice: Vec<CivilMoment>,
}

/// A public holiday on which no slots were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub on: NaiveDate,
    pub holiday: Text,
}

impl Series {
    /// The slots with the instants that their civil times stand for, in time order.
    ///
    /// # Errors
    /// All at their fields: `until-before-from`, `span-too-long`, `no-slots` (nothing fits, or every
    /// day is a public holiday), `too-many-slots`, `no-such-time` (spring changeover),
    /// `link-missing` and `link-without-use`.
    pub fn plan(
        self,
        cohort: Id<Cohort>,
        id: impl FnMut() -> Id<IntakeSlot>,
    ) -> Result<Planned, Refusal> {
        let mut reasons: Vec<Reason> = self.talk.wrong().into_iter().collect();
        let planned = match self.on_days(cohort, id) {
            Ok(planned) => Some(planned),
            Err(wrong) => {
                reasons.extend(wrong);
                None
            }
        };
        Refusal::unless_empty(Kind::Invalid, reasons)?;
        Ok(planned.unwrap_or_default())
    }

    fn on_days(
        &self,
        cohort: Id<Cohort>,
        mut id: impl FnMut() -> Id<IntakeSlot>,
    ) -> Result<Planned, Vec<Reason>> {
        let (days, skipped) = self.days.of(self.on_holidays).map_err(|wrong| vec![wrong])?;
        let starts = self.starts_of_a_day();
        let count = days.len() * starts.len();
        if count == 0 {
            return Err(vec![no_slots(&skipped, starts.is_empty())]);
        }
        if MOST_AT_ONCE < count {
            return Err(vec![too_many(count)]);
        }
        let (mut planned, mut wrong) = (Planned { skipped, ..Planned::default() }, Vec::new());
        for moment in
            days.iter().flat_map(|on| starts.iter().map(|at| CivilMoment { on: *on, at: *at }))
        {
            let start = match moment.resolve() {
                Resolved::Once(start) => start,
                Resolved::FirstOfTwo(start) => {
                    planned.twice.push(moment);
                    start
                }
                Resolved::Skipped => {
                    wrong.push(no_such_time(moment));
                    continue;
                }
            };
            planned.slots.extend(self.slot((id(), cohort), moment, start));
        }
        if wrong.is_empty() { Ok(planned) } else { Err(wrong) }
    }

    fn slot(
        &self,
        (id, cohort): (Id<IntakeSlot>, Id<Cohort>),
        moment: CivilMoment,
        start: Instant,
    ) -> Option<IntakeSlot> {
        Some(IntakeSlot {
            id,
            cohort,
            on: moment.on,
            starts: moment.at,
            period: Period::new(start, start + TimeDelta::minutes(self.minutes.into()))?,
            closes_at: start - TimeDelta::hours(self.closes_hours_before.into()),
            talk: self.talk.clone(),
            booking: None,
            version: 1,
        })
    }

    /// When slots start on a day: each ends on that day, and before the last one has to.
    fn starts_of_a_day(&self) -> Vec<NaiveTime> {
        let first = minute(self.starts);
        let until = self.ends.map_or(DAY, minute);
        let step = usize::try_from(self.minutes + self.pause).unwrap_or(usize::MAX).max(1);
        let last = until.checked_sub(self.minutes);
        let all = last.into_iter().flat_map(|last| (first..=last).step_by(step));
        let all = all.filter_map(|at| NaiveTime::from_num_seconds_from_midnight_opt(at * 60, 0));
        all.take(if self.ends.is_some() { usize::MAX } else { 1 }).collect()
    }
}

fn minute(at: NaiveTime) -> u32 {
    at.num_seconds_from_midnight() / 60
}

impl Days {
    /// The days, each once, and the public holidays among them that are left out.
    fn of(&self, holidays_too: bool) -> Result<(Vec<NaiveDate>, Vec<Skipped>), Reason> {
        let days: BTreeSet<NaiveDate> = match self {
            Self::These(days) => days.iter().copied().collect(),
            Self::Weekly { from, until, weekdays } => {
                within_a_year(*from, *until)?;
                let days = from.iter_days().take_while(|day| day <= until);
                days.filter(|day| weekdays.contains(&day.weekday())).collect()
            }
        };
        if holidays_too {
            return Ok((days.into_iter().collect(), Vec::new()));
        }
        let holiday = |on: &NaiveDate| Some(Skipped { on: *on, holiday: public_holiday(*on)? });
        let skipped: Vec<_> = days.iter().filter_map(holiday).collect();
        let working = |on: &NaiveDate| skipped.iter().all(|skipped| skipped.on != *on);
        Ok((days.iter().copied().filter(working).collect(), skipped))
    }
}

fn within_a_year(from: NaiveDate, until: NaiveDate) -> Result<(), Reason> {
    let span = (until - from).num_days();
    if span < 0 {
        let sentence =
            text("de laatste dag ligt vóór de eerste", "the last day is before the first");
        return Err(Reason::new("until-before-from", sentence).at("/weekly/untilOn"));
    }
    if MOST_DAYS < span {
        let sentence = text("een reeks duurt hoogstens een jaar", "a series takes a year at most");
        return Err(Reason::new("span-too-long", sentence).at("/weekly/untilOn"));
    }
    Ok(())
}

impl Talk {
    fn wrong(&self) -> Option<Reason> {
        let (code, sentence) = match (self.mode, &self.meeting_link) {
            (super::IntakeMode::Online, None) => (
                "link-missing",
                text("een online gesprek heeft een adres nodig", "an online call needs a link"),
            ),
            (super::IntakeMode::Telephone, Some(_)) => (
                "link-without-use",
                text("een telefoongesprek heeft geen adres", "a telephone call has no link"),
            ),
            _ => return None,
        };
        Some(Reason::new(code, sentence).at("/meetingLink"))
    }
}

fn no_slots(skipped: &[Skipped], too_short: bool) -> Reason {
    if too_short {
        let sentence = text(
            "er past geen gesprek tussen begin en einde, op dezelfde dag",
            "no call fits between start and end, on the same day",
        );
        return Reason::new("no-slots", sentence).at("/endTime");
    }
    let sentence = if skipped.is_empty() {
        text("er valt geen dag in deze reeks", "there is no day in this series")
    } else {
        text(
            "alle dagen zijn feestdagen; vraag er met onPublicHolidays om",
            "every day is a public holiday; ask for them with onPublicHolidays",
        )
    };
    Reason::new("no-slots", sentence).at("")
}

fn too_many(count: usize) -> Reason {
    let sentence = text(
        format!("dit zijn {count} momenten; hoogstens {MOST_AT_ONCE} per keer"),
        format!("these are {count} slots; {MOST_AT_ONCE} at once is the most"),
    );
    Reason::new("too-many-slots", sentence).at("")
}

fn no_such_time(CivilMoment { on, at }: CivilMoment) -> Reason {
    let day = day_in_words(on);
    let sentence = text(
        format!("op {} bestaat {at} niet: de klok gaat die nacht een uur vooruit", day.nl),
        format!("on {} there is no {at}: the clock goes forward an hour that night", day.en),
    );
    Reason::new("no-such-time", sentence).at("/startTime")
}
