//! Which columns are about persons, as everyone who shows values must know it.

use std::collections::BTreeSet;

use crate::decisions::Threshold;
use crate::error::Result;
use crate::project::Project;
use crate::spec::{ColumnRole, Dataset};
use crate::table::Table;

use super::compute::lasting;
use super::glance::as_read;
use super::privacy;

/// Rows looked at where the data were not profiled yet.
pub(super) const ROWS: usize = 2_000;
/// Cells of a file alone that are looked at: it is to be on the screen at once.
pub(super) const CELLS: usize = 60_000;
/// Rows of it that are looked at all the same.
pub(super) const FEWEST: usize = 50;

/// The columns whose values are not shown: those said to be about persons, and those found to be, unless a person said that they are
/// not. Nothing is found before the data are profiled.
pub fn personal_columns(project: &Project) -> BTreeSet<String> {
    let found = lasting(project).into_iter().flat_map(|e| e.columns);
    let found = found.filter(|c| c.personal).map(|c| c.name);
    decided(project, found.collect())
}

/// The same, where the data are at hand: of columns that were not profiled yet, the first rows are looked at.
pub fn personal_columns_of(project: &Project, data: &Dataset) -> Result<BTreeSet<String>> {
    personal_among(project, &data.table.head(ROWS), &data.columns)
}

/// The columns of a table of which nothing was decided that look personal in its first rows.
///
/// # Errors
/// A column that cannot be read as what it is.
pub fn personal_in(table: &Table) -> Result<BTreeSet<String>> {
    let limit = Threshold::PersonalShare.default_value();
    let rows = table.head(ROWS);
    let mut found = BTreeSet::new();
    for column in rows.columns() {
        let column = as_read(&rows, &column.name, None)?;
        if privacy::found(&rows, &column, limit)?.is_some() {
            found.insert(column.name);
        }
    }
    Ok(found)
}

/// The same of columns, some rows of which are at hand.
pub(super) fn personal_among(
    project: &Project,
    rows: &Table,
    columns: &[ColumnRole],
) -> Result<BTreeSet<String>> {
    let limit = project.decisions.threshold(Threshold::PersonalShare);
    let profiled = lasting(project).map_or_else(Vec::new, |e| e.columns);
    let mut found = personal_columns(project);
    for column in columns {
        let is_profiled = profiled.iter().any(|c| c.name == column.name);
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

    #[test]
    fn evidence_of_another_build_is_stale_and_still_masks() {
        let text = csv("mail,x,y", 100, |row| {
            format!("a{row}@example.org,{row},{row}.5")
        });
        let small = project(&decisions("regression", "y", ""), &text);
        let first = run(&small.project, &Progress::silent()).unwrap();
        let path = small.project.evidence_path("data.toml").unwrap();
        let mut older: toml::Table =
            toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        older.insert("findings".into(), toml::Value::Integer(3));
        std::fs::write(&path, older.to_string()).unwrap();
        assert!(crate::data::evidence(&small.project).is_err());
        assert_eq!(personal_columns(&small.project), ["mail".to_owned()].into());
        let again = run(&small.project, &Progress::silent()).unwrap();
        assert_eq!(again.schema, first.schema);
        assert!(crate::data::evidence(&small.project).unwrap().is_some());
    }

    #[test]
    fn a_table_without_a_project_is_looked_at_too() {
        let text = csv("mail,x", 50, |row| format!("a{row}@example.org,{row}"));
        let table = Table::from_csv(&text).unwrap();
        assert_eq!(personal_in(&table).unwrap(), ["mail".to_owned()].into());
    }
}
