//! Features computed from the target: they cannot be known when the prediction is made.

use super::Context;
use crate::decisions::{Fault, path};
use crate::spec::placing::warning;
use crate::table::{Expression, Mistake};
use crate::text::escape;

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let decisions = &context.project.decisions;
    let Some(target) = &decisions.problem.target else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (name, text) in &decisions.features {
        let Ok(expression) = Expression::parse(text) else {
            continue;
        };
        let reads = expression.reads_now();
        let Some((_, position)) = reads.iter().find(|(column, _)| column == target) else {
            continue;
        };
        let mistake = |fix: &str| Mistake {
            position: *position,
            message: format!(
                "it reads the target '{}' and is not known at prediction",
                escape(target)
            ),
            fix: Some(fix.into()),
        };
        let key = path::join(&["features", name]);
        let decided = decisions.columns.get(name);
        match decided.and_then(|column| column.known_at_prediction) {
            Some(true) => {
                let fix = "take `known_at_prediction = true` out, or compute it from other columns";
                faults.push(context.place.mistake(&key, &mistake(fix)));
            }
            Some(false) => {}
            None => {
                let fix = "no model learns from it: compute it from columns that are known before";
                faults.push(warning(context.place.mistake(&key, &mistake(fix))));
            }
        }
    }
    faults
}
