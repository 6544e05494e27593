//! Ship: the versions, what runs first; what each gained over what it was tested against; one version with its record
//! and what is new in it.

use ratatui::layout::Rect;

use crate::figures::{Bar, Bars, Figure};
use crate::road::Milestone;
use crate::ship::{Change, Decision, Stage, Version};
use crate::spec::metric_named;
use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{Facts, List, Shipped, State};
use crate::tui::screens::{next, sentences};
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    Cell, Foot, Head, Line, Paint, Table, bottom, draw_figure, draw_lines, draw_table, key_of,
    lines_height, top,
};

/// Characters of a hash that tell versions apart.
const HASH: usize = 8;
/// Cells beyond which the table of versions only stretches.
const WIDEST: u16 = 110;
/// Rows below which the gains are left out.
const SHORT: u16 = 9;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(facts) = state.facts() else {
        return;
    };
    if facts.shipped.is_empty() {
        return draw_nothing(paint, area, state);
    }
    if let Some(shipped) = state.shipped().filter(|_| state.detail) {
        return draw_version(paint, area, facts, shipped);
    }
    let wanted = facts.shipped.len() as u16 + 2;
    let is_short = area.height < SHORT;
    let versions = match is_short {
        true => area.height,
        false => wanted.min(area.height / 2),
    };
    draw_versions(paint, top(versions, &mut area), state, facts);
    if is_short {
        return;
    }
    top(1, &mut area);
    let mut gains = top((wanted + 1).min(area.height), &mut area);
    let unit = facts
        .shipped
        .first()
        .map_or("", |s| unit(facts, &s.version));
    let unit = match unit {
        "" => String::new(),
        unit => format!(" in {unit}"),
    };
    let title = format!("Gain{unit} over what it was tested against, 95 % interval");
    paint.title(&mut gains, &title);
    draw_figure(paint, gains, &Figure::Bars(gains_of(facts)), None);
    top(1, &mut area);
    if let Some(shipped) = state.shipped().filter(|_| area.height >= SHORT) {
        draw_version(paint, area, facts, shipped);
    }
}

/// What can be shipped, and how.
fn draw_nothing(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let question = Milestone::Ship.question();
    paint.text(area.x, area.y, area.width, question, Tone::Title);
    let key = key_of(state, Action::Promote);
    let how = [
        format!(
            "Nothing runs yet. {key} tests what the verdict chose against the best baseline; where it is better it becomes version 1 and scores new rows from then on."
        ),
        format!(
            "On Train, {key} proposes the selected run or baseline instead. A rule ships like a model."
        ),
        "A version keeps the model, the columns it expects, a copy of jalon.toml and one hash over model and columns. The next one has to beat it on the same rows: PROMOTE, HOLD or REJECT.".to_owned(),
    ];
    let mut y = area.y + 2;
    for paragraph in how {
        let room = area.bottom().saturating_sub(y);
        let rect = Rect::new(area.x, y, area.width.min(76), room);
        y += paint.wrapped(rect, &paragraph, Tone::Plain) + 1;
    }
}

fn draw_versions(paint: &mut Paint<'_>, area: Rect, state: &State, facts: &Facts) {
    let first = facts.shipped.first().map(|s| &s.version);
    let metric = first.map_or("score", |v| v.metric.as_str());
    let unit = first.map_or("", |v| unit(facts, v));
    let heads = [
        Head::text("version", 14),
        Head::text("stage", 10),
        Head::number(metric, unit, (text::width(metric) as u16).max(7)),
        Head::text("test", 7),
        Head::text("against", 16).growing(),
        Head::text("made", 10),
        Head::text("hash", HASH as u16),
    ];
    let head = |at: usize| heads[at].clone();
    let shown = state.shown(List::Versions);
    let cell = |row: usize, at: usize| match shown.get(row).and_then(|at| facts.shipped.get(*at)) {
        Some(shipped) => version_cell(&shipped.version, at),
        None => Cell::plain(""),
    };
    let table =
        Table::of(&heads, &head, shown.len(), &cell).at(state.shown_at(List::Versions), true);
    let width = area.width.min(WIDEST);
    draw_table(paint, Rect { width, ..area }, &table);
}

