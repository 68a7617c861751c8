//! What is needed to issue: what certificates of a cohort have in common, and the numbers.

use leerkring_domain::kernel::{Code, Id, Language};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::Programme;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::series;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{organisers, programme_organisers, programmes};

/// What certificates of a programme have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuing {
    pub title: String,
    /// The language that the programme is given in.
    pub language: Language,
    pub lead: Id<Organiser>,
    /// The lead's short name, of which its numbers are made.
    pub slug: String,
    /// The names of who organises it, the lead first.
    pub organisers: Vec<String>,
}

/// What certificates of this programme have in common.
pub async fn issuing(db: &impl ConnectionTrait, programme: Id<Programme>) -> Stored<Issuing> {
    let row = programmes::Entity::find_by_id(programme.uuid()).one(db).await?;
    let row = row.ok_or(StoreError::Missing("programme"))?;
    let organisers: Vec<(Uuid, String, String)> = organisers::Entity::find()
        .select_only()
        .columns([organisers::Column::Id, organisers::Column::Slug, organisers::Column::Name])
        .join_rev(
            JoinType::InnerJoin,
            programme_organisers::Entity::belongs_to(organisers::Entity)
                .from(programme_organisers::Column::OrganiserId)
                .to(organisers::Column::Id)
                .into(),
        )
        .filter(programme_organisers::Column::ProgrammeId.eq(programme.uuid()))
        .order_by_desc(programme_organisers::Column::Leads)
        .order_by_asc(organisers::Column::Name)
        .into_tuple()
        .all(db)
        .await?;
    let (lead, slug, _) = organisers.first().cloned().ok_or(StoreError::Corrupt("programme"))?;
    Ok(Issuing {
        title: row.title,
        language: Language::from_code(&row.language).unwrap_or_default(),
        lead: lead.into(),
        slug,
        organisers: organisers.into_iter().map(|(_, _, name)| name).collect(),
    })
}

/// Takes `count` numbers in a row of the organiser's series; says the first.
pub async fn take_numbers(tx: &Tx, organiser: Id<Organiser>, year: i32, count: i64) -> Stored<i64> {
    series::take(tx, "certificate_series", (organiser, year), count).await
}
