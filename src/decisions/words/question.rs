//! Words of the question, its score and the milestones.

use super::words;

words! {
    /// The kind of question.
    Task {
        /// A number.
        Regression = "regression",
        /// One of two classes, one of them positive.
        Binary = "binary",
        /// One of several classes.
        Multiclass = "multiclass",
        /// A number some time ahead.
        Forecast = "forecast",
    }
}

impl Task {
    /// Whether the answer is a class.
    pub fn is_classification(self) -> bool {
        matches!(self, Task::Binary | Task::Multiclass)
    }
}

words! {
    /// Which way a score is better.
    Direction {
        /// Less is better.
        Minimise = "minimise",
        /// More is better.
        Maximise = "maximise",
    }
}

words! {
    /// Which way a stated metric is better.
    Better {
        /// Less is better.
        Lower = "lower",
        /// More is better.
        Higher = "higher",
    }
}

impl Better {
    /// As a direction.
    pub fn direction(self) -> Direction {
        match self {
            Better::Lower => Direction::Minimise,
            Better::Higher => Direction::Maximise,
        }
    }
}

impl Direction {
    /// How much better `score` is than `than`, positive when better, in the metric's own unit.
    pub fn gain(self, score: f64, than: f64) -> f64 {
        match self {
            Direction::Minimise => than - score,
            Direction::Maximise => score - than,
        }
    }

    /// The score of perfect answers: no error, or all of it right. Holds for every metric of the list.
    pub fn perfect(self) -> f64 {
        match self {
            Direction::Minimise => 0.0,
            Direction::Maximise => 1.0,
        }
    }

    /// Whether `a` is strictly better than `b`; an undefined score is never better.
    pub fn better(self, a: f64, b: f64) -> bool {
        !a.is_nan() && (b.is_nan() || self.gain(a, b) > 0.0)
    }
}

words! {
    /// A gate that a person may pass although it is closed.
    GateName {
        /// What the next stages compute with is stated and allowed.
        Spec = "spec",
        /// The data can answer.
        Data = "data",
        /// A rule to beat is known.
        Benchmark = "benchmark",
        /// The verdict is GO.
        Train = "train",
    }
}

words! {
    /// The stage that cannot do without an answer.
    Stage {
        /// Profile and findings.
        Data = "data",
        /// Baselines and rules.
        Benchmark = "benchmark",
        /// Models.
        Train = "train",
        /// Production.
        Ship = "ship",
        /// Watching.
        Drift = "drift",
    }
}
