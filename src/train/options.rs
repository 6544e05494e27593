//! What to train and how much to try.

use serde::{Deserialize, Serialize};

use crate::models::{Capabilities, Cost};

/// Rows that all parameter sets of a family of middle cost learn from in standard mode, over all folds: some ten seconds
/// of boosting.
const STANDARD_ROWS: usize = 150_000;

/// How much is tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// One parameter set a family, without those whose fit takes long.
    Quick,
    /// A handful a family, within the budget.
    #[default]
    Standard,
    /// Many a family, within the budget.
    Thorough,
}

impl Mode {
    /// Parameter sets tried of a family where the decisions name no number; `rows` are those that one set learns from
    /// over all folds. Counted in rows rather than seconds, so that the same inputs give the same run on any machine. A
    /// forest is good at its defaults.
    pub fn trials(self, of: Capabilities, rows: usize) -> usize {
        match (self, of.cost) {
            (Mode::Quick, _) | (Mode::Standard, Cost::Heavy) => 1,
            (Mode::Standard, Cost::Light) => 6,
            (Mode::Standard, Cost::Middle) => (STANDARD_ROWS / rows.max(1)).clamp(1, 6),
            (Mode::Thorough, Cost::Heavy) => 10,
            (Mode::Thorough, _) => 40,
        }
    }

    /// Whether a family is trained where none is named.
    pub fn takes(self, of: Capabilities) -> bool {
        self > Mode::Quick || of.cost < Cost::Heavy
    }

    /// Seconds after which no further trial is begun, where the decisions name no budget. The first trial of each
    /// family is always made.
    pub fn budget_seconds(self) -> f64 {
        match self {
            Mode::Quick => 60.0,
            Mode::Standard => 60.0,
            Mode::Thorough => 3600.0,
        }
    }

    /// The mode with this name.
    pub fn from_word(word: &str) -> Option<Mode> {
        match word {
            "quick" => Some(Mode::Quick),
            "standard" => Some(Mode::Standard),
            "thorough" => Some(Mode::Thorough),
            _ => None,
        }
    }
}

/// What to train.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Names of families; those decided, or all that can do the task, where empty.
    pub families: Vec<String>,
    /// How much is tried at least; what was trained with less is trained again. Where nothing is said any effort is
    /// enough, and what is new is tried as [`Mode::Standard`] says.
    pub mode: Option<Mode>,
    /// Trains what is up to date too.
    pub force: bool,
}
