//! What a letter about a registration says besides its news: what to do next and where, whom
//! to ask.

use super::words::Words;
use super::{Facts, Message, News, Reader, RegistrationNews};
use crate::kernel::{EmailAddress, Text, text};
use crate::organisers::Organiser;
use crate::registrations::NextStep;

/// What is found out about a message's registration when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background {
    pub organiser: ContactPoint,
    /// The registration's page in the front-end, where the service has one.
    pub page: Option<String>,
    pub steps: Vec<NextStep>,
}

/// An organiser as those who have a question reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactPoint {
    pub name: String,
    pub email: Option<EmailAddress>,
    pub website: Option<String>,
}

impl From<Organiser> for ContactPoint {
    fn from(organiser: Organiser) -> Self {
        let Organiser { name, contact_email: email, website, .. } = organiser;
        Self { name, email, website }
    }
}

impl ContactPoint {
    /// Follows on the sentence about questions with which letters end.
    fn whom_to_ask(&self) -> Text {
        let Self { name, email, website } = self;
        let reached = |at: &str| {
            text(
                format!("U bereikt de organisator, {name}, zo: {at}"),
                format!("You reach the organiser, {name}, at: {at}"),
            )
        };
        match (email, website) {
            (None, None) => {
                text(format!("De organisator is {name}."), format!("The organiser is {name}."))
            }
            (Some(email), None) => reached(email.as_str()),
            (None, Some(website)) => reached(website),
            (Some(email), Some(website)) => reached(&format!("{email} / {website}")),
        }
    }

    /// What is said of answers to the letter: they go to the organiser where it can be written to.
    pub(super) fn about_answers(&self) -> Option<Text> {
        self.email.as_ref()?;
        let name = &self.name;
        Some(text(
            format!("Dit bericht is automatisch verstuurd; een antwoord gaat naar {name}."),
            format!("This message was sent automatically; an answer goes to {name}."),
        ))
    }
}

impl Background {
    /// The words with what belongs to every letter about a registration, and where their button
    /// leads.
    pub(super) fn with_words<'a>(
        &'a self,
        message: &Message,
        facts: &'a Facts,
        mut words: Words,
    ) -> (Words, &'a str) {
        words.before.extend(self.to_do());
        let page = self.page.as_deref().filter(|_| message.is_to_contact());
        let own = page.filter(|_| words.button.is_none());
        if let Some(asks) = asks(message, self) {
            words.before.push(where_to_act(&asks, page, own.is_some()));
        }
        words.button = words.button.or_else(|| own.map(|_| button(message)));
        words.after.push(self.organiser.whom_to_ask());
        (words, own.unwrap_or(&facts.link))
    }

    fn to_do(&self) -> Vec<Text> {
        if self.steps.is_empty() {
            return Vec::new();
        }
        let line = |step: &NextStep| {
            let step = step.to_do();
            text(format!("– {}", step.nl), format!("– {}", step.en))
        };
        let heading = text("Wat u nog moet doen:", "What you have still to do:");
        std::iter::once(heading).chain(self.steps.iter().map(line)).collect()
    }
}

impl RegistrationNews {
    /// Whether the contact is told what the team has still to do: when they register, and once they
    /// have seats.
    pub(super) fn names_next_steps(&self) -> bool {
        let begins = matches!(
            self.news,
            News::Submitted | News::Waitlisted { .. } | News::Confirmed | News::Goes
        );
        begins && self.reader == Reader::Contact
    }
}

/// What the letter asks of the contact, as the beginning of a sentence that says where.
fn asks(message: &Message, background: &Background) -> Option<Text> {
    match message {
        Message::Registration(news) if news.reader == Reader::Contact => match news.news {
            News::Offered { .. } => Some(text("U antwoordt op het aanbod", "You answer the offer")),
            News::IntakeCancelled { .. } => {
                Some(text("U kiest een ander moment", "You choose another slot"))
            }
            _ => (!background.steps.is_empty()).then(|| text("Dat doet u", "You do so")),
        },
        _ => None,
    }
}

fn where_to_act(asks: &Text, page: Option<&str>, by_button: bool) -> Text {
    let (nl, en) = match page {
        Some(_) if by_button => ("met de knop hieronder.".into(), "with the button below.".into()),
        Some(page) => (format!("hier: {page}"), format!("here: {page}")),
        None => (
            "in het systeem waarin u het team hebt aangemeld.".into(),
            "in the system in which you registered the team.".to_owned(),
        ),
    };
    text(format!("{} {nl}", asks.nl), format!("{} {en}", asks.en))
}

fn button(message: &Message) -> Text {
    match message {
        Message::Registration(news) if matches!(news.news, News::Offered { .. }) => {
            text("Aanbod bekijken en beantwoorden", "See and answer the offer")
        }
        _ => text("Aanmelding bekijken", "See the registration"),
    }
}

#[cfg(test)]
mod tests;
