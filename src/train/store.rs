//! Runs on disk: a folder each, and an index with a line a run that is rebuilt from the folders when missing.

use super::choose::rank;
use super::{Board, Run, Verdict, fingerprint};
use crate::decisions::Direction;
use crate::error::{Error, Result};
use crate::metrics::Metric;
use crate::project::Project;

const FOLDER: &str = "evidence/runs";
const INDEX: &str = "evidence/runs/index.jsonl";

/// Every run ever kept, by number.
pub fn runs(project: &Project) -> Result<Vec<Run>> {
    if let Some(bytes) = project.read_bytes(INDEX)? {
        let parsed: std::result::Result<Vec<Run>, _> = String::from_utf8_lossy(&bytes)
            .lines()
            .map(serde_json::from_str)
            .collect();
        // A broken index is only a copy of the folders.
        if let Ok(runs) = parsed
            && runs.len() == folders(project)?.len()
        {
            return Ok(runs);
        }
    }
    let mut runs = Vec::new();
    for folder in folders(project)? {
        let path = format!("{FOLDER}/{folder}/run.toml");
        let Some(bytes) = project.read_bytes(&path)? else {
            continue;
        };
        let run: Run = toml::from_str(&String::from_utf8_lossy(&bytes)).map_err(|e| {
            Error::new(format!("the run cannot be read: {}", e.message()))
                .at_file(project.root.join(&path))
                .with_fix("remove its folder; the other runs stay")
        })?;
        runs.push(run);
    }
    runs.sort_by_key(|r| r.id);
    Ok(runs)
}

/// Names of the folders that hold a run, in order.
fn folders(project: &Project) -> Result<Vec<String>> {
    let root = project.root.join(FOLDER);
    let entries = match std::fs::read_dir(&root) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Error::io("list the runs", &root, &e)),
    };
    let mut names: Vec<String> = entries
        .filter_map(std::result::Result::ok)
        .filter(|e| e.path().join("run.toml").is_file())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

/// The number of the next run.
pub fn next_id(project: &Project) -> Result<u32> {
    Ok(runs(project)?.iter().map(|r| r.id).max().unwrap_or(0) + 1)
}

/// Writes a run's `run.toml`; call [`write_index`] when all are written.
pub fn keep(project: &Project, run: &Run) -> Result<()> {
    let path = format!("{FOLDER}/{}/run.toml", run.folder());
    let text =
        toml::to_string(run).map_err(|e| Error::new(format!("the run cannot be written: {e}")))?;
    project.keep_bytes(&path, text.as_bytes())
}

/// Writes the index anew.
pub fn write_index(project: &Project) -> Result<()> {
    let mut lines = String::new();
    for folder in folders(project)? {
        let path = format!("{FOLDER}/{folder}/run.toml");
        let Some(bytes) = project.read_bytes(&path)? else {
            continue;
        };
        let Ok(run) = toml::from_str::<Run>(&String::from_utf8_lossy(&bytes)) else {
            continue;
        };
        let line = serde_json::to_string(&run)
            .map_err(|e| Error::new(format!("the index cannot be written: {e}")))?;
        lines.push_str(&line);
        lines.push('\n');
    }
    project.keep_bytes(INDEX, lines.as_bytes())
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
