//! One function for every change: facts in, a ruling by the domain, the result stored. Commands
//! know nothing of HTTP.

pub mod accounts;
pub mod attendances;
pub mod audit;
pub mod benchmarks;
pub mod boards;
pub mod calendars;
pub mod client_tokens;
pub mod clients;
pub mod codes;
pub mod cohorts;
pub mod directory;
pub mod discussion_guides;
pub mod function_mix;
pub mod imports;
pub mod invitations;
pub mod invoices;
pub mod job_quota;
pub mod keys;
pub mod letters;
pub mod line;
pub mod needs;
pub mod organisers;
pub mod privacy;
pub mod programmes;
pub mod questionnaires;
pub mod quota_schedule;
pub mod quota_sharings;
pub mod regions;
pub mod registrations;
pub mod responses;
pub mod retention;
pub mod roles;
pub mod sessions;
pub mod sign_ins;
pub mod users;
