//! The table viewer: rows of a table of any size, what a column holds beside them, its values in their place.
//!
//! ```text
//!         fare          started_at           company
//!         number        date                 text
//!      1   12.5         2015-10-01T00:15     Flash Cab
//!      2    8           2015-10-01T00:30     -
//! ```

mod beside;
mod rows;
mod values;

use ratatui::layout::Rect;

use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{State, Viewer};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Paint, key_of, left, top};

/// Cells of what a column holds, beside the rows.
const BESIDE: u16 = 38;
/// Cells of the rows that must be left beside it.
const ROWS: u16 = 30;
/// Cells of the foot that are not for its sentences.
const FOOT: u16 = 13;

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let Some(viewer) = &state.viewer else {
        return;
    };
    if let Some(fault) = &viewer.fault {
        let mut rest = area;
        paint.title(&mut rest, "It cannot be read.");
        top(1, &mut rest);
        paint.wrapped(rest, fault, Tone::Bad);
        return;
    }
    if let Some(list) = &viewer.values {
        return values::draw_values(paint, area, state, viewer, list);
    }
    let (table, side) = parts(area, viewer);
    rows::draw_rows(paint, table, viewer, state.overlay.is_none());
    if let Some(beside) = &viewer.beside {
        beside::draw_beside(paint, side, viewer, beside);
    }
}

/// The area of the rows, and what stands beside them.
fn parts(area: Rect, viewer: &Viewer) -> (Rect, Rect) {
    let mut rest = area;
    let wanted = BESIDE.min(area.width.saturating_sub(ROWS));
    match viewer.beside {
        None => (area, Rect::default()),
        Some(_) => {
            let table = left(area.width.saturating_sub(wanted + 3), 3, &mut rest);
            (table, rest)
        }
    }
}

/// Where the rows of the viewer are drawn, with their heads.
pub fn rows_area(state: &State) -> Rect {
    let area = super::body(state);
    match &state.viewer {
        Some(viewer) => parts(area, viewer).0,
        None => area,
    }
}

/// What stands at the head of the screen: what is looked at, how it is written, and how far it was read.
pub(in crate::tui) fn title(viewer: &Viewer) -> (String, String) {
    let Some(opened) = &viewer.opened else {
        return (viewer.name(), String::new());
    };
    let format = &opened.format;
    let encoding = format.encoding.as_deref().filter(|e| *e != "utf-8");
    let parts = [
        Some(format.format.as_str()),
        format.packing.as_deref(),
        encoding,
    ];
    let parts: Vec<&str> = parts
        .into_iter()
        .flatten()
        .filter(|p| !p.is_empty())
        .collect();
    let masked = viewer
        .columns
        .iter()
        .filter(|c| c.personal && !viewer.bare)
        .count();
    let mut at_right = Vec::new();
    if masked > 0 {
        at_right.push(format!("{} masked", text::counted(masked, "column")));
    }
    if let Some(fraction) = viewer.counting {
        let share = text::percent((fraction * 100.0).floor() / 100.0);
        at_right.push(format!("counting rows, {share}"));
    }
    (
        format!("{}  {}", viewer.name(), parts.join(", ")),
        at_right.join("; "),
    )
}

pub(super) fn foot(state: &State) -> Foot {
    let width = usize::from(state.room().0.saturating_sub(FOOT));
    let Some(viewer) = state.viewer.as_ref() else {
        return Foot {
            word: "Rows",
            answer: String::new(),
            tone: Tone::Plain,
            next: String::new(),
        };
    };
    let key = |action| key_of(state, action);
    let (word, answer, next) = match (&viewer.fault, &viewer.values) {
        (Some(_), _) => (
            "Rows",
            "Nothing is shown.".to_owned(),
            format!("{} goes to the home screen.", key(Action::Home)),
        ),
        (None, Some(list)) => (
            "Values",
            values::answer(viewer, list),
            format!(
                "{} shows the rows with this value; {} goes back.",
                key(Action::Open),
                key(Action::Back)
            ),
        ),
        (None, None) => ("Row", place(viewer), next(viewer, &key)),
    };
    Foot {
        word,
        answer: text::cut(&answer, width).into_owned(),
        tone: Tone::Plain,
        next: text::cut(&next, width).into_owned(),
    }
}

/// Where the cursor is: its row of how many, its column.
fn place(viewer: &Viewer) -> String {
    if viewer.opened.is_none() {
        return "The first rows are read.".into();
    }
    let rows = format!("{}{}", at_least(viewer), text::count(viewer.known.rows));
    let row = (viewer.drawn.row + 1).min(viewer.known.rows);
    let column = viewer.columns.get(viewer.drawn.column);
    let column = column.map_or_else(String::new, |column| {
        let (at, all) = (viewer.drawn.column + 1, viewer.columns.len());
        format!("; column {at} of {all}: {}", text::escape(&column.name))
    });
    format!("{} of {rows}{column}", text::count(row))
}

/// What stands before a number of rows: more may be found.
fn at_least(viewer: &Viewer) -> &'static str {
    if viewer.known.complete {
        ""
    } else {
        "at least "
    }
}

/// What lets rows through and in what order they stand, else what can be done.
fn next(viewer: &Viewer, key: &dyn Fn(Action) -> String) -> String {
    let sorted = viewer.sort.and_then(|sort| {
        let name = text::escape(&viewer.columns.get(sort.column)?.name).into_owned();
        let way = if sort.descending {
            "largest first"
        } else {
            "smallest first"
        };
        Some(format!("by {name}, {way}"))
    });
    let filter = match viewer.filter.as_str() {
        "" => None,
        filter => Some(format!(
            "{}{} where {}",
            at_least(viewer),
            text::counted(viewer.known.rows, "row"),
            text::escape(filter)
        )),
    };
    let shown: Vec<String> = filter.into_iter().chain(sorted).collect();
    match shown.is_empty() {
        false => format!(
            "Shown: {}. {} goes back.",
            shown.join(", "),
            key(Action::Back)
        ),
        true => format!(
            "{} filters, {} sorts, {} finds, {} describes the column.",
            key(Action::FilterRows),
            key(Action::SortColumn),
            key(Action::Search),
            key(Action::Statistics)
        ),
    }
}
