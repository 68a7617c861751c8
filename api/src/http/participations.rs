//! What a participant sees and does for themselves: whoever has their personal link counts as them.
//!
//! An operation for participants has `{participationSecret}` in its path and the access
//! `by_proof`. Its handler takes a [`Personal`] and is told who it is:
//!
//! ```text
//! #[get("/participations/{participationSecret}/breakouts")]
//! async fn list_breakouts(app: Data<Arc<App>>, who: Personal) -> Answer {
//!     let Participation { participant, registration, .. } = who.participation;
//! ```
//!
//! What it changes is done in the name of `who.author`, with `work::soon(app.work(…))`.

mod wire;

use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, get, post};
use leerkring_domain::calendars::name_of_group;
use leerkring_domain::kernel::{EmailAddress, Language};
use leerkring_domain::participations::Participation;
use leerkring_domain::secret_addresses::Opening;
use leerkring_persistence::{agendas, boards, participations};
use uuid::Uuid;

use self::wire::{ParticipationView, Parts};
use super::accounts::wire::AccountEmail;
use super::anybody::Anybody;
use super::extract::{Json, Path, Repeatable, SignedIn, passport};
use super::feeds::address_of_feed;
use super::kinds::{AnswerKind, CalendarText, Wanted};
use super::operations::Operations;
use super::respond::Answer;
use super::secret_paths;
use crate::app::App;
use crate::calendars::calendar;
use crate::commands::registrations::personal_links;
use crate::error::Error;
use crate::limits::Attempt;
use crate::reply::Reply;
use crate::work::{Author, soon};

pub fn routes(config: &mut Operations) {
    config
        .service(request_personal_links)
        .service(get_participation)
        .service(renew_own_link)
        .service(renew_personal_link);
}

/// The parameter of paths with a personal link.
const PARAMETER: &str = "participationSecret";

/// Somebody with a participant's personal link. What is no link of anybody's is 404, whether it
/// never was one or was revoked.
#[derive(Debug)]
pub struct Personal {
    pub participation: Participation,
    /// In whose name they act: nobody's, because participants have no account.
    pub author: Author,
    pub language: Language,
}

impl Personal {
    pub(super) async fn of(request: &HttpRequest) -> Result<Self, Error> {
        let (app, address) = secret_paths::opened(request, PARAMETER, &[Opening::Participation])?;
        let db = app.store.reader();
        let found = participations::opened(db, address.id.into(), address.edition).await?;
        let registration = found.registration.as_of(app.now());
        let participation = Participation { registration, ..found };
        let Anybody { author, language, .. } = Anybody::new(request, &passport(request)?)?;
        Ok(Self { participation, author, language })
    }
}

impl FromRequest for Personal {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}

/// Get a participation
///
/// What a participant sees by the personal link in their mail, without an account: their cohort, its
/// sessions, the meeting links once they are confirmed, and the address of a calendar for their
/// calendar program. As a calendar too. A link that is not good any more is absent.
#[utoipa::path(tag = "participations", operation_id = "getParticipation",
    params(("participationSecret" = String, Path,
        description = "The secret at the end of the personal link", min_length = 1,
        max_length = 100)),
    responses((status = 200, description = "The participation", content(
        (ParticipationView = "application/json"),
        (CalendarText = "text/calendar")))))]
#[get("/participations/{participationSecret}")]
pub async fn get_participation(app: Data<Arc<App>>, who: Personal, wanted: Wanted) -> Answer {
    let (db, found) = (app.store.reader(), who.participation);
    let mut groups = agendas::of_registration(db, &found.registration).await?;
    if wanted.0 == AnswerKind::Calendar {
        let name = groups.first().map(name_of_group).unwrap_or_default();
        let text = calendar(&name, &groups, found.registration.language, app.now());
        return Ok(Reply::file(AnswerKind::Calendar, text).named("leerkring.ics"));
    }
    let board = found.registration.board;
    let parts = Parts {
        board: boards::labels(db, [board]).await?.remove(&board).unwrap_or_default().name,
        calendar: address_of_feed(&app, found.address(Opening::ParticipantCalendar)),
        group: groups.pop(),
    };
    Ok(Reply::ok(&ParticipationView::new(found, parts), None).with_body_in_etag())
}

/// Ask for personal links
///
/// For participants who lost theirs, or never had it. Whoever has the address gets a letter: with a link
/// for everything that they take part in, or took part in lately, or saying that there is nothing.
/// The answer is the same for every address. Links stay as they are by this: one that others may have
/// is renewed by whoever has it.
#[utoipa::path(tag = "participations", operation_id = "requestPersonalLinks",
    responses((status = 204, description = "A letter is on its way, if the address can be written to")))]
#[post("/participations/_forgotten")]
pub async fn request_personal_links(
    app: Data<Arc<App>>,
    who: Anybody,
    body: Json<AccountEmail>,
) -> Answer {
    let email = EmailAddress::new(&body.0.email.0);
    who.asks_for_mail(&app, Attempt::PersonalLinks, email.as_str())?;
    let language = who.language;
    let asked = app.work(who.author, move |work| {
        Box::pin(async move {
            personal_links::send(work, email, language);
            Ok(())
        })
    });
    soon(asked).await?;
    Ok(Reply::nothing())
}

/// Renew your own personal link
///
/// For a participant, with the link that they have: it opens nothing any more after this, nor does
/// their calendar, and the new one is mailed to them alone. Do so when others may have it; they get
/// nothing by doing it.
#[utoipa::path(tag = "participations", operation_id = "renewOwnLink",
    params(("participationSecret" = String, Path,
        description = "The secret at the end of the personal link", min_length = 1,
        max_length = 100)),
    responses((status = 204, description = "The new link is on its way")))]
#[post("/participations/{participationSecret}/_relink")]
pub async fn renew_own_link(app: Data<Arc<App>>, who: Personal, from: Anybody) -> Answer {
    let Participation { participant, edition, .. } = who.participation;
    from.asks_for_mail(&app, Attempt::PersonalLinks, participant.email.as_str())?;
    let renewed = app.work(who.author, move |work| {
        Box::pin(personal_links::renew_own(work, participant.id, edition))
    });
    soon(renewed).await?;
    Ok(Reply::nothing())
}

/// Renew a personal link
///
/// For the registration's board and its organisers. The participant's link so far opens nothing any
/// more, nor does their calendar; the new one is mailed to them alone. Do so when it may have come into
/// other hands.
#[utoipa::path(tag = "participations", operation_id = "renewPersonalLink",
    responses((status = 204, description = "The new link is on its way")))]
#[post("/registrations/{registrationId}/participants/{participantId}/_relink")]
pub async fn renew_personal_link(
    app: Data<Arc<App>>,
    who: SignedIn,
    path: Path<(Uuid, Uuid)>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, (registration, participant)) = (caller.actor.clone(), path.0);
    app.once(caller, move |work| {
        Box::pin(async move {
            let (registration, participant) = (registration.into(), participant.into());
            personal_links::renew(work, &actor, registration, participant).await?;
            Ok(Reply::nothing())
        })
    })
    .await
}
