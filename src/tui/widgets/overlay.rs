//! Dialogs over the screen.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{Asked, List, Overlay, State, matching};
use crate::tui::screens;
use crate::tui::theme::Tone;
use crate::tui::widgets::pick::draw_pick;
use crate::tui::widgets::{Cell, Head, Paint, Table, bottom, draw_table, input, key_of, top, wrap};

/// Cells of a text with its frame, and of what must stay beside it for the screen below to be read.
const TEXT: u16 = 76;
const MARGIN: u16 = 10;
/// Rows of a list to pick from.
const PICKED: u16 = 16;
/// Rows of the list of jobs beside its jobs.
const ACTIVITY: u16 = 1;
/// Lines shown of what a choice writes.
const WRITES: usize = 6;

/// Draws what lies over the screen, if anything does.
pub fn draw_overlay(paint: &mut Paint<'_>, area: Rect, state: &State) {
    match &state.overlay {
        None => {}
        Some(Overlay::Help) => lines(paint, area, state, "Keys", &screens::help_lines(state)),
        Some(Overlay::Guide) if state.guide_beside() => {}
        Some(Overlay::Guide) => {
            let lines = screens::guide_lines(state, state.guide_page()).len();
            screens::draw_guide(paint, text_area(area, lines), state);
        }
        Some(Overlay::History) => {
            lines(
                paint,
                area,
                state,
                "History",
                &screens::history_lines(state),
            );
        }
        Some(Overlay::Weigh) => {
            let title = "Worth, rule or model";
            lines(paint, area, state, title, &screens::weigh_lines(state));
        }
        Some(Overlay::Signal) => {
            lines(paint, area, state, "Signal", &screens::signal_lines(state));
        }
        Some(Overlay::Reading) => {
            let inside = paint.panel(
                text_area(area, state.reading().len() + 1),
                "How it was read",
            );
            screens::draw_reading(paint, inside, state);
        }
        Some(Overlay::Activity) => activity(paint, area, state),
        Some(Overlay::Cell { title, text }) => {
            let shown = screens::cell_lines(state, text.as_deref());
            let title = text::escape(title);
            lines(paint, area, state, &text::cut(&title, 40), &shown);
        }
        Some(Overlay::Palette(typed)) => palette(paint, area, state, typed),
        Some(Overlay::Pick { title, typed, .. }) => {
            let height = PICKED.min(area.height.saturating_sub(2));
            draw_pick(paint, centred(area, TEXT, height), state, (title, typed));
        }
        Some(Overlay::Confirm { question, .. }) => {
            let width = 64.min(area.width);
            let lines = wrap(question, usize::from(width.saturating_sub(4))).len();
            let mut inside = paint.panel(centred(area, width, lines as u16 + 4), "Sure?");
            let hint = bottom(1, &mut inside);
            paint.wrapped(inside, question, Tone::Plain);
            paint.pieces(
                hint.x,
                hint.y,
                hint.width,
                &[
                    ("y", Tone::Key),
                    (" yes   ", Tone::Dim),
                    ("n", Tone::Key),
                    (" no", Tone::Dim),
                ],
            );
        }
        Some(Overlay::Rivals { title, rivals, .. }) => {
            draw_rivals(paint, area, state, title, rivals)
        }
        Some(Overlay::Choose { title, choices, .. }) => choose(paint, area, state, title, choices),
        Some(Overlay::Ask {
            title,
            input: typed,
            asked,
        }) => {
            let width = 70.min(area.width);
            let lines = wrap(title, usize::from(width.saturating_sub(4))).len();
            let height = (lines as u16 + 5).min(area.height);
            let mut inside = paint.panel(centred(area, width, height), asked.title());
            let head = top(height.saturating_sub(4), &mut inside);
            paint.wrapped(head, title, Tone::Plain);
            paint.text(inside.x, inside.y, 2, "> ", Tone::Key);
            input(
                paint,
                inside.x + 2,
                inside.y,
                inside.width.saturating_sub(2),
                typed,
            );
            let does = match asked {
                Asked::Where => " filter   ",
                Asked::RowNumber => " go   ",
                _ => " write it   ",
            };
            let hint = [
                ("enter", Tone::Key),
                (does, Tone::Dim),
                ("esc", Tone::Key),
                (" back", Tone::Dim),
            ];
            paint.pieces(inside.x, inside.bottom() - 1, inside.width, &hint);
        }
    }
}

