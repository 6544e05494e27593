//! SHAP values: what each column adds to the answer of a row (Lundberg and Lee 2017).

use ndarray::Array2;

/// In what SHAP values are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// The unit of the number that is answered.
    Answer,
    /// The probability of a class.
    Probability,
    /// Log odds of the second of two classes; of more classes, the score of a class before softmax.
    LogOdds,
}

impl Scale {
    /// The word in files: `log_odds`.
    pub fn word(self) -> &'static str {
        match self {
            Scale::Answer => "answer",
            Scale::Probability => "probability",
            Scale::LogOdds => "log_odds",
        }
    }
}

/// SHAP values of one thing that a model tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Code of the class whose probability or score it is; none for a number.
    pub class: Option<u32>,
    /// What is told of a row of which nothing is known.
    pub base: f64,
    /// Rows x matrix columns. The values of a row add up to what is told of it less `base`.
    pub values: Array2<f64>,
}

/// SHAP values of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Contributions {
    /// In what they are told.
    pub scale: Scale,
    /// One for a number, one for the second of two classes, one for each class that was learned of more.
    pub told: Vec<Told>,
}
