//! Scores on one axis: a row an entrant, its folds as ticks, its mean as a dot; the goal and the best baseline as
//! lines across.
//!
//! ```text
//! run family       mae   1       2       3       4       5   vs best      fit
//!                  USD   .       .       .       .       .   baseline       s
//!   7 boosting    1.84    --o---:                           51 % better   3.1
//!   3 ridge       2.93          :   ---o---      |          23 % better   0.1
//!                             goal          best baseline
//! ```

use ratatui::layout::Rect;

use crate::decisions::Direction;
use crate::figures::{Axis, Bars, Place, tick_decimals};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, sized, window};

/// Cells of the columns beside the axis.
const ID: u16 = 4;
const VALUE: u16 = 9;
const VERSUS: u16 = 14;
const FIT: u16 = 7;

/// A row of the board beside its bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardRow {
    /// Number of the run, or `-`.
    pub id: String,
    /// Score by fold.
    pub folds: Vec<f64>,
    /// Against the best baseline, with how it is said.
    pub versus: (String, Tone),
    /// Seconds of the fit.
    pub fit: String,
    /// Why there is no score.
    pub failed: Option<String>,
}

/// Cell of a value among `cells`; before (`false`) or beyond (`true`) the axis otherwise.
fn cell(axis: Axis, value: f64, cells: u16) -> Result<u16, bool> {
    match axis.place(value) {
        Some(Place::At(share)) => Ok((share * f64::from(cells.saturating_sub(1))).round() as u16),
        Some(Place::Above) => Err(true),
        Some(Place::Below) | None => Err(false),
    }
}

/// Draws the board; returns the rows it used.
pub fn draw_board(
    paint: &mut Paint<'_>,
    area: Rect,
    (bars, rows): (&Bars, &[BoardRow]),
    direction: Direction,
    (cursor, focused): (Option<usize>, bool),
) -> u16 {
    let names = bars
        .bars
        .iter()
        .map(|b| text::width(&b.label))
        .max()
        .unwrap_or(6)
        .clamp(8, 16) as u16;
    let with_fit = rows.iter().any(|row| !row.fit.is_empty());
    let left = ID + 1 + names + 1 + VALUE + 2;
    let right = 2 + VERSUS + if with_fit { FIT } else { 0 };
    if area.height < 4 || area.width < left + right + 10 {
        return 0;
    }
    let axis_cells = area.width - left - right;
    let axis_x = area.x + left;
    let right_x = axis_x + axis_cells + 2;
    let axis = bars.axis(direction);

    paint.right(area.x, area.y, ID, "run", Tone::Title);
    paint.text(area.x + ID + 1, area.y, names, "name", Tone::Title);
    paint.right(
        area.x + ID + 1 + names + 1,
        area.y,
        VALUE,
        &bars.axis,
        Tone::Title,
    );
    paint.right(
        area.x + ID + 1 + names + 1,
        area.y + 1,
        VALUE,
        &bars.unit,
        Tone::Dim,
    );
    paint.right(right_x, area.y, VERSUS, "against best", Tone::Title);
    paint.right(right_x, area.y + 1, VERSUS, "baseline", Tone::Dim);
    if with_fit {
        paint.right(right_x + VERSUS, area.y, FIT, "fit", Tone::Title);
        paint.right(right_x + VERSUS, area.y + 1, FIT, "s", Tone::Dim);
    }
    if let Some(axis) = axis {
        draw_scale(paint, Rect::new(axis_x, area.y, axis_cells, 2), axis);
    }

    let room = usize::from(area.height - 3).min(rows.len());
    let first = window(cursor.unwrap_or(0), rows.len(), room);
    for line in 0..room {
        let at = first + line;
        let (Some(bar), Some(row)) = (bars.bars.get(at), rows.get(at)) else {
            continue;
        };
        let y = area.y + 2 + line as u16;
        let tone = match (cursor == Some(at), focused) {
            (true, true) => Tone::Selected,
            (true, false) => Tone::Resting,
            _ => Tone::Plain,
        };
        paint.right(area.x, y, ID, &row.id, Tone::Plain);
        let name = sized(&text::escape(&bar.label), usize::from(names));
        paint.text(area.x + ID + 1, y, names, &name, tone);
        if let Some(why) = &row.failed {
            let width = area.width - left + VALUE;
            paint.text(
                axis_x - VALUE,
                y,
                width,
                &format!("failed: {why}"),
                Tone::Bad,
            );
            continue;
        }
        let score = text::number(bar.value, 3);
        paint.right(area.x + ID + 1 + names + 1, y, VALUE, &score, Tone::Plain);
        if let Some(axis) = axis {
            draw_lines(paint, Rect::new(axis_x, y, axis_cells, 1), bars, axis);
            draw_bar(
                paint,
                Rect::new(axis_x, y, axis_cells, 1),
                (bar.value, &row.folds),
                axis,
            );
        }
        paint.right(right_x, y, VERSUS, &row.versus.0, row.versus.1);
        if with_fit {
            paint.right(right_x + VERSUS, y, FIT, &row.fit, Tone::Plain);
        }
    }
    let y = area.y + 2 + room as u16;
    if rows.len() > room {
        let more = format!("{} of {} shown", room, rows.len());
        paint.text(area.x + ID + 1, y, left - ID - 1, &more, Tone::Dim);
    }
    if let Some(axis) = axis {
        draw_names(
            paint,
            Rect::new(axis_x, y, axis_cells + 2 + VERSUS, 1),
            bars,
            axis,
            axis_cells,
        );
    }
    3 + room as u16
}

