//! Programmes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programmes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub title: String,
    pub search_key: String,
    pub description: String,
    pub language: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub rules: Json,
    pub entry_questionnaire_id: Option<Uuid>,
    pub entry_since: Option<DateTimeUtc>,
    pub status: String,
    pub version: i64,
    pub predecessor_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
