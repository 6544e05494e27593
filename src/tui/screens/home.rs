//! Home: recent projects, the samples inside the program, a new project.

use ratatui::layout::Rect;

use crate::tui::app::{List, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Paint, sized, window};

/// A line of the home screen: a head, or an entry of the list by its position.
enum Line {
    Head(&'static str),
    Entry(usize),
    Empty,
}

/// What a stranger reads first.
const WELCOME: &str = "Six milestones lead from a question to a model in production: Spec, Data, Benchmark, Train, Ship, Drift. Each answers one question with evidence.";

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let (recents, samples) = (&state.home.recents, &state.home.samples);
    let mut lines = Vec::new();
    if !recents.is_empty() {
        lines.push(Line::Head("Recent projects"));
        lines.extend((0..recents.len()).map(Line::Entry));
        lines.push(Line::Empty);
    }
    if !samples.is_empty() {
        lines.push(Line::Head("Samples, ready to walk through"));
        lines.extend((0..samples.len()).map(|i| Line::Entry(recents.len() + i)));
        lines.push(Line::Empty);
    }
    let width = area.width.min(78);
    let welcome = Rect::new(area.x, area.y, width, 3.min(area.height));
    let mut y = area.y + paint.wrapped(welcome, WELCOME, Tone::Plain);
    y += u16::from(area.height > 12);
    let room = usize::from(area.bottom().saturating_sub(y));
    let at = state.lists.at(List::Home);
    let cursor = lines
        .iter()
        .position(|line| matches!(line, Line::Entry(entry) if *entry == at))
        .unwrap_or(0);
    let first = window(cursor, lines.len(), room);
    for line in lines.iter().skip(first).take(room) {
        match line {
            Line::Head(head) => {
                paint.text(area.x, y, area.width, head, Tone::Title);
            }
            Line::Entry(entry) => draw_entry(
                paint,
                Rect::new(area.x + 2, y, area.width - 2, 1),
                state,
                *entry,
            ),
            Line::Empty => {}
        }
        y += 1;
    }
    if y + 2 <= area.bottom() {
        paint.text(area.x, y, area.width, "Your own data", Tone::Title);
        let hint = [
            ("n", Tone::Key),
            (
                " starts a project from a CSV or Parquet file; so does ",
                Tone::Plain,
            ),
            ("jalon trips.csv", Tone::Key),
        ];
        paint.pieces(area.x + 2, y + 1, area.width - 2, &hint);
    }
}

fn draw_entry(paint: &mut Paint<'_>, area: Rect, state: &State, entry: usize) {
    let recents = &state.home.recents;
    let (name, about, more) = match (
        recents.get(entry),
        state.home.samples.get(entry.saturating_sub(recents.len())),
    ) {
        (Some(recent), _) => (
            &recent.name,
            recent.path.to_string_lossy().into_owned(),
            recent.when.as_str(),
        ),
        (None, Some(sample)) => (&sample.name, sample.about.clone(), ""),
        (None, None) => return,
    };
    let names = 18;
    let selected = state.lists.at(List::Home) == entry;
    let tone = if selected {
        Tone::Selected
    } else {
        Tone::Plain
    };
    paint.text(
        area.x,
        area.y,
        names,
        &sized(name, usize::from(names)),
        tone,
    );
    let rest = area.width.saturating_sub(names + 2);
    let right = if more.is_empty() {
        0
    } else {
        more.len() as u16 + 2
    };
    paint.text(
        area.x + names + 2,
        area.y,
        rest.saturating_sub(right),
        &about,
        Tone::Dim,
    );
    paint.right(area.x + names + 2, area.y, rest, more, Tone::Dim);
}

pub(super) fn foot(state: &State) -> Foot {
    let (recents, samples) = (state.home.recents.len(), state.home.samples.len());
    let at = state.lists.at(List::Home);
    let selected = at
        .checked_sub(recents)
        .and_then(|i| state.home.samples.get(i));
    let answer = match (recents, samples) {
        // Its line in the list may be cut.
        _ if selected.is_some() => {
            selected.map_or_else(String::new, |s| format!("{}: {}.", s.name, s.about))
        }
        (0, 0) => "No project yet.".to_owned(),
        (0, _) => "No project yet; the samples need no file of yours.".to_owned(),
        (n, _) => format!("{} of yours.", crate::text::counted(n, "project")),
    };
    let next = match (recents, samples) {
        (0, 0) => "Press n and give the path of a CSV or Parquet file.",
        (0, _) => {
            "Press Enter on a sample: it opens with its spec written, and r walks it to a verdict."
        }
        _ => "Press Enter to open one where it was left.",
    };
    Foot {
        word: "Found",
        answer,
        tone: Tone::Plain,
        next: next.into(),
    }
}
