//! The stage: every family tuned on the folds, the best compared with the best baseline, both on the holdout.

use std::time::{Duration, Instant};

use indexmap::IndexMap;
use serde::Serialize;

use super::asked::{Asked, asked, suffices};
use super::content::Content;
use super::entrant::Entrant;
use super::judge::judge;
use super::rival::Rival;
use super::search::{Limits, Prepared, features};
use super::{Board, Decision, Mode, Options, Run, Verdict, store};
use crate::benchmark::{self, Costing, Setup, SetupInputs};
use crate::decisions::{Choose, Model as Decided, Prepare, Role, Success, Value};
use crate::error::{Error, Result};
use crate::project::{Project, fingerprint as hash};
use crate::work::{Progress, guarded};

/// Version of the computation: raised when the same inputs would give other numbers.
const VERSION: u32 = 4;
/// Columns named where none is left to learn from.
const NAMED: usize = 5;
/// Share of the job that tuning takes; comparing and writing are the rest.
const TUNING: f64 = 0.95;

/// What a verdict is computed from.
#[derive(Serialize)]
struct Inputs {
    version: u32,
    setup: SetupInputs,
    benchmark: String,
    success: Success,
    train_seconds: Option<f64>,
    value: Value,
    choose: Option<Choose>,
    models: Vec<Decided>,
    prepare: IndexMap<String, Prepare>,
}

/// What a run is computed from: another goal, rule, price or family does not change it.
#[derive(Serialize)]
struct RunInputs<'a> {
    version: u32,
    setup: &'a SetupInputs,
    train_seconds: Option<f64>,
    model: Option<&'a Decided>,
    prepare: &'a IndexMap<String, Prepare>,
}

/// Hash of what a run of this family computes from.
pub(super) fn run_fingerprint(
    project: &Project,
    setup: &SetupInputs,
    family: &str,
) -> Result<String> {
    let decisions = &project.decisions;
    hash(&RunInputs {
        version: VERSION,
        setup,
        train_seconds: decisions.problem.budget.train_seconds,
        model: decisions.model.iter().find(|m| m.family == family),
        prepare: &decisions.prepare,
    })
}

/// Whether a run was computed from the present data, split and preparation, so that its holdout is that of today.
pub fn is_of_present_inputs(project: &Project, run: &Run) -> Result<bool> {
    let inputs = SetupInputs::of(project)?;
    Ok(run_fingerprint(project, &inputs, &run.family)? == run.fingerprint)
}

/// Why models may learn from no column.
fn left_out(setup: &Setup) -> String {
    let columns = setup.dataset.columns.iter();
    let why: Vec<String> = columns
        .filter(|c| c.role != Role::Target && !c.is_model_input())
        .take(NAMED)
        .map(|c| {
            let name = crate::text::escape(&c.name);
            match c.role {
                Role::Feature => format!("'{name}' is not known at prediction"),
                role => format!("'{name}' has the role {}", role.word()),
            }
        })
        .collect();
    match why.is_empty() {
        true => "add columns to the data: there is none beside the target".to_owned(),
        false => format!("check `[columns]`: {}", why.join(", ")),
    }
}

/// Hash of what training computes from, cheap: no table is read.
pub fn fingerprint(project: &Project) -> Result<String> {
    let decisions = &project.decisions;
    hash(&Inputs {
        version: VERSION,
        setup: SetupInputs::of(project)?,
        benchmark: benchmark::fingerprint(project)?,
        success: decisions.problem.success.clone(),
        train_seconds: decisions.problem.budget.train_seconds,
        value: decisions.value.clone(),
        choose: decisions.problem.choose,
        models: decisions.model.clone(),
        prepare: decisions.prepare.clone(),
    })
}

