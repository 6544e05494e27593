//! How well the model in use predicts the labelled rows of a chunk, against what training promised.

use super::compare::FEWEST_ROWS;
use super::current::Current;
use super::evidence::{Bias, Column, Estimate, Performance, Rival, Score};
use super::promised::{Promised, beside, classes_of, residuals};
use super::reference::Reference;
use super::sampling::{Sampled, weighted_mean};
use super::values::Values;
use super::words;
use crate::benchmark::Setup;
use crate::decisions::Direction;
use crate::error::Result;
use crate::metrics::{Metric, Prediction, Truth};
use crate::project::Project;
use crate::stats::drift::z_of_means;
use crate::work::rng;
use rand::Rng;

/// The labelled rows of a chunk.
struct Labelled {
    truth: Truth,
    prediction: Prediction,
    rival: Option<Prediction>,
    /// Whether rows stand in order of time.
    in_time: bool,
    seed: u64,
}

/// Measures a chunk; `None` where there is no model or no target.
pub fn measure(
    project: &Project,
    reference: &Reference,
    promised: &Promised,
    current: &Current,
    columns: &[Column],
    (chunk, rows): (&str, &[usize]),
) -> Result<Option<Performance>> {
    let (Some(setup), Some(target), Some(prediction)) =
        (&reference.setup, &current.target, &current.prediction)
    else {
        return Ok(None);
    };
    let (truth, known) = truth_of(target, rows, setup);
    let answered: Vec<usize> = (0..known.len())
        .filter(|&i| has_answer(prediction, known[i]))
        .collect();
    let places: Vec<usize> = answered.iter().map(|&i| known[i]).collect();
    let seed = rng(setup.seed, &["drift", chunk]).random::<u64>();
    let labelled = Labelled {
        truth: truth.take(&answered),
        prediction: prediction.take(&places),
        rival: current.rival.as_ref().map(|r| r.take(&places)),
        in_time: current.axis.is_some(),
        seed,
    };
    let metric = setup.problem.metric;
    let mut found = Performance {
        labelled: places.len(),
        level: Default::default(),
        worse: false,
        loss_percent: None,
        p_adjusted: None,
        promised_on: promised.score.as_ref().map(|p| p.1.to_owned()),
        promised: promised.score.as_ref().map(|p| p.0.estimate()),
        score: None,
        in_unit: None,
        bias: None,
        rival: None,
        note: None,
        sentences: Vec::new(),
    };
    if places.len() < FEWEST_ROWS {
        found.note = Some(match (known.len(), places.len()) {
            (0, _) => "no labels yet".to_owned(),
            (n, 0) => format!(
                "{} labelled, none with a prediction",
                crate::text::counted(n, "row")
            ),
            (_, n) => format!("not enough labelled rows: {n}, at least {FEWEST_ROWS} are needed"),
        });
        return Ok(Some(found));
    }
    let in_metric = promised.score.as_ref().map(|p| &p.0);
    found.score = score(&labelled, metric, setup, in_metric)?;
    if found.score.is_none() {
        found.note = Some(format!("{} is undefined on these rows", metric.name()));
    }
    if let Some(mae) = beside(setup) {
        found.in_unit = score(&labelled, mae, setup, promised.in_unit.as_ref())?;
    }
    found.loss_percent = found.score.as_ref().and_then(|s| {
        let promised = s.reference?.value;
        let loss = metric.direction().gain(promised, s.realised.value);
        (promised != 0.0).then(|| 100.0 * loss / promised.abs())
    });
    found.bias = bias(&labelled, promised, setup)?;
    found.rival = rival(&labelled, reference, metric)?;
    found.sentences = words::of_performance(project, reference, columns, &found);
    Ok(Some(found))
}

/// What happened on the rows that have a label the model knows, and which these are.
fn truth_of(target: &Values, rows: &[usize], setup: &Setup) -> (Truth, Vec<usize>) {
    match (target, &setup.problem.classes) {
        (Values::Labels(labels), Some(classes)) => {
            let place: Vec<Option<u32>> = labels
                .names
                .iter()
                .map(|n| classes.names.iter().position(|c| c == n).map(|c| c as u32))
                .collect();
            let coded = rows
                .iter()
                .filter_map(|&r| Some((place[labels.codes[r]? as usize]?, r)));
            let (codes, known) = coded.unzip();
            (Truth::Classes(codes, classes.clone()), known)
        }
        (Values::Numbers(values), _) => {
            let known = rows.iter().copied().filter(|&r| !values[r].is_nan());
            let (numbers, known) = known.map(|r| (values[r], r)).unzip();
            (Truth::Numbers(numbers), known)
        }
        _ => (Truth::Numbers(Vec::new()), Vec::new()),
    }
}

