//! A score over time: the line of the periods, what it is held against as levels across.

use ratatui::layout::Rect;

use super::axes::Caption;
use super::lines;
use crate::figures::OverTime;
use crate::text;
use crate::tui::widgets::Paint;

pub(super) fn stops(of: &OverTime) -> usize {
    of.scored().count()
}

pub(super) fn caption(of: &OverTime) -> Caption {
    let rows = of.periods.iter().map(|p| p.rows).sum();
    Caption {
        title: String::new(),
        by: format!("{} by {}", of.of.label(), of.every),
        n: format!("n = {}", text::count(rows)),
    }
}

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, of: &OverTime, cursor: Option<usize>) {
    lines::draw(paint, area, &of.lines(), cursor);
}

pub(super) fn reading(of: &OverTime, at: usize) -> String {
    let Some((period, score)) = of.scored().nth(at) else {
        return String::new();
    };
    format!(
        "{} from {}: {} {}, {}",
        of.every,
        period.name,
        of.of.name,
        text::with_unit(score, &of.of.unit),
        text::counted(period.rows, "row")
    )
}
