//! Where somebody is still counted on: erasing them there would leave others without an answer.

use leerkring_domain::kernel::{Code, Instant};
use leerkring_domain::registrations::RegistrationStatus;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Query};

use super::finding::Person;
use crate::store::Stored;

/// A live registration of a cohort that has yet to end, in which somebody stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// As a participant.
    pub participates: bool,
    /// As the one to ask.
    pub is_contact: bool,
    pub board: String,
    pub programme: String,
    pub cohort: String,
}

/// The most that are named.
const MOST: u64 = 50;

/// Where `person` is counted on after `now`.
pub async fn standings(
    db: &impl ConnectionTrait,
    person: &Person,
    now: Instant,
) -> Stored<Vec<Standing>> {
    let addresses = || person.addresses.iter().cloned();
    let contact = || Expr::expr(Func::lower(Expr::col(("r", "contact_email"))));
    let mut there = Query::select();
    there
        .expr(Expr::val(1))
        .from_as("participants", "t")
        .and_where(Expr::col(("t", "registration_id")).equals(("r", "id")))
        .and_where(Expr::col(("t", "email_key")).is_in(addresses()))
        .and_where(Expr::col(("t", "active")));
    let mut found = Query::select();
    found
        .expr_as(Expr::exists(there.clone()), "participates")
        .expr_as(Expr::col(("b", "name")), "board")
        .expr_as(Expr::col(("p", "title")), "programme")
        .expr_as(Expr::col(("c", "name")), "cohort")
        .expr_as(contact().is_in(addresses()), "is_contact")
        .from_as("registrations", "r")
        .join_as(
            sea_orm::JoinType::InnerJoin,
            "cohorts",
            "c",
            Expr::col(("c", "id")).equals(("r", "cohort_id")),
        )
        .join_as(
            sea_orm::JoinType::InnerJoin,
            "programmes",
            "p",
            Expr::col(("p", "id")).equals(("c", "programme_id")),
        )
        .join_as(
            sea_orm::JoinType::InnerJoin,
            "boards",
            "b",
            Expr::col(("b", "id")).equals(("r", "board_id")),
        )
        .and_where(Expr::col(("r", "status")).is_in(RegistrationStatus::live().map(Code::code)))
        .and_where(Expr::col(("c", "ends_at")).gt(now))
        .cond_where(Condition::any().add(contact().is_in(addresses())).add(Expr::exists(there)))
        .order_by(("r", "id"), sea_orm::sea_query::Order::Asc)
        .limit(MOST);
    let rows = db.query_all(&found).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Standing {
                participates: row.try_get("", "participates")?,
                is_contact: row.try_get("", "is_contact")?,
                board: row.try_get("", "board")?,
                programme: row.try_get("", "programme")?,
                cohort: row.try_get("", "cohort")?,
            })
        })
        .collect()
}
