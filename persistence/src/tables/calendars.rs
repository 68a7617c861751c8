//! Calendars that people made, without their addresses.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendars")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub edition: i32,
    pub created_at: DateTimeUtc,
    pub last_read_at: Option<DateTimeUtc>,
    pub user_id: Uuid,
    pub board_id: Option<Uuid>,
    pub organiser_id: Option<Uuid>,
    pub cohort_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
