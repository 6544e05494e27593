//! Infinite values among numbers.

use crate::decisions::{Severity, Threshold};
use crate::error::Result;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

/// Words for an infinite number, in small letters and without sign.
const WORDS: &[&str] = &["inf", "infinity", "1.#inf", "#div/0!"];

pub(super) static CHECK: Check = Check {
    name: "infinite",
    doc: "An infinite number comes from a division by zero, and no model can learn from it: it counts as missing, though something was \
          measured.",
    thresholds: &[Threshold::InfiniteShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::InfiniteShare);
    let mut findings = Vec::new();
    for (column, _) in context.used().filter(|(c, _)| !c.computed) {
        let meta = context.data.table.column(&column.name)?;
        let infinite = meta.markers.iter().filter(|(word, _)| is_infinite(word));
        let count: usize = infinite.map(|(_, count)| count).sum();
        if count == 0 {
            continue;
        }
        // Markers are counted where the file is read, before any filter.
        let share = count as f64 / context.data.rows_read.max(1) as f64;
        let severity = match share > limit {
            true => Severity::Warning,
            false => Severity::Info,
        };
        let message = format!(
            "column {} holds {} ({}), which count as missing: something was divided by zero",
            name(&column.name),
            text::counted(count, "infinite number"),
            text::percent(share)
        );
        let mut found = Found::new(&CHECK, severity, message)
            .column(&column.name)
            .measured(share, limit);
        if column.is_model_input() {
            let label = "fill with the median and mark it";
            found = found.fix(fix::fill(&column.name, "median", label));
        }
        findings.push(found.done());
    }
    Ok(findings)
}

fn is_infinite(word: &str) -> bool {
    let word = word.trim().to_lowercase();
    WORDS.contains(&word.trim_start_matches(['+', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_infinity() {
        assert!(
            ["inf", "-Inf", "+infinity", "#DIV/0!"]
                .iter()
                .all(|w| is_infinite(w))
        );
        assert!(!["", "NaN", "information"].iter().any(|w| is_infinite(w)));
    }
}
