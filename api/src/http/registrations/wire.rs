//! Registrations as clients send and read them.

use std::fmt;

use chrono::{DateTime, Utc};
use leerkring_domain::boards::Board;
use leerkring_domain::kernel::{EmailAddress, Id, Language, Reason};
use leerkring_domain::registrations::{
    Contact, Details, GivenNeeds, Needs, Participant, RegistrationStatus, Team,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::entry::RegistrationEntryView;
use crate::app::App;
use crate::commands::registrations::Registered;
use crate::http::cohorts::wire::ReasonCode;
use crate::http::intake::wire::IntakeView;
use crate::http::wire::{
    BoardRef, Email, Line, LinePatch, Paragraphs, ParagraphsPatch, Patch, Text, WarningView, Word,
};

pub type StatusWord = Word<RegistrationStatus>;
pub type LanguageWord = Word<Language>;

/// Why something is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Because {
    /// Why, for the history; the board reads it.
    #[schema(inline)]
    pub reason: Text<1, 500>,
}

/// A team to register.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRegistration {
    #[schema(inline)]
    pub board_id: BoardRef,
    pub contact: ContactView,
    #[schema(min_items = 1, max_items = 100)]
    pub participants: Vec<NewParticipant>,
    #[schema(inline)]
    pub motivation: Option<Paragraphs>,
    /// What the board wants to read on its invoice.
    #[schema(inline)]
    pub invoice_reference: Option<Line>,
}

/// Whom the organiser asks about the registration.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactView {
    #[schema(inline)]
    pub name: Line,
    #[schema(inline)]
    pub email: Email,
    #[schema(inline)]
    pub phone: Option<Text<1, 40>>,
}

/// A person who takes part.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewParticipant {
    #[schema(inline)]
    pub name: Line,
    #[schema(inline)]
    pub email: Email,
    /// Such as `board-executive`, `hr-professional`, `school-leader`: `/participant-roles` has those
    /// that are built in. The list is open; one that neither it nor the programme knows is warned of.
    #[schema(pattern = "^[a-z]+(-[a-z]+)*$", max_length = 60)]
    pub role: String,
    /// Sensitive: kept apart, read by the organisers only, deleted soon after the last session.
    pub needs: Option<NeedsView>,
}

/// What a participant needs.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NeedsView {
    #[schema(inline)]
    pub diet: Option<NeedText>,
    /// Such as a lift, a ring line, an interpreter.
    #[schema(inline)]
    pub access: Option<NeedText>,
}

pub type NeedText = Text<1, 500>;

/// Health and belief show in needs: no log line shows them.
impl fmt::Debug for NeedsView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NeedsView(…)")
    }
}

impl NewRegistration {
    /// The team, and apart from it what its participants need.
    pub fn team(self, board: Id<Board>, app: &App, language: Language) -> (Team, Vec<GivenNeeds>) {
        let (now, mut participants, mut needs) = (app.now(), Vec::new(), Vec::new());
        for person in self.participants {
            let (participant, given) = person.participant(app.ids.next(now).into());
            participants.push(participant);
            needs.extend(given);
        }
        let details = Details {
            contact: self.contact.into(),
            motivation: self.motivation.map(Into::into),
            invoice_reference: self.invoice_reference.map(Into::into),
        };
        (Team { board, details, participants, language }, needs)
    }
}

impl NewParticipant {
    /// The participant, and apart from them what they need.
    pub fn participant(self, id: Id<Participant>) -> (Participant, Option<GivenNeeds>) {
        let needs = self
            .needs
            .and_then(|needs| Needs::new(needs.diet.map(Into::into), needs.access.map(Into::into)));
        let participant = Participant {
            id,
            name: self.name.into(),
            email: EmailAddress::new(&self.email.0),
            role: self.role,
            needs_known: needs.is_some(),
        };
        (participant, needs.map(|needs| GivenNeeds { participant: id, needs }))
    }
}

impl From<ContactView> for Contact {
    fn from(contact: ContactView) -> Self {
        Self {
            name: contact.name.into(),
            email: EmailAddress::new(&contact.email.0),
            phone: contact.phone.map(Into::into),
        }
    }
}

/// What to change about a contact.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactChange {
    #[schema(inline, nullable = false)]
    pub name: Option<Line>,
    #[schema(inline, nullable = false)]
    pub email: Option<Email>,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub phone: PhonePatch,
}

type PhonePatch = Patch<Text<1, 40>>;

impl ContactChange {
    fn apply(self, old: Contact) -> Contact {
        Contact {
            name: self.name.map_or(old.name, Into::into),
            email: self.email.map_or(old.email, |email| EmailAddress::new(&email.0)),
            phone: self.phone.apply(old.phone),
        }
    }
}

/// What to change about a registration.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegistrationChange {
    #[schema(nullable = false)]
    pub contact: Option<ContactChange>,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub motivation: ParagraphsPatch,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub invoice_reference: LinePatch,
}