/// Numbers over the axis and a tick under each.
fn draw_scale(paint: &mut Paint<'_>, area: Rect, axis: Axis) {
    let ticks = axis.ticks(usize::from((area.width / 8).max(2)));
    let decimals = tick_decimals(&ticks);
    let mut free = area.x;
    for tick in ticks {
        let Ok(at) = cell(axis, tick, area.width) else {
            continue;
        };
        let label = text::decimal(tick, decimals);
        let cells = text::width(&label) as u16;
        let x = (area.x + at).saturating_sub(cells / 2).max(area.x);
        paint.dot(
            area.x + at,
            area.y + 1,
            paint.theme.glyph('╷', '.'),
            Tone::Dim,
        );
        if x >= free && x + cells <= area.right() + 2 {
            paint.text(x, area.y, cells, &label, Tone::Dim);
            free = x + cells + 1;
        }
    }
}

/// The lines across one row.
fn draw_lines(paint: &mut Paint<'_>, area: Rect, bars: &Bars, axis: Axis) {
    for (name, place) in &bars.lines {
        if let Ok(at) = cell(axis, *place, area.width) {
            let (glyph, tone) = line_look(paint, name);
            paint.dot(area.x + at, area.y, glyph, tone);
        }
    }
}

/// The goal is dotted, any other line drawn through.
fn line_look(paint: &Paint<'_>, name: &str) -> (char, Tone) {
    match name {
        "goal" => (paint.theme.glyph('┊', ':'), Tone::Goal),
        _ => (paint.theme.glyph('│', '|'), Tone::Baseline),
    }
}

/// Range of the folds, a tick a fold, the mean.
fn draw_bar(paint: &mut Paint<'_>, area: Rect, (mean, folds): (f64, &[f64]), axis: Axis) {
    let places: Vec<u16> = folds
        .iter()
        .filter_map(|fold| cell(axis, *fold, area.width).ok())
        .collect();
    if let (Some(low), Some(high)) = (places.iter().min(), places.iter().max()) {
        for at in *low..=*high {
            paint.dot(
                area.x + at,
                area.y,
                paint.theme.glyph('─', '-'),
                Tone::Plain,
            );
        }
    }
    for at in &places {
        paint.dot(
            area.x + at,
            area.y,
            paint.theme.glyph('┼', '+'),
            Tone::Plain,
        );
    }
    match cell(axis, mean, area.width) {
        Ok(at) => paint.dot(
            area.x + at,
            area.y,
            paint.theme.glyph('●', 'o'),
            Tone::Title,
        ),
        Err(beyond) if mean.is_finite() => {
            let x = if beyond { area.right() - 1 } else { area.x };
            paint.dot(x, area.y, if beyond { '>' } else { '<' }, Tone::Title);
        }
        Err(_) => {}
    }
}

/// Names of the lines under the axis, each at its place where there is room.
fn draw_names(paint: &mut Paint<'_>, area: Rect, bars: &Bars, axis: Axis, cells: u16) {
    let mut free = area.x;
    let mut placed: Vec<(u16, usize)> = bars
        .lines
        .iter()
        .enumerate()
        .filter_map(|(index, (_, place))| Some((cell(axis, *place, cells).ok()?, index)))
        .collect();
    placed.sort_unstable();
    for (at, index) in placed {
        let (name, place) = &bars.lines[index];
        let (glyph, tone) = line_look(paint, name);
        let label = format!("{glyph} {name} {}", text::number(*place, 3));
        let width = text::width(&label) as u16;
        let x = (area.x + at)
            .min(area.right().saturating_sub(width))
            .max(free);
        if x + width <= area.right() {
            paint.text(x, area.y, width, &label, tone);
            free = x + width + 2;
        }
    }
}
