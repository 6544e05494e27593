//! What a fast model says of rows that it did not learn from: a forest for each of a few parts of the rows, learned from the other parts.

use ndarray::Array2;
use rand::seq::SliceRandom as _;
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::metrics::{Prediction, Truth};
use crate::models::{Params, Training, family};
use crate::prepare::Matrix;
use crate::table::{by_frequency, level_counts};
use crate::work::rng;

use super::power::Values;

/// Parts of the rows.
const PARTS: usize = 5;
/// Rows that a forest learns from at most: more change few of its answers, and cost as many times the time.
const ROWS: usize = 3_000;
/// Trees of a forest, and rows of a leaf: small forests of shallow trees, since a share is asked and no leaderboard.
const TREES: f64 = 30.0;
const LEAF: f64 = 3.0;
/// Share of the inputs looked at in each split, where numbers are told (Breiman 2001: a third).
const SHARE: f64 = 1.0 / 3.0;

/// Rows below which nothing can be told.
pub(super) const FEWEST: usize = 50;

/// The answers, a row a row of the inputs: of numbers, or a share for each class. `None` where there are too few rows or inputs.
///
/// # Errors
/// Where a forest cannot be grown.
pub(super) fn told(inputs: &[Values], truth: &Truth, seed: u64) -> Result<Option<Prediction>> {
    if inputs.is_empty() || truth.len() < FEWEST {
        return Ok(None);
    }
    let parts = parts(truth, seed);
    let columns: Vec<Vec<f64>> = inputs.par_iter().map(column).collect();
    let answers: Vec<Prediction> = (0..PARTS)
        .into_par_iter()
        .map(|part| answer(&columns, truth, &parts, part, seed))
        .collect::<Result<_>>()?;
    let mut next = [0_usize; PARTS];
    let mut place = |row: usize| {
        let part = parts[row];
        next[part] += 1;
        (part, next[part] - 1)
    };
    let places: Vec<(usize, usize)> = (0..truth.len()).map(&mut place).collect();
    Ok(Some(match truth {
        Truth::Numbers(_) => Prediction::Numbers(
            places
                .iter()
                .map(|(part, at)| match &answers[*part] {
                    Prediction::Numbers(told) => told[*at],
                    Prediction::Probabilities(_) => f64::NAN,
                })
                .collect(),
        ),
        Truth::Classes(_, classes) => Prediction::Probabilities(Array2::from_shape_fn(
            (places.len(), classes.names.len()),
            |(row, class)| match (&answers[places[row].0], places[row].1) {
                (Prediction::Probabilities(told), at) => told[[at, class]],
                (Prediction::Numbers(_), _) => f64::NAN,
            },
        )),
    }))
}

/// The part of each row, by chance; each class is in all parts alike.
fn parts(truth: &Truth, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..truth.len()).collect();
    order.shuffle(&mut rng(seed, &["data", "unseen", "parts"]));
    if let Truth::Classes(classes, _) = truth {
        order.sort_by_key(|row| classes[*row]);
    }
    let mut parts = vec![0; truth.len()];
    for (at, row) in order.into_iter().enumerate() {
        parts[row] = at % PARTS;
    }
    parts
}

/// What a forest that learned from the other parts says of the rows of one part, in their order.
fn answer(
    columns: &[Vec<f64>],
    truth: &Truth,
    parts: &[usize],
    part: usize,
    seed: u64,
) -> Result<Prediction> {
    let of_part = |inside: bool| -> Vec<usize> {
        let rows = 0..parts.len();
        rows.filter(|row| (parts[*row] == part) == inside).collect()
    };
    let (asked, mut learned) = (of_part(true), of_part(false));
    let number = part.to_string();
    learned.shuffle(&mut rng(seed, &["data", "unseen", "rows", &number]));
    learned.truncate(ROWS);
    learned.sort_unstable();
    let y = truth.take(&learned);
    let matrix = |rows: &[usize]| Matrix {
        values: Array2::from_shape_fn((rows.len(), columns.len()), |(row, column)| {
            columns[column][rows[row]]
        }),
        names: (0..columns.len()).map(|at| at.to_string()).collect(),
    };
    let x = matrix(&learned);
    let watch = |_: usize, _: usize, _: f64| std::ops::ControlFlow::Continue(());
    let training = Training::new(&x, &y, seed.wrapping_add(part as u64), &watch);
    let mut params = Params::from([("trees".to_owned(), TREES), ("min_rows".to_owned(), LEAF)]);
    if let Truth::Numbers(_) = truth {
        params.insert("columns".to_owned(), SHARE);
    }
    let told = family("forest")?
        .fit(&training, &params)?
        .predict(&matrix(&asked))?;
    match told.len() == asked.len() {
        true => Ok(told),
        false => Err(Error::new("a forest answered for other rows than asked")),
    }
}

/// An input as numbers: levels by how frequent they are, which looks at no target.
fn column(values: &Values) -> Vec<f64> {
    match values {
        Values::Numbers(numbers) => numbers
            .iter()
            .map(|v| if v.is_finite() { *v } else { f64::NAN })
            .collect(),
        Values::Levels(codes) => {
            let order = by_frequency(&level_counts(codes));
            let mut rank = vec![0.0; order.len()];
            for (place, level) in order.into_iter().enumerate() {
                rank[level] = place as f64;
            }
            let of = |code: &Option<u32>| code.map_or(f64::NAN, |code| rank[code as usize]);
            codes.iter().map(of).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Classes;

    #[test]
    fn rows_are_told_by_what_was_learned_from_others() {
        let x: Vec<f64> = (0..200).map(|i| f64::from(i * 37 % 200)).collect();
        let class = |v: &f64| u32::from(*v >= 100.0);
        let mut y: Vec<u32> = x.iter().map(class).collect();
        // The row of x = 0, in the midst of the other class.
        y[0] = 1;
        let classes = Classes {
            names: vec!["a".into(), "b".into()],
            positive: Some(1),
        };
        let levels = Values::Levels((0..200).map(|i| (i % 7 != 0).then_some(i % 3)).collect());
        let inputs = [Values::Numbers(x.clone()), levels];
        let told = told(&inputs, &Truth::Classes(y.clone(), classes), 7).unwrap();
        let Some(Prediction::Probabilities(told)) = told else {
            panic!("classes are asked");
        };
        assert!(told[[0, 0]] > 0.8);
        let right = (0..200).filter(|&r| told[[r, y[r] as usize]] > 0.5).count();
        assert!(right > 185, "{right}");
        let again = super::told(&inputs[..1], &Truth::Numbers(x.clone()), 7).unwrap();
        let Some(Prediction::Numbers(again)) = again else {
            panic!("numbers are asked");
        };
        let close = again.iter().zip(&x).filter(|(a, b)| (*a - *b).abs() < 20.0);
        assert!(close.count() > 180);
        assert_eq!(super::told(&[], &Truth::Numbers(x), 7).unwrap(), None);
    }
}
