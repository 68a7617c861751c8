//! What is needed to issue: what certificates of a cohort have in common, and the numbers.

use std::collections::HashMap;

use leerkring_domain::certificates::Certificate;
use leerkring_domain::kernel::{Code, Id, Language};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::programmes::Programme;
use leerkring_domain::registrations::Registration;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::codes;
use crate::series;
use crate::store::{StoreError, Stored, Tx};
use crate::tables::{organisers, programme_organisers, programmes, registrations};

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

/// In which language the people of a registration are written to.
pub type Languages = HashMap<Id<Registration>, Language>;

/// In which language the holders of these certificates are written to.
pub async fn languages_of_holders(
    db: &impl ConnectionTrait,
    certificates: &[Certificate],
) -> Stored<Languages> {
    let ids = certificates.iter().map(|certificate| certificate.registration.uuid());
    let rows: Vec<(Uuid, String)> = registrations::Entity::find()
        .select_only()
        .columns([registrations::Column::Id, registrations::Column::Language])
        .filter(registrations::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let read = |(id, word): (Uuid, String)| Ok((id.into(), codes::read(&word, "registration")?));
    rows.into_iter().map(read).collect()
}

/// Takes `count` numbers in a row of the organiser's series; says the first.
pub async fn take_numbers(tx: &Tx, organiser: Id<Organiser>, year: i32, count: i64) -> Stored<i64> {
    series::take(tx, "certificate_series", (organiser, year), count).await
}
