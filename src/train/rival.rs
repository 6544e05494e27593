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
    /// Another one whose errors cost less, where their cost is stated, with what it predicts.
    pub cheaper: Option<(Baseline, OutOfFold)>,
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
        let cheaper = cheapest(&benchmark)
            .filter(|b| b.name != best.name)
            .cloned();
        let cheaper = cheaper.map(|baseline| {
            let path = benchmark::predictions_path(&baseline.name);
            OutOfFold::read(project, &path, setup).map(|predictions| (baseline, predictions))
        });
        Ok(Rival {
            cheaper: cheaper.transpose()?,
            benchmark,
            best,
            predictions,
        })
    }

    /// What a model must save money against: the baseline whose errors cost least.
    pub fn in_money(&self) -> (&Baseline, &OutOfFold) {
        let cheaper = self.cheaper.as_ref();
        cheaper.map_or((&self.best, &self.predictions), |(b, p)| (b, p))
    }
}

/// Share of a cost below which a difference is the rounding of a sum.
const ROUNDING: f64 = 1e-9;

/// The baseline whose errors cost least on the folds; of equal ones the best, which stands first.
fn cheapest(benchmark: &Benchmark) -> Option<&Baseline> {
    let cost = |baseline: &Baseline| baseline.money?.folds.per_decision;
    let mut least: Option<(f64, &Baseline)> = None;
    for baseline in &benchmark.baselines {
        if let Some(cost) = cost(baseline)
            && least.is_none_or(|(known, _)| cost < known - ROUNDING * known.abs())
        {
            least = Some((cost, baseline));
        }
    }
    least.map(|(_, baseline)| baseline)
}
