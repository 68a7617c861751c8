//! Offers to teams that wait, the minimum of a cohort, and the hours in which organisers answer.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, integer, integer_null, json_binary_null, text, text_null,
    timestamp_with_time_zone_null,
};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in added() {
            let table = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        let next = index("cohorts", &["next_lapse_at"])
            .and_where(Expr::col("next_lapse_at").is_not_null())
            .to_owned();
        manager.create_index(next).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let next = Index::drop().name("cohorts_next_lapse_at").table("cohorts").to_owned();
        manager.drop_index(next).await?;
        for (table, column) in added().into_iter().rev() {
            let name = column.get_column_name();
            let table = Table::alter().table(table).drop_column(name).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

/// `next_lapse_at` stands in the row that is locked to offer seats: no offer lapses before it.
fn added() -> Vec<(&'static str, ColumnDef)> {
    let with_default = |mut column: ColumnDef, value: Value| {
        column.default(value);
        column
    };
    let mut verdict = text_null("verdict");
    verdict.check(Expr::col("verdict").is_in(["go", "no-go"]));
    vec![
        ("cohorts", with_default(integer("offer_hours"), 72.into())),
        ("cohorts", with_default(boolean("skip_larger_teams"), false.into())),
        ("cohorts", integer_null("minimum_participants")),
        ("cohorts", timestamp_with_time_zone_null("decide_by")),
        ("cohorts", verdict),
        ("cohorts", timestamp_with_time_zone_null("next_lapse_at")),
        ("registrations", with_default(text("language"), "nl".into())),
        ("registrations", timestamp_with_time_zone_null("offer_until")),
        ("registrations", with_default(integer("overtaken"), 0.into())),
        ("registrations", text_null("passed_over_for")),
        ("organisers", json_binary_null("working_hours")),
    ]
}
