//! Home: recent projects, the samples inside the program, a new project.

use ratatui::layout::Rect;

use crate::road::State as Stand;
use crate::train::Decision;
use crate::tui::app::{Glance, List, Recent, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Paint, left, sized, window};

/// A line of the home screen: a head, or an entry of the list by its position.
enum Line {
    Head(&'static str),
    Entry(usize),
    Empty,
}

/// Cells of the columns of a project: its name (on a narrow and on a wide screen), where it stands, its verdict, when it was opened.
const NAME: (u16, u16) = (12, 16);
const STANDS: u16 = 19;
const VERDICT: u16 = 12;
const AGE: u16 = 14;
/// Below this width names are cut short, and the verdict needs the cells of the age.
const NARROW: u16 = 70;

/// What a stranger reads first.
const WELCOME: &str = "Six milestones lead from a question to a model in production: Spec, Data, Benchmark, Train, Ship, Drift. Each answers one question with evidence.";

/// How one begins with data of one's own.
const HINT: &[(&str, Tone)] = &[
    ("n", Tone::Key),
    (", or ", Tone::Plain),
    ("jalon trips.csv", Tone::Key),
    (", starts a project from your own data", Tone::Plain),
];

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let (recents, samples) = (&state.home.recents, &state.home.samples);
    let mut lines = Vec::new();
    if !recents.is_empty() {
        lines.push(Line::Head("Recent projects"));
        lines.extend((0..recents.len()).map(Line::Entry));
    }
    if !samples.is_empty() {
        if !lines.is_empty() {
            lines.push(Line::Empty);
        }
        lines.push(Line::Head("Samples, ready to walk through"));
        lines.extend((0..samples.len()).map(|i| Line::Entry(recents.len() + i)));
    }
    let width = area.width.min(78);
    let welcome = Rect::new(area.x, area.y, width, 3.min(area.height));
    let mut y = area.y + paint.wrapped(welcome, WELCOME, Tone::Plain);
    // Above the lists, which may be longer than the screen.
    if y < area.bottom() {
        paint.pieces(area.x, y, area.width, HINT);
        y += 1;
    }
    let left_over = usize::from(area.bottom().saturating_sub(y)) > lines.len();
    y += u16::from(left_over);
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
}

fn draw_entry(paint: &mut Paint<'_>, area: Rect, state: &State, entry: usize) {
    let tone = match state.lists.at(List::Home) == entry {
        true => Tone::Selected,
        false => Tone::Plain,
    };
    let recents = &state.home.recents;
    let sample = || state.home.samples.get(entry.saturating_sub(recents.len()));
    let (name, recent, about) = match (recents.get(entry), sample()) {
        (Some(recent), _) => (&recent.name, Some(recent), ""),
        (None, Some(sample)) => (&sample.name, None, sample.about.as_str()),
        (None, None) => return,
    };
    let mut rest = area;
    let names = if area.width < NARROW { NAME.0 } else { NAME.1 };
    let cell = left(names, 2, &mut rest);
    let name = sized(name, usize::from(names));
    paint.text(cell.x, cell.y, cell.width, &name, tone);
    match recent {
        Some(recent) => draw_recent(paint, rest, recent),
        None => {
            paint.text(rest.x, rest.y, rest.width, about, Tone::Dim);
        }
    }
}

/// Where a project stands, its verdict, its folder where there is room, and when it was opened last.
fn draw_recent(paint: &mut Paint<'_>, mut area: Rect, recent: &Recent) {
    let columns = STANDS + VERDICT + 4;
    let age = if area.width < columns + AGE { 0 } else { AGE };
    paint.right(area.right() - age, area.y, age, &recent.when, Tone::Dim);
    area.width -= age;
    let (stands, verdict) = (left(STANDS, 2, &mut area), left(VERDICT, 2, &mut area));
    if let Some(glance) = &recent.glance {
        let (text, tone) = stand(glance);
        paint.text(stands.x, stands.y, stands.width, &text, tone);
        let (text, tone) = decision(glance.verdict);
        paint.text(verdict.x, verdict.y, verdict.width, text, tone);
    }
    if area.width >= AGE {
        let path = recent.path.to_string_lossy();
        paint.text(area.x, area.y, area.width, &path, Tone::Dim);
    }
}

/// The first milestone that holds up the road, and how it stands.
fn stand(glance: &Glance) -> (String, Tone) {
    let Some(status) = &glance.open else {
        return ("all passed".to_owned(), Tone::Good);
    };
    let tone = match status.state {
        Stand::Attention => Tone::Warn,
        Stand::Stale => Tone::Stale,
        _ => Tone::Plain,
    };
    (
        format!("{} {}", status.milestone, status.state.word()),
        tone,
    )
}

fn decision(verdict: Option<Decision>) -> (&'static str, Tone) {
    match verdict {
        None => ("", Tone::Plain),
        Some(decision @ Decision::Go) => (decision.word(), Tone::Good),
        Some(decision) => (decision.word(), Tone::Warn),
    }
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
        _ if recents > 0 => state
            .home
            .recents
            .get(at)
            .map_or_else(String::new, |recent| {
                format!("{} in {}", recent.name, recent.path.display())
            }),
        (_, 0) => "No project yet.".to_owned(),
        (_, _) => "No project yet; the samples need no file of yours.".to_owned(),
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
