//! The words a decision can be: closed lists, written in files exactly as here.

/// Declares an enum whose variants have a fixed spelling in files and on screen.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $about:literal])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[doc = $about])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order of the reference.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// Every spelling, in the order of the reference.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
            /// What each value means, in the order of the reference.
            pub const MEANINGS: &'static [&'static str] = &[$(concat!($($about),*)),+];

            /// The spelling used in files and on screen.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value with this spelling.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}

pub(crate) use words;

/// What a word means, where it is one of a closed list of this file.
pub fn meaning(list: &[&str], word: &str) -> Option<&'static str> {
    let glossary: [(&[&str], &[&'static str]); 10] = [
        (Task::WORDS, Task::MEANINGS),
        (Kind::WORDS, Kind::MEANINGS),
        (Strategy::WORDS, Strategy::MEANINGS),
        (Access::WORDS, Access::MEANINGS),
        (Ragged::WORDS, Ragged::MEANINGS),
        (JoinHow::WORDS, JoinHow::MEANINGS),
        (Sensitivity::WORDS, Sensitivity::MEANINGS),
        (Choose::WORDS, Choose::MEANINGS),
        (Changes::WORDS, Changes::MEANINGS),
        (Explain::WORDS, Explain::MEANINGS),
    ];
    let (words, meanings) = glossary.into_iter().find(|(words, _)| *words == list)?;
    let at = words.iter().position(|known| *known == word)?;
    meanings
        .get(at)
        .map(|text| text.trim().trim_end_matches('.'))
}

words! {
    /// What becomes of rows of another number of cells than the first.
    Ragged {
        /// What they lack is missing, what they have too many is cut off.
        Fill = "fill",
        /// They are left out.
        Drop = "drop",
        /// The file is refused.
        Error = "error",
    }
}

words! {
    /// Which rows stay when a source is joined.
    JoinHow {
        /// Every row; what is not found is missing.
        Left = "left",
        /// The rows whose key the other source has.
        Inner = "inner",
    }
}

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
    /// A gate that a person may pass although it is closed; that of Train is passed by promoting with a reason.
    GateName {
        /// What the next stages compute with is stated and allowed.
        Spec = "spec",
        /// The data can answer.
        Data = "data",
        /// A rule to beat is known.
        Benchmark = "benchmark",
    }
}

words! {
    /// What the values of a column are.
    Kind {
        /// A quantity.
        Number = "number",
        /// One of a set of names without order.
        Category = "category",
        /// One of a set of names with an order.
        Ordinal = "ordinal",
        /// Yes or no.
        Boolean = "boolean",
        /// A day or an instant.
        Date = "date",
        /// Free text.
        Text = "text",
        /// Path of a picture.
        Image = "image",
        /// Path of a sound.
        Sound = "sound",
        /// A name of the row itself.
        Id = "id",
    }
}

impl Kind {
    /// What a cell holds or points to, in the plural, where that is content to be read as a whole and no single value: a column of it has about as
    /// many values as rows, and nothing can be told from the values as such.
    pub fn content(self) -> Option<&'static str> {
        match self {
            Kind::Text => Some("free text"),
            Kind::Image => Some("pictures"),
            Kind::Sound => Some("sounds"),
            _ => None,
        }
    }
}

words! {
    /// What a column does in the project.
    Role {
        /// Models may learn from it.
        Feature = "feature",
        /// What is predicted.
        Target = "target",
        /// When the row happened.
        Time = "time",
        /// Rows of one group belong together.
        Group = "group",
        /// Names the row.
        Id = "id",
        /// How much the row counts.
        Weight = "weight",
        /// Left aside.
        Ignore = "ignore",
    }
}

words! {
    /// How rows are divided into folds.
    Strategy {
        /// By chance.
        Random = "random",
        /// By chance, classes in equal shares.
        Stratified = "stratified",
        /// Whole groups.
        Group = "group",
        /// Past before future.
        Time = "time",
        /// Whole groups, past before future.
        GroupTime = "group-time",
    }
}

words! {
    /// How grave a finding or a fault is.
    Severity {
        /// Worth knowing.
        Info = "info",
        /// Worth a decision.
        Warning = "warning",
        /// Closes the gate.
        Error = "error",
    }
}

words! {
    /// Whether the source may be read.
    Access {
        /// It can be read now.
        Granted = "granted",
        /// Asked for, no answer yet.
        Asked = "asked",
        /// The answer is no.
        Refused = "refused",
        /// Nobody asked.
        Unknown = "unknown",
    }
}

words! {
    /// Why a source must be handled with care.
    Sensitivity {
        /// No special care.
        None = "none",
        /// Banking secrecy.
        Bank = "bank",
        /// Health data.
        Health = "health",
        /// Know-how of the firm.
        TradeSecret = "trade-secret",
    }
}

words! {
    /// How the run to ship is chosen.
    Choose {
        /// The best mean score.
        Best = "best",
        /// Near the best, and stands up best to stress.
        Resilient = "resilient",
    }
}

