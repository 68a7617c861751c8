//! What a unit of work has to say about itself: the history of an object is its events, and the
//! audit log has an entry for each of them.

use std::borrow::Cow;

use uuid::Uuid;

use super::access::{self, Actor, Place, Principal};
use super::civil::Instant;
use super::id::Id;
use crate::boards::Board;
use crate::organisers::Organiser;

/// A kind of object that something can happen to. Its word is that of the parameter in paths
/// (`registrationId`), so that what was refused and what was done are found under the same.
pub trait Subject {
    const KIND: &'static str;
}

impl Subject for super::access::User {
    const KIND: &'static str = "user";
}

impl Subject for super::access::Client {
    const KIND: &'static str = "client";
}

impl Subject for super::access::SignIn {
    const KIND: &'static str = "sign-in";
}

/// An object by its kind and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    pub kind: Cow<'static, str>,
    pub id: Uuid,
}

impl<T: Subject> From<Id<T>> for Object {
    fn from(id: Id<T>) -> Self {
        Self { kind: Cow::Borrowed(T::KIND), id: id.uuid() }
    }
}

/// Whose audit log something stands in, besides that of the platform.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Concerning {
    pub organiser: Option<Id<Organiser>>,
    pub board: Option<Id<Board>>,
}

impl From<Id<Organiser>> for Concerning {
    fn from(organiser: Id<Organiser>) -> Self {
        Self { organiser: Some(organiser), board: None }
    }
}

impl From<Id<Board>> for Concerning {
    fn from(board: Id<Board>) -> Self {
        Self { organiser: None, board: Some(board) }
    }
}

impl From<(Id<Organiser>, Id<Board>)> for Concerning {
    fn from((organiser, board): (Id<Organiser>, Id<Board>)) -> Self {
        Self { organiser: Some(organiser), board: Some(board) }
    }
}

impl From<Place> for Concerning {
    fn from(place: Place) -> Self {
        match place {
            Place::Platform => Self::default(),
            Place::Organiser(organiser) => organiser.into(),
            Place::Board(board) => board.into(),
        }
    }
}

/// Something that happened to an object, recorded in the transaction that made it happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened, as a past participle after the object: `registration-withdrawn`.
    pub what: &'static str,
    /// The object it happened to; nothing where it happened to the platform as a whole.
    pub subject: Option<Object>,
    pub concerning: Concerning,
    /// Why, in the words of who did it, where they gave any.
    pub reason: Option<String>,
    /// The fields that have another value now, as the API calls them.
    pub changed: Vec<&'static str>,
    /// How many rows were taken, where a table about people was.
    pub rows: Option<u64>,
    /// When it happened, where that is not when it was written down.
    pub at: Option<Instant>,
}

impl Event {
    /// Nobody records an event without saying whom it concerns: an organiser, a board, both, or
    /// the platform alone (`Place::Platform`).
    pub fn new<T: Subject>(
        what: &'static str,
        subject: Id<T>,
        concerning: impl Into<Concerning>,
    ) -> Self {
        Self {
            subject: Some(subject.into()),
            concerning: concerning.into(),
            ..Self::of_the_platform(what)
        }
    }

    /// Something that happened to no object in particular.
    pub fn of_the_platform(what: &'static str) -> Self {
        Self {
            what,
            subject: None,
            concerning: Concerning::default(),
            reason: None,
            changed: Vec::new(),
            rows: None,
            at: None,
        }
    }

    /// The same at another instant than that at which it is written down.
    pub fn at(self, instant: Instant) -> Self {
        Self { at: Some(instant), ..self }
    }

    pub fn because(self, reason: Option<String>) -> Self {
        Self { reason, ..self }
    }

    /// Says how many rows were taken of a table about people.
    pub fn of_rows(self, rows: u64) -> Self {
        Self { rows: Some(rows), ..self }
    }

    /// Names the fields that have another value now; see [`differing`].
    pub fn changing(self, changed: Vec<&'static str>) -> Self {
        Self { changed, ..self }
    }
}

/// The names of the fields that differ.
pub fn differing<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    fields.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}

/// In whose name something is done, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author {
    /// Nobody where the server does it by itself.
    pub principal: Option<Principal>,
    pub request_id: Option<Uuid>,
    /// The `operationId`, or the name of a job or a command.
    pub operation: &'static str,
    /// For which place the principal acts; nothing where that is not known, or for themselves.
    pub acting_for: Option<Place>,
}

impl Author {
    /// Somebody who asks for `operation`. Whoever may ask it at one place only acts for that one;
    /// of whoever may ask it at several, the command finds it out.
    pub fn of(actor: &Actor, request_id: Uuid, operation: &'static str) -> Self {
        let acting_for = access::of(operation).and_then(|access| access.only_place_of(actor));
        let (principal, request_id) = (Some(actor.principal), Some(request_id));
        Self { principal, request_id, operation, acting_for }
    }

    /// The server itself, in a job or a command of this name.
    pub fn server(operation: &'static str) -> Self {
        Self { principal: None, request_id: None, operation, acting_for: None }
    }
}
