//! Invitations over HTTP.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, post};
use leerkring_domain::invitations::{Invitation, Offer};
use leerkring_domain::kernel::access::{Place, Role};
use leerkring_domain::kernel::{EmailAddress, Id, Language, Reason, text};
use leerkring_domain::people::wrong_place;
use leerkring_persistence::invitations::{self, Filter};
use leerkring_persistence::{ConnectionTrait, StoreError, organisers};
use uuid::Uuid;

use self::wire::{AcceptedView, InvitationAnswer, InvitationView, InvitationsQuery, NewInvitation};
use super::anybody::Guest;
use super::cohorts::WithReason;
use super::extract::{Json, Path, Query, Repeatable, SignedIn};
use super::narrowing::{Named, Narrowed, narrowed};
use super::operations::Operations;
use super::page::{self, PageView};
use super::params::{Paged, With};
use super::respond::Answer;
use crate::app::App;
use crate::commands::boards::board_id;
use crate::commands::directory::Directory;
use crate::commands::invitations::{self as commands, By};
use crate::error::{Error, Part};
use crate::limits::Attempt;
use crate::reply::{Reply, etag};
use crate::work::Work;

pub mod wire;

pub fn routes(config: &mut Operations) {
    config
        .service(list_invitations)
        .service(create_invitation)
        .service(accept_invitation)
        .service(get_invitation)
        .service(resend_invitation)
        .service(withdraw_invitation);
}

/// List invitations
///
/// For administrators of places: the invitations to their organisers and boards, the newest first.
/// Administrators of the platform see all.
#[utoipa::path(tag = "people", operation_id = "listInvitations", params(Paged<InvitationsQuery>),
    responses((status = 200, description = "A page of invitations",
               body = PageView<InvitationView>)))]
#[get("/invitations")]
pub async fn list_invitations(
    app: Data<Arc<App>>,
    who: SignedIn,
    query: Query<Paged<InvitationsQuery>>,
) -> Answer {
    let (db, actor) = (app.store.reader(), &who.0.actor);
    let With { own: query, shared: paging } = query.0;
    let request = paging.request(&app.keys, "invitations")?;
    let named = Named { board: query.board_id, organiser: query.organiser_id, ..Named::default() };
    let Narrowed { board, organiser, .. } = narrowed(db, &who.scope(), named).await?;
    let filter = Filter { organiser, board, pending: query.pending };
    let page = invitations::list(db, actor, filter, &request).await?;
    let mut views = views(&app, db, &page.items).await?.into_iter();
    // One view for each, in the same order.
    let page = page.try_map(|_| views.next().ok_or(StoreError::Missing("invitation")))?;
    Ok(page::reply(&app, "invitations", page))
}

async fn views(
    app: &App,
    db: &impl ConnectionTrait,
    list: &[Invitation],
) -> Result<Vec<InvitationView>, Error> {
    let senders = commands::senders(db, list).await?;
    let people = list.iter().flat_map(InvitationView::people);
    let places = list.iter().map(|invitation| invitation.role.place());
    let directory = Directory::of(db, places, people).await?;
    let now = app.now();
    let view = |(invitation, sender): (&Invitation, _)| {
        InvitationView::new(invitation, invitation.state(sender, now), &directory)
    };
    Ok(list.iter().zip(senders).map(view).collect())
}

async fn shown(app: &App, db: &impl ConnectionTrait, invitation: Invitation) -> Answer {
    Ok(Reply::ok(&one(app, db, &invitation).await?, Some(etag(invitation.version)))
        .with_body_in_etag())
}

async fn one(
    app: &App,
    db: &impl ConnectionTrait,
    invitation: &Invitation,
) -> Result<InvitationView, Error> {
    let views = views(app, db, std::slice::from_ref(invitation)).await?;
    Ok(views.into_iter().next().ok_or(StoreError::Missing("invitation"))?)
}

/// Invite somebody
///
/// For administrators of the place; administrators of the platform invite to every place. Whoever
/// has the address gets a letter with a link that is good once, for fourteen days: they accept with
/// the account they have, or make one. Neither the answer nor the letter tells whether the address
/// has an account. Refused with `role-held`, `already-invited` or `too-many-invitations`.
#[utoipa::path(tag = "people", operation_id = "createInvitation",
    responses((status = 201, description = "The invitation", body = InvitationView)))]
#[post("/invitations")]
pub async fn create_invitation(
    app: Data<Arc<App>>,
    who: SignedIn,
    body: Json<NewInvitation>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, inner, new) = (caller.actor.clone(), app.clone(), body.0);
    app.once(caller, move |work| {
        Box::pin(async move {
            let offer = offer(work, new).await?;
            let (invitation, _) = commands::create(work, By::Person(&actor), offer).await?;
            sends(&inner, &invitation)?;
            let location = format!("/v1/invitations/{}", invitation.id);
            let view = one(&inner, &work.tx, &invitation).await?;
            Ok(Reply::created(location, &view, etag(invitation.version)).with_body_in_etag())
        })
    })
    .await
}

/// Takes one of the letters that this address may be sent in an hour. What is refused for another
/// reason takes none.
fn sends(app: &App, invitation: &Invitation) -> Result<(), Error> {
    Ok(app.limits.mail_to(Attempt::Invitation, invitation.email.as_str())?)
}

