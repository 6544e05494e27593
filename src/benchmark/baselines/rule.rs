//! The user's own rules: expressions whose `?` are fitted on the training rows, for the metric; tables of answers by key.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::fitted::two_classes;
use super::keyed::Keyed;
use super::{Answer, Fitted, Predictor, best_constant, by_absolute_error, tail};
use crate::benchmark::Setup;
use crate::benchmark::fit::{Known, fit, linear};
use crate::decisions::LookupTable;
use crate::error::{Error, Result};
use crate::metrics::{Metric, Prediction, Truth};
use crate::project::Project;
use crate::spec::{Columns, Order, Purpose, expression_at, expression_typed, lookup_table};
use crate::table::{Expression, Past, Table};
use crate::text;

/// With fewer training rows than this without an answer, the constant for them comes from all training rows.
const FEWEST_UNANSWERED: usize = 30;

struct Rule {
    name: String,
    seen: Result<Seen>,
}

/// What a rule answers from.
enum Seen {
    /// An expression, and the table it is computed on with what it needs of the past beside the columns.
    Expression(Expression, Table),
    /// A table of answers by key, how it is stated, and the keys of the project's rows.
    Lookup(Keyed, LookupTable, Table),
}

impl Seen {
    /// What is read of the project's rows.
    fn table(&self) -> &Table {
        match self {
            Seen::Expression(_, table) | Seen::Lookup(.., table) => table,
        }
    }
}

/// The rules of the project. One whose name is taken already is a row that says so.
pub(super) fn list(project: &Project, setup: &Setup, taken: &[String]) -> Vec<Box<dyn Predictor>> {
    // What rules know of the past is found once, if one of them looks back.
    let past = Earlier::default();
    let rules = project.decisions.rule.par_iter().enumerate();
    rules
        .map(|(at, rule)| {
            let before = project.decisions.rule[..at].iter().map(|rule| &rule.name);
            let is_taken = taken.iter().chain(before).any(|name| *name == rule.name);
            let rule = match (is_taken, &rule.lookup) {
                (true, _) => Rule::of_taken_name(at, &rule.name),
                (false, Some(stated)) => Rule {
                    name: rule.name.clone(),
                    seen: looked_up(project, setup, at, stated),
                },
                (false, None) => {
                    let key = format!("rule.{at}.predict");
                    let understood = |purpose, columns: &Columns| {
                        expression_at(project, &key, &rule.predict, purpose, columns)
                    };
                    Rule {
                        name: rule.name.clone(),
                        seen: seen(project, setup, understood, &past),
                    }
                }
            };
            Box::new(rule) as Box<dyn Predictor>
        })
        .collect()
}

impl Rule {
    /// A rule whose name another baseline has.
    fn of_taken_name(at: usize, name: &str) -> Rule {
        let message = format!(
            "the name '{}' is taken by another baseline",
            text::escape(name)
        );
        Rule {
            name: format!("{name} (rule {})", at + 1),
            seen: Err(Error::new(message).with_fix("give the rule a name of its own")),
        }
    }
}

/// What is known of the past, once somebody asked.
type Earlier = OnceLock<Result<Past>>;

/// A rule that is being written. Its mistakes name the character in `expression`.
pub(in crate::benchmark) fn draft(
    project: &Project,
    setup: &Setup,
    expression: &str,
) -> impl Predictor {
    let understood =
        |purpose, columns: &Columns| expression_typed(project, expression, purpose, columns);
    Rule {
        name: String::new(),
        seen: seen(project, setup, understood, &Earlier::default()),
    }
}

/// The table that answers for a rule.
fn looked_up(project: &Project, setup: &Setup, at: usize, stated: &LookupTable) -> Result<Seen> {
    let columns: BTreeSet<String> = stated.on.iter().cloned().collect();
    refuse_unknowable(setup, &columns)?;
    let place = |(key, error): (&str, Error)| {
        let error = error.with_context(&format!("rule.{at}.lookup.{key}"));
        match error.file {
            Some(_) => error,
            None => error.at_file(project.file()),
        }
    };
    let table = lookup_table(project, stated, &setup.dataset.table).map_err(place)?;
    let keyed = Keyed::of(&table, stated, setup.problem.classes.as_ref());
    let keyed = keyed.map_err(|error| place(("value", error)))?;
    let on: Vec<&str> = stated.on.iter().map(String::as_str).collect();
    let keys = setup.dataset.table.select(&on)?;
    Ok(Seen::Lookup(keyed, stated.clone(), keys))
}

