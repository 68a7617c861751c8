//! Invitations as clients send and read them.

use chrono::{DateTime, Utc};
use leerkring_domain::invitations::{End, Invitation, State};
use leerkring_domain::kernel::Id;
use leerkring_domain::kernel::access::User;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::commands::directory::Directory;
use crate::commands::invitations::{Accepted, Answer};
use crate::http::places::{BoardName, OrganiserName, RoleWord, names};
use crate::http::secrets::{CodeText, PasswordText};
use crate::http::users::LanguageWord;
use crate::http::wire::{BoardRef, Email, Line, Word};

pub type InvitationStateWord = Word<State>;

/// A role that is offered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationView {
    pub id: Uuid,
    #[schema(inline)]
    pub role: RoleWord,
    /// Where, if that is an organiser.
    pub organiser: Option<OrganiserName>,
    /// Where, if that is a board.
    pub board: Option<BoardName>,
    #[schema(inline)]
    pub email: Email,
    /// How whoever invites calls whoever is invited.
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// The language of the letter.
    #[schema(inline)]
    pub language: LanguageWord,
    /// `lapsed` is an invitation of somebody who may no longer give the role: send it again.
    #[schema(inline)]
    pub state: InvitationStateWord,
    pub created_at: DateTime<Utc>,
    /// When it was sent last.
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Who sent it last; null where it was sent from the command line.
    pub invited_by: Option<InviterView>,
    pub accepted_at: Option<DateTime<Utc>>,
    /// With which account it was accepted.
    pub accepted_by: Option<AccepterView>,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// Who invites.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InviterView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
}

/// Who accepted an invitation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccepterView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    /// It may be another than the invited one.
    #[schema(inline)]
    pub email: Email,
}

impl InvitationView {
    /// The people that an invitation names.
    pub fn people(invitation: &Invitation) -> impl Iterator<Item = Id<User>> + use<> {
        let accepter = match invitation.ended {
            Some(End::Accepted { by, .. }) => Some(by),
            Some(End::Withdrawn { .. }) | None => None,
        };
        invitation.invited_by.into_iter().chain(accepter)
    }

    pub fn new(invitation: &Invitation, state: State, directory: &Directory) -> Self {
        let (organiser, board) = names(invitation.role.place(), directory);
        let person = |id: &Id<User>| directory.people.get(id);
        let (accepted, withdrawn_at) = match invitation.ended {
            Some(End::Accepted { at, by }) => (Some((at, by)), None),
            Some(End::Withdrawn { at }) => (None, Some(at)),
            None => (None, None),
        };
        Self {
            id: invitation.id.uuid(),
            role: Word(invitation.role.kind()),
            organiser,
            board,
            email: Email(invitation.email.to_string()),
            name: invitation.name.clone(),
            language: Word(invitation.language),
            state: Word(state),
            created_at: invitation.created_at,
            sent_at: invitation.sent_at,
            expires_at: invitation.expires_at,
            invited_by: invitation
                .invited_by
                .as_ref()
                .and_then(person)
                .map(|user| InviterView { id: user.id.uuid(), name: user.name.clone() }),
            accepted_at: accepted.map(|(at, _)| at),
            accepted_by: accepted.and_then(|(_, by)| person(&by)).map(|user| AccepterView {
                id: user.id.uuid(),
                name: user.name.clone(),
                email: Email(user.email.to_string()),
            }),
            withdrawn_at,
        }
    }
}

/// What the list of invitations is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct InvitationsQuery {
    /// The organiser to which they invite.
    pub organiser_id: Option<Uuid>,
    /// The board to which they invite: its id or its five-digit number.
    #[param(inline)]
    pub board_id: Option<BoardRef>,
    /// Only those that were neither accepted nor withdrawn (`true`), or were (`false`).
    pub pending: Option<bool>,
}

/// Whom to invite, to be what, where.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewInvitation {
    #[schema(inline)]
    pub role: RoleWord,
    /// The organiser, for a role there.
    pub organiser_id: Option<Uuid>,
    /// The board, for a role there: its id or its five-digit number.
    #[schema(inline)]
    pub board_id: Option<BoardRef>,
    #[schema(inline)]
    pub email: Email,
    /// How you call them; they choose their name themselves.
    #[schema(inline)]
    pub name: Option<Line>,
    /// The language of the letter; Dutch where it is left out.
    #[schema(inline)]
    pub language: Option<LanguageWord>,
}

/// A code, and who accepts with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InvitationAnswer {
    #[schema(inline)]
    pub code: CodeText,
    /// Your name, where you have no account yet.
    #[schema(inline)]
    pub name: Option<Line>,
    /// The password that you choose, where you have no account yet and send no token.
    #[schema(inline)]
    pub password: Option<PasswordText>,
}

impl From<InvitationAnswer> for Answer {
    fn from(answer: InvitationAnswer) -> Self {
        Self {
            code: answer.code.0,
            name: answer.name.map(Into::into),
            password: answer.password.map(|password| password.0),
        }
    }
}

/// What somebody is after they accepted an invitation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AcceptedView {
    /// The role's id.
    pub role_id: Uuid,
    #[schema(inline)]
    pub role: RoleWord,
    /// Where, if that is an organiser.
    pub organiser: Option<OrganiserName>,
    /// Where, if that is a board.
    pub board: Option<BoardName>,
    /// The address of the account that has the role: sign in with it.
    #[schema(inline)]
    pub email: Email,
}

impl AcceptedView {
    pub fn new(accepted: &Accepted, directory: &Directory) -> Self {
        let (organiser, board) = names(accepted.role.role.place(), directory);
        Self {
            role_id: accepted.role.id.uuid(),
            role: Word(accepted.role.role.kind()),
            organiser,
            board,
            email: Email(accepted.user.email.to_string()),
        }
    }
}
