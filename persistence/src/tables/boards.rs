//! School boards.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "boards")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    pub name: String,
    pub search_key: String,
    pub in_po: bool,
    pub in_vo: bool,
    pub in_mbo: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub school_kinds: Json,
    pub address_line: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub municipality: Option<String>,
    pub municipality_key: Option<String>,
    pub denomination: Option<String>,
    pub website: Option<String>,
    pub kvk_number: Option<String>,
    pub size_class: Option<String>,
    pub one_school: Option<bool>,
    pub in_boards_file: bool,
    pub closed_on: Option<Date>,
    pub successor_id: Option<Uuid>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
