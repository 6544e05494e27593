//! One tree, grown as Breiman et al. (1984) and scikit-learn do: the best split of each node over the columns drawn for it,
//! until leaves are pure or too small.

use rand::Rng as _;

use super::columns::Columns;
use super::split::{Order, Split};
use super::tally::{Case, Classes, Numbers, Tally};
use super::tree::{Node, Tree};
use crate::stats::weighted_median;
use crate::work::Rng;

/// How a tree is grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Growth {
    /// 0 for no limit.
    pub(super) max_depth: usize,
    /// Rows that a leaf needs, each counted once and by its own weight.
    pub(super) min_rows: f64,
    /// Columns tried at each split.
    pub(super) columns: usize,
    /// Whether they are drawn by chance, which also decides between splits that are equally good; else the first ones.
    pub(super) by_chance: bool,
}

/// What the leaves answer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target<'a> {
    /// The mean of these numbers.
    Mean(&'a [f64]),
    /// Their median.
    Median(&'a [f64]),
    /// How frequent each class is: the class of each row and the number of classes; of two only the second is kept.
    Shares(&'a [usize], usize),
}

/// What trees are grown on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) columns: &'a Columns,
    pub(super) target: Target<'a>,
    /// Weight of each row.
    pub(super) own: &'a [f64],
}

/// A grown tree.
#[derive(Debug)]
pub(super) struct Grown {
    pub(super) tree: Tree,
    /// Fall of squared error or Gini impurity by column.
    pub(super) gains: Vec<f64>,
}

/// A node to be grown: its rows are `from..to`.
struct Plan {
    from: usize,
    to: usize,
    depth: usize,
    /// The split whose right child it is.
    right_of: Option<usize>,
}

impl Target<'_> {
    /// Values a leaf holds.
    pub(super) fn width(&self) -> usize {
        match self {
            Target::Shares(_, classes) if *classes > 2 => *classes,
            _ => 1,
        }
    }
}

impl Ground<'_> {
    /// A tree from the rows with a weight above 0: how often they were drawn, times their own.
    pub(super) fn grow(&self, weights: &[f64], growth: &Growth, draws: &mut Rng) -> Grown {
        let rows = (0..weights.len() as u32).filter(|&row| weights[row as usize] > 0.0);
        let mut growing = Growing {
            ground: self,
            weights,
            growth,
            rows: rows.collect(),
            cases: Vec::new(),
            aside: Vec::new(),
            order: Order::default(),
            numbers: (0..self.columns.count()).collect(),
            grown: Grown {
                tree: Tree::default(),
                gains: vec![0.0; self.columns.count()],
            },
            leaves: 0,
        };
        let mut waiting = vec![Plan {
            from: 0,
            to: growing.rows.len(),
            depth: 0,
            right_of: None,
        }];
        while let Some(plan) = waiting.pop() {
            growing.node(&plan, draws, &mut waiting);
        }
        growing.grown
    }
}

/// A tree under growth.
struct Growing<'a> {
    ground: &'a Ground<'a>,
    weights: &'a [f64],
    growth: &'a Growth,
    /// Rows of the sample, those of a node together.
    rows: Vec<u32>,
    /// Those of the node at hand.
    cases: Vec<Case>,
    aside: Vec<u32>,
    order: Order,
    /// Numbers of the columns, in the order of the last draw.
    numbers: Vec<usize>,
    grown: Grown,
    leaves: u32,
}

