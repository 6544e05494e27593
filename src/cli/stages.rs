//! What the commands of the stages share: running what is not up to date, telling the gate and the next step.

use crate::error::Result;
use crate::project::{Project, jobs};
use crate::road::{self, Milestone, Options, Status};
use crate::spec::{Gate, Review};
use crate::text;
use crate::work::Progress;

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
    road::require(project, only, &Progress::silent())?;
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

/// Says so where nothing had to be computed, and where data of stores may not be the newest.
pub(super) fn say_if_idle(
    face: &mut Face<'_>,
    project: &Project,
    ran: bool,
) -> std::result::Result<(), Failure> {
    for address in project.objects().silent() {
        let address = text::escape(&address).into_owned();
        face.hint(&format!(
            "{address}: the store does not answer; what was fetched before was used"
        ))?;
    }
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
    if let Some(passed) = &gate.passed {
        out.push_str(&format!("  It was passed: {}.\n", text::escape(passed)));
    }
    out
}

/// What to do next and why; empty with `--quiet`.
pub(super) fn next_line(face: &Face<'_>, project: &Project) -> Result<String> {
    next_after(face, project, None)
}

/// As [`next_line`], where the spec was reviewed against the data.
pub(super) fn next_after(
    face: &Face<'_>,
    project: &Project,
    review: Option<&Review>,
) -> Result<String> {
    if face.common.quiet || face.common.json {
        return Ok(String::new());
    }
    let mut survey = road::survey(project)?;
    if let (Some(review), Some(spec)) = (review, survey.first_mut()) {
        *spec = Status::of_spec(review);
    }
    let next = road::next(project, &survey);
    Ok(format!("Next: {}\n", next.sentence))
}
