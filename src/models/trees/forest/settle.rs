//! A grown tree settled on its rows: thresholds halfway between the values they part, leaves with the answer of their rows.
//!
//! The engine parts rows at bounds of quantiles and answers in single precision; halfway thresholds serve new rows better
//! and are those of scikit-learn.

use super::super::engine::Grown;
use super::tree::{Node, Tree};
use crate::stats::weighted_median;

/// What a leaf answers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leaf<'a> {
    /// The mean of these numbers.
    Mean(&'a [f64]),
    /// Their median.
    Median(&'a [f64]),
    /// How frequent each class is: the class of each row and the number of classes; of two only the second is kept.
    Shares(&'a [usize], usize),
}

impl Leaf<'_> {
    /// Values a leaf holds.
    pub(super) fn width(&self) -> usize {
        match self {
            Leaf::Shares(_, classes) if *classes > 2 => *classes,
            _ => 1,
        }
    }

    /// The answer of rows with these weights; `None` where they count nothing.
    fn of(&self, rows: &[usize], weights: &[f64]) -> Option<Vec<f32>> {
        let total: f64 = rows.iter().map(|&row| weights[row]).sum();
        if total <= 0.0 {
            return None;
        }
        Some(match self {
            Leaf::Mean(y) => {
                let sum: f64 = rows.iter().map(|&row| weights[row] * y[row]).sum();
                vec![(sum / total) as f32]
            }
            Leaf::Median(y) => {
                let values: Vec<f64> = rows.iter().map(|&row| y[row]).collect();
                let weights: Vec<f64> = rows.iter().map(|&row| weights[row]).collect();
                vec![weighted_median(&values, &weights)? as f32]
            }
            Leaf::Shares(class, classes) => {
                let mut shares = vec![0.0; *classes];
                for &row in rows {
                    shares[class[row]] += weights[row] / total;
                }
                let kept = if *classes > 2 { 0 } else { 1 };
                shares[kept..].iter().map(|&share| share as f32).collect()
            }
        })
    }
}

/// Rows on their way through a tree.
struct Walk {
    node: usize,
    /// Rows of the sample, each once.
    rows: Vec<usize>,
    /// Answer of the parent, for a node whose rows count nothing.
    inherited: Vec<f32>,
    /// The split whose right child this is.
    right_of: Option<usize>,
}

/// The settled tree, from the rows with a weight above 0 (in the sample: how often they were drawn, times their own).
pub(super) fn settle(
    grown: &[Grown],
    values: &[f32],
    columns: usize,
    weights: &[f64],
    leaf: Leaf<'_>,
) -> Tree {
    let mut tree = Tree::default();
    let mut leaves = 0;
    let mut waiting = vec![Walk {
        node: 0,
        rows: (0..weights.len())
            .filter(|&row| weights[row] > 0.0)
            .collect(),
        inherited: vec![0.0; leaf.width()],
        right_of: None,
    }];
    while let Some(walk) = waiting.pop() {
        let at = tree.nodes.len();
        if let Some(parent) = walk.right_of
            && let Node::Split { right, .. } = &mut tree.nodes[parent]
        {
            *right = at as u32;
        }
        let weight: f64 = walk.rows.iter().map(|&row| weights[row]).sum();
        tree.rows.push(weight as f32);
        let answer = leaf.of(&walk.rows, weights).unwrap_or(walk.inherited);
        match grown.get(walk.node) {
            Some(&Grown::Split {
                column,
                threshold,
                missing_left,
                left,
                right,
                ..
            }) => {
                let value = |row: usize| values[row * columns + column];
                let goes_left = |row: usize| {
                    let value = value(row);
                    value < threshold || value.is_nan() && missing_left
                };
                let (to_left, to_right): (Vec<usize>, Vec<usize>) =
                    walk.rows.iter().partition(|&&row| goes_left(row));
                tree.nodes.push(Node::Split {
                    column: column as u32,
                    threshold: halfway(&to_left, &to_right, value, threshold),
                    missing_left,
                    right: 0,
                });
                waiting.push(Walk {
                    node: right,
                    rows: to_right,
                    inherited: answer.clone(),
                    right_of: Some(at),
                });
                waiting.push(Walk {
                    node: left,
                    rows: to_left,
                    inherited: answer,
                    right_of: None,
                });
            }
            _ => {
                tree.nodes.push(Node::Leaf(leaves));
                leaves += 1;
                tree.values.extend(answer);
            }
        }
    }
    tree
}

/// A threshold halfway between the highest value below and the lowest above; as it was where one side has no value.
fn halfway(left: &[usize], right: &[usize], value: impl Fn(usize) -> f32, threshold: f32) -> f32 {
    let present = |rows: &[usize]| -> Vec<f32> {
        rows.iter()
            .map(|&row| value(row))
            .filter(|value| !value.is_nan())
            .collect()
    };
    let below = present(left).into_iter().reduce(f32::max);
    let above = present(right).into_iter().reduce(f32::min);
    match (below, above) {
        (Some(below), Some(above)) => {
            let middle = f32::midpoint(below, above);
            // Between neighbours in single precision there is no room: rows below the threshold go left.
            if middle > below { middle } else { above }
        }
        _ => threshold,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One column, split at its quantile bound 4 and then at 2.
    fn grown() -> Vec<Grown> {
        let split = |threshold, left, right| Grown::Split {
            column: 0,
            threshold,
            missing_left: true,
            left,
            right,
            gain: 1.0,
        };
        vec![
            split(4.0, 2, 1),
            Grown::Leaf,
            split(2.0, 3, 4),
            Grown::Leaf,
            Grown::Leaf,
        ]
    }

    const X: [f32; 6] = [1.0, 2.0, f32::NAN, 3.0, 4.0, 8.0];

    #[test]
    fn thresholds_lie_halfway_and_leaves_answer_for_their_rows() {
        let y = [1.0, 5.0, 3.0, 7.0, 10.0, 20.0];
        let weights = [1.0, 1.0, 3.0, 1.0, 2.0, 0.0];
        let tree = settle(&grown(), &X, 1, &weights, Leaf::Mean(&y));
        let thresholds: Vec<f32> = tree
            .nodes
            .iter()
            .filter_map(|node| match node {
                Node::Split { threshold, .. } => Some(*threshold),
                Node::Leaf(_) => None,
            })
            .collect();
        assert_eq!(thresholds, [3.5, 1.5]);
        assert_eq!(tree.values, [2.5, 6.0, 10.0]);
        assert_eq!(tree.rows, [8.0, 6.0, 4.0, 2.0, 2.0]);
        assert_eq!(tree.leaf(&[3.4], 1), [6.0]);
        assert_eq!(tree.leaf(&[3.6], 1), [10.0]);
    }

    #[test]
    fn medians_and_shares() {
        let y = [1.0, 5.0, 3.0, 9.0, 10.0, 20.0];
        let median = settle(&grown(), &X, 1, &[1.0; 6], Leaf::Median(&y));
        assert_eq!(median.values, [2.0, 7.0, 15.0]);
        let class = [0, 1, 0, 2, 2, 1];
        let shares = settle(&grown(), &X, 1, &[1.0; 6], Leaf::Shares(&class, 3));
        assert_eq!(shares.values, [1.0, 0.0, 0.0, 0.0, 0.5, 0.5, 0.0, 0.5, 0.5]);
        let two = settle(
            &grown(),
            &X,
            1,
            &[1.0; 6],
            Leaf::Shares(&[0, 1, 0, 1, 1, 1], 2),
        );
        assert_eq!(two.values, [0.0, 1.0, 1.0]);
    }

    #[test]
    fn a_leaf_whose_rows_count_nothing_answers_as_its_parent() {
        let y = [1.0, 5.0, 3.0, 7.0, 10.0, 20.0];
        let weights = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0];
        let tree = settle(&grown(), &X, 1, &weights, Leaf::Mean(&y));
        assert_eq!(tree.values, [2.0, 6.0, 4.0]);
    }
}
