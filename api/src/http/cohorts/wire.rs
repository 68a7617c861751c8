//! Cohorts as clients send and read them.

use chrono::{DateTime, Utc};
use leerkring_domain::cohorts::{
    Cohort, CohortStatus, GoNoGo, Minimum, NewSession as PlannedSession, OfferRule, Phase, Plan,
    Session, WaitingList,
};
use leerkring_domain::kernel::{Instant, Language, Period, Reason, text};
use leerkring_domain::registrations::Condition;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::error::{Error, Part};

use crate::http::sessions::wire::{NewSession, SessionView};
use crate::http::wire::{
    Line, LinePatch, Moment, MomentPatch, Patch, RegionRef, WarningView, Word,
};

pub type PhaseWord = Word<Phase>;
pub type GoNoGoWord = Word<GoNoGo>;
pub type CohortStatusWord = Word<CohortStatus>;

/// Whether teams that find no seats may wait, and how many.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaitingListView {
    /// The most teams that may wait; null for as many as come.
    #[schema(minimum = 1, maximum = 100_000)]
    pub most: Option<u32>,
}

impl From<WaitingListView> for WaitingList {
    fn from(list: WaitingListView) -> Self {
        list.most.map_or(Self::Unlimited, Self::Most)
    }
}

fn waiting_list_view(list: WaitingList) -> Option<WaitingListView> {
    match list {
        WaitingList::None => None,
        WaitingList::Unlimited => Some(WaitingListView { most: None }),
        WaitingList::Most(most) => Some(WaitingListView { most: Some(most) }),
    }
}

/// With how many participants a cohort takes place, and until when its organiser decides.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MinimumView {
    #[schema(minimum = 1, maximum = 100_000)]
    pub participants: u32,
    /// Before the first session starts.
    #[schema(value_type = DateTime<Utc>)]
    pub decide_by_at: Moment,
}

impl From<MinimumView> for Minimum {
    fn from(minimum: MinimumView) -> Self {
        Self { participants: minimum.participants, decide_by: minimum.decide_by_at.into() }
    }
}

impl From<Minimum> for MinimumView {
    fn from(minimum: Minimum) -> Self {
        Self { participants: minimum.participants, decide_by_at: Moment(minimum.decide_by) }
    }
}

/// A cohort to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewCohort {
    #[schema(inline)]
    pub name: Line,
    pub region: Option<RegionRef>,
    /// Participants.
    #[schema(minimum = 1, maximum = 100_000)]
    pub capacity: u32,
    /// The most participants of one board, across its registrations.
    #[schema(minimum = 1, maximum = 100_000)]
    pub seats_per_board: Option<u32>,
    /// Whether a board may have more than one live registration here.
    #[serde(default)]
    #[schema(required = false)]
    pub several_registrations_per_board: bool,
    #[schema(value_type = DateTime<Utc>)]
    pub registration_opens_at: Moment,
    #[schema(value_type = DateTime<Utc>)]
    pub registration_closes_at: Moment,
    /// Null or left out: nobody waits.
    pub waiting_list: Option<WaitingListView>,
    /// How long a team has to accept seats that came free, in hours; moved on to the organiser's
    /// working hours and never ending at night or after the first session's start.
    #[schema(minimum = 1, maximum = 720, default = 72, nullable = false)]
    pub offer_hours: Option<u32>,
    /// Whether a waiting team that does not fit in the free seats may be overtaken, three times at
    /// most, by smaller ones behind it.
    #[serde(default)]
    #[schema(required = false)]
    pub skip_larger_teams: bool,
    /// Below this many participants the organiser may decide that the cohort does not take place.
    pub minimum: Option<MinimumView>,
    /// Withdrawing before this instant costs nothing; null: until the first session starts.
    #[schema(value_type = Option<DateTime<Utc>>)]
    pub free_cancellation_until_at: Option<Moment>,
    #[schema(inline)]
    pub place: Option<Line>,
    #[schema(inline)]
    pub facilitator: Option<Line>,
    #[serde(default)]
    #[schema(max_items = 50, required = false)]
    pub sessions: Vec<NewSession>,
}

impl NewCohort {
    pub fn into_parts(self, app: &App) -> Result<(Plan, Vec<PlannedSession>), Error> {
        let plan = Plan {
            name: self.name.into(),
            region: self.region.map(Into::into),
            capacity: self.capacity,
            seats_per_board: self.seats_per_board,
            several_per_board: self.several_registrations_per_board,
            window: window(self.registration_opens_at.into(), self.registration_closes_at.into())?,
            waiting_list: self.waiting_list.map_or(WaitingList::None, Into::into),
            offers: OfferRule {
                hours: self.offer_hours.unwrap_or(OfferRule::default().hours),
                skip_larger_teams: self.skip_larger_teams,
            },
            minimum: self.minimum.map(Into::into),
            free_cancellation_until: self.free_cancellation_until_at.map(Into::into),
            place: self.place.map(Into::into),
            facilitator: self.facilitator.map(Into::into),
        };
        let sessions = self.sessions.into_iter().map(|session| session.planned(app));
        Ok((plan, sessions.collect()))
    }
}

