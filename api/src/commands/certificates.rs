//! Certificates: issued to those who completed a cohort, and revoked.

use std::collections::HashMap;
use std::slice;

use chrono::Datelike;
use leerkring_domain::attendances::{Attendee, Missing};
use leerkring_domain::certificates::{
    Candidate, Certificate, Content, Holder, Issued, Ruling, Signatory, all_take_part, has_ended,
};
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::civil::{civil, today};
use leerkring_domain::kernel::{Actor, Event, Id, Number};
use leerkring_domain::notifications::{Addressee, Letter, Message};
use leerkring_domain::registrations::Participant;
use leerkring_persistence::certificates::{self, Issuing, Languages};
use leerkring_persistence::page::Position;
use leerkring_persistence::{PageRequest, attendances, cohorts};

use super::needs::refuse_others;
use crate::error::Error;
use crate::work::Work;

/// The most participants that one request looks at.
pub const MOST: u16 = 500;

/// For whom certificates are asked, and who signs them.
#[derive(Debug, Clone)]
pub struct Request {
    /// Nobody: for everybody who takes part.
    pub participants: Vec<Id<Participant>>,
    /// Of everybody, those who come after this one.
    pub after: Option<Id<Participant>>,
    pub place: Option<String>,
    pub signatory: Option<Signatory>,
}

/// What came of a request.
#[derive(Debug)]
pub struct Issuance {
    pub rows: Vec<(Id<Participant>, Outcome)>,
    /// The last of the rows, where there is somebody after it.
    pub next: Option<Id<Participant>>,
}

/// What came of it for one participant.
#[derive(Debug)]
pub enum Outcome {
    Issued(Id<Certificate>),
    Already(Id<Certificate>),
    NotMet(Vec<Missing>),
}

/// Issues certificates for the cohort to those who completed it and have none, for somebody who
/// organises it. The cohort's row is locked first: who issues at the same time waits, and then finds
/// what was issued.
pub async fn issue(
    work: &mut Work,
    actor: &Actor,
    id: Id<Cohort>,
    request: Request,
) -> Result<Issuance, Error> {
    let scope = Scope::of(Some(actor));
    let seen = cohorts::find(&work.tx, id, &scope).await?;
    refuse_others(work, actor, seen.id).await?;
    let cohort = cohorts::lock(&work.tx, id, &scope).await?;
    has_ended(&cohort, work.now)?;
    let course = attendances::course(&work.tx, cohort.programme, id).await?;
    let (candidates, next) = candidates(work, id, &request).await?;
    all_take_part(&request.participants, &candidates)?;
    let rulings: Vec<_> = candidates.iter().map(|it| it.rule(&course, work.now)).collect();
    let desk = Desk {
        common: certificates::issuing(&work.tx, cohort.programme).await?,
        cohort,
        place: request.place,
        signatory: request.signatory,
    };
    let issued = candidates.iter().zip(&rulings).filter_map(|(candidate, ruling)| match ruling {
        Ruling::Issue(issued) => Some((&candidate.attendee, issued)),
        Ruling::Already(_) | Ruling::NotMet(_) => None,
    });
    let made = desk.make(work, issued.collect()).await?;
    let made: HashMap<_, _> = made.into_iter().map(|it| (it.participant, it.id)).collect();
    let rows = candidates.iter().zip(rulings).map(|(candidate, ruling)| {
        let participant = candidate.attendee.participant.id;
        let outcome = match ruling {
            Ruling::Issue(_) => made.get(&participant).copied().map(Outcome::Issued),
            Ruling::Already(id) => Some(Outcome::Already(id)),
            Ruling::NotMet(missing) => Some(Outcome::NotMet(missing)),
        };
        (participant, outcome.unwrap_or(Outcome::NotMet(Vec::new())))
    });
    Ok(Issuance { rows: rows.collect(), next })
}

/// Those who are asked about, with what they have; and the last of them, where others follow.
async fn candidates(
    work: &Work,
    cohort: Id<Cohort>,
    request: &Request,
) -> Result<(Vec<Candidate>, Option<Id<Participant>>), Error> {
    let mut held: Vec<Certificate> = certificates::of_cohort(&work.tx, cohort).await?;
    let (attendees, next) = if request.participants.is_empty() {
        let after = request.after.map(|it| Position { key: String::new(), id: it.uuid() });
        let page = PageRequest { limit: MOST.into(), after, count: false };
        let page = attendances::attendees_page(&work.tx, cohort, &page).await?;
        (page.items, page.next.map(|last| last.id.into()))
    } else {
        let all = attendances::attendees(&work.tx, cohort).await?;
        let asked = |it: &Attendee| request.participants.contains(&it.participant.id);
        (all.into_iter().filter(asked).collect(), None)
    };
    let candidates = attendees.into_iter().map(|attendee| {
        let key = attendee.participant.email.key();
        let theirs = |it: &mut Certificate| {
            it.participant == attendee.participant.id || it.holder.email.key() == key
        };
        Candidate { held: held.extract_if(.., theirs).collect(), attendee }
    });
    Ok((candidates.collect(), next))
}

