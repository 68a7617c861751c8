//! What every slice uses: identifiers, time, texts, refusals, who may do what.

pub mod access;
pub mod civil;
pub mod code;
pub mod email;
pub mod event;
pub mod id;
pub mod number;
pub mod period;
pub mod refusal;
pub mod region;
pub mod text;
pub mod wording;

pub use access::{Actor, Role, Scope};
pub use civil::{CivilMoment, Instant};
pub use code::Code;
pub use email::EmailAddress;
pub use event::{Author, Concerning, Event};
pub use id::Id;
pub use number::Number;
pub use period::Period;
pub use refusal::{Kind, Reason, Refusal};
pub use region::RegionKey;
pub use text::{Language, Text, text};
pub use wording::Wording;
