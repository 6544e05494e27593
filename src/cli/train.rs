//! `jalon train`: models on the folds, leaderboard, verdict.

use std::collections::BTreeMap;

use crate::benchmark::{self, Money};
use crate::decisions::Direction;
use crate::project::Project;
use crate::road::{self, Milestone};
use crate::text;
use crate::train::{self, Board};
use crate::work::Progress;

use super::args::{Learning, TrainArgs};
use super::benchmark::{cost_head, head, kept};
use super::documents;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side, number};
use super::stages::{gate_lines, next_line, run_stages, say_if_idle};

pub(super) fn run(face: &mut Face<'_>, args: &TrainArgs) -> Done {
    let project = face.open(&args.stage.project)?;
    let stages = [Milestone::Benchmark, Milestone::Train];
    road::require(&project, &stages, &Progress::silent())?;
    // Models are judged against the best baseline, which must be of the same inputs.
    let before = [Milestone::Benchmark];
    let without = Learning::default();
    let benchmarked = run_stages(face, &project, "benchmark", &before, false, &without)?;
    let force = args.stage.force;
    let trained = run_stages(
        face,
        &project,
        "train",
        &[Milestone::Train],
        force,
        &args.learning,
    )?;
    say_if_idle(face, &project, benchmarked || trained)?;
    let board = train::board(&project)?;
    let benchmark = kept(&project)?;
    let gate = train::gate(&project.decisions, &board);
    let next = next_line(face, &project)?;
    face.show(
        || text(&project, &board, benchmark.as_ref()) + &gate_lines("Train", &gate) + &next,
        || documents::train(&project, &board, benchmark.as_ref(), &gate),
    )?;
    Ok(Outcome::of(gate.open))
}

/// Leaderboard and verdict in words.
pub(super) fn text(
    project: &Project,
    board: &Board,
    benchmark: Option<&benchmark::Evidence>,
) -> String {
    let mut out = leaderboard(project, board, benchmark);
    if let Some(benchmark) = benchmark {
        out.push_str(&super::benchmark::failed(benchmark));
    }
    for run in board.runs.iter().filter(|r| r.failed.is_some()) {
        let why = run.failed.as_deref().unwrap_or_default();
        out.push_str(&format!(
            "run {} {} failed: {}\n",
            run.id,
            run.family,
            text::escape(why)
        ));
    }
    if let Some(verdict) = &board.verdict {
        out.push_str(&format!("\nVerdict: {}\n", verdict.decision.word()));
        for reason in &verdict.reasons {
            out.push_str(&format!("  {}\n", text::escape(reason)));
        }
    }
    out
}

/// One line of the leaderboard.
struct Entrant<'a> {
    run: String,
    name: &'a str,
    mean: Option<f64>,
    std: Option<f64>,
    holdout: Option<&'a BTreeMap<String, f64>>,
    money: Option<Money>,
    fit: String,
    mark: &'static str,
}

/// Runs and baselines that have a score, best first; undefined scores last, equal ones in the order they came.
fn entrants<'a>(
    board: &'a Board,
    benchmark: Option<&'a benchmark::Evidence>,
    direction: Direction,
) -> Vec<Entrant<'a>> {
    let chosen = board.verdict.as_ref().and_then(|v| v.run);
    let runs = board
        .runs
        .iter()
        .filter(|r| r.failed.is_none())
        .map(|run| Entrant {
            run: run.id.to_string(),
            name: &run.family,
            mean: run.mean,
            std: run.std,
            holdout: run.holdout.as_ref(),
            money: run.money,
            fit: text::decimal(run.times.fit_seconds, 1),
            mark: if chosen == Some(run.id) { "best" } else { "" },
        });
    let best = benchmark.and_then(|b| b.best.as_deref());
    let baselines = benchmark.map_or(&[][..], |b| &b.baselines);
    let baselines = baselines
        .iter()
        .filter(|b| b.failed.is_none())
        .map(|baseline| Entrant {
            run: "-".into(),
            name: &baseline.name,
            mean: baseline.mean,
            std: baseline.std,
            holdout: baseline.holdout.as_ref(),
            money: baseline.money,
            fit: "-".into(),
            mark: if best == Some(baseline.name.as_str()) {
                "best baseline"
            } else {
                ""
            },
        });
    let mut all: Vec<Entrant<'a>> = runs.chain(baselines).collect();
    all.sort_by(|a, b| match (a.mean, b.mean) {
        (Some(a), Some(b)) => direction.gain(b, a).total_cmp(&0.0),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    all
}

/// Runs and baselines on one scale, each compared with the best baseline.
fn leaderboard(
    project: &Project,
    board: &Board,
    benchmark: Option<&benchmark::Evidence>,
) -> String {
    let direction = benchmark.map_or(Direction::Minimise, |b| b.direction);
    let metric = benchmark.map_or("", |b| b.metric.as_str());
    let bar = benchmark.and_then(|b| b.best()).and_then(|b| b.mean);
    let all = entrants(board, benchmark, direction);
    let money = all.iter().any(|e| e.money.is_some());
    let mut grid = Grid::default()
        .column("run", Side::Right)
        .column("name", Side::Left)
        .column(benchmark.map_or("score".into(), head), Side::Right)
        .column("std", Side::Right)
        .column("holdout", Side::Right);
    if money {
        grid = grid.column(cost_head(project), Side::Right);
    }
    grid = grid
        .column("vs best baseline", Side::Right)
        .column("fit s", Side::Right)
        .column("", Side::Left);
    for entrant in all {
        let mut row = vec![
            entrant.run,
            entrant.name.to_owned(),
            number(entrant.mean),
            number(entrant.std),
            number(entrant.holdout.and_then(|h| h.get(metric)).copied()),
        ];
        if money {
            row.push(number(entrant.money.and_then(|m| m.folds.per_decision)));
        }
        row.push(match entrant.mark {
            "best baseline" => "-".into(),
            _ => lead(direction, entrant.mean, bar),
        });
        row.push(entrant.fit);
        row.push(entrant.mark.to_owned());
        grid.row(row);
    }
    grid.text()
}

/// `51 % better`, where both are known and the bar is not zero.
fn lead(direction: Direction, score: Option<f64>, bar: Option<f64>) -> String {
    let (Some(score), Some(bar)) = (score, bar) else {
        return "-".into();
    };
    if bar == 0.0 {
        return "-".into();
    }
    let share = direction.gain(score, bar) / bar.abs();
    let word = if share < 0.0 { "worse" } else { "better" };
    format!("{} {word}", text::percent(share.abs()))
}
