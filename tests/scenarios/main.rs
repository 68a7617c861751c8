//! What the server does, told from outside: over HTTP, on a real server and database.

mod races;
mod registrations;
