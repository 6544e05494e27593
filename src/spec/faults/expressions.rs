//! Filters and features where nothing was read: only their form can be told. Reading tells the rest.

use super::Context;
use crate::decisions::{Fault, path};
use crate::spec::expressions::{Purpose, understood};

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let decisions = &context.project.decisions;
    let is_read = context.view.is_some();
    let mut faults = Vec::new();
    let mut look = |key: &str, text: &str, purpose: Purpose| {
        let mistakes = understood(&context.place, text, purpose, None)
            .err()
            .unwrap_or_default();
        faults.extend(mistakes.iter().map(|m| context.place.mistake(key, m)));
    };
    for (i, source) in decisions.source.iter().enumerate() {
        if let Some(text) = &source.filter
            && !(i == 0 && is_read)
        {
            look(&format!("source.{i}.where"), text, Purpose::Filter);
        }
    }
    for (name, text) in decisions.features.iter().filter(|_| !is_read) {
        look(&path::join(&["features", name]), text, Purpose::Feature);
    }
    faults
}
