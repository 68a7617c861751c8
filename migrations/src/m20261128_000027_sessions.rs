//! Sessions that are cancelled instead of vanishing, that count the revisions of their entry in
//! calendars, and that know for which start people were reminded.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, text_null, timestamp_with_time_zone_null};

use crate::columns::{index, instant};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in added() {
            let table = Table::alter().table("sessions").add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        manager.create_index(index("sessions", &["starts_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let starts = Index::drop().name("sessions_starts_at").table("sessions").to_owned();
        manager.drop_index(starts).await?;
        for column in added().into_iter().rev() {
            let name = column.get_column_name();
            let table = Table::alter().table("sessions").drop_column(name).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

/// What was there before this step counts as changed on its day.
fn added() -> Vec<ColumnDef> {
    let mut sequence = integer("sequence");
    sequence.default(0);
    let mut changed = instant("changed_at");
    changed.default("2026-11-28T00:00:00+00:00");
    vec![
        sequence,
        changed,
        timestamp_with_time_zone_null("cancelled_at"),
        text_null("cancelled_because"),
        timestamp_with_time_zone_null("reminded_week_for"),
        timestamp_with_time_zone_null("reminded_day_for"),
    ]
}
