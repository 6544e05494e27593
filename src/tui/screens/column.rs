//! One column of the data, opened: what its profile says, line by line, and its charts.

use ratatui::layout::Rect;

use crate::data::ColumnProfile;
use crate::text;
use crate::tui::app::State;
use crate::tui::screens::charts::{draw_charts, draw_distribution};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Line, Paint, draw_lines, lines_height, top};

/// Rows of the first chart of a column at least.
const CHART: u16 = 7;
/// Rows of any other: who turns to it has read the lines.
const TURNED: u16 = 15;

/// One column: what its profile says, and its charts.
pub(super) fn draw_profile(
    paint: &mut Paint<'_>,
    mut area: Rect,
    state: &State,
    column: Option<&ColumnProfile>,
    rows: usize,
) {
    let Some(column) = column else {
        return;
    };
    let head = top(1, &mut area);
    let x = paint.text(head.x, head.y, head.width, &column.name, Tone::Title);
    let room = head.right().saturating_sub(x);
    paint.text(x, head.y, room, &format!("  {}", what(column)), Tone::Dim);
    let mut lines = column_lines(column, &state.unit_of(&column.name), rows);
    // The chart comes before what can be read in the table.
    let chart = if state.figure > 0 { TURNED } else { CHART };
    let wanted = lines_height(&lines, area.width);
    if area.height < wanted + 1 + chart {
        lines.truncate(usize::from(area.height.saturating_sub(chart + 1)));
    }
    let used = draw_lines(paint, area, &lines).min(lines_height(&lines, area.width));
    let gap = u16::from(used > 0);
    top(used + gap, &mut area);
    if state.charts().is_empty() {
        return draw_distribution(paint, area, column, &state.unit_of(&column.name), rows);
    }
    draw_charts(paint, area, state);
}

/// Its kind, what its values stand for, and how they go from row to row.
fn what(column: &ColumnProfile) -> String {
    let kind = column.kind.map_or("", |k| k.word());
    let semantic = column.semantic.as_ref().filter(|s| s.says_more_than(kind));
    let semantic = semantic.map(|s| match s.share < 1.0 {
        true => format!("{} ({} of the values)", s.name, text::percent(s.share)),
        false => s.name.clone(),
    });
    let order = column.monotonic.map(|m| m.words().to_owned());
    let parts = [Some(kind.to_owned()), semantic, order];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What the profile of a column says, line by line.
fn column_lines(column: &ColumnProfile, unit: &str, rows: usize) -> Vec<Line> {
    let number = |v: Option<f64>| v.map(|v| text::with_unit(v, unit));
    let filled = rows.saturating_sub(column.missing);
    let share = text::percent(column.missing as f64 / rows.max(1) as f64);
    let mut lines: Vec<Line> = vec![(
        "values",
        format!(
            "{} of {}, {} distinct, {share} missing",
            text::count(filled),
            text::count(rows),
            text::count(column.distinct)
        ),
    )];
    if let (Some(mean), Some(std)) = (number(column.mean), number(column.std)) {
        lines.push(("mean", format!("{mean}, deviation {std}")));
    }
    if let (Some(skew), Some(kurtosis)) = (column.skewness, column.kurtosis) {
        let text = format!(
            "skewness {}, excess kurtosis {}",
            text::number(skew, 3),
            text::number(kurtosis, 3)
        );
        lines.push(("shape", text));
    }
    if let Some(power) = column.power {
        let share = text::percent((power * 100.0).round() / 100.0);
        let told = column.mutual_information.map_or_else(String::new, |nats| {
            format!(", tells {} nats of the target", text::decimal(nats, 3))
        });
        lines.push((
            "alone",
            format!("saves {share} of a constant's error{told}"),
        ));
    }
    lines.extend(signs(column).map(|text| ("signs", text)));
    if let Some((low, high)) = column.outliers.filter(|o| *o != (0, 0)) {
        let text = format!(
            "{} below and {} above 1.5 interquartile ranges",
            text::count(low),
            text::count(high)
        );
        lines.push(("outliers", text));
    }
    if !column.markers.is_empty() {
        lines.push(("read as missing", column.markers.join(", ")));
    }
    lines
}

/// How many values are zero or below; none where no value is.
fn signs(column: &ColumnProfile) -> Option<String> {
    let (zeros, negatives) = (column.zeros?, column.negatives?);
    let parts = [(zeros, "zero"), (negatives, "below zero")];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, what)| format!("{} {what}", text::count(count)))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
