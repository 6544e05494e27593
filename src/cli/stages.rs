//! What the commands of the stages share: running what is not up to date, telling the gate and the next step.

use crate::error::Result;
use crate::project::Project;
use crate::road::{self, Milestone, Options};
use crate::spec::Gate;
use crate::text;

use super::args::Learning;
use super::face::{Face, Failure};
use super::watch::watched;

/// Runs those of the stages that are not up to date, with progress; says so where nothing had to be computed.
pub(super) fn run_stages(
    face: &mut Face<'_>,
    project: &Project,
    only: &[Milestone],
    force: bool,
    learning: &Learning,
) -> std::result::Result<(), Failure> {
    let options = Options {
        only: only.to_vec(),
        force,
        families: learning.families.clone(),
        mode: learning.mode,
    };
    let ran = watched(face, |progress| road::run(project, &options, progress))?;
    if ran.is_empty() {
        face.hint("up to date: nothing was computed (--force computes anew)")?;
    }
    Ok(())
}

/// The gate in words: a line, and one a reason.
pub(super) fn gate_lines(stage: &str, gate: &Gate) -> String {
    if gate.open {
        return format!("\n{stage}: the gate is open.\n");
    }
    let mut out = format!("\n{stage}: the gate is closed.\n");
    for reason in &gate.reasons {
        out.push_str(&format!("  - {}\n", text::escape(reason)));
    }
    out
}

/// What to do next and why; empty with `--quiet`.
pub(super) fn next_line(face: &Face<'_>, project: &Project) -> Result<String> {
    if face.common.quiet || face.common.json {
        return Ok(String::new());
    }
    let next = road::next(project, &road::survey(project)?);
    Ok(format!("Next: {}\n", next.sentence))
}
