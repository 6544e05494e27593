//! The expressions of the decisions, with their mistakes placed in `jalon.toml`.

use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::{Expression, Mistake, Table};

/// Every expression of the decisions: dotted key and text.
pub fn all(project: &Project) -> Vec<(String, String)> {
    let decisions = &project.decisions;
    let mut found = Vec::new();
    for (i, source) in decisions.source.iter().enumerate() {
        found.extend(
            source
                .filter
                .iter()
                .map(|text| (format!("source.{i}.where"), text.clone())),
        );
    }
    found.extend(
        decisions
            .features
            .iter()
            .map(|(name, text)| (format!("features.{name}"), text.clone())),
    );
    found.extend(
        decisions
            .value
            .cost
            .iter()
            .map(|text| ("value.cost".to_owned(), text.clone())),
    );
    found.extend(
        decisions
            .rule
            .iter()
            .enumerate()
            .map(|(i, rule)| (format!("rule.{i}.predict"), rule.predict.clone())),
    );
    found
}

/// The expression of a key; the error names the file and says where in the expression the mistake stands.
pub fn parse_at(project: &Project, key: &str, text: &str) -> Result<Expression> {
    Expression::parse(text).map_err(|mistake| placed(project, key, text, &mistake))
}

/// Refuses an expression that reads a column the table has not, and one that looks at earlier rows where it may not or
/// where nothing orders them.
pub fn refuse_unknown(
    project: &Project,
    key: &str,
    expression: &Expression,
    table: &Table,
) -> Result<()> {
    let names: Vec<&str> = table.columns().iter().map(|c| c.name.as_str()).collect();
    let problem = &project.decisions.problem;
    let source = project.decisions.source.first();
    if expression.looks_back() && source.is_some_and(|source| source.sample.is_some()) {
        let message = format!("{key}: a sample leaves out the rows that come before");
        return Err(Error::new(message)
            .at_file(project.file())
            .with_fix("take `sample` out of the source, or compute the column in the data file"));
    }
    let past = if key.starts_with("features.") || key.starts_with("rule.") {
        expression.check_past(problem.time.as_deref(), problem.group.as_deref())
    } else {
        expression.check_one_row()
    };
    past.and_then(|()| expression.check_columns(&|name| table.has(name), &names))
        .map_err(|mistake| placed(project, key, expression.text(), &mistake))
}

/// The mistake as an error: expression with the character at fault, way out.
fn placed(project: &Project, key: &str, text: &str, mistake: &Mistake) -> Error {
    let message = format!(
        "{key}: {} at character {} of '{}'",
        mistake.message,
        mistake.position,
        crate::text::escape(text)
    );
    let error = Error::new(message).at_file(project.file());
    match &mistake.fix {
        Some(fix) => error.with_fix(fix.clone()),
        None => error.with_fix("correct the expression"),
    }
}
