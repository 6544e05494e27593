//! Metrics that a project states itself: an expression over its rows, the cost of an error, what is found within its capacity.

use std::sync::{Mutex, PoisonError};

use super::list::Definition;
use super::prepared::How;
use super::{Classes, Metric, Prediction, Unit, top};
use crate::decisions::{Direction, Task};
use crate::error::{Error, Result};
use crate::table::{Storage, Summary, Table};

/// Name of the metric that is the mean cost of a decision.
pub const COST: &str = "cost";
/// Column of the prediction in an expression: the number, or the class that is decided for.
pub const PREDICTION: &str = "prediction";
/// Column of the positive class's probability in an expression.
pub const PROBABILITY: &str = "probability";

const EVERY: &[Task] = Task::ALL;
const TWO: &[Task] = &[Task::Binary];

/// Every metric that some project stated since the program began. A metric is a handle that is copied freely, so what it points to stays: a few
/// hundred bytes for each text that was ever stated.
static STATED: Mutex<Vec<&'static Definition>> = Mutex::new(Vec::new());

impl Metric {
    /// A metric stated as an expression over the rows of the table with [`PREDICTION`] and, for two classes, [`PROBABILITY`]. The unit may be empty.
    pub fn of_summary(name: &str, summary: Summary, direction: Direction, unit: &str) -> Metric {
        let tasks = match summary.columns().contains(PROBABILITY) {
            true => TWO,
            false => EVERY,
        };
        let known = |d: &Definition| {
            d.name == name
                && d.direction == direction
                && d.unit == Unit::named(unit)
                && matches!(&d.how, How::Summary(of) if of.text() == summary.text())
        };
        let text = summary.text().to_owned();
        stated(known, || Definition {
            name: kept(name),
            title: kept(name),
            about: kept(&format!("Stated in this project: {text}")),
            direction,
            unit: Unit::named(unit),
            tasks,
            usual: true,
            how: How::Summary(summary.clone()),
        })
    }

    /// The mean cost of a decision in this currency, which may be empty. Costs are computed where they are stated: see
    /// [`super::Prepared::of_losses`].
    pub fn of_cost(currency: &str) -> Metric {
        let unit = Unit::named(currency);
        let known = |d: &Definition| matches!(d.how, How::Cost) && d.unit == unit;
        stated(known, || Definition {
            name: COST,
            title: "cost of a decision",
            about: "What a decision costs on average, as the project states it.",
            direction: Direction::Minimise,
            unit,
            tasks: EVERY,
            usual: true,
            how: How::Cost,
        })
    }

    /// Precision, recall and lift where this share of the decisions (0 to 1) can be acted on, best first.
    pub fn within_capacity(share: f64) -> [Metric; 3] {
        let of = |name: &'static str, title, about, judge: fn(&top::Top) -> Option<f64>| {
            let known = |d: &Definition| {
                d.name == name && matches!(d.how, How::Top(known, _) if known == share)
            };
            stated(known, || Definition {
                name,
                title,
                about,
                direction: Direction::Maximise,
                unit: Unit::None,
                tasks: TWO,
                usual: true,
                how: How::Top(share, judge),
            })
        };
        [
            of(
                "precision_at_capacity",
                "precision at capacity",
                "Share of positives among the decisions that can be acted on, taken by probability.",
                top::precision,
            ),
            of(
                "recall_at_capacity",
                "recall at capacity",
                "Share of all positives among the decisions that can be acted on.",
                top::gain,
            ),
            of(
                "lift_at_capacity",
                "lift at capacity",
                "How many times as many positives are among the decisions that can be acted on as by chance.",
                top::lift,
            ),
        ]
    }
}

impl Unit {
    fn named(unit: &str) -> Unit {
        match unit.trim() {
            "" => Unit::None,
            unit => Unit::Named(kept(unit)),
        }
    }
}

/// The stated metric that is known already, else a new one.
fn stated(known: impl Fn(&Definition) -> bool, new: impl FnOnce() -> Definition) -> Metric {
    let mut all = STATED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = all.iter().find(|d| known(d)) {
        return Metric(found);
    }
    let definition: &'static Definition = Box::leak(Box::new(new()));
    all.push(definition);
    Metric(definition)
}

/// A text that stays, kept once.
fn kept(text: &str) -> &'static str {
    static TEXTS: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut all = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = all.iter().find(|known| **known == text) {
        return found;
    }
    let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
    all.push(text);
    text
}

