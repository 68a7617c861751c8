//! What stands in a calendar about a cohort, and in what state, for whoever looks.

use super::GONE_FOR;
use crate::cohorts::{Cohort, Session};
use crate::kernel::{Id, Instant};
use crate::registrations::{Registration, RegistrationStatus};

/// A cohort that is published or cancelled, as somebody's calendar shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub cohort: Id<Cohort>,
    pub name: String,
    pub programme: String,
    pub themes: Vec<String>,
    pub place: Option<String>,
    pub sessions: Vec<Session>,
    pub viewer: Viewer,
}

/// 1 January 2020, in seconds of Unix: from there on sequences count, so that they stay small.
const SEQUENCES_SINCE: i64 = 1_577_836_800;

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    Anybody,
    Organiser,
    /// Somebody of a team that registered.
    Team(Standing),
}

/// How a team stands in a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub status: RegistrationStatus,
    pub registered_at: Instant,
    pub since: Instant,
    /// When it last became another, for any of the teams that it stands for.
    pub changed_at: Instant,
}

impl From<&Registration> for Standing {
    fn from(registration: &Registration) -> Self {
        Self {
            status: registration.status,
            registered_at: registration.registered_at,
            since: registration.status_since,
            changed_at: registration.status_since,
        }
    }
}

impl Standing {
    /// Whether it fell away while the cohort went on. A registration is cancelled with its cohort.
    fn gave_up(self) -> bool {
        self.status.fell_away() && self.status != RegistrationStatus::Cancelled
    }

    /// Whether it has no seats yet.
    fn is_provisional(self) -> bool {
        self.rank() == 1
    }

    fn rank(self) -> u8 {
        match self.status {
            RegistrationStatus::Confirmed | RegistrationStatus::Completed => 2,
            status if status.is_live() => 1,
            _ => 0,
        }
    }

    /// That of somebody whose place in the team another took at `at`.
    pub fn left(self, at: Instant) -> Self {
        Self { status: RegistrationStatus::Withdrawn, since: at, changed_at: at, ..self }
    }

    /// That of somebody who came into the team at `at`: what was off by then they never had.
    pub fn joined(self, at: Instant) -> Self {
        let registered_at = self.registered_at.max(at);
        Self { registered_at, changed_at: self.changed_at.max(at), ..self }
    }

    /// What counts where a board has several teams in a cohort: the one that stands best.
    pub fn better(self, other: Self) -> Self {
        let key = |one: Self| (one.rank(), one.since);
        let best = if key(self) < key(other) { other } else { self };
        Self { changed_at: self.changed_at.max(other.changed_at), ..best }
    }
}

/// In what state an entry is, as RFC 5545 has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryState {
    Tentative,
    Confirmed,
    Cancelled,
}

/// A session in a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    pub group: &'a Group,
    pub session: &'a Session,
    pub state: EntryState,
}

impl Group {
    /// Its sessions as whoever looks has them in their calendar at `now`, in time order.
    pub fn entries(&self, now: Instant) -> Vec<Entry<'_>> {
        if self.is_forgotten(now) {
            return Vec::new();
        }
        let had = self.sessions.iter().filter(|session| self.had(session));
        let entry = |session| Entry { group: self, session, state: self.state_of(session) };
        had.map(entry).collect()
    }

    /// Whether they were told for long enough that it is not theirs any more. What was theirs until
    /// the organiser cancelled it stays to be read.
    fn is_forgotten(&self, now: Instant) -> bool {
        match self.viewer {
            Viewer::Team(standing) => standing.gave_up() && standing.since + GONE_FOR <= now,
            Viewer::Anybody | Viewer::Organiser => false,
        }
    }

    /// Whether the session was ever theirs: who came after it was cancelled never had it.
    fn had(&self, session: &Session) -> bool {
        match (self.viewer, &session.cancelled) {
            (Viewer::Team(standing), Some(cancelled)) => standing.registered_at <= cancelled.at,
            _ => true,
        }
    }

    fn state_of(&self, session: &Session) -> EntryState {
        match self.viewer {
            _ if !session.is_held() => EntryState::Cancelled,
            Viewer::Team(standing) if standing.gave_up() => EntryState::Cancelled,
            Viewer::Team(standing) if standing.is_provisional() => EntryState::Tentative,
            // Of a cohort that was cancelled on the way, what was held before stays as it was.
            _ => EntryState::Confirmed,
        }
    }
}

