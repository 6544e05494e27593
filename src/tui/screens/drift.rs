//! Drift: the chunks in time, the columns of one of them by level, reference and current on one axis, the action at the foot.

use ratatui::layout::Rect;

use crate::drift::{Action, Chunk, Column, Level, Score};
use crate::text;
use crate::tui::app::{List, State};
use crate::tui::screens::next;
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    Cell, Foot, Head, Line, Paint, Table, bottom, draw_lines, draw_mirror, draw_table,
    draw_timeline, left, lines_height, top,
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
/// Rows of a figure from which it stands below the columns.
const FIGURE: u16 = 8;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(chunk) = state.chunk() else {
        return announce(paint, area, "Does it still hold?", &WILL);
    };
    if state.detail
        && let Some(column) = state.moved().get(state.lists.at(List::Moved))
    {
        return draw_detail(paint, area, state, column);
    }
    let chunks = state.facts().map_or(&[][..], |f| &f.drift.chunks);
    let is_short = area.height < SHORT;
    let line = top(if is_short { 2 } else { 3 }, &mut area);
    draw_timeline(paint, line, chunks, state.lists.at(List::Chunks));
    let said = top(1, &mut area);
    draw_chunk(paint, said, chunk);
    if !is_short {
        top(1, &mut area);
    }
    let column = state.moved().get(state.lists.at(List::Moved)).copied();
    let rows = state.moved().len() as u16 + 1;
    if area.height > rows + FIGURE && area.width < 110 {
        let mut pane = bottom(area.height - rows, &mut area);
        top(1, &mut pane);
        draw_columns(paint, area, state);
        return draw_figure(paint, pane, state, column);
    }
    if is_short || area.width < 76 {
        return draw_columns(paint, area, state);
    }
    let columns = left(area.width * 3 / 5, 2, &mut area);
    draw_columns(paint, columns, state);
    draw_figure(paint, area, state, column);
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

/// One line: rows, time, and the score against the promise.
fn draw_chunk(paint: &mut Paint<'_>, area: Rect, chunk: &Chunk) {
    let mut x = paint.text(area.x, area.y, area.width, &chunk.name, Tone::Title);
    let time = match (&chunk.from, &chunk.to) {
        (Some(from), Some(to)) => format!(", {from} to {to}"),
        _ => String::new(),
    };
    let mut pieces = vec![(
        format!("  {}{time}", text::counted(chunk.rows, "row")),
        Tone::Dim,
    )];
    let performance = chunk.performance.as_ref();
    if let Some(score) = performance.and_then(|p| p.score.as_ref()) {
        let tone = match performance.map_or(Level::None, |p| p.level) {
            Level::None => Tone::Plain,
            level => tone_of(level),
        };
        pieces.push((format!("  {}", scored(score)), tone));
    }
    for (piece, tone) in pieces {
        let room = area.right().saturating_sub(x);
        x = paint.text(x, area.y, room, &piece, tone);
    }
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
    let row = |at: usize| {
        columns
            .get(at)
            .map_or_else(Vec::new, |c| column_row(c, at >= watched))
    };
    let table = Table {
        heads: &heads,
        rows: columns.len(),
        row: &row,
        cursor: Some(state.lists.at(List::Moved)),
        focused: state.overlay.is_none(),
        shift: 0,
    };
    draw_table(paint, area, &table);
}

fn column_row(column: &Column, is_outcome: bool) -> Vec<Cell> {
    let name = match (is_outcome, column.name.as_str()) {
        (true, name) if name != "prediction" => format!("{name} (target)"),
        (_, name) => name.to_owned(),
    };
    let words: Vec<&str> = column.what.iter().map(|w| w.word()).collect();
    let what = match &column.note {
        Some(note) => Cell::toned(note.clone(), Tone::Dim),
        None => Cell::plain(words.join(", ")),
    };
    let level = match column.level {
        Level::None => Cell::toned("-", Tone::Dim),
        level => Cell::toned(level.word(), tone_of(level)),
    };
    let number = |v: Option<f64>, shown: fn(f64) -> String| {
        Cell::plain(v.map_or_else(|| "-".to_owned(), shown))
    };
    vec![
        Cell::plain(name),
        level,
        number(column.effect, |e| {
            text::percent((e * 100.0).round() / 100.0)
        }),
        what,
        number(column.p_adjusted, |p| text::number(p, 2)),
    ]
}

fn tone_of(level: Level) -> Tone {
    match level {
        Level::None => Tone::Good,
        Level::Watch => Tone::Warn,
        Level::Alert => Tone::Bad,
    }
}

fn draw_figure(paint: &mut Paint<'_>, mut area: Rect, state: &State, column: Option<&Column>) {
    let Some(column) = column else {
        return;
    };
    let head = top(1, &mut area);
    paint.text(head.x, head.y, head.width, &column.name, Tone::Title);
    match &column.figure {
        Some(figure) => draw_mirror(paint, area, figure, &unit_of(state, column)),
        None => {
            let why = match &column.note {
                Some(note) => note.as_str(),
                None => "nothing is drawn of it: it is personal, or not there",
            };
            paint.wrapped(area, why, Tone::Dim);
        }
    }
}

fn unit_of(state: &State, column: &Column) -> String {
    let decisions = state.facts().map(|f| &f.project.decisions);
    let Some(decisions) = decisions else {
        return String::new();
    };
    let is_target = decisions.problem.target.as_ref() == Some(&column.name);
    let unit = match is_target || column.name == "prediction" {
        true => &decisions.problem.unit,
        false => &decisions
            .columns
            .get(&column.name)
            .and_then(|c| c.unit.clone()),
    };
    unit.clone().unwrap_or_default()
}

/// One column: what changed in words, its statistics, and both samples drawn.
fn draw_detail(paint: &mut Paint<'_>, mut area: Rect, state: &State, column: &Column) {
    let head = top(1, &mut area);
    let x = paint.text(head.x, head.y, head.width, &column.name, Tone::Title);
    let room = head.right().saturating_sub(x);
    let level = format!("  {}", column.level.word());
    paint.text(x, head.y, room, &level, tone_of(column.level));
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
    lines.extend(column.sentence.clone().map(|s| ("changed", s)));
    lines.extend(column.note.clone().map(|n| ("note", n)));
    lines.push((
        "moved",
        column.effect.map_or_else(
            || "not known".to_owned(),
            |effect| format!("{} of the rows", share(effect)),
        ),
    ));
    lines.push((
        "missing",
        format!(
            "{} of the reference, {} now",
            share(column.missing_reference),
            share(column.missing)
        ),
    ));
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
    let under = area.height.saturating_sub(wanted + 1).max(area.height / 2);
    let mut pane = bottom(under, &mut area);
    draw_lines(paint, area, &lines);
    if area.height > wanted {
        top(1, &mut pane);
    }
    if let Some(figure) = &column.figure {
        draw_mirror(paint, pane, figure, &unit_of(state, column));
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
