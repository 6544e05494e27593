//! The chunks on disk: a file each, and `index.jsonl` with a line a chunk in their order.

use serde::{Deserialize, Serialize};

use super::action::{Advice, advise, consecutive, loss_percent};
use super::correct::set_levels;
use super::evidence::{Chunk, Level};
use crate::error::{Error, Result};
use crate::project::Project;

const FOLDER: &str = "drift";
const INDEX: &str = "drift/index.jsonl";

/// A line of `evidence/drift/index.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The chunk: `evidence/drift/<name>.toml`.
    pub name: String,
    /// Hash of the reference, the model and the decisions.
    pub base: String,
    /// Hash of these and of the files of the computation.
    pub inputs: String,
    /// Rows.
    pub rows: usize,
    /// First instant.
    pub from: Option<String>,
    /// Last instant.
    pub to: Option<String>,
    /// The gravest level.
    pub level: Level,
    /// Share of the compared columns that drifted.
    pub share_drifted: f64,
    /// Score on labelled rows.
    pub realised: Option<f64>,
}

/// The chunks that were compared under the same reference, model and decisions, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// The chunks with their levels.
    pub chunks: Vec<Chunk>,
}

impl History {
    /// What to do as of the last chunk.
    pub fn advice(&self, project: &Project) -> Advice {
        advise(&project.decisions, &self.chunks)
    }

    /// The chunks up to and with the last of one computation.
    #[must_use]
    pub fn as_of(&self, inputs: &str) -> History {
        let last = self.chunks.iter().rposition(|c| c.inputs == inputs);
        History {
            chunks: self.chunks[..last.map_or(0, |at| at + 1)].to_vec(),
        }
    }
}

/// The lines of the index; none where nothing was compared.
pub fn index(project: &Project) -> Result<Vec<Entry>> {
    project.read_json_lines(INDEX)
}

/// What was kept, with the levels that the decisions of today give.
pub fn history(project: &Project) -> Result<History> {
    let mut chunks = Vec::new();
    for entry in index(project)? {
        chunks.extend(project.evidence::<Chunk>(&format!("{FOLDER}/{}", entry.name))?);
    }
    set_levels(
        &mut chunks,
        consecutive(&project.decisions),
        loss_percent(&project.decisions),
    );
    Ok(History { chunks })
}

/// Adds chunks to those kept: one of the same name is replaced where it stands, those of another reference, model or
/// decisions go. Where every chunk has a time they stand in its order.
pub fn keep(project: &Project, new: Vec<Chunk>) -> Result<History> {
    let base = new.first().map(|c| c.base.clone()).unwrap_or_default();
    // A chunk that cannot be read is compared again when its data come again.
    let before = history(project).unwrap_or_default().chunks;
    let mut chunks: Vec<Chunk> = before.into_iter().filter(|c| c.base == base).collect();
    for chunk in new {
        match chunks.iter_mut().find(|c| c.name == chunk.name) {
            Some(old) => *old = chunk,
            None => chunks.push(chunk),
        }
    }
    if chunks.iter().all(|c| c.start.is_some()) {
        chunks.sort_by_key(|c| c.start);
    }
    set_levels(
        &mut chunks,
        consecutive(&project.decisions),
        loss_percent(&project.decisions),
    );
    for chunk in &chunks {
        project.keep_evidence(&format!("{FOLDER}/{}", chunk.name), chunk)?;
    }
    let mut lines = Vec::new();
    for chunk in &chunks {
        let score = chunk.performance.as_ref().and_then(|p| p.score.as_ref());
        let entry = Entry {
            name: chunk.name.clone(),
            base: chunk.base.clone(),
            inputs: chunk.inputs.clone(),
            rows: chunk.rows,
            from: chunk.from.clone(),
            to: chunk.to.clone(),
            level: chunk.level,
            share_drifted: chunk.share_drifted,
            realised: score.map(|s| s.realised.value),
        };
        let line = serde_json::to_string(&entry)
            .map_err(|e| Error::new(format!("cannot be written as JSON: {e}")))?;
        lines.extend_from_slice(line.as_bytes());
        lines.push(b'\n');
    }
    // The index comes last: what it names is there.
    project.keep_bytes(INDEX, &lines)?;
    for name in project.evidence_names(FOLDER)? {
        let kept = |stem: &str| chunks.iter().any(|c| c.name == stem);
        if name.strip_suffix(".toml").is_some_and(|stem| !kept(stem)) {
            project.drop_evidence(&format!("{FOLDER}/{name}"))?;
        }
    }
    Ok(History { chunks })
}
