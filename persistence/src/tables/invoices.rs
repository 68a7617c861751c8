//! Invoices and credit notes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub year: i32,
    pub place: i64,
    pub number: String,
    pub issued_at: DateTimeUtc,
    pub issued_on: Date,
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    pub organiser_id: Uuid,
    pub board_id: Uuid,
    pub cohort_id: Uuid,
    pub registration_id: Uuid,
    pub corrects_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
