//! The rows of a data file that are too many to be held: on disk, read some columns at a time. What must be exact is computed column by
//! column; what needs whole rows is computed on rows drawn by chance.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rand::seq::index;

use super::Dataset;
use super::columns::resolve;
use super::dataset::{data_file, seed};
use super::joins::edges;
use super::loaded::{Features, filter_of, keeps_none, with_features};
use super::placing::Placing;
use crate::decisions::Decisions;
use crate::error::{Error, Result};
use crate::project::{self, Project};
use crate::table::{Columnar, Expression, Table};
use crate::text;
use crate::work::{Progress, rng};

/// How much is held in memory.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Bytes of a data file, unpacked, above which its rows are not held.
    pub bytes: u64,
    /// Rows drawn to be looked at as a whole, where not all are held.
    pub rows: usize,
}

impl Room {
    /// A file of 256 MiB. A share counted on 200,000 drawn rows is wrong by 0.22 percentage points at most, 19 times in 20.
    pub const USUAL: Self = Self {
        bytes: 256 << 20,
        rows: 200_000,
    };
}

/// Raised when the way in which rows are stored changes.
const VERSION: u32 = 1;

/// Rows on disk, those of the filter.
pub struct Stored<'a> {
    project: &'a Project,
    columnar: Columnar,
    /// Whether each row of the file is kept; all of them where there is no filter.
    kept: Option<Vec<bool>>,
    rows: usize,
    room: Room,
}

impl<'a> Stored<'a> {
    /// The rows of the project's data file, where there is no room for them: stored in `.jalon/` the first time, which reads the file
    /// once. `None` where the rows can be held.
    ///
    /// # Errors
    /// As reading the file; a filter that cannot be computed or keeps no row.
    pub fn open(project: &'a Project, room: Room, progress: &Progress) -> Result<Option<Self>> {
        let Some(file) = Self::file(project, room)? else {
            return Ok(None);
        };
        let path = cache(project, &file)?;
        let columnar = match Columnar::open(&path) {
            Some(columnar) => columnar,
            None => store(project, &file, &path, progress)?,
        };
        Self::kept(project, columnar, room).map(Some)
    }

    /// The same, only where the rows are stored already.
    pub(super) fn open_again(project: &'a Project, room: Room) -> Result<Option<Self>> {
        let Some(file) = Self::file(project, room)? else {
            return Ok(None);
        };
        let columnar = Columnar::open(&cache(project, &file)?);
        columnar.map(|c| Self::kept(project, c, room)).transpose()
    }

    /// The data file, where there is no room for its rows. Rows of a query, and rows that others are joined to, are held whatever their number.
    pub fn file(project: &Project, room: Room) -> Result<Option<PathBuf>> {
        let source = project.decisions.source.first();
        let is_query = source.is_some_and(|source| source.query.is_some());
        if is_query || !edges(&Placing::of(project)).0.is_empty() {
            return Ok(None);
        }
        match data_file(project) {
            Ok((_, file)) if Columnar::weight(&file)? > room.bytes => Ok(Some(file)),
            _ => Ok(None),
        }
    }

    fn kept(project: &'a Project, columnar: Columnar, room: Room) -> Result<Self> {
        let mut stored = Self {
            project,
            room,
            rows: columnar.rows(),
            columnar,
            kept: None,
        };
        let source = project.decisions.source.first();
        let Some(filter) = source.and_then(|source| source.filter.as_ref()) else {
            return Ok(stored);
        };
        let place = Placing::of(project);
        let schema = stored.columnar.columns().iter();
        let schema = schema.map(|c| (c.name.clone(), c.storage)).collect();
        let expression = match filter_of(&place, 0, schema, filter) {
            Ok(expression) => expression,
            Err(faults) => return project.refuse(&faults).map(|()| stored),
        };
        let names: Vec<&str> = expression.columns().iter().map(String::as_str).collect();
        let mut kept = vec![false; stored.rows];
        for piece in stored.columnar.pieces() {
            let first = piece.start;
            for row in stored.columnar.read(piece, &names)?.filter(&expression)? {
                kept[first + row] = true;
            }
        }
        stored.rows = kept.iter().filter(|kept| **kept).count();
        if stored.rows == 0 {
            project.refuse(&[keeps_none(&place, 0, filter, kept.len())])?;
        }
        stored.kept = Some(kept);
        Ok(stored)
    }

    /// Rows of the file.
    pub fn rows_read(&self) -> usize {
        self.columnar.rows()
    }

    /// Rows of the filter.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// As many rows as are enough to be looked at, or as were decided, by chance and in their order.
    pub fn drawn(&self) -> Vec<usize> {
        let decisions: &Decisions = &self.project.decisions;
        let decided = decisions.source.first().and_then(|source| source.sample);
        let most = decided.map_or(self.room.rows, |rows| rows as usize);
        if most >= self.rows {
            return (0..self.rows).collect();
        }
        let mut draw = rng(seed(decisions), &["sample"]);
        let mut rows = index::sample(&mut draw, self.rows, most).into_vec();
        rows.sort_unstable();
        rows
    }

    /// All columns of some rows of the filter, in ascending order, as they were read.
    pub fn take(&self, rows: &[usize]) -> Result<Table> {
        let names: Vec<&str> = self.names().collect();
        self.taken(rows, &names)
    }

