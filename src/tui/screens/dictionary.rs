//! The dictionary of variables: a line a column, what was decided plain, what was read dim; below it what the data show of
//! the column.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{About, Editing, List, State, about_cell};
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    Cell, Foot, Head, Paint, Table, bottom, draw_editor, draw_table, input, key_of, top,
};

/// Cells of the names of columns, at least and at most.
const NAMES: (usize, usize) = (10, 22);
/// Cells between two columns of a table.
const GAP: u16 = 2;
/// Cells of a field while it is typed, at least.
const TYPED: u16 = 30;
/// Lines of what the data show.
const SHOWN: u16 = 3;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(facts) = state.facts() else {
        return;
    };
    let whole = area;
    let head_row = top(1, &mut area);
    let (missing, all) = state.meanings_missing();
    let (line, tone) = match missing {
        0 if all == 0 => ("Dictionary of variables".to_owned(), Tone::Title),
        0 => (
            format!("Dictionary of variables: all {all} meanings are said"),
            Tone::Good,
        ),
        missing => (
            format!("Dictionary of variables: {missing} of {all} meanings are missing"),
            Tone::Title,
        ),
    };
    paint.text(head_row.x, head_row.y, head_row.width, &line, tone);
    let variables = state.variables();
    if variables.is_empty() {
        let text = "The data were not read yet, or cannot be read as they are stated. The dictionary has a line for each of their columns.";
        let place = Rect::new(area.x, area.y + 1, area.width, 3.min(area.height));
        paint.wrapped(place, text, Tone::Dim);
        return;
    }
    let below = match area.height {
        ..8 => 0,
        _ => SHOWN,
    };
    let mut detail = bottom(below, &mut area);
    if area.height > variables.len() as u16 + 1 {
        top(1, &mut detail);
    }
    let heads = heads(state);
    let head = |at: usize| heads[at].clone();
    let shown = state.shown(List::Dictionary);
    let cell = |row: usize, at: usize| {
        let variable = shown.get(row).and_then(|row| variables.get(*row));
        let Some((variable, about)) = variable.zip(About::ALL.get(at)) else {
            return Cell::plain("");
        };
        match about_cell(facts, variable, *about) {
            (told, true) => Cell::plain(told),
            (told, false) => Cell::toned(told, Tone::Dim),
        }
    };
    let at = state.sheet_column();
    let focused = state.overlay.is_none();
    let table = Table {
        shift: shift(&heads, area.width, at),
        sorted: state.order(List::Dictionary),
        marked: at,
        ..Table::of(&heads, &head, shown.len(), &cell).at(state.shown_at(List::Dictionary), focused)
    };
    let placed = draw_table(paint, area, &table);
    draw_detail(paint, detail, state);
    let editing = state.open.as_ref().and_then(|open| open.editing.as_ref());
    let cell = placed.cell(state.shown_at(List::Dictionary), at);
    if let Some((editing, cell)) = editing.zip(cell) {
        draw_typed(paint, whole, cell, editing);
    }
}

fn heads(state: &State) -> Vec<Head> {
    // A long list is not measured whole at each key.
    let names = state.variables().iter().take(200);
    let names = names.map(|v| text::width(&text::escape(&v.column.name)));
    let names = names.max().unwrap_or(0).clamp(NAMES.0, NAMES.1) as u16;
    let width = |about: &About| match about {
        About::Name => names,
        About::Kind | About::Role | About::Personal => 8,
        About::Meaning => 26,
        About::Unit => 10,
        About::Values => 20,
        About::Known => 16,
        About::Source => 14,
    };
    About::ALL
        .iter()
        .map(|about| match about {
            About::Meaning => Head::text(about.title(), width(about)).growing(),
            _ => Head::text(about.title(), width(about)),
        })
        .collect()
}

