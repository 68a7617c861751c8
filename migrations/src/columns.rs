//! Columns and tables that look alike everywhere: ids and instants come from the application.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, timestamp_with_time_zone, uuid, uuid_null};

/// The primary key of a table whose rows have an identity.
pub fn id() -> ColumnDef {
    let mut column = uuid("id");
    column.primary_key();
    column
}

/// The version that `ETag` and `If-Match` speak of.
pub fn version() -> ColumnDef {
    let mut column = big_integer("version");
    column.check(Expr::col("version").gte(1));
    column
}

/// A UUID that names a row of `table`.
pub fn to(column: &'static str, table: &'static str) -> (ColumnDef, ForeignKeyCreateStatement) {
    (uuid(column), foreign_key(column, table))
}

/// A UUID that names a row of `table`, or nothing.
pub fn to_optional(
    column: &'static str,
    table: &'static str,
) -> (ColumnDef, ForeignKeyCreateStatement) {
    (uuid_null(column), foreign_key(column, table))
}

fn foreign_key(column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from_col(column).to(table, "id").to_owned()
}

/// A word of a closed list.
pub fn word(column: &'static str, words: &[&'static str]) -> ColumnDef {
    let mut definition = sea_orm_migration::schema::text(column);
    definition.check(Expr::col(column).is_in(words.iter().copied()));
    definition
}

/// An instant.
pub fn instant(column: &'static str) -> ColumnDef {
    timestamp_with_time_zone(column)
}

/// A table with these columns, of which some name rows of other tables.
pub fn table(name: &'static str, columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name);
    for column in columns {
        table.col(column);
    }
    table
}

/// Adds columns that name rows of other tables.
pub fn with_references(
    mut table: TableCreateStatement,
    references: Vec<(ColumnDef, ForeignKeyCreateStatement)>,
) -> TableCreateStatement {
    for (mut column, mut key) in references {
        table.col(&mut column);
        table.foreign_key(&mut key);
    }
    table
}

/// An index on `columns` of `table`.
pub fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// Creates tables and indexes in this order.
pub async fn create(
    manager: &SchemaManager<'_>,
    tables: Vec<TableCreateStatement>,
    indexes: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Drops tables in this order.
pub async fn drop(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}
