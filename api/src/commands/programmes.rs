//! Programmes: what organisers offer.

use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, Event, Id, Kind, Refusal, text};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::{
    Description, EntryAssessment, Fee, Line, Programme, ProgrammeStatus, Rules,
};
use leerkring_persistence::{
    StoreError, cohorts, organisers, programmes, questionnaires, sessions,
};

use super::organisers::{not_your_organiser, unknown_organiser};
use super::regions::refuse_unknown;
use crate::error::Error;
use crate::work::Work;

/// A programme to create, as a draft.
#[derive(Debug, Clone)]
pub struct NewProgramme {
    pub lead: Id<Organiser>,
    pub partners: Vec<Id<Organiser>>,
    pub description: Description,
    pub rules: Rules,
    pub entry_assessment: Option<EntryAssessment>,
}

pub async fn create(work: &mut Work, actor: &Actor, new: NewProgramme) -> Result<Programme, Error> {
    if !actor.edits_organiser(new.lead) {
        return Err(not_your_organiser().into());
    }
    let programme = Programme {
        id: work.id(),
        lead: new.lead,
        partners: new.partners,
        description: new.description,
        rules: new.rules.checked()?,
        entry_assessment: new.entry_assessment,
        status: ProgrammeStatus::Draft,
        version: 1,
    };
    refuse_unknown_names(work, &programme).await?;
    refuse_unanswerable(work, actor, &programme).await?;
    refuse_predecessor(work, actor, &programme).await?;
    let programme = programme.with_each_partner_once();
    programmes::insert(&work.tx, &programme).await?;
    work.record(Event::new("programme-created", programme.id, programme.lead));
    Ok(programme)
}

/// Locks a programme that `actor` organises, as lead or partner.
pub async fn own(work: &Work, actor: &Actor, id: Id<Programme>) -> Result<Programme, Error> {
    let programme = programmes::lock(&work.tx, id, &Scope::of(Some(actor))).await?;
    refuse_others(actor, &programme)?;
    Ok(programme)
}

/// # Errors
/// `not-your-organiser` for somebody who edits neither the lead nor a partner.
pub fn refuse_others(actor: &Actor, programme: &Programme) -> Result<(), Error> {
    if programme.organisers().any(|organiser| actor.edits_organiser(organiser)) {
        Ok(())
    } else {
        Err(not_your_organiser().into())
    }
}

pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<Programme>,
    change: impl FnOnce(Programme) -> Result<Programme, Error>,
) -> Result<Programme, Error> {
    let old = own(work, actor, id).await?;
    let changed = change(old.clone())?;
    let programme = Programme { rules: changed.rules.checked()?, ..changed };
    refuse_unknown_names(work, &programme).await?;
    if programme.entry_assessment != old.entry_assessment {
        refuse_unanswerable(work, actor, &programme).await?;
    }
    if programme.description.predecessor != old.description.predecessor {
        refuse_predecessor(work, actor, &programme).await?;
    }
    let programme =
        store(work, &old, programme.with_each_partner_once(), "programme-changed").await?;
    // Whoever changes a session has locked its programme before.
    if programme.is_shown_otherwise(&old) {
        sessions::revise_of_programme(&work.tx, id, work.now).await?;
    }
    Ok(programme)
}

pub async fn publish(
    work: &mut Work,
    actor: &Actor,
    id: Id<Programme>,
) -> Result<Programme, Error> {
    let old = own(work, actor, id).await?;
    let published = Programme { status: old.status.publish()?, ..old.clone() };
    store(work, &old, published, "programme-published").await
}

/// Archives a programme of which no cohort is still to come or running.
pub async fn archive(
    work: &mut Work,
    actor: &Actor,
    id: Id<Programme>,
) -> Result<Programme, Error> {
    let old = own(work, actor, id).await?;
    let status = old.status.archive()?;
    let open = cohorts::not_ended(&work.tx, id, work.now).await?;
    if !open.is_empty() {
        let names = open.join(", ");
        let sentence = text(
            format!("deze groepen zijn nog niet afgerond of afgelast: {names}"),
            format!("these cohorts have not ended and were not cancelled: {names}"),
        );
        return Err(Refusal::conflict("cohorts-still-open", sentence).into());
    }
    store(work, &old, Programme { status, ..old.clone() }, "programme-archived").await
}

