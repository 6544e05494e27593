//! What the column under the cursor holds, beside the rows.

use ratatui::layout::Rect;

use crate::decisions::Kind;
use crate::text;
use crate::tui::app::{Described, Viewer};
use crate::tui::screens::charts::draw_distribution;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Line, Paint, draw_lines, lines_height, top};

pub(super) fn draw_beside(
    paint: &mut Paint<'_>,
    mut area: Rect,
    viewer: &Viewer,
    beside: &Described,
) {
    let Some(column) = viewer.columns.get(beside.column) else {
        return;
    };
    paint.title(&mut area, &column.name);
    let Some(profile) = &beside.profile else {
        let told = match viewer.is_masked(beside.column) {
            true => "personal: masked",
            false => "computing …",
        };
        paint.text(area.x, area.y, area.width, told, Tone::Dim);
        return;
    };
    let (rows, of) = beside.rows;
    let line = top(1, &mut area);
    let told = match rows == of {
        true => format!("exact, {}", text::counted(rows, "row")),
        false => format!(
            "a sample: {} of {} rows",
            text::count(rows),
            text::count(of)
        ),
    };
    paint.text(line.x, line.y, line.width, &told, Tone::Dim);
    let number = |v: Option<f64>| v.map(text::short);
    let share = text::percent(profile.missing as f64 / rows.max(1) as f64);
    let mut lines: Vec<Line> = vec![
        (
            "missing",
            format!("{} ({share})", text::count(profile.missing)),
        ),
        ("distinct", text::count(profile.distinct)),
    ];
    if profile.kind == Some(Kind::Number) {
        let all = [
            ("mean", profile.mean),
            ("deviation", profile.std),
            ("least", profile.min),
            ("quarter", profile.q25),
            ("median", profile.median),
            ("3 quarters", profile.q75),
            ("most", profile.max),
            ("skewness", profile.skewness),
        ];
        let told = all
            .into_iter()
            .filter_map(|(word, value)| Some((word, number(value)?)));
        lines.extend(told);
    }
    if let Some((first, last)) = &profile.span {
        lines.push(("first", first.clone()));
        lines.push(("last", last.clone()));
    }
    if let Some(kind) = profile.kind {
        lines.insert(0, ("kind", kind.word().to_owned()));
    }
    lines.truncate(usize::from(area.height));
    let used = lines_height(&lines, area.width);
    draw_lines(paint, area, &lines);
    top(used + 1, &mut area);
    if area.height > 2 {
        let unit = profile.unit.clone().unwrap_or_default();
        draw_distribution(paint, area, profile, &unit, rows);
    }
}
