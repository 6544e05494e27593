//! `jalon benchmark`: baselines and rules on the folds.

use crate::benchmark::{self, Evidence};
use crate::error::Error;
use crate::project::Project;
use crate::road::Milestone;
use crate::text;
use crate::train::Contender;

use super::args::{BenchmarkArgs, Learning};
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side, number};
use super::stages::{gate_lines, next_line, run_stages, say_if_idle};
use super::{diagnosis, documents};

/// Name of the evidence file.
const NAME: &str = "benchmark";

pub(super) fn run(face: &mut Face<'_>, args: &BenchmarkArgs) -> Done {
    let project = face.open(&args.stage.project)?;
    let ran = run_stages(
        face,
        &project,
        "benchmark",
        &[Milestone::Benchmark],
        args.stage.force,
        &Learning::default(),
    )?;
    if let Some(name) = &args.baseline {
        return diagnosis::show(face, &project, &Contender::baseline(&project, name)?);
    }
    say_if_idle(face, &project, ran)?;
    let evidence = kept(&project)?.ok_or_else(|| Error::new("no benchmark was kept"))?;
    let gate = benchmark::gate(&project.decisions, &evidence);
    let next = next_line(face, &project)?;
    face.show(
        || text(&project, &evidence) + &gate_lines("Benchmark", &gate) + &next,
        || documents::benchmark(&project, &evidence),
    )?;
    Ok(Outcome::of(gate.open))
}

/// The evidence of the benchmark, where it was computed.
pub(super) fn kept(project: &Project) -> crate::error::Result<Option<Evidence>> {
    project.evidence(NAME)
}

/// Name of the metric with its unit, for a head.
pub(super) fn head(evidence: &Evidence) -> String {
    match evidence.unit.as_str() {
        "" => evidence.metric.clone(),
        unit => format!("{} {unit}", evidence.metric),
    }
}

fn text(project: &Project, evidence: &Evidence) -> String {
    let better = match evidence.direction {
        crate::decisions::Direction::Minimise => "less is better",
        crate::decisions::Direction::Maximise => "more is better",
    };
    let mut out = format!(
        "{}: {} on {} ({better}), {} held out\n\n",
        text::escape(&project.name()),
        text::escape(&head(evidence)),
        text::counted(evidence.folds.len(), "fold"),
        text::counted(evidence.holdout_rows, "row"),
    );
    out.push_str(&table(project, evidence));
    out.push_str(&failed(evidence));
    if let Some(score) = benchmark::must_reach(&project.decisions, evidence) {
        out.push_str(&format!(
            "\nA model must reach {} {}.\n",
            text::number(score, 4),
            text::escape(&head(evidence))
        ));
    }
    out
}

/// A line each baseline that could not be scored, with the reason.
pub(super) fn failed(evidence: &Evidence) -> String {
    let lines = evidence.baselines.iter().filter_map(|baseline| {
        let why = text::escape(baseline.failed.as_deref()?);
        Some(format!("{} failed: {why}\n", text::escape(&baseline.name)))
    });
    lines.collect()
}

fn table(project: &Project, evidence: &Evidence) -> String {
    let money = evidence.baselines.iter().any(|b| b.money.is_some());
    let mut grid = Grid::default()
        .column("baseline", Side::Left)
        .column("kind", Side::Left)
        .column(head(evidence), Side::Right)
        .column("std", Side::Right)
        .column("holdout", Side::Right);
    if money {
        grid = grid.column(cost_head(project), Side::Right);
    }
    grid = grid
        .column("", Side::Left)
        .column("what it does", Side::Left);
    for baseline in evidence.baselines.iter().filter(|b| b.failed.is_none()) {
        let held = baseline
            .holdout
            .as_ref()
            .and_then(|h| h.get(&evidence.metric));
        let best = evidence.best.as_ref() == Some(&baseline.name);
        let mut row = vec![
            baseline.name.clone(),
            baseline.kind.clone(),
            number(baseline.mean),
            number(baseline.std),
            number(held.copied()),
        ];
        if money {
            row.push(number(baseline.money.and_then(|m| m.folds.per_decision)));
        }
        row.push(if best { "best".into() } else { String::new() });
        row.push(match baseline.unanswered > 0.0 {
            true => format!(
                "{}; silent on {} of the rows",
                baseline.description,
                text::percent(baseline.unanswered)
            ),
            false => baseline.description.clone(),
        });
        grid.row(row);
    }
    grid.text()
}

/// Head of a column of costs a decision.
pub(super) fn cost_head(project: &Project) -> String {
    match &project.decisions.value.currency {
        Some(currency) => format!("cost {currency}"),
        None => "cost".into(),
    }
}
