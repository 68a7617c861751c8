//! Indexes by which entries of the audit log are found that were asked, or refused, in one way.

use sea_orm_migration::prelude::*;

use crate::columns::{create, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const REFUSED: &str = "audit_entries_refused";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let refused = Index::create()
            .name(REFUSED)
            .table("audit_entries")
            .col("id")
            .and_where(Expr::col("code").is_not_null())
            .to_owned();
        let of = |column: &'static str| index("audit_entries", &[column, "id"]);
        create(manager, Vec::new(), vec![of("operation"), of("what"), refused]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["audit_entries_operation_id", "audit_entries_what_id", REFUSED] {
            manager.drop_index(Index::drop().name(name).table("audit_entries").to_owned()).await?;
        }
        Ok(())
    }
}
