//! Who is given a certificate, and what it then says.

use std::collections::HashSet;

use super::{Certificate, Content};
use crate::attendances::{Attendee, Completion, Course, Judged, Missing, Outcome};
use crate::cohorts::Cohort;
use crate::kernel::civil::in_words;
use crate::kernel::{Id, Instant, Kind, Number, Reason, Refusal, text};
use crate::registrations::Participant;

/// Somebody who takes part, with the certificates that they have for the cohort, the oldest first.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub attendee: Attendee,
    pub held: Vec<Certificate>,
}

/// What comes of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    Issue(Issued),
    /// There is one that holds.
    Already(Id<Certificate>),
    /// What is missing.
    NotMet(Vec<Missing>),
}

/// What is known of a certificate that is to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The revoked one that it stands in the place of.
    pub replaces: Option<(Id<Certificate>, Number)>,
    pub sessions: u32,
    pub minutes_attended: u32,
    pub minutes_expected: u32,
    pub share: u8,
}

/// Certificates are issued once the last session is over: what they say does not change after.
///
/// # Errors
/// `cancelled`, and `not-ended` with the instant from which on it can be done.
pub fn has_ended(cohort: &Cohort, now: Instant) -> Result<(), Refusal> {
    cohort.not_cancelled()?;
    let sentence = match cohort.span {
        Some(span) if span.end <= now => return Ok(()),
        Some(span) => {
            let ends = in_words(span.end);
            text(
                format!("de laatste bijeenkomst eindigt op {}", ends.nl),
                format!("the last session ends on {}", ends.en),
            )
        }
        None => text("de groep heeft geen bijeenkomst", "the cohort has no session"),
    };
    Err(Refusal::conflict("not-ended", sentence))
}

impl Candidate {
    /// Whether this person is given a certificate of `course` at `now`.
    pub fn rule(&self, course: &Course, now: Instant) -> Ruling {
        if let Some(valid) = self.held.iter().find(|held| held.revoked.is_none()) {
            return Ruling::Already(valid.id);
        }
        let completion = course.completion(&self.attendee, now);
        match completion.share.filter(|_| completion.is_met()) {
            Some(share) => Ruling::Issue(self.issued(&completion, share)),
            None => Ruling::NotMet(completion.missing()),
        }
    }

    fn issued(&self, completion: &Completion, share: u8) -> Issued {
        let sessions = &completion.sessions;
        let expected = sessions.iter().filter(|session| session.is_expected);
        let there = sessions.iter().filter(|session| was_there(session));
        Issued {
            replaces: self.held.last().map(|held| (held.id, held.number.clone())),
            sessions: u32::try_from(there.clone().count()).unwrap_or(u32::MAX),
            minutes_attended: there.map(|it| minutes(it) - missed(it)).sum(),
            minutes_expected: expected.map(minutes).sum(),
            share,
        }
    }
}

fn was_there(session: &Judged) -> bool {
    matches!(session.outcome, Outcome::Attended | Outcome::TooShort)
}

fn minutes(session: &Judged) -> u32 {
    let (from, until) = session.window;
    u32::try_from((until - from).num_minutes()).unwrap_or(0)
}

fn missed(session: &Judged) -> u32 {
    session.missed_minutes.unwrap_or(0).min(minutes(session))
}

/// The participants among `asked` that take no part in the cohort.
///
/// # Errors
/// `not-in-cohort`, for each of them at its place.
pub fn all_take_part(asked: &[Id<Participant>], there: &[Candidate]) -> Result<(), Refusal> {
    let known: HashSet<_> = there.iter().map(|it| it.attendee.participant.id).collect();
    let unknown = asked.iter().enumerate().filter(|(_, id)| !known.contains(id));
    let reason = |place: usize| {
        let sentence = text(
            "deze deelnemer hoort niet bij een bevestigde aanmelding van de groep",
            "this participant is in no confirmed registration of the cohort",
        );
        Reason::new("not-in-cohort", sentence).at(format!("/participantIds/{place}"))
    };
    let reasons = unknown.map(|(place, _)| reason(place)).collect();
    Refusal::unless_empty(Kind::Conflict, reasons)
}

impl Issued {
    /// What stands on the certificate, where `common` is what stands on everybody's.
    pub fn content(&self, common: Content) -> Content {
        Content {
            sessions: self.sessions,
            minutes_attended: self.minutes_attended,
            minutes_expected: self.minutes_expected,
            share: self.share,
            replaces: self.replaces.as_ref().map(|(_, number)| number.text.clone()),
            ..common
        }
    }
}