/// Where certificates of one cohort are written.
struct Desk {
    cohort: Cohort,
    common: Issuing,
    place: Option<String>,
    signatory: Option<Signatory>,
}

impl Desk {
    async fn make(
        &self,
        work: &mut Work,
        issued: Vec<(&Attendee, &Issued)>,
    ) -> Result<Vec<Certificate>, Error> {
        let numbers = self.numbers(work, issued.len()).await?;
        let mut made = Vec::new();
        for ((attendee, issued), number) in issued.into_iter().zip(numbers) {
            made.push(self.write(work, attendee, issued, number)?);
        }
        certificates::insert_all(&work.tx, &made).await?;
        let languages = certificates::languages_of_holders(&work.tx, &made).await?;
        for certificate in &made {
            let event = Event::new("certificate-issued", certificate.id, certificate.concerning());
            work.record(event);
            tell(work, certificate, &languages);
        }
        Ok(made)
    }

    /// So many numbers in a row of the series of this year in the Netherlands.
    async fn numbers(&self, work: &Work, count: usize) -> Result<Vec<Number>, Error> {
        let (year, count) = (today(work.now).year(), i64::try_from(count).unwrap_or(i64::MAX));
        if count == 0 {
            return Ok(Vec::new());
        }
        let first = certificates::take_numbers(&work.tx, self.common.lead, year, count).await?;
        let prefix = format!("{}-C", self.common.slug.to_uppercase());
        Ok((first..first + count).map(|place| Number::new(&prefix, year, place)).collect())
    }

    fn write(
        &self,
        work: &Work,
        attendee: &Attendee,
        issued: &Issued,
        number: Number,
    ) -> Result<Certificate, Error> {
        let Participant { id: participant, name, email, .. } = attendee.participant.clone();
        Ok(Certificate {
            id: work.id(),
            number,
            code: work.verification_code()?,
            organiser: self.common.lead,
            board: attendee.board,
            cohort: self.cohort.id,
            registration: attendee.registration,
            participant,
            holder: Holder { name, email },
            issued_at: work.now,
            issued_on: today(work.now),
            content: issued.content(self.content(work)),
            replaces: issued.replaces.as_ref().map(|(id, _)| *id),
            revoked: None,
            version: 1,
        })
    }

    /// What stands on everybody's.
    fn content(&self, work: &Work) -> Content {
        let day = |instant| civil(instant).on;
        let span = self.cohort.span;
        Content {
            language: self.common.language,
            organisers: self.common.organisers.clone(),
            programme: self.common.title.clone(),
            cohort: self.cohort.plan.name.clone(),
            first_on: day(span.map_or(work.now, |span| span.start)),
            last_on: day(span.map_or(work.now, |span| span.end)),
            sessions: 0,
            minutes_attended: 0,
            minutes_expected: 0,
            share: 0,
            place: self.place.clone(),
            signatory: self.signatory.clone(),
            replaces: None,
        }
    }
}

/// Writes to the holder of a certificate what came of it, where somebody is known to be that: in the
/// language in which they were written to before, whatever that of the certificate.
fn tell(work: &mut Work, certificate: &Certificate, languages: &Languages) {
    if certificate.is_erased() {
        return;
    }
    let of_registration = languages.get(&certificate.registration).copied();
    work.send(Letter {
        to: Addressee::Address(certificate.holder.email.clone()),
        language: of_registration.unwrap_or(certificate.content.language),
        message: Message::Certificate(certificate.into()),
    });
}

/// Revokes a certificate of a cohort that `actor` organises; its holder is told why.
pub async fn revoke(
    work: &mut Work,
    actor: &Actor,
    id: Id<Certificate>,
    reason: String,
) -> Result<Certificate, Error> {
    let scope = Scope::of(Some(actor));
    let seen = certificates::find(&work.tx, id, &scope).await?;
    refuse_others(work, actor, seen.cohort).await?;
    let everything = Scope { everything: true, ..Scope::default() };
    // Whoever issues for the cohort reads which certificates hold.
    cohorts::lock(&work.tx, seen.cohort, &everything).await?;
    let revoked = certificates::lock(&work.tx, id, &scope).await?;
    let revoked = revoked.revoke(reason.clone(), work.now)?;
    certificates::store_revoked(&work.tx, &revoked).await?;
    let event = Event::new("certificate-revoked", id, revoked.concerning());
    work.record(event.changing(vec!["status"]).because(Some(reason)));
    let languages = certificates::languages_of_holders(&work.tx, slice::from_ref(&revoked)).await?;
    tell(work, &revoked, &languages);
    Ok(revoked)
}
