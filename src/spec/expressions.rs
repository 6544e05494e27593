//! The expressions of the decisions: what each may read and must give, and everything that is wrong with it.

use std::collections::BTreeSet;

use super::PREDICTION;
use super::placing::Placing;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::{Expression, Gives, Mistake, Storage};

/// What an expression is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// `where`: true for the rows that are kept.
    Filter,
    /// A column.
    Feature,
    /// A cost a row.
    Cost,
    /// A prediction that is a number.
    NumberRule,
    /// A prediction that is a class or a probability.
    ClassRule,
}

impl Purpose {
    fn gives(self) -> Gives {
        match self {
            Purpose::Filter => Gives::Truth,
            Purpose::Cost | Purpose::NumberRule => Gives::Numbers,
            Purpose::Feature | Purpose::ClassRule => Gives::Anything,
        }
    }

    fn is_fitted(self) -> bool {
        matches!(self, Purpose::NumberRule | Purpose::ClassRule)
    }
}

/// The columns that an expression may read.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Names with their storage.
    pub schema: Vec<(String, Storage)>,
    /// Columns that could not be computed: to read them is no mistake, and what reads them cannot be checked further.
    pub unsure: BTreeSet<String>,
    /// Columns that are computed later than the expression.
    pub later: Vec<String>,
}

/// The expression, or everything that is wrong with it. Without columns (the data cannot be read) only its form is checked.
pub(super) fn understood(
    place: &Placing<'_>,
    text: &str,
    purpose: Purpose,
    columns: Option<&Columns>,
) -> std::result::Result<Expression, Vec<Mistake>> {
    let expression = Expression::parse(text).map_err(|mistake| vec![mistake])?;
    let mut mistakes: Vec<Mistake> = past(place, &expression, purpose).into_iter().collect();
    if let Some(position) = expression.first_placeholder()
        && !purpose.is_fitted()
    {
        mistakes.push(Mistake {
            position,
            message: "a ? is fitted in rules only".into(),
            fix: Some("write a number in its place".into()),
        });
    }
    if let Some(columns) = columns {
        mistakes.extend(absent(&expression, columns));
        let reads_unsure = expression
            .columns()
            .iter()
            .any(|c| columns.unsure.contains(c));
        if mistakes.is_empty() && !reads_unsure {
            let typed = expression.check(&columns.schema, purpose.gives());
            mistakes.extend(typed.err());
        }
    }
    match mistakes.is_empty() {
        true => Ok(expression),
        false => Err(mistakes),
    }
}

/// The mistake of looking at earlier rows where they are not seen, not ordered, or not all there.
fn past(place: &Placing<'_>, expression: &Expression, purpose: Purpose) -> Option<Mistake> {
    if matches!(purpose, Purpose::Filter | Purpose::Cost) {
        return expression.check_one_row().err();
    }
    let position = expression.first_window()?;
    let decisions = &place.project.decisions;
    let source = decisions.source.first();
    if source.is_some_and(|source| source.sample.is_some()) {
        return Some(Mistake {
            position,
            message: "a sample leaves out the rows that come before".into(),
            fix: Some(
                "take `sample` out of the source, or compute the column in the data file".into(),
            ),
        });
    }
    if place.unsure("problem.time") || place.unsure("problem.group") {
        return None;
    }
    let problem = &decisions.problem;
    let checked = expression.check_past(problem.time.as_deref(), problem.group.as_deref());
    checked.err()
}

/// The columns it reads and that are not there, each with what may be meant.
fn absent(expression: &Expression, columns: &Columns) -> Vec<Mistake> {
    let names: Vec<&str> = columns
        .schema
        .iter()
        .map(|(name, _)| name.as_str())
        .chain(columns.unsure.iter().map(String::as_str))
        .collect();
    let reads = expression.reads();
    let mut mistakes = expression.absent_columns(&names);
    for mistake in &mut mistakes {
        let name = reads.iter().find(|(_, at)| *at == mistake.position);
        let Some((name, _)) = name else {
            continue;
        };
        if columns.later.iter().any(|later| later == name) {
            mistake.fix = Some(
                "it is computed later: the filter comes first, then the features from top to bottom"
                    .into(),
            );
        } else if *name == PREDICTION {
            mistake.fix =
                Some("the prediction is known in value.cost and metric.score only".into());
        }
    }
    mistakes
}

/// The expression of a key; the error names every mistake in it, each with its place in `jalon.toml`.
pub fn expression_at(
    project: &Project,
    key: &str,
    text: &str,
    purpose: Purpose,
    columns: &Columns,
) -> Result<Expression> {
    let place = Placing::of(project);
    understood(&place, text, purpose, Some(columns)).map_err(|mistakes| {
        let faults: Vec<_> = mistakes.iter().map(|m| place.mistake(key, m)).collect();
        let refused = project.refuse(&faults).err();
        refused.unwrap_or_else(|| Error::new("the expression has a mistake"))
    })
}

/// The expression of a text that stands in no file yet; the error is its first mistake, with the character.
pub fn expression_typed(
    project: &Project,
    text: &str,
    purpose: Purpose,
    columns: &Columns,
) -> Result<Expression> {
    let place = Placing::of(project);
    understood(&place, text, purpose, Some(columns)).map_err(|mistakes| {
        let first = mistakes.into_iter().min_by_key(|m| m.position);
        first.map_or_else(|| Error::new("the expression has a mistake"), Error::from)
    })
}
