//! What the project is worth a year: at perfection, at the score of success, and from which score on it pays.
//!
//! Between the cost of what is done without a model and that of perfect answers the cost is taken to fall in proportion
//! to the metric: exact where the cost is that metric (`abs(prediction - fare)` and mae), else a first estimate, which
//! the benchmark and the verdict replace by measured costs.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::baselines::{Fitted, constants};
use super::goal::strictest;
use super::stage::fingerprint;
use super::{Costing, Evidence, Setup};
use crate::decisions::{Decisions, Direction};
use crate::error::Result;
use crate::metrics::{Prediction, Truth};
use crate::project::Project;
use crate::spec::Dataset;
use crate::text::{escape, with_unit};

/// A score and what a year of decisions costs at it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// In the metric.
    pub score: f64,
    /// Cost of a year's errors, in the currency.
    pub cost_per_year: f64,
}

/// What the project is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worth {
    /// Currency of every amount, empty where none is stated.
    pub currency: String,
    /// The metric.
    pub metric: String,
    /// Unit of its scores, empty where none.
    pub unit: String,
    /// Which way it is better.
    pub direction: Direction,
    /// What building costs once.
    pub build_cost: f64,
    /// What running costs a year.
    pub run_cost_per_year: f64,
    /// What would be done without a model: the best baseline, or before the benchmark the best constant.
    pub without: String,
    /// Whether that was scored on the folds, and not on the rows it was taken from.
    pub measured: bool,
    /// What it costs.
    pub baseline: Point,
    /// What perfect answers cost.
    pub perfection: Point,
    /// The score of success, where one is stated.
    pub success: Option<f64>,
}

impl Worth {
    /// What the decisions say between two points; metric, unit and name of the first are the caller's to tell.
    fn between(
        decisions: &Decisions,
        direction: Direction,
        baseline: Point,
        perfection: Point,
    ) -> Worth {
        let value = &decisions.value;
        Worth {
            currency: value.currency.clone().unwrap_or_default(),
            metric: String::new(),
            unit: String::new(),
            direction,
            build_cost: value.build_cost.unwrap_or(0.0),
            run_cost_per_year: value.run_cost_per_year.unwrap_or(0.0),
            without: String::new(),
            measured: false,
            baseline,
            perfection,
            success: strictest(decisions, direction, Some(baseline.score)),
        }
    }

    /// Whether there is a way from the one point to the other.
    fn says_something(&self) -> bool {
        self.perfection.score != self.baseline.score
    }

    /// Cost of a year's errors at a score.
    pub fn cost_at(&self, score: f64) -> f64 {
        let (from, to) = (self.baseline, self.perfection);
        let way = (score - from.score) / (to.score - from.score);
        from.cost_per_year + way * (to.cost_per_year - from.cost_per_year)
    }

    /// What a model of this score saves a year over what is done without one, after running it.
    pub fn gain_at(&self, score: f64) -> f64 {
        self.baseline.cost_per_year - self.cost_at(score) - self.run_cost_per_year
    }

    /// The score from which it pays building and running within the first year; `None` where not even perfection does,
    /// or where any score does because nothing is to be paid.
    pub fn break_even(&self) -> Option<f64> {
        let share = self.share_to_save().filter(|share| *share < 1.0)?;
        Some(self.baseline.score + share * (self.perfection.score - self.baseline.score))
    }

    /// Share of what errors cost that building and running take in the first year; `None` where they cost nothing.
    pub fn share_to_save(&self) -> Option<f64> {
        let needed = self.first_year();
        let most = self.baseline.cost_per_year - self.perfection.cost_per_year;
        (needed > 0.0).then(|| match most > 0.0 {
            true => needed / most,
            false => f64::INFINITY,
        })
    }

    /// What building and a year of running cost.
    fn first_year(&self) -> f64 {
        self.build_cost + self.run_cost_per_year
    }

    /// A score with metric and unit: `mae 2.00 USD`.
    pub fn scored(&self, score: f64) -> String {
        format!("{} {}", self.metric, with_unit(score, &escape(&self.unit)))
    }

