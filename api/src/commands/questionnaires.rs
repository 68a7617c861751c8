//! Questionnaires: drafts that are edited, versions that are published.

use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, Event, Id, Kind, Reason, Refusal, text};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::questionnaires::{
    Definition, Questionnaire, QuestionnaireVersion, refuse_second_draft,
};
use leerkring_persistence::{StoreError, organisers, programmes, questionnaires};

use super::organisers::not_your_organiser;
use crate::error::Error;
use crate::work::Work;

/// Where the definition stands in a request.
const AT: &str = "/definition";

pub async fn create(
    work: &mut Work,
    actor: &Actor,
    organiser: Id<Organiser>,
    definition: Definition,
) -> Result<(Questionnaire, QuestionnaireVersion), Error> {
    refuse_others(actor, organiser)?;
    refuse_unknown_organiser(work, organiser).await?;
    refuse_unknown_programmes(work, actor, &definition).await?;
    let created = first(work, organiser, definition).await?;
    work.record(Event::new("questionnaire-created", created.0.id, organiser));
    Ok(created)
}

/// A questionnaire of `organiser` that begins as the version of another which is in use, or as the
/// last one where none is.
pub async fn copy(
    work: &mut Work,
    actor: &Actor,
    id: Id<Questionnaire>,
    organiser: Id<Organiser>,
) -> Result<(Questionnaire, QuestionnaireVersion), Error> {
    let copied = questionnaires::find(&work.tx, id, &Scope::of(Some(actor))).await?;
    refuse_others(actor, organiser)?;
    refuse_unknown_organiser(work, organiser).await?;
    let version = match copied.published {
        Some(published) => questionnaires::versions(&work.tx, &[published.id]).await?.pop(),
        None => Some(questionnaires::last_version(&work.tx, id).await?),
    };
    let version = version.ok_or(StoreError::Corrupt("questionnaire"))?;
    let created = first(work, organiser, version.definition).await?;
    work.record(Event::new("questionnaire-copied", created.0.id, organiser));
    Ok(created)
}

async fn first(
    work: &Work,
    organiser: Id<Organiser>,
    definition: Definition,
) -> Result<(Questionnaire, QuestionnaireVersion), Error> {
    let id = work.id();
    let version = QuestionnaireVersion::draft(work.id(), id, 1, definition)
        .map_err(|refusal| refusal.within(AT))?;
    let title = version.definition.title.clone();
    let questionnaire =
        Questionnaire { id, organiser, title, last: 1, published: None, version: 1 };
    questionnaires::insert(&work.tx, &questionnaire).await?;
    questionnaires::insert_version(&work.tx, &version).await?;
    Ok((questionnaire, version))
}

/// Locks a questionnaire that `actor` edits.
async fn own(work: &Work, actor: &Actor, id: Id<Questionnaire>) -> Result<Questionnaire, Error> {
    let questionnaire = questionnaires::lock(&work.tx, id, &Scope::of(Some(actor))).await?;
    refuse_others(actor, questionnaire.organiser)?;
    Ok(questionnaire)
}

/// Locks the questionnaire of a version that `actor` edits, then reads the version.
async fn own_version(
    work: &Work,
    actor: &Actor,
    id: Id<QuestionnaireVersion>,
) -> Result<(Questionnaire, QuestionnaireVersion), Error> {
    let scope = Scope::of(Some(actor));
    let seen = questionnaires::find_version(&work.tx, id, &scope).await?;
    let questionnaire = own(work, actor, seen.questionnaire).await?;
    Ok((questionnaire, questionnaires::find_version(&work.tx, id, &scope).await?))
}

/// Makes a new draft version that begins as the last one.
pub async fn draft(
    work: &mut Work,
    actor: &Actor,
    id: Id<Questionnaire>,
) -> Result<QuestionnaireVersion, Error> {
    let questionnaire = own(work, actor, id).await?;
    let last = questionnaires::last_version(&work.tx, id).await?;
    refuse_second_draft(&last)?;
    let number = last.number + 1;
    let draft = QuestionnaireVersion::draft(work.id(), id, number, last.definition)?;
    let questionnaire = questionnaire.with(&draft);
    questionnaires::insert_version(&work.tx, &draft).await?;
    questionnaires::update(&work.tx, &questionnaire).await?;
    work.record(Event::new("questionnaire-version-made", draft.id, questionnaire.organiser));
    Ok(draft)
}

pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<QuestionnaireVersion>,
    change: impl FnOnce(&QuestionnaireVersion) -> Result<Definition, Error>,
) -> Result<QuestionnaireVersion, Error> {
    let (questionnaire, old) = own_version(work, actor, id).await?;
    let definition = change(&old)?;
    let changed = old.change(definition.clone()).map_err(|refusal| refusal.within(AT))?;
    refuse_unknown_programmes(work, actor, &definition).await?;
    let event = Event::new("questionnaire-version-changed", id, questionnaire.organiser);
    questionnaires::update_version(&work.tx, &changed).await?;
    questionnaires::update(&work.tx, &questionnaire.with(&changed)).await?;
    work.record(event.changing(vec!["definition"]));
    Ok(changed)
}

pub async fn publish(
    work: &mut Work,
    actor: &Actor,
    id: Id<QuestionnaireVersion>,
) -> Result<QuestionnaireVersion, Error> {
    let (questionnaire, draft) = own_version(work, actor, id).await?;
    let published = draft.publish(work.now)?;
    let event = Event::new("questionnaire-version-published", id, questionnaire.organiser);
    questionnaires::update_version(&work.tx, &published).await?;
    questionnaires::update(&work.tx, &questionnaire.with(&published)).await?;
    work.record(event.changing(vec!["status"]));
    Ok(published)
}

/// Throws a draft away, and with the only one that it has a questionnaire that was never published.
pub async fn discard(
    work: &mut Work,
    actor: &Actor,
    id: Id<QuestionnaireVersion>,
    check: impl FnOnce(&QuestionnaireVersion) -> Result<(), Error>,
) -> Result<(), Error> {
    let (questionnaire, draft) = own_version(work, actor, id).await?;
    let (organiser, whole) = (questionnaire.organiser, questionnaire.id);
    check(&draft)?;
    let left = questionnaire.without(&draft)?;
    questionnaires::delete_version(&work.tx, &draft).await?;
    work.record(Event::new("questionnaire-version-discarded", id, organiser));
    if let Some(left) = left {
        questionnaires::update(&work.tx, &left).await?;
    } else {
        questionnaires::delete(&work.tx, whole).await?;
        work.record(Event::new("questionnaire-discarded", whole, organiser));
    }
    Ok(())
}

/// # Errors
/// `not-your-organiser`.
pub fn refuse_others(actor: &Actor, organiser: Id<Organiser>) -> Result<(), Error> {
    if actor.edits_organiser(organiser) { Ok(()) } else { Err(not_your_organiser().into()) }
}

pub(super) async fn refuse_unknown_organiser(
    work: &Work,
    organiser: Id<Organiser>,
) -> Result<(), Error> {
    if organisers::known(&work.tx, &[organiser]).await?.is_empty() {
        let sentence = text(
            format!("er is geen organisator {organiser}"),
            format!("there is no organiser {organiser}"),
        );
        return Err(Refusal::invalid("/organiserId", "unknown-organiser", sentence).into());
    }
    Ok(())
}

async fn refuse_unknown_programmes(
    work: &Work,
    actor: &Actor,
    definition: &Definition,
) -> Result<(), Error> {
    let named = definition.programmes();
    let ids: Vec<_> = named.iter().map(|(id, _)| *id).collect();
    let seen = programmes::seen(&work.tx, &ids, &Scope::of(Some(actor))).await?;
    let unknown = named.into_iter().filter(|(id, _)| !seen.contains(id));
    let reasons = unknown.map(|(id, at)| {
        let sentence =
            text(format!("er is geen programma {id}"), format!("there is no programme {id}"));
        Reason::new("unknown-programme", sentence).at(format!("{AT}{at}"))
    });
    Refusal::unless_empty(Kind::Invalid, reasons.collect())?;
    Ok(())
}
