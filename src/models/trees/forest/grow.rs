//! Growing a forest: each tree from rows drawn with replacement (Breiman 2001), in waves so that it reports and can be stopped.

use rand::Rng as _;
use rayon::prelude::*;

use super::super::engine::{Engine, Ground, Grown, Growth, Rows};
use super::super::single;
use super::model::Forest;
use super::settle::{Leaf, settle};
use super::tree::Tree;
use crate::error::Result;
use crate::metrics::Truth;
use crate::models::saved::Answer;
use crate::models::{Params, Training, training};
use crate::work::rng;

/// Trees grown between two reports, side by side where there are threads.
const WAVE: usize = 8;
/// Bounds of quantiles that may be thresholds, of a forest and of a tree that stands alone.
const FOREST_BINS: usize = 256;
const TREE_BINS: usize = 4096;
/// What is asked of a forest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    pub(super) trees: usize,
    /// 0 for no limit.
    pub(super) max_depth: usize,
    /// Rows that a leaf needs.
    pub(super) min_rows: f64,
    /// Share of the columns drawn at each split; 0 for all of them, of classes the square root of their number.
    pub(super) columns: f64,
    /// Whether each tree is grown from rows drawn with replacement.
    pub(super) drawn: bool,
    /// Whether a leaf answers with the median instead of the mean.
    pub(super) median: bool,
}

/// The target as the trees see it.
struct Target {
    answer: Answer,
    centre: f64,
    /// By row, then by output; numbers in units of their deviation, for the engine.
    labels: Vec<f32>,
    /// Numbers less their centre, where a number is asked.
    numbers: Vec<f64>,
    /// Position of each row's class among those of the training rows, where classes are asked.
    classes: Vec<usize>,
}

impl Target {
    fn of(training: &Training<'_>) -> Result<Target> {
        if let Truth::Numbers(_) = training.y {
            let y = training::numbers(training)?;
            let (centre, unit) = training::scale(y);
            let numbers: Vec<f64> = y.iter().map(|v| v - centre).collect();
            return Ok(Target {
                answer: Answer::Number,
                centre,
                labels: numbers.iter().map(|v| (v / unit) as f32).collect(),
                numbers,
                classes: Vec::new(),
            });
        }
        let present = training::classes(training)?;
        let count = present.codes.len();
        // Of two classes the share of the second says everything.
        let outputs = if count > 2 { 0..count } else { 1..count };
        let hot = |class: usize| {
            outputs
                .clone()
                .map(move |c| f32::from(u8::from(c == class)))
        };
        Ok(Target {
            answer: Answer::Classes {
                classes: present.classes.clone(),
                codes: present.codes,
            },
            centre: 0.0,
            labels: present.rows.iter().flat_map(|&class| hot(class)).collect(),
            numbers: Vec::new(),
            classes: present.rows,
        })
    }

    fn leaf(&self, median: bool) -> Leaf<'_> {
        match &self.answer {
            Answer::Classes { codes, .. } => Leaf::Shares(&self.classes, codes.len()),
            Answer::Number if median => Leaf::Median(&self.numbers),
            Answer::Number => Leaf::Mean(&self.numbers),
        }
    }

    /// What the trees should answer for a row, in the units of their leaves.
    fn wanted(&self, row: usize, width: usize, output: usize) -> f64 {
        match &self.answer {
            Answer::Number => self.numbers[row],
            Answer::Classes { .. } if width == 1 => self.classes[row] as f64,
            Answer::Classes { .. } => f64::from(u8::from(self.classes[row] == output)),
        }
    }
}

/// Grows a forest.
pub(super) fn grow(
    engine: &dyn Engine,
    training: &Training<'_>,
    params: Params,
    settings: &Settings,
) -> Result<Forest> {
    let target = Target::of(training)?;
    let leaf = target.leaf(settings.median);
    let rows = training.y.len();
    let columns = training.x.values.ncols();
    let values = single(training.x);
    let own: Vec<f64> = training
        .weights
        .map_or_else(|| vec![1.0; rows], <[f64]>::to_vec);
    let weights: Option<Vec<f32>> = training
        .weights
        .map(|weights| weights.iter().map(|&w| w as f32).collect());
    let ground = engine.ground(
        Rows {
            values: &values,
            columns,
            labels: &target.labels,
            weights: weights.as_deref(),
        },
        leaf.width(),
    )?;
    let growth = growth(&target.answer, columns, settings);
    let plot = Plot {
        ground: ground.as_ref(),
        values: &values,
        columns,
        own: &own,
        drawn: settings.drawn,
        leaf,
    };
    let mut forest = Forest {
        params,
        answer: target.answer.clone(),
        columns: training.x.names.clone(),
        centre: target.centre,
        gains: vec![0.0; columns],
        trees: Vec::with_capacity(settings.trees),
    };
    let mut judged = Judged::new(rows, leaf.width());
    while forest.trees.len() < settings.trees {
        let from = forest.trees.len();
        let to = settings.trees.min(from + WAVE);
        let wave = (from..to)
            .into_par_iter()
            .map(|number| plot.tree(number, training.seed, growth))
            .collect::<Result<Vec<_>>>()?;
        for (tree, sample, gains) in wave {
            judged.add(&tree, &plot, &sample);
            for (sum, gain) in forest.gains.iter_mut().zip(gains) {
                *sum += gain;
            }
            forest.trees.push(tree);
        }
        training::report(training, to, settings.trees, judged.loss(&target, &own))?;
    }
    Ok(forest)
}

