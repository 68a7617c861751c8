//! Organisers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub members: String,
    pub website: Option<String>,
    pub contact_email: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub working_hours: Option<Json>,
    #[sea_orm(column_type = "JsonBinary")]
    pub invoicing: Option<Json>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
