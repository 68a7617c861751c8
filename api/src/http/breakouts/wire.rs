//! Choices of breakouts as clients send and read them.

use chrono::{DateTime, NaiveDate, Utc};
use leerkring_domain::breakouts::Choice;
use leerkring_domain::cohorts::Session;
use leerkring_persistence::breakouts::Placed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::commands::breakouts::Asked;
use crate::http::sessions::wire::BreakoutView;
use crate::http::wire::LocalTime;

/// A breakout of a session to choose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BreakoutChoice {
    pub session_id: Uuid,
    pub breakout_id: Uuid,
}

impl From<BreakoutChoice> for Asked {
    fn from(choice: BreakoutChoice) -> Self {
        Self { session: choice.session_id.into(), breakout: choice.breakout_id }
    }
}

/// The session whose breakout is left.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeftSession {
    pub session_id: Uuid,
}

/// What a participant chose.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChosenBreakoutView {
    pub participant_id: Uuid,
    pub session_id: Uuid,
    pub breakout_id: Uuid,
    pub chosen_at: DateTime<Utc>,
}

impl From<Choice> for ChosenBreakoutView {
    fn from(choice: Choice) -> Self {
        Self {
            participant_id: choice.participant.uuid(),
            session_id: choice.session.uuid(),
            breakout_id: choice.breakout,
            chosen_at: choice.at,
        }
    }
}

/// Somebody who takes part, and where they are.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BreakoutChoiceView {
    pub participant_id: Uuid,
    pub registration_id: Uuid,
    #[schema(max_length = 300)]
    pub board_name: String,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(max_length = 60)]
    pub role: String,
    /// Null where they have not chosen.
    pub breakout_id: Option<Uuid>,
    #[schema(max_length = 200)]
    pub breakout_title: Option<String>,
    pub chosen_at: Option<DateTime<Utc>>,
}

impl BreakoutChoiceView {
    pub fn new(placed: Placed, session: &Session) -> Self {
        let chosen = placed.choice.map(|choice| choice.breakout);
        let mut all = session.breakouts.iter();
        let title = all.find(|breakout| Some(breakout.id) == chosen).map(|it| it.title.clone());
        Self {
            participant_id: placed.participant.uuid(),
            registration_id: placed.registration.uuid(),
            board_name: placed.board_name,
            name: placed.name,
            role: placed.role,
            breakout_id: chosen,
            breakout_title: title,
            chosen_at: placed.choice.map(|choice| choice.at),
        }
    }
}

/// The breakouts that a participant chooses from, session by session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnBreakoutsView {
    /// The sessions with breakouts, in time order.
    #[schema(max_items = 1000)]
    pub items: Vec<SessionBreakoutsView>,
    /// Always null: they are one page.
    #[schema(max_length = 1000)]
    pub next: Option<String>,
}

/// The breakouts of a session, and which one a participant chose.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionBreakoutsView {
    pub session_id: Uuid,
    pub held_on: NaiveDate,
    #[schema(inline)]
    pub start_time: LocalTime,
    /// Until then one chooses.
    pub starts_at: DateTime<Utc>,
    #[schema(max_length = 200)]
    pub theme: Option<String>,
    #[schema(max_items = 50)]
    pub breakouts: Vec<BreakoutView>,
    /// Null where the participant has not chosen.
    pub chosen_breakout_id: Option<Uuid>,
}

impl SessionBreakoutsView {
    pub fn new(session: Session, choices: &[Choice]) -> Self {
        let chosen = choices.iter().find(|choice| choice.session == session.id);
        Self {
            session_id: session.id.uuid(),
            held_on: session.on,
            start_time: LocalTime(session.starts),
            starts_at: session.period.start,
            theme: session.theme,
            breakouts: session.breakouts.into_iter().map(Into::into).collect(),
            chosen_breakout_id: chosen.map(|choice| choice.breakout),
        }
    }
}
