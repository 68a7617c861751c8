//! The shares agreed on with boards, which DUO's file has, percentages that organisers assume, and
//! who may read the jobs agreement of a board.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, integer, text, timestamp_with_time_zone_null};

use crate::columns::{create, drop, id, index, instant, table, to, with_references, word};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Hundredths of a percent, by level.
const AGREED: [&str; 5] = ["agreed_1", "agreed_2", "agreed_3", "agreed_4", "agreed_5"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in AGREED {
            let table = Table::alter()
                .table("function_mixes")
                .add_column(big_integer_null(name))
                .to_owned();
            manager.alter_table(table).await?;
        }
        let of_organiser = index("quota_sharings", &["organiser_id", "board_id"]);
        let tables = vec![assumed_percentages(), quota_sharings()];
        let once = ["organiser_id", "sector", "base", "year"];
        let once = index("assumed_percentages", &once).unique().to_owned();
        create(manager, tables, vec![of_organiser, once]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["quota_sharings", "assumed_percentages"]).await?;
        for name in AGREED {
            let table = Table::alter().table("function_mixes").drop_column(name).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

/// What is published stands in the code; these are what organisers reckon with besides.
fn assumed_percentages() -> TableCreateStatement {
    let mut hundredths = integer("hundredths");
    hundredths.check(Expr::col("hundredths").between(0, 10_000));
    let columns = vec![
        id(),
        word("sector", &["po", "government"]),
        word("base", &["formation", "paid-hours"]),
        integer("year"),
        hundredths,
        text("source"),
    ];
    with_references(table("assumed_percentages", columns), vec![to("organiser_id", "organisers")])
}

/// A board lets an organiser read its jobs agreement. A row stays when that ends: what was seen is
/// not forgotten.
fn quota_sharings() -> TableCreateStatement {
    let columns = vec![instant("shared_at"), timestamp_with_time_zone_null("ended_at")];
    let references = vec![to("board_id", "boards"), to("organiser_id", "organisers")];
    with_references(table("quota_sharings", columns), references)
        .primary_key(Index::create().col("board_id").col("organiser_id"))
        .to_owned()
}