impl Growing<'_> {
    /// Grows a node; its children wait.
    fn node(&mut self, plan: &Plan, draws: &mut Rng, waiting: &mut Vec<Plan>) {
        let at = self.grown.tree.nodes.len();
        if let Some(parent) = plan.right_of
            && let Node::Split { right, .. } = &mut self.grown.tree.nodes[parent]
        {
            *right = at as u32;
        }
        let parts = self.look(plan.from, plan.to);
        let weight: f64 = self.cases.iter().map(|case| case.weight).sum();
        self.grown.tree.rows.push(weight as f32);
        let deep = self.growth.max_depth > 0 && plan.depth >= self.growth.max_depth;
        let split = match parts && !deep {
            true => self.split(plan.from..plan.to, draws),
            false => None,
        };
        let Some((column, split)) = split else {
            self.leaf(plan.from..plan.to);
            return;
        };
        self.grown.gains[column] += split.gain.max(0.0);
        self.grown.tree.nodes.push(Node::Split {
            column: column as u32,
            threshold: split.threshold,
            missing_left: split.missing_left,
            right: 0,
        });
        let middle = self.part(plan.from, plan.to, column, &split);
        let child = |from, to, right_of| Plan {
            from,
            to,
            depth: plan.depth + 1,
            right_of,
        };
        waiting.push(child(middle, plan.to, Some(at)));
        waiting.push(child(plan.from, middle, None));
    }

    /// Fills the cases of a node; whether they are many and different enough to be parted.
    fn look(&mut self, from: usize, to: usize) -> bool {
        let (own, target) = (self.ground.own, self.ground.target);
        self.cases.clear();
        let rows = self.rows[from..to].iter().map(|&row| row as usize);
        self.cases.extend(rows.clone().map(|row| Case {
            weight: self.weights[row],
            own: own[row],
            ..Case::default()
        }));
        let mut differ = false;
        match target {
            Target::Mean(y) | Target::Median(y) => {
                let cases = self.cases.iter_mut().zip(rows.clone());
                let (mut sum, mut weight) = (0.0, 0.0);
                for (case, row) in cases {
                    sum += case.weight * y[row];
                    weight += case.weight;
                }
                let mean = sum / weight;
                let first = self.rows.get(from).map(|&row| y[row as usize]);
                for (case, row) in self.cases.iter_mut().zip(rows) {
                    case.moment = case.weight * (y[row] - mean);
                    differ |= Some(y[row]) != first;
                }
            }
            Target::Shares(classes, _) => {
                for (case, row) in self.cases.iter_mut().zip(rows) {
                    case.class = classes[row];
                }
                let first = self.cases.first().map(|case| case.class);
                differ = self.cases.iter().any(|case| Some(case.class) != first);
            }
        }
        let own: f64 = self.cases.iter().map(|case| case.own).sum();
        differ && own >= 2.0 * self.growth.min_rows
    }

    /// The best split of the node at hand over the columns drawn for it, with its column.
    fn split(&mut self, rows: std::ops::Range<usize>, draws: &mut Rng) -> Option<(usize, Split)> {
        match self.ground.target {
            Target::Mean(_) | Target::Median(_) => {
                let mut tally = Numbers::of(&self.cases);
                self.split_by(rows, draws, &mut tally)
            }
            Target::Shares(_, classes) => {
                let mut tally = Classes::of(&self.cases, classes);
                self.split_by(rows, draws, &mut tally)
            }
        }
    }

    /// Columns are drawn until there are enough of them, and on while none of them can part the rows (as scikit-learn does:
    /// else leaves of the rarer columns would stay mixed).
    fn split_by(
        &mut self,
        rows: std::ops::Range<usize>,
        draws: &mut Rng,
        tally: &mut impl Tally,
    ) -> Option<(usize, Split)> {
        let columns = self.numbers.len();
        let mut best: Option<(usize, Split)> = None;
        let mut able = false;
        for turn in 0..columns {
            if turn >= self.growth.columns && able {
                break;
            }
            if self.growth.by_chance {
                let drawn = draws.random_range(turn..columns);
                self.numbers.swap(turn, drawn);
            }
            let number = self.numbers[turn];
            let column = self.ground.columns.column(number);
            if !self.order.fill(column, &self.rows[rows.clone()]) {
                continue;
            }
            able = true;
            let found = self
                .order
                .best(column, &self.cases, self.growth.min_rows, tally);
            if let Some(found) = found
                && best.is_none_or(|(_, best)| found.gain > best.gain)
            {
                best = Some((number, found));
            }
        }
        best
    }

    /// Rows that go left before those that go right, each in their order; where the right ones begin.
    fn part(&mut self, from: usize, to: usize, column: usize, split: &Split) -> usize {
        let ranks = &self.ground.columns.column(column).ranks;
        self.aside.clear();
        let mut middle = from;
        for place in from..to {
            let row = self.rows[place];
            if split.goes_left(ranks[row as usize]) {
                self.rows[middle] = row;
                middle += 1;
            } else {
                self.aside.push(row);
            }
        }
        self.rows[middle..to].copy_from_slice(&self.aside);
        middle
    }

    /// A leaf with the answer of its rows.
    fn leaf(&mut self, rows: std::ops::Range<usize>) {
        let rows = self.rows[rows].iter().map(|&row| row as usize);
        let total: f64 = self.cases.iter().map(|case| case.weight).sum();
        let values = &mut self.grown.tree.values;
        match self.ground.target {
            Target::Mean(y) => {
                let sum: f64 = rows.map(|row| self.weights[row] * y[row]).sum();
                values.push(if total > 0.0 { sum / total } else { 0.0 } as f32);
            }
            Target::Median(y) => {
                let numbers: Vec<f64> = rows.map(|row| y[row]).collect();
                let weights: Vec<f64> = self.cases.iter().map(|case| case.weight).collect();
                values.push(weighted_median(&numbers, &weights).unwrap_or(0.0) as f32);
            }
            Target::Shares(_, classes) => {
                let mut shares = vec![0.0; classes];
                for case in &self.cases {
                    shares[case.class] += case.weight / total;
                }
                let kept = if classes > 2 { 0 } else { 1 };
                values.extend(shares[kept..].iter().map(|&share| share as f32));
            }
        }
        self.grown.tree.nodes.push(Node::Leaf(self.leaves));
        self.leaves += 1;
    }
}
