//! `leerkring invite`: how the first administrator comes into a new installation, and how one comes
//! back when the last was lost.

use leerkring_domain::invitations::Offer;
use leerkring_domain::kernel::access::RoleKind;
use leerkring_domain::kernel::{EmailAddress, Language};
use leerkring_domain::one_time_codes::Purpose;
use lettre::Address;

use super::{role, said};
use crate::app::Sources;
use crate::commands::invitations;
use crate::config::Config;
use crate::error::Error;
use crate::mail::link_of;
use crate::start::{self, StartError};
use crate::work::Author;

/// Who is invited.
#[derive(Debug)]
pub struct Invited {
    pub email: String,
    pub name: Option<String>,
    pub language: Language,
}

/// Invites somebody, beside a server that may be running, and prints the link.
pub async fn invite(
    config: &Config,
    kind: RoleKind,
    of: Option<String>,
    invited: Invited,
) -> Result<(), String> {
    let Invited { email, name, language } = invited;
    email.parse::<Address>().map_err(|error| format!("{email} is no e-mail address: {error}"))?;
    let (store, lock) = match start::open(config).await {
        Ok(opened) => opened,
        // A server runs on this file: then the schema is up to date.
        Err(StartError::DatabaseInUse(_)) => {
            (start::open_beside(config).await.map_err(said)?, None)
        }
        Err(error) => return Err(said(error)),
    };
    let app = start::app(config, store, Sources::default()).await.map_err(said)?;
    let role = role(&app, kind, of.as_deref()).await?;
    let offer = Offer { role, email: EmailAddress::new(&email), name, language };
    let invited = app.work(Author::server("invite"), move |work| {
        Box::pin(async move { invitations::offer(work, offer).await })
    });
    let code = invited.await.map_err(refused)?;
    println!(
        "Invited {email}. The letter goes out when a server runs ({}).\n\
         The link, good once until {}:\n{}",
        app.mail.in_words(),
        leerkring_domain::kernel::civil::in_words(code.expires_at).en,
        link_of(&app, Purpose::Invitation, code.id),
    );
    drop(lock);
    app.store.clone().close().await.map_err(said)
}

fn refused(error: Error) -> String {
    match error {
        Error::Refused(refusal) => {
            refusal.reasons.into_iter().map(|reason| reason.text.en).collect::<Vec<_>>().join("; ")
        }
        other => said(other),
    }
}
