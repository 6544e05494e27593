//! The rows of a project to look at, and what is asked of single columns meanwhile: the profile of one, which are about persons.

use std::path::Path;
use std::sync::Arc;

use crate::decisions::{Read, Role};
use crate::error::Result;
use crate::project::Project;
use crate::spec::{ColumnRole, Dataset, Origin, Room, Stored, guess_kind};
use crate::table::window::{View, Window};
use crate::table::{Expression, ReadOptions, Table, read};
use crate::work::Progress;

use super::profile::profile;
use super::{ColumnProfile, mask, personal_columns_of};

/// The rows of a project, and the names of the columns about persons. Where there is no room for the rows they are those of the
/// first source, without features and without the columns of joined sources.
///
/// # Errors
/// As reading the data; a `where` that cannot be computed.
pub fn rows_to_look_at(project: &Project, progress: &Progress) -> Result<(View, Vec<String>)> {
    let Some(origin) = Stored::origin(project, Room::USUAL, progress)? else {
        let dataset = Dataset::load(project, progress)?;
        let personal = personal_columns_of(project, &dataset)?;
        let view = View::of(Arc::new(Window::of(dataset.table)));
        return Ok((view, personal.into_iter().collect()));
    };
    let source = project
        .decisions
        .source
        .first()
        .cloned()
        .unwrap_or_default();
    let (file, as_said) = match origin {
        Origin::Files(file) if Window::reads_in_place(&file) => (file, source.read),
        // What can only be read from its start is looked at where it is stored.
        origin => {
            let stored = Stored::of(project, &origin, Room::USUAL, progress)?;
            (stored.path().to_owned(), Read::default())
        }
    };
    let options = ReadOptions {
        read: as_said.clone(),
        limit: Some(mask::ROWS),
        ..ReadOptions::default()
    };
    let some = read(&file, &options)?;
    let columns = some.columns().iter();
    let columns: Vec<ColumnRole> = columns
        .map(|column| as_read(&some, &column.name, None))
        .collect::<Result<_>>()?;
    let personal = mask::personal_among(project, &some, &columns)?;
    let personal = personal.into_iter().collect();
    let view = View::of(Arc::new(Window::open(&file, &as_said)?));
    Ok(match &source.filter {
        Some(filter) => (
            view.filtered(&Expression::parse(filter)?, progress)?,
            personal,
        ),
        None => (view, personal),
    })
}

/// The rows of a file to look at, and the names of the columns that look personal in its first rows; none where these cannot be typed, as the viewer shows
/// also what is no sound table.
///
/// # Errors
/// As opening the file.
pub fn file_to_look_at(path: &Path) -> Result<(View, Vec<String>)> {
    let window = Window::open(path, &Read::default())?;
    let few = mask::CELLS / window.columns().len().max(1);
    let options = ReadOptions {
        limit: Some(few.clamp(mask::FEWEST, mask::ROWS)),
        ..ReadOptions::default()
    };
    let personal = read(path, &options).and_then(|rows| mask::personal_in(&rows));
    let personal = personal.unwrap_or_default().into_iter().collect();
    Ok((View::of(Arc::new(window)), personal))
}

/// The profile of a column as the values themselves tell its kind; `unit` where it is known.
pub fn glance(table: &Table, name: &str, unit: Option<String>) -> Result<ColumnProfile> {
    profile(table, table, &as_read(table, name, unit)?, false, None)
}

/// A column of which nothing was decided.
pub(super) fn as_read(table: &Table, name: &str, unit: Option<String>) -> Result<ColumnRole> {
    let (kind, reason) = guess_kind(table, table.column(name)?)?;
    Ok(ColumnRole {
        name: name.to_owned(),
        kind,
        role: Role::Feature,
        known_at_prediction: true,
        computed: false,
        reason,
        meaning: None,
        unit,
    })
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

    #[test]
    fn a_file_alone_is_masked_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.csv");
        let mut text = "n,mail\n".to_owned();
        (0..30).for_each(|n| text.push_str(&format!("{n},person{n}@example.org\n")));
        std::fs::write(&path, text).unwrap();
        let (view, personal) = file_to_look_at(&path).unwrap();
        assert_eq!(personal, ["mail"]);
        assert_eq!(view.window().columns().len(), 2);
        assert!(file_to_look_at(&folder.path().join("none.csv")).is_err());
    }
}
