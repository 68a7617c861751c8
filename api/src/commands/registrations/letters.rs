//! Who is told by e-mail what came of a registration.

use std::collections::HashSet;

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{EmailAddress, Instant};
use leerkring_domain::notifications::{Addressee, Letter, Message, News, Reader, RegistrationNews};
use leerkring_domain::registrations::{Move, Participant, Registration, RegistrationStatus};
use leerkring_persistence::{programmes, registrations};

use crate::error::Error;
use crate::work::Work;

/// What every letter about registrations in a cohort says.
pub(in crate::commands) struct About {
    programme: String,
    cohort: String,
    starts_at: Option<Instant>,
}

impl About {
    pub(in crate::commands) async fn of(work: &Work, cohort: &Cohort) -> Result<Self, Error> {
        Ok(Self {
            programme: programmes::title(&work.tx, cohort.programme).await?,
            cohort: cohort.plan.name.clone(),
            starts_at: cohort.span.map(|span| span.start),
        })
    }

    /// The letter with this news, without a reason.
    pub(in crate::commands) fn tell(
        &self,
        registration: &Registration,
        news: News,
    ) -> RegistrationNews {
        RegistrationNews {
            registration: registration.id,
            programme: self.programme.clone(),
            cohort: self.cohort.clone(),
            starts_at: self.starts_at,
            reason: None,
            news,
            reader: Reader::Contact,
        }
    }
}

/// Writes the letters about these moves: to the contact and, where they take part or would have,
/// to the participants.
pub(super) async fn send(work: &mut Work, cohort: &Cohort, moves: &[&Move]) -> Result<(), Error> {
    let about = About::of(work, cohort).await?;
    let joins = |moved: &&&Move| moved.from.is_none() && moved.registration.waits();
    let joined = u64::try_from(moves.iter().filter(joins).count()).unwrap_or_default();
    let mut last = u64::from(cohort.seats.waiting_teams).saturating_sub(joined);
    for moved in moves {
        let registration = &moved.registration;
        // Who registers joins at the end; who is put on the list may come before others.
        let position = if joins(&moved) {
            last += 1;
            Some(last)
        } else {
            None
        };
        let Some(news) = news(work, moved, position).await? else { continue };
        let told = about.tell(registration, news);
        let told = RegistrationNews { reason: moved.reason.clone(), ..told };
        if concerns_participants(moved) {
            to_all(work, registration, &told);
        } else {
            to_contact(work, registration, told);
        }
    }
    Ok(())
}

/// What there is to tell of a move.
async fn news(work: &Work, moved: &Move, position: Option<u64>) -> Result<Option<News>, Error> {
    let registration = &moved.registration;
    Ok(match registration.status {
        RegistrationStatus::Submitted => Some(News::Submitted),
        RegistrationStatus::Confirmed => Some(News::Confirmed),
        RegistrationStatus::Waitlisted => {
            let position = match position {
                Some(position) => position,
                None => place(work, registration).await?,
            };
            Some(News::Waitlisted { position })
        }
        RegistrationStatus::Offered => registration
            .offer_until
            .map(|until| News::Offered { seats: registration.size(), until }),
        RegistrationStatus::Lapsed if !moved.unmet.is_empty() => {
            let conditions = moved.unmet.iter().map(|reason| reason.text.clone().into());
            Some(News::OfferVoid { conditions: conditions.collect() })
        }
        RegistrationStatus::Lapsed => Some(News::Lapsed { at: registration.status_since }),
        RegistrationStatus::Rejected => Some(News::Rejected),
        RegistrationStatus::Cancelled => Some(News::Cancelled),
        RegistrationStatus::Withdrawn => Some(News::Withdrawn),
        RegistrationStatus::Declined => Some(News::Declined),
        RegistrationStatus::Completed => None,
    })
}

