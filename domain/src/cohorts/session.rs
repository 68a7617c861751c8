//! Sessions: the dated meetings of a cohort.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Cohort, Reminded};
use crate::attendances::{self, Expected};
use crate::kernel::civil::Resolved;
use crate::kernel::{
    CivilMoment, Code, Id, Instant, Kind, Period, Reason, Refusal, Text, civil, text,
};

/// A dated meeting of a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: Id<Session>,
    pub cohort: Id<Cohort>,
    /// 1 for the first in time of those that are held; 0 for one that was cancelled.
    pub ordinal: u32,
    pub on: NaiveDate,
    pub starts: NaiveTime,
    pub ends: NaiveTime,
    /// The instants that the civil times stand for.
    pub period: Period,
    pub place: Place,
    pub theme: Option<String>,
    pub agenda: Vec<AgendaItem>,
    pub breakouts: Vec<Breakout>,
    /// What is expected of whom here; of roles that are not named, what the programme says.
    pub expected: Vec<Expected>,
    pub version: i64,
    /// The revision of its entry in calendars: raised by whatever an entry shows that changes after
    /// the cohort was published (RFC 5545, 3.8.7.4), also of the cohort and its programme.
    pub sequence: u32,
    /// When it last changed, or what its entry shows did.
    pub changed_at: Instant,
    /// A session that was announced does not vanish: it is cancelled.
    pub cancelled: Option<Cancellation>,
    pub reminded: Reminded,
}

/// That a session is not held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancellation {
    pub at: Instant,
    /// Nothing where it fell away with its cohort and nobody gave one.
    pub reason: Option<String>,
}

/// Where a session is held. The meeting link is for the confirmed only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub mode: SessionMode,
    /// Nothing where it is that of the cohort.
    pub address: Option<String>,
    pub meeting_link: Option<String>,
}

impl Place {
    /// Where people meet, `cohort` telling where they do unless a session says otherwise; nowhere
    /// where they meet online.
    pub fn address_or<'a>(&'a self, cohort: Option<&'a str>) -> Option<&'a str> {
        match self.mode {
            SessionMode::OnSite | SessionMode::Hybrid => self.address.as_deref().or(cohort),
            SessionMode::Online => None,
        }
    }
}

/// How participants attend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionMode {
    OnSite,
    Online,
    Hybrid,
}

impl Code for SessionMode {
    const ALL: &'static [Self] = &[Self::OnSite, Self::Online, Self::Hybrid];

    fn code(self) -> &'static str {
        match self {
            Self::OnSite => "on-site",
            Self::Online => "online",
            Self::Hybrid => "hybrid",
        }
    }
}

/// A timed item on the day's programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    pub starts: NaiveTime,
    pub title: String,
}

/// A parallel part of a session that participants choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakout {
    pub id: Uuid,
    pub title: String,
    /// Participants, 1 or more.
    pub capacity: u32,
    /// How many have chosen it. Counted when the session is read, never stored with it.
    #[serde(skip)]
    pub taken: u32,
}

/// A session as its organiser plans it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    pub on: NaiveDate,
    pub starts: NaiveTime,
    pub ends: NaiveTime,
    pub place: Place,
    pub theme: Option<String>,
    pub agenda: Vec<AgendaItem>,
    pub breakouts: Vec<Breakout>,
    pub expected: Vec<Expected>,
}

