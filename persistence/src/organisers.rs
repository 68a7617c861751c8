//! Organisers and memberships.

use std::collections::HashMap;

use leerkring_domain::boards::Board;
use leerkring_domain::kernel::{Code, EmailAddress, Id, Scope};
use leerkring_domain::organisers::{Member, Membership, Organiser};
use leerkring_domain::privacy::is_erased;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::codes;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{memberships, organisers};
use crate::versioned::hit;

impl TryFrom<organisers::Model> for Organiser {
    type Error = StoreError;

    fn try_from(row: organisers::Model) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            slug: row.slug,
            name: row.name,
            members: codes::read(&row.members, "organiser")?,
            website: row.website,
            // What was erased with a person is an address of nobody.
            contact_email: row
                .contact_email
                .map(|address| EmailAddress::new(&address))
                .filter(|address| !is_erased(address)),
            working_hours: row
                .working_hours
                .map(|hours| codes::from_json(hours, "organiser"))
                .transpose()?,
            invoicing: row
                .invoicing
                .map(|json| codes::from_json(json, "organiser"))
                .transpose()?
                .unwrap_or_default(),
            version: row.version,
        })
    }
}

fn row(organiser: &Organiser) -> Stored<organisers::ActiveModel> {
    let working_hours = organiser.working_hours.as_ref();
    Ok(organisers::ActiveModel {
        id: Set(organiser.id.uuid()),
        slug: Set(organiser.slug.clone()),
        name: Set(organiser.name.clone()),
        members: Set(organiser.members.code().to_owned()),
        website: Set(organiser.website.clone()),
        contact_email: Set(organiser.contact_email.as_ref().map(ToString::to_string)),
        working_hours: Set(working_hours
            .map(|hours| codes::to_json(hours, "organiser"))
            .transpose()?),
        invoicing: Set(Some(codes::to_json(&organiser.invoicing, "organiser")?)),
        version: Set(organiser.version),
    })
}

/// A page of the organisers, by slug.
pub async fn list(db: &impl ConnectionTrait, request: &PageRequest) -> Stored<Page<Organiser>> {
    let key = Key::by(organisers::Column::Slug, organisers::Column::Id);
    fetch(db, organisers::Entity::find(), key, request).await?.try_map(Organiser::try_from)
}

/// The organiser with this id.
pub async fn find(db: &impl ConnectionTrait, id: Id<Organiser>) -> Stored<Organiser> {
    let row = organisers::Entity::find_by_id(id.uuid()).one(db).await?;
    row.ok_or(StoreError::Missing("organiser"))?.try_into()
}

/// The organiser with this slug, if there is one.
pub async fn by_slug(db: &impl ConnectionTrait, slug: &str) -> Stored<Option<Organiser>> {
    let row = organisers::Entity::find().filter(organisers::Column::Slug.eq(slug)).one(db).await?;
    row.map(Organiser::try_from).transpose()
}

/// Which of `ids` are organisers.
pub async fn known(db: &impl ConnectionTrait, ids: &[Id<Organiser>]) -> Stored<Vec<Organiser>> {
    let ids = ids.iter().map(|id| id.uuid());
    let rows = organisers::Entity::find().filter(organisers::Column::Id.is_in(ids)).all(db).await?;
    rows.into_iter().map(Organiser::try_from).collect()
}

