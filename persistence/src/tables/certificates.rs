//! Certificates.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub year: i32,
    pub place: i64,
    pub number: String,
    pub code: String,
    pub name: String,
    pub email_key: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    pub issued_at: DateTimeUtc,
    pub issued_on: Date,
    pub revoked_at: Option<DateTimeUtc>,
    pub revoked_because: Option<String>,
    pub version: i64,
    pub organiser_id: Uuid,
    pub board_id: Uuid,
    pub cohort_id: Uuid,
    pub registration_id: Uuid,
    pub participant_id: Uuid,
    pub replaces_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
