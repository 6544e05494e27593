//! The shape of every JSON document, in one place; `json_help.md` in the folder above says what the keys mean.
//! Numbers stand in full precision; what is undefined is `null`.

mod check;
mod diagnosis;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::benchmark::{self, Baseline, Money, Worth};
use crate::decisions::Fault;
use crate::models;
use crate::project::Project;
use crate::road::Iteration;
use crate::ship::{Promotion, Version};
use crate::spec::{self, Answer, Asked, ColumnRole, Gap, Gate, Problem};
use crate::train::{Board, Duel, Explanation, Run, Side, Verdict};

use super::spec::Stated;

pub(super) use check::check;
pub(super) use diagnosis::diagnosis;

/// `promote`.
pub(super) fn promotion(project: &Project, promotion: &Promotion, shipped: &Gate) -> Value {
    let contest = &promotion.contest;
    json!({
        "project": project.name(),
        "contender": promotion.contender,
        "decision": contest.decision.word(),
        "against": contest.against,
        "gain": contest.gain,
        "interval": contest.interval,
        "p_value": contest.p_value,
        "reasons": contest.reasons,
        "warnings": promotion.warnings,
        "version": promotion.version.as_ref().map(version),
        "gate": gate(shipped),
    })
}

/// `compare`.
pub(super) fn duel(project: &Project, duel: &Duel) -> Value {
    let side = |side: &Side| {
        json!({
            "title": side.title,
            "params": side.params,
            "scores": side.scores,
            "mean": side.mean,
            "holdout": side.holdout,
            "preparation": side.preparation,
        })
    };
    json!({
        "project": project.name(),
        "metric": duel.metric,
        "unit": duel.unit,
        "a": side(&duel.a),
        "b": side(&duel.b),
        "rows": duel.rows,
        "gain": duel.comparison.gain,
        "interval": duel.comparison.interval,
        "p_value": duel.comparison.p_value,
        "tests": duel.comparison.tests,
        "worlds": duel.comparison.worlds,
        "saves": duel.money,
        "params": duel.params().iter().map(|(name, a, b)| {
            json!({ "name": name, "a": a, "b": b })
        }).collect::<Vec<_>>(),
        "segments": duel.segments.iter().map(|s| {
            json!({ "column": s.column, "values": s.values, "rows": s.rows, "a": s.a, "b": s.b, "gain": s.gain })
        }).collect::<Vec<_>>(),
    })
}

/// `explain`.
pub(super) fn explanation(project: &Project, found: &Explanation) -> Value {
    json!({
        "project": project.name(),
        "run": found.title,
        "metric": found.metric,
        "unit": found.unit,
        "rows": found.rows,
        "on_holdout": found.on_holdout,
        "score": found.score,
        "importance": found.importance.iter().map(|i| {
            let shap = found.shap.as_ref();
            let classes = shap.map(|s| s.classes.iter().zip(s.by_class(&i.column)).collect::<BTreeMap<_, _>>());
            json!({
                "column": i.column, "loss": i.loss, "std": i.std,
                "shap": shap.and_then(|s| s.of(&i.column)),
                "shap_by_class": classes.filter(|c| !c.is_empty()),
            })
        }).collect::<Vec<_>>(),
        "shap": found.shap.as_ref().map(|s| json!({ "rows": s.rows, "scale": s.scale.word() })),
        "class": found.class,
        "effects": found.effects.iter().map(|e| {
            let points = e.points.iter().map(|(value, mean)| json!({ "value": value, "mean": mean }));
            json!({ "column": e.column, "points": points.collect::<Vec<_>>() })
        }).collect::<Vec<_>>(),
    })
}

/// A shipped version.
pub(super) fn version(version: &Version) -> Value {
    json!({
        "number": version.number,
        "name": version.name,
        "run": version.run,
        "hash": version.hash,
        "stage": version.stage.word(),
        "metric": version.metric,
        "score": version.score,
        "holdout": version.holdout,
        "decision": version.record.decision.word(),
        "against": version.record.against,
        "passed_with": version.record.passed_with,
        "made": version.times.made,
    })
}

/// `gate: {open, reasons, passed}`.
pub(super) fn gate(gate: &Gate) -> Value {
    json!({ "open": gate.open, "reasons": gate.reasons, "passed": gate.passed })
}

