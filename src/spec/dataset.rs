//! The project's table as every later milestone sees it: rows kept, features added, columns resolved.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::columns::{ColumnRole, resolve};
use super::features::{Features, with_features};
use super::joins::{Edge, JoinedSource, edges, name_of};
use super::loaded::Loaded;
use super::placing::Placing;
use super::stored::Room;
use crate::decisions::{Column, Decisions, Join, Kind, Read, Role, Source};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::{Columnar, Query, ReadOptions, Table, is_database, read};
use crate::work::Progress;

/// Everything the table is made from: what is not in here cannot change it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableInputs {
    /// Content hashes of the data file and, where it is a file, of the holdout.
    files: Vec<String>,
    read: Read,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    filter: Option<String>,
    sample: Option<(u64, u64)>,
    /// The sources that are joined to the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<OtherInputs>,
    features: Vec<(String, String)>,
    columns: Vec<ColumnInputs>,
    /// How much older an earlier row must be to be known.
    horizon: Option<String>,
    /// Target, time, group, id, weight, fold column.
    named: Vec<Option<String>>,
}

/// What the columns of a joined source are made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct OtherInputs {
    name: String,
    files: String,
    read: Read,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    filter: Option<String>,
    sample: Option<(u64, u64)>,
    join: Join,
}

impl OtherInputs {
    fn of(project: &Project, edge: &Edge) -> Result<Self> {
        let decisions = &project.decisions;
        let source = decisions.source[edge.source].clone();
        Ok(Self {
            name: name_of(decisions, edge.source),
            files: content(project, edge.source)?,
            read: source.read.clone(),
            query: source.query.clone(),
            filter: source.filter.clone(),
            sample: source.sample.map(|rows| (rows, seed(decisions))),
            join: decisions.source[edge.stated]
                .join
                .clone()
                .unwrap_or_default(),
        })
    }
}

/// What is decided of a column and changes the table or what models may see.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct ColumnInputs {
    name: String,
    kind: Option<Kind>,
    role: Option<Role>,
    known_at_prediction: Option<bool>,
    levels: Option<Vec<String>>,
}

impl ColumnInputs {
    fn of(name: &str, column: &Column) -> Self {
        Self {
            name: name.to_owned(),
            kind: column.kind,
            role: column.role,
            known_at_prediction: column.known_at_prediction,
            levels: column.levels.clone(),
        }
    }
}

/// In order of the names, without columns of which only the meaning was said: neither changes the table.
fn column_inputs(decisions: &Decisions) -> Vec<ColumnInputs> {
    let silent = ColumnInputs::of("", &Column::default());
    let mut columns: Vec<ColumnInputs> = decisions
        .columns
        .iter()
        .map(|(name, column)| ColumnInputs::of(name, column))
        .filter(|column| {
            ColumnInputs {
                name: String::new(),
                ..column.clone()
            } != silent
        })
        .collect();
    columns.sort_by(|a, b| a.name.cmp(&b.name));
    columns
}

impl TableInputs {
    /// What the decisions say and the content of the files they name.
    pub fn of(project: &Project) -> Result<Self> {
        let decisions = &project.decisions;
        let source = decisions.source.first().cloned().unwrap_or_default();
        let mut files = vec![content(project, 0)?];
        if let Some(holdout) = &decisions.split.holdout.file {
            files.push(project.fingerprint_path(holdout)?);
        }
        let problem = &decisions.problem;
        let (edges, _) = edges(&Placing::of(project));
        let others = edges.iter().map(|edge| OtherInputs::of(project, edge));
        Ok(Self {
            others: others.collect::<Result<_>>()?,
            files,
            read: source.read.clone(),
            query: source.query.clone(),
            filter: source.filter.clone(),
            sample: source.sample.map(|rows| (rows, seed(decisions))),
            features: decisions
                .features
                .iter()
                .map(|(n, e)| (n.clone(), e.clone()))
                .collect(),
            columns: column_inputs(decisions),
            horizon: problem.horizon.clone(),
            named: [
                &problem.target,
                &problem.time,
                &problem.group,
                &problem.id,
                &problem.weight,
            ]
            .into_iter()
            .chain([&decisions.split.fold_column])
            .cloned()
            .collect(),
        })
    }
}

/// The project's table: source read, filtered, features added, columns resolved.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The rows in file order, those of a holdout file after them.
    pub table: Table,
    /// The columns in file order, computed ones at the end.
    pub columns: Vec<ColumnRole>,
    /// Rows of the data file before the filter.
    pub rows_read: usize,
    /// Rows that came from a holdout file of its own.
    pub holdout_file: Option<Range<usize>>,
    /// The sources that were joined to the first.
    pub joined: Vec<JoinedSource>,
}

impl Dataset {
    /// Reads the project's data. The error names every mistake that keeps it from being read, each with its place.
    pub fn load(project: &Project, progress: &Progress) -> Result<Dataset> {
        let loaded = Loaded::of(project, progress)?;
        project.refuse(&loaded.faults)?;
        loaded.dataset.map_or_else(
            || {
                data_file(project)?;
                Err(Error::new("the data could not be read").at_file(project.file()))
            },
            Ok,
        )
    }

    /// The first rows of the data file, where all of them are many; `None` where they are not, or come from elsewhere.
    ///
    /// # Errors
    /// As [`Dataset::load`].
    pub fn first_rows(project: &Project, rows: usize) -> Result<Option<Dataset>> {
        let first = Loaded::first(project, rows)?;
        first.map_or(Ok(None), |loaded| {
            project.refuse(&loaded.faults)?;
            Ok(loaded.dataset)
        })
    }

