//! What to train and how much to try.

use serde::{Deserialize, Serialize};

use crate::models::Capabilities;

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
    /// Parameter sets tried of a family where the decisions name no number. A forest is good at its defaults, and a fit
    /// of it takes as long as all those of another family.
    pub fn trials(self, of: Capabilities) -> usize {
        match (self, of.costly) {
            (Mode::Quick, _) | (Mode::Standard, true) => 1,
            (Mode::Standard, false) => 6,
            (Mode::Thorough, true) => 10,
            (Mode::Thorough, false) => 40,
        }
    }

    /// Whether a family is trained where none is named.
    pub fn takes(self, of: Capabilities) -> bool {
        self > Mode::Quick || !of.costly
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
