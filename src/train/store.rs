//! Runs on disk: a folder each.

use super::choose::rank;
use super::search::Trial;
use super::{Board, Run, Verdict, fingerprint};
use crate::decisions::Direction;
use crate::error::{Error, Result};
use crate::metrics::Metric;
use crate::project::Project;
use crate::spec::metric_named;

const FOLDER: &str = "runs";

/// Every run ever kept, by number.
pub fn runs(project: &Project) -> Result<Vec<Run>> {
    let mut runs = Vec::new();
    for folder in folders(project)? {
        runs.extend(project.evidence::<Run>(&format!("{FOLDER}/{folder}/run"))?);
    }
    runs.sort_by_key(|r: &Run| r.id);
    Ok(runs)
}

/// Names of the folders that hold a run, in order.
fn folders(project: &Project) -> Result<Vec<String>> {
    let mut names = project.evidence_names(FOLDER)?;
    let mut kept = Vec::with_capacity(names.len());
    for name in names.drain(..) {
        if project
            .evidence_path(&format!("{FOLDER}/{name}/run.toml"))?
            .is_file()
        {
            kept.push(name);
        }
    }
    Ok(kept)
}

/// The number of the next run.
pub fn next_id(project: &Project) -> Result<u32> {
    Ok(runs(project)?.iter().map(|r| r.id).max().unwrap_or(0) + 1)
}

/// Writes a run's `run.toml`, the last of its files: a folder without it is no run.
pub fn keep(project: &Project, run: &Run) -> Result<()> {
    project.keep_evidence(&format!("{FOLDER}/{}/run", run.folder()), run)
}

/// Where the out-of-fold predictions of a run are kept, under `evidence/`.
pub fn predictions_path(run: &Run) -> String {
    format!("{FOLDER}/{}/predictions.parquet", run.folder())
}

/// Writes a run's `trials.jsonl`, a line a trial.
pub fn keep_trials(project: &Project, run: &Run, trials: &[Trial]) -> Result<()> {
    let mut lines = Vec::new();
    for trial in trials {
        let line = serde_json::to_string(trial)
            .map_err(|e| Error::new(format!("cannot be written as JSON: {e}")))?;
        lines.extend_from_slice(line.as_bytes());
        lines.push(b'\n');
    }
    project.keep_bytes(&format!("{FOLDER}/{}/trials.jsonl", run.folder()), &lines)
}

/// What was trained so far, from the evidence.
pub fn board(project: &Project) -> Result<Board> {
    let Some(verdict) = project.evidence::<Verdict>("verdict")? else {
        return Ok(Board::default());
    };
    let mut runs: Vec<Run> = runs(project)?
        .into_iter()
        .filter(|r| verdict.compared.contains(&r.id))
        .collect();
    let direction = runs
        .first()
        .and_then(|r| metric_named(&project.decisions, &r.metric))
        .map_or(Direction::Minimise, Metric::direction);
    rank(&mut runs, direction);
    // The holdout speaks for the chosen run alone; what an earlier choice showed there is no score to compare with.
    for run in runs.iter_mut().filter(|r| Some(r.id) != verdict.run) {
        run.holdout = None;
        if let Some(money) = &mut run.money {
            money.holdout = None;
        }
    }
    // Inputs that cannot be read make it stale too.
    let stale = fingerprint(project).map_or(true, |now| now != verdict.fingerprint);
    Ok(Board {
        runs,
        verdict: Some(verdict),
        stale,
    })
}
