//! What stands beside a field while it is typed: the elements of a list, words that complete it, first values.

use ratatui::layout::Rect;

use crate::tui::app::Editor;
use crate::tui::theme::Tone;
use crate::tui::widgets::scored::scored_lines;
use crate::tui::widgets::{Paint, bottom, input, sized, window};

/// Cells of the panel at most.
const WIDEST: u16 = 66;
/// Elements of a list in sight at most.
const ELEMENTS: usize = 8;
/// Lines of scores below a list of decisions.
const SCORES: usize = 3;

/// A line of the panel.
enum Line {
    /// An element of a list, or the row for a new one; its number.
    Element(usize),
    /// A word that can be taken; its number.
    Word(usize),
    /// A text.
    Text(String, Tone),
}

/// Draws a panel below the field, or above it where there is no room; nothing where there is nothing to say.
pub fn draw_editor(paint: &mut Paint<'_>, area: Rect, field: Rect, editor: &Editor) {
    let (mut lines, told) = (choices(editor), told(editor));
    // Decisions are gone along, and what they give stays in sight below them.
    let below_list: Vec<Line> = match editor.decides() {
        true => told.into_iter().take(SCORES).collect(),
        false => {
            lines.extend(told);
            Vec::new()
        }
    };
    if lines.is_empty() {
        return;
    }
    let hint = hint(editor);
    let wanted = (lines.len() + below_list.len()) as u16 + 3;
    let below = area.bottom().saturating_sub(field.y + 1);
    let above = field.y.saturating_sub(area.y);
    let (y, height) = match below >= wanted || below >= above {
        true => (field.y + 1, wanted.min(below)),
        false => (field.y - wanted.min(above), wanted.min(above)),
    };
    let width = WIDEST.min(area.width);
    let x = field.x.min(area.right().saturating_sub(width));
    let title = match (editor.decides(), &editor.items) {
        (true, _) => "decisions, the first that holds",
        (false, Some(_)) => "list",
        (false, None) => "",
    };
    let mut inside = paint.panel(Rect::new(x, y, width, height), title);
    let foot = bottom(1, &mut inside);
    paint.text(foot.x, foot.y, foot.width, hint, Tone::Dim);
    let told = bottom(below_list.len() as u16, &mut inside);
    for (line, y) in below_list.iter().zip(told.y..told.bottom()) {
        draw_line(paint, Rect::new(told.x, y, told.width, 1), editor, line);
    }
    let present = editor.items.as_ref().map_or(0, |items| items.at());
    let room = usize::from(inside.height);
    let first = window(present.min(lines.len() - 1), lines.len(), room);
    for (line, y) in lines.iter().skip(first).zip(inside.y..inside.bottom()) {
        draw_line(paint, Rect::new(inside.x, y, inside.width, 1), editor, line);
    }
}

/// The elements of a list and the words that can be taken.
fn choices(editor: &Editor) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(items) = &editor.items {
        lines.extend((0..=items.elements().len()).map(Line::Element));
    }
    let offered = editor.offered().len();
    let room = match editor.items {
        Some(_) => ELEMENTS.saturating_sub(lines.len()).max(2),
        None => offered,
    };
    lines.extend((0..offered.min(room)).map(Line::Word));
    lines
}

/// What the text gives.
fn told(editor: &Editor) -> Vec<Line> {
    let mut lines = Vec::new();
    let tried = editor.tried.as_ref().map(|tried| &tried.values);
    let scored = editor.scored.as_ref().map(|scored| &scored.found);
    // A mistake is told once; what looks back has scores and no first values.
    if editor.is_rule() && matches!((tried, scored), (Some(Ok(_)), _) | (_, Some(Ok(_)))) {
        let scored = scored_lines(scored).into_iter();
        lines.extend(scored.map(|(text, tone)| Line::Text(text, tone)));
    }
    match tried {
        Some(Ok((values, note))) => lines.push(Line::Text(
            format!("first values{note}: {}", values.join("  ")),
            Tone::Plain,
        )),
        Some(Err(why)) if !matches!(scored, Some(Ok(_))) => {
            lines.push(Line::Text(why.clone(), Tone::Warn));
        }
        Some(Err(_)) | None => {}
    }
    lines
}

fn hint(editor: &Editor) -> &'static str {
    match (&editor.items, editor.offered().is_empty()) {
        (Some(_), _) if editor.decides() => {
            "enter next, empty: done   ctrl-n ctrl-p move   ctrl-o one line"
        }
        (Some(_), _) => "enter next, empty: done   ctrl-n ctrl-p move   ctrl-u removes",
        (None, false) => "tab completes   up down choose   enter takes the line",
        (None, true) if editor.is_rule() => {
            "enter takes it   esc leaves it as it was   ctrl-o as decisions"
        }
        (None, true) => "enter takes it   esc leaves it as it was",
    }
}

fn draw_line(paint: &mut Paint<'_>, row: Rect, editor: &Editor, line: &Line) {
    match line {
        Line::Text(text, tone) => {
            paint.text(row.x, row.y, row.width, text, *tone);
        }
        Line::Word(at) => {
            let offered = editor.offered();
            let Some(word) = offered.get(*at) else {
                return;
            };
            let tone = if *at == editor.at {
                Tone::Selected
            } else {
                Tone::Plain
            };
            let names = row.width / 2;
            let name = sized(&word.text, usize::from(names));
            paint.text(row.x + 1, row.y, names, &name, tone);
            let x = row.x + names + 2;
            let room = row.right().saturating_sub(x);
            paint.text(x, row.y, room, &word.about, Tone::Dim);
        }
        Line::Element(at) => {
            let Some(items) = &editor.items else {
                return;
            };
            let number = match items.elements().get(*at) {
                Some(_) => format!("{:>2} ", at + 1),
                None => " + ".to_owned(),
            };
            let x = paint.text(row.x, row.y, row.width, &number, Tone::Dim);
            let room = row.right().saturating_sub(x);
            if *at == items.at() {
                input(paint, x, row.y, room, &editor.input);
            } else if let Some(element) = items.elements().get(*at) {
                paint.text(x, row.y, room, element, Tone::Plain);
            }
        }
    }
}
