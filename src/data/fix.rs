//! Ways to settle a finding, each one edit of `jalon.toml` shown as the line it writes.

use crate::decisions::{Edit, accepting, path};
use crate::project::Project;

use super::checks::Context;
use super::{Finding, Fix};

/// A text as a TOML basic string on one line.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A column name as it stands in an expression.
pub(super) fn column(name: &str) -> String {
    let plain = name
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_lowercase() || c == '_')
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if plain {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

fn set(label: impl Into<String>, path: String, value: impl Into<String>) -> Fix {
    let value = value.into();
    Fix {
        label: label.into(),
        line: format!("{path} = {value}"),
        edit: Edit::set(path, value),
    }
}

/// Leaves the column aside.
pub(super) fn ignore(name: &str) -> Fix {
    set(
        "leave the column aside",
        path::join(&["columns", name, "role"]),
        "\"ignore\"",
    )
}

/// Says that the column is not known when the prediction is made.
pub(super) fn not_known(name: &str) -> Fix {
    set(
        "it is not known when the prediction is made",
        path::join(&["columns", name, "known_at_prediction"]),
        "false",
    )
}

/// Decides the kind of the column.
pub(super) fn kind(name: &str, kind: crate::decisions::Kind, label: &str) -> Fix {
    set(
        label,
        path::join(&["columns", name, "kind"]),
        literal(kind.word()),
    )
}

/// Decides the kind of question.
pub(super) fn task(task: crate::decisions::Task, label: &str) -> Fix {
    set(label, "problem.task".into(), literal(task.word()))
}

/// Decides which class counts as positive.
pub(super) fn positive(class: &str, label: &str) -> Fix {
    set(label, "problem.positive".into(), literal(class))
}

/// Cuts values beyond a quantile, inside the fold.
pub(super) fn clip(name: &str, quantile: f64) -> Fix {
    set(
        "cut the extreme values while learning",
        path::join(&["prepare", name, "clip"]),
        format!("{quantile}"),
    )
}

/// Says how missing values are filled.
pub(super) fn fill(name: &str, how: &str, label: &str) -> Fix {
    set(
        label,
        path::join(&["prepare", name, "missing"]),
        literal(how),
    )
}

/// Keeps only the rows for which the condition holds, besides what is filtered now.
pub(super) fn keep_rows(filter: Option<&str>, condition: &str, label: &str) -> Fix {
    let both = match filter {
        Some(filter) => format!("({filter}) and {condition}"),
        None => condition.to_owned(),
    };
    set(label, "source.0.where".into(), literal(&both))
}

/// Several edits as one step.
fn all(label: impl Into<String>, fixes: impl IntoIterator<Item = Fix>) -> Fix {
    let fixes: Vec<Fix> = fixes.into_iter().collect();
    let lines: Vec<&str> = fixes.iter().map(|fix| fix.line.as_str()).collect();
    Fix {
        label: label.into(),
        line: lines.join("; "),
        edit: Edit::All {
            edits: fixes.into_iter().map(|fix| fix.edit).collect(),
        },
    }
}

/// Says of several columns that they are not known when the prediction is made.
pub(super) fn none_known(names: &[&str]) -> Fix {
    match names {
        [name] => not_known(name),
        names => all(
            "they are not known when the prediction is made",
            names.iter().map(|name| not_known(name)),
        ),
    }
}

/// Says that the column is about persons.
pub(super) fn personal(name: &str) -> Fix {
    set(
        "it is about persons: mask its values",
        path::join(&["columns", name, "personal"]),
        "true",
    )
}

/// Says that the column is not about persons.
pub(super) fn not_personal(name: &str) -> Fix {
    set(
        "it is not about persons: show its values",
        path::join(&["columns", name, "personal"]),
        "false",
    )
}

/// Decides how a column is prepared inside the fold.
pub(super) fn prepare(name: &str, key: &str, word: &str, label: &str) -> Fix {
    set(label, path::join(&["prepare", name, key]), literal(word))
}

/// Decides the column whose rows belong together.
pub(super) fn group(name: &str, label: &str) -> Fix {
    set(label, "problem.group".into(), literal(name))
}

/// Decides how rows are divided.
pub(super) fn strategy(strategy: crate::decisions::Strategy, label: &str) -> Fix {
    set(label, "split.strategy".into(), literal(strategy.word()))
}

/// Adds a computed column.
pub(super) fn feature(context: &Context<'_>, name: &str, expression: &str, label: &str) -> Fix {
    let name = unused_name(context, name);
    set(label, path::join(&["features", &name]), literal(expression))
}

/// Computes a column from this one, which is left aside.
pub(super) fn replaced(context: &Context<'_>, name: &str, expression: &str, label: &str) -> Fix {
    let clean = unused_name(context, &format!("{name}_clean"));
    let feature = set("", path::join(&["features", &clean]), literal(expression));
    all(label, [feature, ignore(name)])
}

/// Computes the target from the column it was, which is left aside.
pub(super) fn replaced_target(
    context: &Context<'_>,
    name: &str,
    expression: &str,
    label: &str,
) -> Fix {
    let clean = unused_name(context, &format!("{name}_clean"));
    let feature = set("", path::join(&["features", &clean]), literal(expression));
    let target = set("", "problem.target".into(), literal(&clean));
    all(label, [feature, target, ignore(name)])
}

/// This name, or with a number behind it the first that no column has.
fn unused_name(context: &Context<'_>, name: &str) -> String {
    let mut unused = name.to_owned();
    let mut next = 2;
    while context.data.table.has(&unused) {
        unused = format!("{name}_{next}");
        next += 1;
    }
    unused
}

/// Lives with the finding; the reason is asked for.
pub(super) fn accept(check: &str, name: Option<&str>) -> Fix {
    let edit = accepting(check, name, "");
    let line = match &edit {
        Edit::Insert { path, value, .. } => format!("{path} = [{value}]"),
        _ => String::new(),
    };
    Fix {
        label: "accept it, with a reason".into(),
        line,
        edit,
    }
}

/// Whether a fix of the finding stands in `jalon.toml`.
pub fn is_fixed(project: &Project, finding: &Finding) -> bool {
    let stands = |fix: &Fix| matches!(project.would_write(&fix.edit), Ok(None));
    finding.accepted.is_none() && finding.fixes.iter().any(stands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_toml() {
        for fix in [
            ignore("trip miles"),
            ignore("a\"b\\c\n\u{1b}"),
            clip("fare", 0.999),
            keep_rows(Some("fare > 0"), "\"Fare\" is not null", ""),
            accept("outliers", Some("a b")),
            accept("few_rows", None),
        ] {
            assert!(
                toml::from_str::<toml::Table>(&fix.line).is_ok(),
                "{}",
                fix.line
            );
            assert!(!fix.line.contains('\n'));
        }
    }

    #[test]
    fn names_are_quoted_where_needed() {
        assert_eq!(column("trip_miles"), "trip_miles");
        assert_eq!(column("Survived"), "\"Survived\"");
    }
}
