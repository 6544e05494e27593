//! Drift: the chunks in time, the columns of one of them by level, reference and current on one axis, the action at the foot.

use ratatui::layout::Rect;

use crate::drift::{Action, Chunk, Column, Level, Score};
use crate::figures::{Figure, Mark, Moment, Timeline};
use crate::text;
use crate::tui::app::{List, State};
use crate::tui::screens::levels::draw_sides;
use crate::tui::screens::next;
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    Cell, Foot, Head, Line, Paint, Table, bottom, draw_figure, draw_lines, draw_table, left,
    lines_height, top,
};

const WILL: [(&str, &str); 5] = [
    (
        "columns",
        "each column of new data is compared with the training rows: shift, spread, shape, new categories, missing values",
    ),
    ("predictions", "their distribution is compared as well"),
    (
        "performance",
        "realised where the true answers came, against what training promised, with its interval",
    ),
    (
        "baseline",
        "whether the version before, or the best baseline, does better on the same rows",
    ),
    ("action", "nothing, watch, retrain or roll back, and why"),
];
/// Rows below which the columns are all that fits beside the chunks.
const SHORT: u16 = 10;
/// Rows of the figure of a column that is open at least.
const LEAST: u16 = 7;
/// Rows beside the columns from which the figure follows the cursor.
const FOLLOWS: u16 = 14;
/// Cells of the list of columns at most, and beside it from which a column is told there in full.
const LIST: u16 = 84;
const BESIDE: u16 = 80;
/// Rows of a figure from which it stands below the columns.
const FIGURE: u16 = 8;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    if state.chunk().is_none() {
        return announce(paint, area, "Does it still hold?", &WILL);
    }
    if state.detail
        && let Some(column) = state.moved().get(state.lists.at(List::Moved))
    {
        return draw_detail(paint, area, state, column);
    }
    let chunks = state.facts().map_or(&[][..], |f| &f.drift.chunks);
    let is_short = area.height < SHORT;
    let line = top(if is_short { 3 } else { 4 }, &mut area);
    let timeline = Figure::Timeline(timeline(chunks));
    draw_figure(paint, line, &timeline, Some(state.lists.at(List::Chunks)));
    if !is_short {
        top(1, &mut area);
    }
    let column = state.moved().get(state.lists.at(List::Moved)).copied();
    let rows = state.moved().len() as u16 + 1;
    if area.height > rows + FIGURE && area.width < 110 {
        let mut pane = bottom(area.height - rows, &mut area);
        top(1, &mut pane);
        draw_columns(paint, area, state);
        return draw_moved(paint, pane, state, column);
    }
    if is_short || area.width < 76 {
        return draw_columns(paint, area, state);
    }
    let columns = left((area.width * 3 / 5).min(LIST), 2, &mut area);
    draw_columns(paint, columns, state);
    if let Some(column) = column.filter(|_| area.width >= BESIDE && area.height >= FOLLOWS) {
        return draw_detail(paint, area, state, column);
    }
    // On a short screen the figure stays that of the gravest column, so that a step of the cursor costs little on a slow line;
    // any other is opened.
    let drawn = match area.height < FOLLOWS {
        true => state.moved().first().copied(),
        false => column,
    };
    draw_moved(paint, area, state, drawn);
}

/// A question and what will answer it, point by point.
pub(super) fn announce(paint: &mut Paint<'_>, area: Rect, question: &str, points: &[(&str, &str)]) {
    let words = 13;
    let mut y = area.y;
    paint.text(area.x, y, area.width, question, Tone::Title);
    y += 2;
    for (word, sentence) in points {
        let room = area.bottom().saturating_sub(y);
        if room == 0 {
            return;
        }
        paint.text(area.x, y, words, word, Tone::Plain);
        let width = area.width.saturating_sub(words);
        y += paint.wrapped(
            Rect::new(area.x + words, y, width, room.min(3)),
            sentence,
            Tone::Dim,
        );
    }
}

