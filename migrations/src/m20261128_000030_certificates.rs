//! Certificates with their numbers, and keys for what outlives a token.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date, integer, json_binary, text, text_null, timestamp_with_time_zone_null,
};

use crate::columns::{
    create, drop, id, index, instant, table, to, to_optional, version, with_references, word,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut purpose = word("purpose", &["tokens", "credentials"]);
        purpose.default("tokens");
        let keys = Table::alter().table("signing_keys").add_column(purpose).to_owned();
        manager.alter_table(keys).await?;
        create(manager, vec![series(), certificates()], indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["certificates", "certificate_series"]).await?;
        let of_credentials = Query::delete()
            .from_table("signing_keys")
            .and_where(Expr::col("purpose").eq("credentials"))
            .to_owned();
        manager.execute(of_credentials).await?;
        let keys = Table::alter().table("signing_keys").drop_column("purpose").to_owned();
        manager.alter_table(keys).await
    }
}

/// The number given out last, for each organiser and year.
fn series() -> TableCreateStatement {
    let mut last = big_integer("last_place");
    last.check(Expr::col("last_place").gte(1));
    let of = vec![to("organiser_id", "organisers")];
    let mut series = with_references(table("certificate_series", vec![integer("year"), last]), of);
    series.primary_key(Index::create().col("organiser_id").col("year")).to_owned()
}

/// Name and address stand apart from what else was written on it: they are what is erased.
fn certificates() -> TableCreateStatement {
    let mut place = big_integer("place");
    place.check(Expr::col("place").gte(1));
    let columns = vec![
        id(),
        integer("year"),
        place,
        text("number"),
        text("code"),
        text("name"),
        text("email_key"),
        json_binary("content"),
        instant("issued_at"),
        date("issued_on"),
        timestamp_with_time_zone_null("revoked_at"),
        text_null("revoked_because"),
        version(),
    ];
    let of = vec![
        to("organiser_id", "organisers"),
        to("board_id", "boards"),
        to("cohort_id", "cohorts"),
        to("registration_id", "registrations"),
        to("participant_id", "participants"),
        to_optional("replaces_id", "certificates"),
    ];
    // Of somebody who was erased the reason is not kept.
    let revoked = Expr::col("revoked_because").is_null().or(Expr::col("revoked_at").is_not_null());
    with_references(table("certificates", columns), of).check(revoked).to_owned()
}

/// A participant has one certificate that holds, and so has whoever reads mail at an address.
fn indexes() -> Vec<IndexCreateStatement> {
    let holds = || Expr::col("revoked_at").is_null();
    let unique = |columns: &[&'static str]| index("certificates", columns).unique().to_owned();
    vec![
        unique(&["organiser_id", "year", "place"]),
        unique(&["code"]),
        unique(&["participant_id"]).and_where(holds()).to_owned(),
        unique(&["cohort_id", "email_key"]).and_where(holds()).to_owned(),
        unique(&["replaces_id"]).and_where(Expr::col("replaces_id").is_not_null()).to_owned(),
        index("certificates", &["board_id", "id"]),
        index("certificates", &["cohort_id", "id"]),
        index("certificates", &["email_key"]),
    ]
}
