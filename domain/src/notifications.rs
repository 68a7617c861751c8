//! What people are told by e-mail. Each kind of message is a variant with its words in both
//! languages; to add one, add a variant and its words, and nothing else.
//!
//! A message holds ids, not secrets: names and the codes of links are found out when it is sent.

mod appointments;
mod background;
mod certificates;
mod layout;
mod meeting;
mod offers;
mod participants;
mod registrations;
mod sending;
mod sessions;
mod words;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::appointments::Appointment;
pub use self::background::{Background, ContactPoint};
pub use self::certificates::CertificateNews;
pub use self::meeting::Meeting;
pub use self::participants::Reader;
pub use self::registrations::{News, RegistrationNews};
pub use self::sending::{LetterState, MOST_ATTEMPTS, send_again, wait_after};
pub use self::sessions::{Change, SessionChange, SessionReminder, SessionsChanged};
use crate::calendars::Standing;
use crate::cohorts::Session;
use crate::invoices::{Invoice, InvoiceKind};
use crate::kernel::access::{RoleKind, User};
use crate::kernel::{EmailAddress, Id, Instant, Language};
use crate::one_time_codes::{OneTimeCode, Purpose};
use crate::registrations::Registration;

/// A message to somebody, written together with what it reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: Addressee,
    pub language: Language,
    pub message: Message,
}

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    /// A person with an account, at the address they have when it is sent.
    User(Id<User>),
    /// Somebody who has none yet.
    Address(EmailAddress),
}

/// What somebody is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    content = "parameters",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Message {
    /// A role is offered.
    Invitation(Invitation),
    /// Mail to this address has to be shown to reach whoever asked for an account with it.
    AddressConfirmation(Link),
    /// Mail to this address has to be shown to reach whoever wants it for their account.
    NewAddress(Link),
    /// A new password was asked for.
    PasswordReset(Link),
    /// An account was asked for with an address that has one.
    AccountExists(Link),
    /// An account or a new password was asked for with an address for which no password can be
    /// chosen: nobody has it, or whoever has it does not sign in here.
    NoPassword {},
    PasswordChanged {
        at: Instant,
    },
    /// Another address was asked for; told to the one they have.
    AddressChanging {
        at: Instant,
    },
    /// Another address took the place of this one.
    AddressChanged {
        at: Instant,
    },
    /// A refresh token was used twice, so that somebody may have copied it.
    SignInEnded {
        at: Instant,
    },
    /// Something came of a registration.
    Registration(RegistrationNews),
    /// Sessions were moved, changed, cancelled or added.
    SessionsChanged(SessionsChanged),
    /// A session is near.
    SessionReminder(SessionReminder),
    /// An invoice or a credit note was issued; it is attached.
    InvoiceIssued(InvoiceIssued),
    /// A certificate was issued, which is attached, or revoked.
    Certificate(CertificateNews),
    /// Personal links were asked for with this address: those that it has, if any.
    PersonalLinks {},
}

/// What was issued, as it stands on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceIssued {
    pub invoice: Id<Invoice>,
    pub registration: Id<Registration>,
    #[serde(with = "crate::kernel::code::word")]
    pub kind: InvoiceKind,
    pub number: String,
    pub seller: String,
    pub programme: String,
    pub gross_cents: i64,
    pub due_on: NaiveDate,
}

impl From<&Invoice> for InvoiceIssued {
    fn from(invoice: &Invoice) -> Self {
        Self {
            invoice: invoice.id,
            registration: invoice.registration,
            kind: invoice.kind,
            number: invoice.number.text.clone(),
            seller: invoice.content.seller.name.clone(),
            programme: invoice.content.programme.clone(),
            gross_cents: invoice.totals().gross_cents,
            due_on: invoice.content.due_on,
        }
    }
}

/// A role that is offered, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    #[serde(with = "crate::kernel::code::word")]
    pub role: RoleKind,
    /// The name of the organiser or the board; a role on the whole platform has none.
    pub organisation: Option<String>,
    /// Who offers it.
    pub by: Option<Id<User>>,
    pub link: Link,
}

/// A link that is good once, until it expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    pub code: Id<OneTimeCode>,
    pub expires_at: Instant,
}

impl From<&OneTimeCode> for Link {
    fn from(code: &OneTimeCode) -> Self {
        Self { code: code.id, expires_at: code.expires_at }
    }
}

/// What a message's button opens on the page for accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    Code(Purpose, Link),
    /// Where a new password is asked for.
    Forgotten,
    /// What a participant of this registration sees; nothing to whoever is none.
    Participation(Id<Registration>),
    /// Everything that the addressee takes part in.
    Participations,
    /// There is no button.
    Nothing,
}

/// Which sessions a message shows as they are when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Those of the cohort in which this registration is.
    Of(Id<Registration>),
    /// This one, if it still starts then.
    One(Id<Session>, Instant),
    Nothing,
}

/// What is found out when a message is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the service calls itself.
    pub sender: String,
    /// The name of whoever gets it, where it is known.
    pub name: Option<String>,
    /// The name of whoever is behind it.
    pub by: Option<String>,
    /// Where the button leads; empty where there is none.
    pub link: String,
    /// Those that the message shows, in time order.
    pub sessions: Vec<Session>,
    /// About the registration that it is about, where that is still kept.
    pub background: Option<Background>,
    /// Where its addressee takes part.
    pub doors: Vec<Door>,
}