async fn store(
    work: &mut Work,
    old: &Programme,
    new: Programme,
    what: &'static str,
) -> Result<Programme, Error> {
    let programme = Programme { version: old.version + 1, ..new };
    refuse_fee_without_invoices(work, &programme).await?;
    programmes::update(&work.tx, &programme).await?;
    let event = Event::new(what, programme.id, programme.lead);
    work.record(event.changing(old.changes(&programme)));
    Ok(programme)
}

/// # Errors
/// `invoicing-incomplete` for a published programme with a fee whose lead cannot issue invoices.
async fn refuse_fee_without_invoices(work: &Work, programme: &Programme) -> Result<(), Error> {
    let asks = programme.rules.fee.as_ref().is_some_and(Fee::costs);
    if !asks || programme.status != ProgrammeStatus::Published {
        return Ok(());
    }
    // Locked, so that nobody empties the settings before this is stored.
    let lead = organisers::lock(&work.tx, programme.lead).await?;
    lead.invoicing.issuer(&lead.name)?;
    Ok(())
}

async fn refuse_unknown_names(work: &Work, programme: &Programme) -> Result<(), Error> {
    let place = |index: usize| format!("/audience/regions/{index}");
    refuse_unknown(work, &programme.rules.audience.regions, place).await?;
    let members_of = programme.rules.audience.members_of.map(Id::from);
    let mut named: Vec<(Id<Organiser>, String)> =
        vec![(programme.lead, "/leadOrganiserId".to_owned())];
    named.extend(members_of.map(|id| (id, "/audience/membersOfOrganiserId".to_owned())));
    for (index, partner) in programme.partners.iter().enumerate() {
        if *partner != programme.lead {
            named.push((*partner, format!("/partnerOrganiserIds/{index}")));
        }
    }
    let ids: Vec<_> = named.iter().map(|(id, _)| *id).collect();
    let known = organisers::known(&work.tx, &ids).await?;
    let unknown = named.into_iter().filter(|(id, _)| known.iter().all(|known| known.id != *id));
    let reasons = unknown.map(|(id, location)| unknown_organiser(id).at(location));
    Refusal::unless_empty(Kind::Invalid, reasons.collect())?;
    Ok(())
}

/// # Errors
/// `unknown-programme`, where `actor` does not see it; `predecessor-not-published`;
/// `predecessor-circle`.
async fn refuse_predecessor(
    work: &Work,
    actor: &Actor,
    programme: &Programme,
) -> Result<(), Error> {
    let Some(named) = programme.description.predecessor else { return Ok(()) };
    match programmes::line(&work.tx, named, &Scope::of(Some(actor))).await {
        Ok(line) => Ok(line.precedes(programme.id)?),
        Err(StoreError::Missing(_)) => Err(Line::unknown(named).into()),
        Err(error) => Err(error.into()),
    }
}

/// Boards answer what was published, whoever published it; what is a draft of one's own is named as
/// such, and another's draft does not exist.
///
/// # Errors
/// `unknown-questionnaire`; `questionnaire-not-published`.
async fn refuse_unanswerable(
    work: &Work,
    actor: &Actor,
    programme: &Programme,
) -> Result<(), Error> {
    let Some(asked) = programme.entry_assessment else { return Ok(()) };
    let id = asked.questionnaire;
    let (code, sentence) = match questionnaires::find(&work.tx, id, &Scope::of(Some(actor))).await {
        Ok(questionnaire) if questionnaire.published.is_some() => return Ok(()),
        Ok(_) => (
            "questionnaire-not-published",
            text(
                format!("van vragenlijst {id} is nog geen versie gepubliceerd"),
                format!("no version of questionnaire {id} has been published yet"),
            ),
        ),
        Err(StoreError::Missing(_)) => (
            "unknown-questionnaire",
            text(format!("er is geen vragenlijst {id}"), format!("there is no questionnaire {id}")),
        ),
        Err(error) => return Err(error.into()),
    };
    Err(Refusal::invalid("/entryAssessment/questionnaireId", code, sentence).into())
}
