//! Leerkring: the open backend for what Dutch education's sector organisations run for school
//! boards. `main.rs` is the binary; the tests start servers from here.

pub mod app;
pub mod calendars;
pub mod certificates;
pub mod charts;
pub mod cli;
pub mod client_secrets;
pub mod commands;
pub mod config;
pub mod decimals;
pub mod demo;
pub mod duo;
pub mod erasures;
pub mod error;
pub(crate) mod fonts;
pub mod http;
pub mod invoices;
pub mod issuers;
pub mod jobs;
pub mod jwk;
pub mod keys;
pub mod limits;
pub mod mail;
pub mod observe;
pub mod papers;
pub mod passwords;
pub mod pictures;
pub mod problem;
pub mod refresh_tokens;
pub mod reply;
pub mod retention;
pub mod server;
pub mod sheets;
pub mod start;
pub mod tokens;
pub mod work;
