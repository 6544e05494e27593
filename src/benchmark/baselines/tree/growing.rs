//! How a tree grows: columns in bins, and the question that tells most of some rows.

use ndarray::Array2;

use super::sums::{Sums, fewest, targets};
use super::{Node, Question};
use crate::benchmark::Setup;
use crate::benchmark::baselines::best_constant;
use crate::error::Result;
use crate::stats::Sorted;
use crate::table::{Table, by_frequency};

/// Numbers tried as a boundary in each column.
const BOUNDARIES: usize = 32;
/// Levels of a category told apart; the others answer no.
const LEVELS: usize = 64;

/// A column with the bin of each row; the last bin is for what always answers no: missing values and rare levels.
struct Binned<'a> {
    name: &'a str,
    bins: Vec<usize>,
    count: usize,
    asks: Asks,
}

enum Asks {
    /// The upper edge of each bin but the last.
    Edges(Vec<f64>),
    /// The level of each bin but the last.
    Levels(Vec<String>),
}

/// A tree on its way.
pub(super) struct Growing<'a, 'c> {
    setup: &'a Setup,
    rows: &'a [usize],
    columns: Vec<Binned<'c>>,
    /// What happened: a number a row, or 1 under its class.
    targets: Array2<f64>,
    weights: Vec<f64>,
    fewest: usize,
}

impl<'a, 'c> Growing<'a, 'c> {
    /// Puts each column in bins, by number or by level.
    pub(super) fn new(
        setup: &'a Setup,
        rows: &'a [usize],
        table: &Table,
        columns: impl Iterator<Item = (&'c str, bool)>,
    ) -> Result<Self> {
        let columns = columns.map(|(name, is_number)| {
            let of_rows = table.select(&[name])?.take(rows)?;
            match is_number {
                true => Ok(numbers(name, &of_rows.numbers(name)?)),
                false => levels(name, &of_rows),
            }
        });
        Ok(Self {
            setup,
            rows,
            columns: columns.collect::<Result<_>>()?,
            targets: targets(setup, rows),
            weights: setup.weights(rows).unwrap_or_else(|| vec![1.0; rows.len()]),
            fewest: fewest(rows.len()),
        })
    }

    /// A tree of so many questions for these positions of the rows.
    pub(super) fn grow(&self, rows: Vec<usize>, depth: usize) -> Node {
        let best = (depth > 0).then(|| self.best(&rows)).flatten();
        let Some(Split { column, so, .. }) = best else {
            let rows: Vec<usize> = rows.iter().map(|&at| self.rows[at]).collect();
            return Node::Leaf(best_constant(self.setup, &rows));
        };
        let binned = &self.columns[column];
        let question = match &binned.asks {
            Asks::Edges(edges) => {
                let last = (0..edges.len()).filter(|&bin| so[bin]).max();
                Question::AtMost(last.map_or(f64::NEG_INFINITY, |bin| edges[bin]))
            }
            Asks::Levels(levels) => {
                let among = levels.iter().enumerate().filter(|(bin, _)| so[*bin]);
                Question::Among(among.map(|(_, name)| name.clone()).collect())
            }
        };
        let (yes, no): (Vec<usize>, Vec<usize>) =
            rows.into_iter().partition(|&row| so[binned.bins[row]]);
        Node::Split {
            column: binned.name.to_owned(),
            question,
            yes: Box::new(self.grow(yes, depth - 1)),
            no: Box::new(self.grow(no, depth - 1)),
        }
    }

    /// The split that takes most of the squared deviations, none where nothing does.
    fn best(&self, rows: &[usize]) -> Option<Split> {
        let splits = (0..self.columns.len()).filter_map(|column| self.best_of(column, rows));
        splits.reduce(|a, b| if b.gain > a.gain { b } else { a })
    }

    fn best_of(&self, column: usize, rows: &[usize]) -> Option<Split> {
        let binned = &self.columns[column];
        let width = self.targets.ncols();
        let mut bins = vec![Sums::none(width); binned.count];
        for &row in rows {
            bins[binned.bins[row]].add(self.targets.row(row).iter(), self.weights[row]);
        }
        let all = bins.iter().fold(Sums::none(width), |all, bin| all.and(bin));
        let mut order: Vec<usize> = (0..binned.count - 1)
            .filter(|&b| bins[b].rows > 0)
            .collect();
        if matches!(binned.asks, Asks::Levels(_)) {
            // In order of the mean one boundary finds the best of all divisions (Fisher 1958), for the class that is most frequent here.
            let most = (0..width).fold(0, |m, k| if all.sums[k] > all.sums[m] { k } else { m });
            let mean =
                |bin: &usize| bins[*bin].sums[most] / bins[*bin].weight.max(f64::MIN_POSITIVE);
            order.sort_by(|a, b| mean(a).total_cmp(&mean(b)).then(a.cmp(b)));
        }
        let mut so = Sums::none(width);
        let mut best: Option<(f64, usize)> = None;
        for (at, &bin) in order.iter().enumerate() {
            so = so.and(&bins[bin]);
            let not = all.without(&so);
            // Whether a number is there at all is no boundary between numbers.
            let is_last = at + 1 == order.len() && matches!(binned.asks, Asks::Edges(_));
            if so.rows < self.fewest || not.rows < self.fewest || is_last {
                continue;
            }
            let gain = so.explained() + not.explained() - all.explained();
            if gain > 1e-12 * all.explained().abs() && best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, at));
            }
        }
        best.map(|(gain, last)| {
            let mut so = vec![false; binned.count];
            order[..=last].iter().for_each(|&bin| so[bin] = true);
            Split { column, gain, so }
        })
    }
}

struct Split {
    column: usize,
    gain: f64,
    /// Which bins answer yes.
    so: Vec<bool>,
}

/// A number in bins of about equal counts.
fn numbers<'a>(name: &'a str, values: &[f64]) -> Binned<'a> {
    let sorted = Sorted::new(values);
    let quantile = |at: usize| {
        let place = at * sorted.len() / BOUNDARIES;
        sorted.values().get(place.max(1) - 1).copied()
    };
    let mut edges: Vec<f64> = (1..BOUNDARIES).filter_map(quantile).collect();
    edges.dedup();
    let count = edges.len() + 2;
    let bin = |v: &f64| match v.is_nan() {
        true => count - 1,
        false => edges.partition_point(|edge| edge < v),
    };
    Binned {
        name,
        bins: values.iter().map(bin).collect(),
        count,
        asks: Asks::Edges(edges),
    }
}

/// A category, its frequent levels in a bin each; the others are with the missing values.
fn levels<'a>(name: &'a str, table: &Table) -> Result<Binned<'a>> {
    let labels = table.labels(name)?;
    let counts = labels.counts();
    let mut order = by_frequency(&counts);
    order.truncate(LEVELS);
    let count = order.len() + 1;
    let mut bin_of = vec![count - 1; counts.len()];
    for (bin, &level) in order.iter().enumerate() {
        bin_of[level] = bin;
    }
    let names = order.iter().map(|&level| labels.names[level].clone());
    let bin = |code: &Option<u32>| code.map_or(count - 1, |c| bin_of[c as usize]);
    Ok(Binned {
        name,
        bins: labels.codes.iter().map(bin).collect(),
        count,
        asks: Asks::Levels(names.collect()),
    })
}
