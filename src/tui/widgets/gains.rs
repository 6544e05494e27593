//! Gains on one axis: a row each, its interval as a line, the gain as a dot, no gain as a line down.
//!
//! ```text
//!             0         0.5        1   gain, USD
//!  2 boosting :              ---o---
//!  1 tariff   :  --o--
//! ```

use ratatui::layout::Rect;

use crate::figures::{Axis, tick_decimals};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, top, window};

/// Cells of the names at most.
const NAMES: u16 = 20;
/// Cells for a number under the axis.
const TICK: u16 = 10;

/// A gain with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Gain {
    /// What gained.
    pub label: String,
    /// How much, and where it may lie; none where it was not measured.
    pub gain: Option<(f64, (f64, f64))>,
    /// Whether it is shown to be more than nothing.
    pub tone: Tone,
}

/// Draws the gains, those around the cursor where not all have room. Draws nothing where none was measured.
pub fn draw_gains(
    paint: &mut Paint<'_>,
    mut area: Rect,
    title: &str,
    gains: &[Gain],
    cursor: usize,
) {
    let ends = gains
        .iter()
        .filter_map(|g| g.gain)
        .flat_map(|(_, (low, high))| [low, high]);
    let measured: Vec<f64> = ends.collect();
    let longest = gains.iter().map(|g| text::width(&g.label)).max();
    let names = (longest.unwrap_or(0) as u16).min(NAMES);
    let cells = area.width.saturating_sub(names + 2).min(60);
    if measured.is_empty() || area.height < 3 || cells < 2 * TICK {
        return;
    }
    let Some(axis) = Axis::covering(measured.into_iter().chain([0.0])) else {
        return;
    };
    let head = top(1, &mut area);
    paint.text(head.x, head.y, head.width, title, Tone::Title);
    let scale = top(1, &mut area);
    let left = area.x + names + 1;
    let cell = |value: f64| {
        let share = axis.position(value).unwrap_or(0.0);
        left + (share * f64::from(cells - 1)).round() as u16
    };
    let ticks = axis.ticks(usize::from(cells / TICK));
    let decimals = tick_decimals(&ticks);
    for tick in ticks {
        let label = text::decimal(tick, decimals);
        let width = text::width(&label) as u16;
        let x = cell(tick).saturating_sub(width / 2).max(left);
        paint.text(
            x,
            scale.y,
            width.min(scale.right().saturating_sub(x)),
            &label,
            Tone::Dim,
        );
    }
    let (zero, line) = (paint.theme.glyph('│', '|'), paint.theme.glyph('─', '-'));
    let dot = paint.theme.glyph('●', 'o');
    let room = usize::from(area.height);
    let first = window(cursor, gains.len(), room);
    for (gain, y) in gains.iter().skip(first).zip(area.y..area.bottom()) {
        paint.text(area.x, y, names, &gain.label, Tone::Plain);
        paint.dot(cell(0.0), y, zero, Tone::Baseline);
        match gain.gain {
            Some((value, (low, high))) => {
                for x in cell(low)..=cell(high) {
                    paint.dot(x, y, line, gain.tone);
                }
                paint.dot(cell(value), y, dot, gain.tone);
            }
            None => {
                let x = cell(0.0) + 2;
                let width = area.right().saturating_sub(x);
                paint.text(x, y, width, "not measured", Tone::Dim);
            }
        }
    }
}