    /// A table with its features and roles. The error names every feature that cannot be computed.
    pub(super) fn from_table(
        project: &Project,
        table: Table,
        rows_read: usize,
        holdout_file: Option<Range<usize>>,
    ) -> Result<Dataset> {
        let computed = with_features(&Placing::of(project), table, Features::default());
        project.refuse(&computed.faults)?;
        Ok(Dataset {
            columns: resolve(&computed.table, &project.decisions, &computed.features)?,
            table: computed.table,
            rows_read,
            holdout_file,
            joined: Vec::new(),
        })
    }

    /// The table as it was read, without the computed columns.
    pub fn without_computed(&self) -> Result<Table> {
        let names: Vec<&str> = self
            .columns
            .iter()
            .filter(|c| !c.computed)
            .map(|c| c.name.as_str())
            .collect();
        self.table.select(&names)
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&ColumnRole> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// The columns models may learn from.
    pub fn model_inputs(&self) -> impl Iterator<Item = &ColumnRole> {
        self.columns.iter().filter(|c| c.is_model_input())
    }
}

/// The query of a server that a source names.
pub(super) fn server_query(project: &Project, at: usize) -> Option<Query> {
    let source = project.decisions.source.get(at)?;
    match (&source.path, &source.query, &source.connection_env) {
        (None, Some(text), Some(connection)) => Some(Query {
            text: text.clone(),
            connection: connection.clone(),
        }),
        _ => None,
    }
}

/// What tells whether the rows of a source changed: the content of its files, or the number and the latest time of its rows.
pub(super) fn content(project: &Project, at: usize) -> Result<String> {
    match server_query(project, at) {
        Some(query) => {
            let time = project.decisions.problem.time.as_deref();
            project.fingerprint_query(&query, time)
        }
        None => project.fingerprint_path(&path_of(project, at)?.1),
    }
}

/// Reads the files of the sources and of the holdout where it is not known whether they changed, so that nothing asked of them later
/// has to: `progress` hears of it and can stop it. What else is wrong with a file is told by those who read its rows.
pub fn know_files(project: &Project, progress: &Progress) -> Result<()> {
    let decisions = &project.decisions;
    let sources = decisions.source.iter();
    let paths = sources.filter_map(|source| source.path.as_ref());
    for path in paths.chain(&decisions.split.holdout.file) {
        match project.fingerprint_file_watched(&project.resolve(path), progress) {
            Err(error) if error.is_cancelled() => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The rows of a query of a server.
pub(super) fn read_query(project: &Project, at: usize, query: &Query) -> Result<Table> {
    query.read(&missing_words(project, at), None)
}

/// The texts that mean missing in a source, as they were said.
pub(super) fn missing_words(project: &Project, at: usize) -> Vec<String> {
    let source = project.decisions.source.get(at);
    let missing = source.and_then(|source| source.read.missing.clone());
    missing.unwrap_or_default()
}

/// The first source and the path of its file.
pub(super) fn data_file(project: &Project) -> Result<(Source, PathBuf)> {
    source_file(project, 0)
}

/// A source and the path of its file.
pub(super) fn source_file(project: &Project, at: usize) -> Result<(Source, PathBuf)> {
    let (source, path) = path_of(project, at)?;
    let file = project.resolve(&path);
    Ok((source, file))
}

/// A source and what stands under its `path`.
fn path_of(project: &Project, at: usize) -> Result<(Source, String)> {
    let source = project.decisions.source.get(at);
    let source = source.cloned().unwrap_or_default();
    match source.path.clone() {
        Some(path) => Ok((source, path)),
        None => Err(Error::new("no data file is named")
            .at_file(project.file())
            .with_fix("write `[[source]]` with `path = \"your.csv\"`")),
    }
}

/// Fetches what a source names in a store; tells why it may not be the newest.
pub(super) fn fetch_source(
    project: &Project,
    at: usize,
    progress: &Progress,
) -> Result<Option<String>> {
    let source = project.decisions.source.get(at);
    match source.and_then(|source| source.path.as_ref()) {
        Some(path) => Ok(project.local(path, progress)?.told),
        None => Ok(None),
    }
}

pub(super) fn seed(decisions: &Decisions) -> u64 {
    decisions.split.seed.unwrap_or(super::DEFAULT_SEED)
}

/// How a file is read that has the rows of a source, or more of them: its query holds for databases only.
pub(super) fn read_options(project: &Project, at: usize, path: &Path) -> ReadOptions {
    let source = project.decisions.source.get(at);
    let query = source.and_then(|source| source.query.clone());
    ReadOptions {
        read: source.map(|s| s.read.clone()).unwrap_or_default(),
        query: query.filter(|_| is_database(path)),
        limit: None,
    }
}

/// Reads a file as the first source is read: no filter, no feature, nothing joined to it.
pub fn read_file(project: &Project, path: &Path) -> Result<Table> {
    read(path, &read_options(project, 0, path))
}

/// Reads a file, its first rows only where there is no room for all.
pub fn read_some(path: &Path, as_said: &Read) -> Result<Table> {
    let is_large = path.exists() && Columnar::weight(path)? > Room::USUAL.bytes;
    let options = ReadOptions {
        read: as_said.clone(),
        limit: is_large.then_some(Room::USUAL.rows),
        ..ReadOptions::default()
    };
    read(path, &options)
}