async fn place(work: &Work, registration: &Registration) -> Result<u64, Error> {
    let list = std::slice::from_ref(registration);
    let positions = registrations::waiting_positions(&work.tx, list).await?;
    Ok(positions.get(&registration.id).copied().unwrap_or(1))
}

/// Participants are told that they take part, and whatever ends that.
fn concerns_participants(moved: &Move) -> bool {
    let confirmed = RegistrationStatus::Confirmed;
    let ends = matches!(moved.to(), RegistrationStatus::Cancelled | RegistrationStatus::Withdrawn);
    moved.to() == confirmed || (ends && moved.from == Some(confirmed))
}

/// Tells one address of the registration's.
pub(in crate::commands) fn to_address(
    work: &mut Work,
    to: &Registration,
    address: EmailAddress,
    news: RegistrationNews,
) {
    work.send(Letter {
        to: Addressee::Address(address),
        language: to.language,
        message: Message::Registration(news),
    });
}

/// Tells the contact.
pub(super) fn to_contact(work: &mut Work, registration: &Registration, news: RegistrationNews) {
    let contact = &registration.details.contact.email;
    to_address(work, registration, contact.clone(), news);
}

/// Tells the contact and every participant, each address once.
pub(in crate::commands) fn to_all(
    work: &mut Work,
    registration: &Registration,
    news: &RegistrationNews,
) {
    let contact = &registration.details.contact.email;
    let mut told = HashSet::from([contact.key()]);
    to_address(work, registration, contact.clone(), news.clone());
    for person in &registration.participants {
        if told.insert(person.email.key()) {
            to_address(work, registration, person.email.clone(), news.to_participant(person.id));
        }
    }
}

/// Tells who takes the place of a participant, and whose place it was, where the team is confirmed;
/// and its contact, unless they read it as one of the two. Who stays under another name only gets
/// another link.
pub(super) async fn replaced(
    work: &mut Work,
    cohort: &Cohort,
    registration: &Registration,
    (left, joined): (&Participant, &Participant),
) -> Result<(), Error> {
    let about = About::of(work, cohort).await?;
    let told = registration.status == RegistrationStatus::Confirmed;
    let stays = left.email.key() == joined.email.key();
    let personally = match (told, stays) {
        (true, true) => vec![(joined, News::PersonalLink)],
        (true, false) => vec![(left, News::Left), (joined, News::Joined)],
        (false, _) => Vec::new(),
    };
    let contact = registration.details.contact.email.key();
    let knows = personally.iter().any(|(person, _)| person.email.key() == contact);
    for (person, news) in personally {
        let news = about.tell(registration, news).to_participant(person.id);
        to_address(work, registration, person.email.clone(), news);
    }
    if !knows && !stays {
        to_contact(work, registration, about.tell(registration, News::Replaced { told }));
    }
    Ok(())
}

/// Tells the contact that the team has become smaller and, where it is confirmed, who left it.
pub(super) async fn removed(
    work: &mut Work,
    cohort: &Cohort,
    registration: &Registration,
    left: &Participant,
) -> Result<(), Error> {
    let about = About::of(work, cohort).await?;
    let news = News::Smaller { role: left.role.clone(), size: registration.size() };
    to_contact(work, registration, about.tell(registration, news));
    let contact = registration.details.contact.email.key();
    let told = registration.status == RegistrationStatus::Confirmed;
    if told && left.email.key() != contact {
        let news = about.tell(registration, News::Left).to_participant(left.id);
        to_address(work, registration, left.email.clone(), news);
    }
    Ok(())
}

/// Tells those who take part that the cohort takes place.
pub(in crate::commands) async fn goes(work: &mut Work, cohort: &Cohort) -> Result<(), Error> {
    let about = About::of(work, cohort).await?;
    let live = registrations::live(&work.tx, cohort.id).await?;
    for registration in live.iter().filter(|it| it.status == RegistrationStatus::Confirmed) {
        to_all(work, registration, &about.tell(registration, News::Goes));
    }
    Ok(())
}
