//! Invitations, and what it takes to manage people: a key to find them by, an address they asked
//! for, and a turn to change who runs the platform.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, text, text_null, timestamp_with_time_zone_null, uuid_null,
};

use crate::columns::{
    create, drop, id, index, instant, table, to_optional, version, with_references, word,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut search_key = text("search_key");
        search_key.default("");
        for column in [search_key, text_null("new_email_key")] {
            let users = Table::alter().table("users").add_column(column).to_owned();
            manager.alter_table(users).await?;
        }
        let known = "UPDATE users SET search_key = lower(name) || ' ' || email_key";
        manager.get_connection().execute_unprepared(known).await?;
        let indexes = vec![
            index("invitations", &["organiser_id"]),
            index("invitations", &["board_id"]),
            of_platform(),
            index("users", &["search_key", "id"]),
        ];
        let indexes = [one_live_each(), indexes].concat();
        create(manager, vec![invitations(), platform_turns()], indexes).await?;
        let turn = Query::insert()
            .into_table("platform_turns")
            .columns(["number"])
            .values_panic([1.into()])
            .to_owned();
        manager.execute(turn).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["platform_turns", "invitations"]).await?;
        for (name, table) in [("roles_of_platform", "roles"), ("users_search_key_id", "users")] {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        for name in ["new_email_key", "search_key"] {
            let users = Table::alter().table("users").drop_column(name).to_owned();
            manager.alter_table(users).await?;
        }
        Ok(())
    }
}

fn invitations() -> TableCreateStatement {
    let roles = [
        "administrator",
        "organiser-administrator",
        "organiser-editor",
        "board-administrator",
        "board-editor",
    ];
    let columns = vec![
        id(),
        word("role", &roles),
        text("email_key"),
        text_null("name"),
        word("language", &["nl", "en"]),
        instant("created_at"),
        uuid_null("invited_by"),
        instant("sent_at"),
        instant("expires_at"),
        timestamp_with_time_zone_null("accepted_at"),
        uuid_null("accepted_by"),
        timestamp_with_time_zone_null("withdrawn_at"),
        version(),
    ];
    let places = vec![to_optional("organiser_id", "organisers"), to_optional("board_id", "boards")];
    let one_end = Expr::col("accepted_at").is_null().or(Expr::col("withdrawn_at").is_null());
    with_references(table("invitations", columns), places).check(one_end).to_owned()
}

fn is_live(invitations: &mut IndexCreateStatement) -> &mut IndexCreateStatement {
    invitations
        .and_where(Expr::col("accepted_at").is_null())
        .and_where(Expr::col("withdrawn_at").is_null())
}

/// Nobody has two live invitations to one place.
fn one_live_each() -> Vec<IndexCreateStatement> {
    let at = |column: &'static str| {
        let mut index = index("invitations", &[column, "email_key"]);
        is_live(index.unique()).and_where(Expr::col(column).is_not_null()).to_owned()
    };
    let mut platform = index("invitations", &["email_key"]);
    let platform = is_live(platform.unique())
        .and_where(Expr::col("organiser_id").is_null())
        .and_where(Expr::col("board_id").is_null())
        .to_owned();
    vec![at("organiser_id"), at("board_id"), platform]
}

/// Nobody runs the platform twice.
fn of_platform() -> IndexCreateStatement {
    Index::create()
        .name("roles_of_platform")
        .table("roles")
        .col("user_id")
        .unique()
        .and_where(Expr::col("organiser_id").is_null())
        .and_where(Expr::col("board_id").is_null())
        .to_owned()
}

/// Whose turn it is to change who runs the platform: it has no row of its own to lock.
fn platform_turns() -> TableCreateStatement {
    table("platform_turns", vec![integer("number").primary_key().to_owned()])
}
