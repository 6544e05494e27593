//! `jalon train`: models on the folds, leaderboard, verdict.

use crate::benchmark;
use crate::decisions::Direction;
use crate::project::Project;
use crate::road::Milestone;
use crate::text;
use crate::train::{self, Board, Run, Verdict};

use super::args::{Learning, TrainArgs};
use super::benchmark::{head, kept};
use super::documents;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side, number};
use super::stages::{gate_lines, next_line, run_stages, say_if_idle};

pub(super) fn run(face: &mut Face<'_>, args: &TrainArgs) -> Done {
    let project = face.open(&args.stage.project)?;
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
    say_if_idle(face, benchmarked || trained)?;
    let board = train::board(&project)?;
    let benchmark = kept(&project)?;
    let gate = train::gate(&board);
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
    let mut out = leaderboard(project, &board.runs, benchmark, board.verdict.as_ref());
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

/// Runs and baselines on one scale, best first, each compared with the best baseline.
pub(super) fn leaderboard(
    project: &Project,
    runs: &[Run],
    benchmark: Option<&benchmark::Evidence>,
    verdict: Option<&Verdict>,
) -> String {
    let metric = benchmark.map_or("score", |b| &b.metric).to_owned();
    let direction = benchmark.map_or(Direction::Minimise, |b| b.direction);
    let bar = benchmark.and_then(|b| b.best()).and_then(|b| b.mean);
    let currency = project.decisions.value.currency.as_deref().unwrap_or("");
    let mut grid = Grid::default()
        .column("run", Side::Right)
        .column("name", Side::Left)
        .column(benchmark.map_or("score".into(), head), Side::Right)
        .column("std", Side::Right)
        .column("holdout", Side::Right)
        .column(
            format!("cost {currency}").trim_end().to_owned(),
            Side::Right,
        )
        .column("vs best baseline", Side::Right)
        .column("fit s", Side::Right)
        .column("", Side::Left);
    let held = |holdout: Option<&std::collections::BTreeMap<String, f64>>| {
        number(holdout.and_then(|h| h.get(&metric).copied()))
    };
    let mut rows: Vec<(f64, Vec<String>)> = Vec::new();
    for run in runs.iter().filter(|r| r.failed.is_none()) {
        let chosen = verdict.is_some_and(|v| v.run == Some(run.id));
        rows.push((
            run.mean.unwrap_or(f64::NAN),
            vec![
                run.id.to_string(),
                run.family.clone(),
                number(run.mean),
                number(run.std),
                held(run.holdout.as_ref()),
                number(run.money.and_then(|m| m.folds.per_decision)),
                lead(direction, run.mean, bar),
                text::decimal(run.times.fit_seconds, 1),
                if chosen { "best".into() } else { String::new() },
            ],
        ));
    }
    for baseline in benchmark
        .iter()
        .flat_map(|b| &b.baselines)
        .filter(|b| b.failed.is_none())
    {
        let best = benchmark.is_some_and(|b| b.best.as_ref() == Some(&baseline.name));
        rows.push((
            baseline.mean.unwrap_or(f64::NAN),
            vec![
                "-".into(),
                baseline.name.clone(),
                number(baseline.mean),
                number(baseline.std),
                held(baseline.holdout.as_ref()),
                number(baseline.money.and_then(|m| m.folds.per_decision)),
                if best {
                    "-".into()
                } else {
                    lead(direction, baseline.mean, bar)
                },
                "-".into(),
                if best {
                    "best baseline".into()
                } else {
                    String::new()
                },
            ],
        ));
    }
    // Undefined scores last, equal ones in the order they came.
    rows.sort_by(|(a, _), (b, _)| match (a.is_nan(), b.is_nan()) {
        (false, false) => direction.gain(*b, *a).total_cmp(&0.0),
        (a, b) => a.cmp(&b),
    });
    for (_, row) in rows {
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
