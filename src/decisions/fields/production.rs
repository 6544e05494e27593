//! Fields of life after shipping: `[monitor]`, `[retrain]`.

use super::FieldType::*;
use super::{Field, FieldType, Section};
use crate::decisions::Stage;

/// Statistics that may be asked for besides those of the preset.
const TESTS: &[&str] = &[
    "ks",
    "cramer_von_mises",
    "mann_whitney",
    "t",
    "t_welch",
    "anderson_darling",
    "wasserstein",
    "wasserstein_normed",
    "energy",
    "psi",
    "kl",
    "js",
    "hellinger",
    "total_variation",
    "chi2",
    "g",
    "z",
];

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "monitor",
        title: "Monitoring",
        doc: "how new data are watched",
        list: false,
        fields: MONITOR,
    },
    Section {
        path: "retrain",
        title: "Retraining",
        doc: "when to train again",
        list: false,
        fields: RETRAIN,
    },
];

const MONITOR: &[Field] = &[
    Field::new("monitor.current", Path, "new data: file, glob or folder")
        .why("a model that nobody watches fails in silence")
        .asks("Where will new data arrive?")
        .example("incoming/*.csv")
        .needed(Stage::Drift),
    Field::new(
        "monitor.labels",
        Path,
        "labels that come later: file, glob or folder",
    )
    .why("only the true answers tell how good it still is")
    .asks("Where will the true answers arrive, later on?")
    .example("labels/*.csv"),
    Field::new("monitor.chunk", Length, "length of a chunk")
        .why("too little is chance, too much comes too late")
        .asks("How much new data is judged at a time?")
        .example("13w, or a number of rows: 1000")
        .default("a file is a chunk"),
    Field::new(
        "monitor.preset",
        Choice(&["jalon", "evidently", "nannyml", "deepchecks", "whylogs"]),
        "whose tests and thresholds",
    )
    .default("jalon"),
    Field::new(
        "monitor.consecutive",
        Integer { min: 1, max: 1000 },
        "chunks in a row before an alarm",
    )
    .unit("chunks")
    .default("2")
    .why("one odd week is no reason to wake anybody"),
    Field::new("monitor.tests", Choices(TESTS), "more statistics, by name"),
    Field::new(
        "monitor.missing",
        Choice(&["category", "drop"]),
        "whether missing values count as a value",
    )
    .default("category"),
];

const RETRAIN: &[Field] = &[
    Field::new(
        "retrain.when",
        Choices(&["performance", "drift", "age"]),
        "reasons to train again",
    ),
    Field::new(
        "retrain.loss_over_percent",
        FieldType::POSITIVE,
        "loss of performance that is a reason",
    )
    .why("a new model costs work and risk: it needs a reason")
    .asks("Which loss of performance asks for a new training?")
    .example("10")
    .unit("percent"),
    Field::new(
        "retrain.window",
        Choice(&["sliding", "growing"]),
        "rows learned from",
    )
    .default("growing"),
    Field::new(
        "retrain.every_at_most",
        Duration,
        "at most once in this time",
    ),
];
