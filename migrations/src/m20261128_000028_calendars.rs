//! Calendars that people made, and personal links of participants. Neither table holds an address.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, timestamp_with_time_zone_null};

use crate::columns::{create, drop, id, index, instant, table, to, to_optional, with_references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut edition = integer("link_edition");
        edition.default(1);
        let participants = Table::alter().table("participants").add_column(edition).to_owned();
        manager.alter_table(participants).await?;
        create(manager, vec![calendars()], vec![index("calendars", &["user_id"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["calendars"]).await?;
        let participants =
            Table::alter().table("participants").drop_column("link_edition").to_owned();
        manager.alter_table(participants).await
    }
}

fn calendars() -> TableCreateStatement {
    let columns = vec![
        id(),
        integer("edition"),
        instant("created_at"),
        timestamp_with_time_zone_null("last_read_at"),
    ];
    let references = vec![
        to("user_id", "users"),
        to_optional("board_id", "boards"),
        to_optional("organiser_id", "organisers"),
        to_optional("cohort_id", "cohorts"),
    ];
    let given = |column: &'static str| Expr::col(column).is_not_null();
    let one = |it, other, another| given(it).and(given(other).not()).and(given(another).not());
    let of_one_thing = one("board_id", "organiser_id", "cohort_id")
        .or(one("organiser_id", "board_id", "cohort_id"))
        .or(one("cohort_id", "board_id", "organiser_id"));
    with_references(table("calendars", columns), references).check(of_one_thing).to_owned()
}
