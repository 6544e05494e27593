//! The matrix of costs: a line a true class, a column a predicted one.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::app::{Editing, List, State, cost_of, matrix_classes};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Cell, Foot, Head, Paint, Table, draw_table, input, top};

/// Cells of a class, at least and at most.
const CLASS: (usize, usize) = (8, 16);

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(facts) = state.facts() else {
        return;
    };
    let classes = matrix_classes(state);
    let head_row = top(1, &mut area);
    let currency = facts.project.decisions.value.currency.as_deref();
    let unit = currency.map_or_else(String::new, |currency| format!(" in {currency}"));
    let line = format!("Cost of one decision{unit}: true class, then predicted class");
    paint.text(head_row.x, head_row.y, head_row.width, &line, Tone::Title);
    if classes.is_empty() {
        let text = "The classes are not known yet: state the target and profile the data, or name the classes in problem.classes. For a number the cost is an expression: value.cost.";
        let place = Rect::new(area.x, area.y + 1, area.width, 3.min(area.height));
        paint.wrapped(place, text, Tone::Dim);
        return;
    }
    top(1, &mut area);
    let widths = classes.iter().map(|c| text::width(&text::escape(c)));
    let width = widths.max().unwrap_or(0).clamp(CLASS.0, CLASS.1) as u16;
    let head = |at: usize| match at.checked_sub(1) {
        None => Head::text("true class", width.max(10)),
        Some(at) => Head::number(&classes[at], "", width),
    };
    let cell = |row: usize, at: usize| match at.checked_sub(1) {
        None => Cell::toned(classes[row].clone(), Tone::Title),
        Some(at) => match cost_of(facts, &classes[row], &classes[at]) {
            Some(cost) => Cell::plain(cost.to_string()),
            None => Cell::toned("0", Tone::Dim),
        },
    };
    let at = state.sheet_column();
    let fit = usize::from((area.width.saturating_sub(width.max(10)) / (width + 2)).max(1));
    let row = state.lists.at(List::Matrix);
    let table = Table {
        columns: classes.len() + 1,
        head_lines: 1,
        marked: at + 1,
        shift: (at + 1).saturating_sub(fit),
        ..Table::of(&[], &head, classes.len(), &cell).at(row, state.overlay.is_none())
    };
    let wide = (width + 2) * (classes.len() as u16 + 1) + 4;
    let grid = Rect {
        width: wide.min(area.width),
        height: area.height.min(classes.len() as u16 + 1),
        ..area
    };
    let placed = draw_table(paint, grid, &table);
    let editing = state.open.as_ref().and_then(|open| open.editing.as_ref());
    if let Some((editing, cell)) = editing.zip(placed.cell(row, at + 1)) {
        paint.blank(cell);
        input(paint, cell.x, cell.y, cell.width, &editing.editor.input);
    }
    let mut below = area;
    top(grid.height + 1, &mut below);
    let told = match (editing.and_then(Editing::fault), state.cost_cell()) {
        (Some(fault), _) => (fault, Tone::Bad),
        (None, Some((truth, said))) if truth == said => (
            format!("'{truth}' rightly said to be '{said}': what a right answer costs, mostly 0"),
            Tone::Dim,
        ),
        (None, Some((truth, said))) => (
            format!(
                "a case that is '{truth}' and was said to be '{said}': what that mistake costs"
            ),
            Tone::Dim,
        ),
        (None, None) => (String::new(), Tone::Dim),
    };
    paint.wrapped(below, &told.0, told.1);
}

pub(super) fn foot(state: &State) -> Foot {
    let facts = state.facts();
    let value = facts.map(|facts| &facts.project.decisions.value);
    let answer = match value {
        Some(value) if value.cost.is_some() => {
            "value.cost says what an error costs. A number here takes its place, after a question."
        }
        Some(value) if value.matrix.is_some() => {
            "Each mistake costs what its cell says, 0 where nobody said."
        }
        _ => "Nothing says yet what an error costs.",
    };
    Foot {
        word: "Stated",
        answer: answer.to_owned(),
        tone: Tone::Plain,
        next:
            "Type what a missed case costs, and what a false alarm costs: they are rarely the same."
                .to_owned(),
    }
}
