//! Mail that waits to be sent, and the codes that its links carry.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, integer, json_binary, text, text_null, timestamp_with_time_zone_null, uuid,
};

use crate::columns::{create, drop, id, index, instant, table, to_optional, with_references, word};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let waiting =
            index("outbox", &["due_at"]).and_where(Expr::col("finished_at").is_null()).to_owned();
        let done = index("outbox", &["finished_at"])
            .and_where(Expr::col("finished_at").is_not_null())
            .to_owned();
        create(
            manager,
            vec![outbox(), one_time_codes()],
            vec![
                waiting,
                done,
                index("outbox", &["user_id"]),
                index("one_time_codes", &["subject"]),
                index("one_time_codes", &["expires_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["one_time_codes", "outbox"]).await
    }
}

fn outbox() -> TableCreateStatement {
    let columns = vec![
        id(),
        text("kind"),
        json_binary("parameters"),
        // Where there is no account yet: the address as it was given.
        text_null("address"),
        word("language", &["nl", "en"]),
        word("state", &["waiting", "claimed", "sent", "dead"]),
        integer("attempts"),
        // Counts the claims: only who holds the newest may say what came of it.
        big_integer("fence"),
        // Waiting: when to send it. Claimed: when another may take it over.
        instant("due_at"),
        instant("created_at"),
        timestamp_with_time_zone_null("finished_at"),
        text_null("trouble"),
    ];
    let finished = Expr::col("state").is_in(["sent", "dead"]);
    let one_addressee = Expr::col("user_id").is_null().ne(Expr::col("address").is_null());
    with_references(table("outbox", columns), vec![to_optional("user_id", "users")])
        .check(one_addressee)
        .check(finished.eq(Expr::col("finished_at").is_not_null()))
        .to_owned()
}

fn one_time_codes() -> TableCreateStatement {
    let columns = vec![
        id(),
        word("purpose", &["invitation", "confirm", "reset"]),
        uuid("subject"),
        instant("expires_at"),
        timestamp_with_time_zone_null("used_at"),
    ];
    table("one_time_codes", columns)
}