/// What a rule answers from, once its expression is understood.
fn seen(
    project: &Project,
    setup: &Setup,
    understood: impl Fn(Purpose, &Columns) -> Result<Expression>,
    past: &Earlier,
) -> Result<Seen> {
    let columns = Columns {
        schema: setup.dataset.table.schema(),
        ..Columns::default()
    };
    let purpose = match setup.problem.classes {
        Some(_) => Purpose::ClassRule,
        None => Purpose::NumberRule,
    };
    let expression = understood(purpose, &columns)?;
    refuse_unknowable(setup, expression.columns_now())?;
    let table = with_past(project, setup, &expression, past)?;
    Ok(Seen::Expression(expression, table))
}

/// The columns that a rule reads, with what it needs of the past.
fn with_past(
    project: &Project,
    setup: &Setup,
    expression: &Expression,
    past: &Earlier,
) -> Result<Table> {
    let table = &setup.dataset.table;
    let names: Vec<&str> = expression.columns().iter().map(String::as_str).collect();
    let read = table.select(&names)?;
    if !expression.looks_back() {
        return Ok(read);
    }
    let found = || Order::required(project)?.past(table, 0..table.rows());
    match past.get_or_init(found) {
        Ok(past) => expression.with_past(&read, past),
        Err(error) => Err(error.clone()),
    }
}

/// A rule that reads the row's own target, or a column not known at prediction, cannot be applied.
fn refuse_unknowable(setup: &Setup, columns: &BTreeSet<String>) -> Result<()> {
    let unknown = columns.iter().find(|name| {
        setup
            .dataset
            .column(name)
            .is_some_and(|c| !c.known_at_prediction)
    });
    match unknown {
        None => Ok(()),
        Some(name) => Err(Error::new(format!(
            "the rule reads '{}', which is not known at prediction",
            text::escape(name)
        ))
        .with_fix(format!(
            "use columns that are known before the outcome, or an earlier value: LAG({})",
            text::escape(name)
        ))),
    }
}

impl Predictor for Rule {
    fn name(&self) -> &str {
        &self.name
    }

    fn description(&self) -> String {
        match &self.seen {
            Err(error) => error.message.clone(),
            Ok(Seen::Expression(expression, _)) => expression.text().to_owned(),
            Ok(Seen::Lookup(keyed, stated, _)) => format!(
                "{} by {}: {} of {}",
                stated.value,
                stated.on.join(", "),
                text::counted(keyed.len(), "key"),
                stated.path
            ),
        }
    }

    fn is_rule(&self) -> bool {
        true
    }

    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let seen = self.seen.as_ref().map_err(Clone::clone)?;
        let learn = seen.table().take(train)?;
        match seen {
            Seen::Expression(expression, _) => {
                fitted_rule(setup, expression, &learn, train, Fitting::ForTheMetric)
            }
            Seen::Lookup(keyed, ..) => {
                let found = keyed.found(&learn)?;
                let is_silent = found.iter().map(Option::is_none);
                Ok(Fitted::Lookup {
                    table: keyed.clone(),
                    otherwise: constant_of_silent(setup, is_silent, train),
                })
            }
        }
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        let seen = self.seen.as_ref().map_err(Clone::clone)?;
        let asked = seen.table().take(test)?;
        self.fit(setup, train)?
            .answer(&asked, setup.problem.classes.as_ref())
    }
}

/// What coefficients are fitted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fitting {
    /// The metric of the problem.
    ForTheMetric,
    /// The sizes of errors where these count, a quantile where one is asked, else the squares: at once, whatever the metric.
    BySquaresOrSizes,
}

impl Fitting {
    fn metric(self, setup: &Setup) -> Metric {
        let metric = setup.problem.metric;
        if tail(setup).is_some() {
            return metric;
        }
        let simple = match (&setup.problem.classes, by_absolute_error(setup)) {
            (Some(_), _) => "brier",
            (None, true) => "mae",
            (None, false) => "rmse",
        };
        match self {
            // A ranking says nothing of level and size, which a probability must have.
            Fitting::ForTheMetric if metric.is_of_ranks() => {
                Metric::named("brier").unwrap_or(metric)
            }
            Fitting::ForTheMetric => metric,
            Fitting::BySquaresOrSizes => Metric::named(simple).unwrap_or(metric),
        }
    }
}

