//! What is missing, in words that an organiser can give to a participant.

use super::{Completion, Judged, Outcome, Standing};
use crate::attendances::Part;
use crate::cohorts::Session;
use crate::kernel::civil::day_in_words;
use crate::kernel::{Code, Id, Text, text};

/// Something that stands between somebody and completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// `too-few-sessions`, `no-completion-rule`, or the word of an [`Outcome`].
    pub code: &'static str,
    /// The session it is about, if it is about one.
    pub session: Option<Id<Session>>,
    pub text: Text,
}

/// The sum first, then each expected session that does not count.
pub(super) fn of(completion: &Completion) -> Vec<Missing> {
    let whole = |code, text| Missing { code, session: None, text };
    match (completion.standing, completion.needed, completion.share) {
        (Standing::Met, ..) => Vec::new(),
        (Standing::Open | Standing::OutOfReach, Some(needed), Some(share)) => {
            let sum = whole("too-few-sessions", sum(completion, needed, share));
            let not_counted =
                completion.sessions.iter().filter(|it| it.is_expected && !it.counts());
            let each = not_counted.map(|session| about(session, completion.may_miss_minutes));
            std::iter::once(sum).chain(each).collect()
        }
        _ => {
            let sentence = text(
                "het programma zegt niet bij welk deel van de bijeenkomsten het voltooid is",
                "the programme does not say what share of the sessions completes it",
            );
            vec![whole("no-completion-rule", sentence)]
        }
    }
}

fn sum(completion: &Completion, needed: u32, share: u8) -> Text {
    let Completion { counted, expected, .. } = completion;
    text(
        format!(
            "{counted} van de {expected} verwachte bijeenkomsten tellen mee; {needed} nodig \
             ({share}%)"
        ),
        format!("{counted} of {expected} expected sessions count; {needed} needed ({share}%)"),
    )
}

fn about(session: &Judged, may_miss_minutes: u16) -> Missing {
    let (day, number) = (day_in_words(session.on), session.ordinal);
    let why = why(session, may_miss_minutes);
    Missing {
        code: session.outcome.code(),
        session: Some(session.session),
        text: text(
            format!("bijeenkomst {number} ({}): {}", day.nl, why.nl),
            format!("session {number} ({}): {}", day.en, why.en),
        ),
    }
}

fn why(session: &Judged, may_miss_minutes: u16) -> Text {
    match session.outcome {
        Outcome::Attended => text("aanwezig", "attended"),
        Outcome::TooShort => too_short(session, may_miss_minutes),
        Outcome::Absent => text("afwezig", "absent"),
        Outcome::Excused => {
            text("afgemeld; dat telt niet als aanwezig", "excused, which does not count as present")
        }
        Outcome::BeforeJoining => text(
            "was al geweest toen de deelnemer erbij kwam",
            "was over when the participant joined",
        ),
        Outcome::Unmarked => {
            text("de aanwezigheid is nog niet bijgehouden", "attendance has not been marked yet")
        }
        Outcome::ToCome => text("moet nog komen", "is still to come"),
    }
}

fn too_short(session: &Judged, may_miss_minutes: u16) -> Text {
    let part = match session.part {
        Part::WholeDay | Part::Optional => text("het geheel", "the whole"),
        Part::Morning => text("de eerste helft", "the first half"),
        Part::Afternoon => text("de tweede helft", "the second half"),
    };
    let (from, until) = (session.window.0.format("%H:%M"), session.window.1.format("%H:%M"));
    let missed = session.missed_minutes.unwrap_or_default();
    text(
        format!("{missed} minuten gemist van {} ({from}–{until}); {may_miss_minutes} mag", part.nl),
        format!(
            "missed {missed} minutes of {} ({from}–{until}); {may_miss_minutes} may be missed",
            part.en
        ),
    )
}
