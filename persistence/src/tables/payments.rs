//! What was paid on invoices.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub paid_on: Date,
    pub cents: i64,
    pub reference: Option<String>,
    pub set_off: bool,
    pub marked_at: DateTimeUtc,
    pub undone_at: Option<DateTimeUtc>,
    pub undone_because: Option<String>,
    pub invoice_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
