//! The columns that trees are grown on, each value as its rank among the different values of its column: every value may
//! be a threshold, and rows are brought into order by whole numbers.

use rayon::prelude::*;

/// Rank of a missing value.
pub(super) const MISSING: u32 = u32::MAX;

/// Ranked columns.
#[derive(Debug)]
pub(super) struct Columns(Vec<Column>);

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    /// By row.
    pub(super) ranks: Vec<u32>,
    /// The different values, ascending: by rank.
    values: Vec<f32>,
}

impl Columns {
    /// Columns of rows given row by row, NaN for missing.
    pub(super) fn of(rows: &[f32], columns: usize) -> Columns {
        let column = |number: usize| {
            // A zero has no sign here.
            let cells = rows.iter().skip(number).step_by(columns).map(|v| v + 0.0);
            let cells: Vec<f32> = cells.collect();
            let mut values: Vec<f32> = cells.iter().copied().filter(|v| !v.is_nan()).collect();
            values.sort_unstable_by(f32::total_cmp);
            values.dedup();
            let rank = |cell: &f32| match cell.is_nan() {
                true => MISSING,
                false => values.partition_point(|value| value < cell) as u32,
            };
            Column {
                ranks: cells.iter().map(rank).collect(),
                values,
            }
        };
        Columns((0..columns).into_par_iter().map(column).collect())
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn column(&self, number: usize) -> &Column {
        &self.0[number]
    }
}

impl Column {
    /// A threshold halfway between the values of two ranks, as scikit-learn sets it; rows below it go left.
    pub(super) fn between(&self, below: u32, above: u32) -> f32 {
        let (below, above) = (self.values[below as usize], self.values[above as usize]);
        let middle = f32::midpoint(below, above);
        // Between neighbours in single precision there is no room.
        if middle > below { middle } else { above }
    }

    /// A threshold above every value; none where the largest leaves no room.
    pub(super) fn beyond(&self) -> Option<f32> {
        let largest = self.values.last()?;
        (*largest < f32::MAX).then_some(f32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_follow_values_and_thresholds_lie_between() {
        let columns = Columns::of(&[3.0, 0.0, -1.0, -0.0, f32::NAN, 5.0, 3.0, 5.0], 2);
        assert_eq!(columns.count(), 2);
        let first = columns.column(0);
        assert_eq!(first.ranks, [1, 0, MISSING, 1]);
        assert_eq!(first.between(0, 1), 1.0);
        assert_eq!(first.beyond(), Some(f32::MAX));
        assert_eq!(columns.column(1).ranks, [0, 0, 1, 1]);
        let next = f32::from_bits(1.0_f32.to_bits() + 1);
        assert_eq!(Columns::of(&[1.0, next], 1).column(0).between(0, 1), next);
        assert_eq!(Columns::of(&[f32::MAX], 1).column(0).beyond(), None);
    }
}