/// A personal link, and what it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    pub name: String,
    pub link: String,
}

/// A message in one language, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Message {
    pub fn opens(&self) -> Opens {
        match self {
            Self::Invitation(it) => Opens::Code(Purpose::Invitation, it.link),
            Self::AddressConfirmation(link) | Self::NewAddress(link) => {
                Opens::Code(Purpose::Confirm, *link)
            }
            Self::PasswordReset(link) | Self::AccountExists(link) => {
                Opens::Code(Purpose::Reset, *link)
            }
            Self::NoPassword {}
            | Self::PasswordChanged { .. }
            | Self::AddressChanging { .. }
            | Self::SignInEnded { .. } => Opens::Forgotten,
            Self::Registration(news) if news.is_for_participants() => {
                Opens::Participation(news.registration)
            }
            Self::SessionsChanged(it) => Opens::Participation(it.registration),
            Self::SessionReminder(it) => Opens::Participation(it.registration),
            Self::PersonalLinks {} => Opens::Participations,
            // No password is to be had with an address that is not the account's any more.
            Self::AddressChanged { .. }
            | Self::Registration(_)
            | Self::InvoiceIssued(_)
            | Self::Certificate(_) => Opens::Nothing,
        }
    }

    /// Which sessions it shows.
    pub fn shows(&self) -> Shows {
        match self {
            Self::Registration(news) if news.shows_sessions() => Shows::Of(news.registration),
            Self::SessionReminder(it) => Shows::One(it.session, it.starts_at),
            _ => Shows::Nothing,
        }
    }

    /// Who is behind it, where that is somebody.
    pub fn by(&self) -> Option<Id<User>> {
        match self {
            Self::Invitation(it) => it.by,
            _ => None,
        }
    }

    /// Whose sessions go with it, for a calendar program.
    pub fn calendar_of(&self) -> Option<Id<Registration>> {
        match self {
            Self::Registration(news) if news.has_dates() => Some(news.registration),
            Self::SessionsChanged(it) => Some(it.registration),
            Self::SessionReminder(it) => Some(it.registration),
            _ => None,
        }
    }

    /// The registration that it is about.
    pub fn about(&self) -> Option<Id<Registration>> {
        match self {
            Self::Registration(news) => Some(news.registration),
            Self::SessionsChanged(it) => Some(it.registration),
            Self::SessionReminder(it) => Some(it.registration),
            Self::InvoiceIssued(it) => Some(it.registration),
            Self::Certificate(news) => Some(news.registration),
            _ => None,
        }
    }

    /// Whether it is to the contact of a registration, and not to one of its participants.
    fn is_to_contact(&self) -> bool {
        match self {
            Self::Registration(news) => news.reader == Reader::Contact,
            Self::SessionsChanged(it) => it.reader == Reader::Contact,
            Self::SessionReminder(it) => it.reader == Reader::Contact,
            Self::InvoiceIssued(_) => true,
            _ => false,
        }
    }

    /// Whether it says what the team has still to do.
    pub fn names_next_steps(&self) -> bool {
        matches!(self, Self::Registration(news) if news.names_next_steps())
    }

    /// Whether it still is of use to its reader, `registration` being the one of whose sessions it tells:
    /// a letter that was held up does not tell who left meanwhile where the others meet. What came of a
    /// registration is told in the order in which it came.
    pub fn still_holds(&self, registration: &Registration) -> bool {
        let status = registration.status;
        match self {
            // Who left reads that the sessions are not theirs any more.
            Self::Registration(RegistrationNews { news: News::Left, .. }) => true,
            Self::Registration(news) if news.has_dates() => news.reader.is_of(registration),
            Self::SessionsChanged(it) => {
                it.reader.is_of(registration) && (status.is_live() || status.takes_part())
            }
            Self::SessionReminder(it) => it.reader.is_of(registration) && status.takes_part(),
            _ => true,
        }
    }

    /// How whoever reads it stands, written at `at`, in the calendar of a team that is this one.
    pub fn standing(&self, registration: &Registration, at: Instant) -> Standing {
        let team = Standing::from(registration);
        match self {
            Self::Registration(RegistrationNews { news: News::Left, .. }) => team.left(at),
            Self::Registration(RegistrationNews { news: News::Joined, .. }) => team.joined(at),
            _ => team,
        }
    }

    /// After this nobody is helped by it any more.
    pub fn useful_until(&self) -> Option<Instant> {
        match (self, self.opens()) {
            (Self::Registration(news), _) => news.useful_until(),
            (Self::SessionsChanged(it), _) => it.useful_until(),
            (Self::SessionReminder(it), _) => Some(it.starts_at),
            (_, Opens::Code(_, link)) => Some(link.expires_at),
            (
                _,
                Opens::Forgotten | Opens::Participation(_) | Opens::Participations | Opens::Nothing,
            ) => None,
        }
    }

    /// The message as it is sent.
    pub fn mail(&self, language: Language, facts: &Facts) -> Mail {
        let (words, link) = words::of(self, facts);
        layout::lay_out(&words, language, facts, link)
    }
}

#[cfg(test)]
mod tests;