async fn offer(work: &Work, new: NewInvitation) -> Result<Offer, Error> {
    let place = match (new.organiser_id, &new.board_id) {
        (None, None) => Place::Platform,
        (Some(organiser), None) => Place::Organiser(known_organiser(work, organiser).await?),
        (None, Some(board)) => Place::Board(board_id(&work.tx, &board.0, "/boardId").await?),
        (Some(_), Some(_)) => return Err(wrong_place().into()),
    };
    Ok(Offer {
        role: Role::at(new.role.0, place).ok_or_else(wrong_place)?,
        email: EmailAddress::new(&new.email.0),
        name: new.name.map(Into::into),
        language: new.language.map_or(Language::Dutch, |word| word.0),
    })
}

async fn known_organiser(
    work: &Work,
    organiser: Uuid,
) -> Result<Id<leerkring_domain::organisers::Organiser>, Error> {
    match organisers::find(&work.tx, organiser.into()).await {
        Ok(organiser) => Ok(organiser.id),
        Err(StoreError::Missing(_)) => {
            let sentence = text("deze organisator is er niet", "there is no such organiser");
            let reason = Reason::new("unknown-organiser", sentence).at("/organiserId");
            Err(Error::invalid(Part::Body, reason))
        }
        Err(error) => Err(error.into()),
    }
}

/// Accept an invitation
///
/// With the code from the link in the letter, as whoever you are: without a token you give a name
/// and choose a password, which makes an account with the invited address; with a token the role
/// goes to the account that the token is of, whatever its address, and neither name nor password is
/// sent. With a token of a trusted issuer and no account here, the issuer has to say that it
/// verified the invited address: then you are known here as whom that issuer names, from now on.
/// Refused with `code-not-usable`, `account-exists` (sign in first), `other-address` or `role-held`.
/// Without an answer, send the same again: whoever accepted, with the same token or password, is told
/// the same.
#[utoipa::path(tag = "people", operation_id = "acceptInvitation",
    extensions(("x-secret" = json!(true))),
    responses((status = 200, description = "What you are now", body = AcceptedView)))]
#[post("/invitations/_accept")]
pub async fn accept_invitation(
    app: Data<Arc<App>>,
    who: Guest,
    body: Json<InvitationAnswer>,
) -> Answer {
    let Guest { anybody, comer } = who;
    let answer = commands::Answer::from(body.0);
    let code = super::accounts::code_id(&app, &answer.code);
    let accepted = Box::pin(commands::accept(&app, anybody.author, comer, answer));
    let accepted = anybody.tries(&app, (Attempt::Code, code.as_deref()), accepted).await?;
    let place = accepted.role.role.place();
    let directory = Directory::of(app.store.reader(), [place], []).await?;
    Ok(Reply::secret(200, &AcceptedView::new(&accepted, &directory)))
}

/// Get an invitation
///
/// For administrators of its place; to others it does not exist.
#[utoipa::path(tag = "people", operation_id = "getInvitation",
    responses((status = 200, description = "The invitation", body = InvitationView)))]
#[get("/invitations/{invitationId}")]
pub async fn get_invitation(app: Data<Arc<App>>, who: SignedIn, invitation: Path<Uuid>) -> Answer {
    let db = app.store.reader();
    let found = invitations::find(db, invitation.0.into(), &who.0.actor).await?;
    shown(&app, db, found).await
}

/// Send an invitation again
///
/// For administrators of its place, in their name from now on: with a new link, good for fourteen
/// days. The link before it works no more. Refused with `invitation-over` or `role-held`.
#[utoipa::path(tag = "people", operation_id = "resendInvitation",
    responses((status = 200, description = "The invitation as it is now", body = InvitationView)))]
#[post("/invitations/{invitationId}/_resend")]
pub async fn resend_invitation(
    app: Data<Arc<App>>,
    who: SignedIn,
    invitation: Path<Uuid>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, inner) = (caller.actor.clone(), app.clone());
    app.once(caller, move |work| {
        Box::pin(async move {
            let again = commands::resend(work, &actor, invitation.0.into()).await?;
            sends(&inner, &again)?;
            shown(&inner, &work.tx, again).await
        })
    })
    .await
}

/// Withdraw an invitation
///
/// For administrators of its place: its link works no more. Refused with `invitation-over`.
#[utoipa::path(tag = "people", operation_id = "withdrawInvitation",
    responses((status = 200, description = "The invitation as it is now", body = InvitationView)))]
#[post("/invitations/{invitationId}/_withdraw")]
pub async fn withdraw_invitation(
    app: Data<Arc<App>>,
    who: SignedIn,
    invitation: Path<Uuid>,
    body: Json<WithReason>,
    key: Repeatable,
) -> Answer {
    let caller = who.repeating(key);
    let (actor, inner) = (caller.actor.clone(), app.clone());
    let reason = body.0.reason.map(String::from);
    app.once(caller, move |work| {
        Box::pin(async move {
            let id = invitation.0.into();
            let withdrawn = commands::withdraw(work, &actor, id, reason).await?;
            shown(&inner, &work.tx, withdrawn).await
        })
    })
    .await
}
