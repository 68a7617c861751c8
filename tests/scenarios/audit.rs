//! The audit log: who did what, kept as it was written.

mod schema;
