//! Whether the next milestone is worth starting, and what would open a closed gate.

use serde::{Deserialize, Serialize};

/// The gate of a milestone. Nobody is stopped by it: it warns and says why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Whether the next milestone is worth starting.
    pub open: bool,
    /// Why it is closed and what would open it; empty when it is open.
    pub reasons: Vec<String>,
}

impl Gate {
    /// Closed by each of these reasons; open where there is none.
    pub fn closed_by(reasons: Vec<String>) -> Self {
        Self {
            open: reasons.is_empty(),
            reasons,
        }
    }
}
