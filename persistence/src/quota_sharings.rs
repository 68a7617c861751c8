//! Which organisers read the jobs agreement of which boards.

use std::collections::BTreeSet;

use leerkring_domain::boards::Board;
use leerkring_domain::kernel::{Id, Instant};
use leerkring_domain::organisers::Organiser;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::store::{Stored, Tx};
use crate::tables::quota_sharings::{ActiveModel, Column, Entity};

/// The organisers that read the jobs agreement of a board, each with since when.
pub async fn of_board(
    db: &impl ConnectionTrait,
    board: Id<Board>,
) -> Stored<Vec<(Id<Organiser>, Instant)>> {
    let rows = Entity::find()
        .filter(Column::BoardId.eq(board.uuid()))
        .filter(Column::EndedAt.is_null())
        .order_by_asc(Column::OrganiserId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.organiser_id.into(), row.shared_at)).collect())
}

/// Whether a board shares with one of these organisers.
pub async fn is_shared(
    db: &impl ConnectionTrait,
    board: Id<Board>,
    with: &[Id<Organiser>],
) -> Stored<bool> {
    let shared = Entity::find()
        .filter(Column::BoardId.eq(board.uuid()))
        .filter(Column::OrganiserId.is_in(with.iter().map(|id| id.uuid())))
        .filter(Column::EndedAt.is_null())
        .count(db)
        .await?;
    Ok(shared > 0)
}

/// The boards that share with one of these organisers, or ever did.
pub async fn ever_shared(
    db: &impl ConnectionTrait,
    with: &[Id<Organiser>],
) -> Stored<BTreeSet<Id<Board>>> {
    let boards: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::BoardId)
        .filter(Column::OrganiserId.is_in(with.iter().map(|id| id.uuid())))
        .into_tuple()
        .all(db)
        .await?;
    Ok(boards.into_iter().map(Id::from).collect())
}

/// Stores that a board shares with an organiser from now on.
pub async fn share(tx: &Tx, board: Id<Board>, with: Id<Organiser>, now: Instant) -> Stored<()> {
    let row = ActiveModel {
        board_id: Set(board.uuid()),
        organiser_id: Set(with.uuid()),
        shared_at: Set(now),
        ended_at: Set(None),
    };
    let over = OnConflict::columns([Column::BoardId, Column::OrganiserId])
        .update_columns([Column::SharedAt, Column::EndedAt])
        .to_owned();
    Entity::insert(row).on_conflict(over).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores that a board no longer shares with an organiser.
pub async fn end(tx: &Tx, board: Id<Board>, with: Id<Organiser>, now: Instant) -> Stored<()> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::BoardId.eq(board.uuid()))
        .filter(Column::OrganiserId.eq(with.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