impl RegistrationChange {
    pub fn apply(self, old: Details) -> Details {
        Details {
            contact: match self.contact {
                Some(change) => change.apply(old.contact),
                None => old.contact,
            },
            motivation: self.motivation.apply(old.motivation),
            invoice_reference: self.invoice_reference.apply(old.invoice_reference),
        }
    }
}

/// One board's team in one cohort.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationView {
    pub id: Uuid,
    pub cohort_id: Uuid,
    /// The cohort's name.
    #[schema(max_length = 200)]
    pub cohort: String,
    pub programme_id: Uuid,
    /// The programme's title.
    #[schema(max_length = 200)]
    pub programme: String,
    /// When the cohort's first session starts; null while none is planned.
    pub starts_at: Option<DateTime<Utc>>,
    pub board_id: Uuid,
    /// Five digits.
    #[schema(max_length = 5)]
    pub board_number: String,
    #[schema(max_length = 300)]
    pub board_name: String,
    #[schema(inline)]
    pub status: StatusWord,
    /// When it reached this status.
    pub status_since_at: DateTime<Utc>,
    /// The place in the waiting list, 1 for the head; null where it does not wait.
    #[schema(minimum = 1)]
    pub position: Option<u64>,
    /// Where the intake stands; null where the programme does not ask for one, and where a team fell
    /// away before it had one.
    pub intake: Option<IntakeView>,
    /// Until when the board may accept the seats that are offered; null where none are.
    pub offer_until_at: Option<DateTime<Utc>>,
    /// How often a smaller team behind it in the list was offered seats: three times at most.
    #[schema(minimum = 0)]
    pub overtaken: u32,
    /// The conditions for which it was passed over last, as codes of refusals.
    #[schema(max_items = 50, max_length = 60)]
    pub passed_over_for: Vec<ReasonCode>,
    /// The language in which its people are written to.
    #[schema(inline)]
    pub language: LanguageWord,
    pub contact: ContactView,
    #[schema(max_length = 4000)]
    pub motivation: Option<String>,
    #[schema(max_length = 200)]
    pub invoice_reference: Option<String>,
    #[schema(max_items = 100)]
    pub participants: Vec<ParticipantView>,
    pub registered_at: DateTime<Utc>,
    /// The self-assessment that the programme asks for before the start; null where it asks for none.
    pub entry_assessment: Option<RegistrationEntryView>,
    /// What deserves a thought and what is still to be done, told when it was made.
    #[schema(max_items = 10)]
    pub warnings: Vec<WarningView>,
}

/// A person in a registration.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantView {
    pub id: Uuid,
    #[schema(max_length = 200)]
    pub name: String,
    #[schema(inline)]
    pub email: Email,
    #[schema(max_length = 60)]
    pub role: String,
    /// Whether diet or access needs were given; the organisers read them apart.
    pub needs_known: bool,
}

impl RegistrationView {
    pub fn new(registered: Registered) -> Self {
        let Registered { registration, board, cohort, position, entry, intake } = registered;
        let passed_over_for =
            if registration.waits() { registration.waiting.passed_over_for } else { Vec::new() };
        let contact = registration.details.contact;
        Self {
            id: registration.id.uuid(),
            cohort_id: registration.cohort.uuid(),
            cohort: cohort.name,
            programme_id: cohort.programme.uuid(),
            programme: cohort.title,
            starts_at: cohort.starts_at,
            board_id: registration.board.uuid(),
            intake: intake.map(|intake| IntakeView::new(intake, &board.name)),
            board_number: board.number,
            board_name: board.name,
            status: Word(registration.status),
            status_since_at: registration.status_since,
            position,
            offer_until_at: registration.offer_until,
            overtaken: registration.waiting.overtaken,
            passed_over_for: passed_over_for.into_iter().map(ReasonCode).collect(),
            language: Word(registration.language),
            contact: ContactView {
                name: contact.name.into(),
                email: Email(contact.email.to_string()),
                phone: contact.phone.map(Into::into),
            },
            motivation: registration.details.motivation,
            invoice_reference: registration.details.invoice_reference,
            participants: registration.participants.into_iter().map(Into::into).collect(),
            registered_at: registration.registered_at,
            entry_assessment: entry.map(RegistrationEntryView::of),
            warnings: Vec::new(),
        }
    }

    pub fn with_warnings(self, warnings: &[Reason], language: Language) -> Self {
        let warnings = warnings.iter().map(|reason| WarningView::of(reason, language));
        Self { warnings: warnings.collect(), ..self }
    }
}

impl From<Participant> for ParticipantView {
    fn from(participant: Participant) -> Self {
        Self {
            id: participant.id.uuid(),
            name: participant.name,
            email: Email(participant.email.to_string()),
            role: participant.role,
            needs_known: participant.needs_known,
        }
    }
}
