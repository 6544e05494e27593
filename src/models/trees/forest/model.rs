//! A forest: the mean of its trees.

use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::single;
use super::shap::{Explained, Scratch};
use super::tree::{Text, Tree};
use crate::error::Result;
use crate::metrics::{Classes, Prediction};
use crate::models::saved::{self, Answer};
use crate::models::{Contributions, Model, Params, Scale, Told, training};
use crate::prepare::Matrix;

/// A fitted forest; a single tree is one of one.
#[derive(Debug)]
pub(super) struct Forest {
    pub(super) params: Params,
    pub(super) answer: Answer,
    /// Names of the matrix columns.
    pub(super) columns: Vec<String>,
    /// Added to every answer that is a number: leaves say how far they are from it, so that they keep their digits.
    pub(super) centre: f64,
    /// Squared error (or Gini impurity) saved by the splits on each column, the sum over the trees.
    pub(super) gains: Vec<f64>,
    pub(super) trees: Vec<Tree>,
}

/// A forest as it is saved.
#[derive(Serialize, Deserialize)]
struct Saved {
    params: Params,
    answer: Answer,
    columns: Vec<String>,
    centre: f64,
    gains: Vec<f64>,
    trees: Vec<Text>,
}

impl Forest {
    pub(super) fn read(saved: &serde_json::Value, classes: Option<&Classes>) -> Result<Forest> {
        let saved: Saved = saved::read(saved)?;
        saved.answer.check(classes)?;
        let columns = saved.columns.len();
        if saved.gains.len() != columns || saved.trees.is_empty() {
            return Err(saved::damaged("its trees do not fit its columns"));
        }
        let width = width(&saved.answer);
        let trees = saved.trees.iter().map(|text| text.read(columns, width));
        Ok(Forest {
            trees: trees.collect::<Result<_>>()?,
            params: saved.params,
            answer: saved.answer,
            columns: saved.columns,
            centre: saved.centre,
            gains: saved.gains,
        })
    }
}

/// Values that a leaf holds: of two classes the share of the second says everything.
fn width(answer: &Answer) -> usize {
    match answer {
        Answer::Classes { codes, .. } if codes.len() > 2 => codes.len(),
        _ => 1,
    }
}

impl Model for Forest {
    fn predict(&self, x: &Matrix) -> Result<Prediction> {
        training::same_columns(x, &self.columns)?;
        let width = width(&self.answer);
        let values = single(x);
        let rows = x.values.nrows();
        // Tree by tree, since one tree stays in the cache and a forest does not.
        let mut sums = vec![0.0; rows * width];
        for tree in &self.trees {
            let each = values.chunks_exact(self.columns.len());
            for (row, sums) in each.zip(sums.chunks_exact_mut(width)) {
                for (sum, &value) in sums.iter_mut().zip(tree.leaf(row, width)) {
                    *sum += f64::from(value);
                }
            }
        }
        let trees = self.trees.len() as f64;
        let Answer::Classes { classes, codes } = &self.answer else {
            let answers = sums.iter().map(|sum| self.centre + sum / trees);
            return Ok(Prediction::Numbers(answers.collect()));
        };
        let mut probabilities = Array2::zeros((rows, classes.names.len()));
        for (mut row, sums) in probabilities
            .rows_mut()
            .into_iter()
            .zip(sums.chunks_exact(width))
        {
            if let [second] = *sums {
                row[codes[0] as usize] = 1.0 - second / trees;
                row[codes[1] as usize] = second / trees;
                continue;
            }
            // Single precision sums to 1 only to seven digits.
            let sum: f64 = sums.iter().sum();
            for (&code, share) in codes.iter().zip(sums) {
                row[code as usize] = share / sum;
            }
        }
        Ok(Prediction::Probabilities(probabilities))
    }

    fn save(&self) -> serde_json::Value {
        serde_json::to_value(Saved {
            params: self.params.clone(),
            answer: self.answer.clone(),
            columns: self.columns.clone(),
            centre: self.centre,
            gains: self.gains.clone(),
            trees: self.trees.iter().map(Text::from).collect(),
        })
        .unwrap_or_default()
    }

    fn importance(&self) -> Vec<(String, f64)> {
        self.columns
            .iter()
            .cloned()
            .zip(self.gains.iter().copied())
            .collect()
    }

    fn contributions(&self, x: &Matrix) -> Result<Option<Contributions>> {
        training::same_columns(x, &self.columns)?;
        let width = width(&self.answer);
        let (rows, columns) = x.values.dim();
        let values = single(x);
        let mut base = vec![0.0; width];
        let mut sums = vec![0.0; rows * width * columns];
        for tree in &self.trees {
            let explained = Explained::new(tree, width);
            for (base, of_tree) in base.iter_mut().zip(explained.base()) {
                *base += of_tree;
            }
            sums.par_chunks_exact_mut(width * columns)
                .zip(values.par_chunks_exact(columns))
                .for_each_init(Scratch::default, |scratch, (sums, row)| {
                    explained.add(row, scratch, sums);
                });
        }
        let trees = self.trees.len() as f64;
        let told = |output: usize| {
            let (class, centre) = match &self.answer {
                Answer::Number => (None, self.centre),
                // Of two classes, leaves hold the share of the second.
                Answer::Classes { codes, .. } if width == 1 => (Some(codes[1]), 0.0),
                Answer::Classes { codes, .. } => (Some(codes[output]), 0.0),
            };
            Told {
                class,
                base: centre + base[output] / trees,
                values: Array2::from_shape_fn((rows, columns), |(row, column)| {
                    sums[(row * width + output) * columns + column] / trees
                }),
            }
        };
        Ok(Some(Contributions {
            scale: match self.answer {
                Answer::Number => Scale::Answer,
                Answer::Classes { .. } => Scale::Probability,
            },
            told: (0..width).map(told).collect(),
        }))
    }

    fn contribution_cost(&self) -> u64 {
        let width = width(&self.answer);
        let costs = self.trees.iter().map(|tree| Explained::cost(tree, width));
        costs.sum()
    }
}
