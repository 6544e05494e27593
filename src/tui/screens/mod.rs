//! The screens: one question, one answer at its foot. Each is a pure function of the state.

mod benchmark;
mod board;
mod charts;
mod column;
mod compare;
mod data;
mod detail;
mod dictionary;
mod drift;
mod explain;
mod found;
mod guide;
mod help;
mod history;
mod home;
mod levels;
mod live;
mod matrix;
mod new;
mod page;
mod paged;
mod reading;
mod ship;
mod signal;
mod spec;
mod train;
mod verdict;
mod viewer;
mod weigh;

pub use data::PROFILE_COLUMNS;
pub use guide::{draw_guide, guide_lines};
pub use help::help_lines;
pub use history::history_lines;
pub use page::Row;
pub use reading::draw_reading;
pub use signal::signal_lines;
pub use viewer::rows_area;
pub(in crate::tui) use viewer::title;
pub use weigh::weigh_lines;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::road::{Milestone, State as Stand};
use crate::spec::Gate;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::State;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Paint, draw_foot, draw_head, draw_overlay, key_of, top, wrap};

/// Below this nothing fits; the screens are drawn for 80x24 and say less down to here.
const SMALLEST: (u16, u16) = (60, 15);

/// Draws the whole screen.
pub fn draw(state: &State, buffer: &mut Buffer) {
    let whole = *buffer.area();
    let mut paint = Paint::new(buffer, &state.theme);
    if whole.width < SMALLEST.0 || whole.height < SMALLEST.1 {
        return draw_too_small(&mut paint, whole);
    }
    let body = draw_around(&mut paint, state);
    match state.screen {
        Screen::Home => home::draw(&mut paint, body, state),
        Screen::New => new::draw(&mut paint, body, state),
        Screen::Spec => spec::draw(&mut paint, body, state),
        Screen::Dictionary => dictionary::draw(&mut paint, body, state),
        Screen::Matrix => matrix::draw(&mut paint, body, state),
        Screen::Data => data::draw(&mut paint, body, state),
        Screen::Benchmark => benchmark::draw(&mut paint, body, state),
        Screen::Train => train::draw(&mut paint, body, state),
        Screen::Ship => ship::draw(&mut paint, body, state),
        Screen::Drift => drift::draw(&mut paint, body, state),
        Screen::View => viewer::draw(&mut paint, body, state),
    }
    let (width, _) = state.room();
    let own = Rect { width, ..whole };
    draw_overlay(&mut paint, own, state);
    if state.guide_beside() {
        let beside = Rect::new(width, 0, whole.width - width, whole.height);
        draw_guide(&mut paint, beside, state);
    }
}

/// Draws head and foot; what lies between is returned.
fn draw_around(paint: &mut Paint<'_>, state: &State) -> Rect {
    let (width, height) = state.room();
    let mut area = Rect::new(0, 0, width, height);
    let used = draw_head(paint, area, state);
    top(used, &mut area);
    draw_foot(paint, &mut area, state, &foot(state));
    Rect::new(
        area.x + 1,
        area.y,
        area.width.saturating_sub(2),
        area.height,
    )
}

/// Where the screen's own part lies.
fn body(state: &State) -> Rect {
    let whole = Rect::new(0, 0, state.size.0, state.size.1);
    if whole.width < SMALLEST.0 || whole.height < SMALLEST.1 {
        return Rect::default();
    }
    draw_around(
        &mut Paint::new(&mut Buffer::empty(whole), &state.theme),
        state,
    )
}

/// Rows of the page that is open; none where there is none.
pub fn page_rows(state: &State) -> Vec<Row> {
    // They depend on the width only; the height depends on the foot, which asks what can be found in them.
    let endless = Rect::new(0, 0, state.room().0.saturating_sub(2), u16::MAX / 2);
    paged::paged(state, endless).map_or_else(Vec::new, |page| page.rows)
}

/// How far the page that is open can be scrolled.
pub fn page_end(state: &State) -> usize {
    let page = paged::paged(state, body(state));
    page.map_or(0, |page| {
        page.rows
            .len()
            .saturating_sub(usize::from(page.area.height))
    })
}

