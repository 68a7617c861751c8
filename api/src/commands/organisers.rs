//! Organisers and the members they have.

use chrono::NaiveDate;
use leerkring_domain::invoices::Invoicing;
use leerkring_domain::kernel::access::{Place, Scope};
use leerkring_domain::kernel::{Actor, EmailAddress, Event, Id, Reason, Refusal, text};
use leerkring_domain::organisers::{Member, Members, Membership, Organiser};
use leerkring_domain::people::not_the_administrator;
use leerkring_persistence::{ConnectionTrait, StoreError, organisers, programmes};

use super::boards::board_id;
use crate::error::{Error, Part};
use crate::work::Work;

/// An organiser to create.
#[derive(Debug, Clone)]
pub struct NewOrganiser {
    pub slug: String,
    pub name: String,
    pub members: Members,
    pub website: Option<String>,
    pub contact_email: Option<EmailAddress>,
    /// What it says on its invoices, as far as it is known.
    pub invoicing: Invoicing,
}

pub async fn create(work: &mut Work, new: NewOrganiser) -> Result<Organiser, Error> {
    if organisers::by_slug(&work.tx, &new.slug).await?.is_some() {
        return Err(slug_taken(&new.slug).into());
    }
    let NewOrganiser { slug, name, members, website, contact_email, invoicing } = new;
    let organiser = Organiser {
        id: work.id(),
        slug,
        name,
        members,
        website,
        contact_email,
        working_hours: None,
        invoicing,
        version: 1,
    };
    organisers::insert(&work.tx, &organiser).await.map_err(|error| match error {
        StoreError::Taken => Error::from(slug_taken(&organiser.slug)),
        other => other.into(),
    })?;
    work.record(Event::new("organiser-created", organiser.id, organiser.id));
    Ok(organiser)
}

fn slug_taken(slug: &str) -> Refusal {
    let sentence = text(
        format!("het kenmerk {slug} is al van een andere organisator"),
        format!("another organiser has the slug {slug}"),
    );
    Refusal::conflict("slug-taken", sentence)
}

/// Changes what stands on the organiser's invoices, its bank account among it: for those who manage
/// the organiser, and not for all who work there.
pub async fn change_invoicing(
    work: &mut Work,
    actor: &Actor,
    id: Id<Organiser>,
    new: impl FnOnce(Organiser) -> Result<Organiser, Error>,
) -> Result<Organiser, Error> {
    if actor.edits_organiser(id) && !actor.administers(Place::Organiser(id)) {
        return Err(not_the_administrator().into());
    }
    change(work, actor, id, new).await
}

pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<Organiser>,
    change: impl FnOnce(Organiser) -> Result<Organiser, Error>,
) -> Result<Organiser, Error> {
    let old = organisers::lock(&work.tx, id).await?;
    if !actor.edits_organiser(id) {
        return Err(not_your_organiser().into());
    }
    let changed = change(old.clone())?;
    let organiser = Organiser { version: old.version + 1, ..changed };
    if old.invoicing != organiser.invoicing {
        stays_able_to_invoice(work, &organiser).await?;
    }
    organisers::update(&work.tx, &organiser).await?;
    let event = Event::new("organiser-changed", organiser.id, organiser.id);
    work.record(event.changing(old.changes(&organiser)));
    Ok(organiser)
}

/// # Errors
/// `invoicing-incomplete` where a published programme of the organiser asks a fee.
async fn stays_able_to_invoice(work: &Work, organiser: &Organiser) -> Result<(), Error> {
    let Err(refusal) = organiser.invoicing.issuer(&organiser.name) else { return Ok(()) };
    if programmes::asks_fee(&work.tx, organiser.id).await? { Err(refusal.into()) } else { Ok(()) }
}

/// The refusal of somebody who does not act for the organiser, which everybody may see.
pub fn not_your_organiser() -> Refusal {
    let sentence =
        text("u handelt niet namens deze organisator", "you do not act for this organiser");
    Refusal::forbidden("not-your-organiser", sentence)
}

/// The organiser that a request names at `location`.
///
/// # Errors
/// `unknown-organiser` at that location.
pub async fn organiser_id(
    db: &impl ConnectionTrait,
    id: Id<Organiser>,
    location: &str,
) -> Result<Id<Organiser>, Error> {
    let known = !organisers::known(db, &[id]).await?.is_empty();
    known
        .then_some(id)
        .ok_or_else(|| Error::invalid(Part::of(location), unknown_organiser(id).at(location)))
}

/// The reason to refuse the id of an organiser that there is not.
pub fn unknown_organiser(id: Id<Organiser>) -> Reason {
    let sentence =
        text(format!("er is geen organisator {id}"), format!("there is no organiser {id}"));
    Reason::new("unknown-organiser", sentence)
}

/// The organiser whose members `scope` may see; to others it has none.
pub fn own(scope: &Scope, organiser: Id<Organiser>) -> Result<Id<Organiser>, Error> {
    if scope.everything || scope.organisers.contains(&organiser) {
        Ok(organiser)
    } else {
        Err(StoreError::Missing("organiser").into())
    }
}

/// A membership to record.
#[derive(Debug, Clone)]
pub struct NewMembership {
    pub member: NewMember,
    pub number: String,
    pub from_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
}

/// Who becomes a member: a board, by id or number, or a person.
#[derive(Debug, Clone)]
pub struct NewMember {
    pub board: Option<String>,
    pub person: Option<(String, EmailAddress)>,
}

pub async fn add_member(
    work: &mut Work,
    organiser: Id<Organiser>,
    new: NewMembership,
) -> Result<Membership, Error> {
    let organiser = organisers::lock(&work.tx, organiser).await?;
    let member = member(work, new.member).await?;
    organiser.members.admit(&member)?;
    if organisers::number_is_taken(&work.tx, organiser.id, &new.number).await? {
        let number = &new.number;
        let taken = text(
            format!("het lidmaatschapsnummer {number} is al uitgegeven"),
            format!("the membership number {number} is given out already"),
        );
        return Err(Refusal::conflict("number-taken", taken).into());
    }
    let begun = Membership {
        id: work.id(),
        organiser: organiser.id,
        member,
        number: new.number,
        from_on: new.from_on,
        until_on: None,
        version: 0,
    };
    let membership = begun.end(new.until_on)?;
    organisers::insert_membership(&work.tx, &membership).await?;
    work.record(Event::new("membership-recorded", membership.id, membership.concerning()));
    Ok(membership)
}

async fn member(work: &Work, new: NewMember) -> Result<Member, Error> {
    match (new.board, new.person) {
        (Some(board), None) => Ok(Member::Board(board_id(&work.tx, &board, "/boardId").await?)),
        (None, Some((name, email))) => Ok(Member::Person { name, email }),
        _ => {
            let sentence = text(
                "geef boardId, of personName en personEmail",
                "give boardId, or personName and personEmail",
            );
            Err(Error::invalid(Part::Body, Reason::new("one-member", sentence).at("")))
        }
    }
}

pub async fn change_membership(
    work: &mut Work,
    scope: &Scope,
    id: Id<Membership>,
    change: impl FnOnce(Membership) -> Result<Membership, Error>,
) -> Result<Membership, Error> {
    let old = organisers::find_membership(&work.tx, id, scope).await?;
    let membership = change(old.clone())?;
    organisers::update_membership(&work.tx, &membership).await?;
    let event = Event::new("membership-changed", membership.id, membership.concerning());
    work.record(event.changing(old.changes(&membership)));
    Ok(membership)
}
