//! The only crate that says "table": rows come in and go out as values of the domain.
//!
//! Reads take any connection; what changes something takes a [`Tx`], so a signature tells.

mod address;
mod codes;
pub mod page;
mod places;
mod series;
pub mod store;
mod tables;
mod versioned;

pub mod accounts;
pub mod agendas;
pub mod attendances;
pub mod audit;
pub mod benchmarks;
pub mod board_regions;
pub mod boards;
pub mod breakouts;
pub mod calendars;
pub mod certificates;
pub mod clients;
pub mod cohorts;
pub mod discussion_guides;
pub mod entry_assessments;
pub mod erasures;
pub mod figures;
pub mod function_mix;
pub mod history;
pub mod idempotency;
pub mod identities;
pub mod imports;
pub mod intake;
pub mod invitations;
pub mod invoices;
pub mod job_quota;
pub mod letters;
pub mod needs;
pub mod one_time_codes;
pub mod organisers;
pub mod outbox;
pub mod participants;
pub mod participations;
pub mod partnerships;
pub mod personal;
pub mod programmes;
pub mod questionnaires;
pub mod quota_schedule;
pub mod quota_sharings;
pub mod regions;
pub mod register;
pub mod registrations;
pub mod responses;
pub mod retention_runs;
pub mod roles;
pub mod schools;
pub mod sessions;
pub mod sign_ins;
pub mod signing_keys;
pub mod users;

pub use page::{Page, PageRequest};
pub use sea_orm::ConnectionTrait;
pub use store::{Store, StoreError, Stored, Tx};
