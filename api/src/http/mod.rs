//! The HTTP surface: thin handlers over commands and reads.

pub mod account_page;
pub mod address;
pub mod anybody;
pub mod bearer;
pub mod body_kind;
pub mod contract;
pub mod cors;
pub mod credentials;
pub mod docs;
pub mod document;
pub mod edge;
pub mod extract;
pub mod form;
pub mod gate;
pub mod head;
pub mod json;
pub mod kinds;
pub mod narrowing;
pub mod operations;
pub mod page;
pub mod params;
pub mod pictures;
pub mod places;
pub mod refusals;
pub mod respond;
pub mod secret_paths;
pub mod secrets;
pub mod security;
pub mod tables;
pub mod verification_page;
pub mod well_known;
pub mod wire;

pub mod accounts;
pub mod attendances;
pub mod audit_entries;
pub mod benchmarks;
pub mod boards;
pub mod breakouts;
pub mod calendars;
pub mod certificates;
pub mod clients;
pub mod cohorts;
pub mod discussion_guides;
pub mod feeds;
pub mod figures;
pub mod function_mix;
pub mod imports;
pub mod intake;
pub mod invitations;
pub mod invoices;
pub mod job_quota;
pub mod letters;
pub mod me;
pub mod oauth;
pub mod organisers;
pub mod overview;
pub mod participant_roles;
pub mod participants;
pub mod participations;
pub mod partnerships;
pub mod privacy;
pub mod programmes;
pub mod questionnaires;
pub mod regions;
pub mod registrations;
pub mod responses;
pub mod retention;
pub mod roles;
pub mod schools;
pub mod sessions;
pub mod sign_ins;
pub mod users;

use self::operations::Operations;

/// Every operation of the API.
pub fn routes(config: &mut Operations) {
    config
        .configure(me::routes)
        .configure(roles::routes)
        .configure(invitations::routes)
        .configure(accounts::routes)
        .configure(users::routes)
        .configure(boards::routes)
        .configure(schools::routes)
        .configure(partnerships::routes)
        .configure(regions::routes)
        .configure(imports::routes)
        .configure(letters::routes)
        .configure(organisers::routes)
        .configure(programmes::routes)
        .configure(cohorts::routes)
        .configure(sessions::routes)
        .configure(registrations::routes)
        .configure(attendances::routes)
        .configure(participations::routes)
        .configure(calendars::routes)
        .configure(feeds::routes)
        .configure(intake::routes)
        .configure(breakouts::routes)
        .configure(participant_roles::routes)
        .configure(participants::routes)
        .configure(figures::routes)
        .configure(questionnaires::routes)
        .configure(responses::routes)
        .configure(function_mix::routes)
        .configure(job_quota::routes)
        .configure(overview::routes)
        .configure(sign_ins::routes)
        .configure(clients::routes)
        .configure(oauth::routes)
        .configure(audit_entries::routes)
        .configure(benchmarks::routes)
        .configure(invoices::routes)
        .configure(privacy::routes)
        .configure(retention::routes)
        .configure(discussion_guides::routes)
        .configure(certificates::routes);
}
