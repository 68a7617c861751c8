//! Which breakout of a session a participant chose.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::uuid;

use crate::columns::{create, drop, index, instant, table, to, with_references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let by_session = index("breakout_choices", &["session_id", "breakout_id"]);
        create(manager, vec![choices()], vec![by_session]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["breakout_choices"]).await
    }
}

/// A participant is in one breakout of a session.
fn choices() -> TableCreateStatement {
    let of = vec![to("participant_id", "participants"), to("session_id", "sessions")];
    let columns = vec![uuid("breakout_id"), instant("chosen_at")];
    with_references(table("breakout_choices", columns), of)
        .primary_key(Index::create().col("participant_id").col("session_id"))
        .to_owned()
}
