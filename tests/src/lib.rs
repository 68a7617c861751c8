//! The harness of the scenarios: a real server, a client that holds every answer against the
//! document, and the things that a scenario takes for granted.

pub mod accounts;
pub mod app;
pub mod assessments;
pub mod calendars;
pub mod certificates;
pub mod client;
pub mod database;
pub mod document;
pub mod given;
pub mod issuer;
pub mod machines;
pub mod mails;
pub mod postgres;
pub mod processes;
pub mod search;
pub mod smtp;
pub mod tables;

pub use app::TestApp;
pub use client::{Answer, Client, all};
pub use given::{Thing, duo, person, team};
pub use mails::Received;
pub use serde_json::{Value, json};
