//! The jobs agreement: formations of boards, and jobs as counts and hours.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, date_null, integer};

use crate::columns::{
    create, drop, id, index, table, to, to_optional, version, with_references, word,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let of_board = index("quota_jobs", &["board_id", "id"]);
        create(manager, vec![formations(), jobs()], vec![of_board]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["quota_jobs", "formations"]).await
    }
}

fn formations() -> TableCreateStatement {
    let columns = vec![
        word("sector", &["po", "vo", "mbo"]),
        integer("year"),
        word("unit", &["fte", "paid-hours"]),
        counted("hundredths", 0),
        word("accuracy", &["measured", "estimated"]),
    ];
    with_references(table("formations", columns), vec![to("board_id", "boards")])
        .primary_key(Index::create().col("board_id").col("sector").col("year"))
        .to_owned()
}

/// Nothing in it is about a person.
fn jobs() -> TableCreateStatement {
    let columns = vec![
        id(),
        word("status", &["planned", "filled"]),
        word("engagement", &["employed", "hired-in"]),
        counted("count", 1),
        counted("hundredths_per_week", 1),
        date("from_on"),
        date_null("until_on"),
        version(),
    ];
    let references = vec![to("board_id", "boards"), to_optional("school_id", "schools")];
    with_references(table("quota_jobs", columns), references)
}

fn counted(name: &'static str, least: i64) -> ColumnDef {
    let mut column = big_integer(name);
    column.check(Expr::col(name).gte(least));
    column
}
