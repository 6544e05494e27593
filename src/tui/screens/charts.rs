//! Charts on the screens: those of what is open, side by side as far as there is room, and the distribution of a column.

use ratatui::layout::Rect;

use crate::data::ColumnProfile;
use crate::decisions::Kind;
use crate::figures::{Distribution, Figure, Measure};
use crate::text;
use crate::tui::app::{Chart, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, bottom, draw_figure, left, meter, top};

/// Cells of a chart at least; as many stand side by side as have them.
const CELLS: u16 = 56;
/// Charts side by side at most.
const MOST: u16 = 3;
/// Rows from which charts stand in two rows.
const TWICE: u16 = 40;
/// Below this width a distribution stands beside a list.
const NARROW: u16 = 30;
/// Values shown there.
const FEW: u16 = 3;
/// Rows below which a histogram is a glance only, and the cells that are enough for it.
const LOW: u16 = 4;
const FEW_BARS: u16 = 16;
/// Cells that the longest bar of a value has at least, where there are bars.
const SHORTEST_BAR: usize = 5;

/// Draws the charts of what is open: the one in front with its cursor, those after it beside it.
pub(super) fn draw_charts(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let charts = state.charts();
    let front = state.chart().map(|((name, _), at)| (name, at));
    let first = front.and_then(|(name, _)| charts.iter().position(|c| c.0 == name));
    draw_beside(
        paint,
        area,
        &charts[first.unwrap_or(0)..],
        front.map(|f| f.1),
    );
}

/// The first charts side by side, those after them below where there is room, a cursor in the first one.
fn draw_beside(paint: &mut Paint<'_>, mut area: Rect, charts: &[Chart<'_>], cursor: Option<usize>) {
    let side_by_side = usize::from((area.width / CELLS).clamp(1, MOST));
    if area.height >= TWICE && charts.len() > side_by_side {
        let mut lower = bottom(area.height / 2, &mut area);
        top(1, &mut lower);
        let (first, rest) = charts.split_at(side_by_side);
        draw_beside(paint, area, first, cursor);
        return draw_beside(paint, lower, rest, None);
    }
    let room = (area.width / CELLS).clamp(1, MOST);
    let count = room.min(charts.len() as u16).max(1);
    let width = (area.width - 3 * (count - 1)) / count;
    for (place, (name, figure)) in charts.iter().take(usize::from(count)).enumerate() {
        let mut pane = left(width, 3, &mut area);
        // One alone is named where they take turns.
        if count > 1 || cursor.is_none() {
            paint.title(&mut pane, name);
        }
        draw_figure(paint, pane, figure, cursor.filter(|_| place == 0));
    }
}

/// The names of the charts that take turns, the one in front marked; returns the next free column.
pub(super) fn draw_turns(paint: &mut Paint<'_>, row: Rect, state: &State, first: &str) -> u16 {
    let charts = state.charts();
    let names = std::iter::once(first).filter(|name| !name.is_empty());
    let names = names.chain(charts.iter().map(|(name, _)| *name));
    let names: Vec<&str> = names.collect();
    let front = state.chart().map_or(first, |((name, _), _)| name);
    let at = names.iter().position(|name| *name == front).unwrap_or(0);
    // Those before the one in front give way until it has room.
    let cells = |names: &[&str]| {
        names
            .iter()
            .map(|name| text::width(name) + 2)
            .sum::<usize>()
    };
    let from = (0..=at).find(|from| cells(&names[*from..=at]) <= usize::from(row.width));
    let mut x = row.x;
    for name in &names[from.unwrap_or(at)..] {
        let room = row.right().saturating_sub(x);
        if usize::from(room) < text::width(name) {
            return x;
        }
        let tone = if *name == front {
            Tone::Selected
        } else {
            Tone::Dim
        };
        x = paint.text(x, row.y, room, name, tone) + 2;
    }
    x
}

/// A column's distribution: a histogram of a quantity or a date, the most frequent values of anything else.
pub(super) fn draw_distribution(
    paint: &mut Paint<'_>,
    mut area: Rect,
    column: &ColumnProfile,
    unit: &str,
    rows: usize,
) {
    let quantity = matches!(column.kind, Some(Kind::Number | Kind::Date));
    match &column.histogram {
        Some(histogram) if quantity || column.top.is_empty() => {
            let day = |instant: &String| instant.chars().take(10).collect::<String>();
            let of = Distribution {
                of: Measure::new(&column.name, unit),
                histogram: histogram.clone(),
                ends: column.span.as_ref().map(|(a, b)| (day(a), day(b))),
            };
            if area.height < LOW && column.kind == Some(Kind::Number) {
                area.width = area.width.min(FEW_BARS);
            }
            draw_figure(paint, area, &Figure::Histogram(of), None);
        }
        _ => {
            // Beside a list the marked row names it.
            let named = u16::from(area.width >= NARROW);
            let head = top(named, &mut area);
            if head.height > 0 {
                paint.text(head.x, head.y, head.width, &column.name, Tone::Dim);
            }
            draw_top(paint, area, &column.top, rows);
        }
    }
}

/// The most frequent values as bars with their share of `rows`.
fn draw_top(paint: &mut Paint<'_>, area: Rect, top: &[(String, u64)], rows: usize) {
    // Names before bars: a cut name says less than a short bar.
    let longest = top
        .iter()
        .map(|(value, _)| text::width(&text::escape(value)));
    let is_narrow = area.width < NARROW;
    let bars = if is_narrow { 0 } else { SHORTEST_BAR };
    let most = usize::from(area.width).saturating_sub(7 + bars);
    let names = longest.max().unwrap_or(0).min(most);
    let highest = top
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0)
        .max(1) as f64;
    let bar = usize::from(area.width).saturating_sub(names + 8).min(60);
    // Beside a list they change with every step of its cursor: few say enough there, and their shares say it without bars.
    let rows_drawn = match is_narrow {
        true => area.height.min(FEW),
        false => area.height,
    };
    for (line, (value, count)) in top.iter().take(usize::from(rows_drawn)).enumerate() {
        let y = area.y + line as u16;
        paint.text(area.x, y, names as u16, value, Tone::Plain);
        let share = *count as f64 / rows.max(1) as f64;
        let x = area.x + names as u16 + 1;
        paint.right(x, y, 6, &text::percent(share), Tone::Plain);
        if is_narrow {
            continue;
        }
        let drawn = meter(paint.theme, *count as f64 / highest, bar);
        paint.text(x + 7, y, bar as u16, &drawn, Tone::Plain);
    }
}
