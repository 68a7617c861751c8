//! For which place somebody acted, in the entries of the audit log, which keep it as they keep
//! everything else; and which programme another one continues (where that was said in words, they
//! stay in `continues`).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text_null, uuid_null};

use crate::m20261122_000008_audit::CONTENT;
use crate::m20261128_000033_exports::{COLUMN, guard};

#[derive(DeriveMigrationName)]
pub struct Migration;

const ACTING: [&str; 2] = ["acting_kind", "acting_id"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut kind = text_null("acting_kind");
        kind.check(Expr::col("acting_kind").is_in(["platform", "organiser", "board"]));
        for column in [kind, uuid_null("acting_id")] {
            let add = Table::alter().table("audit_entries").add_column(column).to_owned();
            manager.alter_table(add).await?;
        }
        guard(manager, &[CONTENT.as_slice(), &[COLUMN], &ACTING].concat()).await?;
        let predecessor = uuid_null("predecessor_id");
        let programmes = Table::alter().table("programmes").add_column(predecessor).to_owned();
        manager.alter_table(programmes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        guard(manager, &[CONTENT.as_slice(), &[COLUMN]].concat()).await?;
        for column in ACTING {
            let gone = Table::alter().table("audit_entries").drop_column(column).to_owned();
            manager.alter_table(gone).await?;
        }
        let programmes =
            Table::alter().table("programmes").drop_column("predecessor_id").to_owned();
        manager.alter_table(programmes).await
    }
}
