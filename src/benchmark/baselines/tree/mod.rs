//! A few questions about single columns: the one question that tells most (a stump, Iba & Langley 1992), and a tree three questions deep. As a
//! person reads them off a table, and as far as many problems need to go.

mod growing;
mod sums;

use rand::seq::index;
use serde::{Deserialize, Serialize};

use self::growing::Growing;
pub(super) use self::sums::{Sums, fewest, targets};
use super::fitted::gather;
use super::{Answer, Fitted, Predictor};
use crate::benchmark::Setup;
use crate::decisions::Kind;
use crate::error::Result;
use crate::metrics::Classes;
use crate::table::Table;
use crate::work::rng;

/// Training rows looked at: a split of a few leaves moves little with more.
const ROWS: usize = 50_000;
/// Questions one after the other in the small tree.
pub(super) const DEPTH: usize = 3;
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