/// One line: the smallest size, and the present one where there is room.
fn draw_too_small(paint: &mut Paint<'_>, area: Rect) {
    let short = format!("enlarge to {}x{}", SMALLEST.0, SMALLEST.1);
    let whole = format!("{short}: this is {}x{}", area.width, area.height);
    let fits = whole.len() <= usize::from(area.width);
    let line = if fits { whole } else { short };
    let x = area.width.saturating_sub(line.len() as u16) / 2;
    let y = area.y + area.height / 2;
    paint.text(area.x + x, y, area.width, &line, Tone::Plain);
}

fn foot(state: &State) -> Foot {
    match state.screen {
        Screen::Home => home::foot(state),
        Screen::New => new::foot(state),
        Screen::Spec => spec::foot(state),
        Screen::Dictionary => dictionary::foot(state),
        Screen::Matrix => matrix::foot(state),
        Screen::Data => data::foot(state),
        Screen::Benchmark => benchmark::foot(state),
        Screen::Train => train::foot(state),
        Screen::Ship => ship::foot(state),
        Screen::Drift => drift::foot(state),
        Screen::View => viewer::foot(state),
    }
}

/// What to do next on this screen, as the road says it, with the key that does it.
fn next(state: &State) -> String {
    let here = state.screen.milestone();
    let next = state
        .facts()
        .zip(here)
        .and_then(|(facts, here)| Some((facts, facts.next_at.get(here as usize)?)));
    let Some((facts, next)) = next else {
        return String::new();
    };
    let status = facts.survey.iter().find(|s| s.milestone == next.milestone);
    let runs = status.is_some_and(|s| matches!(s.state, Stand::ToDo | Stand::Stale))
        && matches!(
            Screen::of(next.milestone),
            Screen::Data | Screen::Benchmark | Screen::Train
        );
    let sentence = &next.sentence;
    let asks = facts.conversation.first().is_some() && state.talk().is_none();
    if here == Some(Milestone::Spec) && next.milestone == Milestone::Spec && asks {
        let key = key_of(state, Action::Ask);
        return format!("{sentence} {key} asks for it, question by question.");
    }
    if runs && state.offers(Action::Run) {
        return format!("{sentence} {} runs it.", key_of(state, Action::Run));
    }
    let ships = next.milestone == Milestone::Ship && state.screen == Screen::Ship;
    if ships && state.offers(Action::Promote) {
        return format!("{sentence} {} does it.", key_of(state, Action::Promote));
    }
    if next.milestone == Milestone::Drift
        && Some(next.milestone) == here
        && state.offers(Action::Watch)
        && status.is_some_and(|s| matches!(s.state, Stand::ToDo | Stand::Stale))
    {
        return format!("{sentence} {} does it.", key_of(state, Action::Watch));
    }
    if Some(next.milestone) != here {
        let number = next.milestone.number();
        return format!("{sentence} {number} goes to {}.", next.milestone);
    }
    sentence.clone()
}

/// Cells of a line of a text that lies over the screen.
fn text_width(state: &State) -> usize {
    usize::from(state.room().0.clamp(SMALLEST.0, 76)) - 4
}

/// The lines of a cell of a table, as it lies over the screen.
pub fn cell_lines(state: &State, text: Option<&str>) -> Vec<(String, Tone)> {
    let Some(text) = text else {
        return vec![("missing".to_owned(), Tone::Dim)];
    };
    let width = text_width(state);
    let lines = text.split('\n').flat_map(|line| match line.is_empty() {
        true => vec![String::new()],
        false => wrap(line.trim_end_matches('\r'), width),
    });
    lines.map(|line| (line, Tone::Plain)).collect()
}

/// Remarks as sentences: each with a capital and one full stop.
fn sentences(remarks: &[String]) -> String {
    let sentence = |remark: &String| {
        let mut letters = remark.trim_end_matches('.').chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        format!("{}{}.", first.unwrap_or_default(), letters.as_str())
    };
    remarks.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

/// Reasons as one answer; `open` where there is none.
fn gate_answer(gate: &Gate, open: &str) -> (String, Tone) {
    let reasons = || sentences(&gate.reasons);
    match &gate.passed {
        _ if gate.open => (open.to_owned(), Tone::Good),
        Some(passed) => (format!("Passed, {passed}: {}", reasons()), Tone::Warn),
        None => (reasons(), Tone::Warn),
    }
}
