//! Runs on disk: a folder each, and an index with a line a run that is rebuilt from the folders when missing.

use serde::Serialize;

use super::choose::rank;
use super::search::Trial;
use super::{Board, Run, Verdict, fingerprint};
use crate::decisions::Direction;
use crate::error::{Error, Result};
use crate::metrics::Metric;
use crate::project::Project;

const FOLDER: &str = "runs";
const INDEX: &str = "runs/index.jsonl";

/// Every run ever kept, by number.
pub fn runs(project: &Project) -> Result<Vec<Run>> {
    let indexed: Vec<Run> = project.read_json_lines(INDEX)?;
    let folders = folders(project)?;
    // The index is only a copy: where it does not tell the same runs as the folders, these are right.
    if indexed.iter().map(Run::folder).eq(folders.iter().cloned()) {
        return Ok(indexed);
    }
    from_folders(project, &folders)
}

fn from_folders(project: &Project, folders: &[String]) -> Result<Vec<Run>> {
    let mut runs = Vec::new();
    for folder in folders {
        runs.extend(project.evidence::<Run>(&format!("{FOLDER}/{folder}/run"))?);
    }
    runs.sort_by_key(|r| r.id);
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

/// Writes a run's `run.toml`; call [`write_index`] when all are written.
pub fn keep(project: &Project, run: &Run) -> Result<()> {
    project.keep_evidence(&format!("{FOLDER}/{}/run", run.folder()), run)
}

/// Writes a run's `trials.jsonl`, a line a trial.
pub fn keep_trials(project: &Project, run: &Run, trials: &[Trial]) -> Result<()> {
    let lines = json_lines(trials)?;
    project.keep_bytes(&format!("{FOLDER}/{}/trials.jsonl", run.folder()), &lines)
}

/// Writes the index anew.
pub fn write_index(project: &Project) -> Result<()> {
    let runs = from_folders(project, &folders(project)?)?;
    project.keep_bytes(INDEX, &json_lines(&runs)?)
}

fn json_lines<T: Serialize>(entries: &[T]) -> Result<Vec<u8>> {
    let mut lines = Vec::new();
    for entry in entries {
        let line = serde_json::to_string(entry)
            .map_err(|e| Error::new(format!("cannot be written as JSON: {e}")))?;
        lines.extend_from_slice(line.as_bytes());
        lines.push(b'\n');
    }
    Ok(lines)
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
        .and_then(|r| Metric::named(&r.metric))
        .map_or(Direction::Minimise, Metric::direction);
    rank(&mut runs, direction);
    let stale = fingerprint(project)? != verdict.fingerprint;
    Ok(Board {
        runs,
        verdict: Some(verdict),
        stale,
    })
}
