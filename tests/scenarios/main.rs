//! What the server does, told from outside: over HTTP, on a real server and database.

mod accounts;
mod assessments;
mod audit;
mod clients;
mod examples;
mod function_mix;
mod input;
mod invitations;
mod invoices;
mod issuers;
mod job_quota;
mod keys;
mod limits;
mod mail;
mod needs;
mod offer;
mod people;
mod privacy;
mod races;
mod register;
mod registrations;
mod sign_ins;
mod start;
mod surface;
mod tidy;
mod waiting;