pub async fn insert(tx: &Tx, organiser: &Organiser) -> Stored<()> {
    organisers::Entity::insert(row(organiser)?).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed organiser over the version before it.
pub async fn update(tx: &Tx, organiser: &Organiser) -> Stored<()> {
    let result = organisers::Entity::update_many()
        .set(row(organiser)?)
        .filter(organisers::Column::Id.eq(organiser.id.uuid()))
        .filter(organisers::Column::Version.eq(organiser.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

impl TryFrom<memberships::Model> for Membership {
    type Error = StoreError;

    fn try_from(row: memberships::Model) -> Stored<Self> {
        let member = match (row.board_id, row.person_name, row.person_email) {
            (Some(board), _, _) => Member::Board(board.into()),
            (None, Some(name), Some(email)) => {
                Member::Person { name, email: EmailAddress::new(&email) }
            }
            _ => return Err(StoreError::Corrupt("membership")),
        };
        Ok(Self {
            id: row.id.into(),
            organiser: row.organiser_id.into(),
            member,
            number: row.number,
            from_on: row.from_on,
            until_on: row.until_on,
            version: row.version,
        })
    }
}

fn membership_row(membership: &Membership) -> memberships::ActiveModel {
    let (board, name, email) = match &membership.member {
        Member::Board(board) => (Some(board.uuid()), None, None),
        Member::Person { name, email } => (None, Some(name.clone()), Some(email.clone())),
    };
    memberships::ActiveModel {
        id: Set(membership.id.uuid()),
        organiser_id: Set(membership.organiser.uuid()),
        board_id: Set(board),
        person_name: Set(name),
        person_email: Set(email.as_ref().map(ToString::to_string)),
        person_email_key: Set(email.as_ref().map(EmailAddress::key)),
        number: Set(membership.number.clone()),
        from_on: Set(membership.from_on),
        until_on: Set(membership.until_on),
        version: Set(membership.version),
    }
}

/// A page of the memberships of `organiser`, by number: all, or those of one board.
pub async fn list_memberships(
    db: &impl ConnectionTrait,
    (organiser, board): (Id<Organiser>, Option<Id<Board>>),
    request: &PageRequest,
) -> Stored<Page<Membership>> {
    let key = Key::by(memberships::Column::Number, memberships::Column::Id);
    let of_board = board.map(|board| memberships::Column::BoardId.eq(board.uuid()));
    let of = memberships::Entity::find()
        .filter(memberships::Column::OrganiserId.eq(organiser.uuid()))
        .filter(Condition::all().add_option(of_board));
    fetch(db, of, key, request).await?.try_map(Membership::try_from)
}

/// The membership with this id, if it is with an organiser in `scope`.
pub async fn find_membership(
    db: &impl ConnectionTrait,
    id: Id<Membership>,
    scope: &Scope,
) -> Stored<Membership> {
    let mut query = memberships::Entity::find_by_id(id.uuid());
    if !scope.everything {
        let own = scope.organisers.iter().map(|organiser| organiser.uuid());
        query = query.filter(memberships::Column::OrganiserId.is_in(own));
    }
    query.one(db).await?.ok_or(StoreError::Missing("membership"))?.try_into()
}

/// Whether `organiser` has given out this membership number.
pub async fn number_is_taken(
    db: &impl ConnectionTrait,
    organiser: Id<Organiser>,
    number: &str,
) -> Stored<bool> {
    let row = memberships::Entity::find()
        .filter(memberships::Column::OrganiserId.eq(organiser.uuid()))
        .filter(memberships::Column::Number.eq(number))
        .one(db)
        .await?;
    Ok(row.is_some())
}

/// Locks the organiser until the transaction ends, so that its numbers are given out one by one.
pub async fn lock(tx: &Tx, id: Id<Organiser>) -> Stored<Organiser> {
    let row = organisers::Entity::find_by_id(id.uuid()).lock_exclusive().one(tx).await?;
    row.ok_or(StoreError::Missing("organiser"))?.try_into()
}

pub async fn insert_membership(tx: &Tx, membership: &Membership) -> Stored<()> {
    memberships::Entity::insert(membership_row(membership)).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed membership over the version before it.
pub async fn update_membership(tx: &Tx, membership: &Membership) -> Stored<()> {
    let result = memberships::Entity::update_many()
        .set(membership_row(membership))
        .filter(memberships::Column::Id.eq(membership.id.uuid()))
        .filter(memberships::Column::Version.eq(membership.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

/// The memberships of `organiser` that hold on `day`, among these boards and persons.
pub async fn members_on(
    db: &impl ConnectionTrait,
    organiser: Uuid,
    day: chrono::NaiveDate,
    boards: &[Uuid],
    email_keys: &[String],
) -> Stored<Vec<Membership>> {
    let asked = Condition::any()
        .add(memberships::Column::BoardId.is_in(boards.iter().copied()))
        .add(memberships::Column::PersonEmailKey.is_in(email_keys.iter().map(String::as_str)));
    let until = Expr::col(memberships::Column::UntilOn);
    let rows = memberships::Entity::find()
        .filter(memberships::Column::OrganiserId.eq(organiser))
        .filter(asked)
        .filter(memberships::Column::FromOn.lte(day))
        .filter(Condition::any().add(until.clone().is_null()).add(until.gte(day)))
        .all(db)
        .await?;
    rows.into_iter().map(Membership::try_from).collect()
}

/// Of which organisers boards are members on `day`.
pub async fn boards_on(
    db: &impl ConnectionTrait,
    day: chrono::NaiveDate,
) -> Stored<HashMap<Id<Board>, Vec<Id<Organiser>>>> {
    let until = Expr::col(memberships::Column::UntilOn);
    let rows: Vec<(Uuid, Uuid)> = memberships::Entity::find()
        .select_only()
        .columns([memberships::Column::OrganiserId, memberships::Column::BoardId])
        .filter(memberships::Column::BoardId.is_not_null())
        .filter(memberships::Column::FromOn.lte(day))
        .filter(Condition::any().add(until.clone().is_null()).add(until.gte(day)))
        .order_by_asc(memberships::Column::OrganiserId)
        .into_tuple()
        .all(db)
        .await?;
    let mut members: HashMap<_, Vec<_>> = HashMap::new();
    for (organiser, board) in rows {
        members.entry(board.into()).or_default().push(organiser.into());
    }
    Ok(members)
}

/// All organisers, by id.
pub async fn all(db: &impl ConnectionTrait) -> Stored<Vec<Organiser>> {
    let rows = organisers::Entity::find().order_by_asc(organisers::Column::Id).all(db).await?;
    rows.into_iter().map(Organiser::try_from).collect()
}
