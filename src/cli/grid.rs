//! Aligned tables for people: names to the left, numbers to the right, the unit in the head.

use crate::text;

/// Cells between two columns.
const GAP: usize = 2;
/// Cells of a text column at most.
const WIDEST: usize = 60;

/// Which side of its column a cell stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table under construction.
#[derive(Debug, Default)]
pub(super) struct Grid {
    heads: Vec<(String, Side)>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// Adds a column.
    pub fn column(mut self, head: impl Into<String>, side: Side) -> Self {
        self.heads.push((head.into(), side));
        self
    }

    /// Adds a row, one cell a column; cells are escaped, and cut but for the last column's.
    pub fn row(&mut self, cells: Vec<String>) {
        let last = self.heads.len().saturating_sub(1);
        let safe = |(i, cell): (usize, String)| match i < last {
            true => text::cut(&text::escape(&cell), WIDEST).into_owned(),
            false => text::escape(&cell).into_owned(),
        };
        self.rows
            .push(cells.into_iter().enumerate().map(safe).collect());
    }

    /// The table, each line ended; empty where there is no row.
    pub fn text(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let heads: Vec<String> = self.heads.iter().map(|(head, _)| head.clone()).collect();
        let cell = |row: &[String], i: usize| row.get(i).cloned().unwrap_or_default();
        let widths: Vec<usize> = (0..heads.len())
            .map(|i| {
                let inside = self.rows.iter().map(|row| text::width(&cell(row, i)));
                inside.max().unwrap_or(0).max(text::width(&heads[i]))
            })
            .collect();
        let mut out = String::new();
        for row in std::iter::once(&heads).chain(&self.rows) {
            let mut line = String::new();
            for (i, (_, side)) in self.heads.iter().enumerate() {
                let shown = cell(row, i);
                let pad = " ".repeat(widths[i] - text::width(&shown));
                if i > 0 {
                    line.push_str(&" ".repeat(GAP));
                }
                match side {
                    Side::Left => line.extend([shown.as_str(), &pad]),
                    Side::Right => line.extend([pad.as_str(), &shown]),
                }
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// A number for a cell, `-` where there is none or it is undefined.
pub(super) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".into(), text::short)
}

/// A share for a cell, `-` where there is none; what is little but not nothing is said so.
pub(super) fn share(value: Option<f64>) -> String {
    match value {
        None => "-".into(),
        Some(share) if share > 0.0 && share < 0.0005 => "< 0.1 %".into(),
        Some(share) => text::percent(share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_what_is_little_and_what_is_not_there() {
        assert_eq!(number(Some(f64::NAN)), "-");
        assert_eq!(number(None), "-");
        assert_eq!(share(Some(0.0001)), "< 0.1 %");
        assert_eq!(share(Some(0.0)), "0 %");
    }

    #[test]
    fn aligns_by_cells_and_escapes() {
        let mut grid = Grid::default()
            .column("name", Side::Left)
            .column("mae USD", Side::Right);
        grid.row(vec!["漢字".into(), "3.8".into()]);
        grid.row(vec!["a\u{1b}b".into(), "12.25".into()]);
        assert_eq!(
            grid.text(),
            "name      mae USD\n漢字          3.8\na\\u{1b}b    12.25\n"
        );
    }
}
