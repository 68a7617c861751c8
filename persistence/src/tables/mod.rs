//! The tables, as declarations only. Rows never leave this crate.

pub(crate) mod area_regions;
pub(crate) mod boards;
pub(crate) mod cohorts;
pub(crate) mod events;
pub(crate) mod idempotency_keys;
pub(crate) mod import_files;
pub(crate) mod imports;
pub(crate) mod memberships;
pub(crate) mod organisers;
pub(crate) mod participant_needs;
pub(crate) mod participants;
pub(crate) mod partnerships;
pub(crate) mod programme_organisers;
pub(crate) mod programme_themes;
pub(crate) mod programmes;
pub(crate) mod regions;
pub(crate) mod register_turns;
pub(crate) mod registrations;
pub(crate) mod roles;
pub(crate) mod school_holidays;
pub(crate) mod school_regions;
pub(crate) mod schools;
pub(crate) mod sessions;
pub(crate) mod sign_ins;
pub(crate) mod users;
