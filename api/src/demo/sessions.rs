//! A session that was moved and one that was cancelled, so that there is something to look at.

use chrono::Days;
use leerkring_domain::cohorts::NewSession;
use leerkring_domain::kernel::Actor;
use leerkring_persistence::sessions;

use super::lacks;
use super::offer::Planned;
use crate::commands::sessions as commands;
use crate::error::Error;
use crate::work::Work;

/// The cohort with four half-days.
const CHANGED: (&str, u8) = ("lerend-netwerk-banenafspraak", 0);

/// Moves the last session by a week and cancels the one before it.
pub(super) async fn change(
    work: &mut Work,
    actor: &Actor,
    planned: &[Planned],
) -> Result<(), Error> {
    let cohort = planned.iter().find(|it| (it.slug.as_str(), it.place) == CHANGED);
    let cohort = cohort.ok_or_else(|| lacks("a cohort with sessions that change"))?;
    let all = sessions::of(&work.tx, &[cohort.id]).await?;
    let [.., third, last] = all.as_slice() else { return Err(lacks("sessions to change")) };
    commands::change(work, actor, last.id, |old| {
        Ok(NewSession {
            on: old.on.checked_add_days(Days::new(7)).unwrap_or(old.on),
            starts: old.starts,
            ends: old.ends,
            place: old.place.clone(),
            theme: old.theme.clone(),
            agenda: old.agenda.clone(),
            breakouts: old.breakouts.clone(),
            expected: old.expected.clone(),
        })
    })
    .await?;
    let reason = "De gastspreker is verhinderd; het thema komt in de laatste bijeenkomst terug.";
    commands::cancel(work, actor, third.id, reason.to_owned()).await?;
    Ok(())
}
