//! Teachers' FTE by salary scale, in hundredths.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "function_mixes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_number: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub sector: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    pub formation: Option<i64>,
    pub size_class: Option<String>,
    pub postcode: Option<String>,
    pub source: String,
    pub level_1: i64,
    pub level_2: i64,
    pub level_3: i64,
    pub level_4: i64,
    pub level_5: i64,
    pub other: i64,
    pub agreed_1: Option<i64>,
    pub agreed_2: Option<i64>,
    pub agreed_3: Option<i64>,
    pub agreed_4: Option<i64>,
    pub agreed_5: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