impl NewSession {
    /// The session, with the instants its civil times stand for.
    ///
    /// # Errors
    /// `ends-before-start`, `no-such-time` (spring changeover) and `outside-session` (an agenda
    /// item before the start or after the end) and `role-named-twice`, at their fields.
    pub fn plan(
        self,
        id: Id<Session>,
        cohort: Id<Cohort>,
        now: Instant,
    ) -> Result<Session, Refusal> {
        let mut reasons = Vec::new();
        let start = resolve(self.on, self.starts, "/startTime", &mut reasons);
        let end = resolve(self.on, self.ends, "/endTime", &mut reasons);
        if self.ends <= self.starts {
            let text = text(
                "de bijeenkomst eindigt niet na haar begin op dezelfde dag",
                "the session does not end after its start on the same day",
            );
            reasons.push(Reason::new("ends-before-start", text).at("/endTime"));
        }
        for (index, item) in self.agenda.iter().enumerate() {
            if item.starts < self.starts || self.ends < item.starts {
                let text = text(
                    format!("het onderdeel van {} valt buiten de bijeenkomst", item.starts),
                    format!("the item at {} is outside the session", item.starts),
                );
                let location = format!("/agenda/{index}/startTime");
                reasons.push(Reason::new("outside-session", text).at(location));
            }
        }
        reasons.extend(attendances::contradictions(&self.expected, "/expectedAttendance"));
        Refusal::unless_empty(Kind::Invalid, reasons)?;
        let Some(period) = start.zip(end).and_then(|(start, end)| Period::new(start, end)) else {
            let text = text("de bijeenkomst duurt niet", "the session takes no time");
            return Err(Refusal::invalid("/endTime", "ends-before-start", text));
        };
        Ok(Session {
            id,
            cohort,
            ordinal: 0,
            on: self.on,
            starts: self.starts,
            ends: self.ends,
            period,
            place: self.place,
            theme: self.theme,
            agenda: self.agenda,
            breakouts: self.breakouts,
            expected: self.expected,
            version: 1,
            sequence: 0,
            changed_at: now,
            cancelled: None,
            reminded: Reminded::default(),
        })
    }
}

fn resolve(
    on: NaiveDate,
    at: NaiveTime,
    location: &str,
    reasons: &mut Vec<Reason>,
) -> Option<Instant> {
    match (CivilMoment { on, at }).resolve() {
        Resolved::Once(instant) | Resolved::FirstOfTwo(instant) => Some(instant),
        Resolved::Skipped => {
            let text = text(
                format!("op {on} bestaat {at} niet: de klok gaat die nacht een uur vooruit"),
                format!("on {on} there is no {at}: the clock goes forward an hour that night"),
            );
            reasons.push(Reason::new("no-such-time", text).at(location));
            None
        }
    }
}

/// The sessions of a cohort in time order, those that are held numbered from 1.
///
/// # Errors
/// `sessions-overlap` names the two days.
pub fn numbered(mut sessions: Vec<Session>) -> Result<Vec<Session>, Refusal> {
    sessions.sort_by_key(|session| (session.period.start, session.id));
    let mut reasons = Vec::new();
    let held = || sessions.iter().filter(|session| session.is_held());
    for (one, next) in held().zip(held().skip(1)) {
        if one.period.overlaps(&next.period) {
            let (first, second) = (one.in_words(), next.in_words());
            reasons.push(Reason::new(
                "sessions-overlap",
                text(
                    format!("de bijeenkomsten van {} en {} overlappen", first.nl, second.nl),
                    format!("the sessions of {} and {} overlap", first.en, second.en),
                ),
            ));
        }
    }
    Refusal::unless_empty(Kind::Conflict, reasons)?;
    let mut held = 0;
    for session in &mut sessions {
        held += u32::from(session.is_held());
        session.ordinal = if session.is_held() { held } else { 0 };
    }
    Ok(sessions)
}

impl Session {
    pub fn in_words(&self) -> Text {
        civil::in_words(self.period.start)
    }

    /// The same with the address at which people meet.
    pub fn placed_in(&self, cohort: &Cohort) -> Self {
        let address = self.place.address_or(cohort.plan.place.as_deref()).map(str::to_owned);
        Self { place: Place { address, ..self.place.clone() }, ..self.clone() }
    }

    /// Whether it is, or will be, or has been held.
    pub fn is_held(&self) -> bool {
        self.cancelled.is_none()
    }

    /// `session-in-the-past`, once it has started.
    pub(super) fn started_by(&self, now: Instant) -> Option<Reason> {
        let starts = self.in_words();
        (self.period.start <= now).then(|| {
            let sentence = text(
                format!("de bijeenkomst van {} is al begonnen", starts.nl),
                format!("the session of {} has started already", starts.en),
            );
            Reason::new("session-in-the-past", sentence)
        })
    }

    /// # Errors
    /// `session-in-the-past` once it has started.
    pub fn not_started(&self, now: Instant) -> Result<(), Refusal> {
        Refusal::unless_empty(Kind::Conflict, self.started_by(now).into_iter().collect())
    }