    /// All of it in words and money.
    pub fn sentences(&self) -> Vec<String> {
        let money = |amount: f64| with_unit(amount, &escape(&self.currency));
        let score = |score: f64| self.scored(score);
        let how = match self.measured {
            true => "on the folds",
            false => "the best constant; the benchmark will tell better",
        };
        let mut told = vec![
            format!(
                "without a model errors cost {} a year ({}, {}: {how})",
                money(self.baseline.cost_per_year),
                escape(&self.without),
                score(self.baseline.score)
            ),
            match self.gain_at(self.perfection.score) {
                gain if gain > 0.0 => format!(
                    "perfect answers would save {} a year after running it",
                    money(gain)
                ),
                _ => "not even perfect answers would pay what running costs: a rule is enough"
                    .to_owned(),
            },
        ];
        if let Some(success) = self.success {
            told.push(format!(
                "success ({}) would save {} a year",
                score(success),
                money(self.gain_at(success))
            ));
        }
        let needed = self.first_year();
        told.push(match (self.break_even(), needed > 0.0) {
            (Some(even), _) => format!(
                "it pays building and running ({}) within a year from {} on",
                money(needed),
                score(even)
            ),
            (None, true) => format!(
                "no score pays building and running ({}) within a year",
                money(needed)
            ),
            (None, false) => {
                "state what building and running cost, to know from which score on it pays"
                    .to_owned()
            }
        });
        told
    }
}

/// What the project is worth by the evidence of its benchmark; `None` where cost or decisions a year are not stated.
pub fn worth(decisions: &Decisions, evidence: &Evidence) -> Option<Worth> {
    let best = evidence.best()?;
    let baseline = Point {
        score: best.mean?,
        cost_per_year: best.money?.folds.per_year?,
    };
    let worth = Worth {
        metric: evidence.metric.clone(),
        unit: evidence.unit.clone(),
        without: best.name.clone(),
        measured: true,
        ..Worth::between(
            decisions,
            evidence.direction,
            baseline,
            evidence.perfection?,
        )
    };
    worth.says_something().then_some(worth)
}

/// What is known of the worth: by the evidence of the benchmark where it is up to date, else as `estimate` tells it.
/// `None` also where the data or the decisions do not allow to tell.
pub fn known(project: &Project, dataset: &Dataset) -> Option<Worth> {
    let kept = project.evidence::<Evidence>("benchmark").ok().flatten();
    let current = kept.filter(|e| fingerprint(project).is_ok_and(|now| now == e.fingerprint));
    let measured = current.and_then(|evidence| worth(&project.decisions, &evidence));
    measured.or_else(|| estimate(project, dataset).ok().flatten())
}

/// The same before there is a benchmark: the constant of the best score stands for what is done without a model.
///
/// # Errors
/// Rows that cannot be divided, a cost that cannot be computed.
fn estimate(project: &Project, dataset: &Dataset) -> Result<Option<Worth>> {
    let decisions = &project.decisions;
    if !is_stated(decisions) {
        return Ok(None);
    }
    let setup = Setup::of(project, dataset.clone())?;
    let Some(costing) = Costing::of(project, &setup)? else {
        return Ok(None);
    };
    let known = best_constant(&setup, &costing)?.zip(perfection(&setup, &costing)?);
    let worth = known.map(|((without, baseline), perfection)| Worth {
        metric: setup.problem.metric.name().to_owned(),
        unit: setup.problem.score_unit().to_owned(),
        without,
        ..Worth::between(
            decisions,
            setup.problem.metric.direction(),
            baseline,
            perfection,
        )
    });
    Ok(worth.filter(Worth::says_something))
}

/// Score and yearly cost of answers that are right in every row; `None` where decisions a year are not stated.
pub(super) fn perfection(setup: &Setup, costing: &Costing) -> Result<Option<Point>> {
    let rows = &setup.plan.development;
    let (right, metric) = (truth(setup, rows), setup.problem.metric);
    let cost = costing.cost(setup, rows, &right)?.per_year;
    Ok(cost.map(|cost_per_year| Point {
        score: setup
            .score(rows, &right)
            .unwrap_or(metric.direction().perfect()),
        cost_per_year,
    }))
}

/// The answers that are right in every row.
fn truth(setup: &Setup, rows: &[usize]) -> Prediction {
    match setup.truth(rows) {
        Truth::Numbers(values) => Prediction::Numbers(values),
        Truth::Classes(codes, classes) => {
            let mut shares = Array2::zeros((codes.len(), classes.names.len()));
            for (row, &code) in codes.iter().enumerate() {
                shares[[row, code as usize]] = 1.0;
            }
            Prediction::Probabilities(shares)
        }
    }
}

