//! A letter that could not be delivered, to look at and to send again.

use chrono::TimeDelta;
use leerkring_domain::kernel::{EmailAddress, Language};
use leerkring_domain::notifications::{Addressee, Letter, Message};
use leerkring_persistence::outbox::{self, Outcome};

use super::ids::{Block, first_of};
use crate::error::Error;
use crate::work::Work;

/// Writes down a letter to a mistyped address, as it stands after it was given up.
pub(super) async fn show_given_up(work: &Work) -> Result<(), Error> {
    let to = Addressee::Address(EmailAddress::new("noor@example.invalid"));
    let message = Message::PasswordChanged { at: work.now };
    let letter = Letter { to, language: Language::Dutch, message };
    outbox::insert_all(&work.tx, vec![(first_of(Block::Letters), letter)], work.now).await?;
    let lease = work.now + TimeDelta::minutes(2);
    if let Some(claimed) = outbox::claim(&work.tx, work.now, lease).await? {
        let trouble = Some("the mail server answered 550".to_owned());
        outbox::settle(&work.tx, &claimed, Outcome::Dead, trouble, work.now).await?;
    }
    Ok(())
}
