//! Locations of schools.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "schools")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub location_number: String,
    pub brin: String,
    pub name: String,
    pub search_key: String,
    pub kind: String,
    pub address_line: String,
    pub postcode: String,
    pub city: String,
    pub municipality: String,
    pub municipality_key: String,
    pub province: String,
    pub province_key: String,
    pub denomination: Option<String>,
    pub website: Option<String>,
    pub closed_on: Option<Date>,
    pub version: i64,
    pub board_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
