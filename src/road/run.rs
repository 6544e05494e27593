//! Running the stages that have a computation, in order, those that are not up to date.

use super::{Milestone, State, survey};
use crate::benchmark;
use crate::data;
use crate::error::Result;
use crate::project::Project;
use crate::spec;
use crate::train::{self, Mode};
use crate::work::Progress;

/// Which stages to run and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Only these; every stage that has a computation where empty.
    pub only: Vec<Milestone>,
    /// Also what is up to date.
    pub force: bool,
    /// Families to train; see [`train::Options`].
    pub families: Vec<String>,
    /// How much training tries.
    pub mode: Mode,
}

/// The stages that have a computation.
const STAGES: [Milestone; 3] = [Milestone::Data, Milestone::Benchmark, Milestone::Train];

/// Refuses these stages (all where empty) before one is begun, where a mistake in the decisions keeps one from being computed. The error lists
/// every mistake there is; where there is none, no table is read.
pub fn require(project: &Project, only: &[Milestone], progress: &Progress) -> Result<()> {
    let asked = match only {
        [] => STAGES.as_slice(),
        only => only,
    };
    let last = asked.iter().map(|milestone| milestone.stage()).max();
    last.map_or(Ok(()), |stage| spec::require(project, stage, progress))
}

/// Runs the stages asked for in order, those whose evidence is not up to date; says which it ran. Where one fails for a mistake in the
/// decisions the error lists every mistake there is.
pub fn run(project: &Project, options: &Options, progress: &Progress) -> Result<Vec<Milestone>> {
    require(project, &options.only, progress)?;
    let mut ran = Vec::new();
    for stage in STAGES
        .into_iter()
        .filter(|s| options.only.is_empty() || options.only.contains(s))
    {
        let state = survey(project)?[stage as usize].state;
        let asked_for_families = stage == Milestone::Train && !options.families.is_empty();
        if !options.force
            && !asked_for_families
            && matches!(state, State::Passed | State::Attention)
        {
            continue;
        }
        progress.check()?;
        let done = match stage {
            Milestone::Data => data::run(project, progress).map(|_| ()),
            Milestone::Benchmark => benchmark::run(project, progress).map(|_| ()),
            _ => {
                let options = train::Options {
                    families: options.families.clone(),
                    mode: options.mode,
                };
                train::run(project, &options, progress).map(|_| ())
            }
        };
        done.map_err(|error| spec::explained(project, stage.stage(), error))?;
        ran.push(stage);
    }
    Ok(ran)
}
