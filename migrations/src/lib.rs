//! The schema, step by step. A step only adds or widens; it never imports the tables of the code,
//! so that history does not change when the code does.

mod columns;
mod m20261121_000001_register;
mod m20261121_000002_organisations;
mod m20261121_000003_offer;
mod m20261121_000004_registrations;
mod m20261121_000005_work;
mod m20261122_000006_people;
mod m20261122_000007_outbox;
mod m20261122_000008_audit;
mod m20261122_000009_accounts;
mod m20261122_000010_invitations;
mod m20261122_000012_keys;
mod m20261127_000014_clients;
mod m20261127_000016_audit;
mod m20261127_000017_privacy;
mod m20261127_000019_offers;
mod m20261127_000021_invoices;
mod m20261127_000023_function_mix;
mod m20261127_000024_job_quota;
mod m20261127_000025_questionnaires;
mod m20261127_000026_discussion_guides;
mod m20261128_000027_sessions;
mod m20261128_000028_calendars;
mod m20261128_000029_attendance;
mod m20261128_000030_certificates;
mod m20261128_000031_intake;
mod m20261128_000032_breakouts;
mod m20261128_000033_exports;
mod m20261128_000034_entry_assessments;
mod m20261128_000035_quota_schedule;
mod m20261128_000036_passed_over;
mod m20261128_000040_privacy;
mod m20261128_000041_smaller_teams;
mod m20261128_000042_surface;
mod m20261128_000043_contact_of_organisers;
mod m20261128_000044_cohorts;
mod m20261128_000045_sorting;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Brings a database to the schema that the code expects.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_register::Migration),
            Box::new(m20261121_000002_organisations::Migration),
            Box::new(m20261121_000003_offer::Migration),
            Box::new(m20261121_000004_registrations::Migration),
            Box::new(m20261121_000005_work::Migration),
            Box::new(m20261122_000006_people::Migration),
            Box::new(m20261122_000007_outbox::Migration),
            Box::new(m20261122_000008_audit::Migration),
            Box::new(m20261122_000009_accounts::Migration),
            Box::new(m20261122_000010_invitations::Migration),
            Box::new(m20261122_000012_keys::Migration),
            Box::new(m20261127_000014_clients::Migration),
            Box::new(m20261127_000016_audit::Migration),
            Box::new(m20261127_000019_offers::Migration),
            Box::new(m20261127_000023_function_mix::Migration),
            Box::new(m20261127_000024_job_quota::Migration),
            Box::new(m20261127_000025_questionnaires::Migration),
            Box::new(m20261127_000021_invoices::Migration),
            Box::new(m20261127_000017_privacy::Migration),
            Box::new(m20261127_000026_discussion_guides::Migration),
            Box::new(m20261128_000036_passed_over::Migration),
            Box::new(m20261128_000027_sessions::Migration),
            Box::new(m20261128_000029_attendance::Migration),
            Box::new(m20261128_000028_calendars::Migration),
            Box::new(m20261128_000034_entry_assessments::Migration),
            Box::new(m20261128_000035_quota_schedule::Migration),
            Box::new(m20261128_000031_intake::Migration),
            Box::new(m20261128_000032_breakouts::Migration),
            Box::new(m20261128_000030_certificates::Migration),
            Box::new(m20261128_000033_exports::Migration),
            Box::new(m20261128_000040_privacy::Migration),
            Box::new(m20261128_000041_smaller_teams::Migration),
            Box::new(m20261128_000042_surface::Migration),
            Box::new(m20261128_000043_contact_of_organisers::Migration),
            Box::new(m20261128_000044_cohorts::Migration),
            Box::new(m20261128_000045_sorting::Migration),
        ]
    }
}
