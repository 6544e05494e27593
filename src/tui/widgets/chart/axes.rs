//! The axes around a plot: numbers at the left and below, ticks, the mark of the cursor. Every chart has them from here.
//!
//! ```text
//! caption        area 0.87  true positive by false positive rate      n = 4 119
//! labels  100 %  ┤      plot
//!          50 %  ┤
//!           0 %  └──┬──────┬──▲───┬──
//!                   0      50     100
//! ```

use ratatui::layout::Rect;

use crate::figures::{Axis, tick_decimals};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;

/// Cells between two numbers below a plot, at least.
const APART: u16 = 10;
/// Below this width there may be no room for the count of rows.
const NARROW: u16 = 40;
/// Rows between two numbers at the left, at least.
const ROWS_APART: u16 = 3;

/// An axis with what is written at its ticks.
#[derive(Debug, Clone)]
pub struct Scale {
    /// Where values stand.
    pub axis: Axis,
    /// Values with their labels, ascending.
    pub labels: Vec<(f64, String)>,
}

impl Scale {
    /// Round numbers below a plot of so many cells.
    pub fn across(axis: Axis, cells: u16) -> Scale {
        Scale::numbers(axis, cells / APART)
    }

    /// Round numbers beside a plot of so many rows.
    pub fn up(axis: Axis, rows: u16) -> Scale {
        Scale::numbers(axis, rows / ROWS_APART + 1)
    }

    /// Names at whole numbers from 0 on, as many below a plot of so many cells as have room.
    pub fn named(axis: Axis, cells: u16, names: &[String]) -> Scale {
        let widest = names
            .iter()
            .map(|name| text::width(name))
            .max()
            .unwrap_or(0);
        let room = (usize::from(cells) / (widest + 2)).max(1);
        let step = names.len().div_ceil(room).max(1);
        let labels = names.iter().enumerate().step_by(step);
        Scale {
            axis,
            labels: labels.map(|(at, name)| (at as f64, name.clone())).collect(),
        }
    }

    fn numbers(axis: Axis, at_most: u16) -> Scale {
        let ticks = axis.ticks(usize::from(at_most.max(2)));
        let decimals = tick_decimals(&ticks);
        let label = |tick: &f64| match tick.abs() {
            0.0 | 1e-4..1e7 => text::decimal(*tick, decimals),
            _ => text::number(*tick, 2),
        };
        Scale {
            axis,
            labels: ticks.iter().map(|t| (*t, label(t))).collect(),
        }
    }

    /// The same numbers as percents.
    pub fn in_percent(mut self) -> Scale {
        for (value, label) in &mut self.labels {
            *label = text::percent(*value);
        }
        self
    }

    /// Cells of the widest label.
    pub fn width(&self) -> u16 {
        let widths = self.labels.iter().map(|(_, label)| text::width(label));
        widths.max().unwrap_or(0) as u16
    }
}

/// A plot with its axes.
pub struct Axes {
    /// What is inside.
    pub plot: Rect,
    x: Axis,
    y: Axis,
}

/// Rows below a plot: the axis and its numbers.
pub const BELOW: u16 = 2;

impl Axes {
    /// The cells that are left for a plot beside the labels of its vertical axis.
    pub fn room(area: Rect, y: &Scale) -> Rect {
        let margin = y.width() + 2;
        Rect::new(
            area.x + margin,
            area.y,
            area.width.saturating_sub(margin),
            area.height.saturating_sub(BELOW),
        )
    }

    /// Draws both axes around `plot`.
    pub fn draw(paint: &mut Paint<'_>, plot: Rect, x: &Scale, y: &Scale) -> Axes {
        let axes = Axes {
            plot,
            x: x.axis,
            y: y.axis,
        };
        let left = plot.x.saturating_sub(1);
        let line = paint.theme.glyph('│', '|');
        for row in plot.y..plot.bottom() {
            paint.dot(left, row, line, Tone::Dim);
        }
        let (tick, corner) = (paint.theme.glyph('┤', '+'), paint.theme.glyph('└', '+'));
        let mut free = plot.bottom() + 1;
        for (value, label) in &y.labels {
            let Some(row) = axes.row(*value) else {
                continue;
            };
            if row + 1 < free {
                let cells = y.width();
                let from = left.saturating_sub(cells + 1);
                paint.right(from, row, cells, label, Tone::Dim);
                paint.dot(left, row, tick, Tone::Dim);
                free = row;
            }
        }
        paint.dot(left, plot.bottom(), corner, Tone::Dim);
        let below = Rect::new(plot.x, plot.bottom(), plot.width, 1);
        draw_scale(paint, below, x, false);
        axes
    }

