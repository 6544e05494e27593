//! The user's own rules: expressions whose `?` are fitted on the training rows, for the metric.

use ndarray::Array2;

use super::{Answer, Predictor, best_constant, gather};
use crate::benchmark::Setup;
use crate::benchmark::fit::{fit, is_linear};
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction, Truth};
use crate::project::Project;
use crate::spec::{Order, parse_at, refuse_unknown};
use crate::table::{Expression, Table};
use crate::text;

/// With fewer training rows than this without an answer, the constant for them comes from all training rows.
const FEWEST_UNANSWERED: usize = 30;

struct Rule {
    name: String,
    seen: std::result::Result<Seen, Error>,
}

/// The expression and the table it is computed on, with what it needs of the past beside the columns.
struct Seen {
    expression: Expression,
    table: Table,
}

/// The rules of the project. One whose name is taken already is a row that says so.
pub(super) fn list(
    project: &Project,
    setup: &Setup,
    taken: Vec<String>,
) -> Vec<Box<dyn Predictor>> {
    let mut taken = taken;
    let mut rules: Vec<Box<dyn Predictor>> = Vec::new();
    for (i, rule) in project.decisions.rule.iter().enumerate() {
        let key = format!("rule.{i}.predict");
        let (name, seen) = if taken.contains(&rule.name) {
            let name = format!("{} (rule {})", rule.name, i + 1);
            let message = format!(
                "the name '{}' is taken by another baseline",
                text::escape(&rule.name)
            );
            (
                name,
                Err(Error::new(message).with_fix("give the rule a name of its own")),
            )
        } else {
            let seen = parse_at(project, &key, &rule.predict).and_then(|expression| {
                refuse_unknown(project, &key, &expression, &setup.dataset.table)?;
                refuse_unknowable(setup, &expression)?;
                let table = with_past(project, setup, &expression)?;
                Ok(Seen { expression, table })
            });
            (rule.name.clone(), seen)
        };
        taken.push(name.clone());
        rules.push(Box::new(Rule { name, seen }));
    }
    rules
}

/// The project's table with what a rule needs of the past.
fn with_past(project: &Project, setup: &Setup, expression: &Expression) -> Result<Table> {
    let table = &setup.dataset.table;
    if !expression.looks_back() {
        return Ok(table.clone());
    }
    let past = Order::required(project)?.past(table, 0..table.rows())?;
    expression.with_past(table, &past)
}

