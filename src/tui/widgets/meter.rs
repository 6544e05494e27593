//! Bars inside a line.

use crate::tui::theme::{Glyphs, Theme};

/// Eighths of a cell, from the left.
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// A bar of `share` (0 to 1) of `cells` cells; anything above zero shows.
pub fn meter(theme: &Theme, share: f64, cells: usize) -> String {
    if !share.is_finite() || share <= 0.0 {
        return String::new();
    }
    let exact = share.min(1.0) * cells as f64;
    match theme.glyphs {
        Glyphs::Ascii => "#".repeat((exact.round() as usize).clamp(1, cells.max(1))),
        Glyphs::Blocks => {
            let halves = ((exact * 2.0).round() as usize).max(1);
            "█".repeat(halves / 2) + if halves % 2 == 1 { "▌" } else { "" }
        }
        Glyphs::Unicode => {
            let eighths = ((exact * 8.0).round() as usize).max(1);
            let mut bar = "█".repeat(eighths / 8);
            if !eighths.is_multiple_of(8) {
                bar.push(EIGHTHS[eighths % 8]);
            }
            bar
        }
    }
}

/// The same text at exactly `cells` cells, spaces added at the right.
pub fn sized(text: &str, cells: usize) -> String {
    let shown = crate::text::cut(text, cells);
    let used = crate::text::width(&shown);
    format!("{shown}{}", " ".repeat(cells.saturating_sub(used)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Palette;

    #[test]
    fn bars_grow_by_eighths_and_never_vanish() {
        let theme = Theme {
            glyphs: Glyphs::Unicode,
            palette: Palette::Mono,
        };
        assert_eq!(meter(&theme, 0.5, 4), "██");
        assert_eq!(meter(&theme, 0.001, 4), "▏");
        assert_eq!(meter(&theme, 0.0, 4), "");
        assert_eq!(meter(&theme, 7.0, 2), "██");
        let ascii = Theme {
            glyphs: Glyphs::Ascii,
            ..theme
        };
        assert_eq!(meter(&ascii, 0.5, 4), "##");
        assert_eq!(meter(&ascii, f64::NAN, 4), "");
    }
}