fn has_answer(prediction: &Prediction, row: usize) -> bool {
    match prediction {
        Prediction::Numbers(values) => !values[row].is_nan(),
        Prediction::Probabilities(shares) => shares.row(row).iter().all(|s| !s.is_nan()),
    }
}

impl Labelled {
    fn sample(
        &self,
        score: impl Fn(&[f64]) -> Option<f64> + Sync + Send,
    ) -> Result<Option<Sampled>> {
        let order: Vec<usize> = (0..self.truth.len()).collect();
        let order = self.in_time.then_some(order.as_slice());
        Sampled::of(self.truth.len(), order, self.seed, score)
    }
}

fn score(
    labelled: &Labelled,
    metric: Metric,
    setup: &Setup,
    promised: Option<&Sampled>,
) -> Result<Option<Score>> {
    let Some(prepared) = metric.prepared(&labelled.truth, &labelled.prediction) else {
        return Ok(None);
    };
    let Some(realised) = labelled.sample(|w| prepared.score(w))? else {
        return Ok(None);
    };
    let worse = promised.and_then(|promised| {
        let gain = metric.direction().gain(realised.value, promised.value);
        let test = z_of_means(gain, (realised.error(), promised.error()))?;
        // One-sided: half of what lies beyond on both sides.
        let half = test.p_value / 2.0;
        Some(if gain < 0.0 { half } else { 1.0 - half })
    });
    Ok(Some(Score {
        metric: metric.name().to_owned(),
        unit: metric.unit().in_words(&setup.problem.unit).to_owned(),
        realised: realised.estimate(),
        reference: promised.map(Sampled::estimate),
        change: promised.map(|p| realised.less(p)),
        p_value: worse,
    }))
}

/// The mean residual against that of the rows held out; of several classes the one that moved most, its p times their
/// number.
fn bias(labelled: &Labelled, promised: &Promised, setup: &Setup) -> Result<Option<Bias>> {
    let classes = classes_of(setup);
    let mut best: Option<Bias> = None;
    for (at, &class) in classes.iter().enumerate() {
        let own = residuals(&labelled.truth, &labelled.prediction, class);
        let Some(realised) = labelled.sample(|w| weighted_mean(&own, w))? else {
            continue;
        };
        let held = promised.residuals.get(at).and_then(Option::as_ref);
        let test = held.and_then(|held| {
            z_of_means(
                realised.value - held.value,
                (realised.error(), held.error()),
            )
        });
        let p_value = test.map(|t| (t.p_value * classes.len() as f64).min(1.0));
        let name = |class: usize| {
            setup
                .problem
                .classes
                .as_ref()
                .map(|c| c.names[class].clone())
        };
        let found = Bias {
            class: class.and_then(name),
            realised: realised.estimate(),
            reference: held.map(Sampled::estimate),
            p_value,
            p_adjusted: None,
            drift: false,
        };
        let further = |b: &Bias| found.p_value.unwrap_or(1.0) < b.p_value.unwrap_or(1.0);
        if best.as_ref().is_none_or(further) {
            best = Some(found);
        }
    }
    Ok(best)
}

/// What could run instead on the same rows, compared row by row where the metric divides into rows.
fn rival(labelled: &Labelled, reference: &Reference, metric: Metric) -> Result<Option<Rival>> {
    let (Some(other), Some(said)) = (&reference.rival, &labelled.rival) else {
        return Ok(None);
    };
    let (Some(rule), Some(model)) = (
        metric.prepared(&labelled.truth, said),
        metric.prepared(&labelled.truth, &labelled.prediction),
    ) else {
        return Ok(None);
    };
    let Some(realised) = rule.score(&vec![1.0; labelled.truth.len()]) else {
        return Ok(None);
    };
    let direction: Direction = metric.direction();
    let gain = labelled.sample(|w| Some(direction.gain(model.score(w)?, rule.score(w)?)))?;
    Ok(Some(Rival {
        name: other.name.clone(),
        realised,
        gain: gain.map(|g| g.estimate()),
    }))
}

/// Whether an interval lies wholly below zero.
pub fn is_below_zero(estimate: &Estimate) -> bool {
    estimate.high.is_some_and(|high| high < 0.0)
}
