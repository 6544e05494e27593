//! Scores on one axis: a row an entrant, its folds as ticks, its mean as a dot; the goal and the best baseline as
//! lines across.
//!
//! ```text
//!  run name         mae  1       2       3       4       5   against best   fit
//!                   USD  .       .       .       .       .       baseline     s
//!    7 boosting    1.84   --o---:                             51 % better   3.1
//!    3 ridge       2.93         :   ---o---      |            23 % better   0.1
//!                               : goal 2.00      | best baseline 3.80
//! ```

use ratatui::layout::Rect;

use crate::decisions::Direction;
use crate::figures::{Axis, Bars, Place, tick_decimals};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, sized, window};

/// Cells of the columns beside the axis.
const ID: u16 = 5;
const VALUE: u16 = 9;
const VERSUS: u16 = 13;
const FIT: u16 = 6;
/// Cells of the names, at least and at most.
const NAMES: (u16, u16) = (8, 20);
/// Below this width the axis needs the cells of the fit.
const NARROW: u16 = 70;

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

/// Rows that the board takes for so many entrants.
pub fn board_height(entrants: usize) -> u16 {
    entrants as u16 + 3
}

/// A board to draw.
pub struct Board<'a> {
    /// The axis with a bar a row.
    pub bars: &'a Bars,
    /// What stands beside the bars, as many.
    pub rows: &'a [BoardRow],
    /// Which way is better.
    pub direction: Direction,
    /// Row that keys act on.
    pub cursor: usize,
}

/// Where the columns stand.
struct Columns {
    /// Left edge of the names, after the number of the run.
    name: u16,
    names: u16,
    value: u16,
    values: u16,
    axis: Rect,
    versus: u16,
    fit: Option<u16>,
}

impl Columns {
    /// `None` where there is no room.
    fn of(area: Rect, board: &Board<'_>) -> Option<Self> {
        let longest = board.bars.bars.iter().map(|b| text::width(&b.label)).max();
        let names = (longest.unwrap_or(0) as u16).clamp(NAMES.0, NAMES.1);
        let values = value_head(board.bars)
            .iter()
            .map(|part| text::width(part) as u16)
            .fold(VALUE, u16::max);
        let runs = board.rows.iter().any(|row| row.id != "-");
        let fits = area.width >= NARROW && board.rows.iter().any(|row| !row.fit.is_empty());
        let name = area.x + if runs { ID } else { 0 };
        let value = name + names + 1;
        let axis = value + values + 2;
        let right = VERSUS + 1 + if fits { FIT } else { 0 };
        let cells = area.right().checked_sub(axis + right)?;
        let versus = axis + cells + 1;
        (cells >= 10 && area.height >= 4).then_some(Self {
            name,
            names,
            value,
            values,
            axis: Rect::new(axis, area.y, cells, 1),
            versus,
            fit: fits.then_some(versus + VERSUS),
        })
    }

    /// The cells of the axis in a row.
    fn axis_at(&self, y: u16) -> Rect {
        Rect { y, ..self.axis }
    }
}

/// The metric over its unit; a long metric without a unit takes both rows.
fn value_head(bars: &Bars) -> [&str; 2] {
    let is_long = text::width(&bars.axis) > usize::from(VALUE);
    match bars.axis.split_once('_') {
        Some((first, rest)) if is_long && bars.unit.is_empty() => [first, rest],
        _ => [&bars.axis, &bars.unit],
    }
}

/// Draws the board; returns the rows it used.
pub fn draw_board(paint: &mut Paint<'_>, area: Rect, board: &Board<'_>) -> u16 {
    let Some(columns) = Columns::of(area, board) else {
        return 0;
    };
    let axis = board.bars.axis(board.direction);
    draw_heads(paint, area.y, &columns, board.bars);
    if let Some(axis) = axis {
        draw_scale(paint, columns.axis_at(area.y), axis);
    }
    let count = board.rows.len().min(board.bars.bars.len());
    let room = usize::from(area.height - 3).min(count);
    let first = window(board.cursor, count, room);
    for line in 0..room {
        draw_entrant(
            paint,
            area.y + 2 + line as u16,
            &columns,
            board,
            axis,
            first + line,
        );
    }
    let y = area.y + 2 + room as u16;
    if count > room {
        let more = format!("{} to {} of {count}", first + 1, first + room);
        let cells = columns.axis.x.saturating_sub(columns.name + 1);
        paint.text(columns.name, y, cells, &more, Tone::Dim);
    }
    if let Some(axis) = axis {
        let place = Rect::new(columns.axis.x, y, columns.axis.width + 1 + VERSUS, 1);
        draw_names(paint, place, board.bars, axis, columns.axis.width);
    }
    3 + room as u16
}

fn draw_heads(paint: &mut Paint<'_>, y: u16, columns: &Columns, bars: &Bars) {
    if columns.name > ID {
        paint.right(columns.name - ID, y, ID - 1, "run", Tone::Title);
    }
    paint.text(columns.name, y, columns.names, "name", Tone::Title);
    let [metric, unit] = value_head(bars);
    let tone = if unit == bars.unit {
        Tone::Dim
    } else {
        Tone::Title
    };
    paint.right(columns.value, y, columns.values, metric, Tone::Title);
    paint.right(columns.value, y + 1, columns.values, unit, tone);
    paint.right(columns.versus, y, VERSUS, "against best", Tone::Title);
    paint.right(columns.versus, y + 1, VERSUS, "baseline", Tone::Dim);
    if let Some(fit) = columns.fit {
        paint.right(fit, y, FIT, "fit", Tone::Title);
        paint.right(fit, y + 1, FIT, "s", Tone::Dim);
    }
}

fn draw_entrant(
    paint: &mut Paint<'_>,
    y: u16,
    columns: &Columns,
    board: &Board<'_>,
    axis: Option<Axis>,
    at: usize,
) {
    let (bar, row) = (&board.bars.bars[at], &board.rows[at]);
    let tone = match board.cursor == at {
        true => Tone::Selected,
        false => Tone::Plain,
    };
    if columns.name > ID {
        paint.right(columns.name - ID, y, ID - 1, &row.id, Tone::Plain);
    }
    let name = sized(&text::escape(&bar.label), usize::from(columns.names));
    paint.text(columns.name, y, columns.names, &name, tone);
    if let Some(why) = &row.failed {
        let x = columns.value + 1;
        let width = (columns.versus + VERSUS).saturating_sub(x);
        paint.text(x, y, width, &format!("failed: {why}"), Tone::Bad);
        return;
    }
    let score = text::number(bar.value, 3);
    paint.right(columns.value, y, columns.values, &score, Tone::Plain);
    if let Some(axis) = axis {
        draw_lines(paint, columns.axis_at(y), board.bars, axis);
        draw_bar(paint, columns.axis_at(y), (bar.value, &row.folds), axis);
    }
    paint.right(columns.versus, y, VERSUS, &row.versus.0, row.versus.1);
    if let Some(fit) = columns.fit {
        paint.right(fit, y, FIT, &row.fit, Tone::Plain);
    }
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
