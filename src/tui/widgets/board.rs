//! Scores on one axis: a row an entrant, its folds as ticks, the interval of its mean as a thick line, its mean as a dot;
//! the goal and the best baseline as lines across.
//!
//! ```text
//!  run name         mae  1       2       3       4       5   against best   fit
//!      = 95 %  + folds USD  .       .       .       .       .       baseline     s
//!    7 boosting    1.84   +=o=+-:                             51 % better   3.1
//!    3 ridge       2.93         :  -+==o==+      |            23 % better   0.1
//!                               : goal 2.00      | best baseline 3.80
//! ```

use ratatui::layout::Rect;

use crate::decisions::Direction;
use crate::figures::{Axis, Bars};
use crate::text;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::{
    Cell, Head, Paint, Placed, Scale, Score, Table, bottom, draw_line_names, draw_lines_across,
    draw_scale, draw_score, draw_table, fold_glyph, interval_glyph,
};

/// Cells of the columns beside the axis.
const ID: u16 = 4;
const VALUE: u16 = 9;
const VERSUS: u16 = 13;
const FIT: u16 = 6;
/// Cells of the axis at least.
const AXIS: u16 = 10;
/// Cells of the names, at least and at most.
const NAMES: (u16, u16) = (8, 20);
/// Below this width the axis needs the cells of the fit.
const NARROW: u16 = 70;
/// Beyond this an axis only stretches.
const WIDEST: u16 = 130;

/// A row of the board beside its bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardRow {
    /// Number of the run, or `-`.
    pub id: String,
    /// Score by fold.
    pub folds: Vec<f64>,
    /// 95 % interval of the mean, where it is known.
    pub interval: Option<(f64, f64)>,
    /// Against the best baseline, with how it is said; how far it is, where it is being scored.
    pub versus: (String, Tone),
    /// Seconds of the fit.
    pub fit: String,
    /// Why there is no score.
    pub failed: Option<String>,
}

/// Rows that the board takes for so many entrants.
pub fn board_height(entrants: usize) -> u16 {
    u16::try_from(entrants).unwrap_or(u16::MAX - 3) + 3
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
    /// Name of the column by which the rows are sorted, where it is not the score.
    pub sorted: &'a str,
    /// Head of what stands after the axis, on two lines.
    pub versus: [&'a str; 2],
}

/// Head of how a score stands against the best baseline.
pub const AGAINST_BEST: [&str; 2] = ["against best", "baseline"];

/// What a column of the board shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Run,
    Name,
    Value,
    Axis,
    Versus,
    Fit,
}

/// The columns there are, with their heads.
fn columns(area: Rect, board: &Board<'_>, theme: &Theme) -> Vec<(Column, Head)> {
    let labels = board.bars.bars.iter().map(|b| text::width(&b.label));
    let names = (labels.max().unwrap_or(0) as u16).clamp(NAMES.0, NAMES.1);
    let [metric, unit] = value_head(board.bars);
    let values = text::width(metric).max(text::width(unit)) as u16;
    let legend = legend(theme, board);
    let names = names.max(text::width(&legend) as u16);
    let [first, second] = board.versus;
    let name = Head {
        unit: legend,
        ..Head::text("name", names)
    };
    let mut columns = vec![
        (Column::Name, name),
        (Column::Value, Head::number(metric, unit, values.max(VALUE))),
        (Column::Axis, Head::text("", AXIS).growing()),
        (Column::Versus, Head::number(first, second, VERSUS)),
    ];
    if board.rows.iter().any(|row| row.id != "-") {
        columns.insert(0, (Column::Run, Head::number("run", "", ID)));
    }
    if area.width >= NARROW && board.rows.iter().any(|row| !row.fit.is_empty()) {
        columns.push((Column::Fit, Head::number("fit", "s", FIT)));
    }
    columns
}

/// What the marks on the axis are, where there is an interval.
fn legend(theme: &Theme, board: &Board<'_>) -> String {
    if board.rows.iter().all(|row| row.interval.is_none()) {
        return String::new();
    }
    let (interval, fold) = (interval_glyph(theme), fold_glyph(theme));
    format!("{interval} 95 %  {fold} folds")
}