/// Whether what lies over the screen is longer than its place.
pub fn overlay_scrolls(state: &State) -> bool {
    let (width, height) = state.room();
    let lines = match &state.overlay {
        Some(Overlay::Activity) => state.activity().len() + usize::from(ACTIVITY),
        _ => state.overlay_lines(),
    };
    let area = text_area(Rect::new(0, 0, width, height), lines);
    lines > usize::from(area.height.saturating_sub(2))
}

/// Where a text of so many lines lies.
fn text_area(area: Rect, lines: usize) -> Rect {
    let height = (lines as u16 + 2).min(area.height.saturating_sub(2));
    // Beside a text that leaves little room nothing else is shown: whole rows scroll for few bytes.
    let width = if area.width < 2 * MARGIN + TEXT {
        area.width
    } else {
        TEXT
    };
    centred(area, width, height)
}

/// A text with its head, scrolled by the cursor of lines.
fn lines(paint: &mut Paint<'_>, area: Rect, state: &State, title: &str, lines: &[(String, Tone)]) {
    let inside = paint.panel(text_area(area, lines.len()), title);
    let room = usize::from(inside.height);
    let last = lines.len().saturating_sub(room);
    let first = state.lists.at(List::Lines).min(last);
    for (line, (text, tone)) in lines.iter().skip(first).take(room).enumerate() {
        paint.text(inside.x, inside.y + line as u16, inside.width, text, *tone);
    }
    if lines.len() > room {
        let place = format!(" {} to {} of {} ", first + 1, first + room, lines.len());
        paint.right(inside.x, inside.bottom(), inside.width, &place, Tone::Dim);
    }
}

/// What runs and what ended, the newest first.
fn activity(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let rows = state.activity();
    let hint = u16::from(state.job.is_some()) * 2;
    let height = (rows.len() as u16 + ACTIVITY + 2 + hint).min(area.height.saturating_sub(2));
    let mut inside = paint.panel(centred(area, 80, height), "Activity");
    let hint = bottom(hint, &mut inside);
    if hint.height > 0 {
        let cancel = key_of(state, Action::Cancel);
        let keys = [
            (cancel.as_str(), Tone::Key),
            (" stops what runs", Tone::Dim),
        ];
        paint.pieces(hint.x, hint.bottom() - 1, hint.width, &keys);
    }
    if rows.is_empty() {
        let line = "nothing runs, and nothing was run yet";
        paint.text(inside.x, inside.y, inside.width, line, Tone::Dim);
        return;
    }
    let heads = [
        Head::text("what", 10),
        Head::text("began (UTC)", 16),
        Head::number("took", "", 8),
        Head::text("how", 20).growing(),
    ];
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let doing = &rows[row];
        let tone = match (doing.runs, doing.how.as_str()) {
            (true, _) => Tone::Running,
            (false, "done") => Tone::Good,
            (false, "cancelled") => Tone::Dim,
            (false, _) => Tone::Bad,
        };
        match at {
            0 => Cell::plain(&*doing.what),
            1 => Cell::toned(&*doing.began, Tone::Dim),
            2 => Cell::plain(&*doing.took),
            _ => Cell::toned(&*doing.how, tone),
        }
    };
    let at = state.lists.at(List::Activity).min(rows.len() - 1);
    let table = Table::of(&heads, &head, rows.len(), &cell).at(at, true);
    draw_table(paint, inside, &table);
}

