//! The calendar of the demo's board, and where it is read.

use leerkring_domain::calendars::{Calendar, CalendarOf};
use leerkring_domain::kernel::Scope;
use leerkring_domain::kernel::access::RoleKind;
use leerkring_domain::registrations::RegistrationStatus;
use leerkring_domain::secret_addresses::{Opening, SecretAddress};
use leerkring_persistence::registrations::{self, Filter};
use leerkring_persistence::{PageRequest, calendars, users};
use secrecy::ExposeSecret;

use super::accounts::address;
use super::ids::{Block, first_of};
use super::{MEMBER, board, lacks};
use crate::app::App;
use crate::error::Error;
use crate::http::feeds::address_of_feed;
use crate::work::Work;

/// A calendar that the administrator of the board made.
pub(super) async fn show(work: &Work) -> Result<(), Error> {
    let email = address(RoleKind::BoardAdministrator, Some(MEMBER));
    let owner = users::by_email(&work.tx, &email).await?.ok_or_else(|| lacks(&email))?;
    let of = CalendarOf::Board(board(&work.tx, MEMBER).await?);
    let made = Calendar::create(first_of(Block::Calendars).into(), owner, of, 0, work.now)?;
    Ok(calendars::insert(&work.tx, &made).await?)
}

/// The address of that calendar and the personal link of a participant, where they are still good.
pub(super) async fn addresses(app: &App) -> Result<String, Error> {
    let db = app.store.reader();
    let secret = |opening, id| SecretAddress { opening, id, edition: 1 };
    let feed = address_of_feed(app, secret(Opening::Calendar, first_of(Block::Calendars)));
    let filter = Filter {
        board: Some(board(db, MEMBER).await?),
        status: Some((RegistrationStatus::Confirmed, app.now())),
        ..Filter::default()
    };
    let everything = Scope { everything: true, ..Scope::default() };
    let request = PageRequest { limit: 1, after: None, count: false };
    let teams = registrations::list(db, &everything, filter, &request).await?.items;
    let person = teams.iter().flat_map(|team| &team.participants).next();
    let link = person.map_or_else(String::new, |person| {
        let secret = app.keys.secret_address(secret(Opening::Participation, person.id.uuid()));
        format!(
            "# what {} sees by the link in the mail\n{}/v1/participations/{}\n",
            person.name,
            app.public_url,
            secret.expose_secret()
        )
    });
    Ok(format!("# the board's sessions, for a calendar program\n{}\n{link}", feed.expose_secret()))
}