/// Rows of the table with what was predicted for them as columns: [`PREDICTION`], the number or the class as label metrics cut it, and
/// [`PROBABILITY`] for two classes. Errors: a target that is not there, another number of rows.
pub fn with_prediction(
    table: Table,
    target: &str,
    prediction: &Prediction,
    classes: Option<&Classes>,
) -> Result<Table> {
    match (prediction, classes) {
        (Prediction::Numbers(values), _) => table.with_numbers(PREDICTION, values),
        (Prediction::Probabilities(shares), Some(classes)) => {
            let table = with_class(table, target, &prediction.label_names(classes))?;
            match classes.binary() {
                Some(positive) => {
                    table.with_numbers(PROBABILITY, &shares.column(positive).to_vec())
                }
                None => Ok(table),
            }
        }
        (Prediction::Probabilities(_), None) => {
            Err(Error::new("probabilities were predicted for a number"))
        }
    }
}

/// The table with a class in the column [`PREDICTION`]: a number beside a target of numbers such as 0 and 1.
pub fn with_class(table: Table, target: &str, said: &[Option<String>]) -> Result<Table> {
    let numbers: Option<Vec<f64>> = match table.column(target)?.storage {
        Storage::Integer | Storage::Number => said
            .iter()
            .map(|name| name.as_ref().map_or(Some(f64::NAN), |n| n.parse().ok()))
            .collect(),
        _ => None,
    };
    match numbers {
        Some(numbers) => table.with_numbers(PREDICTION, &numbers),
        None => table.with_texts(PREDICTION, said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Truth;

    fn own(name: &str, text: &str) -> Metric {
        Metric::of_summary(
            name,
            Summary::parse(text).unwrap(),
            Direction::Minimise,
            "USD",
        )
    }

    #[test]
    fn one_text_is_one_metric() {
        let metric = own("late", "AVG(abs(prediction - fare))");
        assert_eq!(metric, own("late", "AVG(abs(prediction - fare))"));
        assert_ne!(metric, own("late", "AVG(prediction - fare)"));
        assert_eq!(metric.unit(), Unit::Named("USD"));
        assert_ne!(Metric::within_capacity(0.1), Metric::within_capacity(0.2));
        assert_eq!(Metric::of_cost("EUR"), Metric::of_cost("EUR"));
    }

    #[test]
    fn an_expression_sees_the_row_and_what_was_predicted() {
        let table = Table::from_numbers(&[
            ("fare", vec![10.0, 20.0, 30.0]),
            ("miles", vec![1.0, 2.0, 7.0]),
        ])
        .unwrap();
        let truth = Truth::Numbers(vec![10.0, 20.0, 30.0]);
        let prediction = Prediction::Numbers(vec![11.0, 16.0, 30.0]);
        let metric = own(
            "a_mile",
            "SUM(CASE WHEN prediction < fare THEN 3 ELSE 1 END * abs(prediction - fare)) / SUM(miles)",
        );
        let rows = with_prediction(table.clone(), "fare", &prediction, None).unwrap();
        let prepared = metric.prepared_on(&truth, &prediction, &rows).unwrap();
        assert_eq!(prepared.score(&[1.0, 1.0, 1.0]), Some(1.3));
        assert_eq!(prepared.score(&[2.0, 0.0, 0.0]), Some(1.0));
        // A row without an answer, as for any metric.
        let prediction = Prediction::Numbers(vec![f64::NAN, 16.0, 30.0]);
        let rows = with_prediction(table, "fare", &prediction, None).unwrap();
        let prepared = metric.prepared_on(&truth, &prediction, &rows).unwrap();
        assert_eq!(prepared.score(&[1.0; 3]), None);
        assert_eq!(prepared.score(&[0.0, 1.0, 1.0]), Some(12.0 / 9.0));
        assert!(metric.prepared(&truth, &prediction).is_none());
    }

    #[test]
    fn classes_are_named_and_losses_point_the_good_way() {
        let classes = Classes {
            names: vec!["bad".into(), "good".into()],
            positive: Some(0),
        };
        let table = Table::from_numbers(&[("x", vec![5.0, 7.0])]).unwrap();
        let table = table.with_texts("y", &[Some("bad".into()), Some("good".into())]);
        let truth = Truth::Classes(vec![0, 1], classes.clone());
        let prediction = Prediction::Probabilities(ndarray::array![[0.4, 0.6], [0.7, 0.3]]);
        let rows = with_prediction(table.unwrap(), "y", &prediction, Some(&classes)).unwrap();
        let metric = own(
            "lost",
            "AVG(CASE WHEN prediction = y THEN 0 ELSE x * probability END)",
        );
        let prepared = metric.prepared_on(&truth, &prediction, &rows).unwrap();
        let score = prepared.score(&[1.0, 1.0]).unwrap();
        assert!((score - (5.0 * 0.4 + 7.0 * 0.7) / 2.0).abs() < 1e-12);
        let better = Metric::of_summary(
            "kept",
            Summary::parse("AVG(x)").unwrap(),
            Direction::Maximise,
            "",
        );
        let prepared = better.prepared_on(&truth, &prediction, &rows).unwrap();
        let losses = better.losses_of(prepared);
        assert_eq!(losses, Some(vec![-5.0, -7.0]));
    }
}
