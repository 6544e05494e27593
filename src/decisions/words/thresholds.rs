//! The limits of the checks.

use super::words;

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
        /// Share of rows with a target that rows like them contradict.
        LabelErrorShare = "label_error_share",
        /// Share of rows of a level of a category.
        RareLevelShare = "rare_level_share",
        /// Share of infinite numbers in a column.
        InfiniteShare = "infinite_share",
        /// How uneven the levels of a category are, 0 to 1.
        Uneven = "uneven",
        /// How likely rows are to stand as near to those like them by chance.
        RowOrderP = "row_order_p",
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
            Threshold::LabelErrorShare | Threshold::RareLevelShare | Threshold::InfiniteShare => {
                0.01
            }
            Threshold::Uneven => 0.5,
            Threshold::RowOrderP => 0.05,
            Threshold::Autocorrelation => 0.7,
            Threshold::StationaryP => 0.05,
        }
    }
}
