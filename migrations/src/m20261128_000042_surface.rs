//! For which place somebody acted, in the entries of the audit log, which keep it as they keep
//! everything else; and which programme another one continues (where that was said in words, they
//! stay in `continues`); and what was published of discussion guides.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, integer_null, json_binary, text_null, uuid_null};

use crate::columns::{create, drop, id, index, instant, table, to, with_references};
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
        manager.alter_table(programmes).await?;
        keep_versions(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["discussion_guide_versions"]).await?;
        let guides =
            Table::alter().table("discussion_guides").drop_column("published_number").to_owned();
        manager.alter_table(guides).await?;
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

/// What was published until now is the first version of its guide; what it was before is not known.
async fn keep_versions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![id(), integer("number"), json_binary("content"), instant("published_at")];
    let versions = table("discussion_guide_versions", columns);
    let versions = with_references(versions, vec![to("guide_id", "discussion_guides")]);
    let unique = index("discussion_guide_versions", &["guide_id", "number"]).unique().to_owned();
    create(manager, vec![versions], vec![unique]).await?;
    let number = integer_null("published_number");
    let guides = Table::alter().table("discussion_guides").add_column(number).to_owned();
    manager.alter_table(guides).await?;
    for statement in [
        "INSERT INTO discussion_guide_versions (id, number, content, published_at, guide_id) \
         SELECT id, 1, published, published_at, id FROM discussion_guides \
         WHERE published IS NOT NULL AND published_at IS NOT NULL",
        "UPDATE discussion_guides SET published_number = 1 WHERE published_at IS NOT NULL",
    ] {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
