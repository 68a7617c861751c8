//! The offer: programmes, their cohorts, the sessions of those.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date, integer, integer_null, json_binary, text, text_null, time,
    timestamp_with_time_zone_null,
};

use crate::columns::{create, drop, id, index, instant, table, to, version, with_references, word};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![programmes(), programme_organisers(), programme_themes(), cohorts(), sessions()],
            vec![
                index("programmes", &["search_key", "id"]),
                index("programme_organisers", &["organiser_id"]),
                index("programme_themes", &["theme"]),
                index("cohorts", &["programme_id", "id"]),
                index("sessions", &["cohort_id", "starts_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["sessions", "cohorts", "programme_themes", "programme_organisers", "programmes"];
        drop(manager, &tables).await
    }
}

fn programmes() -> TableCreateStatement {
    let columns = vec![
        id(),
        text("kind"),
        text("title"),
        text("search_key"),
        text("description"),
        text("language"),
        text_null("continues"),
        json_binary("rules"),
        word("status", &["draft", "published", "archived"]),
        version(),
    ];
    table("programmes", columns)
}

fn programme_organisers() -> TableCreateStatement {
    let columns = vec![boolean("leads")];
    let references = vec![to("programme_id", "programmes"), to("organiser_id", "organisers")];
    with_references(table("programme_organisers", columns), references)
        .primary_key(Index::create().col("programme_id").col("organiser_id"))
        .to_owned()
}

fn programme_themes() -> TableCreateStatement {
    with_references(
        table("programme_themes", vec![text("theme"), integer("position")]),
        vec![to("programme_id", "programmes")],
    )
    .primary_key(Index::create().col("programme_id").col("theme"))
    .to_owned()
}

/// The seats given out stand in the row that is locked to give them out; the CHECK is the last
/// wall behind the rule.
fn cohorts() -> TableCreateStatement {
    let columns = vec![
        id(),
        text("name"),
        text_null("region_scheme"),
        text_null("region_code"),
        integer("capacity"),
        integer_null("seats_per_board"),
        boolean("several_per_board"),
        instant("opens_at"),
        instant("closes_at"),
        boolean("has_waiting_list"),
        integer_null("most_waiting"),
        timestamp_with_time_zone_null("free_cancellation_until"),
        text_null("place"),
        text_null("facilitator"),
        word("status", &["draft", "published", "cancelled"]),
        integer("seats_taken"),
        integer("waiting_teams"),
        big_integer("last_arrival"),
        timestamp_with_time_zone_null("starts_at"),
        timestamp_with_time_zone_null("last_starts_at"),
        timestamp_with_time_zone_null("ends_at"),
        version(),
    ];
    with_references(table("cohorts", columns), vec![to("programme_id", "programmes")])
        .check(Expr::col("capacity").gte(1))
        .check(Expr::col("seats_taken").gte(0))
        .check(Expr::col("seats_taken").lte(Expr::col("capacity")))
        .check(Expr::col("waiting_teams").gte(0))
        .to_owned()
}

fn sessions() -> TableCreateStatement {
    let columns = vec![
        id(),
        integer("ordinal"),
        date("held_on"),
        time("start_time"),
        time("end_time"),
        instant("starts_at"),
        instant("ends_at"),
        word("mode", &["on-site", "online", "hybrid"]),
        text_null("address"),
        text_null("meeting_link"),
        text_null("theme"),
        json_binary("agenda"),
        json_binary("breakouts"),
        version(),
    ];
    with_references(table("sessions", columns), vec![to("cohort_id", "cohorts")])
        .check(Expr::col("starts_at").lt(Expr::col("ends_at")))
        .to_owned()
}
