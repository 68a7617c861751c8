//! A registration can have several invoices: where its team becomes smaller, one is taken back and
//! another takes its place.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("invoices", &["registration_id"])).await?;
        let once = Index::drop().name("invoices_registration_id_kind").table("invoices").to_owned();
        manager.drop_index(once).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(index("invoices", &["registration_id", "kind"]).unique().to_owned())
            .await?;
        let several = Index::drop().name("invoices_registration_id").table("invoices").to_owned();
        manager.drop_index(several).await
    }
}
