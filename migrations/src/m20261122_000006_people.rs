//! People with a language and a lock, roles of administrators, and sign-ins.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, text, text_null, timestamp_with_time_zone_null, uuid_null,
};

use crate::columns::{
    create, drop, id, index, instant, table, to, to_optional, version, with_references, word,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in added_to_users() {
            let table = Table::alter().table("users").add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        let given_at = "(SELECT created_at FROM users WHERE users.id = user_id)";
        let values = [("role", "role"), ("given_at", given_at), ("version", "1")];
        replace_roles(manager, roles(&WIDE, managed()), &values).await?;
        for index in one_role_each() {
            manager.create_index(index).await?;
        }
        create(manager, vec![sign_ins()], vec![index("sign_ins", &["user_id"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["sign_ins"]).await?;
        let narrowed = "CASE role WHEN 'organiser-administrator' THEN 'organiser-editor' \
                        WHEN 'board-administrator' THEN 'board-editor' ELSE role END";
        replace_roles(manager, roles(&NARROW, Vec::new()), &[("role", narrowed)]).await?;
        for name in ["version", "blocked_at", "confirmed_at", "language"] {
            let table = Table::alter().table("users").drop_column(name).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

/// The words of roles before and after this step.
const NARROW: [&str; 3] = ["administrator", "organiser-editor", "board-editor"];
const WIDE: [&str; 5] = [
    "administrator",
    "organiser-administrator",
    "organiser-editor",
    "board-administrator",
    "board-editor",
];

fn added_to_users() -> Vec<ColumnDef> {
    let mut language = text("language");
    language.default("nl");
    let mut version = version();
    version.default(1);
    let instants = ["confirmed_at", "blocked_at"].map(timestamp_with_time_zone_null);
    [vec![language], instants.into(), vec![version]].concat()
}

fn managed() -> Vec<ColumnDef> {
    vec![instant("given_at"), uuid_null("given_by"), version()]
}

fn roles(words: &[&'static str], more: Vec<ColumnDef>) -> TableCreateStatement {
    let columns = [vec![id(), word("role", words)], more].concat();
    let held = vec![
        to("user_id", "users"),
        to_optional("organiser_id", "organisers"),
        to_optional("board_id", "boards"),
    ];
    with_references(table("new_roles", columns), held)
}

/// Puts a table with other checks in the place of `roles`, its columns filled with these values:
/// neither engine changes a check.
async fn replace_roles(
    manager: &SchemaManager<'_>,
    table: TableCreateStatement,
    filled: &[(&str, &str)],
) -> Result<(), DbErr> {
    manager.create_table(table).await?;
    let kept = ["id", "user_id", "organiser_id", "board_id"].map(|column| (column, column));
    let (columns, values): (Vec<_>, Vec<_>) = kept.iter().chain(filled).copied().unzip();
    let (columns, values) = (columns.join(", "), values.join(", "));
    let copy = format!("INSERT INTO new_roles ({columns}) SELECT {values} FROM roles");
    manager.get_connection().execute_unprepared(&copy).await?;
    drop(manager, &["roles"]).await?;
    let renamed = Table::rename().table("new_roles", "roles").to_owned();
    manager.rename_table(renamed).await?;
    manager.create_index(index("roles", &["user_id"])).await
}

/// Nobody holds two roles at one place.
fn one_role_each() -> Vec<IndexCreateStatement> {
    let at = |column: &'static str| {
        index("roles", &[column, "user_id"])
            .unique()
            .and_where(Expr::col(column).is_not_null())
            .to_owned()
    };
    vec![at("organiser_id"), at("board_id")]
}

fn sign_ins() -> TableCreateStatement {
    let columns = vec![
        id(),
        instant("begun_at"),
        // Counts the refresh tokens: the newest has this number.
        integer("generation"),
        instant("renewed_at"),
        instant("expires_at"),
        timestamp_with_time_zone_null("ended_at"),
        text_null("ended_because"),
    ];
    with_references(table("sign_ins", columns), vec![to("user_id", "users")])
}
