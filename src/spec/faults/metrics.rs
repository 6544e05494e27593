//! The project's own metrics: names that are taken, expressions that are none.

use super::Context;
use super::money::with_prediction;
use crate::decisions::Fault;
use crate::metrics::{Metric, PROBABILITY};
use crate::spec::metrics::needs;
use crate::table::{Storage, Summary};
use crate::text::escape;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let stated = &context.project.decisions.metric;
    let names = stated.iter().enumerate().filter_map(|(at, metric)| {
        let name = metric.name.as_str();
        let is_taken = Metric::named(name).is_some() || needs(name).is_some();
        is_taken.then(|| {
            let message = format!(
                "'{}' is the name of a metric that all projects have",
                escape(name)
            );
            let key = format!("metric.{at}.name");
            context.place.value(&key, message, "give it another name")
        })
    });
    let scores = stated.iter().enumerate().flat_map(|(at, metric)| {
        let key = format!("metric.{at}.score");
        let mistakes = mistakes(context, &metric.score).into_iter();
        mistakes.map(move |mistake| context.place.mistake(&key, &mistake))
    });
    names.chain(scores).collect()
}

/// Everything that is wrong with an expression over the rows.
fn mistakes(context: &Context<'_>, text: &str) -> Vec<crate::table::Mistake> {
    if text.trim().is_empty() {
        // Left out or empty: the text says so already.
        return Vec::new();
    }
    let summary = match Summary::parse(text) {
        Ok(summary) => summary,
        Err(mistake) => return vec![mistake],
    };
    let Some(columns) = context.columns() else {
        return Vec::new();
    };
    let mut columns = with_prediction(context, columns);
    let two = context.resolved.classes.as_ref();
    if two.is_some_and(|classes| classes.binary().is_some()) {
        columns.schema.retain(|(name, _)| name != PROBABILITY);
        columns
            .schema
            .push((PROBABILITY.to_owned(), Storage::Number));
    }
    let reads = summary.columns();
    match columns
        .unsure
        .iter()
        .any(|name| reads.contains(name.as_str()))
    {
        true => Vec::new(),
        false => summary.check(&columns.schema).err().unwrap_or_default(),
    }
}