words! {
    /// How often the world behind the data changes its ways.
    Changes {
        /// Not for years.
        Rarely = "rarely",
        /// Every year.
        Yearly = "yearly",
        /// Every month.
        Monthly = "monthly",
        /// Every week.
        Weekly = "weekly",
        /// Every day.
        Daily = "daily",
    }
}

impl Changes {
    /// Days between two changes; none where there is no counting on one.
    pub fn days(self) -> Option<f64> {
        match self {
            Changes::Rarely => None,
            Changes::Yearly => Some(365.0),
            Changes::Monthly => Some(30.0),
            Changes::Weekly => Some(7.0),
            Changes::Daily => Some(1.0),
        }
    }
}

words! {
    /// Which answers must be explained.
    Explain {
        /// None of them.
        None = "none",
        /// What drives them on the whole.
        Overall = "overall",
        /// Each to the person it is about.
        Each = "each answer",
    }
}

words! {
    /// How much classes count while training.
    ClassWeight {
        /// Every class as much as any other, however rare.
        Balanced = "balanced",
    }
}

words! {
    /// How parameters are searched.
    Search {
        /// Independent draws.
        Random = "random",
        /// Tree-structured Parzen estimator.
        Tpe = "tpe",
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

words! {
    /// A limit of a check, in `[checks]`.
    Threshold {
        /// Share of missing values in a column.
        MissingShare = "missing_share",
        /// Share of rows equal to an earlier row.
        DuplicateShare = "duplicate_share",
        /// Share of rows with a column's most frequent value.
        ConstantShare = "constant_share",
        /// Share of different values in a column.
        IdentifierShare = "identifier_share",
        /// Share of rows far outside a column's usual values.
        OutlierShare = "outlier_share",
        /// How well one feature alone predicts the target.
        Power = "power",
        /// Rows in all.
        MinRows = "min_rows",
        /// Rows of a class.
        RareClassRows = "rare_class_rows",
        /// Share of rows with a number or a date that stands apart.
        CodeShare = "code_share",
        /// Share of values a factor away from the others.
        UnitShare = "unit_share",
        /// Rows of a spelling for each row of the one it is a slip of.
        SpellingShare = "spelling_share",
        /// Share of rows in which a formula gives the target.
        AnswerShare = "answer_share",
        /// Share of a column's different values that look personal.
        PersonalShare = "personal_share",
        /// Share of texts among numbers.
        MixedShare = "mixed_share",
        /// How well the gaps of a feature alone predict the target.
        MissingPower = "missing_power",
        /// How well the number or place of a row predicts the target.
        OrderPower = "order_power",
        /// Share of rows with the inputs of another row and not its class.
        ConflictShare = "conflict_share",
        /// Correlation of two features.
        Correlation = "correlation",
        /// Rows of the smallest class for each of the largest.
        ClassRatio = "class_ratio",
        /// Levels of a category.
        Levels = "levels",
        /// Skewness of a number.
        Skewness = "skewness",
        /// Share of zeros in a number.
        ZeroShare = "zero_share",
        /// Share of texts with odd characters.
        SpecialShare = "special_share",
        /// How likely numbers are to be spread less evenly by chance.
        UniformP = "uniform_p",
        /// How likely a row is to be unlike all others.
        OutlierScore = "outlier_score",
        /// How much the target goes with its value in the row before.
        Autocorrelation = "autocorrelation",
        /// How likely a series is of one without a fixed mean.
        StationaryP = "stationary_p",
    }
}

impl Threshold {
    /// The limit that holds where nothing was decided. Sources stand in the field table.
    pub const fn default_value(self) -> f64 {
        match self {
            Threshold::MissingShare | Threshold::DuplicateShare => 0.05,
            Threshold::ConstantShare => 0.999,
            Threshold::IdentifierShare => 0.98,
            Threshold::OutlierShare => 0.005,
            Threshold::Power => 0.8,
            Threshold::MinRows => 100.0,
            Threshold::RareClassRows => 10.0,
            Threshold::CodeShare | Threshold::UnitShare => 0.001,
            Threshold::SpellingShare => 0.1,
            Threshold::AnswerShare => 0.95,
            Threshold::PersonalShare => 0.5,
            Threshold::MixedShare => 0.1,
            Threshold::MissingPower => 0.3,
            Threshold::OrderPower => 0.1,
            Threshold::ConflictShare => 0.05,
            Threshold::Correlation => 0.9,
            Threshold::ClassRatio => 0.1,
            Threshold::Levels => 50.0,
            Threshold::Skewness => 20.0,
            Threshold::ZeroShare => 0.5,
            Threshold::SpecialShare => 0.001,
            Threshold::UniformP => 0.999,
            Threshold::OutlierScore => 0.95,
            Threshold::Autocorrelation => 0.7,
            Threshold::StationaryP => 0.05,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_closed_lists_have_a_meaning() {
        assert_eq!(
            meaning(Strategy::WORDS, "stratified"),
            Some("By chance, classes in equal shares")
        );
        assert_eq!(meaning(Task::WORDS, "regression"), Some("A number"));
        assert_eq!(meaning(Task::WORDS, "no task"), None);
        assert_eq!(meaning(&["up", "down"], "up"), None);
    }
}
