//! What `LAG` and windows compute, and how far they look.

use std::collections::BTreeSet;

use super::evaluate::Evaluation;
use super::parse::written;
use super::tree::{Aggregate, Kind, Node, Window};
use super::values::{Values, at};
use super::{Mistake, Reach, series};
use crate::error::Result;
use crate::table::{Past, Table};
use crate::text::escape;

/// Name of the column that holds a window's values beside a table. No file has a column called so by chance.
pub(super) fn beside(window: &Window) -> String {
    format!("\u{1f}{}", window.text)
}

/// The mistake of computing a window where there is no past.
pub(super) fn no_past(window: &Window, position: usize) -> Mistake {
    let word = window.function.word();
    Mistake::new(
        position,
        format!("'{word}' looks at earlier rows; here an expression sees one row"),
    )
    .with_fix("compute it as a feature or in the data file, and name the column")
}

/// Every window of a tree, those inside others after them.
fn windows(tree: &Node) -> Vec<(usize, &Window)> {
    let mut found = Vec::new();
    tree.visit(&mut |node| {
        if let Kind::Window(window) = &node.kind {
            found.push((node.position, window.as_ref()));
        }
    });
    found
}

/// Columns read on the row itself.
pub(super) fn columns_now(node: &Node, columns: &mut BTreeSet<String>) {
    match &node.kind {
        Kind::Column(name) => {
            columns.insert(name.clone());
        }
        Kind::Window(window) if window.frame.to > 0 => {}
        _ => node.children(&mut |child| columns_now(child, columns)),
    }
}

/// How far a tree looks back.
pub(super) fn reach(node: &Node, column: &dyn Fn(&str) -> Reach) -> Reach {
    let mut inside = match &node.kind {
        Kind::Column(name) => column(name),
        _ => Reach::NONE,
    };
    node.children(&mut |child| inside = inside.or(reach(child, column)));
    match (&node.kind, inside) {
        (Kind::Window(window), Reach::Rows { levels, rows }) => match window.frame.from {
            Some(from) => Reach::Rows {
                levels: levels + 1,
                rows: rows.max(from),
            },
            None => Reach::All,
        },
        _ => inside,
    }
}

/// Refuses windows where there is no time, and other columns in OVER than the project's.
pub(super) fn check(tree: &Node, time: Option<&str>, group: Option<&str>) -> Result<(), Mistake> {
    for (position, window) in windows(tree) {
        let word = window.function.word();
        let Some(time) = time else {
            return Err(Mistake::new(
                position,
                format!("'{word}' looks at earlier rows, and no column of time orders them"),
            )
            .with_fix("write `time = \"<column>\"` under `[problem]`"));
        };
        if let Some(order) = window.order.as_ref().filter(|order| order.name != time) {
            return Err(Mistake::new(
                order.position,
                format!(
                    "rows are ordered by '{}', the project's time is '{}'",
                    escape(&order.name),
                    escape(time)
                ),
            )
            .with_fix(format!("write ORDER BY {}, or leave it out", written(time))));
        }
        match (window.partition.first(), group) {
            (Some(part), Some(group)) if part.name != group => {
                return Err(Mistake::new(
                    part.position,
                    format!(
                        "rows are parted by '{}', the project's group is '{}'",
                        escape(&part.name),
                        escape(group)
                    ),
                )
                .with_fix(format!(
                    "write PARTITION BY {}, or leave it out",
                    written(group)
                )));
            }
            (Some(part), None) => {
                return Err(Mistake::new(
                    part.position,
                    format!(
                        "rows are parted by '{}', and the project has no group",
                        escape(&part.name)
                    ),
                )
                .with_fix("write `group = \"<column>\"` under `[problem]`, or leave it out"));
            }
            (None, Some(group)) if window.order.is_some() => {
                return Err(Mistake::new(
                    position,
                    format!("'{word}' would mix the groups of '{}'", escape(group)),
                )
                .with_fix(format!(
                    "write PARTITION BY {} before ORDER BY, or leave both out",
                    written(group)
                )));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Refuses windows.
pub(super) fn check_one_row(tree: &Node) -> Result<(), Mistake> {
    match windows(tree).first() {
        Some((position, window)) => Err(no_past(window, *position)),
        None => Ok(()),
    }
}

/// The table with the values of every window beside its columns.
pub(super) fn with_past(tree: &Node, table: &Table, past: &Past) -> Result<Table> {
    let mut seen = table.clone();
    // Windows inside others first: those others are computed of them.
    for (_, window) in windows(tree).into_iter().rev() {
        let name = beside(window);
        if seen.has(&name) {
            continue;
        }
        let argument = Evaluation::of_table(&seen, &[]).values(&window.argument)?;
        let column = series(
            &name,
            computed(argument, window, past, table.rows())?,
            table.rows(),
        );
        seen = seen.with_series(column)?;
    }
    Ok(seen)
}

/// The type of a window's values, from that of its argument, which has no rows.
pub(super) fn typed<'a>(argument: Values<'a>, window: &Window) -> Result<Values<'a>, Mistake> {
    match window.function {
        Aggregate::Lag => Ok(argument),
        Aggregate::Count => Ok(Values::Integer(Vec::new())),
        _ => {
            let numbers = argument.into_numbers(window.argument.position)?;
            Ok(Values::Number(numbers))
        }
    }
}

fn computed<'a>(
    argument: Values<'a>,
    window: &Window,
    past: &Past,
    rows: usize,
) -> Result<Values<'a>, Mistake> {
    let values = match window.function {
        Aggregate::Lag => {
            let back = window.frame.to;
            let before = |row| {
                let known = past.known(row);
                known.len().checked_sub(back).map(|place| known[place])
            };
            let chosen: Vec<Option<usize>> = (0..rows).map(before).collect();
            return Ok(argument.of_rows(&chosen));
        }
        Aggregate::Count => {
            let nulls = argument.nulls().into_iter();
            nulls
                .map(|null| if null { f64::NAN } else { 1.0 })
                .collect()
        }
        _ => argument.into_numbers(window.argument.position)?,
    };
    let running = match window.frame.from {
        None => past
            .groups()
            .iter()
            .map(|rows| Tally::running(&values, rows))
            .collect(),
        Some(_) => Vec::new(),
    };
    let tallies = (0..rows).map(|row| tally(window, &values, past, &running, row));
    Ok(match window.function {
        Aggregate::Count => Values::Integer(tallies.map(|t| Some(t.count as i64)).collect()),
        function => Values::Number(tallies.map(|t| t.result(function)).collect()),
    })
}

