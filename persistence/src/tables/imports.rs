//! Import jobs.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub file_name: String,
    pub dry_run: bool,
    pub allow_mass_closing: bool,
    pub state: String,
    pub attempts: i32,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub report: Option<Json>,
    pub requested_by: Uuid,
    pub requested_at: DateTimeUtc,
    pub leased_until: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
