//! A few questions about single columns: the one question that tells most (a stump, Iba & Langley 1992), and a tree three questions deep. As a
//! person reads them off a table, and as far as many problems need to go.

use ndarray::Array2;
use rand::seq::index;
use serde::{Deserialize, Serialize};

use super::fitted::gather;
use super::{Answer, Fitted, Predictor, best_constant};
use crate::benchmark::Setup;
use crate::decisions::Kind;
use crate::error::Result;
use crate::metrics::{Classes, Truth};
use crate::stats::Sorted;
use crate::table::{Table, by_frequency};
use crate::work::rng;

/// Training rows looked at: a split of a few leaves moves little with more.
const ROWS: usize = 50_000;
/// Numbers tried as a boundary in each column.
const BOUNDARIES: usize = 32;
/// Levels of a category told apart; the others answer no.
const LEVELS: usize = 64;
/// Questions one after the other in the small tree.
pub(super) const DEPTH: usize = 3;
/// Rows in a leaf at least, and their share of the rows looked at.
const LEAF: (usize, f64) = (20, 0.005);

/// A question, and what follows from each answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// No more question: the answer.
    Leaf(Vec<f64>),
    /// A question about one column.
    Split {
        /// The column.
        column: String,
        /// The question.
        question: Question,
        /// What follows where it is so.
        yes: Box<Node>,
        /// What follows where it is not, and where the value is missing.
        no: Box<Node>,
    },
}

/// What is asked of a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Is it this number at most?
    AtMost(f64),
    /// Is it one of these?
    Among(Vec<String>),
}

impl Question {
    /// Its answer for each row; missing values are no.
    fn holds(&self, table: &Table, column: &str) -> Result<Vec<bool>> {
        Ok(match self {
            Question::AtMost(most) => table.numbers(column)?.iter().map(|v| v <= most).collect(),
            Question::Among(levels) => {
                let labels = table.labels(column)?;
                let among: Vec<bool> = labels.names.iter().map(|n| levels.contains(n)).collect();
                let holds = |code: &Option<u32>| code.is_some_and(|c| among[c as usize]);
                labels.codes.iter().map(holds).collect()
            }
        })
    }
}

impl Node {
    /// The columns it asks about, each once.
    pub(super) fn columns(&self, into: &mut std::collections::BTreeSet<String>) {
        if let Node::Split {
            column, yes, no, ..
        } = self
        {
            into.insert(column.clone());
            yes.columns(into);
            no.columns(into);
        }
    }

    /// Answers every row of a table.
    pub(super) fn answer(&self, table: &Table, classes: Option<&Classes>) -> Result<Answer> {
        let mut answers: Vec<&Vec<f64>> = Vec::new();
        let mut of_row = vec![0; table.rows()];
        self.place(
            table,
            (0..table.rows()).collect(),
            &mut answers,
            &mut of_row,
        )?;
        let width = answers.first().map_or(1, |answer| answer.len());
        Ok(Answer {
            prediction: gather(table.rows(), width, classes.is_some(), |row| {
                answers[of_row[row]]
            }),
            unanswered: 0,
        })
    }

    /// Leads rows to their leaves.
    fn place<'a>(
        &'a self,
        table: &Table,
        rows: Vec<usize>,
        answers: &mut Vec<&'a Vec<f64>>,
        of_row: &mut [usize],
    ) -> Result<()> {
        match self {
            Node::Leaf(answer) => {
                rows.iter().for_each(|&row| of_row[row] = answers.len());
                answers.push(answer);
                Ok(())
            }
            Node::Split {
                column,
                question,
                yes,
                no,
            } => {
                let holds = question.holds(table, column)?;
                let (so, not): (Vec<usize>, Vec<usize>) = rows.iter().partition(|&&r| holds[r]);
                yes.place(table, so, answers, of_row)?;
                no.place(table, not, answers, of_row)
            }
        }
    }
}

struct Questions {
    name: &'static str,
    depth: usize,
}

pub(super) fn list(setup: &Setup) -> Vec<Box<dyn Predictor>> {
    if columns(setup).next().is_none() {
        return Vec::new();
    }
    let of = |name, depth| Box::new(Questions { name, depth }) as Box<dyn Predictor>;
    vec![of("stump", 1), of("small_tree", DEPTH)]
}

