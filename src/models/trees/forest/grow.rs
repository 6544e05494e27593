//! Growing a forest: each tree from rows drawn with replacement (Breiman 2001), in waves so that it reports and can be stopped.

use rand::Rng as _;
use rayon::prelude::*;

use super::super::single;
use super::cart::{Ground, Grown, Growth, Target};
use super::columns::Columns;
use super::model::Forest;
use super::tree::Tree;
use crate::error::Result;
use crate::metrics::Truth;
use crate::models::saved::Answer;
use crate::models::{Params, Training, training};
use crate::work::rng;

/// Trees grown between two reports, side by side where there are threads.
const WAVE: usize = 8;

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
struct Wanted {
    answer: Answer,
    centre: f64,
    /// Numbers less their centre, where a number is asked.
    numbers: Vec<f64>,
    /// Position of each row's class among those of the training rows, where classes are asked.
    classes: Vec<usize>,
}

impl Wanted {
    fn of(training: &Training<'_>) -> Result<Wanted> {
        if let Truth::Numbers(_) = training.y {
            let y = training::numbers(training)?;
            let (centre, _) = training::scale(y);
            return Ok(Wanted {
                answer: Answer::Number,
                centre,
                numbers: y.iter().map(|v| v - centre).collect(),
                classes: Vec::new(),
            });
        }
        let present = training::classes(training)?;
        Ok(Wanted {
            answer: Answer::Classes {
                classes: present.classes.clone(),
                codes: present.codes,
            },
            centre: 0.0,
            numbers: Vec::new(),
            classes: present.rows,
        })
    }

    fn target(&self, median: bool) -> Target<'_> {
        match &self.answer {
            Answer::Classes { codes, .. } => Target::Shares(&self.classes, codes.len()),
            Answer::Number if median => Target::Median(&self.numbers),
            Answer::Number => Target::Mean(&self.numbers),
        }
    }

    /// What the trees should answer for a row, in the units of their leaves.
    fn of_row(&self, row: usize, width: usize, output: usize) -> f64 {
        match &self.answer {
            Answer::Number => self.numbers[row],
            Answer::Classes { .. } if width == 1 => self.classes[row] as f64,
            Answer::Classes { .. } => f64::from(u8::from(self.classes[row] == output)),
        }
    }
}

/// Grows a forest.
pub(super) fn grow(training: &Training<'_>, params: Params, settings: &Settings) -> Result<Forest> {
    let wanted = Wanted::of(training)?;
    let target = wanted.target(settings.median);
    let rows = training.y.len();
    let count = training.x.values.ncols();
    let values = single(training.x);
    let columns = Columns::of(&values, count);
    let own: Vec<f64> = training
        .weights
        .map_or_else(|| vec![1.0; rows], <[f64]>::to_vec);
    let growth = growth(&wanted.answer, count, settings);
    let plot = Plot {
        ground: Ground {
            columns: &columns,
            target,
            own: &own,
        },
        values: &values,
        drawn: settings.drawn,
    };
    let mut forest = Forest {
        params,
        answer: wanted.answer.clone(),
        columns: training.x.names.clone(),
        centre: wanted.centre,
        gains: vec![0.0; count],
        trees: Vec::with_capacity(settings.trees),
    };
    let mut judged = Judged::new(rows, target.width());
    while forest.trees.len() < settings.trees {
        let from = forest.trees.len();
        let to = settings.trees.min(from + WAVE);
        let wave: Vec<(Grown, Vec<u32>)> = (from..to)
            .into_par_iter()
            .map(|number| plot.tree(number, training.seed, &growth))
            .collect();
        for (grown, times) in wave {
            judged.add(&grown.tree, &plot, &times);
            for (sum, gain) in forest.gains.iter_mut().zip(grown.gains) {
                *sum += gain;
            }
            forest.trees.push(grown.tree);
        }
        training::report(training, to, settings.trees, judged.loss(&wanted, &own))?;
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
        by_chance: settings.drawn,
    }
}

/// What every tree of a forest is grown on.
struct Plot<'a> {
    ground: Ground<'a>,
    /// Row by row.
    values: &'a [f32],
    drawn: bool,
}

impl Plot<'_> {
    /// Tree `number` with how often it drew each row; the same whatever thread grows it.
    fn tree(&self, number: usize, seed: u64, growth: &Growth) -> (Grown, Vec<u32>) {
        let mut draws = rng(seed, &["forest", &number.to_string()]);
        let rows = self.ground.own.len();
        let mut times = vec![u32::from(!self.drawn); rows];
        if self.drawn {
            (0..rows).for_each(|_| times[draws.random_range(0..rows)] += 1);
        }
        let weights: Vec<f64> = times
            .iter()
            .zip(self.ground.own)
            .map(|(&times, own)| f64::from(times) * own)
            .collect();
        (self.ground.grow(&weights, growth, &mut draws), times)
    }

    fn row(&self, row: usize) -> &[f32] {
        let columns = self.ground.columns.count();
        &self.values[row * columns..(row + 1) * columns]
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
    fn loss(&self, wanted: &Wanted, weights: &[f64]) -> f64 {
        let (mut sum, mut total) = (0.0, 0.0);
        for (row, &trees) in self
            .trees
            .iter()
            .enumerate()
            .filter(|(_, trees)| **trees > 0)
        {
            let said = &self.sums[row * self.width..(row + 1) * self.width];
            for (output, said) in said.iter().enumerate() {
                let error = said / f64::from(trees) - wanted.of_row(row, self.width, output);
                sum += weights[row] * error * error;
            }
            total += weights[row];
        }
        let mean = if total > 0.0 { sum / total } else { 0.0 };
        match wanted.answer {
            Answer::Number => mean.sqrt(),
            Answer::Classes { .. } => mean,
        }
    }
}
