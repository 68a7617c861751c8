//! What the participants of a team are told about it: whether they take part.

use serde::{Deserialize, Serialize};

use super::registrations::Said;
use super::words::Words;
use super::{Facts, News};
use crate::kernel::{Id, Text, text};
use crate::registrations::{Participant, Registration, role_in_words};

/// To whom of a registration's people a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// Whom the organiser asks about the registration.
    #[default]
    Contact,
    Participant(Id<Participant>),
}

impl Reader {
    /// Whether they stand in the registration.
    pub(super) fn is_of(self, registration: &Registration) -> bool {
        match self {
            Self::Contact => true,
            Self::Participant(id) => registration.participants.iter().any(|it| it.id == id),
        }
    }

    /// What stands below a letter: where its reader can ask.
    pub(super) fn signature(self, registration: Id<Registration>) -> Vec<Text> {
        vec![match self {
            Self::Contact => text(
                format!(
                    "Hebt u een vraag? Noem dan het kenmerk van de aanmelding: {registration}."
                ),
                format!("Do you have a question? Then name the registration: {registration}."),
            ),
            Self::Participant(_) => text(
                "Hebt u een vraag? Stel die aan degene die u heeft aangemeld.",
                "Do you have a question? Ask whoever registered you.",
            ),
        }]
    }
}

/// What a participant is told in other words than the contact.
pub(super) fn said(news: &News) -> Option<Said> {
    match news {
        News::Confirmed => Some(confirmed()),
        News::Withdrawn => Some(withdrawn()),
        News::Cancelled => Some(cancelled()),
        _ => None,
    }
}

fn confirmed() -> Said {
    let line = text(
        "U bent aangemeld en er is plaats: u doet mee.",
        "You were registered and there is a seat: you take part.",
    );
    (text("U doet mee", "You take part"), vec![line])
}

/// Told to who takes the place of a participant.
pub(super) fn joined() -> Said {
    let line = text(
        "U neemt de plaats van een ander in: u doet mee.",
        "You take the place of somebody else: you take part.",
    );
    (text("U doet mee", "You take part"), vec![line])
}

/// Told to whom a new personal link is given.
pub(super) fn personal_link() -> Said {
    let line = text(
        "De link die u had, werkt niet meer, en de agenda erbij ook niet. Hieronder staat de nieuwe.",
        "The link that you had does not work any more, nor does its calendar. The new one is below.",
    );
    (text("Uw nieuwe persoonlijke link", "Your new personal link"), vec![line])
}

/// The same words with the reader's personal link.
pub(super) fn with_link(words: Words) -> Words {
    let keep = text(
        "Met deze persoonlijke link ziet u uw bijeenkomsten, zonder in te loggen. Deel hem met \
         niemand: wie hem heeft, ziet wat u ziet.",
        "With this personal link you see your sessions, without signing in. Do not share it: \
         whoever has it sees what you see.",
    );
    let button = Some(text("Uw bijeenkomsten", "Your sessions"));
    Words { button, after: std::iter::once(keep).chain(words.after).collect(), ..words }
}

/// Told to who is no longer in the team, whether or not another takes the place.
pub(super) fn left() -> Said {
    let line = text(
        "Uw bestuur heeft u afgemeld. U hoeft niet meer te komen.",
        "Your board took you out of the team. You need not come any more.",
    );
    (text("U doet niet meer mee", "You no longer take part"), vec![line])
}

/// Told to the contact of a team in which somebody takes another's place.
pub(super) fn replaced(told: bool) -> Said {
    let done = text(
        "Een deelnemer van uw team is vervangen. Wie er nu meedoet, staat bij de aanmelding.",
        "A participant of your team was replaced. Who takes part now stands in the registration.",
    );
    let who = if told {
        text("Wie kwam en wie ging, krijgt bericht.", "Who came and who left is told.")
    } else {
        text(
            "De deelnemers krijgen bericht zodra uw team plaatsen heeft.",
            "The participants are told once your team has seats.",
        )
    };
    (text("Deelnemer vervangen", "Participant replaced"), vec![done, who])
}

/// What somebody reads who asked for their personal links with an address.
pub(super) fn links(facts: &Facts) -> Words {
    let sender = &facts.sender;
    let asked = text(
        format!("Met dit e-mailadres is bij {sender} om persoonlijke links gevraagd."),
        format!("Personal links were asked for with this e-mail address at {sender}."),
    );
    let nothing_to_do = text(
        "Vroeg u dit niet? Dan hoeft u niets te doen.",
        "Did you not ask for this? Then you need not do anything.",
    );
    if facts.doors.is_empty() {
        let none = text(
            "Er is niets waaraan u met dit adres meedoet. Misschien bent u met een ander adres \
             aangemeld; vraag het aan degene die u heeft aangemeld.",
            "There is nothing in which you take part with this address. Perhaps you were registered \
             with another; ask whoever registered you.",
        );
        let subject = text("Geen bijeenkomsten met dit adres", "No sessions with this address");
        return Words {
            subject,
            before: vec![asked, none],
            button: None,
            after: vec![nothing_to_do],
        };
    }
    let below = text(
        "Hieronder staan ze: met elk ziet u uw bijeenkomsten, zonder in te loggen.",
        "They are below: with each you see your sessions, without signing in.",
    );
    let keep = text(
        "Deel ze met niemand: wie een link heeft, ziet wat u ziet. Is er een in verkeerde handen, \
         open hem dan en vraag daar een nieuwe.",
        "Do not share them: whoever has a link sees what you see. Is one in the wrong hands, then \
         open it and ask for a new one there.",
    );
    Words {
        subject: text("Uw persoonlijke links", "Your personal links"),
        before: vec![asked, below],
        button: None,
        after: vec![keep, nothing_to_do],
    }
}

fn withdrawn() -> Said {
    let line = text(
        "Uw bestuur heeft de aanmelding ingetrokken. U hoeft niet meer te komen.",
        "Your board has withdrawn the registration. You need not come any more.",
    );
    (text("U doet niet meer mee", "You no longer take part"), vec![line])
}

fn cancelled() -> Said {
    let line = text(
        "De groep waaraan u zou meedoen gaat niet door.",
        "The cohort in which you would take part does not take place.",
    );
    (text("Gaat niet door", "Cancelled"), vec![line])
}

/// Told to the contact of a team that has become smaller.
pub(super) fn smaller(role: &str, size: u32) -> Said {
    let role = role_in_words(role);
    let line = text(
        format!(
            "Een deelnemer is afgemeld ({}). Het aantal deelnemers van het team is nu {size}. Had \
             het team plaatsen, dan is daarvan één vrijgegeven.",
            role.nl
        ),
        format!(
            "A participant was taken out of the team ({}). The number of its participants is \
             {size} now. If the team had seats, one of them is free again.",
            role.en
        ),
    );
    (text("Deelnemer afgemeld", "Participant taken out"), vec![line])
}
