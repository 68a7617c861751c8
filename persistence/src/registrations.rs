//! Registrations with the people in them.

mod admission;
mod leaving;
mod list;
mod taking_part;
mod team;
mod waiting;

pub(crate) use admission::sectors;
pub use admission::{Asked, admission, locked_admission};
pub(crate) use list::board_key;
pub use list::{Filter, RegistrationOrder, list};
pub use taking_part::{most_of_one_board, takes_part};
pub(crate) use taking_part::{
    statuses_taking_part, taking_part, taking_part_anywhere, taking_part_in,
};
pub use team::{has_known, is_present, remove_participant, replace_participant};
pub use waiting::{
    ahead_of, in_line, lapsed_seats, next_lapse, of_cohort, offered, offered_until,
    positions as waiting_positions, withdrawn,
};
pub(crate) use waiting::{is_at, lapsed_by};

use std::collections::HashMap;

use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{Code, EmailAddress, Id, Scope};
use leerkring_domain::people::name_key;
use leerkring_domain::registrations::{
    Contact, Details, Participant, Registration, RegistrationStatus, Waiting,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::codes::{self, from_db, to_db};
use crate::needs;
use crate::store::{MOST_ROWS, StoreError, Stored, Tx};
use crate::tables::{cohorts, participants, programme_organisers, registrations};
use crate::versioned::hit;

/// What `scope` sees: the registrations of its boards, and those for what it organises.
fn visible(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let organised = Query::select()
        .column((cohorts::Entity, cohorts::Column::Id))
        .from(cohorts::Entity)
        .inner_join(
            programme_organisers::Entity,
            Expr::col((programme_organisers::Entity, programme_organisers::Column::ProgrammeId))
                .equals((cohorts::Entity, cohorts::Column::ProgrammeId)),
        )
        .and_where(
            programme_organisers::Column::OrganiserId
                .is_in(scope.organisers.iter().map(|id| id.uuid())),
        )
        .to_owned();
    let own = scope.boards.iter().map(|board| board.uuid());
    let mut seen = Condition::any().add(registrations::Column::BoardId.is_in(own));
    if !scope.organisers.is_empty() {
        seen = seen.add(registrations::Column::CohortId.in_subquery(organised));
    }
    seen
}

/// The registration with this id, if `scope` sees it.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Id<Registration>,
    scope: &Scope,
) -> Stored<Registration> {
    let row = registrations::Entity::find_by_id(id.uuid()).filter(visible(scope)).one(db).await?;
    let row = row.ok_or(StoreError::Missing("registration"))?;
    let people = people(db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    registration(row, people)
}

/// The live registrations of a cohort that this transaction has locked, in order of arrival.
pub async fn live(tx: &Tx, cohort: Id<Cohort>) -> Stored<Vec<Registration>> {
    let rows = registrations::Entity::find()
        .filter(registrations::Column::CohortId.eq(cohort.uuid()))
        .filter(is_live())
        .order_by_asc(registrations::Column::Arrival)
        .all(tx)
        .await?;
    with_people(tx, rows).await
}

async fn with_people(
    db: &impl ConnectionTrait,
    rows: Vec<registrations::Model>,
) -> Stored<Vec<Registration>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut people = people(db, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let people = people.remove(&row.id).unwrap_or_default();
            registration(row, people)
        })
        .collect()
}

fn is_live() -> sea_orm::sea_query::SimpleExpr {
    registrations::Column::Status.is_in(RegistrationStatus::live().map(Code::code))
}

/// The most ids that one question names: databases bound the parameters of a statement.
const MOST_IDS: usize = 1_000;

/// A participant's row, and whether there is one of needs beside it.
#[derive(FromQueryResult)]
struct Person {
    id: Uuid,
    registration_id: Uuid,
    name: String,
    email: String,
    role: String,
    needs_known: bool,
}

async fn people(
    db: &impl ConnectionTrait,
    registrations: &[Uuid],
) -> Stored<HashMap<Uuid, Vec<Participant>>> {
    let mut people: HashMap<Uuid, Vec<Participant>> = HashMap::new();
    for some in registrations.chunks(MOST_IDS) {
        let rows = participants::Entity::find()
            .filter(participants::Column::RegistrationId.is_in(some.iter().copied()))
            .filter(participants::Column::Position.gte(0))
            .expr_as(needs::known(), "needs_known")
            .order_by_asc(participants::Column::Position)
            .into_model::<Person>()
            .all(db)
            .await?;
        for row in rows {
            people.entry(row.registration_id).or_default().push(Participant {
                id: row.id.into(),
                name: row.name,
                email: EmailAddress::new(&row.email),
                role: row.role,
                needs_known: row.needs_known,
            });
        }
    }
    Ok(people)
}

