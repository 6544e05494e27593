//! The rows with the greatest loss, or with the greatest cost where one is stated.

use std::collections::BTreeSet;

use super::kept::Kept;
use crate::benchmark::Costing;
use crate::error::Result;
use crate::figures::{ListedColumn, Listing, Measure};
use crate::metrics::{Metric, Prediction};
use crate::project::Project;
use crate::text;

/// Rows listed.
const ROWS: usize = 50;
/// Columns of the table beside what was predicted.
const COLUMNS: usize = 6;
/// What stands for a value about a person.
const MASK: &str = "***";
/// Significant digits of a number.
const DIGITS: usize = 4;

/// The worst first; a row of several repeats stands once. `None` where no row has a loss above 0. Each row counts with
/// its weight. Errors: a cost that cannot be computed.
pub(super) fn list(
    project: &Project,
    kept: &Kept<'_>,
    personal: &BTreeSet<String>,
) -> Result<Option<Listing>> {
    let (loss, losses) = losses(project, kept)?;
    let counts = |member: usize| {
        let weight = kept.weights.as_ref().map_or(1.0, |w| w[member]);
        losses[member] * weight
    };
    // Many rows have one cost where classes do: among them those stand first that were told wrong most surely.
    let surprises = match kept.classes() {
        Some(_) => by_metric(kept, "log_loss"),
        None => Vec::new(),
    };
    let surprise = |member: usize| surprises.get(member).copied().unwrap_or_default();
    let mut order: Vec<usize> = (0..losses.len()).filter(|&m| counts(m) > 0.0).collect();
    let by_loss = |&a: &usize, &b: &usize| {
        let worse = counts(b).total_cmp(&counts(a));
        let surer = surprise(b).total_cmp(&surprise(a));
        worse.then(surer).then(kept.rows[a].cmp(&kept.rows[b]))
    };
    order.sort_by(by_loss);
    let mut seen = BTreeSet::new();
    order.retain(|&member| seen.len() < ROWS && seen.insert(kept.rows[member]));
    if order.is_empty() {
        return Ok(None);
    }
    Ok(Some(listing(
        project,
        kept,
        personal,
        (loss, &losses),
        &order,
    )))
}

/// The loss of each row with what it is: the stated cost; else the part of the metric that a row has; else the absolute
/// error of a number, the log loss of a class.
fn losses(project: &Project, kept: &Kept<'_>) -> Result<(Measure, Vec<f64>)> {
    let problem = &kept.setup.problem;
    if let Some(costing) = Costing::of(project, kept.setup)? {
        let currency = project.decisions.value.currency.clone();
        let costs = costing.per_row(kept.setup, &kept.rows, &kept.decided)?;
        return Ok((Measure::new("cost", currency.unwrap_or_default()), costs));
    }
    let by = |metric: Metric| kept.setup.losses(metric, &kept.rows, &kept.prediction);
    Ok(match &kept.prediction {
        // A class is right or wrong; how sure it was tells more.
        Prediction::Probabilities(_) => (Measure::new("log loss", ""), by_metric(kept, "log_loss")),
        Prediction::Numbers(_) => match problem.metric.name() {
            "mse" | "rmse" | "mae" => (
                Measure::new("absolute error", problem.unit.as_str()),
                by_metric(kept, "mae"),
            ),
            name => match by(problem.metric) {
                Some(losses) => (Measure::new(format!("{name} of the row"), ""), losses),
                None => (
                    Measure::new("absolute error", problem.unit.as_str()),
                    by_metric(kept, "mae"),
                ),
            },
        },
    })
}

/// The losses of a metric that divides into rows.
fn by_metric(kept: &Kept<'_>, name: &str) -> Vec<f64> {
    let metric = Metric::named(name);
    let losses = metric.and_then(|m| kept.setup.losses(m, &kept.rows, &kept.prediction));
    losses.unwrap_or_default()
}

fn listing(
    project: &Project,
    kept: &Kept<'_>,
    personal: &BTreeSet<String>,
    (loss, losses): (Measure, &[f64]),
    order: &[usize],
) -> Listing {
    let problem = &kept.setup.problem;
    let number = |name: &str, unit: &str| ListedColumn {
        of: Measure::new(name, unit),
        numeric: true,
    };
    let word = |name: &str| ListedColumn {
        of: Measure::new(name, ""),
        numeric: false,
    };
    let unit = |column: &str| {
        let decided = project.decisions.columns.get(column);
        decided.and_then(|c| c.unit.clone()).unwrap_or_default()
    };
    let is_masked = personal.contains(&problem.target);
    let mut columns = vec![number("row", "")];
    let classes = kept.classes().map(|(_, classes)| classes);
    let labels = classes.map(|classes| kept.decided.label_names(classes));
    match classes {
        Some(_) => columns.extend([word("actual"), word("predicted"), number("p(actual)", "")]),
        None => columns.extend([
            number("actual", &problem.unit),
            number("predicted", &problem.unit),
        ]),
    }
    columns.push(number(&loss.name, &loss.unit));
    columns.extend(kept.weights.is_some().then(|| number("weight", "")));
    columns.push(number("fold", ""));
    let table = &kept.setup.dataset.table;
    let shown: Vec<_> = table
        .columns()
        .iter()
        .filter(|c| c.name != problem.target)
        .take(COLUMNS)
        .collect();
    columns.extend(shown.iter().map(|c| ListedColumn {
        of: Measure::new(&c.name, unit(&c.name)),
        numeric: c.storage.is_number(),
    }));
    let cells = order.iter().map(|&member| {
        let row = kept.rows[member];
        let mut cells = vec![text::count(row + 1)];
        match (kept.classes(), &labels, &kept.prediction) {
            (Some((truth, classes)), Some(labels), Prediction::Probabilities(shares)) => {
                let actual = truth[member] as usize;
                cells.push(match is_masked {
                    true => MASK.to_owned(),
                    false => classes.names[actual].clone(),
                });
                cells.push(labels[member].clone().unwrap_or_else(|| "-".into()));
                cells.push(text::percent(
                    (shares[[member, actual]] * 1_000.0).round() / 1_000.0,
                ));
            }
            _ => {
                if let Some(numbers) = kept.numbers() {
                    cells.push(match is_masked {
                        true => MASK.to_owned(),
                        false => text::number(numbers.truth[member], DIGITS),
                    });
                    cells.push(text::number(numbers.predicted[member], DIGITS));
                }
            }
        }
        cells.push(text::number(losses[member], DIGITS));
        let weight = kept.weights.as_ref().map(|w| text::short(w[member]));
        cells.extend(weight);
        cells.push((kept.folds[member] + 1).to_string());
        cells.extend(shown.iter().map(|column| {
            let cell = table.cell(row, &column.name);
            match personal.contains(&column.name) {
                true => cell.map_or_else(String::new, |_| MASK.to_owned()),
                false => cell.unwrap_or_default(),
            }
        }));
        cells
    });
    Listing {
        by: loss.name.clone(),
        among: kept.rows.len(),
        cells: cells.collect(),
        rows: order.iter().map(|&member| kept.rows[member]).collect(),
        values: order.iter().map(|&member| losses[member]).collect(),
        columns,
    }
}
