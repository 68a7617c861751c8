//! The function mix: teachers' FTE by salary scale, per board, sector and year.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, text, text_null};

use crate::columns::{create, drop, index, table, word};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Sums over a sector by year are answered from this index alone.
        let mut by_year = vec!["sector", "year"];
        by_year.extend(FTE);
        let mut sums = index("function_mixes", &by_year);
        sums.name("function_mixes_by_year");
        create(manager, vec![function_mixes()], vec![sums]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["function_mixes"]).await
    }
}

/// Hundredths of FTE: by level, and of those in no scale.
const FTE: [&str; 6] = ["level_1", "level_2", "level_3", "level_4", "level_5", "other"];

/// By the board's number and not its row: the file knows boards that ended before the register
/// began.
fn function_mixes() -> TableCreateStatement {
    let mut columns = vec![
        text("board_number"),
        word("sector", &["bo", "sbo-so", "vo", "mbo"]),
        integer("year"),
        big_integer_null("formation"),
        text_null("size_class"),
        text_null("postcode"),
        word("source", &["duo", "board"]),
    ];
    columns.extend(FTE.map(|fte| {
        let mut column = big_integer(fte);
        column.check(Expr::col(fte).gte(0));
        column
    }));
    table("function_mixes", columns)
        .primary_key(Index::create().col("board_number").col("sector").col("year"))
        .to_owned()
}
