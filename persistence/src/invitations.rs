//! Roles that are offered by e-mail.

use chrono::{DateTime, Utc};
use leerkring_domain::boards::Board;
use leerkring_domain::invitations::{End, Invitation};
use leerkring_domain::kernel::access::{Place, Role};
use leerkring_domain::kernel::{Actor, Code, EmailAddress, Id};
use leerkring_domain::organisers::Organiser;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    Set,
};

use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{StoreError, Stored, Tx};
use crate::tables::invitations::{ActiveModel, Column, Entity, Model};
use crate::versioned::hit;
use crate::{codes, places};

impl TryFrom<Model> for Invitation {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        let ended = match (row.accepted_at, row.accepted_by, row.withdrawn_at) {
            (Some(at), Some(by), None) => Some(End::Accepted { at, by: by.into() }),
            (None, None, Some(at)) => Some(End::Withdrawn { at }),
            (None, None, None) => None,
            _ => return Err(StoreError::Corrupt("invitation")),
        };
        Ok(Self {
            id: row.id.into(),
            role: places::role(&row.role, (row.organiser_id, row.board_id), "invitation")?,
            email: EmailAddress::new(&row.email_key),
            name: row.name,
            language: codes::read(&row.language, "invitation")?,
            created_at: row.created_at,
            invited_by: row.invited_by.map(Id::from),
            sent_at: row.sent_at,
            expires_at: row.expires_at,
            ended,
            version: row.version,
        })
    }
}

fn row(invitation: &Invitation) -> ActiveModel {
    let (organiser, board) = places::columns(invitation.role.place());
    let (accepted, withdrawn_at) = match invitation.ended {
        Some(End::Accepted { at, by }) => (Some((at, by.uuid())), None),
        Some(End::Withdrawn { at }) => (None, Some(at)),
        None => (None, None),
    };
    let (accepted_at, accepted_by) = accepted.unzip();
    ActiveModel {
        id: Set(invitation.id.uuid()),
        role: Set(places::word(invitation.role)),
        email_key: Set(invitation.email.key()),
        name: Set(invitation.name.clone()),
        language: Set(invitation.language.code().to_owned()),
        created_at: Set(invitation.created_at),
        invited_by: Set(invitation.invited_by.map(Id::uuid)),
        sent_at: Set(invitation.sent_at),
        expires_at: Set(invitation.expires_at),
        accepted_at: Set(accepted_at),
        accepted_by: Set(accepted_by),
        withdrawn_at: Set(withdrawn_at),
        version: Set(invitation.version),
        organiser_id: Set(organiser),
        board_id: Set(board),
    }
}

/// What a list of invitations is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub organiser: Option<Id<Organiser>>,
    pub board: Option<Id<Board>>,
    /// Whether they were neither accepted nor withdrawn.
    pub pending: Option<bool>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        let pending = self.pending.map(|it| if it { pending() } else { pending().not() });
        Condition::all()
            .add_option(self.organiser.map(|id| Column::OrganiserId.eq(id.uuid())))
            .add_option(self.board.map(|id| Column::BoardId.eq(id.uuid())))
            .add_option(pending)
    }
}

fn pending() -> Condition {
    Condition::all().add(Column::AcceptedAt.is_null()).add(Column::WithdrawnAt.is_null())
}

fn sent_at_place(place: Place) -> Condition {
    let at = Condition::all();
    match place {
        Place::Platform => at.add(Column::OrganiserId.is_null()).add(Column::BoardId.is_null()),
        Place::Organiser(organiser) => at.add(Column::OrganiserId.eq(organiser.uuid())),
        Place::Board(board) => at.add(Column::BoardId.eq(board.uuid())),
    }
}

/// What `actor` sees: the invitations of places whose people they manage.
fn visible(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let places =
        actor.roles.iter().filter(|role| role.administers()).map(|role: &Role| role.place());
    places.fold(Condition::any().add(Column::Id.is_null()), |any, place| {
        any.add(sent_at_place(place))
    })
}

/// A page of the invitations that `actor` sees, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Invitation>> {
    let key = Key::descending(Column::Id);
    let select = Entity::find().filter(visible(actor)).filter(filter.into_condition());
    fetch(db, select, key, request).await?.try_map(Invitation::try_from)
}

/// The invitation with this id, if `actor` sees it.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Id<Invitation>,
    actor: &Actor,
) -> Stored<Invitation> {
    let row = Entity::find_by_id(id.uuid()).filter(visible(actor)).one(db).await?;
    row.ok_or(StoreError::Missing("invitation"))?.try_into()
}

/// The invitation that a code opens, whoever asks.
pub async fn opened(db: &impl ConnectionTrait, id: Id<Invitation>) -> Stored<Option<Invitation>> {
    Entity::find_by_id(id.uuid()).one(db).await?.map(Invitation::try_from).transpose()
}

/// Locks the invitation until the transaction ends.
pub async fn lock(tx: &Tx, id: Id<Invitation>) -> Stored<Invitation> {
    let row = Entity::find_by_id(id.uuid()).lock_exclusive().one(tx).await?;
    row.ok_or(StoreError::Missing("invitation"))?.try_into()
}

/// The invitation to this address (in lower case) at `place` that was neither accepted nor
/// withdrawn.
pub async fn pending_for(
    db: &impl ConnectionTrait,
    place: Place,
    email_key: &str,
) -> Stored<Option<Invitation>> {
    let pending = Entity::find().filter(sent_at_place(place)).filter(pending());
    let row = pending.filter(Column::EmailKey.eq(email_key)).one(db).await?;
    row.map(Invitation::try_from).transpose()
}

/// How many invitations of `place` can still be accepted at `now`.
pub async fn count_open(
    db: &impl ConnectionTrait,
    place: Place,
    now: DateTime<Utc>,
) -> Stored<u64> {
    let open = Entity::find().filter(sent_at_place(place)).filter(pending());
    Ok(open.filter(Column::ExpiresAt.gt(now)).count(db).await?)
}

/// A new invitation.
pub async fn insert(tx: &Tx, invitation: &Invitation) -> Stored<()> {
    Entity::insert(row(invitation)).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a changed invitation over the version before it.
pub async fn update(tx: &Tx, invitation: &Invitation) -> Stored<()> {
    let result = Entity::update_many()
        .set(row(invitation))
        .filter(Column::Id.eq(invitation.id.uuid()))
        .filter(Column::Version.eq(invitation.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}