fn window(opens: Instant, closes: Instant) -> Result<Period, Error> {
    Period::new(opens, closes).ok_or_else(|| {
        let sentence = text(
            "de aanmelding sluit niet na haar opening",
            "registration does not close after it opens",
        );
        let reason = Reason::new("closes-before-open", sentence);
        Error::invalid(Part::Body, reason.at("/registrationClosesAt"))
    })
}

/// What to change about a cohort.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CohortChange {
    #[schema(inline, nullable = false)]
    pub name: Option<Line>,
    #[serde(default)]
    #[schema(value_type = Option<RegionRef>, required = false)]
    pub region: Patch<RegionRef>,
    #[schema(minimum = 1, maximum = 100_000, nullable = false)]
    pub capacity: Option<u32>,
    #[serde(default)]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 100_000, required = false)]
    pub seats_per_board: Patch<u32>,
    #[schema(nullable = false)]
    pub several_registrations_per_board: Option<bool>,
    #[schema(value_type = Option<DateTime<Utc>>, nullable = false)]
    pub registration_opens_at: Option<Moment>,
    #[schema(value_type = Option<DateTime<Utc>>, nullable = false)]
    pub registration_closes_at: Option<Moment>,
    /// Null: nobody waits from now on; who waits keeps waiting.
    #[serde(default)]
    #[schema(value_type = Option<WaitingListView>, required = false)]
    pub waiting_list: Patch<WaitingListView>,
    /// For offers made from now on.
    #[schema(minimum = 1, maximum = 720, nullable = false)]
    pub offer_hours: Option<u32>,
    #[schema(nullable = false)]
    pub skip_larger_teams: Option<bool>,
    #[serde(default)]
    #[schema(value_type = Option<MinimumView>, required = false)]
    pub minimum: Patch<MinimumView>,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub free_cancellation_until_at: MomentPatch,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub place: LinePatch,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub facilitator: LinePatch,
}

impl CohortChange {
    pub fn apply(self, old: Plan) -> Result<Plan, Error> {
        let opens = self.registration_opens_at.map_or(old.window.start, Into::into);
        let closes = self.registration_closes_at.map_or(old.window.end, Into::into);
        Ok(Plan {
            name: self.name.map_or(old.name, Into::into),
            region: self.region.apply(old.region),
            capacity: self.capacity.unwrap_or(old.capacity),
            seats_per_board: self.seats_per_board.apply(old.seats_per_board),
            several_per_board: self
                .several_registrations_per_board
                .unwrap_or(old.several_per_board),
            window: window(opens, closes)?,
            waiting_list: match self.waiting_list {
                Patch::Keep => old.waiting_list,
                Patch::Empty => WaitingList::None,
                Patch::Set(list) => list.into(),
            },
            offers: OfferRule {
                hours: self.offer_hours.unwrap_or(old.offers.hours),
                skip_larger_teams: self.skip_larger_teams.unwrap_or(old.offers.skip_larger_teams),
            },
            minimum: match self.minimum {
                Patch::Keep => old.minimum,
                Patch::Empty => None,
                Patch::Set(minimum) => Some(minimum.into()),
            },
            free_cancellation_until: self
                .free_cancellation_until_at
                .apply(old.free_cancellation_until),
            place: self.place.apply(old.place),
            facilitator: self.facilitator.apply(old.facilitator),
        })
    }
}

