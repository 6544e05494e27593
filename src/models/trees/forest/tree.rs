//! A tree as it is kept: nodes in the order of a walk that goes left first, so that only the right child has to be named.
//! Saved as lists of numbers in plain text: a forest has a million nodes, and as a JSON number each value would take
//! ten times the room while it is written.

use std::fmt::Write as _;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::models::saved::damaged;

/// A node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Node {
    /// Rows below the threshold go to the next node, the others to `right`.
    Split {
        column: u32,
        threshold: f32,
        /// Whether rows without a value go to the next node.
        missing_left: bool,
        right: u32,
    },
    /// The number of the leaf, from 0.
    Leaf(u32),
}

/// A tree whose leaves hold `width` values each.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// Weight of the training rows at each node: rows, where all count alike.
    pub(super) rows: Vec<f32>,
    /// Leaf by leaf.
    pub(super) values: Vec<f32>,
}

impl Tree {
    /// The values of the leaf that a row falls into.
    pub(super) fn leaf(&self, row: &[f32], width: usize) -> &[f32] {
        let mut at = 0;
        loop {
            match self.nodes[at] {
                Node::Leaf(leaf) => {
                    let from = leaf as usize * width;
                    return &self.values[from..from + width];
                }
                Node::Split { right, .. } => {
                    at = if self.goes_left(at, row) {
                        at + 1
                    } else {
                        right as usize
                    };
                }
            }
        }
    }

    /// Whether a row at this node goes to the next one; at a leaf it goes nowhere.
    pub(super) fn goes_left(&self, at: usize, row: &[f32]) -> bool {
        let Node::Split {
            column,
            threshold,
            missing_left,
            ..
        } = self.nodes[at]
        else {
            return false;
        };
        let value = row[column as usize];
        value < threshold || value.is_nan() && missing_left
    }
}

/// A tree as it is saved: numbers separated by spaces.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Text {
    /// By node: the column that it splits on, -1 for a leaf.
    columns: String,
    /// By split: rows below it go to the next node.
    thresholds: String,
    /// By split: `l` where rows without a value go to the next node, else `r`.
    missing: String,
    /// By split: the node to which the other rows go.
    rights: String,
    /// By node: weight of the training rows.
    rows: String,
    /// By leaf, then by output.
    values: String,
}

impl From<&Tree> for Text {
    fn from(tree: &Tree) -> Text {
        let splits = || {
            tree.nodes.iter().filter_map(|node| match node {
                Node::Split {
                    threshold,
                    missing_left,
                    right,
                    ..
                } => Some((*threshold, *missing_left, *right)),
                Node::Leaf(_) => None,
            })
        };
        Text {
            columns: joined(tree.nodes.iter().map(|node| match node {
                Node::Split { column, .. } => i64::from(*column),
                Node::Leaf(_) => -1,
            })),
            thresholds: joined(splits().map(|(threshold, _, _)| threshold)),
            missing: splits()
                .map(|(_, left, _)| if left { 'l' } else { 'r' })
                .collect(),
            rights: joined(splits().map(|(_, _, right)| right)),
            rows: joined(tree.rows.iter()),
            values: joined(tree.values.iter()),
        }
    }
}

impl Text {
    /// The tree, or an error where it is none: its walk would not end, or leave its columns or leaves.
    pub(super) fn read(&self, columns: usize, width: usize) -> Result<Tree> {
        let column_of: Vec<i64> = numbers(&self.columns)?;
        let mut splits = numbers::<f32>(&self.thresholds)?
            .into_iter()
            .zip(self.missing.chars())
            .zip(numbers::<u32>(&self.rights)?);
        let count = column_of.len();
        let mut nodes = Vec::with_capacity(count);
        let mut leaves = 0;
        for (at, &column) in column_of.iter().enumerate() {
            if column < 0 {
                nodes.push(Node::Leaf(leaves));
                leaves += 1;
                continue;
            }
            let ((threshold, missing), right) = splits.next().ok_or_else(broken)?;
            // Children come after their parent, so every walk ends.
            let sound = (column as usize) < columns
                && (right as usize) < count
                && right as usize > at + 1
                && threshold.is_finite();
            if !sound {
                return Err(broken());
            }
            nodes.push(Node::Split {
                column: column as u32,
                threshold,
                missing_left: missing == 'l',
                right,
            });
        }
        let tree = Tree {
            nodes,
            rows: numbers(&self.rows)?,
            values: numbers(&self.values)?,
        };
        let sound = splits.next().is_none()
            && matches!(tree.nodes.last(), Some(Node::Leaf(_)))
            && tree.rows.len() == count
            && tree.values.len() == leaves as usize * width;
        if sound { Ok(tree) } else { Err(broken()) }
    }
}

fn broken() -> crate::error::Error {
    damaged("a tree of it has no sound shape")
}

fn joined<T: std::fmt::Display>(numbers: impl Iterator<Item = T>) -> String {
    let mut text = String::new();
    for (at, number) in numbers.enumerate() {
        if at > 0 {
            text.push(' ');
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "{number}");
    }
    text
}

fn numbers<T: FromStr>(text: &str) -> Result<Vec<T>> {
    text.split_ascii_whitespace()
        .map(|word| word.parse().map_err(|_| broken()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        Tree {
            nodes: vec![
                Node::Split {
                    column: 1,
                    threshold: 0.1,
                    missing_left: true,
                    right: 4,
                },
                Node::Split {
                    column: 0,
                    threshold: -2.5e-7,
                    missing_left: false,
                    right: 3,
                },
                Node::Leaf(0),
                Node::Leaf(1),
                Node::Leaf(2),
            ],
            rows: vec![5.0, 3.0, 2.0, 1.0, 2.0],
            values: vec![1.0, 2.0, 0.3],
        }
    }

    #[test]
    fn a_saved_tree_is_the_same_tree() {
        let text = Text::from(&tree());
        assert_eq!(text.columns, "1 0 -1 -1 -1");
        assert_eq!(text.missing, "lr");
        assert_eq!(text.read(2, 1).unwrap(), tree());
    }

    #[test]
    fn rows_fall_where_the_thresholds_say() {
        let tree = tree();
        let leaf = |row: &[f32]| tree.leaf(row, 1)[0];
        assert_eq!(leaf(&[-1.0, 0.0]), 1.0);
        assert_eq!(leaf(&[-2.5e-7, 0.0]), 2.0);
        assert_eq!(leaf(&[-1.0, 0.1]), 0.3);
        assert_eq!(leaf(&[f32::NAN, f32::NAN]), 2.0);
    }

    #[test]
    fn damage_is_an_error_and_no_panic() {
        let damage = |change: &dyn Fn(&mut Text)| {
            let mut text = Text::from(&tree());
            change(&mut text);
            assert!(text.read(2, 1).is_err());
        };
        damage(&|t| t.columns = "1 0 -1 -1".into());
        damage(&|t| t.columns = "9 0 -1 -1 -1".into());
        damage(&|t| t.columns = String::new());
        damage(&|t| t.rights = "4 1".into());
        damage(&|t| t.rights = "4 99".into());
        damage(&|t| t.thresholds = "0.1".into());
        damage(&|t| t.values = "1 2".into());
        damage(&|t| t.rows = "x".into());
    }
}
