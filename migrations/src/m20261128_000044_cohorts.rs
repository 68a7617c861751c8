//! Cohorts of all programmes are looked up by what they are now: by when registering ends, by when
//! they start, by their region.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [(&str, &[&str]); 3] = [
    ("cohorts_status_closes_at", &["status", "closes_at"]),
    ("cohorts_status_starts_at", &["status", "starts_at"]),
    ("cohorts_region_scheme_region_code", &["region_scheme", "region_code"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (_, columns) in INDEXES {
            manager.create_index(index("cohorts", columns)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in INDEXES {
            let gone = Index::drop().name(name).table("cohorts").to_owned();
            manager.drop_index(gone).await?;
        }
        Ok(())
    }
}
