//! Spec: every decision as a form, with what is missing. Beside it, where there is room, how complete it is and the target's
//! distribution; else the heads of the sections say how much is answered.

mod card;
mod missing;
mod side;

use ratatui::layout::Rect;

use crate::decisions::Severity;
use crate::text;
use crate::tui::app::{Editing, List, Part, SpecRow, State};
use crate::tui::screens::{gate_answer, next, sentences};
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    Foot, Paint, bottom, centred, draw_editor, input, left, sized, top, window,
};
use side::draw_side;

/// Cells of the keys.
const LABELS: u16 = 22;
/// Cells of the form, and of what stands beside it, at most.
const FORM: u16 = 110;
const BESIDE: u16 = 66;
/// Rows below which the form is all that fits.
const SHORT: u16 = 10;
/// Cells from which there is room for reasons.
const WIDE: u16 = 100;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(facts) = state.facts() else {
        return;
    };
    if let Some(talk) = state.talk() {
        return card::draw_card(paint, area, state, talk);
    }
    if state.lists_missing() {
        return missing::draw_missing(paint, area, state);
    }
    let whole = area;
    let rows = state.spec_rows();
    let at = state.lists.at(List::Spec);
    let is_short = area.height < SHORT;
    let doc = bottom(if is_short { 1 } else { 2 }, &mut area);
    // A form of the whole width is moved by the terminal: a step that scrolls sends one row.
    let is_alone = is_short || area.width < WIDE;
    let form_width = match is_alone {
        true => area.width,
        false => (area.width * 3 / 5).min(FORM),
    };
    let stated = match is_alone {
        true => facts.conversation.stated(),
        false => Vec::new(),
    };
    let form = left(form_width, 2, &mut area);
    let editing = state.open.as_ref().and_then(|open| open.editing.as_ref());
    if let Some(row) = editing.map(|editing| &editing.row).or(rows.get(at)) {
        let room = usize::from(form.width.saturating_sub(LABELS + 1));
        draw_doc(paint, doc, (row, room), state);
    }
    let room = usize::from(form.height);
    let scores_rule = editing.is_some_and(|editing| editing.editor.is_rule());
    let first = match is_alone {
        // What the rule gives has the room below it.
        true if scores_rule => at.saturating_sub(1),
        true => centred(at, rows.len(), room),
        false => window(at, rows.len(), room),
    };
    for (line, row) in rows.iter().enumerate().skip(first).take(room) {
        let place = Rect::new(form.x, form.y + (line - first) as u16, form.width, 1);
        let editing = state.open.as_ref().and_then(|open| open.editing.as_ref());
        let editing = editing.filter(|_| line == at);
        let row = editing.map_or(row, |editing| &editing.row);
        draw_row(paint, place, row, line == at, editing);
        if row.part == Part::Section
            && let Some(count) = stated.iter().find(|s| s.section == row.label)
        {
            let count = format!("{} of {} answered", count.answered, count.questions);
            let x = place.x + LABELS + 1;
            paint.text(
                x,
                place.y,
                place.width.saturating_sub(LABELS + 1),
                &count,
                Tone::Dim,
            );
        }
    }
    let editing = state.open.as_ref().and_then(|open| open.editing.as_ref());
    let line = at.checked_sub(first).filter(|line| *line < room);
    let below = editing.zip(line).map(|(editing, line)| {
        let label = LABELS + 1;
        let width = form.width.saturating_sub(label);
        let field = Rect::new(form.x + label, form.y + line as u16, width, 1);
        (&editing.editor, field)
    });
    if !is_alone {
        let width = area.width.min(BESIDE);
        draw_side(paint, Rect { width, ..area }, state, facts);
    }
    if let Some((editor, field)) = below {
        draw_editor(paint, whole, field, editor);
    }
}

