//! The engine by the crate hessboost: histograms, leaves grown where the loss falls most.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use hessboost::config::{GrowPolicy, LeafEstimation, MultiStrategy, TrainingParams, TreeMethod};
use hessboost::data::{DMatrix, ViewCuts};
use hessboost::error::HessboostError;
use hessboost::metric::EvalMetric;
use hessboost::model::{BoostedModel, ImportanceType, ModelFormat};
use hessboost::objective::{Multiclass, Objective as Loss, RegLoss};
use hessboost::training::{RoundEval, Trainer};
use hessboost::tree::Node;

use super::engine::{Engine, Ground, Grown, Growth, Objective, Rows, Settings, Trees, Watch};
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

    fn ground(&self, rows: Rows<'_>, width: usize) -> Result<Box<dyn Ground>> {
        let count = rows.labels.len() / width.max(1);
        // Vector leaves are grown by quantiles only, which take a flag for two bins.
        let flags = if width == 1 {
            flags(rows)
        } else {
            vec![false; rows.columns]
        };
        let sparse: Vec<f32> = rows
            .values
            .iter()
            .enumerate()
            .map(|(at, &value)| {
                if value == 0.0 && flags[at % rows.columns] {
                    f32::NAN
                } else {
                    value
                }
            })
            .collect();
        let matrix = DMatrix::from_dense_vec(sparse, count, rows.columns)
            .and_then(|matrix| matrix.with_label_matrix(rows.labels, width))
            .map_err(failed)?;
        Ok(Box::new(Field {
            matrix: weighted(matrix, rows.weights)?,
            flags,
        }))
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
    weighted(matrix, rows.weights)
}

fn weighted(matrix: DMatrix, weights: Option<&[f32]>) -> Result<DMatrix> {
    match weights {
        Some(weights) => matrix.with_weights(weights).map_err(failed),
        None => Ok(matrix),
    }
}

/// Which columns hold 0 and 1 only.
fn flags(rows: Rows<'_>) -> Vec<bool> {
    let mut flags = vec![true; rows.columns];
    for row in rows.values.chunks_exact(rows.columns) {
        for (flag, &value) in flags.iter_mut().zip(row) {
            *flag &= value == 0.0 || value == 1.0;
        }
    }
    flags
}

/// Rows held for many trees.
struct Field {
    /// The 0 of a flag is handed over as missing: trying every value reads what is there, and of the columns of a
    /// category one is there in each row.
    matrix: DMatrix,
    flags: Vec<bool>,
}

impl Ground for Field {
    fn tree(&self, sample: Option<&[usize]>, growth: &Growth) -> Result<Vec<Grown>> {
        let one = self.matrix.n_targets() == 1;
        let (method, strategy, cuts) = if one {
            (
                TreeMethod::Exact,
                MultiStrategy::OneOutputPerTree,
                ViewCuts::Own,
            )
        } else {
            // The bounds of the quantiles are those of all rows, computed once.
            (
                TreeMethod::Hist,
                MultiStrategy::MultiOutputTree,
                ViewCuts::Source,
            )
        };
        // Half a column more, since the share is cut down to whole columns in single precision.
        let share = (growth.columns as f64 + 0.5) / self.flags.len() as f64;
        let builder = TrainingParams::builder()
            .objective(Loss::SquaredError(RegLoss::default()))
            .tree_method(method)
            .multi_strategy(strategy)
            .max_bin(growth.bins)
            .base_score(0.0)
            .eta(1.0)
            .lambda(0.0)
            .min_child_weight(growth.min_rows)
            .colsample_bynode(share.min(1.0))
            .seed(growth.seed)
            .nthread(1);
        let params = match growth.max_depth {
            0 => builder.unlimited_depth(),
            depth => builder.max_depth(depth),
        }
        .build()
        .map_err(failed)?;
        let sampled = sample
            .map(|rows| self.matrix.select_rows_with_cuts(rows, cuts))
            .transpose()
            .map_err(failed)?;
        let rows = sampled.as_ref().unwrap_or(&self.matrix);
        let model = guarded(|| Trainer::new(&params, rows, 1).train().map_err(failed))?.model;
        let Some(tree) = model.trees().first() else {
            return Ok(vec![Grown::Leaf]);
        };
        Ok(tree.nodes().iter().map(|node| self.grown(node)).collect())
    }
}

impl Field {
    fn grown(&self, node: &Node) -> Grown {
        if node.is_leaf() {
            return Grown::Leaf;
        }
        let column = node.split_feature as usize;
        let (left, right) = (node.left as usize, node.right as usize);
        let gain = f64::from(node.split_gain);
        if !self.flags[column] {
            return Grown::Split {
                column,
                threshold: node.split_cond,
                missing_left: node.default_left,
                left,
                right,
                gain,
            };
        }
        // What the engine took for missing is 0.
        let (zeros, ones) = if node.default_left {
            (left, right)
        } else {
            (right, left)
        };
        Grown::Split {
            column,
            threshold: 0.5,
            missing_left: true,
            left: zeros,
            right: ones,
            gain,
        }
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
