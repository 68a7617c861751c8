//! What cohorts and participants are sorted by: their names without regard to case and accents, alike
//! in every database.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["cohorts", "participants"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in TABLES {
            let mut search_key = text("search_key");
            search_key.default("");
            let table = Table::alter().table(name).add_column(search_key).to_owned();
            manager.alter_table(table).await?;
            let known = format!("UPDATE {name} SET search_key = lower(name)");
            manager.get_connection().execute_unprepared(&known).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in TABLES {
            let table = Table::alter().table(name).drop_column("search_key").to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
