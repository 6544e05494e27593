//! What models must beat: the best baseline, with its predictions on the very folds.

use crate::benchmark::{self, Baseline, Evidence as Benchmark, OutOfFold, Setup};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::work::Progress;

/// What models must beat.
pub struct Rival {
    /// The whole benchmark.
    pub benchmark: Benchmark,
    /// Its best baseline.
    pub best: Baseline,
    /// What that predicts, out of fold.
    pub predictions: OutOfFold,
}

impl Rival {
    /// The best baseline of the kept benchmark, computed anew where it is stale or cannot be read (predictions are not
    /// under version control). Found before any model is trained, so that no training is in vain.
    pub fn of(project: &Project, setup: &Setup, progress: &Progress) -> Result<Rival> {
        let fingerprint = benchmark::fingerprint(project)?;
        let kept = project.evidence::<Benchmark>("benchmark").ok().flatten();
        if let Some(kept) = kept.filter(|kept| kept.fingerprint == fingerprint)
            && let Ok(rival) = Self::read(project, setup, kept)
        {
            return Ok(rival);
        }
        Self::read(project, setup, benchmark::run(project, progress)?)
    }

    fn read(project: &Project, setup: &Setup, benchmark: Benchmark) -> Result<Rival> {
        let best = benchmark.best().cloned().ok_or_else(|| {
            Error::new("no baseline could be scored")
                .with_fix("see why with `jalon benchmark`, and mend it first")
        })?;
        let path = benchmark::predictions_path(&best.name);
        let predictions = OutOfFold::read(project, &path, setup)?;
        Ok(Rival {
            benchmark,
            best,
            predictions,
        })
    }
}
