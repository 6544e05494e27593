//! The rows as a fast model sees them: every input cut into steps, and random partitions over several inputs. Neither looks at the target, so that
//! one set of equations serves every permutation of it. Own code: no library gives totally random partitions (Geurts, Ernst & Wehenkel 2006, extremely
//! randomised trees with one candidate) as columns.

use rand::Rng as _;
use rand::seq::index;

use crate::data::power::Values;
use crate::stats::Sorted;
use crate::table::{by_frequency, level_counts};
use crate::work::Rng;

/// Steps of an input at least and at most.
const STEPS: (usize, usize) = (2, 8);
/// Steps of all inputs together, about.
const STEPS_OF_ALL: usize = 96;
/// Inputs that the model takes; of more, as many drawn by chance.
const INPUTS: usize = 48;
/// Random partitions, and cuts of each: one of 3 cuts has 8 cells.
const PARTITIONS: usize = 8;
const CUTS: usize = 3;

/// Which step each row is on, input after input.
pub(super) struct Block {
    /// Step of each row.
    pub steps: Vec<u32>,
    /// Number of steps.
    pub size: usize,
}

/// Blocks of the inputs, and those that the model takes.
pub(super) struct Basis {
    /// A block an input that varies.
    pub inputs: Vec<Block>,
    /// Positions in `inputs` of those in the model.
    pub chosen: Vec<usize>,
    /// Random partitions over the chosen.
    pub partitions: Vec<Block>,
    rows: usize,
}

impl Basis {
    /// Cuts the inputs, one row a value.
    pub fn of(columns: &[Values], rows: usize, draw: &mut Rng) -> Self {
        let most = (STEPS_OF_ALL / columns.len().max(1)).clamp(STEPS.0, STEPS.1);
        let blocks = columns.iter().map(|values| Block::of(values, most));
        let inputs: Vec<Block> = blocks.filter(|block| block.size > 1).collect();
        let mut chosen = index::sample(draw, inputs.len(), inputs.len().min(INPUTS)).into_vec();
        chosen.sort_unstable();
        let partitions = match chosen.len() {
            0 | 1 => Vec::new(),
            _ => (0..PARTITIONS)
                .map(|_| Block::partition(&inputs, &chosen, rows, draw))
                .collect(),
        };
        Self {
            inputs,
            chosen,
            partitions,
            rows,
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The blocks of the model, each with its first column.
    pub fn model(&self) -> Vec<(usize, &Block)> {
        let chosen = self.chosen.iter().map(|at| &self.inputs[*at]);
        let mut first = 0;
        let blocks = chosen.chain(&self.partitions).map(|block| {
            let at = first;
            first += block.size;
            (at, block)
        });
        blocks.collect()
    }
}

impl Block {
    fn of(values: &Values, most: usize) -> Self {
        let steps: Vec<usize> = match values {
            Values::Numbers(x) => {
                let sorted = Sorted::new(x);
                let shares = (1..most).map(|i| i as f64 / most as f64);
                let mut edges: Vec<f64> = shares.filter_map(|q| sorted.quantile(q)).collect();
                edges.dedup();
                let step = |v: f64| match v.is_nan() {
                    true => 0,
                    false => 1 + edges.partition_point(|edge| *edge < v),
                };
                x.iter().map(|v| step(*v)).collect()
            }
            Values::Levels(codes) => {
                let places = frequent(codes, most);
                let step = |code: &Option<u32>| code.map_or(0, |code| places[code as usize]);
                codes.iter().map(step).collect()
            }
        };
        Self::numbered(&steps)
    }

    /// Steps that occur, numbered without gaps.
    fn numbered(steps: &[usize]) -> Self {
        let largest = steps.iter().max().map_or(0, |most| most + 1);
        let mut place = vec![None; largest];
        let mut size = 0;
        for step in steps {
            if place[*step].is_none() {
                place[*step] = Some(size);
                size += 1;
            }
        }
        let of = |step: &usize| place[*step].unwrap_or(0);
        Self {
            steps: steps.iter().map(of).collect(),
            size: size as usize,
        }
    }

    /// The cells of some random cuts, each of a random input at a random step.
    fn partition(inputs: &[Block], chosen: &[usize], rows: usize, draw: &mut Rng) -> Self {
        let mut cells = vec![0; rows];
        for _ in 0..CUTS {
            let input = &inputs[chosen[draw.random_range(0..chosen.len())]];
            let cut = draw.random_range(0..input.size as u32 - 1);
            for (cell, step) in cells.iter_mut().zip(&input.steps) {
                *cell = 2 * *cell + usize::from(*step > cut);
            }
        }
        Self::numbered(&cells)
    }
}

/// The step of each level: one of its own for the frequent, 1 for the others; 0 is for missing values.
fn frequent(codes: &[Option<u32>], most: usize) -> Vec<usize> {
    let order = by_frequency(&level_counts(codes));
    let mut places = vec![1; order.len()];
    for (place, level) in order.into_iter().take(most).enumerate() {
        places[level] = place + 2;
    }
    places
}
