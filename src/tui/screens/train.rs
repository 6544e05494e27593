//! Train: the leaderboard with the baselines always in, what is being trained, the verdict at the foot.

use ratatui::layout::Rect;

use crate::text;
use crate::train::{Decision, Mode, Run, Verdict};
use crate::tui::app::{Facts, JobView, List, State};
use crate::tui::screens::board::board;
use crate::tui::screens::{next, sentences};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Paint, bottom, draw_board, draw_curve, left, meter, top};
use crate::work::Live;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(facts) = state.facts() else {
        return;
    };
    let entrants = state.entrants();
    let at = state.lists.at(List::Board);
    let live = state.job.as_ref().filter(|job| trains(job));
    let selected = entrants.get(at).and_then(|e| run_of(facts, e.run?));
    if state.detail
        && live.is_none()
        && let Some(run) = selected
    {
        return draw_run(paint, area, facts, run);
    }
    let under = if area.height < 20 { 5 } else { area.height / 2 };
    let mut pane = bottom(under, &mut area);
    match board(facts, &entrants) {
        Some((bars, rows, direction)) if !rows.is_empty() => {
            draw_board(paint, area, (&bars, &rows), direction, (Some(at), true));
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
    match (live, selected) {
        (Some(job), _) => draw_live(paint, pane, job),
        (None, Some(run)) => {
            let curve = left(pane.width / 2, 2, &mut pane);
            draw_loss(paint, curve, run);
            draw_importance(paint, pane, run);
        }
        (None, None) => {
            let line = format!(
                "t trains every family that fits the task; mode {} (m changes it)",
                mode(state.mode)
            );
            paint.text(pane.x, pane.y + 1, pane.width, &line, Tone::Dim);
        }
    }
}

/// A unit behind a number.
fn spaced(unit: &str) -> String {
    match unit {
        "" => String::new(),
        unit => format!(" {unit}"),
    }
}

fn run_of(facts: &Facts, id: u32) -> Option<&Run> {
    facts.board.as_ref()?.runs.iter().find(|run| run.id == id)
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Quick => "quick",
        Mode::Standard => "standard",
        Mode::Thorough => "thorough",
    }
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
        draw_curve(paint, area, &live.curve.points, "round", "loss");
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
        draw_curve(
            paint,
            area,
            &run.curve,
            "round",
            &format!("loss of run {}", run.id),
        );
    } else {
        let line = format!("run {} is solved in one go: no loss curve", run.id);
        paint.text(area.x, area.y, area.width, &line, Tone::Dim);
    }
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
    paint.text(head.x, head.y, head.width, "What counts", Tone::Title);
    let names = (area.width / 2).min(22);
    let bar = usize::from(area.width.saturating_sub(names + 7));
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

/// One run: parameters, scores by fold, holdout, preparation.
fn draw_run(paint: &mut Paint<'_>, mut area: Rect, facts: &Facts, run: &Run) {
    let unit = facts.benchmark.as_ref().map_or("", |b| b.unit.as_str());
    let metric = facts
        .benchmark
        .as_ref()
        .map_or("score", |b| b.metric.as_str());
    let params: Vec<String> = run
        .params
        .iter()
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    let score = |s: &Option<f64>| s.map_or_else(|| "-".into(), |s| text::number(s, 3));
    let scores: Vec<String> = run.scores.iter().map(score).collect();
    let mut lines = vec![
        (
            metric,
            format!(
                "{}{}, deviation {} over the folds",
                score(&run.mean),
                spaced(unit),
                score(&run.std)
            ),
        ),
        ("by fold", scores.join("  ")),
        ("tried", text::counted(run.trials, "parameter set")),
    ];
    if !params.is_empty() {
        lines.push(("parameters", params.join(", ")));
    }
    if let Some(holdout) = &run.holdout {
        let all: Vec<String> = holdout
            .iter()
            .map(|(name, value)| format!("{name} {}", text::number(*value, 3)))
            .collect();
        lines.push(("holdout", all.join(", ")));
    }
    let currency = facts
        .project
        .decisions
        .value
        .currency
        .as_deref()
        .unwrap_or_default();
    if let Some(money) = run.money.and_then(|m| m.folds.per_year) {
        lines.push((
            "a year",
            format!("its errors cost {} {currency}", text::number(money, 3)),
        ));
    }
    if let Some(why) = &run.failed {
        lines.push(("failed", why.clone()));
    }
    let prepared: Vec<String> = run
        .preparation
        .iter()
        .map(|(column, what)| format!("{column}: {what}"))
        .collect();
    if !prepared.is_empty() {
        lines.push(("prepared", prepared.join("; ")));
    }
    let head = top(1, &mut area);
    paint.text(
        head.x,
        head.y,
        head.width,
        &format!("Run {} {}", run.id, run.family),
        Tone::Title,
    );
    let roomy = area.height > 16;
    let mut charts = bottom(if roomy { area.height / 2 } else { 4 }, &mut area);
    for (word, value) in lines {
        let most = match word {
            "prepared" | "holdout" | "parameters" if roomy => 4,
            "prepared" | "holdout" | "parameters" => 2,
            _ => 1,
        };
        let line = top(most, &mut area);
        if line.height == 0 {
            break;
        }
        paint.text(line.x, line.y, 12, word, Tone::Dim);
        let used = paint.wrapped(
            Rect::new(
                line.x + 12,
                line.y,
                line.width.saturating_sub(12),
                line.height,
            ),
            &value,
            Tone::Plain,
        );
        // A line that was not needed goes back.
        let spare = line.height.saturating_sub(used.max(1));
        area.y -= spare;
        area.height += spare;
    }
    let curve = left(charts.width / 2, 2, &mut charts);
    draw_loss(paint, curve, run);
    draw_importance(paint, charts, run);
}

pub(super) fn foot(state: &State) -> Foot {
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
        answer: format!("{word}{stale}. {}", sentence(verdict, state)),
        tone,
        next: next(state),
    }
}

/// The reasons as the milestone gives them; the gain in numbers where it gives none.
fn sentence(verdict: &Verdict, state: &State) -> String {
    if !verdict.reasons.is_empty() {
        return sentences(&verdict.reasons);
    }
    let unit = state
        .facts()
        .and_then(|f| f.benchmark.as_ref())
        .map_or("", |b| b.unit.as_str());
    match (verdict.interval, verdict.p_value) {
        (Some((low, high)), Some(p)) => format!(
            "The gain over {} is {} to {} {unit} (p = {}).",
            verdict.baseline,
            text::number(low, 3),
            text::number(high, 3),
            text::number(p, 2)
        ),
        _ => String::new(),
    }
}
