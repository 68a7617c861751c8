//! The rules of Leerkring: pure, total functions over values.
//!
//! Nothing here reads a clock, draws a random number or does I/O: the instant and the identifiers
//! are arguments. Read the modules in this order.

pub mod kernel;

pub mod boards;
pub mod clients;
pub mod holidays;
pub mod invitations;
pub mod organisers;
pub mod passwords;
pub mod people;
pub mod privacy;
pub mod programmes;
pub mod sign_ins;
pub mod working_hours;

pub mod attendances;
pub mod breakouts;
pub mod cohorts;
pub mod intake;
pub mod registrations;

pub mod calendars;
pub mod participations;

pub mod certificates;
pub mod figures;
pub mod function_mix;
pub mod invoices;
pub mod job_quota;
pub mod questionnaires;
pub mod responses;
pub mod withholding;

pub mod benchmarks;

pub mod discussion_guides;

pub mod audit;
pub mod notifications;
pub mod one_time_codes;
pub mod secret_addresses;
