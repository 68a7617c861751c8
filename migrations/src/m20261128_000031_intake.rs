//! Intake slots: appointments of which a registration takes one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, text, text_null, time, timestamp_with_time_zone_null};

use crate::columns::{
    create, drop, id, index, instant, table, to, to_optional, version, with_references, word,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes = vec![
            index("intake_slots", &["cohort_id", "starts_at", "id"]),
            index("intake_slots", &["registration_id"])
                .unique()
                .and_where(Expr::col("registration_id").is_not_null())
                .to_owned(),
        ];
        create(manager, vec![slots()], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["intake_slots"]).await
    }
}

/// Who takes a slot stands in its row, so that nobody else can; the unique index is the last wall
/// against a second slot of one registration.
fn slots() -> TableCreateStatement {
    let columns = vec![
        id(),
        date("held_on"),
        time("start_time"),
        instant("starts_at"),
        instant("ends_at"),
        instant("closes_at"),
        word("mode", &["telephone", "online"]),
        text_null("meeting_link"),
        text("interviewer"),
        timestamp_with_time_zone_null("booked_at"),
        version(),
    ];
    let of = vec![to("cohort_id", "cohorts"), to_optional("registration_id", "registrations")];
    let booked = Expr::col("booked_at").is_null().eq(Expr::col("registration_id").is_null());
    with_references(table("intake_slots", columns), of)
        .check(Expr::col("starts_at").lt(Expr::col("ends_at")))
        .check(booked)
        .to_owned()
}
