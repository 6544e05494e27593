//! Home: recent projects, the samples inside the program, a new project.

use ratatui::layout::Rect;

use crate::road::State as Stand;
use crate::train::Decision;
use crate::tui::app::{Glance, List, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Cell, Foot, Head, Paint, Table, draw_table, left, top};

/// Cells of the columns of a project: its name (on a narrow and on a wide screen), where it stands, its verdict, when it was opened.
const NAME: (u16, u16) = (12, 16);
const STANDS: u16 = 19;
const VERDICT: u16 = 12;
const AGE: u16 = 14;
/// Below this width names are cut short, and the verdict needs the cells of the age.
const NARROW: u16 = 70;

/// Beyond this lines only stretch.
const WIDEST: u16 = 140;

/// What a stranger reads first.
const WELCOME: &str = "Six milestones lead from a question to a model in production: Spec, Data, Benchmark, Train, Ship, Drift. Each answers one question with evidence.";

/// How one begins with data of one's own.
const HINT: &[(&str, Tone)] = &[
    ("n", Tone::Key),
    (", or ", Tone::Plain),
    ("jalon trips.csv", Tone::Key),
    (", starts a project from your own data", Tone::Plain),
];

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let (recents, samples) = (&state.home.recents, &state.home.samples);
    let width = area.width.min(78);
    let welcome = Rect::new(area.x, area.y, width, 3.min(area.height));
    let used = paint.wrapped(welcome, WELCOME, Tone::Plain);
    top(used, &mut area);
    // Above the lists, which may be longer than the screen.
    let hint = top(1, &mut area);
    if hint.height > 0 {
        paint.pieces(hint.x, hint.y, hint.width, HINT);
    }
    top(u16::from(area.height > 14), &mut area);
    area.width = area.width.min(WIDEST);
    let shown = state.shown(List::Home);
    let (first, second): (Vec<usize>, Vec<usize>) =
        shown.iter().partition(|entry| **entry < recents.len());
    let under = match samples.is_empty() {
        true => 0,
        false => second.len() as u16 + 1,
    };
    let wanted = first.len() as u16 + 2 + under;
    top(u16::from(area.height > wanted), &mut area);
    if !recents.is_empty() {
        // A list that is too long shows what is around the cursor; the one without it shows its head.
        let room = area
            .height
            .saturating_sub(under)
            .max(area.height / 2)
            .max(3);
        let rows = (first.len() as u16 + 2).min(room);
        draw_recents(paint, top(rows, &mut area), state, &first);
    }
    if !samples.is_empty() {
        draw_samples(paint, area, state, &second);
    }
}

/// The place of the cursor among some entries; none where it is on another.
fn cursor(state: &State, entries: &[usize]) -> Option<usize> {
    let at = state.lists.at(List::Home);
    entries.iter().position(|entry| *entry == at)
}

/// Name, where a project stands, its verdict, its folder where there is room, and when it was opened last.
fn draw_recents(paint: &mut Paint<'_>, mut area: Rect, state: &State, entries: &[usize]) {
    paint.title(&mut area, "Recent projects");
    area.height = area.height.saturating_sub(u16::from(area.height > 2));
    left(2, 0, &mut area);
    let names = if area.width < NARROW { NAME.0 } else { NAME.1 };
    let has_age = area.width >= NARROW;
    let folder = area
        .width
        .saturating_sub(names + STANDS + VERDICT + AGE + 8);
    let mut heads = vec![
        Head::text("", names),
        Head::text("", STANDS),
        Head::text("", VERDICT),
    ];
    if folder > AGE {
        heads.push(Head::text("", folder).growing());
    }
    if has_age {
        heads.push(Head::number("", "", AGE));
    }
    let last = heads.len() - 1;
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let Some(recent) = entries.get(row).and_then(|e| state.home.recents.get(*e)) else {
            return Cell::plain("");
        };
        let glance = recent.glance.as_ref();
        match at {
            0 => Cell::plain(&*recent.name),
            1 => glance.map_or(Cell::plain(""), stand),
            2 => glance.map_or(Cell::plain(""), |glance| decision(glance.verdict)),
            at if at == last && has_age => Cell::toned(&*recent.when, Tone::Dim),
            _ => Cell::toned(recent.path.to_string_lossy(), Tone::Dim),
        }
    };
    let mut table = Table::of(&heads, &head, entries.len(), &cell);
    table.cursor = cursor(state, entries);
    draw_table(paint, area, &table);
}

/// Name and what a sample teaches.
fn draw_samples(paint: &mut Paint<'_>, mut area: Rect, state: &State, entries: &[usize]) {
    let title = "Samples, ready to walk through";
    paint.title(&mut area, title);
    left(2, 0, &mut area);
    let names = if area.width < NARROW { NAME.0 } else { NAME.1 };
    let heads = [Head::text("", names), Head::text("", 20).growing()];
    let head = |at: usize| heads[at].clone();
    let recents = state.home.recents.len();
    let cell = |row: usize, at: usize| {
        let entry = entries
            .get(row)
            .map_or(0, |entry| entry.saturating_sub(recents));
        match (state.home.samples.get(entry), at) {
            (None, _) => Cell::plain(""),
            (Some(sample), 0) => Cell::plain(&*sample.name),
            (Some(sample), _) => Cell::toned(&*sample.about, Tone::Dim),
        }
    };
    let mut table = Table::of(&heads, &head, entries.len(), &cell);
    table.cursor = cursor(state, entries);
    draw_table(paint, area, &table);
}

/// The first milestone that holds up the road, and how it stands.
fn stand(glance: &Glance) -> Cell {
    let Some(status) = &glance.open else {
        return Cell::toned("all passed", Tone::Good);
    };
    let tone = match status.state {
        Stand::Attention => Tone::Warn,
        Stand::Stale => Tone::Stale,
        _ => Tone::Plain,
    };
    let word = format!("{} {}", status.milestone, status.state.word());
    Cell::toned(word, tone)
}

fn decision(verdict: Option<Decision>) -> Cell {
    match verdict {
        None => Cell::plain(""),
        Some(decision @ Decision::Go) => Cell::toned(decision.word(), Tone::Good),
        Some(decision) => Cell::toned(decision.word(), Tone::Warn),
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
