//! Baselines while they are scored: each on the one axis as soon as a fold of it is known.

use ratatui::layout::Rect;

use crate::decisions::Direction;
use crate::figures::{Bar, Bars};
use crate::metrics::Metric;
use crate::spec::metric_named;
use crate::tui::app::{Facts, JobView, State};
use crate::tui::screens::benchmark::QUESTION;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Board, BoardRow, Paint, draw_board, top};
use crate::work::Live;

/// Head of how far a baseline is.
const DONE: [&str; 2] = ["folds", "done"];

/// The baselines so far, the best first, those without a score after them.
pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State, job: &JobView) {
    let Some(facts) = state.facts() else {
        return;
    };
    paint.title(&mut area, QUESTION);
    top(1, &mut area);
    let metric = metric(facts);
    let direction = metric.map_or(Direction::Minimise, Metric::direction);
    let mut scored: Vec<(&Live, f64)> = job.live.iter().map(|live| (live, mean(live))).collect();
    scored.sort_by(|(_, a), (_, b)| {
        let by_score = direction.gain(*b, *a).total_cmp(&0.0);
        a.is_nan().cmp(&b.is_nan()).then(match a.is_nan() {
            true => std::cmp::Ordering::Equal,
            false => by_score,
        })
    });
    let bars = Bars {
        axis: metric.map_or("score", Metric::name).to_owned(),
        unit: unit(facts, metric),
        bars: scored.iter().map(|(live, mean)| bar(live, *mean)).collect(),
        lines: goal(facts, direction),
        from_zero: false,
    };
    let rows: Vec<BoardRow> = scored.iter().map(|(live, _)| row(live)).collect();
    let working = scored.iter().position(|(live, _)| is_in_work(live));
    let board = Board {
        bars: &bars,
        rows: &rows,
        direction,
        cursor: working.unwrap_or(0),
        sorted: "",
        versus: DONE,
    };
    draw_board(paint, area, &board);
}

fn bar(live: &Live, mean: f64) -> Bar {
    Bar {
        label: live.name.clone(),
        value: mean,
        interval: None,
    }
}

fn row(live: &Live) -> BoardRow {
    let is_done = live.total > 0 && live.done >= live.total;
    BoardRow {
        id: "-".into(),
        folds: finite(live).collect(),
        interval: None,
        versus: match is_done {
            true => (format!("{} of {}", live.done, live.total), Tone::Good),
            false if live.done == 0 => ("waits".into(), Tone::Dim),
            false => (format!("{} of {}", live.done, live.total), Tone::Running),
        },
        fit: String::new(),
        failed: live.failed.clone(),
    }
}

fn is_in_work(live: &Live) -> bool {
    live.failed.is_none() && live.done > 0 && live.done < live.total
}

fn finite(live: &Live) -> impl Iterator<Item = f64> {
    live.scores.iter().copied().filter(|s| s.is_finite())
}

/// Mean of the scores so far; not-a-number where there is none.
fn mean(live: &Live) -> f64 {
    finite(live).sum::<f64>() / finite(live).count() as f64
}

/// The decided metric, or that of the decided task.
fn metric(facts: &Facts) -> Option<Metric> {
    let decisions = &facts.project.decisions;
    let problem = &decisions.problem;
    let of_task = || Metric::of_task(problem.task?).into_iter().next();
    let decided = problem.metric.as_deref();
    let decided = decided.and_then(|name| metric_named(decisions, name));
    decided.or_else(of_task)
}

/// Unit of the scores; empty where none.
fn unit(facts: &Facts, metric: Option<Metric>) -> String {
    let target = facts.project.decisions.problem.unit.as_deref();
    let unit = metric.map(Metric::unit);
    let unit = unit.map(|unit| unit.in_words(target.unwrap_or_default()));
    unit.unwrap_or_default().to_owned()
}

/// What counts as success, where it is stated: what depends on the best baseline is not known yet.
fn goal(facts: &Facts, direction: Direction) -> Vec<(String, f64)> {
    let stated = crate::benchmark::stated_goal(&facts.project.decisions, direction);
    stated
        .map(|at| ("goal".to_owned(), at))
        .into_iter()
        .collect()
}
