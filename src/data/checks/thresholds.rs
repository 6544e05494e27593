//! Keys of `[checks]` that no check reads.

use crate::decisions::Severity;
use crate::error::Result;
use crate::text;

use super::super::Finding;
use super::{CHECKS, Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "thresholds",
    doc: "A key of `[checks]` that no check reads draws no line.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let known: Vec<&str> = CHECKS.iter().flat_map(|c| c.thresholds).map(|t| t.key).collect();
    Ok(context
        .project
        .decisions
        .checks
        .keys()
        .filter(|key| !known.contains(&key.as_str()))
        .map(|key| {
            let near = text::nearest(key, known.iter().copied());
            let hint = match near {
                Some(near) => format!("did you mean '{near}'?"),
                None => format!("valid keys: {}", known.join(", ")),
            };
            let message = format!("no check reads the key '{}' of [checks]: {hint}", text::escape(key));
            Found::new(&CHECK, Severity::Warning, message).done()
        })
        .collect())
}
