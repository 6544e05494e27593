//! The document of `check`: profile, associations, findings.

use serde_json::{Map, Value, json};

use crate::data::{self, Against, Associations, Bin, ColumnProfile, Finding, Pair, Periods};
use crate::project::Project;

use super::gate;

/// `check`.
pub(in crate::cli) fn check(project: &Project, evidence: &data::Evidence) -> Value {
    let periods = evidence.periods.as_ref();
    json!({
        "project": project.name(),
        "rows": evidence.rows,
        "rows_read": evidence.rows_read,
        "format": evidence.format,
        "joined": evidence.joined,
        "target": project.decisions.problem.target,
        "columns": evidence.columns.iter().map(|c| column(c, periods)).collect::<Vec<_>>(),
        "associations": associations(&evidence.associations),
        "findings": evidence.findings.iter().map(finding).collect::<Vec<_>>(),
        "best_input": evidence.best_input.as_ref().map(|(name, power)| json!({ "column": name, "power": power })),
        "signal": evidence.signal,
        "rows_drawn": evidence.rows_drawn,
        "times": evidence.times,
        "power_rows": evidence.power_rows,
        "gate": gate(&data::gate(&project.decisions, evidence)),
    })
}

fn column(column: &ColumnProfile, periods: Option<&Periods>) -> Value {
    json!({
        "name": column.name,
        "kind": column.kind.map(|k| k.word()),
        "semantic": column.semantic,
        "role": column.role.map(|r| r.word()),
        "known_at_prediction": column.known_at_prediction,
        "personal": column.personal,
        "unit": column.unit,
        "missing": column.missing,
        "markers": column.markers,
        "distinct": column.distinct,
        "mean": column.mean,
        "std": column.std,
        "min": column.min,
        "q25": column.q25,
        "median": column.median,
        "q75": column.q75,
        "max": column.max,
        "skewness": column.skewness,
        "kurtosis": column.kurtosis,
        "zeros": column.zeros,
        "negatives": column.negatives,
        "outliers_low": column.outliers.map(|(low, _)| low),
        "outliers_high": column.outliers.map(|(_, high)| high),
        "monotonic": column.monotonic,
        "power": column.power,
        "mutual_information": column.mutual_information,
        "first": column.span.as_ref().map(|(first, _)| first),
        "last": column.span.as_ref().map(|(_, last)| last),
        "top": column.top.iter().map(|(value, count)| json!({ "value": value, "count": count })).collect::<Vec<_>>(),
        "histogram": column.histogram.as_ref().map(|h| json!({ "edges": h.edges, "counts": h.counts, "below": h.below, "above": h.above })),
        "over_time": periods.and_then(|periods| over_time(column, periods)),
        "by_target": column.against.as_ref().map(by_target),
    })
}

fn over_time(column: &ColumnProfile, periods: &Periods) -> Option<Value> {
    let over = column.over_time.as_ref()?;
    let value = |at: usize| {
        let known = over.values.iter().find(|(period, _)| *period == at);
        known.map(|(_, value)| value)
    };
    let starts = periods.starts.iter().zip(&periods.rows).enumerate();
    let rows = starts.map(|(at, (from, rows))| {
        json!({ "from": from, "rows": rows, "value": value(at), "missing": over.missing.get(at).unwrap_or(&0) })
    });
    Some(json!({
        "every": periods.every,
        "of": (!over.of.is_empty()).then_some(&over.of),
        "periods": rows.collect::<Vec<_>>(),
    }))
}

/// The target by bins of a column.
fn by_target(against: &Against) -> Value {
    let bins = against.bins().into_iter().enumerate().map(|(at, bin)| {
        let counts = against.counts.get(at).map(|counts| {
            let classes = against.classes.iter().cloned();
            let counts = counts.iter().map(|n| json!(n));
            classes.zip(counts).collect::<Map<String, Value>>()
        });
        let (bin, low, high, value) = match bin {
            Bin::Range(low, high) => ("range", Some(low), Some(high), None),
            Bin::Level(level) => ("level", None, None, Some(level)),
            Bin::Others => ("others", None, None, None),
            Bin::Missing => ("missing", None, None, None),
        };
        json!({
            "bin": bin, "low": low, "high": high, "value": value,
            "rows": against.rows.get(at), "mean": against.means.get(at), "classes": counts,
        })
    });
    json!(bins.collect::<Vec<_>>())
}

fn associations(of: &Associations) -> Value {
    let name = |at: usize| of.columns.get(at);
    let list = |pairs: &[Pair]| {
        let pairs = pairs.iter();
        let pairs =
            pairs.map(|p| json!({ "a": name(p.a), "b": name(p.b), "value": p.value, "n": p.rows }));
        pairs.collect::<Vec<_>>()
    };
    json!({
        "sampled": of.sampled,
        "columns": of.columns,
        "left_out": of.left_out,
        "pearson": list(&of.pearson),
        "spearman": list(&of.spearman),
        "cramers_v": list(&of.cramers_v),
        "correlation_ratio": list(&of.correlation_ratio),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "check": finding.check,
        "column": finding.column,
        "severity": finding.severity.word(),
        "value": finding.value,
        "threshold": finding.threshold,
        "message": finding.message,
        "fix": finding.fixes.first().map(|f| &f.line),
        "fixes": finding.fixes.iter().map(|f| json!({ "label": f.label, "line": f.line })).collect::<Vec<_>>(),
        "affected": finding.affected,
        "rows": finding.rows,
        "accepted": finding.accepted,
    })
}