/// The chunks as moments, each with its level or that nothing can be said of it.
fn timeline(chunks: &[Chunk]) -> Timeline {
    let moment = |chunk: &Chunk| {
        let (mark, word) = match (chunk.is_judged(), chunk.level) {
            (false, _) => (Mark::Unknown, "too few"),
            (true, Level::None) => (Mark::Good, "holds"),
            (true, Level::Watch) => (Mark::Watch, Level::Watch.word()),
            (true, Level::Alert) => (Mark::Alert, Level::Alert.word()),
        };
        Moment {
            name: chunk.name.clone(),
            mark,
            word: word.to_owned(),
            detail: detail(chunk),
        }
    };
    Timeline {
        moments: chunks.iter().map(moment).collect(),
    }
}

/// Rows, time, and the score against the promise.
fn detail(chunk: &Chunk) -> String {
    let mut said = vec![text::counted(chunk.rows, "row")];
    if let (Some(from), Some(to)) = (&chunk.from, &chunk.to) {
        said.push(format!("{from} to {to}"));
    }
    let performance = chunk.performance.as_ref();
    said.extend(performance.and_then(|p| p.score.as_ref()).map(scored));
    said.join(", ")
}

/// `mae 2.05 USD, promised 1.38`.
fn scored(score: &Score) -> String {
    let unit = match score.unit.as_str() {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    let promised = score.reference.map_or_else(String::new, |r| {
        format!(", promised {}", text::number(r.value, 3))
    });
    let now = text::number(score.realised.value, 3);
    format!("{} {now}{unit}{promised}", score.metric)
}

fn draw_columns(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let columns = state.moved();
    let heads = [
        Head::text("column", 16).growing(),
        Head::text("level", 6),
        Head::number("moved", "", 6),
        Head::text("what", 20),
        Head::number("p", "", 8),
    ];
    let watched = state.chunk().map_or(0, |c| c.columns.len());
    let shown = state.shown(List::Moved);
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| match shown.get(row).and_then(|at| columns.get(*at)) {
        Some(column) => column_cell(column, shown[row] >= watched, at),
        None => Cell::plain(""),
    };
    let table = Table {
        sorted: state.order(List::Moved),
        ..Table::of(&heads, &head, shown.len(), &cell)
            .at(state.shown_at(List::Moved), state.overlay.is_none())
    };
    draw_table(paint, area, &table);
}

fn column_cell(column: &Column, is_outcome: bool, at: usize) -> Cell {
    let number = |v: Option<f64>, shown: fn(f64) -> String| {
        Cell::plain(v.map_or_else(|| "-".to_owned(), shown))
    };
    match at {
        0 => match (is_outcome, column.name.as_str()) {
            (true, name) if name != "prediction" => Cell::plain(format!("{name} (target)")),
            (_, name) => Cell::plain(name),
        },
        1 => match column.level {
            Level::None => Cell::toned("-", Tone::Dim),
            level => Cell::toned(level.word(), tone_of(level)),
        },
        2 => number(column.effect, |e| {
            text::percent((e * 100.0).round() / 100.0)
        }),
        3 => match &column.note {
            Some(note) => Cell::toned(note.clone(), Tone::Dim),
            None => {
                let words: Vec<&str> = column.what.iter().map(|w| w.word()).collect();
                Cell::plain(words.join(", "))
            }
        },
        _ => number(column.p_adjusted, |p| text::number(p, 2)),
    }
}

fn tone_of(level: Level) -> Tone {
    match level {
        Level::None => Tone::Good,
        Level::Watch => Tone::Warn,
        Level::Alert => Tone::Bad,
    }
}

fn draw_moved(paint: &mut Paint<'_>, mut area: Rect, state: &State, column: Option<&Column>) {
    let Some(column) = column else {
        return;
    };
    paint.title(&mut area, &column.name);
    match &column.figure {
        Some(figure) => draw_sides(
            paint,
            area,
            (column, figure),
            &state.unit_of(&column.name),
            None,
        ),
        None => {
            let why = match &column.note {
                Some(note) => note.as_str(),
                None => "nothing is drawn of it: it is personal, or not there",
            };
            paint.wrapped(area, why, Tone::Dim);
        }
    }
}

/// One column: what changed in words, its statistics, and both samples drawn.
fn draw_detail(paint: &mut Paint<'_>, mut area: Rect, state: &State, column: &Column) {
    let head = top(1, &mut area);
    let x = paint.text(head.x, head.y, head.width, &column.name, Tone::Title);
    let room = head.right().saturating_sub(x);
    let (level, tone) = match (&column.note, column.level) {
        (Some(_), _) => ("not judged", Tone::Dim),
        (None, Level::None) => ("holds", tone_of(Level::None)),
        (None, level) => (level.word(), tone_of(level)),
    };
    paint.text(x, head.y, room, &format!("  {level}"), tone);
    let tests: Vec<String> = column
        .tests
        .iter()
        .map(|test| {
            let value = test.statistic.map_or_else(|| "-".to_owned(), text::short);
            match test.p_value {
                Some(p) => format!("{} {value} (p {})", test.test, text::number(p, 2)),
                None => format!("{} {value}", test.test),
            }
        })
        .collect();
    let share = |v: f64| text::percent(v);
    let mut lines: Vec<Line> = Vec::new();
    // Every column has the same lines at the same places: from one to the next only what they say changes.
    let changed = column.sentence.clone().unwrap_or_else(|| "nothing".into());
    lines.push(("changed", changed));
    lines.extend(column.note.clone().map(|n| ("note", n)));
    let moved = column.effect.map_or_else(
        || "not known".to_owned(),
        |effect| format!("{} of the rows", share(effect)),
    );
    let missing = format!(
        "missing {} of the reference, {} now",
        share(column.missing_reference),
        share(column.missing)
    );
    lines.push(("moved", format!("{moved}; {missing}")));
    if let (Some(p), Some(corrected)) = (column.p_value, column.p_adjusted) {
        let all = format!(
            "{}, corrected for this chunk {}",
            text::number(p, 2),
            text::number(corrected, 2)
        );
        lines.push(("p", all));
    }
    if !tests.is_empty() {
        lines.push(("statistics", tests.join(", ")));
    }
    let wanted = lines_height(&lines, area.width);
    let spare = area.height.saturating_sub(wanted + 1);
    let under = spare.max(area.height / 2).max(area.height.min(LEAST));
    let mut pane = bottom(under, &mut area);
    draw_lines(paint, area, &lines);
    if area.height > wanted {
        top(1, &mut pane);
    }
    if let Some(figure) = &column.figure {
        let cursor = state.chart().map(|(_, at)| at);
        let unit = state.unit_of(&column.name);
        draw_sides(paint, pane, (column, figure), &unit, cursor);
    }
}

pub(super) fn foot(state: &State) -> Foot {
    let advice = state.facts().and_then(|f| f.advice.as_ref());
    let (Some(advice), Some(chunk)) = (advice, state.chunk()) else {
        return Foot {
            word: "Found",
            answer: "Nothing is watched yet.".into(),
            tone: Tone::Plain,
            next: next(state),
        };
    };
    if !state.is_newest_chunk() {
        let found = chunk.found();
        return Foot {
            word: "Chunk",
            answer: joined(&found),
            tone: Tone::Plain,
            next: next(state),
        };
    }
    let tone = match advice.action {
        Action::Nothing => Tone::Good,
        Action::Watch => Tone::Warn,
        Action::Retrain | Action::RollBack => Tone::Bad,
    };
    let word = advice.action.word().to_uppercase();
    Foot {
        word: "Action",
        answer: format!("{word}: {}", joined(&advice.reasons)),
        tone,
        next: next(state),
    }
}

/// Findings one after the other; a column's name stays as it is written.
fn joined(found: &[String]) -> String {
    let ended = found
        .iter()
        .map(|f| format!("{}.", f.trim_end_matches('.')));
    ended.collect::<Vec<_>>().join(" ")
}
