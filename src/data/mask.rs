//! Which columns are about persons, as everyone who shows values must know it.

use std::collections::BTreeSet;

use crate::decisions::Threshold;
use crate::error::Result;
use crate::project::Project;
use crate::spec::{ColumnRole, Dataset};
use crate::table::Table;

use super::{evidence, privacy};

/// Rows looked at where the data were not profiled yet.
pub(super) const ROWS: usize = 2_000;

/// The columns whose values are not shown: those said to be about persons, and those found to be, unless a person said that they are
/// not. Nothing is found before the data are profiled.
pub fn personal_columns(project: &Project) -> BTreeSet<String> {
    // Evidence that cannot be read is told where it is asked for.
    let found = evidence(project).ok().flatten();
    let found = found.into_iter().flat_map(|e| e.columns);
    let found = found.filter(|c| c.personal).map(|c| c.name);
    decided(project, found.collect())
}

/// The same, where the data are at hand: of columns that were not profiled yet, the first rows are looked at.
pub fn personal_columns_of(project: &Project, data: &Dataset) -> Result<BTreeSet<String>> {
    personal_among(project, &data.table.head(ROWS), &data.columns)
}

/// The same of columns, some rows of which are at hand.
pub(super) fn personal_among(
    project: &Project,
    rows: &Table,
    columns: &[ColumnRole],
) -> Result<BTreeSet<String>> {
    let limit = project.decisions.threshold(Threshold::PersonalShare);
    let profiled = evidence(project).ok().flatten();
    let mut found = personal_columns(project);
    for column in columns {
        let is_profiled = profiled
            .as_ref()
            .is_some_and(|e| e.column(&column.name).is_some());
        if !is_profiled && privacy::found(rows, column, limit)?.is_some() {
            found.insert(column.name.clone());
        }
    }
    Ok(decided(project, found))
}

/// What was found, as far as nobody decided otherwise, and what was decided.
fn decided(project: &Project, mut found: BTreeSet<String>) -> BTreeSet<String> {
    for (name, column) in &project.decisions.columns {
        match column.personal {
            Some(true) => {
                found.insert(name.clone());
            }
            Some(false) => {
                found.remove(name);
            }
            None => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::run;
    use crate::data::testing::{csv, decisions, project};
    use crate::work::Progress;

    #[test]
    fn found_and_decided_columns_are_masked_before_and_after_the_profile() {
        let text = csv("mail,other_mail,secret,x,y", 100, |row| {
            format!(
                "a{row}@example.org,b{row}@example.org,{},{row},{row}.5",
                row % 7
            )
        });
        let more = "[columns]\nsecret = { personal = true }\nother_mail = { personal = false }\n";
        let small = project(&decisions("regression", "y", more), &text);
        let data = Dataset::load(&small.project, &Progress::silent()).unwrap();
        let wanted = ["mail", "secret"].map(str::to_owned);
        assert_eq!(personal_columns(&small.project), [wanted[1].clone()].into());
        assert_eq!(
            personal_columns_of(&small.project, &data).unwrap(),
            wanted.clone().into()
        );
        run(&small.project, &Progress::silent()).unwrap();
        assert_eq!(personal_columns(&small.project), wanted.into());
    }
}
