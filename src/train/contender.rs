//! Whoever can be compared and shipped: a run by its number, or a baseline by its name.

use super::{Decision, Run, Verdict, artifact, store};
use crate::benchmark::{
    self, Baseline, Diagnosis, Evidence, OutOfFold, Setup, Thresholds, diagnose, predictions_path,
};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::text;

/// A run or a baseline.
#[derive(Debug, Clone, PartialEq)]
pub enum Contender {
    /// A trained model.
    Run(Box<Run>),
    /// A baseline, most often the user's own rule.
    Baseline(Box<Baseline>),
}

impl Contender {
    /// What is asked for by number or name; else what the verdict says: the chosen run, or the best baseline where no
    /// model is shown to beat it.
    pub fn of(project: &Project, asked: Option<&str>) -> Result<Contender> {
        match asked {
            Some(asked) => match asked.parse::<u32>() {
                Ok(number) => Self::run(project, number),
                Err(_) => Self::baseline(project, asked),
            },
            None => {
                let verdict = project.evidence::<Verdict>("verdict")?.ok_or_else(|| {
                    Error::new("there is nothing to promote: nothing was trained yet")
                        .with_fix("train first: `jalon run`")
                })?;
                match verdict.run {
                    Some(run) if verdict.decision != Decision::UseTheRule => {
                        Self::run(project, run)
                    }
                    _ => Self::baseline(project, &verdict.baseline),
                }
            }
        }
    }

    /// The run of this number. Errors: no such run, or one that failed.
    pub fn run(project: &Project, number: u32) -> Result<Contender> {
        let runs = store::runs(project)?;
        let run = runs.iter().find(|r| r.id == number).ok_or_else(|| {
            Error::new(format!("there is no run '{number}'")).with_fix(match runs.last() {
                Some(last) => format!("runs go from 1 to {}", last.id),
                None => "train first: `jalon train`".to_owned(),
            })
        })?;
        if let Some(why) = &run.failed {
            return Err(Error::new(format!("run {number} failed: {why}"))
                .with_fix("choose another run with --run"));
        }
        Ok(Contender::Run(Box::new(run.clone())))
    }

    /// The baseline of this name. Errors: no such baseline, or one that failed.
    pub fn baseline(project: &Project, name: &str) -> Result<Contender> {
        let evidence = project.evidence::<Evidence>("benchmark")?;
        let all = evidence.map(|e| e.baselines).unwrap_or_default();
        let found = all.iter().find(|b| b.name == name).ok_or_else(|| {
            let names = all.iter().map(|b| b.name.as_str());
            let shown = text::escape(name);
            Error::new(format!(
                "'{shown}' is neither the number of a run nor a baseline"
            ))
            .with_fix(match text::nearest(name, names) {
                Some(near) => format!("did you mean '{}'?", text::escape(near)),
                None => "see `jalon runs` and `jalon benchmark`".to_owned(),
            })
        })?;
        if let Some(why) = &found.failed {
            return Err(Error::new(format!(
                "baseline '{}' failed: {why}",
                text::escape(name)
            )));
        }
        Ok(Contender::Baseline(Box::new(found.clone())))
    }

    /// Its family, or the name of the baseline.
    pub fn name(&self) -> &str {
        match self {
            Contender::Run(run) => &run.family,
            Contender::Baseline(baseline) => &baseline.name,
        }
    }

    /// As it is called in sentences: `run 7 boosting`, `baseline tariff`.
    pub fn title(&self) -> String {
        match self {
            Contender::Run(run) => format!("run {} {}", run.id, run.family),
            Contender::Baseline(baseline) => format!("baseline {}", text::escape(&baseline.name)),
        }
    }

    /// Number of the run.
    pub fn run_number(&self) -> Option<u32> {
        match self {
            Contender::Run(run) => Some(run.id),
            Contender::Baseline(_) => None,
        }
    }

    /// Mean score over the folds, and the score on the holdout where it was opened.
    pub fn scores(&self, metric: &str) -> (Option<f64>, Option<f64>) {
        let (mean, holdout) = match self {
            Contender::Run(run) => (run.mean, &run.holdout),
            Contender::Baseline(baseline) => (baseline.mean, &baseline.holdout),
        };
        let holdout = holdout.as_ref().and_then(|h| h.get(metric)).copied();
        (mean, holdout)
    }

    /// Where it cuts two classes, where the cost of an error is stated.
    pub fn thresholds(&self) -> Option<&Thresholds> {
        match self {
            Contender::Run(run) => run.thresholds.as_ref(),
            Contender::Baseline(baseline) => baseline.thresholds.as_ref(),
        }
    }

    /// What it predicts out of fold; an error where that is of other folds than today's.
    pub fn out_of_fold(&self, project: &Project, setup: &Setup) -> Result<OutOfFold> {
        let path = match self {
            Contender::Run(run) => store::predictions_path(run),
            Contender::Baseline(baseline) => predictions_path(&baseline.name),
        };
        OutOfFold::read(project, &path, setup)
    }

    /// Charts and numbers of what it predicts out of fold; an error where that is of other folds than today's.
    pub fn diagnosis(&self, project: &Project, setup: &Setup) -> Result<Diagnosis> {
        let predictions = self.out_of_fold(project, setup)?;
        diagnose(project, setup, &predictions, self.thresholds())
    }

    /// What predicts, packed: a run's model as it is, a baseline fitted on all rows outside the holdout.
    pub fn packed(&self, project: &Project, setup: &Setup) -> Result<Vec<u8>> {
        match self {
            Contender::Run(run) => {
                let from = artifact::path(&run.folder());
                project.read_bytes(&from)?.ok_or_else(|| {
                    Error::new(format!("the model of {} is gone", self.title()))
                        .with_fix("train again: `jalon train --force`")
                })
            }
            Contender::Baseline(baseline) => {
                let fitted = benchmark::fit_baseline(project, setup, &baseline.name)?;
                artifact::pack_baseline(project, &baseline.name, setup, fitted)
            }
        }
    }
}
