//! Regions by scheme and code: several divisions of the country compete, none is built in.

use serde::{Deserialize, Serialize};

/// A region: its code within a named scheme, such as `rpa` / `19`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegionKey {
    pub scheme: String,
    pub code: String,
}

impl std::fmt::Display for RegionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.scheme, self.code)
    }
}
