//! Texts with characters that are no part of a value.

use crate::decisions::{Kind, Severity, Threshold};
use crate::error::Result;
use crate::table::Storage;
use crate::text;

use super::super::{Finding, fix};
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "characters",
    doc: "Control characters come from a broken export and may disturb a terminal; a cell that begins as a formula is run by a \
          spreadsheet; a cell of signs alone says nothing.",
    thresholds: &[Threshold::SpecialShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::SpecialShare);
    let mut findings = Vec::new();
    for (column, _) in context.used() {
        if context.data.table.column(&column.name)?.storage != Storage::Text
            || matches!(column.kind, Kind::Image | Kind::Sound)
        {
            continue;
        }
        let labels = context.sample.table.labels(&column.name)?;
        for (odd, severity, what) in ODD {
            let is_odd: Vec<bool> = labels.names.iter().map(|n| odd(n)).collect();
            let rows: Vec<usize> = (0..labels.codes.len())
                .filter(|&row| labels.codes[row].is_some_and(|c| is_odd[c as usize]))
                .collect();
            let share = rows.len() as f64 / labels.codes.len().max(1) as f64;
            if share <= limit {
                continue;
            }
            let message = format!(
                "column {} has {} with {what} ({}){}",
                name(&column.name),
                text::counted(rows.len(), "value"),
                text::percent(share),
                context.sample.note()
            );
            findings.push(
                Found::new(&CHECK, *severity, message)
                    .column(&column.name)
                    .measured(share, limit)
                    .rows(context.rows_of(&rows))
                    .fix(fix::ignore(&column.name))
                    .done(),
            );
            break;
        }
    }
    Ok(findings)
}

type Odd = (fn(&str) -> bool, Severity, &'static str);

/// What is looked for, the gravest first; one is said of a column.
const ODD: &[Odd] = &[
    (
        has_control,
        Severity::Warning,
        "control characters or marks of writing direction",
    ),
    (is_formula, Severity::Info, "the beginning of a formula"),
    (has_break, Severity::Info, "a line break inside"),
    (is_signs, Severity::Info, "signs only"),
];

fn has_control(text: &str) -> bool {
    let direction = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .any(|c| direction(c) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t')))
}

/// What OWASP lists under CSV injection, but for numbers and single signs.
fn is_formula(text: &str) -> bool {
    let mut rest = text.chars();
    match rest.next() {
        Some('=' | '@') => rest.next().is_some(),
        Some('+' | '-') if text.len() < 2 || text.parse::<f64>().is_ok() => false,
        Some('+') => text.contains(|c: char| !c.is_ascii_digit() && !"+ -./()".contains(c)),
        Some('-') => rest
            .next()
            .is_some_and(|c| c.is_ascii_alphanumeric() || c == '('),
        _ => false,
    }
}

fn has_break(text: &str) -> bool {
    text.trim().contains(['\n', '\r'])
}

fn is_signs(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_characters_are_told_apart() {
        assert!(
            has_control("\u{1b}[31mred")
                && has_control("\u{202e}txt")
                && !has_control("two\nlines\tand a tab")
        );
        assert!(
            is_formula("=SUM(A1)") && is_formula("@cmd") && !is_formula("-5.2") && !is_formula("=")
        );
        assert!(has_break("a\nb") && !has_break("a\n"));
        assert!(is_signs("?!") && !is_signs("a!") && !is_signs(""));
    }
}