    /// The column of a value; `None` outside.
    pub fn column(&self, value: f64) -> Option<u16> {
        Some(self.plot.x + cell(self.x, value, self.plot.width)?)
    }

    /// The row of a value; `None` outside.
    pub fn row(&self, value: f64) -> Option<u16> {
        let up = cell(self.y, value, self.plot.height)?;
        Some(self.plot.bottom().saturating_sub(1 + up))
    }

    /// Where a point stands as shares of the plot.
    pub fn place(&self, (x, y): (f64, f64)) -> Option<(f64, f64)> {
        Some((inside(self.x, x)?, inside(self.y, y)?))
    }

    /// The same with the vertical value moved into the plot, so that a line to it ends at the edge.
    pub fn place_at_edge(&self, (x, y): (f64, f64)) -> Option<(f64, f64)> {
        Some((inside(self.x, x)?, self.y.position(y)?))
    }

    /// Marks the column of the cursor on the axis.
    pub fn mark(&self, paint: &mut Paint<'_>, column: u16) {
        let last = self.plot.right().saturating_sub(1);
        let column = column.min(last).max(self.plot.x);
        mark(paint, column, self.plot.bottom());
    }
}

/// The mark of a cursor.
pub fn mark(paint: &mut Paint<'_>, x: u16, y: u16) {
    let glyph = paint.theme.glyph('▲', '^');
    paint.dot(x, y, glyph, Tone::Title);
}

fn inside(axis: Axis, value: f64) -> Option<f64> {
    match axis.place(value)? {
        crate::figures::Place::At(share) => Some(share),
        _ => None,
    }
}

/// The cell of a value among so many; `None` outside.
pub fn cell(axis: Axis, value: f64, cells: u16) -> Option<u16> {
    let last = f64::from(cells.saturating_sub(1));
    Some((inside(axis, value)? * last).round() as u16)
}

/// A horizontal axis with its labels below the line, or above it.
pub fn draw_scale(paint: &mut Paint<'_>, line: Rect, scale: &Scale, above: bool) {
    let (rule, tick) = match above {
        true => (' ', paint.theme.glyph('╷', '.')),
        false => (paint.theme.glyph('─', '-'), paint.theme.glyph('┬', '+')),
    };
    for x in line.x..line.right() {
        if rule != ' ' {
            paint.dot(x, line.y, rule, Tone::Dim);
        }
    }
    let y = match above {
        true => line.y.saturating_sub(1),
        false => line.y + 1,
    };
    let mut free = line.x.saturating_sub(1);
    for (value, label) in &scale.labels {
        let Some(at) = cell(scale.axis, *value, line.width) else {
            continue;
        };
        let cells = text::width(label) as u16;
        let most = (line.right() + 2).saturating_sub(cells);
        let x = (line.x + at).saturating_sub(cells / 2).max(free).min(most);
        paint.dot(line.x + at, line.y, tick, Tone::Dim);
        if x >= free {
            paint.text(x, y, cells, label, Tone::Dim);
            free = x + cells + 1;
        }
    }
}

/// What a chart shows: its title, what by what, and how many rows.
pub struct Caption {
    /// In a word or two.
    pub title: String,
    /// The vertical quantity by the horizontal one, with their units.
    pub by: String,
    /// Rows behind it.
    pub n: String,
}

/// Draws the row over a chart; where it is narrow, what by what is cut, and the rows give way to it last.
pub fn draw_caption(paint: &mut Paint<'_>, row: Rect, caption: &Caption) {
    // A narrow chart says what it shows before of how many rows.
    let by = match caption.title.as_str() {
        "" => text::width(&caption.by),
        title => text::width(title),
    };
    let n = match usize::from(row.width) < by + 2 + text::width(&caption.n) && row.width < NARROW {
        true => "",
        false => &caption.n,
    };
    let room = row.width.saturating_sub(text::width(n) as u16 + 2);
    let room = if n.is_empty() { row.width } else { room };
    let x = paint.text(row.x, row.y, room, &caption.title, Tone::Title);
    let x = if x > row.x { x + 2 } else { x };
    let left = (row.x + room).saturating_sub(x);
    if left > 8 {
        paint.text(x, row.y, left, &caption.by, Tone::Dim);
    }
    paint.right(row.x, row.y, row.width, n, Tone::Dim);
}
