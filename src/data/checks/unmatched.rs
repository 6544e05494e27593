//! Rows that found nothing in a joined source.

use crate::decisions::Severity;
use crate::error::Result;
use crate::text;

use super::super::Finding;
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "unmatched",
    doc: "Rows whose key a joined source does not have: what it says of them is missing, or they are left out. \
          When none is found, the keys are written in another way there.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for source in context.data.joined.iter().filter(|s| s.unmatched > 0) {
        let severity = match source.unmatched == source.rows_before {
            true => Severity::Error,
            false => Severity::Warning,
        };
        let keys: Vec<String> = source.on.iter().map(|key| name(key).to_string()).collect();
        let share = source.unmatched as f64 / source.rows_before.max(1) as f64;
        let message = format!(
            "{} of {} ({}) have a {} that the source '{}' does not have: {}",
            text::count(source.unmatched),
            text::counted(source.rows_before, "row"),
            text::percent(share),
            keys.join(" and "),
            text::escape(&source.name),
            source.consequence(),
        );
        let found = Found::new(&CHECK, severity, message).measured(share, 0.0);
        findings.push(found.done());
    }
    Ok(findings)
}
