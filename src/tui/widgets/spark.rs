//! A shape in a few cells of one line.

use super::chart::{Layout, fill, rising};
use crate::tui::theme::Theme;

/// Bars one row high over at most so many cells, the highest full; anything above zero shows. Counts that share a cell are
/// added up. The glyphs of empty cells are spaces, so that shapes stand at their places.
pub fn sparkline(theme: &Theme, counts: &[u64], cells: u16) -> String {
    let layout = Layout::of(counts.len(), cells);
    let sums: Vec<u64> = (0..layout.cells())
        .map(|cell| counts[layout.bins_at(cell)].iter().sum())
        .collect();
    let highest = sums.iter().copied().max().unwrap_or(0).max(1) as f64;
    let bars = sums.iter().map(|sum| fill(*sum as f64 / highest, 0, 1));
    bars.map(|eighths| rising(theme, eighths)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Glyphs, Palette};

    #[test]
    fn a_shape_keeps_its_places_and_hides_nothing() {
        let theme = |glyphs| Theme {
            glyphs,
            palette: Palette::Mono,
        };
        let counts = [1, 0, 2000, 0, 0, 0, 1000, 1000];
        assert_eq!(sparkline(&theme(Glyphs::Unicode), &counts, 4), "▁█ █");
        assert_eq!(sparkline(&theme(Glyphs::Unicode), &counts, 8), "▁ █   ▄▄");
        assert_eq!(sparkline(&theme(Glyphs::Ascii), &counts, 8), ". #   ::");
        assert_eq!(sparkline(&theme(Glyphs::Unicode), &[], 8), "");
    }
}