fn palette(paint: &mut Paint<'_>, area: Rect, state: &State, typed: &tui_input::Input) {
    let rows = matching(state, typed.value());
    let height = 14.min(area.height.saturating_sub(2));
    let mut inside = paint.panel(centred(area, 80, height), "All actions");
    let line = top(1, &mut inside);
    paint.text(line.x, line.y, 2, ": ", Tone::Key);
    input(
        paint,
        line.x + 2,
        line.y,
        line.width.saturating_sub(2),
        typed,
    );
    if rows.is_empty() {
        paint.text(
            inside.x,
            inside.y + 1,
            inside.width,
            "no action has these letters",
            Tone::Dim,
        );
        return;
    }
    let heads = [
        Head::text("action", 13),
        Head::text("key", 8),
        Head::text("does", 10),
    ];
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| match (rows.get(row), at) {
        (None, _) => Cell::plain(""),
        (Some((row, _)), 0) => Cell::plain(row.name),
        (Some((row, _)), 1) => Cell::toned(key_of(state, row.action), Tone::Key),
        (Some((row, None)), _) => Cell::plain(row.doc),
        (Some((_, Some(why))), _) => Cell::toned(format!("not now: {why}"), Tone::Dim),
    };
    let table = Table::of(&heads, &head, rows.len(), &cell).at(state.lists.at(List::Palette), true);
    draw_table(paint, inside, &table);
}

fn choose(
    paint: &mut Paint<'_>,
    area: Rect,
    state: &State,
    title: &str,
    choices: &[crate::tui::app::Choice],
) {
    let at = state.lists.at(List::Choices);
    // The box keeps its height whatever the choice.
    let most = choices.iter().map(|c| c.writes.len()).max().unwrap_or(0);
    let shown = most.clamp(1, WRITES) as u16;
    let height = (choices.len() as u16 + shown + 5).min(area.height.saturating_sub(2));
    let mut inside = paint.panel(centred(area, 72, height), title);
    let hint_row = bottom(1, &mut inside);
    let writes_row = bottom(shown + 2, &mut inside);
    let heads = [Head::text("", 8)];
    let head = |_: usize| Head::text("", 8);
    let cell = |row: usize, _: usize| Cell::plain(choices[row].label.clone());
    let table = Table::of(&heads, &head, choices.len(), &cell).at(at, true);
    draw_table(paint, inside, &table);
    let writes = choices.get(at).map_or(&[][..], |choice| &choice.writes);
    let head = match writes {
        [] => "writes nothing",
        _ => "will stand in jalon.toml:",
    };
    let (x, y) = (writes_row.x, writes_row.y + 1);
    paint.text(x, y, writes_row.width, head, Tone::Dim);
    for (line, y) in writes.iter().zip(y + 1..writes_row.bottom()) {
        let width = writes_row.width.saturating_sub(2);
        paint.text(x + 2, y, width, line, Tone::Running);
    }
    let hint = [
        ("enter", Tone::Key),
        (" take it   ", Tone::Dim),
        ("esc", Tone::Key),
        (" back", Tone::Dim),
    ];
    paint.pieces(hint_row.x, hint_row.y, hint_row.width, &hint);
}

/// With whom a contender is compared: one a line.
fn draw_rivals(
    paint: &mut Paint<'_>,
    area: Rect,
    state: &State,
    title: &str,
    rivals: &[crate::tui::app::Rival],
) {
    let at = state.lists.at(List::Choices);
    let height = (rivals.len() as u16 + 4).min(area.height.saturating_sub(2));
    let mut inside = paint.panel(centred(area, 64, height), title);
    let hint_row = bottom(2, &mut inside);
    let heads = [Head::text("", 8)];
    let head = |_: usize| Head::text("", 8);
    let cell = |row: usize, _: usize| Cell::plain(rivals[row].label.clone());
    let table = Table::of(&heads, &head, rivals.len(), &cell).at(at, true);
    draw_table(paint, inside, &table);
    let hint = [
        ("enter", Tone::Key),
        (" compare   ", Tone::Dim),
        ("esc", Tone::Key),
        (" back", Tone::Dim),
    ];
    paint.pieces(
        hint_row.x,
        hint_row.bottom().saturating_sub(1),
        hint_row.width,
        &hint,
    );
}

/// An area of at most this size in the middle.
fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    )
}