/// `spec`.
pub(super) fn spec(project: &Project, stated: &Stated<'_>) -> Value {
    let review = stated.review;
    json!({
        "project": project.name(),
        "faults": review.faults.iter().map(fault).collect::<Vec<_>>(),
        "missing": review.missing.iter().map(gap).collect::<Vec<_>>(),
        "problem": resolved(project, stated.problem),
        "columns": stated.columns.iter().map(role).collect::<Vec<_>>(),
        "without_meaning": spec::without_meaning(stated.columns),
        "worth": stated.worth.map(worth),
        "rule_or_model": stated.weighed,
        "rights": spec::asked(&project.decisions).iter().map(right).collect::<Vec<_>>(),
        "gate": gate(&review.gate),
    })
}

/// A question of the law.
fn right(asked: &Asked) -> Value {
    let (state, answer) = match &asked.answer {
        Answer::Stated(text) => ("stated", Some(text)),
        Answer::Unknown => ("unknown", None),
        Answer::Open => ("open", None),
    };
    json!({
        "step": asked.question.step,
        "title": asked.question.title,
        "key": asked.key,
        "question": asked.question.text,
        "source": asked.question.source,
        "state": state,
        "answer": answer,
    })
}

fn fault(fault: &Fault) -> Value {
    json!({
        "key": fault.key,
        "line": fault.line,
        "column": fault.column,
        "severity": fault.severity.word(),
        "message": fault.message,
        "fix": fault.fix,
    })
}

fn gap(gap: &Gap) -> Value {
    json!({ "key": gap.key, "needed_for": gap.needed_for, "message": gap.message })
}

/// The problem with its defaults where the data could be read, as decided otherwise.
fn resolved(project: &Project, problem: Option<&Problem>) -> Value {
    let decided = &project.decisions.problem;
    let classes = problem.and_then(|p| p.classes.as_ref());
    let positive = classes
        .and_then(|c| c.names.get(c.positive?).cloned())
        .or_else(|| decided.positive.clone());
    json!({
        "task": problem.map(|p| p.task).or(decided.task).map(|t| t.word()),
        "target": decided.target,
        "unit": decided.unit,
        "time": decided.time,
        "group": decided.group,
        "id": decided.id,
        "metric": problem.map(|p| p.metric.name().to_owned()).or_else(|| decided.metric.clone()),
        "positive": positive,
        "classes": classes.map(|c| c.names.clone()),
    })
}

fn role(column: &ColumnRole) -> Value {
    json!({
        "name": column.name,
        "kind": column.kind.word(),
        "role": column.role.word(),
        "known_at_prediction": column.known_at_prediction,
        "computed": column.computed,
        "unit": column.unit,
        "meaning": column.meaning,
        "reason": column.reason,
    })
}

/// `benchmark`.
pub(super) fn benchmark(project: &Project, evidence: &benchmark::Evidence) -> Value {
    let worth = benchmark::worth(&project.decisions, evidence);
    json!({
        "project": project.name(),
        "metric": evidence.metric,
        "direction": evidence.direction.word(),
        "unit": evidence.unit,
        "folds": evidence.folds.iter().map(|f| json!({
            "name": f.name,
            "train": f.train,
            "test": f.test,
            "from": f.span.as_ref().map(|(from, _)| from),
            "to": f.span.as_ref().map(|(_, to)| to),
        })).collect::<Vec<_>>(),
        "holdout_rows": evidence.holdout_rows,
        "baselines": evidence.baselines.iter().map(|b| baseline(project, b)).collect::<Vec<_>>(),
        "best": evidence.best,
        "must_reach": benchmark::must_reach(&project.decisions, evidence),
        "break_even": worth.as_ref().and_then(Worth::break_even),
        "worth": worth.as_ref().map(self::worth),
        "gate": gate(&benchmark::gate(&project.decisions, evidence)),
    })
}

/// What the project is worth, in the currency a year.
fn worth(worth: &Worth) -> Value {
    json!({
        "currency": worth.currency,
        "metric": worth.metric,
        "unit": worth.unit,
        "without": worth.without,
        "measured": worth.measured,
        "baseline": worth.baseline,
        "perfection": worth.perfection,
        "gain_at_perfection": worth.gain_at(worth.perfection.score),
        "success": worth.success,
        "gain_at_success": worth.success.map(|score| worth.gain_at(score)),
        "break_even": worth.break_even(),
        "sentences": worth.sentences(),
    })
}

