//! What the server does, told from outside: over HTTP, on a real server and database.

mod examples;
mod input;
mod races;
mod registrations;
mod surface;
