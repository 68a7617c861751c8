//! Who did or was refused what. What is sealed never changes; see the step of the schema.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: DateTimeUtc,
    pub principal_kind: Option<String>,
    pub principal_id: Option<Uuid>,
    pub request_id: Option<Uuid>,
    pub operation: String,
    pub what: String,
    pub subject_kind: Option<String>,
    pub subject_id: Option<Uuid>,
    /// Why it was refused; nothing where it was done.
    pub code: Option<String>,
    pub reason: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub changed: Option<Json>,
    /// How many rows were taken, where a table about people was.
    pub row_count: Option<i64>,
    pub organiser_id: Option<Uuid>,
    pub board_id: Option<Uuid>,
    /// For which place the principal acted: `platform`, `organiser` or `board`, and which.
    pub acting_kind: Option<String>,
    pub acting_id: Option<Uuid>,
    /// 1, 2, 3 … in the order of sealing.
    pub seal_number: Option<i64>,
    pub seal: Option<Vec<u8>>,
    /// With what the reason was hashed; goes with the reason, so that nobody can guess it.
    pub reason_salt: Option<Vec<u8>>,
    pub reason_hash: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
