//! Registrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub arrival: i64,
    pub contact_name: String,
    pub contact_email: String,
    pub contact_phone: Option<String>,
    pub motivation: Option<String>,
    pub invoice_reference: Option<String>,
    pub status: String,
    pub size: i32,
    pub registered_at: DateTimeUtc,
    pub status_since: DateTimeUtc,
    pub version: i64,
    pub language: String,
    pub offer_until: Option<DateTimeUtc>,
    pub overtaken: i32,
    /// Codes of refusals, with spaces between them.
    pub passed_over_for: Option<String>,
    pub cohort_id: Uuid,
    pub board_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
