//! Organisers and their members over HTTP.

pub mod hours;
mod membership;
mod table;

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use chrono::NaiveDate;
use leerkring_domain::invoices::Invoicing;
use leerkring_domain::kernel::EmailAddress;
use leerkring_domain::organisers::{Members, Organiser};
use leerkring_persistence::{Page, organisers};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use self::hours::WorkingHoursView;
use self::membership::{MembershipView, MembershipsQuery};
use super::extract::{IfMatch, Json, Path, Query, Reader, Repeatable, SignedIn};
use super::kinds::Wanted;
use super::narrowing::{Named, narrowed};
use super::operations::Operations;
use super::page::{self, PageView, Paging};
use super::params::{Paged, With};
use super::respond::Answer;
use super::tables::{self, Asked, CsvTable, Export, Listing};
use super::wire::{BoardRef, DayPatch, Email, EmailPatch, Line, Patch, Text, Url, UrlPatch, Word};
use crate::app::App;
use crate::commands::organisers as commands;
use crate::reply::{Reply, etag};

pub fn routes(config: &mut Operations) {
    config
        .service(list_organisers)
        .service(get_organiser)
        .service(create_organiser)
        .service(change_organiser)
        .service(list_memberships)
        .service(create_membership)
        .service(get_membership)
        .service(change_membership);
}

type MembersWord = Word<Members>;

/// A sector organisation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganiserView {
    pub id: Uuid,
    /// A short word, unique: `po-raad`.
    #[schema(max_length = 60)]
    pub slug: String,
    #[schema(max_length = 200)]
    pub name: String,
    /// Who can be a member.
    #[schema(inline)]
    pub members: MembersWord,
    #[schema(inline)]
    pub website: Option<Url>,
    /// Where boards and participants write to with a question: it stands in letters, and answers to
    /// them go there. Null where it gave none.
    #[schema(inline)]
    pub contact_email: Option<Email>,
    /// Within which offers of seats end; null where it set none.
    pub working_hours: Option<WorkingHoursView>,
}

impl From<Organiser> for OrganiserView {
    fn from(organiser: Organiser) -> Self {
        Self {
            id: organiser.id.uuid(),
            slug: organiser.slug,
            name: organiser.name,
            members: Word(organiser.members),
            website: organiser.website.map(Url),
            contact_email: organiser.contact_email.map(|address| Email(address.to_string())),
            working_hours: organiser.working_hours.map(Into::into),
        }
    }
}

/// List organisers
///
/// The sector organisations that offer programmes or take part in them, by slug.
#[utoipa::path(tag = "organisers", operation_id = "listOrganisers", params(Paging),
    responses((status = 200, description = "A page of organisers", body = PageView<OrganiserView>)))]
#[get("/organisers")]
pub async fn list_organisers(app: Data<Arc<App>>, query: Query<Paging>) -> Answer {
    let request = query.0.request(&app.keys, "organisers")?;
    let page = organisers::list(app.store.reader(), &request).await?;
    Ok(page::reply(&app, "organisers", page.map(OrganiserView::from)).public())
}

/// Get an organiser
///
/// One sector organisation.
#[utoipa::path(tag = "organisers", operation_id = "getOrganiser",
    responses((status = 200, description = "The organiser", body = OrganiserView)))]
#[get("/organisers/{organiserId}")]
pub async fn get_organiser(app: Data<Arc<App>>, organiser: Path<Uuid>) -> Answer {
    let organiser = organisers::find(app.store.reader(), organiser.0.into()).await?;
    let etag = etag(organiser.version);
    Ok(Reply::ok(&OrganiserView::from(organiser), Some(etag)).public())
}

/// An organiser to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewOrganiser {
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", min_length = 2, max_length = 60)]
    pub slug: String,
    #[schema(inline)]
    pub name: Line,
    #[schema(inline)]
    pub members: MembersWord,
    #[schema(inline)]
    pub website: Option<Url>,
    #[schema(inline)]
    pub contact_email: Option<Email>,
}

/// Create an organiser
///
/// For administrators. The slug is unique: `slug-taken` otherwise.
#[utoipa::path(tag = "organisers", operation_id = "createOrganiser",
    responses((status = 201, description = "The organiser", body = OrganiserView)))]