/// The columns that can be asked about, and whether by number.
fn columns(setup: &Setup) -> impl Iterator<Item = (&str, bool)> {
    setup.dataset.model_inputs().filter_map(|c| match c.kind {
        Kind::Number | Kind::Date => Some((c.name.as_str(), true)),
        Kind::Category | Kind::Ordinal | Kind::Boolean => Some((c.name.as_str(), false)),
        Kind::Id | Kind::Text | Kind::Image | Kind::Sound => None,
    })
}

impl Predictor for Questions {
    fn name(&self) -> &str {
        self.name
    }

    fn description(&self) -> String {
        match self.depth {
            1 => "the one question about one column that tells most in the training rows".into(),
            depth => format!("{depth} questions deep, each the one that tells most"),
        }
    }

    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let root = grown(
            setup,
            train,
            &setup.dataset.table,
            columns(setup),
            self.depth,
        )?;
        Ok(Fitted::Questions { root })
    }
}

/// A tree of so many questions over some columns of a table that has every row of the data, each by number or by level.
pub(super) fn grown<'a>(
    setup: &Setup,
    train: &[usize],
    table: &Table,
    columns: impl Iterator<Item = (&'a str, bool)>,
    depth: usize,
) -> Result<Node> {
    let rows = drawn(setup, train);
    let growing = Growing::new(setup, &rows, table, columns)?;
    Ok(growing.grow((0..rows.len()).collect(), depth))
}

/// The training rows, or as many as are enough, by chance.
pub(super) fn drawn(setup: &Setup, train: &[usize]) -> Vec<usize> {
    if train.len() <= ROWS {
        return train.to_vec();
    }
    let mut draw = rng(setup.seed, &["benchmark", "rows"]);
    let mut at = index::sample(&mut draw, train.len(), ROWS).into_vec();
    at.sort_unstable();
    at.into_iter().map(|at| train[at]).collect()
}

/// Rows in a leaf at least.
pub(super) fn fewest(rows: usize) -> usize {
    LEAF.0.max((LEAF.1 * rows as f64) as usize)
}

/// What happened on these rows: a number a row, or 1 under its class.
pub(super) fn targets(setup: &Setup, rows: &[usize]) -> Array2<f64> {
    match setup.truth(rows) {
        Truth::Numbers(values) => Array2::from_shape_fn((rows.len(), 1), |(row, _)| values[row]),
        Truth::Classes(codes, classes) => {
            Array2::from_shape_fn((rows.len(), classes.names.len()), |(row, class)| {
                f64::from(u8::from(codes[row] as usize == class))
            })
        }
    }
}

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
struct Growing<'a, 'c> {
    setup: &'a Setup,
    rows: &'a [usize],
    columns: Vec<Binned<'c>>,
    /// What happened: a number a row, or 1 under its class.
    targets: Array2<f64>,
    weights: Vec<f64>,
    fewest: usize,
}

impl<'a, 'c> Growing<'a, 'c> {
    fn new(
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

    fn grow(&self, rows: Vec<usize>, depth: usize) -> Node {
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

/// Rows, their weight, and the weighted sum of each target.
#[derive(Clone)]
pub(super) struct Sums {
    /// How many rows.
    pub(super) rows: usize,
    weight: f64,
    sums: Vec<f64>,
}

impl Sums {
    /// Of no row.
    pub(super) fn none(width: usize) -> Self {
        Self {
            rows: 0,
            weight: 0.0,
            sums: vec![0.0; width],
        }
    }

    /// Counts a row.
    pub(super) fn add<'v>(&mut self, targets: impl Iterator<Item = &'v f64>, weight: f64) {
        self.rows += 1;
        self.weight += weight;
        let sums = self.sums.iter_mut().zip(targets);
        sums.for_each(|(sum, target)| *sum += weight * target);
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            weight: self.weight + other.weight,
            sums: self
                .sums
                .iter()
                .zip(&other.sums)
                .map(|(a, b)| a + b)
                .collect(),
        }
    }

    /// Those that are not in a part.
    pub(super) fn without(&self, part: &Self) -> Self {
        Self {
            rows: self.rows - part.rows,
            weight: self.weight - part.weight,
            sums: self
                .sums
                .iter()
                .zip(&part.sums)
                .map(|(a, b)| a - b)
                .collect(),
        }
    }

    /// How much of the squares one mean for these rows explains.
    pub(super) fn explained(&self) -> f64 {
        match self.weight > 0.0 {
            true => self.sums.iter().map(|sum| sum * sum).sum::<f64>() / self.weight,
            false => 0.0,
        }
    }
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
