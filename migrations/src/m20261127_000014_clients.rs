//! Machine clients, with what they show who they are by.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, text, timestamp_with_time_zone_null as instant_null};

use crate::columns::{
    create, drop, id, index, instant, table, to, to_optional, version, with_references, word,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let kid_once = index("client_keys", &["client_id", "kid"]).unique().to_owned();
        let indexes = vec![
            index("clients", &["organiser_id"]),
            index("clients", &["board_id"]),
            index("client_secrets", &["client_id"]),
            kid_once,
            index("client_assertions", &["expires_at"]),
        ];
        create(manager, vec![clients(), secrets(), keys(), assertions()], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["client_assertions", "client_keys", "client_secrets", "clients"]).await
    }
}

fn clients() -> TableCreateStatement {
    let columns = vec![
        id(),
        text("name"),
        // Their names in order, with a space between them.
        text("scopes"),
        instant("created_at"),
        instant_null("blocked_at"),
        instant_null("ended_at"),
        version(),
    ];
    let places = vec![to_optional("organiser_id", "organisers"), to_optional("board_id", "boards")];
    let of = |column: &'static str, other: &'static str| {
        Expr::col(column).is_not_null().and(Expr::col(other).is_null())
    };
    let one_place = of("organiser_id", "board_id").or(of("board_id", "organiser_id"));
    with_references(table("clients", columns), places).check(one_place).to_owned()
}

fn secrets() -> TableCreateStatement {
    // Of the text there is only the hash.
    let columns = vec![
        id(),
        blob("hash"),
        instant("created_at"),
        instant("expires_at"),
        instant_null("last_used_at"),
    ];
    with_references(table("client_secrets", columns), vec![to("client_id", "clients")])
}

fn keys() -> TableCreateStatement {
    let columns = vec![
        id(),
        text("kid"),
        word("algorithm", &["RS256", "PS256", "ES256", "ES384", "EdDSA"]),
        // The public key (RFC 7517).
        text("jwk"),
        instant("created_at"),
        instant_null("last_used_at"),
    ];
    with_references(table("client_keys", columns), vec![to("client_id", "clients")])
}

/// Assertions that were used: the key is what makes each good once, whatever server it comes to.
fn assertions() -> TableCreateStatement {
    let columns = vec![text("jti"), instant("expires_at")];
    with_references(table("client_assertions", columns), vec![to("client_id", "clients")])
        .primary_key(Index::create().col("client_id").col("jti"))
        .to_owned()
}