/// An expression fitted on rows of the table, of which `learn` holds what it reads.
pub(super) fn fitted_rule(
    setup: &Setup,
    expression: &Expression,
    learn: &Table,
    train: &[usize],
    fitting: Fitting,
) -> Result<Fitted> {
    let metric = fitting.metric(setup);
    let fitted = |prediction: &dyn Fn(Vec<f64>) -> Prediction| {
        fitted(setup, metric, expression, (learn, train), prediction)
    };
    let (coefficients, otherwise) = match setup.truth(train) {
        Truth::Numbers(_) => {
            let coefficients = fitted(&Prediction::Numbers)?;
            let answers = expression.numbers(learn, &coefficients)?;
            let is_silent = answers.iter().map(|answer| answer.is_nan());
            let otherwise = constant_of_silent(setup, is_silent, train);
            (coefficients, otherwise)
        }
        Truth::Classes(_, classes) => {
            let coefficients = match classes.positive {
                Some(positive) if !expression.gives_text(learn)? => {
                    let otherwise = best_constant(setup, train)[positive];
                    let cut = |p: f64| {
                        if p.is_nan() {
                            otherwise
                        } else {
                            p.clamp(0.0, 1.0)
                        }
                    };
                    let shares = |values: Vec<f64>| {
                        let cut: Vec<f64> = values.into_iter().map(cut).collect();
                        two_classes(&cut, positive)
                    };
                    fitted(&shares)?
                }
                _ if expression.placeholders() > 0 => return Err(open_label()),
                _ => Vec::new(),
            };
            (coefficients, best_constant(setup, train))
        }
    };
    Ok(Fitted::Rule {
        expression: expression.text().to_owned(),
        coefficients,
        otherwise,
    })
}

fn open_label() -> Error {
    Error::new("a rule that answers class labels has no `?` to fit")
        .with_fix("write the number in, or answer with the probability of the positive class")
}

/// The best constant of the training rows without an answer, of all of them where these are too few.
fn constant_of_silent(
    setup: &Setup,
    is_silent: impl Iterator<Item = bool>,
    train: &[usize],
) -> Vec<f64> {
    let silent = is_silent.zip(train).filter(|(is_silent, _)| *is_silent);
    let silent: Vec<usize> = silent.map(|(_, row)| *row).collect();
    if silent.len() >= FEWEST_UNANSWERED {
        best_constant(setup, &silent)
    } else {
        best_constant(setup, train)
    }
}

/// The coefficients that are best for a metric on the rows that the rule can answer.
fn fitted(
    setup: &Setup,
    metric: Metric,
    expression: &Expression,
    (learn, train): (&Table, &[usize]),
    prediction_of: &dyn Fn(Vec<f64>) -> Prediction,
) -> Result<Vec<f64>> {
    let count = expression.placeholders();
    if count == 0 {
        return Ok(Vec::new());
    }
    let probe = expression.numbers(learn, &vec![1.0; count])?;
    let rows: Vec<usize> = (0..probe.len()).filter(|&r| !probe[r].is_nan()).collect();
    if rows.len() <= count {
        return Err(Error::new(format!(
            "the rule answers only {}, too few to fit {count} coefficients",
            text::counted(rows.len(), "training row")
        ))
        .with_fix("loosen the rule, or write its numbers in"));
    }
    let table = learn.take(&rows)?;
    let answered: Vec<usize> = rows.iter().map(|&r| train[r]).collect();
    let (truth, weights) = (setup.truth(&answered), setup.weights(&answered));
    let predict = |coefficients: &[f64]| expression.numbers(&table, coefficients);
    let score = |said: &Prediction| setup.score_in(metric, &answered, said);
    fit(
        metric,
        Known {
            truth: &truth,
            weights: weights.as_deref(),
            score: metric.needs_rows().then_some(&score),
        },
        count,
        linear(&predict, count)?,
        &predict,
        prediction_of,
    )
}
