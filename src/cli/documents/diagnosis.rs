//! The document of `jalon benchmark --baseline` and `jalon runs --run`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::benchmark::Diagnosis;
use crate::figures::{Figure, Listing, OverTime, Segments};
use crate::project::Project;
use crate::train::Contender;

/// What is found in predictions.
pub(in crate::cli) fn diagnosis(project: &Project, of: &Contender, found: &Diagnosis) -> Value {
    json!({
        "project": project.name(),
        "of": of.title(),
        "rows": found.rows,
        "scores": found.scores.iter().map(|s| json!({
            "metric": s.metric.name(), "value": s.value, "unit": s.unit,
        })).collect::<Vec<_>>(),
        "classes": classes(found),
        "calibration": calibration(found),
        "segments": found.segments().map(segments),
        "over_time": found.over_time().map(over_time),
        "worst_rows": found.worst().map(worst),
    })
}

/// The numbers of each curve by class; empty where numbers are predicted.
fn classes(found: &Diagnosis) -> Vec<Value> {
    let mut classes: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for (_, figure) in &found.charts {
        match figure {
            Figure::Roc(of) => of.curves.iter().for_each(|c| {
                classes
                    .entry(&c.name)
                    .or_default()
                    .insert("roc_auc", c.area);
            }),
            Figure::PrecisionRecall(of) => of.curves.iter().for_each(|c| {
                let class = classes.entry(&c.name).or_default();
                class.insert("average_precision", c.average);
                class.insert("base_rate", c.base);
            }),
            Figure::Gain(of) => of.curves.iter().for_each(|c| {
                let class = classes.entry(&c.name).or_default();
                class.insert("lift_at_10_percent", c.lift);
            }),
            _ => {}
        }
    }
    let document = |(class, numbers): (&str, BTreeMap<&str, f64>)| {
        json!({
            "class": class,
            "roc_auc": numbers.get("roc_auc"),
            "average_precision": numbers.get("average_precision"),
            "base_rate": numbers.get("base_rate"),
            "lift_at_10_percent": numbers.get("lift_at_10_percent"),
        })
    };
    classes.into_iter().map(document).collect()
}

fn calibration(found: &Diagnosis) -> Value {
    let of = found.charts.iter().find_map(|(_, figure)| match figure {
        Figure::Calibration(of) => Some(of),
        _ => None,
    });
    json!(of.map(|of| json!({
        "of": of.of,
        "brier": of.brier,
        "bins": of.bins.iter().map(|bin| json!({
            "rows": bin.rows, "predicted": bin.predicted, "observed": bin.observed,
            "interval": [bin.low, bin.high],
        })).collect::<Vec<_>>(),
    })))
}

fn segments(of: &Segments) -> Value {
    json!({
        "metric": of.of.name,
        "unit": of.of.unit,
        "all_rows": of.whole,
        "segments": of.segments.iter().map(|s| json!({
            "column": s.column, "values": s.values, "rows": s.rows, "score": s.score, "weighs": s.weighs,
        })).collect::<Vec<_>>(),
    })
}

fn over_time(of: &OverTime) -> Value {
    let level = |name: &str| of.lines.iter().find(|l| l.0 == name).map(|l| l.1);
    json!({
        "metric": of.of.name,
        "unit": of.of.unit,
        "every": of.every,
        "periods": of.periods.iter().map(|p| json!({
            "from": p.name, "rows": p.rows, "score": p.score,
        })).collect::<Vec<_>>(),
        "success": level("success"),
        "best_baseline": level("best baseline"),
    })
}

fn worst(of: &Listing) -> Value {
    let cells = |cells: &Vec<String>| -> Vec<Value> {
        let named = of.columns.iter().zip(cells).skip(1);
        named
            .map(|(column, cell)| json!({ "column": column.of.name, "value": cell }))
            .collect()
    };
    let rows = of.rows.iter().zip(&of.values).zip(&of.cells);
    json!({
        "by": of.by,
        "rows": rows.map(|((row, value), all)| json!({
            "row": row + 1, "value": value, "cells": cells(all),
        })).collect::<Vec<_>>(),
    })
}