/// The tally of the rows that a window takes for a row. `running` has the tallies from the first row of each group on, where
/// the window begins there.
fn tally(
    window: &Window,
    values: &[f64],
    past: &Past,
    running: &[Vec<Tally>],
    row: usize,
) -> Tally {
    let known = past.known(row);
    let to = window.frame.to;
    let end = known.len().saturating_sub(to.saturating_sub(1));
    let mut tally = match (window.frame.from, past.place(row)) {
        (Some(from), _) => {
            let start = known.len().saturating_sub(from).min(end);
            Tally::of(values, &known[start..end])
        }
        (None, Some((group, _))) => running[group][end].clone(),
        (None, None) => Tally::default(),
    };
    if to == 0 {
        tally.push(*at(values, row));
    }
    tally
}

/// Count, sum, squares and bounds of values, missing ones passed over.
#[derive(Debug, Clone, Default)]
struct Tally {
    count: usize,
    sum: f64,
    /// What rounding took from the sum (Neumaier 1974).
    lost: f64,
    /// Mean and sum of squared deviations from it (Welford 1962).
    mean: f64,
    squares: f64,
    bounds: Option<(f64, f64)>,
}

impl Tally {
    fn of(values: &[f64], rows: &[usize]) -> Tally {
        let mut tally = Tally::default();
        rows.iter().for_each(|&row| tally.push(*at(values, row)));
        tally
    }

    /// The tally of no row, of the first, of the first two, and so on.
    fn running(values: &[f64], rows: &[usize]) -> Vec<Tally> {
        let mut tallies = vec![Tally::default()];
        let mut tally = Tally::default();
        for &row in rows {
            tally.push(*at(values, row));
            tallies.push(tally.clone());
        }
        tallies
    }

    fn push(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.count += 1;
        let sum = self.sum + value;
        self.lost += if self.sum.abs() >= value.abs() {
            (self.sum - sum) + value
        } else {
            (value - sum) + self.sum
        };
        self.sum = sum;
        let off = value - self.mean;
        self.mean += off / self.count as f64;
        self.squares += off * (value - self.mean);
        self.bounds = Some(match self.bounds {
            Some((least, most)) => (least.min(value), most.max(value)),
            None => (value, value),
        });
    }

    fn result(&self, function: Aggregate) -> f64 {
        let sum = self.sum + self.lost;
        let count = self.count as f64;
        let of_some = |value: f64| if self.count > 0 { value } else { f64::NAN };
        let bound = |pick: fn((f64, f64)) -> f64| self.bounds.map_or(f64::NAN, pick);
        match function {
            Aggregate::Average => of_some(sum / count),
            Aggregate::Sum => of_some(sum),
            Aggregate::Minimum => bound(|(least, _)| least),
            Aggregate::Maximum => bound(|(_, most)| most),
            Aggregate::Deviation if self.count > 1 => (self.squares / (count - 1.0)).sqrt(),
            Aggregate::Count => count,
            Aggregate::Deviation | Aggregate::Lag => f64::NAN,
        }
    }
}