/// The metric over its unit; a long metric without a unit takes both rows.
fn value_head(bars: &Bars) -> [&str; 2] {
    let is_long = text::width(&bars.axis) > usize::from(VALUE);
    match bars.axis.split_once('_') {
        Some((first, rest)) if is_long && bars.unit.is_empty() => [first, rest],
        _ => [&bars.axis, &bars.unit],
    }
}

/// Draws the board.
pub fn draw_board(paint: &mut Paint<'_>, area: Rect, board: &Board<'_>) {
    let mut area = Rect {
        width: area.width.min(WIDEST),
        height: area.height.min(board_height(board.rows.len())),
        ..area
    };
    let below = bottom(1, &mut area);
    let columns = columns(area, board, paint.theme);
    let heads: Vec<Head> = columns.iter().map(|(_, head)| head.clone()).collect();
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| entrant_cell(board, row, columns[at].0);
    let place = |column: Column| columns.iter().position(|(c, _)| *c == column);
    let mut table = Table::of(&heads, &head, board.rows.len(), &cell).at(board.cursor, true);
    table.marked = place(Column::Name).unwrap_or(0);
    table.sorted = board.sorted;
    let placed = draw_table(paint, area, &table);
    draw_failures(paint, &placed, board, place(Column::Value));
    let Some(axis_column) = place(Column::Axis) else {
        return;
    };
    let axis = board.bars.axis(board.direction);
    let (Some(axis), Some((x, width))) = (axis, placed.column(axis_column)) else {
        return;
    };
    let line = Rect::new(x, placed.body.y.saturating_sub(1), width, 1);
    draw_scale(paint, line, &Scale::across(axis, width), true);
    for row in placed.first..placed.first + placed.rows {
        if let Some(cells) = placed.cell(row, axis_column) {
            draw_entrant(paint, cells, board, row, axis);
        }
    }
    draw_foot(paint, below, &placed, board, (axis, x, width));
}

fn entrant_cell(board: &Board<'_>, row: usize, column: Column) -> Cell {
    let (bar, entrant) = (&board.bars.bars[row], &board.rows[row]);
    match column {
        Column::Run => Cell::plain(&*entrant.id),
        Column::Name => Cell::plain(&*bar.label),
        Column::Axis => Cell::plain(""),
        _ if entrant.failed.is_some() => Cell::plain(""),
        Column::Value => Cell::plain(text::number(bar.value, 3)),
        Column::Versus => Cell::toned(&*entrant.versus.0, entrant.versus.1),
        Column::Fit => Cell::plain(&*entrant.fit),
    }
}

/// Why there is no score, over the cells where scores stand.
fn draw_failures(paint: &mut Paint<'_>, placed: &Placed, board: &Board<'_>, from: Option<usize>) {
    for row in placed.first..placed.first + placed.rows {
        let cells = from.and_then(|column| placed.cell(row, column));
        if let (Some(why), Some(cells)) = (&board.rows[row].failed, cells) {
            let width = placed.body.right().saturating_sub(cells.x + 1);
            let line = format!("failed: {why}");
            paint.text(cells.x + 1, cells.y, width, &line, Tone::Bad);
        }
    }
}

/// Lines across, range of the folds, a tick a fold, the mean.
fn draw_entrant(paint: &mut Paint<'_>, cells: Rect, board: &Board<'_>, row: usize, axis: Axis) {
    let (bar, entrant) = (&board.bars.bars[row], &board.rows[row]);
    if entrant.failed.is_some() {
        return;
    }
    draw_lines_across(paint, cells, board.bars, axis);
    let score = Score {
        mean: bar.value,
        folds: &entrant.folds,
        interval: entrant.interval,
    };
    draw_score(paint, cells, &score, axis);
}

/// Which rows are in sight where not all are, and the names of the lines.
fn draw_foot(
    paint: &mut Paint<'_>,
    below: Rect,
    placed: &Placed,
    board: &Board<'_>,
    (axis, x, width): (Axis, u16, u16),
) {
    let (first, count) = (placed.first, board.rows.len());
    if placed.rows < count {
        let more = format!("{} to {} of {count}", first + 1, first + placed.rows);
        let cells = x.saturating_sub(below.x + 1);
        paint.text(below.x, below.y, cells, &more, Tone::Dim);
    }
    let place = Rect::new(x, below.y, below.right().saturating_sub(x), 1);
    draw_line_names(paint, place, board.bars, axis, width);
}