/// Trains the families that are not trained yet on these inputs (all that are asked for with `force`), keeps a run each
/// as soon as it is ready, and judges them together with the runs of the same inputs that were there before. Progress
/// has a line a family with fold scores and loss curve. A family that fails is a run that says why.
pub fn run(project: &Project, options: &Options, progress: &Progress) -> Result<Board> {
    project.require_valid()?;
    let fingerprint = fingerprint(project)?;
    let setup = Setup::new(project, progress)?;
    let rival = Rival::of(project, &setup, progress)?;
    let task = setup.problem.task;
    let mode = options.mode.unwrap_or_default();
    let asked_for = asked(project, task, &options.families, mode)?;
    let costing = Costing::of(project, &setup)?;
    let mut prepared = Prepared::new(&setup, features(&setup, &project.decisions));
    if prepared.features().is_empty() {
        return Err(Error::new("no column is left to learn from")
            .at_file(project.file())
            .with_fix(left_out(&setup)));
    }

    let content = Content::of(prepared.features());
    if content.is_all() {
        let verdict = Verdict {
            fingerprint,
            decision: Decision::NotYet,
            complete: true,
            baseline: rival.best.name.clone(),
            reasons: content.no_model(&rival.best),
            ..Verdict::default()
        };
        return conclude(project, &verdict, None, progress);
    }

    let inputs = SetupInputs::of(project)?;
    let mut field = Field::kept(project, &setup, &inputs)?;
    let wanted: Vec<Asked> = asked_for
        .into_iter()
        .filter(|asked| options.force || !field.has(asked.family.name(), options.mode))
        .collect();
    let budget = project.decisions.problem.budget.train_seconds;
    let budget = budget.unwrap_or(mode.budget_seconds()).clamp(0.0, 1e9);
    let fold_rows = setup.plan.folds.iter().map(|fold| fold.train.len()).sum();
    let until = Instant::now() + Duration::from_secs_f64(budget);
    let first_id = store::next_id(project)?;
    for (i, asked) in wanted.iter().enumerate() {
        let part = |i: usize| TUNING * i as f64 / wanted.len() as f64;
        let name = asked.family.name();
        progress.step(format!("training {name}"), part(i));
        let run = Run {
            id: first_id + i as u32,
            family: name.to_owned(),
            fingerprint: run_fingerprint(project, &inputs, name)?,
            metric: setup.problem.metric.name().to_owned(),
            mode,
            ..Run::default()
        };
        let tried = asked.decided.as_ref().and_then(|d| d.tune.trials);
        let limits = Limits {
            trials: tried
                .unwrap_or(mode.trials(asked.family.can(), fold_rows))
                .max(1),
            until,
            span: (part(i), part(i + 1)),
        };
        let outcome = guarded(|| {
            Entrant::train(
                project,
                asked,
                run.clone(),
                &mut prepared,
                limits,
                costing.as_ref(),
                progress,
            )
        });
        field.leave(name);
        match outcome {
            Ok(entrant) => field.entrants.push(entrant),
            Err(error) if error.is_cancelled() => return Err(error),
            Err(error) => {
                progress.failed(name, &error.message);
                let run = Run {
                    failed: Some(error.message.clone()),
                    ..run
                };
                store::keep(project, &run)?;
                field.failed.push(run);
            }
        }
    }

    progress.step("comparing with the best baseline", 0.96);
    let everyone = asked(project, task, &[], mode)?;
    let before = project.evidence::<Verdict>("verdict").ok().flatten();
    let verdict = Verdict {
        fingerprint,
        complete: everyone.iter().all(|a| field.has(a.family.name(), None)),
        compared: field.ids(),
        holdout_openings: before.map_or(0, |v| v.holdout_openings),
        ..Verdict::default()
    };
    let entrants = &mut field.entrants;
    let mut verdict = judge(project, &setup, &rival, entrants, verdict, costing.as_ref())?;
    verdict.reasons.extend(content.left_out());
    let chosen = field.runs().find(|run| Some(run.id) == verdict.run);
    conclude(project, &verdict, chosen, progress)
}

/// Keeps the verdict.
fn conclude(
    project: &Project,
    verdict: &Verdict,
    chosen: Option<&Run>,
    progress: &Progress,
) -> Result<Board> {
    progress.check()?;
    project.keep_evidence("verdict", verdict)?;
    note(project, chosen, verdict)?;
    progress.step("done", 1.0);
    store::board(project)
}

/// The verdict as an event of the trail, so that the history can tell whether a change helped.
fn note(project: &Project, chosen: Option<&Run>, verdict: &Verdict) -> Result<()> {
    let first = verdict.reasons.first().map(String::as_str);
    let what = format!(
        "{}{}: {}",
        verdict.decision.word(),
        chosen.map_or(String::new(), |run| format!(
            " run {} {}",
            run.id, run.family
        )),
        first.unwrap_or_default()
    );
    let score = chosen.and_then(|run| Some((run.metric.clone(), run.mean?)));
    project.note("verdict", ("train", &what, ""), score)
}

/// Everyone who takes part: of each family the newest run on the same inputs.
struct Field {
    entrants: Vec<Entrant>,
    failed: Vec<Run>,
}

impl Field {
    /// Those that an earlier training left; a run whose predictions are gone is trained again.
    fn kept(project: &Project, setup: &Setup, inputs: &SetupInputs) -> Result<Field> {
        let mut field = Field {
            entrants: Vec::new(),
            failed: Vec::new(),
        };
        for run in store::runs(project)? {
            if run.fingerprint != run_fingerprint(project, inputs, &run.family)? {
                continue;
            }
            field.leave(&run.family.clone());
            match run.failed {
                Some(_) => field.failed.push(run),
                None => field
                    .entrants
                    .extend(Entrant::kept(project, setup, run).ok()),
            }
        }
        Ok(field)
    }

    fn runs(&self) -> impl Iterator<Item = &Run> {
        self.entrants.iter().map(|e| &e.run).chain(&self.failed)
    }

    fn has(&self, family: &str, mode: Option<Mode>) -> bool {
        self.runs()
            .any(|run| run.family == family && suffices(run, mode))
    }

    fn leave(&mut self, family: &str) {
        self.entrants.retain(|e| e.run.family != family);
        self.failed.retain(|run| run.family != family);
    }

    fn ids(&self) -> Vec<u32> {
        let mut ids: Vec<u32> = self.runs().map(|run| run.id).collect();
        ids.sort_unstable();
        ids
    }
}
