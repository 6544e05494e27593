//! What is wrong or missing, as a list to jump along; its first lines stand beside a wide form.

use ratatui::layout::Rect;

use crate::spec::{Point, Pressing};
use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{List, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Cell, Head, Paint, Table, bottom, draw_table, key_of, sized, top};

/// Cells of who needs it.
const FOR: u16 = 12;

pub(super) fn draw_missing(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let points = state.points();
    let title = top(1, &mut area);
    paint.text(
        title.x,
        title.y,
        title.width,
        "What is wrong or missing",
        Tone::Title,
    );
    if points.is_empty() {
        paint.text(area.x, area.y, area.width, "nothing", Tone::Dim);
        return;
    }
    // A question is often longer than its row.
    let whole = bottom(2, &mut area);
    if let Some(point) = points.get(state.lists.at(List::Missing)) {
        paint.wrapped(whole, &point.message, Tone::Plain);
    }
    let heads = [
        Head::text("key", 26),
        Head::text("needed for", FOR),
        Head::text("question or mistake", 20).growing(),
    ];
    let shown = state.shown(List::Missing);
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let point = shown.get(row).and_then(|row| points.get(*row));
        match (point, at) {
            (None, _) => Cell::plain(""),
            (Some(point), 0) => Cell::plain(&*point.key),
            (Some(point), 1) => Cell::toned(word(point), tone(point)),
            (Some(point), _) => Cell::toned(&*point.message, Tone::Dim),
        }
    };
    let table =
        Table::of(&heads, &head, shown.len(), &cell).at(state.shown_at(List::Missing), true);
    draw_table(paint, area, &table);
}

/// The first of them, beside the form.
pub(super) fn draw_first(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let points = state.points();
    let head = top(1, &mut area);
    let key = key_of(state, Action::Missing);
    let title = format!("Missing ({key} lists all {})", points.len());
    paint.text(head.x, head.y, head.width, &title, Tone::Title);
    for point in &points {
        let line = top(1, &mut area);
        if line.height == 0 {
            return;
        }
        let word = sized(&word(point), usize::from(FOR));
        let x = paint.text(line.x, line.y, FOR, &word, tone(point)) + 1;
        let room = line.right().saturating_sub(x);
        paint.text(x, line.y, room, &point.message, Tone::Plain);
    }
}

/// Who needs it, or where it is wrong.
fn word(point: &Point) -> String {
    match point.pressing {
        Pressing::Mistake(Some(line)) => format!("line {line}"),
        Pressing::Mistake(None) => "wrong".to_owned(),
        Pressing::Needed(stage) => stage.to_string(),
        Pressing::Free => "-".to_owned(),
    }
}

fn tone(point: &Point) -> Tone {
    match point.pressing {
        Pressing::Mistake(_) => Tone::Bad,
        Pressing::Needed(_) => Tone::Warn,
        Pressing::Free => Tone::Dim,
    }
}

/// What the foot says while the list is open.
pub(super) fn answer(state: &State) -> String {
    let points = state.points();
    let count = |is: fn(&Pressing) -> bool| points.iter().filter(|p| is(&p.pressing)).count();
    let mistakes = count(|p| matches!(p, Pressing::Mistake(_)));
    let needed = count(|p| matches!(p, Pressing::Needed(_)));
    format!(
        "{}, {} that a stage needs, {} that nothing waits for.",
        text::counted(mistakes, "mistake"),
        text::counted(needed, "question"),
        text::count(count(|p| *p == Pressing::Free)),
    )
}
