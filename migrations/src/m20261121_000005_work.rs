//! What every unit of work leaves behind: events, answers to repeat, import jobs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob_null, boolean, integer, json_binary_null, text, text_null, timestamp_with_time_zone_null,
    uuid, uuid_null,
};

use crate::columns::{create, drop, id, index, instant, table, to, version, with_references, word};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let events = vec![
            id(),
            text("what"),
            uuid("subject"),
            instant("at"),
            uuid_null("actor"),
            text_null("reason"),
        ];
        create(
            manager,
            vec![table("events", events), idempotency_keys(), imports(), import_files()],
            vec![
                index("events", &["subject", "id"]),
                index("idempotency_keys", &["created_at"]),
                index("imports", &["state", "id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["import_files", "imports", "idempotency_keys", "events"]).await
    }
}

fn idempotency_keys() -> TableCreateStatement {
    let columns = vec![
        uuid("principal"),
        text("key"),
        text("fingerprint"),
        integer("status"),
        text_null("location"),
        text_null("etag"),
        text_null("language"),
        text("body"),
        instant("created_at"),
    ];
    table("idempotency_keys", columns)
        .primary_key(Index::create().col("principal").col("key"))
        .to_owned()
}

fn imports() -> TableCreateStatement {
    let columns = vec![
        id(),
        text("file_name"),
        boolean("dry_run"),
        boolean("allow_mass_closing"),
        word("state", &["queued", "running", "succeeded", "refused", "failed"]),
        integer("attempts"),
        json_binary_null("report"),
        uuid("requested_by"),
        instant("requested_at"),
        timestamp_with_time_zone_null("leased_until"),
        timestamp_with_time_zone_null("finished_at"),
        version(),
    ];
    table("imports", columns)
}

/// What of a job is large: the file until it was read, so that any process can go on with the job,
/// and afterwards what there is to say about its rows.
fn import_files() -> TableCreateStatement {
    let columns = vec![blob_null("content"), json_binary_null("findings")];
    with_references(table("import_files", columns), vec![to("import_id", "imports")])
        .primary_key(Index::create().col("import_id"))
        .to_owned()
}
