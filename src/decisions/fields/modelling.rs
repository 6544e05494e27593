//! Fields of what is computed: `[[metric]]`, `[[rule]]`, `[features]`, `[prepare]`, `[split]`, `[[model]]`, `[[accepted]]`,
//! `[[passed]]`, `[checks]`.

use super::FieldType::*;
use super::{Field, FieldType, Section};
use crate::decisions::{Better, ClassWeight, GateName, Search, Strategy};

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "metric",
        title: "Metrics",
        doc: "scores of your own, beside those that all projects have",
        list: true,
        fields: METRIC,
    },
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
        fields: super::checking::ACCEPTED,
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
        fields: super::checking::CHECKS,
    },
];

const METRIC: &[Field] = &[
    Field::new("metric[].name", Text, "its name, for problem.metric").required(),
    Field::new(
        "metric[].score",
        Expression,
        "one number of all rows: aggregates of the columns, of prediction and, for two classes, of probability",
    )
    .required()
    .example("SUM(abs(prediction - fare)) / SUM(trip_miles)")
    .why("SUM, AVG, COUNT, MIN, MAX, MEDIAN and STDDEV, and arithmetic between them"),
    Field::new(
        "metric[].better",
        Choice(Better::WORDS),
        "which way it is better",
    )
    .required(),
    Field::new("metric[].unit", Text, "unit of the score").default("none"),
];

const RULE: &[Field] = &[
    Field::new("rule[].name", Text, "its name in every table").required(),
    Field::new(
        "rule[].predict",
        Expression,
        "the prediction; each ? is fitted inside the fold, for the metric",
    )
    .required()
    .unless("lookup")
    .why("an expression, a CASE WHEN … list, or a column that holds what is done today; LAG(x) is the last known value"),
    Field::new(
        "rule[].lookup.path",
        Path,
        "a table that answers instead of predict: a file, relative to this one",
    )
    .required(),
    Field::new(
        "rule[].lookup.on",
        Columns,
        "key columns, of the same name in the data and in the table; a key stands once in the table",
    )
    .required(),
    Field::new(
        "rule[].lookup.value",
        Text,
        "the column of the table that holds the answer: a number, a class, or the probability of the positive class",
    )
    .required(),
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
