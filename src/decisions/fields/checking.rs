//! Fields of the checks on data: `[[accepted]]`, `[checks]`.

use super::FieldType::*;
use super::{Field, FieldType};

pub(super) const ACCEPTED: &[Field] = &[
    Field::new(
        "accepted[].check",
        Choice(&[
            "few_rows",
            "target_missing",
            "classes",
            "answer",
            "power",
            "missing_predicts",
            "order_predicts",
            "row_order",
            "personal",
            "not_known_at_prediction",
            "content",
            "reading",
            "schema",
            "folds",
            "holdout",
            "time_steps",
            "series",
            "unmatched",
            "empty",
            "missing",
            "infinite",
            "constant",
            "identifier",
            "range",
            "mixed_types",
            "mixed_dates",
            "mixed_nulls",
            "codes",
            "units",
            "spelling",
            "length",
            "outliers",
            "outlier_rows",
            "duplicate_rows",
            "near_duplicates",
            "conflicting_labels",
            "label_errors",
            "correlation",
            "imbalance",
            "cardinality",
            "rare_levels",
            "skewness",
            "zeros",
            "characters",
            "uniform",
            "meaning",
        ]),
        "name of the check",
    )
    .required(),
    Field::new(
        "accepted[].column",
        Column,
        "the column, where the finding has one",
    ),
    Field::new("accepted[].reason", LongText, "why it is accepted")
        .why("a finding waved through without a reason comes back in production"),
];

