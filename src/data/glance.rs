//! What is asked of single columns while rows are looked at: the profile of one, and which are about persons.

use crate::decisions::{Role, Threshold};
use crate::error::Result;
use crate::project::Project;
use crate::spec::{ColumnRole, Dataset, guess_kind};
use crate::table::Table;

use super::profile::profile;
use super::{ColumnProfile, compute, privacy};

/// First rows in which personal data are looked for while the data were not checked.
const LOOKED_AT: usize = 2_000;

/// Names of the columns about persons: as it was said, else as the evidence has it, else as the first rows show.
pub fn personal_columns(project: &Project, dataset: &Dataset) -> Result<Vec<String>> {
    let evidence = compute::evidence(project)?;
    let limit = project.decisions.threshold(Threshold::PersonalShare);
    let head = dataset.table.head(LOOKED_AT);
    let is_personal = |column: &ColumnRole| -> Result<bool> {
        let decided = project.decisions.columns.get(&column.name);
        let found = evidence.iter().flat_map(|found| &found.columns);
        let found = found.into_iter().find(|c| c.name == column.name);
        match (decided.and_then(|c| c.personal), found) {
            (Some(personal), _) => Ok(personal),
            (None, Some(profile)) => Ok(profile.personal),
            (None, None) => Ok(privacy::found(&head, column, limit)?.is_some()),
        }
    };
    let mut names = Vec::new();
    for column in &dataset.columns {
        if is_personal(column)? {
            names.push(column.name.clone());
        }
    }
    Ok(names)
}

/// The profile of a column as the values themselves tell its kind; `unit` where it is known.
pub fn glance(table: &Table, name: &str, unit: Option<String>) -> Result<ColumnProfile> {
    let (kind, reason) = guess_kind(table, table.column(name)?)?;
    let column = ColumnRole {
        name: name.to_owned(),
        kind,
        role: Role::Feature,
        known_at_prediction: true,
        computed: false,
        reason,
        meaning: None,
        unit,
    };
    profile(table, &column, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_described_as_its_values_are() {
        let table = Table::from_csv("n,t\n1.5,a\n2.5,b\n,a\n9.5,a\n").unwrap();
        let n = glance(&table, "n", Some("m".into())).unwrap();
        assert_eq!((n.missing, n.median, n.max), (1, Some(2.5), Some(9.5)));
        assert_eq!(n.unit.as_deref(), Some("m"));
        let t = glance(&table, "t", None).unwrap();
        assert_eq!(t.top[0], ("a".to_owned(), 3));
        assert!(glance(&table, "x", None).is_err());
    }
}