/// One run of a programme.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CohortView {
    pub id: Uuid,
    pub programme_id: Uuid,
    /// The programme's title.
    #[schema(max_length = 200)]
    pub programme: String,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(inline)]
    pub status: CohortStatusWord,
    /// What the cohort is now; null for a draft.
    #[schema(inline)]
    pub phase: Option<PhaseWord>,
    pub region: Option<RegionRef>,
    #[schema(minimum = 1)]
    pub capacity: u32,
    /// The seats that a team registering now may still get. While teams wait, free seats are
    /// kept for them and this is 0.
    #[schema(minimum = 0)]
    pub seats_left: u32,
    #[schema(minimum = 1)]
    pub seats_per_board: Option<u32>,
    pub several_registrations_per_board: bool,
    pub registration_opens_at: DateTime<Utc>,
    pub registration_closes_at: DateTime<Utc>,
    /// Why nobody can register now; null while somebody can.
    pub closed_because: Option<ClosedBecause>,
    /// Null: nobody waits.
    pub waiting_list: Option<WaitingListView>,
    /// The teams that wait now.
    #[schema(minimum = 0)]
    pub teams_waiting: u32,
    /// How long a team has to accept seats that came free, in hours.
    #[schema(minimum = 1)]
    pub offer_hours: u32,
    pub skip_larger_teams: bool,
    pub minimum: Option<MinimumView>,
    /// Whether it takes place: decided by the organiser; null where there is no minimum, and where the
    /// cohort was cancelled without a decision.
    #[schema(inline)]
    pub go_no_go: Option<GoNoGoWord>,
    pub free_cancellation_until_at: Option<DateTime<Utc>>,
    #[schema(max_length = 200)]
    pub place: Option<String>,
    #[schema(max_length = 200)]
    pub facilitator: Option<String>,
    /// Start of the first session.
    pub starts_at: Option<DateTime<Utc>>,
    /// End of the last session.
    pub ends_at: Option<DateTime<Utc>>,
    /// In time order, without meeting links: those are read with each session.
    #[schema(max_items = 1000)]
    pub sessions: Vec<SessionView>,
    /// What deserves a thought, told after a change: sessions on holidays, times that happen twice.
    #[schema(max_items = 1000)]
    pub warnings: Vec<WarningView>,
}

/// Why one cannot register now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClosedBecause {
    /// Such as `not-yet-open`, `registration-closed`, `full`, `cancelled`, `not-published`.
    #[schema(max_length = 60)]
    pub code: String,
    #[schema(max_length = 1000)]
    pub detail: String,
}

/// What is shown of a cohort.
#[derive(Debug)]
pub struct Shown {
    pub cohort: Cohort,
    /// The title of its programme.
    pub programme: String,
    /// In time order.
    pub sessions: Vec<Session>,
    pub warnings: Vec<WarningView>,
}

impl CohortView {
    pub fn new(shown: Shown, now: Instant, language: Language) -> Self {
        let Shown { cohort, programme, sessions, warnings } = shown;
        let closed = cohort.closed_because(now).map(|reason| ClosedBecause {
            code: reason.code.to_owned(),
            detail: reason.text.in_language(language).to_owned(),
        });
        Self {
            id: cohort.id.uuid(),
            programme_id: cohort.programme.uuid(),
            programme,
            status: Word(cohort.status),
            phase: cohort.phase(now).map(Word),
            seats_left: cohort.seats_left(),
            teams_waiting: cohort.seats.waiting_teams,
            offer_hours: cohort.plan.offers.hours,
            skip_larger_teams: cohort.plan.offers.skip_larger_teams,
            minimum: cohort.plan.minimum.map(Into::into),
            go_no_go: cohort.go_no_go(now).map(Word),
            closed_because: closed,
            starts_at: cohort.span.map(|span| span.start),
            ends_at: cohort.span.map(|span| span.end),
            capacity: cohort.plan.capacity,
            seats_per_board: cohort.plan.seats_per_board,
            several_registrations_per_board: cohort.plan.several_per_board,
            registration_opens_at: cohort.plan.window.start,
            registration_closes_at: cohort.plan.window.end,
            waiting_list: waiting_list_view(cohort.plan.waiting_list),
            free_cancellation_until_at: cohort.plan.free_cancellation_until,
            name: cohort.plan.name,
            region: cohort.plan.region.map(Into::into),
            place: cohort.plan.place,
            facilitator: cohort.plan.facilitator,
            sessions: sessions.into_iter().map(SessionView::without_link).collect(),
            warnings,
        }
    }
}

/// Whether a board may take part.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EligibilityView {
    /// Whether every condition is met.
    pub eligible: bool,
    #[schema(max_items = 50)]
    pub conditions: Vec<ConditionView>,
}

/// One condition, met or unmet.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConditionView {
    /// Such as `registration-open`, `sector`, `membership`, `seats`.
    #[schema(max_length = 60)]
    pub code: String,
    pub met: bool,
    #[schema(max_length = 1000)]
    pub detail: String,
    /// The codes with which registering would be refused; empty where the condition is met.
    #[schema(max_items = 50, max_length = 60)]
    pub reasons: Vec<ReasonCode>,
}

/// The code of a refusal, as in a problem's `code`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(max_length = 60)]
pub struct ReasonCode(pub String);

impl ConditionView {
    pub fn new(condition: &Condition, language: Language) -> Self {
        let unmet = condition.unmet.iter().map(|reason| reason.text.in_language(language));
        let unmet = unmet.collect::<Vec<_>>().join("; ");
        let met = condition.is_met();
        let detail = if met { condition.detail.in_language(language).to_owned() } else { unmet };
        let codes = condition.unmet.iter().map(|reason| ReasonCode(reason.code.to_owned()));
        Self { code: condition.code.to_owned(), met, detail, reasons: codes.collect() }
    }
}