/// The columns that are scrolled out so that the one that has the keys is in sight. They are turned like pages: most steps
/// move nothing.
fn shift(heads: &[Head], width: u16, at: usize) -> usize {
    let first = heads.first().map_or(0, |head| head.width);
    let mut begins = 1;
    let mut used = first;
    for (column, head) in heads.iter().enumerate().take(at + 1).skip(1) {
        used += GAP + head.width;
        // The last cell is for the sign that more follows.
        if used >= width && column > begins {
            begins = column;
            used = first + GAP + head.width;
        }
    }
    begins - 1
}

/// The field in the place of its cell.
fn draw_typed(paint: &mut Paint<'_>, whole: Rect, cell: Rect, editing: &Editing) {
    let width = cell.width.max(TYPED).min(whole.width);
    let x = cell.x.min(whole.right().saturating_sub(width));
    let field = Rect { x, width, ..cell };
    paint.blank(field);
    match editing.editor.items {
        Some(_) => {
            let elements = editing.editor.shown();
            paint.text(field.x, field.y, field.width, &elements, Tone::Plain);
        }
        None => input(paint, field.x, field.y, field.width, &editing.editor.input),
    }
    draw_editor(paint, whole, field, &editing.editor);
}

/// What is known of the column that has the keys; while it is typed, what is wrong.
fn draw_detail(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let (Some(facts), Some(variable)) = (state.facts(), state.variable()) else {
        return;
    };
    let editing = state.open.as_ref().and_then(|open| open.editing.as_ref());
    if let Some(fault) = editing.and_then(Editing::fault) {
        paint.wrapped(area, &fault, Tone::Bad);
        return;
    }
    let column = &variable.column;
    let mut told = Vec::new();
    let profiles = facts.data.iter().flat_map(|data| &data.columns);
    if let Some(profile) = profiles.into_iter().find(|c| c.name == column.name) {
        let missing = match profile.missing {
            0 => "none missing".to_owned(),
            missing => format!("{} missing", text::count(missing)),
        };
        told.push(format!(
            "{} different, {missing}",
            text::count(profile.distinct)
        ));
    }
    let first: Vec<&str> = variable
        .first
        .iter()
        .map(|value| if value.is_empty() { "-" } else { value })
        .collect();
    if !first.is_empty() {
        told.push(format!("first values {}", first.join("  ")));
    }
    if !variable.through.is_empty() {
        told.push(format!(
            "not known at prediction: it is computed from {}",
            variable.through.join(", ")
        ));
    }
    if !variable.followers.is_empty() {
        told.push(format!(
            "what is computed from it is not known either: {}",
            variable.followers.join(", ")
        ));
    }
    told.push(format!("{}: {}", column.kind, column.reason));
    let line = format!("{}: {}", column.name, told.join("; "));
    paint.wrapped(area, &line, Tone::Dim);
}

pub(super) fn foot(state: &State) -> Foot {
    let (missing, all) = state.meanings_missing();
    let unknown = state.variables().iter();
    let unknown = unknown.filter(|v| v.column.is_unknown_feature()).count();
    let mut answer = match missing {
        0 => format!(
            "Every one of {} has its meaning.",
            text::counted(all, "column")
        ),
        missing => format!(
            "{missing} of {} without a meaning.",
            text::counted(all, "column")
        ),
    };
    if unknown > 0 {
        let verb = if unknown == 1 { "is" } else { "are" };
        answer.push_str(&format!(
            " {} {verb} not known at prediction: no model sees them.",
            text::counted(unknown, "column")
        ));
    }
    let is_typed = state.typing() && state.about() == About::Meaning;
    let next = match missing {
        _ if is_typed => "Enter takes it and opens the next meaning; esc ends.".to_owned(),
        0 => format!("{} goes back.", key_of(state, Action::Back)),
        _ => format!(
            "{} goes to the next missing meaning, {} opens it; {} and {} take the dictionary out to CSV and in.",
            key_of(state, Action::NextMissing),
            key_of(state, Action::Open),
            key_of(state, Action::Export),
            key_of(state, Action::Import),
        ),
    };
    Foot {
        word: "Stated",
        answer,
        tone: Tone::Plain,
        next,
    }
}
