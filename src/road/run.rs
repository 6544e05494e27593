//! Running the stages that have a computation, in order, those that are not up to date.

use super::{Milestone, State, survey};
use crate::benchmark;
use crate::data;
use crate::drift;
use crate::error::Result;
use crate::project::Project;
use crate::spec;
use crate::train::{self, Mode};
use crate::work::Progress;

/// Which stages to run and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Only these; where empty every stage on the way to a verdict.
    pub only: Vec<Milestone>,
    /// Also what is up to date.
    pub force: bool,
    /// Families to train; see [`train::Options`].
    pub families: Vec<String>,
    /// How much training tries at least; see [`train::Options`].
    pub mode: Option<Mode>,
    /// What is watched; see [`drift::Options`].
    pub drift: Box<drift::Options>,
}

impl Options {
    fn training(&self) -> train::Options {
        train::Options {
            families: self.families.clone(),
            mode: self.mode,
            force: self.force,
        }
    }
}

/// The stages that have a computation, of those asked for. Drift looks at new data: it is run when it is named.
fn stages(only: &[Milestone]) -> impl Iterator<Item = Milestone> {
    [
        Milestone::Data,
        Milestone::Benchmark,
        Milestone::Train,
        Milestone::Drift,
    ]
    .into_iter()
    .filter(|s| match only.is_empty() {
        true => *s <= Milestone::Train,
        false => only.contains(s),
    })
}

/// Whether any stage asked for has something to compute.
pub fn is_due(project: &Project, options: &Options) -> Result<bool> {
    for stage in stages(&options.only) {
        if stage_is_due(project, stage, options)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn stage_is_due(project: &Project, stage: Milestone, options: &Options) -> Result<bool> {
    if stage == Milestone::Train {
        return train::due(project, &options.training());
    }
    if stage == Milestone::Drift {
        return Ok(options.force || !drift::is_current(project, &options.drift)?);
    }
    let state = survey(project)?[stage as usize].state;
    Ok(options.force || !matches!(state, State::Passed | State::Attention))
}

/// Refuses these stages (all where empty) before one is begun, where a mistake in the decisions keeps one from being computed. The error lists
/// every mistake there is; where there is none, no table is read.
pub fn require(project: &Project, only: &[Milestone], progress: &Progress) -> Result<()> {
    let last = stages(only).map(Milestone::stage).max();
    last.map_or(Ok(()), |stage| spec::require(project, stage, progress))
}

/// Runs the stages asked for in order, those whose evidence is not up to date; says which it ran. Where one fails for a mistake in the
/// decisions the error lists every mistake there is.
pub fn run(project: &Project, options: &Options, progress: &Progress) -> Result<Vec<Milestone>> {
    require(project, &options.only, progress)?;
    let mut ran = Vec::new();
    for stage in stages(&options.only) {
        if !stage_is_due(project, stage, options)? {
            continue;
        }
        progress.check()?;
        progress.stage(stage.title());
        let done = match stage {
            Milestone::Data => data::run(project, progress).map(|_| ()),
            Milestone::Benchmark => benchmark::run(project, progress).map(|_| ()),
            Milestone::Drift => drift::run(project, &options.drift, progress).map(|_| ()),
            _ => train::run(project, &options.training(), progress).map(|_| ()),
        };
        done.map_err(|error| spec::explained(project, stage.stage(), error))?;
        ran.push(stage);
    }
    Ok(ran)
}
