//! Certificates. One is inserted once; only its revocation and the erasing of its holder change it.

mod issuing;

pub use issuing::{Issuing, Languages, issuing, languages_of_holders, take_numbers};

use leerkring_domain::boards::Board;
use leerkring_domain::certificates::{
    Certificate, CertificateStatus, Holder, Revocation, VerificationCode,
};
use leerkring_domain::cohorts::Cohort;
use leerkring_domain::kernel::{EmailAddress, Id, Number, Scope};
use leerkring_domain::organisers::Organiser;
use leerkring_domain::privacy::ERASED_NAME;
use leerkring_domain::registrations::Participant;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::codes;
use crate::page::{Key, Page, PageRequest, fetch};
use crate::store::{MOST_ROWS, StoreError, Stored, Tx};
use crate::tables::certificates::{ActiveModel, Column, Entity, Model};
use crate::tables::cohorts as cohort_rows;
use crate::versioned::hit;

/// What a list of certificates is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub status: Option<CertificateStatus>,
    pub organiser: Option<Id<Organiser>>,
    pub board: Option<Id<Board>>,
    pub cohort: Option<Id<Cohort>>,
    pub participant: Option<Id<Participant>>,
}

impl Filter {
    fn into_condition(self) -> Condition {
        let status = self.status.map(|status| match status {
            CertificateStatus::Valid => Column::RevokedAt.is_null(),
            CertificateStatus::Revoked => Column::RevokedAt.is_not_null(),
        });
        Condition::all()
            .add_option(status)
            .add_option(self.organiser.map(|id| Column::OrganiserId.eq(id.uuid())))
            .add_option(self.board.map(|id| Column::BoardId.eq(id.uuid())))
            .add_option(self.cohort.map(|id| Column::CohortId.eq(id.uuid())))
            .add_option(self.participant.map(|id| Column::ParticipantId.eq(id.uuid())))
    }
}

/// What `scope` sees: those of cohorts that it organises, and those of its boards' participants.
fn visible(scope: &Scope) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let organised = Query::select()
        .column(cohort_rows::Column::Id)
        .from(cohort_rows::Entity)
        .and_where(crate::cohorts::own(scope))
        .to_owned();
    let boards = scope.boards.iter().map(|board| board.uuid());
    Condition::any().add(Column::CohortId.in_subquery(organised)).add(Column::BoardId.is_in(boards))
}

/// A page of the certificates that `scope` sees, the newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: Filter,
    request: &PageRequest,
) -> Stored<Page<Certificate>> {
    let key = Key::descending(Column::Id);
    let select = Entity::find().filter(visible(scope)).filter(filter.into_condition());
    fetch(db, select, key, request).await?.try_map(Certificate::try_from)
}

/// The certificate with this id, if `scope` sees it.
pub async fn find(
    db: &impl ConnectionTrait,
    id: Id<Certificate>,
    scope: &Scope,
) -> Stored<Certificate> {
    let row = Entity::find_by_id(id.uuid()).filter(visible(scope)).one(db).await?;
    row.ok_or(StoreError::Missing("certificate"))?.try_into()
}

/// The same, locked until the transaction ends.
pub async fn lock(tx: &Tx, id: Id<Certificate>, scope: &Scope) -> Stored<Certificate> {
    let select = Entity::find_by_id(id.uuid()).filter(visible(scope));
    let row = select.lock_exclusive().one(tx).await?;
    row.ok_or(StoreError::Missing("certificate"))?.try_into()
}

/// The certificate with this code, whoever asks; without a holder there is nothing to verify.
pub async fn by_code(db: &impl ConnectionTrait, code: &VerificationCode) -> Stored<Certificate> {
    let row = Entity::find()
        .filter(Column::Code.eq(code.as_str()))
        .filter(Column::Name.ne(ERASED_NAME))
        .one(db)
        .await?;
    row.ok_or(StoreError::Missing("certificate"))?.try_into()
}

