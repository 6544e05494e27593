//! Is there signal? A permuted-target test and a learning curve, by a fast model on a sample.
//!
//! The model adds up steps of the inputs and cells of random partitions, by ridge regression; numbers are told by rank, so that a few large values do not decide,
//! many classes by random codes of two halves (Dietterich & Bakiri 1995). The test is that of scikit-learn's `permutation_test_score` (Ojala & Garriga 2010): how many targets
//! put in another order are told as well as the true one. Beside the model's score it takes that of the best single input, which finds one input among thousands; the smaller
//! p counts twice (Bonferroni). Rows that depend on one another are not put in any order: in time the target is moved along, groups are exchanged as a whole.

mod basis;
mod order;
mod ridge;
#[cfg(test)]
mod tests;
mod trial;
mod words;

use ndarray::{Array1, Array2, ArrayView2, Axis, concatenate};
use rand::seq::SliceRandom as _;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::metrics::Truth;
use crate::work::{Progress, Rng, rng};

use super::power::Values;
use basis::Basis;
pub use order::Arranged;
pub(super) use order::Order;
use trial::Trial;

/// Rows that are looked at: the standard error of a share saved is then about 1 percentage point at most.
const ROWS: usize = 10_000;
/// Cells that are looked at: fewer rows of many inputs.
const CELLS: usize = 4_000_000;
/// Orders of the target beside the true one, and how many are computed at once.
const ORDERS: usize = 399;
const AT_ONCE: usize = 50;
/// Folds on which the model is judged.
const FOLDS: usize = 5;
/// Largest p with which chance is ruled out.
const CHANCE: f64 = 0.01;
/// Fewest rows of a test, and of a point of the learning curve.
const FEWEST: usize = 20;
/// Columns that stand for the classes, where there are more.
const CODES: usize = 4;
/// Share of a constant's error below which a gain is none that anybody would collect rows for.
const WORTH: f64 = 0.002;

/// What chance would give, and what more rows would.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// Rows that were looked at.
    pub rows: usize,
    /// Inputs that vary.
    pub inputs: usize,
    /// Share of a constant's squared error that the fast model saves on rows it has not learned from (of ranks, where numbers are predicted); below 0 where it
    /// does harm.
    pub saved: f64,
    /// Standard error of `saved`.
    pub error: f64,
    /// Orders of the target that were tried beside the true one.
    pub orders: usize,
    /// How the target was put in another order.
    pub arranged: Arranged,
    /// Share of the orders in which the target is told as well, the true one among them.
    pub p_value: f64,
    /// What the fast model saves by the rows it learns from, fewest first.
    pub curve: Vec<Learned>,
    /// Whether more rows would help.
    pub more_rows: MoreRows,
}

/// A point of the learning curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Rows learned from.
    pub rows: usize,
    /// Share of a constant's squared error saved.
    pub saved: f64,
    /// Its standard error.
    pub error: f64,
}

/// What the last doubling of the rows says of another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
pub enum MoreRows {
    /// Too few rows to tell.
    Unknown,
    /// Half of the rows do as well.
    Enough,
    /// Half of the rows do less well.
    Help {
        /// Share of a constant's squared error that twice the rows may save besides, as the gains of the last doublings go on.
        gain: f64,
    },
}

impl Signal {
    /// Whether chance is ruled out.
    pub fn is_found(&self) -> bool {
        self.p_value <= CHANCE
    }
}

/// At most as many of these rows as are looked at with so many inputs, by chance.
pub(super) fn drawn(rows: &[usize], inputs: usize, seed: u64) -> Vec<usize> {
    let most = ROWS.min(CELLS / inputs.max(1)).max(FEWEST);
    let mut rows = rows.to_vec();
    if rows.len() > most {
        rows.shuffle(&mut rng(seed, &["data", "signal", "rows"]));
        rows.truncate(most);
        rows.sort_unstable();
    }
    rows
}

/// Tests inputs against the truth, both in this order of the rows. `None` where there is too little to test.
///
/// # Errors
/// Where the work is cancelled.
pub(super) fn test(
    inputs: &[Values],
    truth: &Truth,
    order: &Order,
    seed: u64,
    progress: &Progress,
) -> Result<Option<Signal>> {
    let mut draw = rng(seed, &["data", "signal"]);
    let basis = Basis::of(inputs, truth.len(), &mut draw);
    let folds = order.folds(FOLDS);
    let y = targets(truth, &mut draw);
    if truth.len() < FEWEST || basis.inputs.is_empty() || y.ncols() == 0 || folds.len() < 2 {
        return Ok(None);
    }
    let trial = Trial::of(&basis, folds)?;
    let (model, constant) = trial.errors(y.view());
    let constant = constant.sum_axis(Axis(1));
    let (saved, error) = share(&model.sum_axis(Axis(1)), &constant);
    let p_value = p_value(&trial, y.view(), order, &mut draw, progress)?;
    let curve = curve(&trial, y.view(), &constant, &mut draw, progress)?;
    Ok(Some(Signal {
        rows: truth.len(),
        inputs: basis.inputs.len(),
        saved,
        error,
        orders: ORDERS,
        arranged: order.arranged,
        p_value,
        more_rows: curve.more_rows(),
        curve: curve.points,
    }))
}

