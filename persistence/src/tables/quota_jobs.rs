//! Jobs of the jobs agreement: counts and hours, never a person.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub status: String,
    pub engagement: String,
    pub count: i64,
    pub hundredths_per_week: i64,
    pub from_on: Date,
    pub until_on: Option<Date>,
    pub version: i64,
    pub board_id: Uuid,
    pub school_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
