//! Partnerships for inclusive education.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partnerships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub search_key: String,
    pub sector: String,
    pub address_line: String,
    pub postcode: String,
    pub city: String,
    pub website: Option<String>,
    pub legal_body_number: Option<String>,
    pub legal_body_name: Option<String>,
    pub closed_on: Option<Date>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
