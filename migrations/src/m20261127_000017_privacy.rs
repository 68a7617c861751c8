//! What is erased, on request and after its term: who was, and what each run removed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, json_binary, text, timestamp_with_time_zone_null};

use crate::columns::{create, drop, id, index, instant, table, word};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let erased_at = timestamp_with_time_zone_null("erased_at");
        let users = Table::alter().table("users").add_column(erased_at).to_owned();
        manager.alter_table(users).await?;
        create(
            manager,
            vec![erasures(), retention_runs()],
            vec![
                index("retention_runs", &["held_on"]).unique().to_owned(),
                // People are found by their address, whatever the case it was written in.
                index("participants", &["email_key"]),
            ],
        )
        .await?;
        let contacts = "CREATE INDEX registrations_contact ON registrations (lower(contact_email))";
        manager.get_connection().execute_unprepared(contacts).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table) in
            [("registrations_contact", "registrations"), ("participants_email_key", "participants")]
        {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        drop(manager, &["retention_runs", "erasures"]).await?;
        let users = Table::alter().table("users").drop_column("erased_at").to_owned();
        manager.alter_table(users).await
    }
}

/// Who was erased, by a keyed hash: only for erasing them again after a restore.
fn erasures() -> TableCreateStatement {
    let columns = vec![word("kind", &["user", "address"]), text("hash"), instant("erased_at")];
    table("erasures", columns).primary_key(Index::create().col("kind").col("hash")).to_owned()
}

/// What was removed on a day, after its term.
fn retention_runs() -> TableCreateStatement {
    let columns = vec![
        id(),
        date("held_on"),
        instant("begun_at"),
        instant("leased_until"),
        timestamp_with_time_zone_null("finished_at"),
        json_binary("removed"),
    ];
    table("retention_runs", columns)
}