fn registration(row: registrations::Model, participants: Vec<Participant>) -> Stored<Registration> {
    Ok(Registration {
        id: row.id.into(),
        cohort: row.cohort_id.into(),
        board: row.board_id.into(),
        arrival: row.arrival,
        details: Details {
            contact: Contact {
                name: row.contact_name,
                email: EmailAddress::new(&row.contact_email),
                phone: row.contact_phone,
            },
            motivation: row.motivation,
            invoice_reference: row.invoice_reference,
        },
        participants,
        status: codes::read(&row.status, "registration")?,
        registered_at: row.registered_at,
        status_since: row.status_since,
        language: codes::read(&row.language, "registration")?,
        offer_until: row.offer_until,
        waiting: Waiting {
            overtaken: from_db(row.overtaken),
            passed_over_for: row
                .passed_over_for
                .map(|codes| codes.split(' ').map(str::to_owned).collect())
                .unwrap_or_default(),
        },
        version: row.version,
    })
}

fn row(registration: &Registration) -> registrations::ActiveModel {
    let details = &registration.details;
    let passed_over_for = registration.waiting.passed_over_for.join(" ");
    registrations::ActiveModel {
        id: Set(registration.id.uuid()),
        cohort_id: Set(registration.cohort.uuid()),
        board_id: Set(registration.board.uuid()),
        arrival: Set(registration.arrival),
        contact_name: Set(details.contact.name.clone()),
        contact_email: Set(details.contact.email.to_string()),
        contact_phone: Set(details.contact.phone.clone()),
        motivation: Set(details.motivation.clone()),
        invoice_reference: Set(details.invoice_reference.clone()),
        status: Set(registration.status.code().to_owned()),
        size: Set(to_db(registration.size())),
        registered_at: Set(registration.registered_at),
        status_since: Set(registration.status_since),
        language: Set(registration.language.code().to_owned()),
        offer_until: Set(registration.offer_until),
        overtaken: Set(to_db(registration.waiting.overtaken)),
        passed_over_for: Set(Some(passed_over_for).filter(|codes| !codes.is_empty())),
        version: Set(registration.version),
    }
}

fn participant_row(
    registration: &Registration,
    participant: &Participant,
    position: i32,
) -> participants::ActiveModel {
    participants::ActiveModel {
        id: Set(participant.id.uuid()),
        registration_id: Set(registration.id.uuid()),
        cohort_id: Set(registration.cohort.uuid()),
        position: Set(position),
        name: Set(participant.name.clone()),
        search_key: Set(name_key(&participant.name)),
        email: Set(participant.email.to_string()),
        email_key: Set(participant.email.key()),
        role: Set(participant.role.clone()),
        active: Set(registration.status.is_live()),
        joined_at: Set(None),
        link_edition: Set(1),
    }
}

/// Stores new registrations of a cohort that this transaction has locked.
pub async fn insert_all(tx: &Tx, registrations: &[&Registration]) -> Stored<()> {
    if registrations.is_empty() {
        return Ok(());
    }
    let rows = registrations.iter().map(|it| row(it));
    registrations::Entity::insert_many(rows).exec_without_returning(tx).await?;
    let participants = registrations.iter().flat_map(|registration| {
        let numbered = registration.participants.iter().zip(0..);
        numbered.map(|(person, position)| participant_row(registration, person, position))
    });
    let mut participants = participants.collect::<Vec<_>>().into_iter();
    loop {
        let some: Vec<_> = participants.by_ref().take(MOST_ROWS).collect();
        if some.is_empty() {
            return Ok(());
        }
        participants::Entity::insert_many(some).exec_without_returning(tx).await?;
    }
}

/// Stores a changed registration over the version before it.
pub async fn update(tx: &Tx, registration: &Registration) -> Stored<()> {
    let result = registrations::Entity::update_many()
        .set(row(registration))
        .filter(registrations::Column::Id.eq(registration.id.uuid()))
        .filter(registrations::Column::Version.eq(registration.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}

/// Stores registrations that came to another status, each over the version before it. Who is in
/// those that ended stands in the cohort no more.
pub async fn update_all(tx: &Tx, registrations: &[&Registration]) -> Stored<()> {
    for registration in registrations {
        update(tx, registration).await?;
    }
    let ended = registrations.iter().filter(|it| !it.status.is_live());
    let ended: Vec<Uuid> = ended.map(|it| it.id.uuid()).collect();
    let fell_away: Vec<_> =
        registrations.iter().copied().filter(|it| it.status.fell_away()).collect();
    for some in fell_away.chunks(MOST_ROWS) {
        leaving::teams(tx, some).await?;
    }
    for some in ended.chunks(MOST_ROWS) {
        let active = Expr::col(participants::Column::Active);
        participants::Entity::update_many()
            .col_expr(participants::Column::Active, Expr::value(false))
            .filter(participants::Column::RegistrationId.is_in(some.iter().copied()))
            .filter(active.eq(true))
            .exec(tx)
            .await?;
    }
    Ok(())
}
