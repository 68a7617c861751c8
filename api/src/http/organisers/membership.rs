//! Memberships as clients read them.

use chrono::NaiveDate;
use leerkring_domain::organisers::{Member, Membership};
use leerkring_persistence::boards::{self, Label};
use leerkring_persistence::{ConnectionTrait, organisers};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::error::Error;
use crate::http::wire::{BoardRef, Email};

/// What the list of memberships is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct MembershipsQuery {
    /// Those of this board: its id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
}

/// A membership of a board or of a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MembershipView {
    pub id: Uuid,
    pub organiser_id: Uuid,
    #[schema(max_length = 200)]
    pub organiser_name: String,
    /// The board that is a member; null where a person is.
    pub board_id: Option<Uuid>,
    /// Five digits; null where a person is a member.
    #[schema(max_length = 5)]
    pub board_number: Option<String>,
    #[schema(max_length = 300)]
    pub board_name: Option<String>,
    /// The name of the person that is a member; null where a board is.
    #[schema(max_length = 200)]
    pub person_name: Option<String>,
    #[schema(inline)]
    pub person_email: Option<Email>,
    /// The membership number, unique with the organiser.
    #[schema(max_length = 40)]
    pub number: String,
    pub from_on: NaiveDate,
    /// The last day; null while it runs on.
    pub until_on: Option<NaiveDate>,
}

impl MembershipView {
    /// These memberships of one organiser, with what it and its members are called.
    pub async fn all(db: &impl ConnectionTrait, list: Vec<Membership>) -> Result<Vec<Self>, Error> {
        let Some(organiser) = list.first().map(|first| first.organiser) else {
            return Ok(Vec::new());
        };
        let organiser = organisers::find(db, organiser).await?.name;
        let boards = list.iter().filter_map(|membership| match membership.member {
            Member::Board(board) => Some(board),
            Member::Person { .. } => None,
        });
        let labels = boards::labels(db, boards).await?;
        let view = |membership: Membership| {
            let label = match membership.member {
                Member::Board(board) => labels.get(&board).cloned(),
                Member::Person { .. } => None,
            };
            Self::new(membership, organiser.clone(), label)
        };
        Ok(list.into_iter().map(view).collect())
    }

    /// One membership, with what its organiser and its member are called.
    pub async fn one(db: &impl ConnectionTrait, membership: Membership) -> Result<Self, Error> {
        let mut views = Self::all(db, vec![membership]).await?;
        views.pop().ok_or_else(|| Error::Bug("a membership that is not shown".into()))
    }

    fn new(membership: Membership, organiser_name: String, label: Option<Label>) -> Self {
        let (board_number, board_name) = label.map(|it| (it.number, it.name)).unzip();
        let (board_id, person_name, person_email) = match membership.member {
            Member::Board(board) => (Some(board.uuid()), None, None),
            Member::Person { name, email } => (None, Some(name), Some(Email(email.to_string()))),
        };
        Self {
            id: membership.id.uuid(),
            organiser_id: membership.organiser.uuid(),
            organiser_name,
            board_id,
            board_number,
            board_name,
            person_name,
            person_email,
            number: membership.number,
            from_on: membership.from_on,
            until_on: membership.until_on,
        }
    }
}
