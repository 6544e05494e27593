//! Whether the next milestone is worth starting, what would open a closed gate, and whether somebody passed it with a reason.

use serde::{Deserialize, Serialize};

use crate::decisions::{Decisions, GateName};

/// The gate of a milestone. Nobody is stopped by it: it warns and says why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Whether the next milestone is worth starting.
    pub open: bool,
    /// Why it is closed and what would open it; empty when it is open.
    pub reasons: Vec<String>,
    /// Why it was passed although it is closed, where it was.
    pub passed: Option<String>,
}

impl Gate {
    /// Closed by each of these reasons; open where there is none.
    pub fn closed_by(reasons: Vec<String>) -> Self {
        Self {
            open: reasons.is_empty(),
            reasons,
            passed: None,
        }
    }

    /// The same, passed where `[[passed]]` says so of this gate and of every one of the reasons: what was not known when it was
    /// passed closes it again.
    pub fn of(name: GateName, reasons: Vec<String>, decisions: &Decisions) -> Self {
        let mut gate = Self::closed_by(reasons);
        let of_it = decisions.passed.iter().filter(|p| p.gate == Some(name));
        let mut covers = of_it.filter(|p| gate.reasons.iter().all(|r| p.although.contains(r)));
        gate.passed = covers
            .next_back()
            .filter(|_| !gate.open)
            .map(|p| p.reason.clone());
        gate
    }

    /// Whether it holds up the road: closed, and nobody passed it.
    pub fn holds_up(&self) -> bool {
        !self.open && self.passed.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::parse;

    #[test]
    fn a_gate_is_passed_for_the_reasons_known_then_and_for_no_other() {
        let decisions = parse(
            "format = 1\n[[passed]]\ngate = \"spec\"\nreason = \"a trial\"\nalthough = [\"a\", \"b\"]\n",
        )
        .decisions;
        let gate = |name, reasons: &[&str]| {
            let reasons = reasons.iter().map(|r| (*r).to_owned()).collect();
            Gate::of(name, reasons, &decisions)
        };
        let passed = gate(GateName::Spec, &["b"]);
        assert!(!passed.open && !passed.holds_up());
        assert_eq!(passed.passed.as_deref(), Some("a trial"));
        assert!(gate(GateName::Spec, &["b", "c"]).holds_up());
        assert!(gate(GateName::Data, &["b"]).holds_up());
        let open = gate(GateName::Spec, &[]);
        assert!(open.open && open.passed.is_none());
    }
}