/// A rule that reads the row's own target, or a column not known at prediction, cannot be applied.
fn refuse_unknowable(setup: &Setup, expression: &Expression) -> Result<()> {
    let unknown = expression.columns_now().iter().find(|name| {
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
        self.seen.as_ref().map_or_else(
            |e| e.message.clone(),
            |seen| seen.expression.text().to_owned(),
        )
    }

    fn is_rule(&self) -> bool {
        true
    }

    fn answer(&self, setup: &Setup, train: &[usize], test: &[usize]) -> Result<Answer> {
        let Seen { expression, table } = self.seen.as_ref().map_err(Clone::clone)?;
        let (learn, ask) = (table.take(train)?, table.take(test)?);
        let truth = setup.truth(train);
        match &truth {
            Truth::Numbers(values) => numbers(setup, expression, &learn, values, &ask),
            Truth::Classes(codes, classes) => {
                let fallback = best_constant(setup, &truth);
                if expression.gives_text(table)? {
                    labels(expression, &ask, classes, &fallback)
                } else {
                    positives(setup, expression, &learn, codes, classes, &ask, &fallback)
                }
            }
        }
    }
}

/// A number a row. Where the rule has no answer the best constant of such training rows stands in.
fn numbers(
    setup: &Setup,
    expression: &Expression,
    learn: &Table,
    truth: &[f64],
    ask: &Table,
) -> Result<Answer> {
    let predict = |table: &Table, coefficients: &[f64]| expression.numbers(table, coefficients);
    let coefficients = fitted(
        setup,
        expression,
        learn,
        &Truth::Numbers(truth.to_vec()),
        &|v| Prediction::Numbers(v),
    )?;
    let answered = predict(learn, &coefficients)?;
    let silent: Vec<f64> = answered
        .iter()
        .zip(truth)
        .filter(|(answer, _)| answer.is_nan())
        .map(|(_, truth)| *truth)
        .collect();
    let basis = if silent.len() >= FEWEST_UNANSWERED {
        silent
    } else {
        truth.to_vec()
    };
    let fallback = best_constant(setup, &Truth::Numbers(basis))[0];
    let mut values = predict(ask, &coefficients)?;
    let unanswered = values.iter().filter(|v| v.is_nan()).count();
    values
        .iter_mut()
        .filter(|v| v.is_nan())
        .for_each(|v| *v = fallback);
    Ok(Answer {
        prediction: Prediction::Numbers(values),
        coefficients,
        window: None,
        unanswered,
    })
}

/// A class label a row.
fn labels(
    expression: &Expression,
    ask: &Table,
    classes: &Classes,
    fallback: &[f64],
) -> Result<Answer> {
    let answers = expression.texts(ask, &[])?;
    let mut probabilities = Array2::zeros((answers.len(), classes.names.len()));
    let mut unanswered = 0;
    for (row, answer) in answers.iter().enumerate() {
        match answer {
            None => {
                unanswered += 1;
                fallback
                    .iter()
                    .enumerate()
                    .for_each(|(c, share)| probabilities[[row, c]] = *share);
            }
            Some(name) => {
                let class = classes
                    .names
                    .iter()
                    .position(|c| c == name)
                    .ok_or_else(|| unknown_class(name, classes))?;
                probabilities[[row, class]] = 1.0;
            }
        }
    }
    Ok(Answer {
        prediction: Prediction::Probabilities(probabilities),
        coefficients: Vec::new(),
        window: None,
        unanswered,
    })
}

fn unknown_class(name: &str, classes: &Classes) -> Error {
    let fix = match text::nearest(name, classes.names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean '{}'?", text::escape(near)),
        None => format!(
            "the classes are {}",
            classes
                .names
                .iter()
                .map(|n| text::escape(n))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    };
    Error::new(format!(
        "the rule answers '{}', which is no class",
        text::escape(name)
    ))
    .with_fix(fix)
}

/// A number from 0 to 1 a row: the probability of the positive class. For more than two classes the number names one.
fn positives(
    setup: &Setup,
    expression: &Expression,
    learn: &Table,
    codes: &[u32],
    classes: &Classes,
    ask: &Table,
    fallback: &[f64],
) -> Result<Answer> {
    let Some(positive) = classes.positive else {
        let named: Vec<Option<String>> = expression
            .numbers(ask, &[])?
            .into_iter()
            .map(|v| (!v.is_nan()).then(|| format!("{v}")))
            .collect();
        let table = ask.with_texts("rule's answer", &named)?;
        let column = Expression::parse("\"rule's answer\"").map_err(|m| Error::new(m.message))?;
        return labels(&column, &table, classes, fallback);
    };
    let both = |values: Vec<f64>| {
        let answers: Vec<Vec<f64>> = values
            .into_iter()
            .map(|p| {
                let p = if p.is_nan() { fallback[positive] } else { p };
                (0..2)
                    .map(|c| if c == positive { p } else { 1.0 - p })
                    .collect()
            })
            .collect();
        gather(&Truth::Classes(Vec::new(), classes.clone()), &answers)
    };
    let truth = Truth::Classes(codes.to_vec(), classes.clone());
    let clamped = |values: Vec<f64>| both(values.into_iter().map(|p| p.clamp(0.0, 1.0)).collect());
    let coefficients = fitted(setup, expression, learn, &truth, &clamped)?;
    let mut values = expression.numbers(ask, &coefficients)?;
    let unanswered = values.iter().filter(|v| v.is_nan()).count();
    if coefficients.is_empty()
        && let Some(outside) = values
            .iter()
            .find(|v| !v.is_nan() && !(0.0..=1.0).contains(*v))
    {
        return Err(Error::new(format!(
            "the rule answers {outside}, not a number from 0 to 1"
        ))
        .with_fix("give a class label, or the probability of the positive class"));
    }
    values.iter_mut().for_each(|v| *v = v.clamp(0.0, 1.0));
    Ok(Answer {
        prediction: both(values),
        coefficients,
        window: None,
        unanswered,
    })
}

/// The coefficients that are best for the metric on the rows that the rule can answer.
fn fitted(
    setup: &Setup,
    expression: &Expression,
    learn: &Table,
    truth: &Truth,
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
    let truth = truth.take(&rows);
    let predict = |coefficients: &[f64]| expression.numbers(&table, coefficients);
    let linear = is_linear(&predict, count)?;
    fit(
        setup.problem.metric,
        &truth,
        count,
        linear,
        &predict,
        prediction_of,
    )
}