    /// Which of its times the clock shows twice that night, so that the first is meant.
    pub fn ambiguous_times(&self) -> Vec<NaiveTime> {
        [self.starts, self.ends]
            .into_iter()
            .filter(|at| {
                let moment = CivilMoment { on: self.on, at: *at };
                matches!(moment.resolve(), Resolved::FirstOfTwo(_))
            })
            .collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::cohorts) fn planned(
        on: &str,
        starts: &str,
        ends: &str,
    ) -> Result<Session, Refusal> {
        let session = NewSession {
            on: on.parse().unwrap(),
            starts: starts.parse().unwrap(),
            ends: ends.parse().unwrap(),
            place: Place { mode: SessionMode::OnSite, address: None, meeting_link: None },
            theme: None,
            agenda: vec![],
            breakouts: vec![],
            expected: vec![],
        };
        let now = "2020-01-01T00:00:00Z".parse().unwrap();
        session.plan(Id::from(Uuid::from_u128(1)), Id::from(Uuid::from_u128(2)), now)
    }

    #[test]
    fn r11_four_wednesdays_are_right_on_both_sides_of_the_clock_change() {
        let days = ["2020-09-16", "2020-10-07", "2020-10-28", "2020-11-11"];
        let periods = days.map(|on| planned(on, "09:00:00", "17:00:00").unwrap().period);
        let starts = periods.map(|period| period.start.to_rfc3339());
        assert_eq!(
            starts,
            [
                "2020-09-16T07:00:00+00:00",
                "2020-10-07T07:00:00+00:00",
                "2020-10-28T08:00:00+00:00",
                "2020-11-11T08:00:00+00:00"
            ]
        );
        assert!(periods.iter().all(|period| (period.end - period.start).num_hours() == 8));
    }

    #[test]
    fn people_meet_where_the_cohort_says_unless_the_session_does_or_they_meet_online() {
        let mut cohort = crate::cohorts::tests::cohort();
        cohort.plan.place = Some("Aidadreef 4, Utrecht".into());
        let mut session = planned("2026-09-16", "09:00:00", "17:00:00").unwrap();
        let address = |session: &Session| session.placed_in(&cohort).place.address;
        assert_eq!(address(&session).as_deref(), Some("Aidadreef 4, Utrecht"));
        session.place.address = Some("Domplein 1, Utrecht".into());
        assert_eq!(address(&session).as_deref(), Some("Domplein 1, Utrecht"));
        session.place.mode = SessionMode::Online;
        assert_eq!(address(&session), None);
    }

    #[test]
    fn a_time_that_does_not_exist_is_refused_at_its_field() {
        let refusal = planned("2027-03-28", "02:30:00", "04:00:00").unwrap_err();
        assert_eq!(refusal.code(), "no-such-time");
        assert_eq!(refusal.reasons[0].location.as_deref(), Some("/startTime"));
    }

    #[test]
    fn a_time_that_happens_twice_means_the_first_and_is_told() {
        let session = planned("2026-10-25", "02:30:00", "04:00:00").unwrap();
        assert_eq!(session.period.start.to_rfc3339(), "2026-10-25T00:30:00+00:00");
        assert_eq!(session.ambiguous_times().len(), 1);
    }

    #[test]
    fn a_session_ends_after_it_starts_on_the_same_day() {
        let refusal = planned("2026-09-16", "17:00:00", "09:00:00").unwrap_err();
        assert_eq!(refusal.code(), "ends-before-start");
    }

    #[test]
    fn sessions_are_numbered_in_time_order() {
        let late = planned("2026-10-07", "09:00:00", "17:00:00").unwrap();
        let early = planned("2026-09-16", "09:00:00", "17:00:00").unwrap();
        let numbered = numbered(vec![late, early]).unwrap();
        let order: Vec<_> = numbered.iter().map(|one| (one.ordinal, one.on.to_string())).collect();
        assert_eq!(order, [(1, "2026-09-16".to_owned()), (2, "2026-10-07".to_owned())]);
    }

    #[test]
    fn sessions_of_a_cohort_do_not_overlap() {
        let one = planned("2026-09-16", "09:00:00", "12:00:00").unwrap();
        let two = planned("2026-09-16", "11:59:00", "13:00:00").unwrap();
        let refusal = numbered(vec![one.clone(), two]).unwrap_err();
        assert_eq!(refusal.code(), "sessions-overlap");
        let after = planned("2026-09-16", "12:00:00", "13:00:00").unwrap();
        assert!(numbered(vec![one, after]).is_ok());
    }
}