impl Entry<'_> {
    /// The same for ever, on whatever server, in whosever calendar.
    pub fn uid(&self) -> String {
        format!("session-{}@leerkring", self.session.id)
    }

    /// Its revision. It counts the seconds to its last change, so that it never goes back, whatever
    /// becomes of a team that withdraws and registers again; within one of them the revisions of
    /// the session and the standing of the team count.
    pub fn sequence(&self) -> u32 {
        let raised = match self.group.viewer {
            Viewer::Team(standing) if standing.status.fell_away() => 2,
            Viewer::Team(standing) if standing.is_provisional() => 0,
            _ => 1,
        };
        let seconds = self.changed_at().timestamp() - SEQUENCES_SINCE;
        u32::try_from(seconds).unwrap_or_default() + self.session.sequence + raised
    }

    /// When it last became another.
    pub fn changed_at(&self) -> Instant {
        match self.group.viewer {
            Viewer::Team(standing) => self.session.changed_at.max(standing.changed_at),
            Viewer::Anybody | Viewer::Organiser => self.session.changed_at,
        }
    }

    /// Where the meeting is, for those who may know: its organisers and who is confirmed.
    pub fn meeting_link(&self) -> Option<&str> {
        let may_know = match self.group.viewer {
            Viewer::Anybody => false,
            Viewer::Organiser => true,
            Viewer::Team(standing) => standing.rank() == 2,
        };
        let link = self.session.place.meeting_link.as_deref();
        link.filter(|_| may_know && self.state == EntryState::Confirmed)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::cohorts::{AgendaItem, Cancellation, NewSession, Place, SessionMode};

    pub(in crate::calendars) fn at(instant: &str) -> Instant {
        instant.parse().unwrap()
    }

    fn registered() -> Instant {
        at("2026-06-01T10:00:00Z")
    }

    pub(in crate::calendars) fn session(on: &str) -> Session {
        let new = NewSession {
            on: on.parse().unwrap(),
            starts: "09:00:00".parse().unwrap(),
            ends: "17:00:00".parse().unwrap(),
            place: Place {
                mode: SessionMode::Hybrid,
                address: Some("Jaarbeursplein 6, Utrecht".into()),
                meeting_link: Some("https://meet.example.nl/1".into()),
            },
            theme: None,
            agenda: vec![AgendaItem { starts: "09:30:00".parse().unwrap(), title: "Begin".into() }],
            breakouts: vec![],
            expected: vec![],
        };
        let id = Id::from(Uuid::from_u128(7));
        new.plan(id, Uuid::from_u128(2).into(), at("2026-05-01T10:00:00Z")).unwrap()
    }

    pub(in crate::calendars) fn team(status: RegistrationStatus) -> Viewer {
        Viewer::Team(Standing { status, ..standing_at(registered()) })
    }

    fn standing_at(at: Instant) -> Standing {
        let status = RegistrationStatus::Confirmed;
        Standing { status, registered_at: at, since: at, changed_at: at }
    }

    pub(in crate::calendars) fn group(viewer: Viewer) -> Group {
        Group {
            cohort: Uuid::from_u128(2).into(),
            name: "Najaar 2026".into(),
            programme: "Strategisch HR".into(),
            themes: vec![],
            place: None,
            sessions: vec![session("2026-09-16")],
            viewer,
        }
    }

    fn look(group: &Group) -> (EntryState, u32, bool) {
        let entries = group.entries(registered());
        let [entry] = entries.as_slice() else { panic!("no entry") };
        let seconds = entry.changed_at().timestamp() - SEQUENCES_SINCE;
        let raised = entry.sequence() - u32::try_from(seconds).unwrap();
        (entry.state, raised, entry.meeting_link().is_some())
    }

    #[test]
    fn a_team_that_waits_has_it_tentatively_and_does_not_know_the_link() {
        use RegistrationStatus::{Confirmed, Offered, Submitted, Waitlisted, Withdrawn};
        for status in [Submitted, Waitlisted, Offered] {
            assert_eq!(look(&group(team(status))), (EntryState::Tentative, 0, false));
        }
        assert_eq!(look(&group(team(Confirmed))), (EntryState::Confirmed, 1, true));
        assert_eq!(look(&group(team(Withdrawn))), (EntryState::Cancelled, 2, false));
    }

    #[test]
    fn anybody_sees_the_dates_and_organisers_the_link_too() {
        assert_eq!(look(&group(Viewer::Anybody)), (EntryState::Confirmed, 1, false));
        assert_eq!(look(&group(Viewer::Organiser)), (EntryState::Confirmed, 1, true));
    }

    #[test]
    fn who_withdrew_reads_it_for_thirty_days_and_then_it_is_gone() {
        let group = group(team(RegistrationStatus::Withdrawn));
        let later = |days| registered() + TimeDelta::days(days);
        assert_eq!(group.entries(later(29)).len(), 1);
        assert_eq!(group.entries(later(30)), []);
    }

    #[test]
    fn a_cancelled_cohort_stays_for_those_who_had_it_and_what_was_held_stays_as_it_was() {
        let mut group = group(team(RegistrationStatus::Cancelled));
        assert_eq!(look(&group).0, EntryState::Confirmed);
        group.sessions[0].cancelled =
            Some(Cancellation { at: registered() + TimeDelta::days(1), reason: None });
        let later = registered() + TimeDelta::days(90);
        assert_eq!(group.entries(later).len(), 1);
        assert_eq!(look(&group), (EntryState::Cancelled, 2, false));
    }

    #[test]
    fn to_whoever_withdrew_before_a_cancelled_cohort_stays_what_it_was() {
        let mut group = group(team(RegistrationStatus::Withdrawn));
        assert_eq!(look(&group).0, EntryState::Cancelled, "what was held before was not theirs");
        let later = registered() + TimeDelta::days(90);
        group.sessions[0].cancelled = Some(Cancellation { at: later, reason: None });
        assert_eq!(group.entries(later), [], "it does not come back");
    }

    #[test]
    fn the_sequence_never_goes_back_when_a_team_withdraws_and_registers_again() {
        let standing =
            |status, days| Standing { status, ..standing_at(registered() + TimeDelta::days(days)) };
        let sequence = |standing| group(Viewer::Team(standing)).entries(registered())[0].sequence();
        let withdrawn = standing(RegistrationStatus::Withdrawn, 1);
        let waiting = standing(RegistrationStatus::Waitlisted, 0);
        assert!(sequence(withdrawn) < sequence(standing(RegistrationStatus::Confirmed, 2)));
        assert!(sequence(waiting) < sequence(waiting.better(withdrawn)));
    }

    #[test]
    fn who_leaves_a_team_has_it_taken_out_and_who_comes_in_has_it_from_then_on() {
        let team = Standing { status: RegistrationStatus::Confirmed, ..standing_at(registered()) };
        let later = registered() + TimeDelta::days(3);
        let mut one = group(Viewer::Team(team.left(later)));
        let gone = one.entries(later)[0].sequence();
        assert_eq!(look(&one).0, EntryState::Cancelled);
        let again = Viewer::Team(team.joined(later + TimeDelta::seconds(9)));
        one.viewer = again;
        assert_eq!(look(&one), (EntryState::Confirmed, 1, true));
        assert!(gone < one.entries(later)[0].sequence(), "who comes back has it anew");
        one.sessions[0].cancelled = Some(Cancellation { at: later, reason: None });
        assert_eq!(one.entries(later), []);
    }

    #[test]
    fn a_session_that_was_cancelled_is_told_to_those_who_had_it_only() {
        let mut one = group(team(RegistrationStatus::Confirmed));
        let cancelled = |at| Some(Cancellation { at, reason: Some("ziek".into()) });
        one.sessions[0].cancelled = cancelled(registered() + TimeDelta::days(1));
        one.sessions[0].sequence = 1;
        assert_eq!(look(&one), (EntryState::Cancelled, 2, false));
        one.sessions[0].cancelled = cancelled(registered() - TimeDelta::days(1));
        assert_eq!(one.entries(registered()), []);
    }

    #[test]
    fn of_several_teams_in_a_cohort_the_one_that_stands_best_counts() {
        let standing = |status| Standing { status, ..standing_at(registered()) };
        let (confirmed, waiting, gone) = (
            standing(RegistrationStatus::Confirmed),
            standing(RegistrationStatus::Waitlisted),
            standing(RegistrationStatus::Withdrawn),
        );
        assert_eq!(gone.better(waiting).better(confirmed), confirmed);
        assert_eq!(confirmed.better(waiting), confirmed);
        assert_eq!(waiting.better(gone), waiting);
    }

    #[test]
    fn the_id_of_an_entry_is_that_of_its_session_wherever_it_stands() {
        let (one, other) = (group(Viewer::Anybody), group(team(RegistrationStatus::Confirmed)));
        let uid = |group: &Group| group.entries(registered())[0].uid();
        assert_eq!(uid(&one), uid(&other));
        assert_eq!(uid(&one), "session-00000000-0000-0000-0000-000000000007@leerkring");
    }
}
