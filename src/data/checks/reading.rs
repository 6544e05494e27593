//! Lines of the file that were not read as they stand.

use crate::decisions::Severity;
use crate::error::Result;
use crate::text;

use super::super::Finding;
use super::{Check, Context, Found};

/// Lines that a message names.
const NAMED: usize = 5;

pub(super) static CHECK: Check = Check {
    name: "reading",
    doc: "Lines with more or fewer cells than the header, titles above it, totals below the rows: read all the same, \
          but a cell too many may have moved the others.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let format = &context.data.table.format;
    let mut findings = Vec::new();
    let mut say = |severity, message: String| {
        findings.push(Found::new(&CHECK, severity, message).done());
    };
    if let Some(ragged) = &format.ragged {
        let lines: Vec<String> = ragged
            .lines
            .iter()
            .take(NAMED)
            .map(usize::to_string)
            .collect();
        let more = match ragged.rows() > lines.len() {
            true => " and others",
            false => "",
        };
        let became = match ragged.dropped {
            true => "they are left out",
            false => "what is not there is missing, what is too much is cut off",
        };
        say(
            Severity::Warning,
            format!(
                "{} too few cells, {} too many (lines {}{more}): {became}",
                text::counted(ragged.short, "line")
                    + if ragged.short == 1 { " has" } else { " have" },
                text::count(ragged.long),
                lines.join(", "),
            ),
        );
    }
    if format.skipped > 0 {
        let lines = text::counted(format.skipped, "line");
        say(
            Severity::Info,
            format!("{lines} above the header passed over"),
        );
    }
    if format.footer > 0 {
        let lines = text::counted(format.footer, "line");
        say(
            Severity::Info,
            format!("{lines} below the last row passed over: totals or remarks"),
        );
    }
    Ok(findings)
}
