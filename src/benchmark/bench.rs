//! A rule while it is written: scored on the folds at once, from data that are read once.

use super::baselines::draft;
use super::scoring::score_one;
use super::stage::fold_notes;
use super::{Baseline, Costing, Evidence, Setup, SetupInputs};
use crate::decisions::Direction;
use crate::error::Result;
use crate::project::{Project, fingerprint as hash};
use crate::work::Progress;

/// Scored rows of a sample, about. A thousand rows tell a mean error to a few percent of its deviation; this many are
/// scored while a key is pressed, and hold enough of what is rare.
const SAMPLE: usize = 20_000;
/// With fewer scored rows than so many samples all are scored at once.
const SAMPLES: usize = 3;

/// The folds, ready to try rules on, kept while the data and the division of the rows are the same.
pub struct Bench {
    /// Hash of what the folds were made from.
    inputs: String,
    whole: Setup,
    /// Some of the rows in the same folds, where there are many.
    sample: Option<Setup>,
    costing: Option<Costing>,
    /// What the benchmark found on these very folds.
    known: Option<Evidence>,
}

/// Which rows a rule is tried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Some of them, where they are many.
    Sample,
    /// All of them.
    Whole,
}

/// What a rule gives.
#[derive(Debug, Clone, PartialEq)]
pub struct TriedRule {
    /// Its scores, coefficients, cost and share of rows without an answer, as the benchmark would find them on these rows.
    pub found: Baseline,
    /// Name of the metric.
    pub metric: &'static str,
    /// Unit of the scores, empty where none.
    pub unit: String,
    /// Currency of the cost, empty where none is stated.
    pub currency: String,
    /// Rows that were scored.
    pub rows: usize,
    /// Rows that the folds score.
    pub of: usize,
    /// The best baseline but the rule itself, where the benchmark knows one.
    pub rival: Option<Rival>,
}

/// The best of the other baselines.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// Its name.
    pub name: String,
    /// Its mean score.
    pub mean: f64,
    /// How much better the rule is, as a share of that score, below 0 where it is worse; `None` where that score is 0 or the rule has none.
    pub lead: Option<f64>,
}

impl TriedRule {
    /// Whether all rows were scored.
    pub fn is_whole(&self) -> bool {
        self.rows == self.of
    }
}

impl Bench {
    /// Reads the data, divides the rows and reads what the benchmark found on them.
    ///
    /// # Errors
    /// As [`Setup::new`]; a cost that goes with no target.
    pub fn of(project: &Project, progress: &Progress) -> Result<Bench> {
        let inputs = hash(&SetupInputs::of(project)?)?;
        let whole = Setup::new(project, progress)?;
        let costing = Costing::of(project, &whole)?;
        let scored = whole.scored_rows().len();
        let sample = (scored > SAMPLES * SAMPLE).then(|| whole.thinned(SAMPLE, scored));
        let known = project.evidence::<Evidence>("benchmark").ok().flatten();
        let known = known.filter(|known| {
            known.metric == whole.problem.metric.name() && known.folds == fold_notes(&whole)
        });
        Ok(Bench {
            inputs,
            whole,
            sample,
            costing,
            known,
        })
    }

    /// Whether it is of the data and decisions as they are now.
    pub fn is_of(&self, project: &Project) -> bool {
        let now = SetupInputs::of(project).and_then(|inputs| hash(&inputs));
        now.is_ok_and(|now| now == self.inputs)
    }

    /// Whether a sample is tried before all rows are.
    pub fn has_sample(&self) -> bool {
        self.sample.is_some()
    }

    /// Scores an expression as a rule. `name` is that of the rule which it would replace, empty for a new one.
    ///
    /// # Errors
    /// A mistake in the expression, with its character; a rule that cannot be fitted or answers no class; a cancelled
    /// `progress`.
    pub fn try_rule(
        &self,
        project: &Project,
        (name, expression): (&str, &str),
        part: Part,
        progress: &Progress,
    ) -> Result<TriedRule> {
        let setup = match part {
            Part::Sample => self.sample.as_ref().unwrap_or(&self.whole),
            Part::Whole => &self.whole,
        };
        let rule = draft(project, setup, expression);
        let (found, _) = score_one(setup, &rule, self.costing.as_ref(), progress)?;
        let direction = setup.problem.metric.direction();
        let rival = self.rival(name, direction, found.mean);
        Ok(TriedRule {
            found,
            metric: setup.problem.metric.name(),
            unit: setup.problem.score_unit().to_owned(),
            currency: project.decisions.value.currency.clone().unwrap_or_default(),
            rows: setup.scored_rows().len(),
            of: self.whole.scored_rows().len(),
            rival,
        })
    }

    /// The best baseline that is not called `name`.
    fn rival(&self, name: &str, direction: Direction, mean: Option<f64>) -> Option<Rival> {
        let others = self.known.iter().flat_map(|known| &known.baselines);
        // They stand in the order of their scores.
        let mut others = others.filter_map(|b| Some((b, b.mean?)));
        let (best, score) = others.find(|(baseline, _)| baseline.name != name)?;
        let lead = mean.map(|mean| direction.gain(mean, score) / score.abs());
        Some(Rival {
            name: best.name.clone(),
            mean: score,
            lead: lead.filter(|lead| lead.is_finite()),
        })
    }
}