fn version_cell(version: &Version, at: usize) -> Cell {
    match at {
        0 => Cell::plain(label(version)),
        1 => Cell::toned(version.stage.word(), stage_tone(version.stage)),
        2 => {
            let score = version.score.map(|s| text::number(s, 3));
            Cell::plain(score.unwrap_or_else(|| "-".into()))
        }
        3 => {
            let decision = version.record.decision;
            Cell::toned(decision.word(), test_tone(decision))
        }
        4 => Cell::plain(version.record.against.clone()),
        5 => Cell::toned(day(version), Tone::Dim),
        _ => Cell::toned(version.hash.get(..HASH).unwrap_or_default(), Tone::Dim),
    }
}

fn label(version: &Version) -> String {
    format!("{} {}", version.number, version.name)
}

/// The day on which it was made, UTC.
fn day(version: &Version) -> &str {
    version.times.made.get(..10).unwrap_or_default()
}

fn stage_tone(stage: Stage) -> Tone {
    match stage {
        Stage::Champion => Tone::Good,
        Stage::Challenger => Tone::Warn,
        Stage::Archived => Tone::Dim,
    }
}

fn test_tone(decision: Decision) -> Tone {
    match decision {
        Decision::Promote => Tone::Good,
        Decision::Hold => Tone::Warn,
        Decision::Reject => Tone::Bad,
    }
}

/// The gain of each version with its interval; no gain as a line.
fn gains_of(facts: &Facts) -> Bars {
    let versions = || facts.shipped.iter().map(|s| &s.version);
    let bar = |version: &Version| Bar {
        label: label(version),
        value: version.record.gain.unwrap_or(f64::NAN),
        interval: version.record.interval,
    };
    let unit = versions().next().map_or("", |version| unit(facts, version));
    Bars {
        axis: "gain".into(),
        unit: unit.to_owned(),
        bars: versions().map(bar).collect(),
        lines: vec![("none".into(), 0.0)],
        from_zero: false,
    }
}

/// The unit of a version's score, empty where it has none.
fn unit<'a>(facts: &'a Facts, version: &Version) -> &'a str {
    let decisions = &facts.project.decisions;
    let unit = decisions.problem.unit.as_deref().unwrap_or_default();
    metric_named(decisions, &version.metric).map_or("", |m| m.unit().in_words(unit))
}

/// One version: what it is, why it stands where it stands, what is new in it.
fn draw_version(paint: &mut Paint<'_>, mut area: Rect, facts: &Facts, shipped: &Shipped) {
    let version = &shipped.version;
    let title = format!("Version {}: {}", label(version), version.stage.word());
    paint.title(&mut area, &title);
    let lines = record(version, unit(facts, version));
    let changes = changed(shipped);
    let wanted = changes.len() as u16;
    let spare = area.height.saturating_sub(lines_height(&lines, area.width));
    let room = wanted.min(spare.max(area.height / 3)).max(1);
    let mut below = bottom(room, &mut area);
    let used = draw_lines(paint, area, &lines);
    below.y = area.y + used;
    draw_changes(paint, below, &changes, shipped);
}

