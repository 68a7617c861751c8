//! Discussion guides: written and published by their organiser.

use leerkring_domain::discussion_guides::{DiscussionGuide, GuideContent};
use leerkring_domain::kernel::access::Scope;
use leerkring_domain::kernel::{Actor, Event, Id};
use leerkring_domain::organisers::Organiser;
use leerkring_persistence::discussion_guides;

use super::questionnaires::{refuse_others, refuse_unknown_organiser};
use crate::error::Error;
use crate::work::Work;

/// Where the content stands in a request.
const AT: &str = "/content";

pub async fn create(
    work: &mut Work,
    actor: &Actor,
    organiser: Id<Organiser>,
    content: GuideContent,
) -> Result<DiscussionGuide, Error> {
    refuse_others(actor, organiser)?;
    refuse_unknown_organiser(work, organiser).await?;
    let content = content.checked().map_err(|refusal| refusal.within(AT))?;
    let guide = DiscussionGuide {
        id: work.id(),
        organiser,
        draft: Some(content),
        published: None,
        published_at: None,
        published_number: None,
        version: 1,
    };
    discussion_guides::insert(&work.tx, &guide).await?;
    work.record(Event::new("discussion-guide-created", guide.id, organiser));
    Ok(guide)
}

/// Locks a guide that `actor` edits.
async fn own(
    work: &Work,
    actor: &Actor,
    id: Id<DiscussionGuide>,
) -> Result<DiscussionGuide, Error> {
    let guide = discussion_guides::lock(&work.tx, id, &Scope::of(Some(actor))).await?;
    refuse_others(actor, guide.organiser)?;
    Ok(guide)
}

pub async fn change(
    work: &mut Work,
    actor: &Actor,
    id: Id<DiscussionGuide>,
    change: impl FnOnce(&DiscussionGuide) -> Result<Option<GuideContent>, Error>,
) -> Result<DiscussionGuide, Error> {
    let old = own(work, actor, id).await?;
    let Some(content) = change(&old)? else { return Ok(old) };
    let guide = old.change(content).map_err(|refusal| refusal.within(AT))?;
    store(work, guide, ("discussion-guide-changed", "content")).await
}

pub async fn publish(
    work: &mut Work,
    actor: &Actor,
    id: Id<DiscussionGuide>,
) -> Result<DiscussionGuide, Error> {
    let (guide, version) = own(work, actor, id).await?.publish(work.now)?;
    discussion_guides::insert_version(&work.tx, (id, work.id()), version).await?;
    store(work, guide, ("discussion-guide-published", "publishedAt")).await
}

async fn store(
    work: &mut Work,
    guide: DiscussionGuide,
    (what, field): (&'static str, &'static str),
) -> Result<DiscussionGuide, Error> {
    discussion_guides::update(&work.tx, &guide).await?;
    work.record(Event::new(what, guide.id, guide.organiser).changing(vec![field]));
    Ok(guide)
}
