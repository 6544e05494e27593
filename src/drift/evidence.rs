//! What watching leaves behind: `evidence/drift/<chunk>.toml`, a file a chunk.

use serde::{Deserialize, Serialize};

use crate::decisions::Kind;
use crate::figures::Histogram;

/// How much a column, a prediction or a score has moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing that chance does not explain, or too little to matter.
    #[default]
    None,
    /// More than chance explains.
    Watch,
    /// Much more, in as many chunks in a row as `monitor.consecutive` asks for.
    Alert,
}

impl Level {
    /// Its word on screen.
    pub fn word(self) -> &'static str {
        match self {
            Level::None => "none",
            Level::Watch => "watch",
            Level::Alert => "alert",
        }
    }
}

/// How a column changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Values are higher or lower; categories are more or less frequent.
    Shift,
    /// Values are wider apart or closer together.
    Spread,
    /// Distributed otherwise, around the same middle and as wide.
    Shape,
    /// A category that the reference does not have.
    NewCategory,
    /// A category of the reference that no longer comes.
    LostCategory,
    /// More or fewer values are missing.
    Missing,
    /// The same values measured in another unit.
    Unit,
    /// The column is not there.
    Gone,
}

impl What {
    /// Its word in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            What::Shift => "shift",
            What::Spread => "spread",
            What::Shape => "shape",
            What::NewCategory => "new_category",
            What::LostCategory => "lost_category",
            What::Missing => "missing",
            What::Unit => "unit",
            What::Gone => "gone",
        }
    }
}

/// One statistic of a column.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Test {
    /// Its name: `ks`, `chi2`, `psi`, …
    pub test: String,
    /// Its value; none where undefined.
    pub statistic: Option<f64>,
    /// Its p; none for a distance.
    pub p_value: Option<f64>,
    /// Rate of false discoveries below which it speaks; none for a statistic that is only shown.
    pub threshold: Option<f64>,
}

/// Reference and current drawn on one axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Figure {
    /// Counts in the same bins.
    Numbers {
        /// Of the reference.
        reference: Histogram,
        /// Of the chunk.
        current: Histogram,
    },
    /// Name, share in the reference, share in the chunk; most frequent first, the rest last under an empty name.
    Levels(Vec<(String, f64, f64)>),
}

/// A column of a chunk against the reference; also the target and the prediction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// How much it moved.
    pub level: Level,
    /// Whether it moved more than chance explains and enough to matter.
    pub drift: bool,
    /// Rows in a hundred that moved, as a share: the largest distance between the distribution functions of a number,
    /// the total variation of categories less what chance alone gives, the difference of the missing shares, whichever
    /// is largest.
    pub effect: Option<f64>,
    /// p of the column: the smallest of its speaking tests times their number.
    pub p_value: Option<f64>,
    /// The same corrected for everything that is tested in the chunk (Benjamini & Hochberg).
    pub p_adjusted: Option<f64>,
    /// Share of missing values in the reference.
    pub missing_reference: f64,
    /// Share of missing values in the chunk.
    pub missing: f64,
    /// Why it was not compared, where it was not.
    #[serde(default)]
    pub note: Option<String>,
    /// How it changed, where it drifted.
    #[serde(default)]
    pub what: Vec<What>,
    /// The same in words.
    #[serde(default)]
    pub sentence: Option<String>,
    /// Its statistics.
    #[serde(default)]
    pub tests: Vec<Test>,
    /// Both drawn on one axis; none of a personal column.
    #[serde(default)]
    pub figure: Option<Figure>,
}

/// An estimate with its 95 % interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Lowest of the interval, where there is one.
    pub low: Option<f64>,
    /// Highest of the interval.
    pub high: Option<f64>,
}

impl Estimate {
    /// With the other sign.
    #[must_use]
    pub fn negated(self) -> Estimate {
        Estimate {
            value: -self.value,
            low: self.high.map(|v| -v),
            high: self.low.map(|v| -v),
        }
    }

    /// Times a positive factor.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Estimate {
        Estimate {
            value: self.value * factor,
            low: self.low.map(|v| v * factor),
            high: self.high.map(|v| v * factor),
        }
    }
}

/// A score then and now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Name of the metric.
    pub metric: String,
    /// Its unit, empty where none.
    pub unit: String,
    /// On the labelled rows of the chunk.
    pub realised: Estimate,
    /// What training promised.
    pub reference: Option<Estimate>,
    /// Realised less promised.
    pub change: Option<Estimate>,
    /// One-sided p of "not worse than promised".
    pub p_value: Option<f64>,
}

