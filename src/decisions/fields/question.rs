//! Fields of what is asked and what the answer is worth: the file itself, `[project]`, `[problem]`, `[value]`.

use super::FieldType::*;
use super::{Field, FieldType, Section};
use crate::decisions::{Changes, Choose, Explain, Stage, Task};

/// Names of the metrics of every task; the metrics themselves live a floor higher.
const METRICS: &[&str] = &[
    "mae",
    "rmse",
    "r2",
    "mape",
    "accuracy",
    "balanced_accuracy",
    "f1",
    "roc_auc",
    "average_precision",
    "log_loss",
    "brier",
];

pub(super) const SECTIONS: &[Section] = &[
    Section {
        path: "",
        title: "The file",
        doc: "what this file is",
        list: false,
        fields: FILE,
    },
    Section {
        path: "project",
        title: "Project",
        doc: "what decision, for whom",
        list: false,
        fields: PROJECT,
    },
    Section {
        path: "problem",
        title: "Problem",
        doc: "the question as a machine-learning problem, and what counts as success",
        list: false,
        fields: PROBLEM,
    },
    Section {
        path: "value",
        title: "Value",
        doc: "what the answer is worth in money",
        list: false,
        fields: VALUE,
    },
];

const FILE: &[Field] = &[
    Field::new(
        "format",
        Integer { min: 1, max: 1 },
        "version of the format of this file",
    )
    .default("1")
    .why("a later program knows how to read it"),
    Field::new(
        "extends",
        Path,
        "a file whose decisions hold where this one is silent",
    )
    .why("many projects share decisions; this file's keys win"),
];

const PROJECT: &[Field] = &[
    Field::new("project.name", Text, "short name").default("name of the folder"),
    Field::new("project.question", LongText, "the business question")
        .asks("Which business question shall be answered?")
        .example("What will this ride cost, before it starts?")
        .needed(Stage::Train)
        .why("a score answers nothing until the question is written down"),
    Field::new("project.product", LongText, "where the answer is used")
        .asks("Where will the answer be used?")
        .example("the price shown on the booking screen")
        .needed(Stage::Ship)
        .why("it decides what is known at prediction and how fast the answer must be"),
    Field::new(
        "project.decision",
        LongText,
        "what is decided with the answer",
    )
    .asks("What is decided with the answer?")
    .example("accept the ride at that price, or not")
    .needed(Stage::Train)
    .why("a prediction that changes no decision is worth nothing"),
    Field::new("project.owner", Text, "who answers for it")
        .asks("Who answers for it, and acts when it no longer holds?")
        .example("the pricing team")
        .needed(Stage::Ship)
        .why("somebody must act when the model drifts"),
    Field::new(
        "project.commercial",
        Flag,
        "whether the product earns or saves money for a business",
    )
    .asks("Does it earn or save money for a business?")
    .default("true")
    .why("scraped data and many licences do not allow it"),
];

