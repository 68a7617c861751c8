//! Registrations and the people in them; needs stand apart because they are sensitive.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, integer, text, text_null, uuid};

use crate::columns::{create, drop, id, index, instant, table, to, version, with_references, word};

#[derive(DeriveMigrationName)]
pub struct Migration;

const STATUSES: [&str; 10] = [
    "submitted",
    "confirmed",
    "waitlisted",
    "offered",
    "rejected",
    "withdrawn",
    "declined",
    "lapsed",
    "cancelled",
    "completed",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![registrations(), participants(), participant_needs()],
            vec![
                index("registrations", &["cohort_id", "arrival"]).unique().to_owned(),
                index("registrations", &["cohort_id", "status", "arrival"]),
                index("registrations", &["board_id", "id"]),
                index("participants", &["registration_id"]),
                index("participants", &["cohort_id", "email_key"])
                    .unique()
                    .and_where(Expr::col("active"))
                    .to_owned(),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["participant_needs", "participants", "registrations"]).await
    }
}

fn registrations() -> TableCreateStatement {
    let columns = vec![
        id(),
        big_integer("arrival"),
        text("contact_name"),
        text("contact_email"),
        text_null("contact_phone"),
        text_null("motivation"),
        text_null("invoice_reference"),
        word("status", &STATUSES),
        integer("size"),
        instant("registered_at"),
        instant("status_since"),
        version(),
    ];
    let references = vec![to("cohort_id", "cohorts"), to("board_id", "boards")];
    with_references(table("registrations", columns), references)
}

/// A person who was replaced, or whose registration has ended, is no longer active.
fn participants() -> TableCreateStatement {
    let columns = vec![
        id(),
        uuid("cohort_id"),
        integer("position"),
        text("name"),
        text("email"),
        text("email_key"),
        text("role"),
        boolean("active"),
    ];
    with_references(table("participants", columns), vec![to("registration_id", "registrations")])
}

fn participant_needs() -> TableCreateStatement {
    let columns = vec![text_null("diet"), text_null("access")];
    with_references(table("participant_needs", columns), vec![to("participant_id", "participants")])
        .primary_key(Index::create().col("participant_id"))
        .to_owned()
}
