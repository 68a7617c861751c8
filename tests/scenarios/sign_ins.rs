//! Signing in with a password, keeping it up with refresh tokens, ending it.

mod beginning;
mod ending;
mod guessing;
mod processes;
mod refreshing;
mod secrecy;