fn draw_row(
    paint: &mut Paint<'_>,
    area: Rect,
    row: &SpecRow,
    selected: bool,
    editing: Option<&Editing>,
) {
    let tone = match (selected, row.part) {
        (true, _) => Tone::Selected,
        (false, Part::Field) => Tone::Plain,
        (false, Part::Entry) if row.field.is_some() => Tone::Plain,
        (false, Part::Section | Part::Entry) => Tone::Title,
        (false, Part::Add) => Tone::Dim,
    };
    let indent = match row.part {
        Part::Section => 0,
        Part::Entry | Part::Add => 1,
        Part::Field => 1 + u16::from(row.entry().is_some()),
    };
    let label = text::escape(&row.label);
    if row.field.is_some() || text::width(&label) < usize::from(LABELS) {
        let label = sized(&label, usize::from(LABELS - indent));
        paint.text(area.x + indent, area.y, LABELS - indent, &label, tone);
    } else {
        // Nothing stands beside the name of an entry.
        let room = area.width.saturating_sub(indent);
        paint.text(area.x + indent, area.y, room, &label, tone);
        return;
    }
    let (x, width) = (area.x + LABELS + 1, area.width.saturating_sub(LABELS + 1));
    if let Some(editing) = editing {
        if editing.editor.items.is_some() {
            let elements = editing.editor.shown();
            paint.text(x, area.y, width, &elements, Tone::Plain);
        } else {
            input(paint, x, area.y, width, &editing.editor.input);
        }
        return;
    }
    let (value, tone) = match (&row.fault, &row.needed_for, row.written) {
        (Some(_), _, _) => (format!("{} (wrong)", row.value), Tone::Bad),
        (None, Some(stage), _) => {
            let proposed = row.proposed.as_ref();
            let proposed = proposed.map_or_else(String::new, |p| format!(" (proposed: {p})"));
            (format!("missing, needed for {stage}{proposed}"), Tone::Warn)
        }
        (None, None, true) => {
            let value = match row.value.parse::<usize>() {
                Ok(count) if !row.unit.is_empty() => text::count(count),
                _ => row.value.clone(),
            };
            let shown = format!("{value} {}", row.unit);
            (shown.trim_end().to_owned(), Tone::Plain)
        }
        (None, None, false) if row.from.is_some() => {
            let x = paint.pieces(
                x,
                area.y,
                width,
                &[(&row.value, Tone::Plain), (" ", Tone::Plain)],
            );
            let from = format!("from {}", row.from.as_deref().unwrap_or_default());
            paint.text(x, area.y, area.right().saturating_sub(x), &from, Tone::Dim);
            return;
        }
        (None, None, false) if row.field.is_none() => (String::new(), Tone::Plain),
        (None, None, false) if row.proposed.is_some() => {
            let proposed = row.proposed.as_deref().unwrap_or_default();
            (format!("proposed: {proposed}"), Tone::Dim)
        }
        (None, None, false) if row.is_other_way => ("or this".into(), Tone::Dim),
        (None, None, false) if row.value.is_empty() => ("-".into(), Tone::Dim),
        (None, None, false) => (row.value.clone(), Tone::Dim),
    };
    paint.text(x, area.y, width, &value, tone);
}

/// What the selected row is about; its mistake first, and its value where its own row has no `room` for it.
fn draw_doc(paint: &mut Paint<'_>, area: Rect, (row, room): (&SpecRow, usize), state: &State) {
    let editing = state.open.as_ref().and_then(|open| open.editing.as_ref());
    let fault = match editing {
        Some(editing) => editing.fault(),
        None => row.fault.clone(),
    };
    if let Some(fault) = fault {
        paint.wrapped(area, &fault, Tone::Bad);
        return;
    }
    let kind = match (editing, row.field) {
        (Some(editing), Some(_)) => format!(" ({})", editing.editor.takes()),
        _ => String::new(),
    };
    let mut rest = area;
    let is_cut = editing.is_none() && text::width(&text::escape(&row.value)) > room;
    if is_cut {
        let line = top(1, &mut rest);
        paint.text(line.x, line.y, line.width, &row.value, Tone::Plain);
    }
    // On a narrow screen the reason is told once the field is open: each step of the cursor would send it.
    let why = match row.why {
        why if !why.is_empty() && (editing.is_some() || area.width >= WIDE) => {
            match row.doc.ends_with('?') {
                true => format!(" {}", sentences(&[why.to_owned()])),
                false => format!(": {why}"),
            }
        }
        _ => String::new(),
    };
    paint.wrapped(rest, &format!("{}{why}{kind}", row.doc), Tone::Dim);
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
    if let Some(talk) = state.talk() {
        return card::foot(state, talk, facts);
    }
    if state.lists_missing() {
        return Foot {
            word: "Missing",
            answer: missing::answer(state),
            tone: Tone::Plain,
            next: "Enter asks the question; / searches, & narrows, esc goes back to the form."
                .to_owned(),
        };
    }
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
        gate_answer(&review.gate, "")
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
