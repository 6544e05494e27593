//! Train: the leaderboard with the baselines always in, what is being trained, the verdict at the foot.

use ratatui::layout::Rect;

use crate::figures::{Figure, Line as Curve, Lines, Measure};
use crate::text;
use crate::train::{Decision, Run, Verdict};
use crate::tui::app::{Entrant, Facts, JobView, List, State, mode_word};
use crate::tui::screens::board::board;
use crate::tui::screens::paged::{entrant_lines, entrant_title, page_foot, paged};
use crate::tui::screens::{next, sentences};
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    AGAINST_BEST, Board, Foot, Paint, board_height, bottom, draw_board, draw_figure, draw_lines,
    left, meter, top,
};
use crate::work::Live;

/// Rows below which the board is all that fits, but for what is being trained.
const SHORT: u16 = 10;
/// Cells from which the numbers of a run stand beside its charts.
const WIDE: u16 = 150;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    if let Some(paged) = paged(state, area) {
        return paged.draw(paint);
    }
    let Some(facts) = state.facts() else {
        return;
    };
    let all = state.entrants();
    let shown = state.shown(List::Board);
    let at = state.lists.at(List::Board);
    let live = state.job.as_ref().filter(|job| trains(job));
    let entrant = all.get(at);
    let entrants: Vec<_> = shown
        .iter()
        .filter_map(|row| all.get(*row).cloned())
        .collect();
    let run = entrant.and_then(|e| run_of(facts, e.run?));
    let is_short = area.height < SHORT;
    let under = match (is_short, live) {
        (true, Some(_)) => 3,
        (true, None) => 0,
        (false, _) if area.height < 20 => 5,
        (false, _) => {
            let spare = area.height.saturating_sub(board_height(entrants.len()));
            spare.max(area.height / 2)
        }
    };
    let mut pane = bottom(under, &mut area);
    match board(facts, &entrants) {
        Some((bars, rows, direction)) if !rows.is_empty() => {
            let board = Board {
                bars: &bars,
                rows: &rows,
                direction,
                cursor: state.shown_at(List::Board),
                sorted: state.order(List::Board),
                versus: AGAINST_BEST,
            };
            draw_board(paint, area, &board);
        }
        _ => {
            paint.text(
                area.x,
                area.y,
                area.width,
                "Does a model beat the best baseline, and does it stand up?",
                Tone::Title,
            );
            let text = "The baselines are not scored yet: r runs what is missing, in order.";
            paint.wrapped(
                Rect::new(area.x, area.y + 2, area.width, 3),
                text,
                Tone::Plain,
            );
        }
    }
    if !is_short && area.height > board_height(entrants.len()) {
        top(1, &mut pane);
    }
    // On a short screen the charts stay those of the chosen run, so that a step of the cursor costs little on a slow line.
    let chosen = facts.board.as_ref().and_then(|board| board.best());
    let run = if pane.height < super::paged::CHART {
        chosen.or(run)
    } else {
        run
    };
    match (live, run) {
        (Some(job), _) => draw_live(paint, pane, job),
        (None, Some(run)) => {
            if pane.width >= WIDE && pane.height >= super::paged::CHART {
                draw_entrant(paint, left(pane.width / 3, 3, &mut pane), state, entrant);
            }
            draw_learned(paint, pane, run);
        }
        (None, None) if pane.height >= super::paged::CHART && entrant.is_some() => {
            draw_entrant(paint, pane, state, entrant);
        }
        (None, None) if pane.height > 0 => {
            let line = format!(
                "t trains every family that fits the task; mode {} (m changes it)",
                mode_word(state.mode)
            );
            paint.text(pane.x, pane.y + 1, pane.width, &line, Tone::Dim);
        }
        (None, None) => {}
    }
}

/// What Enter opens: a run or a baseline in numbers.
fn draw_entrant(paint: &mut Paint<'_>, mut area: Rect, state: &State, entrant: Option<&Entrant>) {
    let told = entrant.and_then(|e| Some((entrant_title(e), entrant_lines(state, e)?)));
    if let Some((title, lines)) = told {
        paint.title(&mut area, &title);
        draw_lines(paint, area, &lines);
    }
}

/// How a run learned, and what counts in it.
fn draw_learned(paint: &mut Paint<'_>, mut area: Rect, run: &Run) {
    if area.height == 0 {
        return;
    }
    let curve = left(area.width / 2, 2, &mut area);
    draw_loss(paint, curve, run);
    draw_importance(paint, area, run);
}

pub(super) fn run_of(facts: &Facts, id: u32) -> Option<&Run> {
    facts.board.as_ref()?.runs.iter().find(|run| run.id == id)
}

/// Whether a job is at training: only then its lines are families.
fn trains(job: &JobView) -> bool {
    job.stage == Some(crate::road::Milestone::Train)
}

/// A line a family: folds done, scores as they come, and the loss of the one in work.
fn draw_live(paint: &mut Paint<'_>, mut area: Rect, job: &JobView) {
    let families: Vec<&Live> = job
        .live
        .iter()
        .filter(|live| crate::models::family(&live.name).is_ok())
        .collect();
    let working = families
        .iter()
        .rev()
        .find(|f| f.failed.is_none() && f.done < f.total)
        .copied();
    let lines = left(area.width * 2 / 3, 2, &mut area);
    let room = usize::from(lines.height);
    let skipped = families.len().saturating_sub(room);
    for (line, live) in families.iter().skip(skipped).enumerate() {
        draw_family(
            paint,
            Rect::new(lines.x, lines.y + line as u16, lines.width, 1),
            live,
        );
    }
    if let Some(live) = working {
        draw_loss_curve(paint, area, "loss", &live.curve.points);
    }
}

