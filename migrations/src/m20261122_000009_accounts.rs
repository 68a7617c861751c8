//! Passwords of people with a local account.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text;

use crate::columns::{create, drop, index, instant, table, to, with_references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let waiting = index("users", &["created_at"])
            .and_where(Expr::col("confirmed_at").is_null())
            .to_owned();
        let ends = index("sign_ins", &["expires_at"]);
        create(manager, vec![passwords()], vec![waiting, ends]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table) in [("sign_ins_expires_at", "sign_ins"), ("users_created_at", "users")] {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        drop(manager, &["passwords"]).await
    }
}

fn passwords() -> TableCreateStatement {
    // The hash as a PHC string: it names its own algorithm, costs and salt.
    let columns = vec![text("hash"), instant("changed_at")];
    with_references(table("passwords", columns), vec![to("user_id", "users")])
        .primary_key(Index::create().col("user_id"))
        .to_owned()
}
