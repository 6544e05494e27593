//! Running the stages that have a computation, in order, those that are not up to date.

use super::{Milestone, State, survey};
use crate::benchmark;
use crate::data;
use crate::error::Result;
use crate::project::Project;
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

/// Runs the stages asked for in order, those whose evidence is not up to date; says which it ran.
pub fn run(project: &Project, options: &Options, progress: &Progress) -> Result<Vec<Milestone>> {
    project.require_valid()?;
    let stages = [Milestone::Data, Milestone::Benchmark, Milestone::Train];
    let mut ran = Vec::new();
    for stage in stages
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
        match stage {
            Milestone::Data => data::run(project, progress).map(|_| ())?,
            Milestone::Benchmark => benchmark::run(project, progress).map(|_| ())?,
            _ => {
                let options = train::Options {
                    families: options.families.clone(),
                    mode: options.mode,
                };
                train::run(project, &options, progress).map(|_| ())?;
            }
        }
        ran.push(stage);
    }
    Ok(ran)
}
