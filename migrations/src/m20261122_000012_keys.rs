//! The keys that sign access tokens, and who people are at issuers that are trusted.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_uniq, blob, text, timestamp_with_time_zone_null as instant_null,
};

use crate::columns::{create, drop, index, instant, table, to, with_references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![signing_keys(), identities()], vec![index("identities", &["user_id"])])
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["identities", "signing_keys"]).await
    }
}

/// The generation is unique so that of two servers that make the next key at once, one does.
fn signing_keys() -> TableCreateStatement {
    let columns = vec![
        text("kid"),
        big_integer_uniq("generation"),
        blob("sealed"),
        instant("created_at"),
        instant("signs_from"),
        instant_null("retired_at"),
        instant_null("ends_at"),
        instant_null("revoked_at"),
    ];
    table("signing_keys", columns).primary_key(Index::create().col("kid")).to_owned()
}

fn identities() -> TableCreateStatement {
    let columns = vec![text("issuer"), text("subject"), instant("linked_at")];
    with_references(table("identities", columns), vec![to("user_id", "users")])
        .primary_key(Index::create().col("issuer").col("subject"))
        .to_owned()
}
