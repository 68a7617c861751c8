//! How many rows were taken, in the entries of the audit log about tables of people. An entry keeps
//! that as it keeps everything else.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::m20261122_000008_audit::{CONTENT, UNCHANGED, changes};

#[derive(DeriveMigrationName)]
pub struct Migration;

pub(crate) const COLUMN: &str = "row_count";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new(COLUMN);
        column.big_integer().null();
        let add = Table::alter().table("audit_entries").add_column(column).to_owned();
        manager.alter_table(add).await?;
        guard(manager, &[CONTENT.as_slice(), &[COLUMN]].concat()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        guard(manager, &CONTENT).await?;
        let gone = Table::alter().table("audit_entries").drop_column(COLUMN).to_owned();
        manager.alter_table(gone).await
    }
}

/// Refuses changes of `content`, and of what was guarded before.
pub(crate) async fn guard(manager: &SchemaManager<'_>, content: &[&str]) -> Result<(), DbErr> {
    const NAME: &str = "audit_entries_refuse_change";
    let changes = changes(content);
    let statements = if manager.get_database_backend() == DbBackend::Sqlite {
        [
            format!("DROP TRIGGER {NAME}"),
            format!(
                "CREATE TRIGGER {NAME} BEFORE UPDATE ON audit_entries FOR EACH ROW WHEN {changes} \
                 BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END"
            ),
        ]
    } else {
        [
            format!("DROP TRIGGER {NAME} ON audit_entries"),
            format!(
                "CREATE TRIGGER {NAME} BEFORE UPDATE ON audit_entries FOR EACH ROW \
                 WHEN ({changes}) EXECUTE FUNCTION {NAME}()"
            ),
        ]
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}