    /// The data set of some rows of the filter, in ascending order. Features that look back are computed on all rows.
    pub fn dataset(&self, rows: &[usize]) -> Result<Dataset> {
        let mut given = Table::blank(rows.len());
        for name in self.project.decisions.features.keys() {
            if self.looks_back(name) {
                let reach = self.reach(name);
                let whole = self.computed(self.whole(&reach)?, &reach)?;
                given = given.beside(&whole.select(&[name])?.take(rows)?)?;
            }
        }
        let features = Features {
            given: Some(&given),
            ..Features::default()
        };
        let computed = with_features(&Placing::of(self.project), self.take(rows)?, features);
        self.project.refuse(&computed.faults)?;
        Ok(Dataset {
            columns: resolve(&computed.table, &self.project.decisions, &computed.features)?,
            table: computed.table,
            rows_read: self.rows_read(),
            holdout_file: None,
            joined: Vec::new(),
        })
    }

    /// The values of one column, a feature too, piece after piece.
    pub fn each(&self, name: &str, mut take: impl FnMut(&Table) -> Result<()>) -> Result<()> {
        let reach = self.reach(name);
        if self.looks_back(name) {
            let whole = self.computed(self.whole(&reach)?, &reach)?;
            return take(&whole.select(&[name])?);
        }
        let names: Vec<&str> = self.names().filter(|n| reach.contains(*n)).collect();
        for piece in self.columnar.pieces() {
            let first = piece.start;
            let mut table = self.columnar.read(piece, &names)?;
            if let Some(kept) = &self.kept {
                let here = (0..table.rows()).filter(|row| kept[first + row]);
                table = table.take(&here.collect::<Vec<_>>())?;
            }
            take(&self.computed(table, &reach)?.select(&[name])?)?;
        }
        Ok(())
    }

    /// Columns of the file.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.columnar.columns().iter().map(|c| c.name.as_str())
    }

    /// The columns that a column is computed from, itself among them, and what orders the rows where it looks back.
    fn reach(&self, name: &str) -> BTreeSet<String> {
        let mut reach = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            if !reach.insert(name.clone()) {
                continue;
            }
            if let Some(expression) = self.feature(&name) {
                open.extend(expression.columns().iter().cloned());
                if expression.looks_back() {
                    let problem = &self.project.decisions.problem;
                    open.extend(problem.time.iter().chain(&problem.group).cloned());
                }
            }
        }
        reach
    }

    fn feature(&self, name: &str) -> Option<Expression> {
        let text = self.project.decisions.features.get(name)?;
        Expression::parse(text).ok()
    }

    fn looks_back(&self, name: &str) -> bool {
        let features = self.reach(name);
        let mut features = features.iter().filter_map(|name| self.feature(name));
        features.any(|feature| feature.looks_back())
    }

    /// Some columns of all rows of the filter.
    fn whole(&self, columns: &BTreeSet<String>) -> Result<Table> {
        let names: Vec<&str> = self.names().filter(|n| columns.contains(*n)).collect();
        self.taken(&(0..self.rows).collect::<Vec<_>>(), &names)
    }

    fn taken(&self, rows: &[usize], names: &[&str]) -> Result<Table> {
        let mut taken: Option<Table> = None;
        let (mut next, mut passed) = (rows.iter().peekable(), 0);
        for piece in self.columnar.pieces() {
            let first = piece.start;
            let mut here = Vec::new();
            for row in piece.clone() {
                if self.kept.as_ref().is_none_or(|kept| kept[row]) {
                    if next.next_if(|wanted| **wanted == passed).is_some() {
                        here.push(row - first);
                    }
                    passed += 1;
                }
            }
            if !here.is_empty() {
                let table = self.columnar.read(piece, names)?.take(&here)?;
                taken = Some(match taken {
                    Some(above) => above.append(&table)?,
                    None => table,
                });
            }
        }
        let mut taken = taken.ok_or_else(|| Error::new("no row was asked for"))?;
        taken.format = self.columnar.format().clone();
        Ok(taken)
    }

    /// A table with those of its features that are among these columns.
    fn computed(&self, table: Table, columns: &BTreeSet<String>) -> Result<Table> {
        let features = Features {
            wanted: Some(columns),
            ..Features::default()
        };
        let computed = with_features(&Placing::of(self.project), table, features);
        self.project.refuse(&computed.faults)?;
        Ok(computed.table)
    }
}

/// Where the rows of a file are stored: its name tells the content and the way it is read.
fn cache(project: &Project, file: &Path) -> Result<PathBuf> {
    let read = project.decisions.source.first().map(|source| &source.read);
    let key = project::fingerprint(&(VERSION, project.fingerprint_file(file)?, read))?;
    Ok(folder(project).join(format!("{key}.parquet")))
}

fn folder(project: &Project) -> PathBuf {
    project.root.join(".jalon").join("rows")
}

/// Stores the rows and forgets those of other files.
fn store(project: &Project, file: &Path, path: &Path, progress: &Progress) -> Result<Columnar> {
    let folder = folder(project);
    let failed = |error: std::io::Error| Error::io("make the folder", &folder, &error);
    fs::create_dir_all(&folder).map_err(failed)?;
    let source = project
        .decisions
        .source
        .first()
        .cloned()
        .unwrap_or_default();
    let name = file
        .file_name()
        .unwrap_or(file.as_os_str())
        .to_string_lossy()
        .into_owned();
    Columnar::write(file, &source.read, path, &|share| {
        progress.check()?;
        progress.step(
            format!("storing {} by columns", text::escape(&name)),
            0.5 * share,
        );
        Ok(())
    })?;
    forget_others(&folder, path);
    Columnar::open(path).ok_or_else(|| {
        Error::new("what was just written cannot be read")
            .at_file(path)
            .with_fix("delete the folder, and try again")
    })
}

/// Rows of files that are read no more only cost room: that they cannot be deleted is no error.
fn forget_others(folder: &Path, path: &Path) {
    let stem = path.file_stem();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().file_stem() != stem {
            let _ = fs::remove_file(entry.path());
        }
    }
}
