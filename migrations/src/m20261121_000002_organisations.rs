//! Organisers with their members, and people with their roles.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, text, text_null};

use crate::columns::{
    create, drop, id, index, instant, table, to, to_optional, version, with_references, word,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let organisers = vec![
            id(),
            text("slug"),
            text("name"),
            word("members", &["none", "boards", "persons"]),
            text_null("website"),
            version(),
        ];
        let memberships = vec![
            id(),
            text_null("person_name"),
            text_null("person_email"),
            text_null("person_email_key"),
            text("number"),
            date("from_on"),
            date_null("until_on"),
            version(),
        ];
        let of_whom = vec![to("organiser_id", "organisers"), to_optional("board_id", "boards")];
        let one_member =
            Expr::col("board_id").is_null().ne(Expr::col("person_email_key").is_null());
        let users = vec![id(), text("name"), text("email_key"), instant("created_at")];
        let roles =
            vec![id(), word("role", &["administrator", "organiser-editor", "board-editor"])];
        let held = vec![
            to("user_id", "users"),
            to_optional("organiser_id", "organisers"),
            to_optional("board_id", "boards"),
        ];
        create(
            manager,
            vec![
                table("organisers", organisers),
                with_references(table("memberships", memberships), of_whom)
                    .check(one_member)
                    .to_owned(),
                table("users", users),
                with_references(table("roles", roles), held),
            ],
            vec![
                index("organisers", &["slug"]).unique().to_owned(),
                index("memberships", &["organiser_id", "number"]).unique().to_owned(),
                index("memberships", &["organiser_id", "board_id"]),
                index("users", &["email_key"]).unique().to_owned(),
                index("roles", &["user_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["roles", "users", "memberships", "organisers"]).await
    }
}