/// Mean of what happened less what was predicted: what the same features bring now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bias {
    /// The class whose share it is about; none for a number.
    pub class: Option<String>,
    /// On the labelled rows of the chunk.
    pub realised: Estimate,
    /// On the rows that training held out.
    pub reference: Option<Estimate>,
    /// Two-sided p of "as on the reference".
    pub p_value: Option<f64>,
    /// The same corrected for everything that is tested in the chunk.
    pub p_adjusted: Option<f64>,
    /// Whether it moved more than chance explains.
    pub drift: bool,
}

/// What could run instead, on the same rows: the version before, else the best baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rival {
    /// Its name.
    pub name: String,
    /// Its score in the metric.
    pub realised: f64,
    /// Gain of the model over it in the metric's good direction, where rows can be compared.
    pub gain: Option<Estimate>,
}

/// How well the model in use predicts the labelled rows of a chunk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Performance {
    /// Rows with a label and a prediction.
    pub labelled: usize,
    /// How much worse it is.
    pub level: Level,
    /// Whether it is worse than promised by more than chance explains.
    pub worse: bool,
    /// Loss in percent of what was promised; negative where it gained.
    pub loss_percent: Option<f64>,
    /// [`Score::p_value`] corrected for everything that is tested in the chunk.
    pub p_adjusted: Option<f64>,
    /// Where the promise comes from: `holdout` or `folds`.
    pub promised_on: Option<String>,
    /// The promise in the metric that decides, without labels too.
    pub promised: Option<Estimate>,
    /// In the metric that decides.
    pub score: Option<Score>,
    /// The mean absolute error in the target's unit, where the metric is another.
    pub in_unit: Option<Score>,
    /// What the same features bring now.
    pub bias: Option<Bias>,
    /// What could run instead, on the same rows.
    pub rival: Option<Rival>,
    /// What stands in the way of a score.
    #[serde(default)]
    pub note: Option<String>,
    /// The findings in words.
    #[serde(default)]
    pub sentences: Vec<String>,
}

/// `evidence/drift/<name>.toml`: a piece of the current data against the reference.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chunk {
    /// Its name, unique in the history.
    pub name: String,
    /// Hash of the reference, the model and the decisions that it was compared under.
    pub base: String,
    /// Hash of these and of the files of the computation that made it.
    pub inputs: String,
    /// Rows.
    pub rows: usize,
    /// Rows of the reference.
    pub reference_rows: usize,
    /// Place of its first row on the axis of time.
    pub start: Option<i64>,
    /// First instant, where there is time.
    pub from: Option<String>,
    /// Last instant.
    pub to: Option<String>,
    /// The gravest of its levels.
    pub level: Level,
    /// Whether any watched column drifted.
    pub drifted: bool,
    /// Share of the compared columns that drifted.
    pub share_drifted: f64,
    /// The model in use.
    pub model: Option<String>,
    /// Files that its rows are from.
    pub files: Vec<String>,
    /// What was seen besides: too few rows, new columns, rows that were left out.
    pub notes: Vec<String>,
    /// The watched columns, gravest first.
    pub columns: Vec<Column>,
    /// The prediction against those on held-out rows.
    pub prediction: Option<Column>,
    /// The target against that of the reference.
    pub target: Option<Column>,
    /// How well the model does, where there are labels.
    pub performance: Option<Performance>,
}

impl Chunk {
    /// Whether there were rows enough to say anything.
    pub fn is_judged(&self) -> bool {
        let compared = |c: &Column| c.p_value.is_some() || c.drift;
        self.columns.iter().chain(&self.target).any(compared)
    }

    /// The watched columns, the target and the prediction, in this order.
    pub fn parts(&self) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .chain(&self.target)
            .chain(&self.prediction)
    }

    /// Everything that was found, in sentences, the weightiest first.
    pub fn found(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        found.extend(self.performance.iter().flat_map(|p| p.sentences.clone()));
        let drifted: Vec<&Column> = self.columns.iter().filter(|c| c.drift).collect();
        let compared = self.columns.iter().filter(|c| c.note.is_none()).count();
        found.push(match (drifted.len(), compared) {
            (_, 0) => "no column could be compared".to_owned(),
            (0, _) => format!(
                "none of {} drifted",
                crate::text::counted(compared, "column")
            ),
            (n, _) => format!(
                "{n} of {} drifted",
                crate::text::counted(compared, "column")
            ),
        });
        let others = drifted
            .into_iter()
            .chain(self.target.iter().chain(&self.prediction));
        found.extend(
            others
                .filter(|c| c.drift)
                .filter_map(|c| c.sentence.clone()),
        );
        found.extend(self.notes.clone());
        found
    }
}
