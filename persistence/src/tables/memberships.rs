//! Memberships of boards and of persons.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_name: Option<String>,
    pub person_email: Option<String>,
    pub person_email_key: Option<String>,
    pub number: String,
    pub from_on: Date,
    pub until_on: Option<Date>,
    pub version: i64,
    pub organiser_id: Uuid,
    pub board_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
