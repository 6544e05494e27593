//! Small projects for the tests of this folder.

use std::fmt::Write as _;

use crate::project::Project;
use crate::work::Progress;

use super::{Evidence, Finding, run};

/// A project in a temporary folder.
pub(super) struct Small {
    /// Removed when dropped.
    pub folder: tempfile::TempDir,
    /// The project, opened.
    pub project: Project,
}

/// Decisions for a data file `data.csv` with this target; `more` is appended.
pub(super) fn decisions(task: &str, target: &str, more: &str) -> String {
    format!(
        "format = 1\n[problem]\ntask = \"{task}\"\ntarget = \"{target}\"\n[[source]]\npath = \"data.csv\"\n{more}"
    )
}

/// Writes and opens a project.
pub(super) fn project(decisions: &str, csv: &str) -> Small {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("jalon.toml"), decisions).unwrap();
    std::fs::write(folder.path().join("data.csv"), csv).unwrap();
    let project = Project::open(folder.path()).unwrap();
    Small { folder, project }
}

/// The evidence of a project.
pub(super) fn evidence(decisions: &str, csv: &str) -> Evidence {
    run(&project(decisions, csv).project, &Progress::silent()).unwrap()
}

/// The findings of one check.
pub(super) fn of<'a>(evidence: &'a Evidence, check: &str) -> Vec<&'a Finding> {
    evidence
        .findings
        .iter()
        .filter(|f| f.check == check)
        .collect()
}

/// A table of `rows` rows: `line` gives the cells of a row.
pub(super) fn csv(head: &str, rows: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = format!("{head}\n");
    for row in 0..rows {
        writeln!(text, "{}", line(row)).unwrap();
    }
    text
}
