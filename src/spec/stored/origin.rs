//! Where the rows of a source come from that are too many to be held, and where they are stored.

use std::fs;
use std::path::{Path, PathBuf};

use super::Room;
use crate::decisions::Read;
use crate::error::{Error, Result};
use crate::project::{self, Project};
use crate::spec::dataset::{
    content, missing_words, read_options, read_some, server_query, source_file,
};
use crate::table::{Columnar, DatabaseRows, Query, Table, is_database, read};
use crate::text;
use crate::work::Progress;

/// Raised when the way in which rows are stored changes.
const VERSION: u32 = 2;

/// Where the rows of a source come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file, a folder or a pattern.
    Files(PathBuf),
    /// A table or a query of a database.
    Database(DatabaseRows),
}

impl Origin {
    /// That of a source; none where neither a file nor a query is named.
    pub(in crate::spec) fn of(project: &Project, at: usize) -> Option<Self> {
        if let Some(query) = server_query(project, at) {
            return Some(Self::Database(DatabaseRows::Server(query)));
        }
        let (source, file) = source_file(project, at).ok()?;
        Some(match is_database(&file) {
            true => Self::Database(DatabaseRows::File {
                path: file,
                query: source.query,
            }),
            false => Self::Files(file),
        })
    }

    /// Bytes of its rows in memory, about.
    ///
    /// # Errors
    /// A file that is not there; a server that does not answer.
    pub(in crate::spec) fn weight(&self, project: &Project) -> Result<u64> {
        match self {
            Self::Files(path) | Self::Database(DatabaseRows::File { path, .. }) => {
                Columnar::weight(path)
            }
            Self::Database(DatabaseRows::Server(query)) => {
                Ok(rows_of_query(project, query)? * query.bytes_of_row()?)
            }
        }
    }

    /// The first rows only, as many as are enough to be looked at.
    pub(in crate::spec) fn first(&self, project: &Project, room: Room) -> Result<Table> {
        match self {
            Self::Files(file) => read_some(file, &read_options(project, 0, file).read),
            Self::Database(DatabaseRows::File { path, .. }) => {
                let mut options = read_options(project, 0, path);
                options.limit = Some(room.rows);
                read(path, &options)
            }
            Self::Database(DatabaseRows::Server(query)) => {
                query.read(&missing_words(project, 0), Some(room.rows))
            }
        }
    }

    /// What it is called while it is read.
    fn name(&self) -> String {
        match self {
            Self::Files(path) | Self::Database(DatabaseRows::File { path, .. }) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                text::escape(&name.to_string_lossy()).into_owned()
            }
            Self::Database(DatabaseRows::Server(_)) => "the query".to_owned(),
        }
    }

    /// Writes the rows to a Parquet file.
    fn write(&self, read: &Read, path: &Path, progress: &Progress) -> Result<()> {
        let name = self.name();
        match self {
            Self::Files(file) => Columnar::write(file, read, path, &|share| {
                progress.check()?;
                progress.step(format!("storing {name} by columns"), 0.5 * share);
                Ok(())
            }),
            // How many rows will come is not known before they are there.
            Self::Database(rows) => Columnar::write_query(rows, read, path, &|rows| {
                progress.check()?;
                let rows = text::counted(rows, "row");
                progress.step(format!("storing {name} by columns: {rows}"), 0.0);
                Ok(())
            }),
        }
    }
}

/// Rows of a query, as the server told them last.
fn rows_of_query(project: &Project, query: &Query) -> Result<u64> {
    let time = project.decisions.problem.time.as_deref();
    let rows = project.mark_of_query(query, time)?.rows;
    Ok(u64::try_from(rows).unwrap_or_default())
}

/// Where the rows of the first source are stored: the name tells the content and the way in which it is read.
pub(super) fn cache(project: &Project) -> Result<PathBuf> {
    let source = project.decisions.source.first();
    let said = source.map(|source| (&source.read, &source.query, &source.connection_env));
    let key = project::fingerprint(&(VERSION, content(project, 0)?, said))?;
    Ok(folder(project).join(format!("{key}.parquet")))
}

fn folder(project: &Project) -> PathBuf {
    project.root.join(".jalon").join("rows")
}

/// Stores the rows and forgets those of other sources.
pub(super) fn store(
    project: &Project,
    origin: &Origin,
    path: &Path,
    progress: &Progress,
) -> Result<Columnar> {
    let folder = folder(project);
    let failed = |error: std::io::Error| Error::io("make the folder", &folder, &error);
    fs::create_dir_all(&folder).map_err(failed)?;
    let source = project.decisions.source.first();
    let read = source.map(|source| source.read.clone()).unwrap_or_default();
    origin.write(&read, path, progress)?;
    forget_others(&folder, path);
    Columnar::open(path).ok_or_else(|| {
        Error::new("what was just written cannot be read")
            .at_file(path)
            .with_fix("delete the folder, and try again")
    })
}

/// Rows of sources that are read no more only cost room: that they cannot be deleted is no error.
fn forget_others(folder: &Path, path: &Path) {
    let stem = path.file_stem();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().file_stem() != stem {
            let _ = fs::remove_file(entry.path());
        }
    }
}