#[post("/organisers")]
pub async fn create_organiser(
    app: Data<Arc<App>>,
    who: SignedIn,
    body: Json<NewOrganiser>,
    key: Repeatable,
) -> Answer {
    let new = commands::NewOrganiser {
        slug: body.0.slug,
        name: body.0.name.into(),
        members: body.0.members.0,
        website: body.0.website.map(|url| url.0),
        contact_email: body.0.contact_email.map(|address| EmailAddress::new(&address.0)),
        invoicing: Invoicing::default(),
    };
    let created = move |organiser: Organiser| {
        let (location, etag) = (format!("/v1/organisers/{}", organiser.id), etag(1));
        Reply::created(location, &OrganiserView::from(organiser), etag)
    };
    let caller = who.repeating(key);
    app.once(caller, move |work| {
        Box::pin(async move { Ok(created(commands::create(work, new).await?)) })
    })
    .await
}

/// What to change about an organiser.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganiserChange {
    #[schema(inline, nullable = false)]
    pub name: Option<Line>,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub website: UrlPatch,
    #[serde(default)]
    #[schema(inline, required = false)]
    pub contact_email: EmailPatch,
    #[serde(default)]
    #[schema(value_type = Option<WorkingHoursView>, required = false)]
    pub working_hours: Patch<WorkingHoursView>,
}

/// Change an organiser
///
/// For the organiser's staff. Merge patch (RFC 7396): what is left out stays as it is.
#[utoipa::path(tag = "organisers", operation_id = "changeOrganiser",
    responses((status = 200, description = "The organiser as it is now", body = OrganiserView)))]
#[patch("/organisers/{organiserId}")]
pub async fn change_organiser(
    app: Data<Arc<App>>,
    who: SignedIn,
    organiser: Path<Uuid>,
    if_match: IfMatch,
    body: Json<OrganiserChange>,
) -> Answer {
    let (caller, change) = (who.0, body.0);
    let actor = caller.actor.clone();
    let changed = app
        .act(&caller, move |work| {
            Box::pin(async move {
                commands::change(work, &actor, organiser.0.into(), |old| {
                    if_match.meets(old.version)?;
                    let working_hours = match change.working_hours {
                        Patch::Keep => old.working_hours,
                        Patch::Empty => None,
                        Patch::Set(hours) => Some(hours.try_into()?),
                    };
                    let contact_email = old.contact_email.map(|it| it.to_string());
                    let contact_email = change.contact_email.apply(contact_email);
                    Ok(Organiser {
                        working_hours,
                        contact_email: contact_email.map(|it| EmailAddress::new(&it)),
                        name: change.name.map_or(old.name, Into::into),
                        website: change.website.apply(old.website),
                        ..old
                    })
                })
                .await
            })
        })
        .await?;
    let etag = etag(changed.version);
    Ok(Reply::ok(&OrganiserView::from(changed), Some(etag)))
}

/// List an organiser's memberships
///
/// For the organiser's staff, by membership number.
#[utoipa::path(tag = "organisers", operation_id = "listMemberships",
    params(Paged<MembershipsQuery>),
    responses((status = 200, description = "A page of memberships", content(
        (PageView<MembershipView> = "application/json"),
        (CsvTable = "text/csv")))))]
#[get("/organisers/{organiserId}/memberships")]
pub async fn list_memberships(
    app: Data<Arc<App>>,
    who: SignedIn,
    organiser: Path<Uuid>,
    wanted: Wanted,
    query: Query<Paged<MembershipsQuery>>,
) -> Listing {
    let (db, scope) = (app.store.reader(), who.scope());
    let With { own: query, shared: paging } = query.0;
    let organiser = commands::own(&scope, organiser.0.into())?;
    organisers::find(db, organiser).await?;
    let named = Named { board: query.board_id, ..Named::default() };
    let board = narrowed(db, &scope, named).await?.board;
    let language = who.0.language;
    let export = Export::new("memberships-exported", who.0).of(organiser, organiser);
    let asked = Asked::new("memberships", wanted, paging, language).told(export);
    tables::list(&app, asked, async move |app, request| {
        let db = app.store.reader();
        let page = organisers::list_memberships(db, (organiser, board), &request).await?;
        let items = MembershipView::all(db, page.items).await?;
        Ok(Page { items, next: page.next, total: page.total })
    })
    .await
}

