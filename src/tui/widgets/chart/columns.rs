//! Bars that stand or hang, in parts of a cell.

use crate::tui::theme::{Glyphs, Theme};

/// Eighths of a cell, from below.
const RISING: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same from above, as far as there are glyphs.
const HANGING: [char; 9] = [' ', '▔', '▔', '▀', '▀', '▀', '█', '█', '█'];
/// Cells of a bar at most.
const WIDEST: usize = 6;

/// Eighths of the cell `row` rows from the axis that a bar of this height (0 to 1) fills; what is there shows.
pub fn fill(height: f64, row: u16, rows: u16) -> usize {
    if height <= 0.0 {
        return 0;
    }
    let eighths = (height * f64::from(rows) * 8.0).round().max(1.0) as usize;
    eighths.saturating_sub(usize::from(row) * 8).min(8)
}

/// The glyph of a cell filled from below.
pub fn rising(theme: &Theme, eighths: usize) -> char {
    match theme.glyphs {
        Glyphs::Unicode => RISING[eighths.min(8)],
        Glyphs::Blocks => halves(eighths, '▄'),
        Glyphs::Ascii => ascii(eighths, '.'),
    }
}

/// The glyph of a cell filled from above.
pub fn hanging(theme: &Theme, eighths: usize) -> char {
    match theme.glyphs {
        Glyphs::Unicode => HANGING[eighths.min(8)],
        Glyphs::Blocks => halves(eighths, '▀'),
        Glyphs::Ascii => ascii(eighths, '\''),
    }
}

fn halves(eighths: usize, half: char) -> char {
    match eighths {
        0 => ' ',
        1..=5 => half,
        _ => '█',
    }
}

fn ascii(eighths: usize, little: char) -> char {
    match eighths {
        0 => ' ',
        1..=3 => little,
        4..=6 => ':',
        _ => '#',
    }
}

/// How bins are laid out over cells: every bin some cells, or some bins one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    bins: usize,
    wide: usize,
    together: usize,
}

impl Layout {
    /// Bins over at most so many cells; no bar is wider than need be.
    pub fn of(bins: usize, cells: u16) -> Layout {
        let cells = usize::from(cells).max(1);
        Layout {
            bins,
            wide: (cells / bins.max(1)).clamp(1, WIDEST),
            together: bins.div_ceil(cells).max(1),
        }
    }

    /// Cells that are used.
    pub fn cells(&self) -> u16 {
        (self.bins.div_ceil(self.together) * self.wide) as u16
    }

    /// The bins of a cell.
    pub fn bins_at(&self, cell: u16) -> std::ops::Range<usize> {
        let from = usize::from(cell) / self.wide * self.together;
        from.min(self.bins)..(from + self.together).min(self.bins)
    }

    /// The cell in the middle of a bin.
    pub fn cell_of(&self, bin: usize) -> u16 {
        (bin / self.together * self.wide + self.wide / 2) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_fill_the_width_without_exceeding_it() {
        for bins in 1..60 {
            for cells in 1..60 {
                let layout = Layout::of(bins, cells);
                assert!(layout.cells() <= cells, "{bins} {cells}");
                let seen: usize = (0..layout.cells())
                    .step_by(layout.wide)
                    .map(|c| layout.bins_at(c).len())
                    .sum();
                assert_eq!(seen, bins);
                for bin in 0..bins {
                    assert!(layout.bins_at(layout.cell_of(bin)).contains(&bin));
                }
            }
        }
    }

    #[test]
    fn what_is_there_shows() {
        assert_eq!((fill(0.001, 0, 3), fill(0.0, 0, 3)), (1, 0));
        assert_eq!((fill(1.0, 2, 3), fill(0.5, 1, 2)), (8, 0));
    }
}