fn draw_family(paint: &mut Paint<'_>, area: Rect, live: &Live) {
    paint.text(area.x, area.y, 10, &live.name, Tone::Plain);
    let x = area.x + 11;
    let width = area.width.saturating_sub(11);
    if let Some(why) = &live.failed {
        paint.text(x, area.y, width, &format!("failed: {why}"), Tone::Bad);
        return;
    }
    let done = format!(
        "fit {}/{}",
        (live.done + 1).min(live.total.max(1)),
        live.total
    );
    let finished = live.total > 0 && live.done >= live.total;
    let (word, tone) = if finished {
        ("done".to_owned(), Tone::Good)
    } else {
        (done, Tone::Running)
    };
    paint.text(x, area.y, 12, &word, tone);
    let scores: Vec<f64> = live
        .scores
        .iter()
        .copied()
        .filter(|s| s.is_finite())
        .collect();
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    let mut said = if scores.is_empty() {
        String::new()
    } else {
        format!("mean {}", text::number(mean, 3))
    };
    if let (Some((_, last)), false) = (live.curve.points.last(), finished) {
        said = format!("{said} loss {} {}", text::number(*last, 3), trend(live));
    }
    paint.text(
        x + 12,
        area.y,
        width.saturating_sub(12),
        said.trim_start(),
        Tone::Plain,
    );
}

/// Whether the loss still moves over the last tenth of its points.
fn trend(live: &Live) -> &'static str {
    let points = &live.curve.points;
    let Some((_, last)) = points.last() else {
        return "";
    };
    let before = points[points.len() - 1 - points.len() / 10].1;
    match before - last {
        fall if fall > before.abs() * 1e-3 => "falling",
        fall if fall < -before.abs() * 1e-3 => "rising",
        _ => "flat",
    }
}

fn draw_loss(paint: &mut Paint<'_>, area: Rect, run: &Run) {
    if run.curve.len() > 1 {
        draw_loss_curve(paint, area, &format!("loss of run {}", run.id), &run.curve);
    } else {
        let line = format!("run {} is solved in one go: no loss curve", run.id);
        paint.text(area.x, area.y, area.width, &line, Tone::Dim);
    }
}

fn draw_loss_curve(paint: &mut Paint<'_>, area: Rect, name: &str, points: &[(f64, f64)]) {
    let lines = Lines {
        x: Measure::new("round", ""),
        y: Measure::new(name, ""),
        lines: vec![Curve::plain(name, points.to_vec())],
        goals: Vec::new(),
        rows: None,
        names: Vec::new(),
    };
    draw_figure(paint, area, &Figure::Lines(lines), None);
}

/// How much each column counts, largest first.
fn draw_importance(paint: &mut Paint<'_>, mut area: Rect, run: &Run) {
    let head = top(1, &mut area);
    if run.importance.is_empty() {
        paint.text(
            head.x,
            head.y,
            head.width,
            "this family cannot say what counts",
            Tone::Dim,
        );
        return;
    }
    let title = format!("What counts in run {}", run.id);
    paint.text(head.x, head.y, head.width, &title, Tone::Title);
    let names = (area.width / 2).min(22);
    let bar = usize::from(area.width.saturating_sub(names + 7).min(60));
    let highest = run.importance.first().map_or(1.0, |(_, share)| *share);
    for (line, (name, share)) in run
        .importance
        .iter()
        .take(usize::from(area.height))
        .enumerate()
    {
        let y = area.y + line as u16;
        paint.text(area.x, y, names, name, Tone::Plain);
        paint.right(
            area.x + names,
            y,
            6,
            &text::percent((share * 100.0).round() / 100.0),
            Tone::Plain,
        );
        let drawn = meter(paint.theme, share / highest, bar);
        paint.text(area.x + names + 7, y, bar as u16, &drawn, Tone::Running);
    }
}

pub(super) fn foot(state: &State) -> Foot {
    if let Some(foot) = state.page().and_then(|page| page_foot(page, next(state))) {
        return foot;
    }
    let verdict = state
        .facts()
        .and_then(|f| f.board.as_ref())
        .and_then(|b| b.verdict.as_ref());
    let Some(verdict) = verdict else {
        return Foot {
            word: "Verdict",
            answer: "None yet: no model was trained.".into(),
            tone: Tone::Plain,
            next: next(state),
        };
    };
    let (word, tone) = match verdict.decision {
        Decision::Go => ("GO", Tone::Good),
        Decision::NotYet => ("NOT YET", Tone::Warn),
        Decision::UseTheRule => ("USE THE RULE", Tone::Warn),
    };
    let stale = state
        .facts()
        .and_then(|f| f.board.as_ref())
        .is_some_and(|b| b.stale);
    let stale = if stale {
        " (stale: computed from other inputs)"
    } else {
        ""
    };
    Foot {
        word: "Verdict",
        answer: format!("{word}{stale}: {}", sentence(verdict, state)),
        tone,
        next: next(state),
    }
}

/// The reasons as the milestone gives them; the gain in numbers where it gives none.
fn sentence(verdict: &Verdict, state: &State) -> String {
    if let Some((first, others)) = verdict.reasons.split_first() {
        let first = first.trim_end_matches('.');
        return format!("{first}. {}", sentences(others))
            .trim_end()
            .to_owned();
    }
    let unit = state
        .facts()
        .and_then(|f| f.benchmark.as_ref())
        .map_or("", |b| b.unit.as_str());
    match (verdict.interval, verdict.p_value) {
        (Some((low, high)), Some(p)) => format!(
            "the gain over {} is {} to {} {unit} (p = {}).",
            verdict.baseline,
            text::number(low, 3),
            text::number(high, 3),
            text::number(p, 2)
        ),
        _ => String::new(),
    }
}
