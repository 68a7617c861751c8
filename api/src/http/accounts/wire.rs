//! Accounts and codes as clients send and read them.

use chrono::{DateTime, Utc};
use leerkring_domain::invitations::Invitation;
use leerkring_domain::kernel::{Code, EmailAddress, Instant};
use leerkring_domain::people::User;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::commands::codes::Opens;
use crate::commands::directory::Directory;
use crate::http::places::{BoardName, OrganiserName, RoleWord, names};
use crate::http::secrets::{CodeText, PasswordText};
use crate::http::users::LanguageWord;
use crate::http::wire::{Email, Line, Word};

/// An account to ask for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAccount {
    #[schema(inline)]
    pub name: Line,
    #[schema(inline)]
    pub email: Email,
    /// The language of mail; that of this request where it is left out.
    #[schema(inline)]
    pub language: Option<LanguageWord>,
}

/// An address to which a letter is asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountEmail {
    #[schema(inline)]
    pub email: Email,
}

/// A code that confirms an address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddressConfirmation {
    #[schema(inline)]
    pub code: CodeText,
    /// The password that you choose for a new account; left out for another address.
    #[schema(inline)]
    pub password: Option<PasswordText>,
}

/// A code that opens a new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordReset {
    #[schema(inline)]
    pub code: CodeText,
    #[schema(inline)]
    pub password: PasswordText,
}

/// A code to look at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LookedAt {
    #[schema(inline)]
    pub code: CodeText,
}

/// Another password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one.
    #[schema(inline)]
    pub password: PasswordText,
    #[schema(inline)]
    pub new_password: PasswordText,
}

/// Another address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmailChange {
    #[schema(inline)]
    pub email: Email,
    /// Your password, where you have one here.
    #[schema(inline)]
    pub password: Option<PasswordText>,
}

/// Whose account it is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmedView {
    #[schema(max_length = 200)]
    pub name: String,
    /// Sign in with it.
    #[schema(inline)]
    pub email: Email,
}

impl From<User> for ConfirmedView {
    fn from(user: User) -> Self {
        Self { name: user.name, email: Email(user.email.to_string()) }
    }
}

/// What a code opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    Invitation,
    Account,
    Address,
    Password,
}

impl Code for Opened {
    const ALL: &'static [Self] = &[Self::Invitation, Self::Account, Self::Address, Self::Password];

    fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Account => "account",
            Self::Address => "address",
            Self::Password => "password",
        }
    }
}

pub type OpenedWord = Word<Opened>;

/// What a code opens, and for whom.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CodeView {
    /// `invitation`: a role (`POST /invitations/_accept`). `account`: an account, with a password to
    /// choose, and `address`: another address for one (`POST /accounts/_confirm`). `password`: a new
    /// password (`POST /accounts/_reset`).
    #[schema(inline)]
    pub opens: OpenedWord,
    /// The address to which it was sent.
    #[schema(inline)]
    pub email: Email,
    /// The name of whoever has it, as far as it is known.
    #[schema(max_length = 200)]
    pub name: Option<String>,
    pub expires_at: DateTime<Utc>,
    /// What is offered; null for all but `invitation`.
    pub invitation: Option<InvitedView>,
}

/// A role as it is offered to whoever has the code.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitedView {
    #[schema(inline)]
    pub role: RoleWord,
    /// Where, if that is an organiser.
    pub organiser: Option<OrganiserName>,
    /// Where, if that is a board.
    pub board: Option<BoardName>,
    /// The name of whoever invites.
    #[schema(max_length = 200)]
    pub invited_by: Option<String>,
    /// Whether the address has an account: then sign in with it, or with another, and accept.
    pub has_account: bool,
}

impl InvitedView {
    pub fn new(
        invitation: &Invitation,
        has_account: bool,
        (invited_by, directory): (Option<String>, &Directory),
    ) -> Self {
        let (organiser, board) = names(invitation.role.place(), directory);
        Self { role: Word(invitation.role.kind()), organiser, board, invited_by, has_account }
    }
}

impl CodeView {
    pub fn new(opens: &Opens, expires_at: Instant, invitation: Option<InvitedView>) -> Self {
        let of = |user: &User| (user.email.clone(), Some(user.name.clone()));
        let (opened, (email, name)): (_, (EmailAddress, Option<String>)) = match opens {
            Opens::Invitation(it, _) => (Opened::Invitation, (it.email.clone(), it.name.clone())),
            Opens::Account(user) => (Opened::Account, of(user)),
            Opens::Address(user) => {
                let (email, name) = of(user);
                (Opened::Address, (user.new_email.clone().unwrap_or(email), name))
            }
            Opens::Password(user) => (Opened::Password, of(user)),
        };
        let email = Email(email.to_string());
        Self { opens: Word(opened), email, name, expires_at, invitation }
    }
}
