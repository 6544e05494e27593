//! Rules: what they read must be known at prediction, what they answer must be a number or a class of the target.

use super::Context;
use crate::decisions::Fault;
use crate::spec::expressions::{Columns, Purpose, understood};
use crate::spec::resolve::few;
use crate::table::{Expression, Mistake, Storage};
use crate::text::{escape, nearest};

pub(super) fn faults(context: &Context<'_>) -> Vec<Fault> {
    let columns = context.columns();
    let classes = context
        .resolved
        .task
        .is_none_or(|task| task.is_classification());
    let purpose = match classes {
        true => Purpose::ClassRule,
        false => Purpose::NumberRule,
    };
    let mut faults = Vec::new();
    for (i, rule) in context.project.decisions.rule.iter().enumerate() {
        if rule.predict.trim().is_empty() {
            // Left out or empty: the text says so already.
            continue;
        }
        let mut mistakes =
            match understood(&context.place, &rule.predict, purpose, columns.as_ref()) {
                Ok(expression) => answers(context, columns.as_ref(), &expression),
                Err(mistakes) => mistakes,
            };
        if let Ok(expression) = Expression::parse(&rule.predict) {
            mistakes.extend(not_known(context, &expression));
        }
        let key = format!("rule.{i}.predict");
        faults.extend(mistakes.iter().map(|m| context.place.mistake(&key, m)));
    }
    faults
}

/// Columns it reads that nobody knows when the prediction is made.
fn not_known(context: &Context<'_>, expression: &Expression) -> Vec<Mistake> {
    let Some(view) = &context.view else {
        return Vec::new();
    };
    let target = context.project.decisions.problem.target.as_deref();
    let mistake = |(name, position): (&str, usize)| {
        let column = view.dataset.column(name)?;
        let message = match target == Some(name) {
            true => format!("the rule reads the target '{}'", escape(name)),
            false if column.known_at_prediction => return None,
            false => format!("'{}' is not known at prediction", escape(name)),
        };
        Some(Mistake {
            position,
            message,
            fix: Some(format!(
                "use columns that are known before the outcome, or an earlier value: LAG({})",
                escape(name)
            )),
        })
    };
    expression
        .reads_now()
        .into_iter()
        .filter_map(mistake)
        .collect()
}

/// Class labels that are none of the target's, and coefficients beside class labels.
fn answers(
    context: &Context<'_>,
    columns: Option<&Columns>,
    expression: &Expression,
) -> Vec<Mistake> {
    let Some(names) = &context.resolved.names else {
        return Vec::new();
    };
    let storage = columns.and_then(|columns| expression.storage(&columns.schema).ok());
    if storage != Some(Storage::Text) {
        return Vec::new();
    }
    let stray = expression.answers().into_iter();
    let stray = stray.filter(|(answer, _)| !names.iter().any(|name| name == answer));
    let mut mistakes: Vec<Mistake> = stray
        .map(|(answer, position)| Mistake {
            position,
            message: format!("'{}' is no class of the target", escape(answer)),
            fix: Some(match nearest(answer, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean '{}'?", escape(near)),
                None => format!("the classes are {}", few(&names.iter().collect::<Vec<_>>())),
            }),
        })
        .collect();
    if let Some(position) = expression.first_placeholder() {
        mistakes.push(Mistake {
            position,
            message: "a ? cannot be fitted in a rule that names classes".into(),
            fix: Some(
                "write a number in its place, or give the probability of the positive class".into(),
            ),
        });
    }
    mistakes
}
