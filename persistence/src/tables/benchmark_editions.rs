//! Editions of benchmarks.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "benchmark_editions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: i32,
    pub made_at: DateTimeUtc,
    #[sea_orm(column_type = "JsonBinary")]
    pub contributions: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub published: Json,
    pub questionnaire_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