fn growth(answer: &Answer, columns: usize, settings: &Settings) -> Growth {
    let for_number = matches!(answer, Answer::Number);
    let drawn = match settings.columns {
        0.0 if for_number || !settings.drawn => columns,
        0.0 => (columns as f64).sqrt() as usize,
        share => (columns as f64 * share).round() as usize,
    };
    Growth {
        max_depth: settings.max_depth,
        min_rows: settings.min_rows,
        columns: drawn.clamp(1, columns),
        bins: if settings.drawn {
            FOREST_BINS
        } else {
            TREE_BINS
        },
        seed: 0,
    }
}

/// What every tree of a forest is grown on.
struct Plot<'a> {
    ground: &'a dyn Ground,
    values: &'a [f32],
    columns: usize,
    /// Weight of each row.
    own: &'a [f64],
    drawn: bool,
    leaf: Leaf<'a>,
}

impl Plot<'_> {
    /// Tree `number` with how often it drew each row and the gain of each column; the same whatever thread grows it.
    fn tree(&self, number: usize, seed: u64, growth: Growth) -> Result<(Tree, Vec<u32>, Vec<f64>)> {
        let mut draws = rng(seed, &["forest", &number.to_string()]);
        let growth = Growth {
            seed: draws.random(),
            ..growth
        };
        let rows = self.own.len();
        let mut times = vec![1; rows];
        let grown = if self.drawn {
            let sample: Vec<usize> = (0..rows).map(|_| draws.random_range(0..rows)).collect();
            times.fill(0);
            sample.iter().for_each(|&row| times[row] += 1);
            self.ground.tree(Some(&sample), &growth)?
        } else {
            self.ground.tree(None, &growth)?
        };
        let weights: Vec<f64> = times
            .iter()
            .zip(self.own)
            .map(|(&times, own)| f64::from(times) * own)
            .collect();
        let mut gains = vec![0.0; self.columns];
        for node in &grown {
            if let Grown::Split { column, gain, .. } = node {
                gains[*column] += gain;
            }
        }
        let tree = settle(&grown, self.values, self.columns, &weights, self.leaf);
        Ok((tree, times, gains))
    }

    fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }
}

/// What the trees answer for training rows that they did not draw.
struct Judged {
    width: usize,
    sums: Vec<f64>,
    trees: Vec<u32>,
}

impl Judged {
    fn new(rows: usize, width: usize) -> Judged {
        Judged {
            width,
            sums: vec![0.0; rows * width],
            trees: vec![0; rows],
        }
    }

    /// Where every row was drawn, all rows count.
    fn add(&mut self, tree: &Tree, plot: &Plot<'_>, times: &[u32]) {
        let all = !plot.drawn || times.iter().all(|&times| times > 0);
        for row in (0..times.len()).filter(|&row| all || times[row] == 0) {
            let sums = &mut self.sums[row * self.width..(row + 1) * self.width];
            for (sum, &value) in sums.iter_mut().zip(tree.leaf(plot.row(row), self.width)) {
                *sum += f64::from(value);
            }
            self.trees[row] += 1;
        }
    }

    /// Root of the mean squared error of a number; for classes the mean squared error of the shares.
    fn loss(&self, target: &Target, weights: &[f64]) -> f64 {
        let (mut sum, mut total) = (0.0, 0.0);
        for (row, &trees) in self
            .trees
            .iter()
            .enumerate()
            .filter(|(_, trees)| **trees > 0)
        {
            let said = &self.sums[row * self.width..(row + 1) * self.width];
            for (output, said) in said.iter().enumerate() {
                let error = said / f64::from(trees) - target.wanted(row, self.width, output);
                sum += weights[row] * error * error;
            }
            total += weights[row];
        }
        let mean = if total > 0.0 { sum / total } else { 0.0 };
        match target.answer {
            Answer::Number => mean.sqrt(),
            Answer::Classes { .. } => mean,
        }
    }
}
