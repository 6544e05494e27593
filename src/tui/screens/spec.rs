//! Spec: every decision as a form, with what is missing; beside it how complete it is, and the target's distribution.

use ratatui::layout::Rect;

use crate::decisions::Severity;
use crate::text;
use crate::tui::app::{Editing, Facts, List, SpecRow, State, spec_rows};
use crate::tui::screens::{next, sentences};
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    Foot, Paint, bottom, draw_distribution, input, left, meter, sized, top, window,
};

/// Cells of the keys.
const LABELS: u16 = 22;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(facts) = state.facts() else {
        return;
    };
    let rows = spec_rows(facts);
    let at = state.lists.at(List::Spec);
    let doc = bottom(2, &mut area);
    if let Some(row) = rows.get(at) {
        draw_doc(paint, doc, row, state);
    }
    let form_width = if area.width >= 100 {
        area.width * 3 / 5
    } else {
        area.width - 27
    };
    let form = left(form_width, 2, &mut area);
    let room = usize::from(form.height);
    let first = window(at, rows.len(), room);
    for (line, row) in rows.iter().enumerate().skip(first).take(room) {
        let place = Rect::new(form.x, form.y + (line - first) as u16, form.width, 1);
        let editing = state.open.as_ref().and_then(|open| open.editing.as_ref());
        draw_row(
            paint,
            place,
            row,
            line == at,
            editing.filter(|_| line == at),
        );
    }
    let half = area.height / 2;
    let mut side = area;
    let complete = top(half.max(5), &mut side);
    draw_complete(paint, complete, facts, &rows);
    draw_target(paint, side, facts);
}

fn draw_row(
    paint: &mut Paint<'_>,
    area: Rect,
    row: &SpecRow,
    selected: bool,
    editing: Option<&Editing>,
) {
    let tone = match (selected, row.field.is_some()) {
        (true, _) => Tone::Selected,
        (false, true) => Tone::Plain,
        (false, false) => Tone::Title,
    };
    let indent = u16::from(row.field.is_some());
    let label = sized(&text::escape(&row.label), usize::from(LABELS - indent));
    paint.text(area.x + indent, area.y, LABELS - indent, &label, tone);
    let (x, width) = (area.x + LABELS + 1, area.width.saturating_sub(LABELS + 1));
    if let Some(editing) = editing {
        input(paint, x, area.y, width, &editing.input);
        return;
    }
    let (value, tone) = match (&row.fault, &row.needed_for, row.written) {
        (Some(_), _, _) => (format!("{} (wrong)", row.value), Tone::Bad),
        (None, Some(stage), _) => (format!("missing, needed for {stage}"), Tone::Warn),
        (None, None, true) => {
            let shown = format!("{} {}", row.value, row.unit);
            (shown.trim_end().to_owned(), Tone::Plain)
        }
        (None, None, false) if row.field.is_none() => (String::new(), Tone::Plain),
        (None, None, false) if row.value.is_empty() => ("-".into(), Tone::Dim),
        (None, None, false) => (row.value.clone(), Tone::Dim),
    };
    paint.text(x, area.y, width, &value, tone);
}

/// What the selected row is about; its mistake first.
fn draw_doc(paint: &mut Paint<'_>, area: Rect, row: &SpecRow, state: &State) {
    let editing = state.open.as_ref().and_then(|open| open.editing.as_ref());
    if let Some(fault) = editing
        .and_then(|e| e.fault.as_ref())
        .or(row.fault.as_ref())
    {
        paint.wrapped(area, fault, Tone::Bad);
        return;
    }
    let kind = match (editing, row.field) {
        (Some(_), Some(field)) => format!(" ({})", field.kind.describe()),
        _ => String::new(),
    };
    paint.wrapped(area, &format!("{}{kind}", row.doc), Tone::Dim);
}

/// A bar a section: stated among what is stated or needed.
fn draw_complete(paint: &mut Paint<'_>, area: Rect, facts: &Facts, rows: &[SpecRow]) {
    paint.text(
        area.x,
        area.y,
        area.width,
        "Stated of what is needed",
        Tone::Title,
    );
    let mut y = area.y + 1;
    for head in rows.iter().filter(|row| row.field.is_none()) {
        let inside = || {
            rows.iter()
                .skip_while(|row| row.field.is_some() || row.label != head.label)
                .skip(1)
                .take_while(|row| row.field.is_some())
        };
        let stated = inside().filter(|row| row.written).count();
        let missing = inside().filter(|row| row.needed_for.is_some()).count();
        if stated + missing == 0 || y >= area.bottom() {
            continue;
        }
        let names = 10;
        paint.text(area.x, y, names, &head.label, Tone::Plain);
        let bar = area.width.saturating_sub(names + 11);
        let share = stated as f64 / (stated + missing) as f64;
        let drawn = meter(paint.theme, share, usize::from(bar));
        let tone = if missing == 0 { Tone::Good } else { Tone::Warn };
        paint.text(area.x + names + 1, y, bar, &drawn, tone);
        let count = format!("{stated} of {}", stated + missing);
        paint.right(area.x, y, area.width, &count, Tone::Dim);
        y += 1;
    }
    let faults = facts.review.faults.len();
    if faults > 0 && y < area.bottom() {
        paint.text(
            area.x,
            y,
            area.width,
            &text::counted(faults, "mistake"),
            Tone::Bad,
        );
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
    let line = format!("Target {target}");
    paint.text(head.x, head.y, head.width, &line, Tone::Title);
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

pub(super) fn foot(state: &State) -> Foot {
    let Some(facts) = state.facts() else {
        return Foot {
            word: "Stated",
            answer: String::new(),
            tone: Tone::Plain,
            next: String::new(),
        };
    };
    let review = &facts.review;
    let errors = review
        .faults
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .count();
    let (answer, tone) = if let Some(first) = review.faults.first() {
        let place = first
            .line
            .map_or_else(String::new, |line| format!(" (line {line})"));
        let more = if errors > 1 {
            format!(" And {} more.", errors - 1)
        } else {
            String::new()
        };
        (
            format!(
                "{}{place}: {}.{more}",
                first.key,
                first.message.trim_end_matches('.')
            ),
            Tone::Bad,
        )
    } else if !review.gate.open {
        (sentences(&review.gate.reasons), Tone::Warn)
    } else if let Some(gap) = review.missing.first() {
        let count = text::counted(review.missing.len(), "gap");
        (
            format!(
                "The next stages can start. {count} left; first {}, needed for {}.",
                gap.key, gap.needed_for
            ),
            Tone::Plain,
        )
    } else {
        ("Everything the stages need is stated.".into(), Tone::Good)
    };
    Foot {
        word: "Stated",
        answer,
        tone,
        next: next(state),
    }
}
