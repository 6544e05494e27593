//! Beside the form: how complete the spec is, and the target's distribution.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::app::{Facts, State};
use crate::tui::screens::charts::draw_distribution;
use crate::tui::screens::spec::missing::draw_first;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, meter, top};

/// Rows of it, and the fewest that are left to the target beside it.
const FIRST: u16 = 6;
const FEWEST: u16 = 6;
/// Cells of a meter at most.
const METER: u16 = 20;
/// Rows below which the target is left out.
const LEAST: u16 = 4;

/// How complete the spec is, what is missing, and the target.
pub(super) fn draw_side(paint: &mut Paint<'_>, area: Rect, state: &State, facts: &Facts) {
    let mut side = area;
    // The sections, the mistakes and an empty row.
    let wanted = facts.conversation.stated().len() as u16 + 3;
    let complete = top(wanted.min(area.height), &mut side);
    draw_complete(paint, complete, facts);
    if side.height > FEWEST + FIRST {
        draw_first(paint, top(FIRST, &mut side), state);
        top(1, &mut side);
    }
    // Every section is in sight first.
    if side.height >= LEAST {
        draw_target(paint, side, facts);
    }
}

/// A bar a section: answered of its questions.
fn draw_complete(paint: &mut Paint<'_>, mut area: Rect, facts: &Facts) {
    let head = top(1, &mut area);
    paint.text(
        head.x,
        head.y,
        head.width,
        "Questions answered",
        Tone::Title,
    );
    let names = 10;
    for stated in &facts.conversation.stated() {
        let line = top(1, &mut area);
        if line.height == 0 {
            return;
        }
        paint.text(line.x, line.y, names, stated.section, Tone::Plain);
        let bar = line.width.saturating_sub(names + 10).min(METER);
        let share = stated.answered as f64 / stated.questions as f64;
        let drawn = meter(paint.theme, share, usize::from(bar));
        let tone = match stated.answered == stated.questions {
            true => Tone::Good,
            false => Tone::Warn,
        };
        paint.text(line.x + names + 1, line.y, bar, &drawn, tone);
        let count = format!("{} of {}", stated.answered, stated.questions);
        let width = names + 10 + bar;
        paint.right(line.x, line.y, width, &count, Tone::Dim);
    }
    let faults = facts.review.faults.len();
    if faults > 0 && area.height > 0 {
        let line = text::counted(faults, "mistake");
        paint.text(area.x, area.y, area.width, &line, Tone::Bad);
    }
}

/// The target's distribution, once the data were read.
fn draw_target(paint: &mut Paint<'_>, mut area: Rect, facts: &Facts) {
    let Some(target) = &facts.project.decisions.problem.target else {
        return;
    };
    let head = top(1, &mut area);
    let unit = facts
        .project
        .decisions
        .problem
        .unit
        .as_deref()
        .unwrap_or_default();
    paint.text(head.x, head.y, head.width, "Target", Tone::Title);
    let data = facts.data.as_ref();
    let profile = data.and_then(|d| d.columns.iter().find(|c| c.name == *target));
    match profile {
        None => {
            paint.text(area.x, area.y, area.width, "not profiled yet: r", Tone::Dim);
        }
        Some(profile) => {
            let rows = data.map_or(0, |d| d.rows);
            draw_distribution(paint, area, profile, unit, rows);
        }
    }
}
