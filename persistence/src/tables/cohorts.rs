//! Cohorts; the seats given out stand in the row that is locked to give them out.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohorts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub search_key: String,
    pub region_scheme: Option<String>,
    pub region_code: Option<String>,
    pub capacity: i32,
    pub seats_per_board: Option<i32>,
    pub several_per_board: bool,
    pub opens_at: DateTimeUtc,
    pub closes_at: DateTimeUtc,
    pub has_waiting_list: bool,
    pub most_waiting: Option<i32>,
    pub free_cancellation_until: Option<DateTimeUtc>,
    pub place: Option<String>,
    pub facilitator: Option<String>,
    pub status: String,
    pub seats_taken: i32,
    pub waiting_teams: i32,
    pub last_arrival: i64,
    pub starts_at: Option<DateTimeUtc>,
    pub last_starts_at: Option<DateTimeUtc>,
    pub ends_at: Option<DateTimeUtc>,
    pub version: i64,
    pub offer_hours: i32,
    pub skip_larger_teams: bool,
    pub minimum_participants: Option<i32>,
    pub decide_by: Option<DateTimeUtc>,
    pub verdict: Option<String>,
    /// No offer lapses before this.
    pub next_lapse_at: Option<DateTimeUtc>,
    /// Of the teams that wait, those that are passed over.
    pub passed_over_teams: i32,
    pub programme_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
