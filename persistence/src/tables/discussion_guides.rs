//! Discussion guides.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "discussion_guides")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub draft: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub published: Option<Json>,
    pub published_at: Option<DateTimeUtc>,
    pub version: i64,
    pub published_number: Option<i32>,
    pub organiser_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
