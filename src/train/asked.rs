//! Which families are asked for, and which of them still have to be trained.

use super::stage::run_fingerprint;
use super::{Mode, Options, Run, Verdict, fingerprint, store};
use crate::benchmark::SetupInputs;
use crate::decisions::{Model as Decided, Task};
use crate::error::{Error, Result};
use crate::models::{self, Family};
use crate::project::Project;

/// A family with what was decided of it.
pub struct Asked {
    /// The family.
    pub family: &'static dyn Family,
    /// What was decided of it, where anything was.
    pub decided: Option<Decided>,
}

/// Whether training has something to do: the verdict is missing or of other inputs, a family asked for did not take
/// part, or it took part with less effort than is asked for now. Cheap: no table is read.
pub fn due(project: &Project, options: &Options) -> Result<bool> {
    let Some(verdict) = project.evidence::<Verdict>("verdict").ok().flatten() else {
        return Ok(true);
    };
    if options.force || verdict.fingerprint != fingerprint(project)? {
        return Ok(true);
    }
    let took_part: Vec<Run> = store::runs(project)?
        .into_iter()
        .filter(|run| verdict.compared.contains(&run.id))
        .collect();
    if options.families.is_empty() {
        let effort = |run: &Run| suffices(run, options.mode);
        return Ok(!verdict.complete || !took_part.iter().all(effort));
    }
    let done = |name: &String| {
        took_part
            .iter()
            .any(|run| run.family == *name && suffices(run, options.mode))
    };
    Ok(!options.families.iter().all(done))
}

/// Families that were trained on the present inputs and that no verdict knows yet: a training was cut, and goes on
/// with the others.
pub fn cut_short(project: &Project) -> Result<Vec<String>> {
    let inputs = SetupInputs::of(project)?;
    let verdict = project.evidence::<Verdict>("verdict").ok().flatten();
    let judged = verdict.map(|v| v.compared).unwrap_or_default();
    let mut families = Vec::new();
    for run in store::runs(project)? {
        if !judged.contains(&run.id)
            && run.failed.is_none()
            && run.fingerprint == run_fingerprint(project, &inputs, &run.family)?
        {
            families.push(run.family);
        }
    }
    Ok(families)
}

/// Whether a run was made with the effort asked for.
pub fn suffices(run: &Run, asked: Option<Mode>) -> bool {
    asked.is_none_or(|mode| run.mode >= mode)
}

/// The families named, else those decided, else all that can do the task and that the mode takes.
pub fn asked(project: &Project, task: Task, names: &[String], mode: Mode) -> Result<Vec<Asked>> {
    let decided = &project.decisions.model;
    let names: Vec<String> = if !names.is_empty() {
        names.to_vec()
    } else if !decided.is_empty() {
        decided.iter().map(|m| m.family.clone()).collect()
    } else {
        let mut able = models::of_task(task);
        able.retain(|family| mode.takes(family.can()));
        // Those whose fit takes long come last, so that the others have their trials within the budget.
        able.sort_by_key(|family| family.can().cost);
        able.iter().map(|f| f.name().to_owned()).collect()
    };
    let mut asked = Vec::with_capacity(names.len());
    for name in names {
        let family = models::family(&name)?;
        if !family.tasks().contains(&task) {
            let can: Vec<&str> = models::of_task(task).iter().map(|f| f.name()).collect();
            return Err(Error::new(format!("'{name}' cannot do {task}"))
                .with_fix(format!("families that can: {}", can.join(", "))));
        }
        let decided = decided.iter().find(|m| m.family == name).cloned();
        asked.push(Asked { family, decided });
    }
    Ok(asked)
}
