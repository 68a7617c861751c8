//! Attendance: who was at which session, what a session expects of whom, and since when somebody
//! stands in another's place.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{json_binary_null, time_null, timestamp_with_time_zone_null};

use crate::columns::{create, drop, index, instant, table, to, version, with_references, word};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in added() {
            let table = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        create(manager, vec![attendances()], vec![index("attendances", &["participant_id"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["attendances"]).await?;
        for (table, column) in added() {
            let name = column.get_column_name();
            let table = Table::alter().table(table).drop_column(name).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

fn added() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("sessions", json_binary_null("expected_attendance")),
        ("participants", timestamp_with_time_zone_null("joined_at")),
    ]
}

/// Times stand where somebody was partly there, and nowhere else.
fn attendances() -> TableCreateStatement {
    let columns = vec![
        word("mark", &["present", "partly", "absent", "excused"]),
        time_null("from_time"),
        time_null("until_time"),
        version(),
        instant("marked_at"),
    ];
    let partly = || Expr::col("mark").eq("partly");
    let (from, until) = (|| Expr::col("from_time"), || Expr::col("until_time"));
    let with_times = partly().and(from().is_not_null()).and(from().lt(until()));
    let without = partly().not().and(from().is_null()).and(until().is_null());
    let references = vec![to("session_id", "sessions"), to("participant_id", "participants")];
    with_references(table("attendances", columns), references)
        .primary_key(Index::create().col("session_id").col("participant_id"))
        .check(with_times.or(without))
        .to_owned()
}
