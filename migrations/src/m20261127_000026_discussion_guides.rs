//! Discussion guides.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{json_binary_null, timestamp_with_time_zone_null};

use crate::columns::{create, drop, id, index, table, to, version, with_references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, vec![guides()], vec![index("discussion_guides", &["organiser_id"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["discussion_guides"]).await
    }
}

fn guides() -> TableCreateStatement {
    let columns = vec![
        id(),
        json_binary_null("draft"),
        json_binary_null("published"),
        timestamp_with_time_zone_null("published_at"),
        version(),
    ];
    with_references(table("discussion_guides", columns), vec![to("organiser_id", "organisers")])
}
