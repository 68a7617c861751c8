//! Questionnaires in versions, what boards answer to them, and the editions of the benchmark.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, integer, integer_null, json_binary, json_binary_null,
    timestamp_with_time_zone_null, uuid_null,
};

use crate::columns::{
    create, drop, id, index, instant, table, to, to_optional, version, with_references, word,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![questionnaires(), versions(), responses(), editions()];
        create(manager, tables, indexes()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["benchmark_editions", "responses", "questionnaire_versions", "questionnaires"];
        drop(manager, &tables).await
    }
}

fn indexes() -> Vec<IndexCreateStatement> {
    let draft = || Expr::col("status").eq("draft");
    vec![
        index("questionnaires", &["organiser_id"]),
        index("questionnaire_versions", &["questionnaire_id", "number"]).unique().to_owned(),
        Index::create()
            .name("questionnaire_versions_one_draft")
            .table("questionnaire_versions")
            .col("questionnaire_id")
            .unique()
            .and_where(draft())
            .to_owned(),
        index("responses", &["board_id", "id"]),
        index("responses", &["questionnaire_id", "status", "board_id"]),
        Index::create()
            .name("responses_one_draft_of_board")
            .table("responses")
            .col("questionnaire_id")
            .col("board_id")
            .unique()
            .and_where(draft().and(Expr::col("school_id").is_null()))
            .to_owned(),
        Index::create()
            .name("responses_one_draft_of_school")
            .table("responses")
            .col("questionnaire_id")
            .col("school_id")
            .unique()
            .and_where(draft())
            .to_owned(),
        index("benchmark_editions", &["questionnaire_id", "number"]).unique().to_owned(),
    ]
}

/// The title is that of the version in use, so that lists need not read whole versions.
fn questionnaires() -> TableCreateStatement {
    let columns = vec![
        id(),
        json_binary("title"),
        integer("last_number"),
        uuid_null("published_id"),
        integer_null("published_number"),
        version(),
    ];
    with_references(table("questionnaires", columns), vec![to("organiser_id", "organisers")])
}

fn versions() -> TableCreateStatement {
    let columns = vec![
        id(),
        integer("number"),
        json_binary("definition"),
        word("status", &["draft", "published"]),
        timestamp_with_time_zone_null("published_at"),
        version(),
    ];
    let references = vec![to("questionnaire_id", "questionnaires")];
    with_references(table("questionnaire_versions", columns), references)
}

fn responses() -> TableCreateStatement {
    let columns = vec![
        id(),
        date("reference_on"),
        json_binary("answers"),
        json_binary_null("scores"),
        word("status", &["draft", "submitted", "withdrawn"]),
        timestamp_with_time_zone_null("submitted_at"),
        timestamp_with_time_zone_null("shared_since"),
        boolean("ever_shared"),
        version(),
    ];
    let references = vec![
        to("questionnaire_id", "questionnaires"),
        to("questionnaire_version_id", "questionnaire_versions"),
        to("board_id", "boards"),
        to_optional("school_id", "schools"),
    ];
    with_references(table("responses", columns), references)
}

fn editions() -> TableCreateStatement {
    let columns = vec![
        id(),
        integer("number"),
        instant("made_at"),
        json_binary("contributions"),
        json_binary("published"),
    ];
    let references = vec![to("questionnaire_id", "questionnaires")];
    with_references(table("benchmark_editions", columns), references)
}