/// All certificates of a cohort, in the order in which they were issued.
pub async fn of_cohort(db: &impl ConnectionTrait, cohort: Id<Cohort>) -> Stored<Vec<Certificate>> {
    let rows = Entity::find()
        .filter(Column::CohortId.eq(cohort.uuid()))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(Certificate::try_from).collect()
}

/// The places in the organiser's series of a year whose certificates were revoked.
pub async fn revoked_places(
    db: &impl ConnectionTrait,
    organiser: Id<Organiser>,
    year: i32,
) -> Stored<Vec<i64>> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Place)
        .filter(Column::OrganiserId.eq(organiser.uuid()))
        .filter(Column::Year.eq(year))
        .filter(Column::RevokedAt.is_not_null())
        .into_tuple()
        .all(db)
        .await?)
}

impl TryFrom<Model> for Certificate {
    type Error = StoreError;

    fn try_from(row: Model) -> Stored<Self> {
        let unreadable = StoreError::Corrupt("certificate");
        Ok(Self {
            id: row.id.into(),
            number: Number { year: row.year, place: row.place, text: row.number },
            code: VerificationCode::parse(&row.code).ok_or(unreadable)?,
            organiser: row.organiser_id.into(),
            board: row.board_id.into(),
            cohort: row.cohort_id.into(),
            registration: row.registration_id.into(),
            participant: row.participant_id.into(),
            holder: Holder { name: row.name, email: EmailAddress::new(&row.email_key) },
            issued_at: row.issued_at,
            issued_on: row.issued_on,
            content: codes::from_json(row.content, "certificate")?,
            replaces: row.replaces_id.map(Id::from),
            revoked: row.revoked_at.map(|at| Revocation { at, reason: row.revoked_because }),
            version: row.version,
        })
    }
}

fn row(certificate: &Certificate) -> Stored<ActiveModel> {
    let revoked = certificate.revoked.clone();
    Ok(ActiveModel {
        id: Set(certificate.id.uuid()),
        year: Set(certificate.number.year),
        place: Set(certificate.number.place),
        number: Set(certificate.number.text.clone()),
        code: Set(certificate.code.as_str().to_owned()),
        name: Set(certificate.holder.name.clone()),
        email_key: Set(certificate.holder.email.key()),
        content: Set(codes::to_json(&certificate.content, "certificate")?),
        issued_at: Set(certificate.issued_at),
        issued_on: Set(certificate.issued_on),
        revoked_at: Set(revoked.as_ref().map(|it| it.at)),
        revoked_because: Set(revoked.and_then(|it| it.reason)),
        version: Set(certificate.version),
        organiser_id: Set(certificate.organiser.uuid()),
        board_id: Set(certificate.board.uuid()),
        cohort_id: Set(certificate.cohort.uuid()),
        registration_id: Set(certificate.registration.uuid()),
        participant_id: Set(certificate.participant.uuid()),
        replaces_id: Set(certificate.replaces.map(Id::uuid)),
    })
}

/// Stores what was issued for a cohort that this transaction has locked.
pub async fn insert_all(tx: &Tx, issued: &[Certificate]) -> Stored<()> {
    for some in issued.chunks(MOST_ROWS) {
        let rows: Vec<_> = some.iter().map(row).collect::<Stored<_>>()?;
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Stores that a certificate was revoked, over the version before it.
pub async fn store_revoked(tx: &Tx, certificate: &Certificate) -> Stored<()> {
    let Some(Revocation { at, reason }) = &certificate.revoked else { return Ok(()) };
    let result = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(*at))
        .col_expr(Column::RevokedBecause, Expr::value(reason.clone()))
        .col_expr(Column::Version, Expr::value(certificate.version))
        .filter(Column::Id.eq(certificate.id.uuid()))
        .filter(Column::Version.eq(certificate.version - 1))
        .exec(tx)
        .await?;
    hit(&result)
}