pub(super) const CHECKS: &[Field] = &[
    Field::new(
        "checks.missing_share",
        FieldType::SHARE,
        "share of missing values in a column",
    )
    .default("0.05")
    .why("the limit of Deepchecks (nulls at most 5 %)"),
    Field::new(
        "checks.duplicate_share",
        FieldType::SHARE,
        "share of rows equal to an earlier row",
    )
    .default("0.05")
    .why("the limit of Deepchecks (duplicates at most 5 %)"),
    Field::new(
        "checks.constant_share",
        FieldType::SHARE,
        "share of rows with a column's most frequent value",
    )
    .default("0.999")
    .why("a convention: beyond it a fold of 1,000 rows may see one value only"),
    Field::new(
        "checks.identifier_share",
        FieldType::SHARE,
        "share of different values in a column of names or whole numbers",
    )
    .default("0.98")
    .why("a convention: a column that names rows teaches nothing about new ones"),
    Field::new(
        "checks.outlier_share",
        FieldType::SHARE,
        "share of rows far outside a column's usual values",
    )
    .default("0.005")
    .why("the limit of Deepchecks (outliers in at most 0.5 % of rows)"),
    Field::new(
        "checks.power",
        FieldType::SHARE,
        "how well one feature alone predicts the target, 1 is perfect",
    )
    .default("0.8")
    .why("the limit of Deepchecks (predictive power below 0.8): beyond it, suspect a leak"),
    Field::new("checks.min_rows", FieldType::POSITIVE, "rows in all")
        .unit("rows")
        .default("100")
        .why("the least test size of Deepchecks: below it scores are mostly chance"),
    Field::new(
        "checks.rare_class_rows",
        FieldType::POSITIVE,
        "rows of each class",
    )
    .unit("rows")
    .default("10")
    .why("a convention: two rows a fold at five folds"),
    Field::new(
        "checks.code_share",
        FieldType::SHARE,
        "share of rows with a number or a date that stands apart, such as 999",
    )
    .default("0.001")
    .why("a convention: rarer ones are outliers"),
    Field::new(
        "checks.unit_share",
        FieldType::SHARE,
        "share of values 10, 100 or 1000 times below or above the others",
    )
    .default("0.001")
    .why("a convention: rarer ones are outliers"),
    Field::new(
        "checks.spelling_share",
        FieldType::SHARE,
        "rows of a spelling for each row of the one it is a slip of",
    )
    .default("0.1")
    .why("a convention: what is written as often is another word"),
    Field::new(
        "checks.answer_share",
        FieldType::SHARE,
        "share of rows in which a formula of features gives the target",
    )
    .default("0.95")
    .why("a convention: one row in twenty may be corrected by hand"),
    Field::new(
        "checks.personal_share",
        FieldType::SHARE,
        "share of a column's different values that look personal",
    )
    .default("0.5")
    .why("a convention: most of them"),
    Field::new(
        "checks.mixed_share",
        FieldType::SHARE,
        "share of texts among the numbers of a column",
    )
    .default("0.1")
    .why("the upper limit of Deepchecks (a rare type in 1 to 10 % of rows)"),
    Field::new(
        "checks.missing_power",
        FieldType::SHARE,
        "how well the gaps of one feature alone predict the target",
    )
    .default("0.3")
    .why("a convention: gaps often tell a little, and seldom so much"),
    Field::new(
        "checks.order_power",
        FieldType::SHARE,
        "how well the number or the place of a row predicts the target",
    )
    .default("0.1")
    .why("Deepchecks allows nothing; as much is reached by chance on few rows"),
    Field::new(
        "checks.conflict_share",
        FieldType::SHARE,
        "share of rows with the inputs of another row and not its class",
    )
    .default("0.05")
    .why("as for duplicates; Deepchecks allows none, and coarse inputs always have some"),
    Field::new(
        "checks.correlation",
        FieldType::SHARE,
        "correlation of two features",
    )
    .default("0.9")
    .why("the limit of Deepchecks (no pair above 0.9)"),
    Field::new(
        "checks.class_ratio",
        FieldType::SHARE,
        "rows of the smallest class for each of the largest",
    )
    .default("0.1")
    .why("the limit of Deepchecks (class ratio at least 0.1)"),
    Field::new("checks.levels", FieldType::POSITIVE, "levels of a category")
        .default("50")
        .why("the limit of ydata-profiling (high cardinality above 50)"),
    Field::new(
        "checks.skewness",
        FieldType::POSITIVE,
        "skewness of a number, up or down",
    )
    .default("20")
    .why("the limit of ydata-profiling (skewed above 20)"),
    Field::new(
        "checks.zero_share",
        FieldType::SHARE,
        "share of zeros in a number",
    )
    .default("0.5")
    .why("a convention; ydata-profiling speaks from 0.01, which nearly every count exceeds"),
    Field::new(
        "checks.special_share",
        FieldType::SHARE,
        "share of texts with odd characters",
    )
    .default("0.001")
    .why("the limit of Deepchecks (special characters in at most 0.1 % of rows)"),
    Field::new(
        "checks.uniform_p",
        FieldType::SHARE,
        "p of an even spread of numbers, near 1 where they are more even than by chance",
    )
    .default("0.999")
    .why("the limit of ydata-profiling (uniform above 0.999)"),
    Field::new(
        "checks.outlier_score",
        FieldType::SHARE,
        "how likely a row is to be unlike all others",
    )
    .default("0.95")
    .why("a convention; Deepchecks speaks from 0.7, which one row in fifty of clean data exceeds"),
    Field::new(
        "checks.label_error_share",
        FieldType::SHARE,
        "share of rows with a target that rows like them contradict",
    )
    .default("0.01")
    .why("a convention; cleanlab names every such row"),
    Field::new(
        "checks.rare_level_share",
        FieldType::SHARE,
        "share of the rows that a level of a category has",
    )
    .default("0.01")
    .why("the limit below which Deepchecks takes levels together as others"),
    Field::new(
        "checks.infinite_share",
        FieldType::SHARE,
        "share of infinite numbers in a column",
    )
    .default("0.01")
    .why("the limit of ydata-profiling (infinite above 1 %)"),
    Field::new(
        "checks.uneven",
        FieldType::SHARE,
        "how uneven the levels of a category are, 1 where all rows have one",
    )
    .default("0.5")
    .why("the limit of ydata-profiling (imbalance score above 0.5)"),
    Field::new(
        "checks.row_order_p",
        FieldType::SHARE,
        "p of rows that stand as near in the file to those like them",
    )
    .default("0.05")
    .why("the limit of cleanlab (non-IID, p below 0.05)"),
    Field::new(
        "checks.autocorrelation",
        FieldType::SHARE,
        "correlation of the target with its value in the row before",
    )
    .default("0.7")
    .why("the limit of ydata-profiling (autocorrelation above 0.7)"),
    Field::new(
        "checks.stationary_p",
        FieldType::SHARE,
        "p of a series without a fixed mean",
    )
    .default("0.05")
    .why("the limit of ydata-profiling (augmented Dickey-Fuller, p above 0.05)"),
];
