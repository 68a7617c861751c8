//! The sector register: boards, schools, partnerships, regions, school holidays.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, boolean_null, date, date_null, integer, json_binary, text, text_null,
};

use crate::columns::{create, drop, id, index, table, to, to_optional, version, with_references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                boards(),
                schools(),
                partnerships(),
                regions(),
                school_regions(),
                area_regions(),
                school_holidays(),
                register_turns(),
            ],
            vec![
                index("boards", &["number"]).unique().to_owned(),
                index("boards", &["search_key", "id"]),
                index("schools", &["location_number"]).unique().to_owned(),
                index("schools", &["search_key", "id"]),
                index("schools", &["board_id"]),
                index("partnerships", &["code"]).unique().to_owned(),
                index("partnerships", &["search_key", "id"]),
                index("school_regions", &["scheme", "code"]),
            ],
        )
        .await?;
        let turn = Query::insert()
            .into_table("register_turns")
            .columns(["number"])
            .values_panic([1.into()])
            .to_owned();
        manager.execute(turn).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "register_turns",
            "school_holidays",
            "area_regions",
            "school_regions",
            "regions",
            "partnerships",
            "schools",
            "boards",
        ];
        drop(manager, &tables).await
    }
}

fn boards() -> TableCreateStatement {
    let columns = vec![
        id(),
        text("number"),
        text("name"),
        text("search_key"),
        boolean("in_po"),
        boolean("in_vo"),
        boolean("in_mbo"),
        json_binary("school_kinds"),
        text_null("address_line"),
        text_null("postcode"),
        text_null("city"),
        text_null("municipality"),
        text_null("municipality_key"),
        text_null("denomination"),
        text_null("website"),
        text_null("kvk_number"),
        text_null("size_class"),
        boolean_null("one_school"),
        boolean("in_boards_file"),
        date_null("closed_on"),
        version(),
    ];
    with_references(table("boards", columns), vec![to_optional("successor_id", "boards")])
}

fn schools() -> TableCreateStatement {
    let columns = vec![
        id(),
        text("location_number"),
        text("brin"),
        text("name"),
        text("search_key"),
        text("kind"),
        text("address_line"),
        text("postcode"),
        text("city"),
        text("municipality"),
        text("municipality_key"),
        text("province"),
        text("province_key"),
        text_null("denomination"),
        text_null("website"),
        date_null("closed_on"),
        version(),
    ];
    with_references(table("schools", columns), vec![to("board_id", "boards")])
}

fn partnerships() -> TableCreateStatement {
    let columns = vec![
        id(),
        text("code"),
        text("name"),
        text("search_key"),
        text("sector"),
        text("address_line"),
        text("postcode"),
        text("city"),
        text_null("website"),
        text_null("legal_body_number"),
        text_null("legal_body_name"),
        date_null("closed_on"),
        version(),
    ];
    table("partnerships", columns)
}

fn regions() -> TableCreateStatement {
    let columns = vec![text("scheme"), text("code"), text("name"), text("search_key")];
    table("regions", columns).primary_key(Index::create().col("scheme").col("code")).to_owned()
}

/// Which regions a location lies in, one row for each scheme.
fn school_regions() -> TableCreateStatement {
    let school = vec![to("school_id", "schools")];
    with_references(table("school_regions", vec![text("scheme"), text("code")]), school)
        .primary_key(Index::create().col("school_id").col("scheme").col("code"))
        .to_owned()
}

/// Which region a municipality or a four-digit postcode lies in.
fn area_regions() -> TableCreateStatement {
    let columns = vec![text("area_kind"), text("area"), text("scheme"), text("code")];
    table("area_regions", columns)
        .primary_key(Index::create().col("area_kind").col("area").col("scheme").col("code"))
        .to_owned()
}

fn school_holidays() -> TableCreateStatement {
    let columns =
        vec![text("school_year"), text("name"), text("region"), date("first_on"), date("last_on")];
    table("school_holidays", columns)
        .primary_key(Index::create().col("school_year").col("name").col("region"))
        .to_owned()
}

/// One row, locked by whoever writes to the register, so that files are applied one by one.
fn register_turns() -> TableCreateStatement {
    table("register_turns", vec![integer("number").primary_key().to_owned()])
}
