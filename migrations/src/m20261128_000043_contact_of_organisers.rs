//! Where an organiser is written to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_null;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let address = string_null("contact_email");
        let organisers = Table::alter().table("organisers").add_column(address).to_owned();
        manager.alter_table(organisers).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let organisers = Table::alter().table("organisers").drop_column("contact_email").to_owned();
        manager.alter_table(organisers).await
    }
}
