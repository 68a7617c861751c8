//! People in registrations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "participants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cohort_id: Uuid,
    pub position: i32,
    pub name: String,
    pub search_key: String,
    pub email: String,
    pub email_key: String,
    pub role: String,
    pub active: bool,
    /// When they took somebody's place.
    pub joined_at: Option<DateTimeUtc>,
    /// Only the newest edition of their personal link is good.
    pub link_edition: i32,
    pub registration_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_one = "super::participant_needs::Entity")]
    Needs,
}

impl Related<super::participant_needs::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Needs.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