/// The constant of the best score, on the rows it was taken from.
fn best_constant(setup: &Setup, costing: &Costing) -> Result<Option<(String, Point)>> {
    let rows = &setup.plan.development;
    let direction = setup.problem.metric.direction();
    let mut best: Option<(String, Point)> = None;
    for constant in constants(setup) {
        // What is drawn by chance is the best by chance only.
        if matches!(constant.fit(setup, rows)?, Fitted::Drawn { .. }) {
            continue;
        }
        let answer = constant.answer(setup, rows, rows)?.prediction;
        let cost = costing.cost(setup, rows, &answer)?.per_year;
        let (Some(score), Some(cost_per_year)) = (setup.score(rows, &answer), cost) else {
            continue;
        };
        let point = Point {
            score,
            cost_per_year,
        };
        // Of two that score alike (any constant ranks alike) nobody would take the dearer one.
        let beats = |known: &Point| match score == known.score {
            true => cost_per_year < known.cost_per_year,
            false => direction.better(score, known.score),
        };
        if best.as_ref().is_none_or(|(_, known)| beats(known)) {
            best = Some((constant.name().to_owned(), point));
        }
    }
    Ok(best)
}

/// Whether a year's cost can be computed from what is decided.
fn is_stated(decisions: &Decisions) -> bool {
    let value = &decisions.value;
    (value.cost.is_some() || value.matrix.is_some()) && value.decisions_per_year.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::Progress;

    fn looked(value: &str) -> (Option<Worth>, Option<Worth>) {
        let folder = tempfile::tempdir().unwrap();
        let rows: String = (0..100).map(|i| format!("{},{}\n", i % 9, i % 5)).collect();
        std::fs::write(folder.path().join("data.csv"), format!("a,fare\n{rows}")).unwrap();
        let text = format!(
            "format = 1\n[[source]]\npath = \"data.csv\"\n[problem]\ntask = \"regression\"\ntarget = \"fare\"\nmetric = \"mae\"\nunit = \"USD\"\nsuccess = {{ at_most = 0.6 }}\n[value]\n{value}"
        );
        std::fs::write(folder.path().join("jalon.toml"), text).unwrap();
        let project = Project::open(folder.path()).unwrap();
        let dataset = Dataset::load(&project, &Progress::silent()).unwrap();
        let before = known(&project, &dataset);
        crate::benchmark::run(&project, &Progress::silent()).unwrap();
        (before, known(&project, &dataset))
    }

    #[test]
    fn money_follows_the_score_between_the_baseline_and_perfection() {
        let value = "currency = \"USD\"\ncost = \"2 * abs(prediction - fare)\"\ndecisions_per_year = 1000\nbuild_cost = 600\nrun_cost_per_year = 240\n";
        let (before, after) = looked(value);
        let (before, after) = (before.unwrap(), after.unwrap());
        assert!(!before.measured && after.measured);
        // Targets 0 to 4 in equal shares: the median is wrong by 1.2 on average.
        assert!((before.baseline.score - 1.2).abs() < 0.05, "{before:?}");
        assert!((before.baseline.cost_per_year - 2000.0 * before.baseline.score).abs() < 1e-9);
        assert_eq!(
            (before.perfection.score, before.perfection.cost_per_year),
            (0.0, 0.0)
        );
        assert!((after.cost_at(0.6) - 1200.0).abs() < 1e-9, "{after:?}");
        let even = after.break_even().unwrap();
        let saved = after.baseline.cost_per_year - after.cost_at(even);
        assert!((saved - 840.0).abs() < 1e-9, "{even}");
        let told = after.sentences().join("\n");
        assert!(
            told.contains("mae 0.600 USD") && told.contains("within a year from"),
            "{told}"
        );
    }

    #[test]
    fn nothing_is_told_without_a_cost_and_no_score_pays_a_dear_model() {
        assert_eq!(looked("decisions_per_year = 10\n"), (None, None));
        let dear = "cost = \"abs(prediction - fare)\"\ndecisions_per_year = 10\nbuild_cost = 1e6\n";
        let worth = looked(dear).0.unwrap();
        assert_eq!(worth.break_even(), None);
        assert!(worth.sentences().join(" ").contains("no score pays"));
    }
}
