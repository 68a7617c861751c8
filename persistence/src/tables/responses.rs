//! Filled-in questionnaires.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "responses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub reference_on: Date,
    #[sea_orm(column_type = "JsonBinary")]
    pub answers: Json,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub scores: Option<Json>,
    pub status: String,
    pub submitted_at: Option<DateTimeUtc>,
    pub shared_since: Option<DateTimeUtc>,
    pub ever_shared: bool,
    pub version: i64,
    pub questionnaire_id: Uuid,
    pub questionnaire_version_id: Uuid,
    pub board_id: Uuid,
    pub school_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
