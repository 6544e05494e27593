//! Fields of what is computed: `[[rule]]`, `[features]`, `[prepare]`, `[split]`, `[[model]]`, `[[accepted]]`,
//! `[[passed]]`, `[checks]`.

use super::FieldType::*;
use super::{Field, FieldType, Section};
use crate::decisions::{ClassWeight, GateName, Search, Strategy};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "rule",
        title: "Rules",
        doc: "how the answer is found today: every model must beat these",
        list: true,
        fields: RULE,
    },
    Section {
        path: "features",
        title: "Features",
        doc: "columns computed from others, a line each: name = \"expression\"",
        list: false,
        fields: FEATURES,
    },
    Section {
        path: "prepare",
        title: "Preparation",
        doc: "how single columns are prepared inside each fold; the rest follows from the family's needs",
        list: false,
        fields: PREPARE,
    },
    Section {
        path: "split",
        title: "Split",
        doc: "which rows are learned from, scored, and set aside for the last word",
        list: false,
        fields: SPLIT,
    },
    Section {
        path: "model",
        title: "Models",
        doc: "the families to train; every family that fits the task where none is named",
        list: true,
        fields: MODEL,
    },
    Section {
        path: "accepted",
        title: "Accepted findings",
        doc: "findings the person lives with, each with its reason",
        list: true,
        fields: ACCEPTED,
    },
    Section {
        path: "passed",
        title: "Passed gates",
        doc: "closed gates that were passed, each with its reason",
        list: true,
        fields: PASSED,
    },
    Section {
        path: "checks",
        title: "Checks",
        doc: "limits beyond which a check speaks",
        list: false,
        fields: CHECKS,
    },
];

const RULE: &[Field] = &[
    Field::new("rule[].name", Text, "its name in every table").required(),
    Field::new(
        "rule[].predict",
        Expression,
        "the prediction; each ? is fitted inside the fold, for the metric",
    )
    .required()
    .why("LAG(x) is the last known value"),
];

const FEATURES: &[Field] = &[Field::new(
    "features.*",
    Expression,
    "the expression that computes the column",
)
.why("LAG(x, n) and windows see the earlier rows of the group that are known")];

const PREPARE: &[Field] = &[
    Field::new(
        "prepare.*.missing",
        Choice(&["median", "mean", "most_frequent", "zero", "native"]),
        "what stands for a missing value; native leaves it to the model",
    )
    .default("median, or native where the family can"),
    Field::new(
        "prepare.*.clip",
        Number { min: 0.5, max: 1.0 },
        "quantile beyond which values are cut, at both ends",
    )
    .default("no cut"),
    Field::new(
        "prepare.*.encode",
        Choice(&["one-hot", "ordinal", "target", "frequency", "hash"]),
        "how names become numbers",
    )
    .default("one-hot"),
    Field::new(
        "prepare.*.scale",
        Choice(&["standard", "none"]),
        "to mean 0 and deviation 1",
    )
    .default("standard where the family needs it"),
    Field::new(
        "prepare.*.transform",
        Choice(&["log", "square", "sqrt"]),
        "a function of the value",
    )
    .default("none"),
    Field::new(
        "prepare.*.rare",
        FieldType::SHARE,
        "share of rows below which levels are pooled",
    ),
];

const SPLIT: &[Field] = &[
    Field::new(
        "split.strategy",
        Choice(Strategy::WORDS),
        "how rows are divided into folds",
    )
    .asks("How are rows divided, so that a score is as hard to reach as in production?")
    .default("time or group where [problem] names them, stratified for classes, else random")
    .why("a split easier than production promises a score that production does not keep"),
    Field::new(
        "split.holdout.share",
        Number { min: 0.0, max: 0.5 },
        "share of rows set aside: the latest in a time split",
    )
    .why("a score is only to be believed on rows that no choice has seen")
    .asks("Which share of the rows is set aside for the last word?")
    .example("0.2")
    .default("0.2"),
    Field::new("split.holdout.from", Instant, "first instant set aside"),
    Field::new(
        "split.holdout.file",
        Path,
        "a file of its own; no row of the others is set aside",
    ),
    Field::new(
        "split.folds",
        Integer { min: 2, max: 100 },
        "number of folds",
    )
    .default("5"),
    Field::new(
        "split.fold_column",
        Column,
        "column that names each row's fold",
    ),
    Field::new(
        "split.gap",
        Steps,
        "time left out between training and fold",
    )
    .default("problem.horizon"),
    Field::new("split.embargo", Steps, "time left out after a fold").default("0"),
    Field::new(
        "split.repeats",
        Integer { min: 1, max: 100 },
        "how often folds are drawn anew",
    )
    .default("1"),
    Field::new(
        "split.seed",
        Integer {
            min: 0,
            max: i64::MAX,
        },
        "seed of every draw",
    )
    .default("42")
    .why("the same seed gives the same bytes"),
];

const MODEL: &[Field] = &[
    Field::new(
        "model[].family",
        Word(&[
            "ridge",
            "lasso",
            "elastic_net",
            "logistic",
            "softmax",
            "tree",
            "forest",
            "boosting",
        ]),
        "name of the family",
    )
    .required(),
    Field::new(
        "model[].tune.trials",
        Integer {
            min: 1,
            max: 100_000,
        },
        "parameter sets tried",
    )
    .default("by the mode of training"),
    Field::new(
        "model[].tune.search",
        Choice(Search::WORDS),
        "how they are drawn",
    )
    .default("random"),
    Field::new(
        "model[].params.*",
        FieldType::NUMBER,
        "a parameter held fixed",
    ),
    Field::new(
        "model[].class_weight",
        Choice(ClassWeight::WORDS),
        "how much each class counts while training; scores do not change",
    )
    .default("each row alike")
    .why("balanced finds more of a rare class and says so too often: probabilities are then too high"),
];

const PASSED: &[Field] = &[
    Field::new(
        "passed[].gate",
        Choice(GateName::WORDS),
        "the gate that was passed",
    )
    .required(),
    Field::new("passed[].reason", Text, "why the road goes on").required(),
    Field::new(
        "passed[].although",
        Texts,
        "what closed the gate then; anything else closes it again",
    ),
];

const ACCEPTED: &[Field] = &[
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
            "personal",
            "not_known_at_prediction",
            "content",
            "reading",
            "schema",
            "unmatched",
            "empty",
            "missing",
            "constant",
            "identifier",
            "range",
            "mixed_types",
            "mixed_nulls",
            "codes",
            "units",
            "spelling",
            "outliers",
            "duplicate_rows",
            "conflicting_labels",
            "correlation",
            "imbalance",
            "cardinality",
            "skewness",
            "zeros",
            "characters",
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

const CHECKS: &[Field] = &[
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
];
