//! The engine by the crate hessboost: histograms, leaves grown where the loss falls most.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use hessboost::config::{GrowPolicy, LeafEstimation, TrainingParams, TreeMethod};
use hessboost::data::DMatrix;
use hessboost::error::HessboostError;
use hessboost::metric::EvalMetric;
use hessboost::model::{BoostedModel, ImportanceType, ModelFormat};
use hessboost::objective::{Multiclass, Objective as Loss, RegLoss};
use hessboost::training::{RoundEval, Trainer};

use super::engine::{Engine, Objective, Rows, Settings, Trees, Watch};
use crate::error::{Error, Result};
use crate::work::guarded;

/// Points at which it looks at each node for SHAP values.
const QUADRATURE: usize = 8;

/// The engine.
pub(super) struct Hessboost;

impl Engine for Hessboost {
    fn grow(
        &self,
        rows: Rows<'_>,
        settings: &Settings,
        watch: &mut Watch<'_>,
    ) -> Result<Box<dyn Trees>> {
        let params = params(settings)?;
        let train = matrix(rows)?;
        let trainer = Trainer::new(&params, &train, settings.rounds).eval(&train, "train");
        let model = trained(trainer, watch)?;
        // Predictions are those of the model as it is saved, so that a loaded one gives the same.
        self.read(&exported(&model)?)
    }

    fn rounds(
        &self,
        rows: Rows<'_>,
        judge: Rows<'_>,
        patience: usize,
        settings: &Settings,
        watch: &mut Watch<'_>,
    ) -> Result<usize> {
        let params = params(settings)?;
        let train = matrix(rows)?;
        let judge = matrix(judge)?;
        let trainer = Trainer::new(&params, &train, settings.rounds)
            .eval(&train, "train")
            .eval(&judge, "judge")
            .early_stopping_rounds(NonZeroUsize::new(patience).unwrap_or(NonZeroUsize::MIN));
        Ok(trained(trainer, watch)?
            .best_iteration()
            .map_or(settings.rounds, |best| best + 1))
    }

    fn read(&self, saved: &serde_json::Value) -> Result<Box<dyn Trees>> {
        let model = guarded(|| {
            BoostedModel::decode(saved.to_string(), ModelFormat::XgboostJson).map_err(failed)
        })?;
        Ok(Box::new(Ensemble {
            saved: saved.clone(),
            model,
        }))
    }
}

fn tell(round: RoundEval<'_>, watch: &mut Watch<'_>, stopped: &mut bool) -> ControlFlow<()> {
    let loss = round.values().first().copied().unwrap_or(f64::NAN);
    let flow = watch(round.iteration() + 1, loss);
    *stopped |= flow.is_break();
    flow
}

fn params(settings: &Settings) -> Result<TrainingParams> {
    let (loss, metric) = match settings.objective {
        Objective::Squared => (Loss::SquaredError(RegLoss::default()), EvalMetric::Rmse),
        Objective::Absolute => (Loss::AbsoluteError, EvalMetric::Mae),
        Objective::Binary => (
            Loss::BinaryLogistic(RegLoss::default()),
            EvalMetric::LogLoss,
        ),
        Objective::Classes(classes) => (
            Loss::Softprob(Multiclass::new(classes).map_err(failed)?),
            EvalMetric::MLogLoss,
        ),
    };
    let builder = TrainingParams::builder()
        .objective(loss)
        .eval_metric(metric)
        .tree_method(TreeMethod::Hist)
        .grow_policy(GrowPolicy::LossGuide)
        .leaf_estimation(if settings.objective == Objective::Absolute {
            LeafEstimation::Exact
        } else {
            LeafEstimation::Newton
        })
        .eta(settings.learning_rate)
        .max_leaves(settings.leaves)
        .min_child_weight(settings.min_child_weight)
        .subsample(settings.subsample)
        .colsample_bytree(settings.colsample)
        .lambda(settings.lambda)
        .seed(settings.seed)
        .nthread(settings.threads);
    match settings.max_depth {
        0 => builder.unlimited_depth(),
        depth => builder.max_depth(depth),
    }
    .build()
    .map_err(failed)
}

/// What a trainer grows, its rounds watched.
fn trained(trainer: Trainer<'_>, watch: &mut Watch<'_>) -> Result<BoostedModel> {
    let mut stopped = false;
    let grown = guarded(|| {
        trainer
            .on_round(|round| tell(round, watch, &mut stopped))
            .train()
            .map_err(failed)
    })?;
    if stopped {
        return Err(Error::cancelled());
    }
    Ok(grown.model)
}

fn matrix(rows: Rows<'_>) -> Result<DMatrix> {
    let matrix = DMatrix::from_dense(rows.values, rows.labels.len(), rows.columns)
        .and_then(|matrix| matrix.with_labels(rows.labels))
        .map_err(failed)?;
    match rows.weights {
        Some(weights) => matrix.with_weights(weights).map_err(failed),
        None => Ok(matrix),
    }
}

fn exported(model: &BoostedModel) -> Result<serde_json::Value> {
    let bytes = model.encode(ModelFormat::XgboostJson).map_err(failed)?;
    serde_json::from_slice(&bytes).map_err(|e| Error::new(format!("cannot keep the trees: {e}")))
}

fn failed(error: HessboostError) -> Error {
    Error::new(format!(
        "the trees cannot be grown or read: {}",
        crate::text::escape(&error.to_string())
    ))
}

/// Trees with what they were read from.
#[derive(Debug)]
struct Ensemble {
    saved: serde_json::Value,
    model: BoostedModel,
}

impl Trees for Ensemble {
    fn columns(&self) -> usize {
        self.model.n_features()
    }

    fn outputs(&self) -> usize {
        self.model.prediction_width()
    }

    fn predict(&self, values: &[f32]) -> Result<Vec<f32>> {
        guarded(|| {
            self.model
                .predict_rows(values, ..)
                .map(|predictions| predictions.into_vec())
                .map_err(failed)
        })
    }

    fn contributions(&self, values: &[f32]) -> Result<Vec<f32>> {
        let columns = self.columns();
        guarded(|| {
            let rows = DMatrix::from_dense(values, values.len() / columns.max(1), columns);
            rows.and_then(|rows| self.model.predict_contribs(&rows, ..))
                .map(|contributions| contributions.into_vec())
                .map_err(failed)
        })
    }

    fn contribution_cost(&self) -> u64 {
        let nodes: usize = self.model.trees().iter().map(|t| t.nodes().len()).sum();
        (nodes * QUADRATURE) as u64
    }

    fn save(&self) -> serde_json::Value {
        self.saved.clone()
    }

    fn gains(&self) -> Vec<(usize, f64)> {
        self.model
            .feature_importance(ImportanceType::TotalGain)
            .into_iter()
            .collect()
    }
}
