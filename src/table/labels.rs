//! A column as labels: a code a row, the name of each code, and how often each comes.

use std::cmp::Reverse;

/// Labels of a column: a code a row, and the name of each code.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// Position in `names`, `None` where missing.
    pub codes: Vec<Option<u32>>,
    /// Distinct values sorted: numbers by value, texts by character.
    pub names: Vec<String>,
}

impl Labels {
    /// How many rows hold each name.
    pub fn counts(&self) -> Vec<usize> {
        counted(&self.codes, self.names.len())
    }
}

/// How many rows hold each level of codes without names.
pub fn level_counts(codes: &[Option<u32>]) -> Vec<usize> {
    let levels = codes.iter().flatten().max().map_or(0, |c| *c as usize + 1);
    counted(codes, levels)
}

/// Levels by how often they come, the most frequent first and equally frequent ones as they stand.
pub fn by_frequency(counts: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|&level| (Reverse(counts[level]), level));
    order
}

fn counted(codes: &[Option<u32>], levels: usize) -> Vec<usize> {
    let mut counts = vec![0; levels];
    for code in codes.iter().flatten() {
        counts[*code as usize] += 1;
    }
    counts
}
