//! The self-assessment that a programme asks for names its questionnaire and since when responses
//! count.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{timestamp_with_time_zone_null, uuid_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in added() {
            let table = Table::alter().table("programmes").add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in added().into_iter().rev() {
            let name = column.get_column_name();
            let table = Table::alter().table("programmes").drop_column(name).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

/// Both or none. Until now the rules had a flag beside which no questionnaire stood: it is no longer
/// read, and such a programme asks for nothing until somebody names one.
fn added() -> [ColumnDef; 2] {
    [uuid_null("entry_questionnaire_id"), timestamp_with_time_zone_null("entry_since")]
}