fn record(version: &Version, unit: &str) -> Vec<Line> {
    let record = &version.record;
    let mut lines = Vec::new();
    let scores: Vec<String> = [
        (version.score, "over the folds"),
        (version.holdout, "on the holdout"),
    ]
    .into_iter()
    .filter_map(|(score, on)| Some(format!("{} {on}", text::with_unit(score?, unit))))
    .collect();
    if !scores.is_empty() {
        lines.push(("score", format!("{} {}", version.metric, scores.join(", "))));
    }
    lines.push((
        "test",
        format!("{} against {}", record.decision.word(), record.against),
    ));
    if let Some(gain) = record.gain {
        let interval = record.interval.map_or_else(String::new, |(low, high)| {
            format!(
                ", 95 % interval {} to {}",
                text::number(low, 3),
                text::with_unit(high, unit)
            )
        });
        let p = record
            .p_value
            .map_or_else(String::new, |p| format!(", p = {}", text::number(p, 1)));
        lines.push((
            "gain",
            format!("{}{interval}{p}", text::with_unit(gain, unit)),
        ));
    }
    if !record.reasons.is_empty() {
        lines.push(("found", sentences(&record.reasons)));
    }
    if !record.passed_with.is_empty() {
        lines.push(("promoted", format!("all the same: {}", record.passed_with)));
    }
    let time = version
        .times
        .made
        .get(..16)
        .unwrap_or_default()
        .replace('T', " ");
    lines.push(("made", format!("{time} UTC by {}", record.who)));
    let from = version
        .run
        .map_or_else(|| "a baseline".into(), |run| format!("run {run}"));
    lines.push((
        "from",
        format!("{from}; kept in versions/{:04}", version.number),
    ));
    lines.push(("blake3", version.hash.clone()));
    lines
}

/// What is new in a version, a line each.
fn changed(shipped: &Shipped) -> Vec<String> {
    match &shipped.since {
        None => vec!["it is the first".into()],
        Some((_, Err(error))) => vec![error.message.clone()],
        Some((before, Ok(changes))) if changes.is_empty() => {
            vec![format!("no decision since version {before}")]
        }
        Some((_, Ok(changes))) => changes.iter().map(change).collect(),
    }
}

fn change(change: &Change) -> String {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("{} from {before} to {after}", change.key),
        (None, Some(after)) => format!("{} is new: {after}", change.key),
        (Some(before), None) => format!("{} is gone; it was {before}", change.key),
        (None, None) => change.key.clone(),
    }
}

/// As many changes as have room; the last line says where the rest is.
fn draw_changes(paint: &mut Paint<'_>, area: Rect, changes: &[String], shipped: &Shipped) {
    let room = usize::from(area.height);
    let is_cut = changes.len() > room;
    let shown = if is_cut { room.saturating_sub(1) } else { room };
    paint.text(area.x, area.y, 11, "changed", Tone::Dim);
    let (x, width) = (area.x + 12, area.width.saturating_sub(12));
    for (line, y) in changes.iter().take(shown).zip(area.y..) {
        paint.text(x, y, width, line, Tone::Plain);
    }
    if let Some((before, _)) = shipped.since.as_ref().filter(|_| is_cut) {
        let more = format!(
            "{} more: versions/{before:04} and versions/{:04}, jalon.toml",
            changes.len() - shown,
            shipped.version.number
        );
        paint.text(x, area.y + shown as u16, width, &more, Tone::Dim);
    }
}

pub(super) fn foot(state: &State) -> Foot {
    let facts = state.facts();
    let status = facts.and_then(|f| f.survey.get(Milestone::Ship as usize));
    let waiting = status.map_or(&[][..], |s| s.reasons.as_slice());
    let champion = facts.and_then(|f| Some((f, &f.shipped.first()?.version)));
    let champion = champion.filter(|(_, version)| version.stage == Stage::Champion);
    let (answer, tone) = match champion {
        None if waiting.is_empty() => ("Nothing was promoted yet.".to_owned(), Tone::Plain),
        None => (sentences(waiting), Tone::Warn),
        Some((facts, version)) => {
            let score = version.score.map_or_else(String::new, |s| {
                let score = text::with_unit(s, unit(facts, version));
                format!(", {} {score}", version.metric)
            });
            let runs = format!("{}{score}, made {}.", version.title(), day(version));
            let tone = if waiting.is_empty() {
                Tone::Good
            } else {
                Tone::Warn
            };
            (format!("{runs} {}", sentences(waiting)), tone)
        }
    };
    Foot {
        word: "Runs",
        answer: answer.trim_end().to_owned(),
        tone,
        next: next(state),
    }
}
