//! What differs between a cohort or a session and what it becomes.

use super::{Cohort, Place, Plan, Session};
use crate::kernel::event::{Subject, differing};

impl Subject for Cohort {
    const KIND: &'static str = "cohort";
}

impl Subject for Session {
    const KIND: &'static str = "session";
}

impl Cohort {
    /// The fields that `new` has otherwise, as the API calls them.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self {
            id: _,
            programme: _,
            plan,
            status,
            verdict,
            seats: _,
            span: _,
            last_starts_at: _,
            version: _,
        } = self;
        let status =
            differing([("status", *status != new.status), ("goNoGo", *verdict != new.verdict)]);
        [status, plan.changes(&new.plan)].concat()
    }
}

impl Plan {
    fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self {
            name,
            region,
            capacity,
            seats_per_board,
            several_per_board,
            window,
            waiting_list,
            offers,
            minimum,
            free_cancellation_until,
            place,
            facilitator,
        } = self;
        differing([
            ("name", *name != new.name),
            ("region", *region != new.region),
            ("capacity", *capacity != new.capacity),
            ("seatsPerBoard", *seats_per_board != new.seats_per_board),
            ("severalRegistrationsPerBoard", *several_per_board != new.several_per_board),
            ("registrationOpensAt", window.start != new.window.start),
            ("registrationClosesAt", window.end != new.window.end),
            ("waitingList", *waiting_list != new.waiting_list),
            ("offerHours", offers.hours != new.offers.hours),
            ("skipLargerTeams", offers.skip_larger_teams != new.offers.skip_larger_teams),
            ("minimum", *minimum != new.minimum),
            ("freeCancellationUntilAt", *free_cancellation_until != new.free_cancellation_until),
            ("place", *place != new.place),
            ("facilitator", *facilitator != new.facilitator),
        ])
    }
}

impl Session {
    /// The fields that `new` has otherwise, as the API calls them. The instants follow from the
    /// times, the ordinal from the other sessions.
    pub fn changes(&self, new: &Self) -> Vec<&'static str> {
        let Self {
            id: _,
            cohort: _,
            ordinal: _,
            on,
            starts,
            ends,
            period: _,
            place,
            theme,
            agenda,
            breakouts,
            expected,
            version: _,
            sequence: _,
            changed_at: _,
            cancelled,
            reminded: _,
        } = self;
        let Place { mode, address, meeting_link } = place;
        differing([
            ("heldOn", *on != new.on),
            ("startTime", *starts != new.starts),
            ("endTime", *ends != new.ends),
            ("mode", *mode != new.place.mode),
            ("address", *address != new.place.address),
            ("meetingLink", *meeting_link != new.place.meeting_link),
            ("theme", *theme != new.theme),
            ("agenda", *agenda != new.agenda),
            ("breakouts", *breakouts != new.breakouts),
            ("expectedAttendance", *expected != new.expected),
            ("cancelled", *cancelled != new.cancelled),
        ])
    }
}