/// The truth as numbers, a row a row: ranks from -0.5 to 0.5, a class or not, or codes of the classes.
fn targets(truth: &Truth, draw: &mut Rng) -> Array2<f64> {
    match truth {
        Truth::Numbers(y) => {
            let sorted = crate::stats::Sorted::new(y);
            let all = sorted.values();
            let rank = |v: &f64| {
                let below = all.partition_point(|other| other < v);
                let not_above = all.partition_point(|other| other <= v);
                (below + not_above) as f64 / 2.0 / all.len() as f64 - 0.5
            };
            Array1::from_iter(y.iter().map(rank)).insert_axis(Axis(1))
        }
        Truth::Classes(y, classes) => {
            let count = classes.names.len();
            let columns: Vec<Vec<bool>> = match count {
                0 | 1 => Vec::new(),
                2 => vec![vec![false, true]],
                _ if count <= CODES => (0..count)
                    .map(|class| (0..count).map(|other| other == class).collect())
                    .collect(),
                _ => (0..CODES).map(|_| halves(count, draw)).collect(),
            };
            Array2::from_shape_fn((y.len(), columns.len()), |(row, column)| {
                f64::from(u8::from(columns[column][y[row] as usize]))
            })
        }
    }
}

/// A random half of the classes.
fn halves(classes: usize, draw: &mut Rng) -> Vec<bool> {
    let mut half: Vec<bool> = (0..classes).map(|class| class < classes / 2).collect();
    half.shuffle(draw);
    half
}

/// The share of the errors of a constant that is saved, row by row one of each, and its standard error (of a ratio, by the delta method).
fn share(model: &Array1<f64>, constant: &Array1<f64>) -> (f64, f64) {
    let rows = model.len() as f64;
    let whole = constant.sum();
    let left = model.sum() / whole;
    let spread = model.iter().zip(constant);
    let spread: f64 = spread.map(|(m, c)| (m - left * c).powi(2)).sum();
    (
        1.0 - left,
        (spread / (rows - 1.0)).sqrt() * rows.sqrt() / whole,
    )
}

/// The share of orders, the true one among them, in which the target is told as well: by the model, or by its best input.
fn p_value(
    trial: &Trial<'_>,
    y: ArrayView2<'_, f64>,
    order: &Order,
    draw: &mut Rng,
    progress: &Progress,
) -> Result<f64> {
    let own = trial.scores(y, y.ncols());
    let Some(own) = own.first() else {
        return Ok(1.0);
    };
    let (mut by_model, mut by_single) = (1, 1);
    let mut left = ORDERS;
    while left > 0 {
        progress.check()?;
        let some = left.min(AT_ONCE);
        left -= some;
        let others: Vec<Array2<f64>> = (0..some)
            .map(|_| y.select(Axis(0), &order.another(draw)))
            .collect();
        let views: Vec<ArrayView2<'_, f64>> = others.iter().map(Array2::view).collect();
        let beside = concatenate(Axis(1), &views)
            .map_err(|error| Error::new(format!("cannot lay targets side by side: {error}")))?;
        for other in trial.scores(beside.view(), y.ncols()) {
            by_model += usize::from(other.saved >= own.saved);
            by_single += usize::from(other.single >= own.single);
        }
    }
    let least = by_model.min(by_single) as f64 / (ORDERS + 1) as f64;
    Ok((2.0 * least).min(1.0))
}

/// A learning curve.
struct Curve {
    points: Vec<Learned>,
    /// What the last doubling saved, and its standard error.
    last_gain: Option<(f64, f64)>,
}

fn curve(
    trial: &Trial<'_>,
    y: ArrayView2<'_, f64>,
    constant: &Array1<f64>,
    draw: &mut Rng,
    progress: &Progress,
) -> Result<Curve> {
    let mut order: Vec<usize> = (0..y.nrows()).collect();
    order.shuffle(draw);
    let most = y.nrows() * (FOLDS - 1) / FOLDS;
    let mut sizes = vec![most];
    while let Some(last) = sizes
        .last()
        .filter(|last| **last / 2 >= FEWEST && sizes.len() < 6)
    {
        sizes.push(last / 2);
    }
    sizes.reverse();
    let mut curve = Curve {
        points: Vec::with_capacity(sizes.len()),
        last_gain: None,
    };
    let mut before: Option<Array1<f64>> = None;
    for rows in sizes {
        progress.check()?;
        let errors = trial.errors_of(y, &order, rows)?;
        let (saved, error) = share(&errors, constant);
        curve.points.push(Learned { rows, saved, error });
        curve.last_gain = before.map(|before| {
            let left = constant - (&before - &errors);
            share(&left, constant)
        });
        before = Some(errors);
    }
    Ok(curve)
}

impl Curve {
    fn more_rows(&self) -> MoreRows {
        let (Some((gain, error)), [.., earlier, middle, last]) = (self.last_gain, &self.points[..])
        else {
            return MoreRows::Unknown;
        };
        if gain < WORTH || gain < 2.0 * error {
            return MoreRows::Enough;
        }
        let (before, now) = (middle.saved - earlier.saved, last.saved - middle.saved);
        let shrinks = if before > now { now / before } else { 1.0 };
        MoreRows::Help {
            gain: gain * shrinks,
        }
    }
}
