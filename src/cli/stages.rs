//! What the commands of the stages share: running what is not up to date, telling the gate and the next step.

use crate::error::Result;
use crate::project::{Project, jobs};
use crate::road::{self, Milestone, Options};
use crate::spec::Gate;
use crate::text;

use super::args::Learning;
use super::face::{Face, Failure};
use super::watch::watched_job;

/// Runs those of the stages that are not up to date as one job called `name`, with progress; whether any had to be.
pub(super) fn run_stages(
    face: &Face<'_>,
    project: &Project,
    name: &str,
    only: &[Milestone],
    force: bool,
    learning: &Learning,
) -> Result<bool> {
    let options = Options {
        only: only.to_vec(),
        force,
        families: learning.families.clone(),
        mode: learning.mode,
        ..Options::default()
    };
    run_due(face, project, name, &options)
}

/// The same with all that the road can be told.
pub(super) fn run_due(
    face: &Face<'_>,
    project: &Project,
    name: &str,
    options: &Options,
) -> Result<bool> {
    project.require_valid()?;
    if !road::is_due(project, options)? {
        return Ok(false);
    }
    let job = jobs::start(project, name)?;
    watched_job(face, &job, |progress| road::run(project, options, progress))?;
    Ok(true)
}

/// Says so where nothing had to be computed.
pub(super) fn say_if_idle(face: &mut Face<'_>, ran: bool) -> std::result::Result<(), Failure> {
    if ran {
        return Ok(());
    }
    face.hint("up to date: nothing was computed (--force computes anew)")
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
