//! `jalon run`: every stage that is not up to date, to the verdict.

use serde_json::json;

use crate::error::Error;
use crate::road::Milestone;
use crate::spec::{Gate, Loaded, review};
use crate::train;
use crate::work::Progress;
use crate::{benchmark, data};

use super::args::RunArgs;
use super::benchmark::kept;
use super::documents;
use super::face::{Done, Face, Outcome};
use super::stages::{gate_lines, next_line, run_stages, say_if_idle};
use super::train::text;

/// The stages that `run` computes, in order.
const STAGES: [Milestone; 3] = [Milestone::Data, Milestone::Benchmark, Milestone::Train];

pub(super) fn run(face: &mut Face<'_>, args: &RunArgs) -> Done {
    let project = face.open(&args.stage.project)?;
    let ran = run_stages(
        face,
        &project,
        "run",
        &STAGES,
        args.stage.force,
        &args.learning,
    )?;
    say_if_idle(face, &project, ran)?;
    let loaded = Loaded::glance(&project, &Progress::silent())?;
    let spec = review(&project, Some(&loaded)).gate;
    let found = data::evidence(&project)?.ok_or_else(|| Error::new("no profile was kept"))?;
    let baselines = kept(&project)?.ok_or_else(|| Error::new("no benchmark was kept"))?;
    let board = train::board(&project)?;
    let gates = [
        ("Spec", spec),
        ("Data", data::gate(&project.decisions, &found)),
        ("Benchmark", benchmark::gate(&project.decisions, &baselines)),
        ("Train", train::gate(&project.decisions, &board)),
    ];
    let gate = together(&gates);
    let next = next_line(face, &project)?;
    face.show(
        || {
            let mut out = text(&project, &board, Some(&baselines));
            for (stage, gate) in gates.iter().filter(|(_, gate)| !gate.open) {
                out.push_str(&gate_lines(stage, gate));
            }
            out + "\n" + &next
        },
        || {
            json!({
                "project": project.name(),
                "gates": gates.iter().map(|(stage, gate)| {
                    (stage.to_lowercase(), documents::gate(gate))
                }).collect::<serde_json::Map<_, _>>(),
                "check": documents::check(&project, &found),
                "benchmark": documents::benchmark(&project, &baselines),
                "train": documents::train(&project, &board, Some(&baselines), &gates[3].1),
                "best": board.verdict.as_ref().and_then(|v| v.run),
                "verdict": documents::verdict_of(&board),
                "gate": documents::gate(&gate),
            })
        },
    )?;
    Ok(Outcome::of(gate.open))
}

/// Open where every gate is; each reason says whose it is.
fn together(gates: &[(&str, Gate)]) -> Gate {
    let reasons = gates.iter().flat_map(|(stage, gate)| {
        let named = move |reason: &String| format!("{stage}: {reason}");
        gate.reasons.iter().map(named)
    });
    Gate::closed_by(reasons.collect())
}