/// A membership to record: of a board, or of a person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewMembership {
    /// The board that becomes a member; leave out for a person.
    #[schema(inline)]
    pub board_id: Option<BoardRef>,
    #[schema(inline)]
    pub person_name: Option<Line>,
    #[schema(inline)]
    pub person_email: Option<Email>,
    #[schema(inline)]
    pub number: Text<1, 40>,
    pub from_on: NaiveDate,
    pub until_on: Option<NaiveDate>,
}

/// Record a membership
///
/// For the organiser's staff. Give `boardId`, or `personName` and `personEmail`. The number is
/// unique with the organiser: `number-taken` otherwise; `wrong-member` where the organiser has no
/// members of this kind.
#[utoipa::path(tag = "organisers", operation_id = "createMembership",
    responses((status = 201, description = "The membership", body = MembershipView)))]
#[post("/organisers/{organiserId}/memberships")]
pub async fn create_membership(
    app: Data<Arc<App>>,
    who: SignedIn,
    organiser: Path<Uuid>,
    body: Json<NewMembership>,
    key: Repeatable,
) -> Answer {
    let organiser = commands::own(&who.scope(), organiser.0.into())?;
    let new = body.0;
    let member = commands::NewMember {
        board: new.board_id.map(|board| board.0),
        person: new
            .person_name
            .zip(new.person_email)
            .map(|(name, email)| (name.into(), EmailAddress::new(&email.0))),
    };
    let new = commands::NewMembership {
        member,
        number: new.number.into(),
        from_on: new.from_on,
        until_on: new.until_on,
    };
    app.once(who.repeating(key), move |work| {
        Box::pin(async move {
            let membership = commands::add_member(work, organiser, new).await?;
            let location = format!("/v1/memberships/{}", membership.id);
            let view = MembershipView::one(&work.tx, membership).await?;
            Ok(Reply::created(location, &view, etag(1)))
        })
    })
    .await
}

/// Get a membership
///
/// For the organiser's staff.
#[utoipa::path(tag = "organisers", operation_id = "getMembership",
    responses((status = 200, description = "The membership", body = MembershipView)))]
#[get("/memberships/{membershipId}")]
pub async fn get_membership(app: Data<Arc<App>>, reader: Reader, membership: Path<Uuid>) -> Answer {
    let db = app.store.reader();
    let membership = organisers::find_membership(db, membership.0.into(), &reader.scope).await?;
    let etag = etag(membership.version);
    Ok(Reply::ok(&MembershipView::one(db, membership).await?, Some(etag)))
}

/// What to change about a membership.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MembershipChange {
    #[serde(default)]
    #[schema(inline, required = false)]
    pub until_on: DayPatch,
}

/// Change a membership
///
/// For the organiser's staff: end it after a day, or let it run on. Merge patch (RFC 7396).
#[utoipa::path(tag = "organisers", operation_id = "changeMembership",
    responses((status = 200, description = "The membership as it is now", body = MembershipView)))]
#[patch("/memberships/{membershipId}")]
pub async fn change_membership(
    app: Data<Arc<App>>,
    who: SignedIn,
    membership: Path<Uuid>,
    if_match: IfMatch,
    body: Json<MembershipChange>,
) -> Answer {
    let (scope, change) = (who.scope(), body.0);
    let changed = app
        .act(&who.0, move |work| {
            Box::pin(async move {
                commands::change_membership(work, &scope, membership.0.into(), |old| {
                    if_match.meets(old.version)?;
                    let until_on = change.until_on.apply(old.until_on);
                    Ok(old.end(until_on)?)
                })
                .await
            })
        })
        .await?;
    let etag = etag(changed.version);
    let view = MembershipView::one(app.store.reader(), changed).await?;
    Ok(Reply::ok(&view, Some(etag)))
}