const PROBLEM: &[Field] = &[
    Field::new("problem.task", Choice(Task::WORDS), "the kind of question")
    .asks("What kind of answer is it?")
        .default("told by the values of the target")
        .why("metrics, folds and models follow from it"),
    Field::new("problem.target", Column, "column to predict")
    .why("it is what every baseline and model answers")
    .asks("Which column is to be predicted?").needed(Stage::Data),
    Field::new(
        "problem.positive",
        Label,
        "class that counts as positive, of two",
    )
    .asks("Which of the two classes is the one you look for?")
    .default("the rarer class")
    .why("precision, recall and F1 are those of this class"),
    Field::new(
        "problem.classes",
        Labels,
        "the classes, where their list or order is decided",
    )
    .default("those of the data"),
    Field::new("problem.ordered", Flag, "whether the classes have an order").default("false"),
    Field::new("problem.unit", Text, "unit of the target")
    .asks("In which unit is the target?")
    .example("USD")
        .why("a score without a unit says nothing to the person who decides"),
    Field::new(
        "problem.time",
        Column,
        "column that says when a row happened",
    )
    .asks("Which column says when a row happened?")
    .why("without it the past may be predicted from the future"),
    Field::new(
        "problem.group",
        Column,
        "column of rows that belong together",
    )
    .asks("Which column says whom or what a row is about?")
    .why("rows of one customer, machine or shop must not stand on both sides of a fold"),
    Field::new("problem.id", Column, "column that names the row"),
    Field::new("problem.weight", Column, "column of how much a row counts"),
    Field::new(
        "problem.horizon",
        Steps,
        "how old a row must be to be known at prediction",
    )
    .asks("How old must a row be to be known at prediction?")
    .example("1d where yesterday is known this morning; 0 where every earlier row is")
    .default("every earlier row is known")
    .why("lags, persistence and the gap between training and fold follow from it; what changes in time is then known lagged only, unless said otherwise"),
    Field::new(
        "problem.metric",
        Word(METRICS),
        "the one number that decides",
    )
    .asks("Which one number says how good a prediction is?")
    .default("the usual one of the task")
    .why("baselines and models are compared in it and in nothing else"),
    Field::new(
        "problem.success.at_most",
        FieldType::NUMBER,
        "the metric may be at most this, where less is better",
    )
    .unit("of the metric")
    .needed(Stage::Train)
    .asks("From which score on is it a success?")
    .why("without a goal every model is a success"),
    Field::new(
        "problem.success.at_least",
        FieldType::NUMBER,
        "the metric must be at least this, where more is better",
    )
    .unit("of the metric"),
    Field::new(
        "problem.success.lead_percent",
        FieldType::POSITIVE,
        "lead over the best baseline",
    )
    .unit("percent")
    .why("a model that barely beats a rule does not pay its upkeep"),
    Field::new(
        "problem.success.rope",
        FieldType::POSITIVE,
        "region of practical equivalence: a gain up to this makes no difference",
    )
    .unit("of the metric")
    .default("1 % of the best baseline's score")
    .why("with many rows a gain that nobody feels can be certain all the same"),
    Field::new(
        "problem.success.unit",
        Text,
        "unit of the score, where it is to be read in this line",
    )
    .default("that of the metric"),
    Field::new(
        "problem.budget.train_seconds",
        FieldType::POSITIVE,
        "time that training may take",
    )
    .why("a verdict that nobody waits for decides nothing")
    .asks("How long may training take?")
    .unit("s")
    .default("60"),
    Field::new(
        "problem.budget.predict_ms",
        FieldType::POSITIVE,
        "time that one prediction may take",
    )
    .asks("How long may one prediction take?")
    .example("5 where somebody waits for it")
    .unit("ms")
    .why("a model too slow for its product is no candidate"),
    Field::new(
        "problem.changes",
        Choice(Changes::WORDS),
        "how often the world behind the data changes its ways",
    )
    .asks("How often does the world behind the data change its ways?")
    .why("what changes faster than rows come is better told by a rule that a person corrects"),
    Field::new(
        "problem.explain",
        Choice(Explain::WORDS),
        "which answers must be explained to somebody",
    )
    .asks("Which answers must be explained to somebody?")
    .default("none")
    .why("who must explain every answer is better served by a rule, a line or a small tree"),
    Field::new(
        "problem.choose",
        Choice(Choose::WORDS),
        "how the run to ship is chosen",
    )
    .asks("Which model shall win?")
    .default("best")
    .why(
        "resilient prefers the run that stands up to stress, within one standard error of the best",
    ),
];

const VALUE: &[Field] = &[
    Field::new("value.currency", Text, "currency of every amount")
        .why("an amount without a currency cannot be compared")
        .asks("In which currency is money counted?")
        .example("EUR"),
    Field::new(
        "value.cost",
        Expression,
        "cost of one decision, of prediction and the columns",
    )
    .asks("What does an error cost?")
    .unit("currency")
    .needed(Stage::Train)
    .why("turns errors into money, which can be compared with what a model costs"),
    Field::new(
        "value.matrix.*.*",
        FieldType::NUMBER,
        "cost of one decision by true class, then predicted class",
    )
    .unit("currency")
    .default("0")
    .why("a missed case and a false alarm rarely cost the same"),
    Field::new(
        "value.decisions_per_year",
        FieldType::POSITIVE,
        "how often the decision is taken",
    )
    .why("it turns the gain of one decision into that of a year")
    .asks("How often is the decision taken in a year?")
    .example("200000")
    .unit("a year"),
    Field::new(
        "value.capacity",
        FieldType::SHARE,
        "share of the decisions that one can act on, the likeliest first",
    )
    .asks("Which share of the cases can you act on?")
    .example("0.05 where one call in twenty can be made")
    .why("what counts is then how many of the positive cases are among those"),
    Field::new(
        "value.build_cost",
        FieldType::POSITIVE,
        "what building costs once",
    )
    .why("a gain must pay for what it took to get it")
    .asks("What does it cost to build, once?")
    .example("40000")
    .unit("currency"),
    Field::new(
        "value.run_cost_per_year",
        FieldType::POSITIVE,
        "what running costs",
    )
    .why("a model costs as long as it runs; a rule costs little")
    .asks("What does it cost to run, a year?")
    .example("12000")
    .unit("currency a year"),
];