fn baseline(project: &Project, baseline: &Baseline) -> Value {
    json!({
        "name": baseline.name,
        "kind": baseline.kind,
        "description": baseline.description,
        "scores": baseline.scores,
        "mean": baseline.mean,
        "std": baseline.std,
        "interval": baseline.interval.map(|(low, high)| [low, high]),
        "holdout": baseline.holdout,
        "money": money(project, baseline.money.as_ref()),
        "thresholds": baseline.thresholds,
        "saves": baseline.gain,
        "coefficients": baseline.coefficients,
        "window": baseline.window,
        "unanswered": baseline.unanswered,
        "failed": baseline.failed,
    })
}

fn money(project: &Project, money: Option<&Money>) -> Value {
    let Some(money) = money else {
        return Value::Null;
    };
    let cost = |cost: &benchmark::Cost| json!({ "per_decision": cost.per_decision, "per_year": cost.per_year });
    json!({
        "currency": project.decisions.value.currency,
        "folds": cost(&money.folds),
        "holdout": money.holdout.as_ref().map(cost),
    })
}

/// `train`: the leaderboard with what it is measured against.
pub(super) fn train(
    project: &Project,
    board: &Board,
    benchmark: Option<&benchmark::Evidence>,
    gate_of: &Gate,
) -> Value {
    let best = board.verdict.as_ref().and_then(|v| v.run);
    json!({
        "project": project.name(),
        "metric": benchmark.map(|b| &b.metric),
        "direction": benchmark.map(|b| b.direction.word()),
        "unit": benchmark.map(|b| &b.unit),
        "runs": board.runs.iter().map(|r| run(project, r)).collect::<Vec<_>>(),
        "best": best,
        "baseline": benchmark.and_then(|b| b.best().map(|best| baseline(project, best))),
        "verdict": verdict_of(board),
        "stale": board.stale,
        "gate": gate(gate_of),
    })
}

/// `runs`: the experiment log.
pub(super) fn runs(project: &Project, runs: &[Run], history: &[Iteration]) -> Value {
    json!({
        "project": project.name(),
        "runs": runs.iter().map(|r| run(project, r)).collect::<Vec<_>>(),
        "history": history.iter().map(iteration).collect::<Vec<_>>(),
    })
}

fn iteration(iteration: &Iteration) -> Value {
    let event = iteration.event.as_ref();
    json!({
        "time": iteration.time,
        "changes": iteration.changes,
        "event": event.map(|e| &e.event),
        "what": event.map(|e| &e.what),
        "who": event.map(|e| &e.who),
        "why": event.map(|e| &e.why),
        "score": event.and_then(|e| e.score.as_ref()).map(|s| s.1),
        "gain": iteration.gain,
    })
}

fn run(project: &Project, run: &Run) -> Value {
    json!({
        "id": run.id,
        "family": run.family,
        "params": run.params,
        "settled": run.settled,
        "capabilities": models::family(&run.family).ok().map(|family| {
            let can = family.can();
            json!({
                "weights": can.weights,
                "missing": can.missing,
                "probabilities": can.probabilities,
                "monotone": can.monotone,
            })
        }),
        "trials": run.trials,
        "scores": run.scores,
        "mean": run.mean,
        "std": run.std,
        "interval": run.interval.map(|(low, high)| [low, high]),
        "holdout": run.holdout,
        "stress": Value::Null,
        "money": money(project, run.money.as_ref()),
        "thresholds": run.thresholds,
        "importance": run.importance.iter().map(|(name, share)| json!({ "column": name, "share": share })).collect::<Vec<_>>(),
        "times": { "fit_seconds": run.times.fit_seconds, "predict_us": run.times.predict_us },
        "failed": run.failed,
    })
}

/// The verdict of the board, `null` before there is one.
pub(super) fn verdict_of(board: &Board) -> Value {
    board.verdict.as_ref().map_or(Value::Null, verdict)
}

fn verdict(verdict: &Verdict) -> Value {
    json!({
        "decision": verdict.decision,
        "run": verdict.run,
        "baseline": verdict.baseline,
        "gain": verdict.gain,
        "interval": verdict.interval.map(|(low, high)| [low, high]),
        "p_value": verdict.p_value,
        "tests": verdict.tests,
        "worlds": verdict.worlds,
        "saves": verdict.money,
        "meets_success": verdict.meets_success,
        "holdout_openings": verdict.holdout_openings,
        "reasons": verdict.reasons,
    })
}
