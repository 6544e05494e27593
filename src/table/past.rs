//! The past of each row: the rows of its group that are known when it is predicted. Lags, windows and the baselines
//! that answer from history all look here, so that they know the same.

use super::{Axis, Length, Table};
use crate::error::Result;

/// For each row of a table, the rows of its group in order of time and how many of them it knows: those that are
/// earlier than the row and older than it by the horizon at least. Rows of one instant do not see each other. Rows
/// without a group form one of their own; a row without an instant knows nothing and is known to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Rows of every group, oldest first.
    groups: Vec<Vec<usize>>,
    /// Group and number of known rows, by row of the table.
    known: Vec<Option<(usize, usize)>>,
}

impl Past {
    /// The past of every row, made of these rows. The axis has an instant a row.
    pub fn of(
        table: &Table,
        axis: &Axis,
        group: Option<&str>,
        horizon: Length,
        among: impl Iterator<Item = usize>,
    ) -> Result<Past> {
        let instants = &axis.instants;
        let (codes, count) = match group {
            Some(group) => {
                let labels = table.labels(group)?;
                let none = labels.names.len();
                let codes = labels.codes.iter();
                let codes = codes.map(|c| c.map_or(none, |c| c as usize)).collect();
                (codes, none + 1)
            }
            None => (vec![0; table.rows()], 1),
        };
        let mut groups: Vec<Vec<(i64, usize)>> = vec![Vec::new(); count];
        for row in among {
            if let Some(instant) = instants[row] {
                groups[codes[row]].push((instant, row));
            }
        }
        groups.iter_mut().for_each(|rows| rows.sort_unstable());
        let known = instants.iter().zip(&codes).map(|(instant, &code)| {
            let now = (*instant)?;
            let latest = horizon.before(now);
            let earlier = |(then, _): &(i64, usize)| *then < now && *then <= latest;
            Some((code, groups[code].partition_point(earlier)))
        });
        Ok(Past {
            known: known.collect(),
            groups: groups
                .iter()
                .map(|rows| rows.iter().map(|(_, row)| *row).collect())
                .collect(),
        })
    }

    /// The rows that a row knows, oldest first.
    pub fn known(&self, row: usize) -> &[usize] {
        match self.known[row] {
            Some((group, count)) => &self.groups[group][..count],
            None => &[],
        }
    }

    /// The rows of every group, oldest first.
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// The group of a row and how many of its rows it knows; nothing where the row has no instant.
    pub fn place(&self, row: usize) -> Option<(usize, usize)> {
        self.known[row]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_knows_what_is_older_by_the_horizon_in_its_group() {
        let table = Table::from_csv("t,g\n3,a\n1,a\n2,b\n2,a\n3,a\n,a\n5,\n4,\n6,a\n").unwrap();
        let axis = Axis::of(&table, "t").unwrap();
        let past =
            |group, steps| Past::of(&table, &axis, group, Length::Steps(steps), 0..9).unwrap();
        let own = past(Some("g"), 0);
        assert_eq!(own.known(0), [1, 3]);
        assert_eq!(
            own.known(4),
            [1, 3],
            "rows of one instant do not see each other"
        );
        assert!(own.known(1).is_empty());
        assert!(own.known(2).is_empty(), "nothing of another group");
        assert!(own.known(5).is_empty(), "no instant, no past");
        assert_eq!(own.known(6), [7], "rows without a group are one");
        assert_eq!(own.known(8), [1, 3, 0, 4]);
        assert_eq!(past(Some("g"), 4).known(8), [1, 3]);
        assert_eq!(past(None, 1).known(8), [1, 2, 3, 0, 4, 7, 6]);
        assert_eq!(past(None, 2).known(8), [1, 2, 3, 0, 4, 7]);
    }

    #[test]
    fn the_month_before_is_known_however_long_it_was() {
        for days in [
            ["2015-01-01", "2015-02-01", "2015-03-01", "2015-04-01"],
            ["2015-01-31", "2015-02-28", "2015-03-31", "2015-04-30"],
        ] {
            let table = Table::from_csv(&format!("t\n{}\n", days.join("\n"))).unwrap();
            let axis = Axis::of(&table, "t").unwrap();
            let known = |horizon| {
                let horizon = axis.length(horizon).unwrap();
                let past = Past::of(&table, &axis, None, horizon, 0..4).unwrap();
                (0..4).map(|row| past.known(row).len()).collect::<Vec<_>>()
            };
            assert_eq!(known("1mo"), [0, 1, 2, 3]);
            assert_eq!(known("2mo"), [0, 0, 1, 2]);
            assert_eq!(known("1y"), [0, 0, 0, 0]);
        }
    }
}
