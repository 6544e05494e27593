//! The rows of a source that are too many to be held: on disk, read some columns at a time. What must be exact is computed column by
//! column; what needs whole rows is computed on rows drawn by chance.
//!
//! | file | what lives there |
//! |--|--|
//! | `origin` | where the rows come from, how much they weigh, where they are stored |
//! | `others` | columns of joined sources beside them |

mod origin;
mod others;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rand::seq::index;

pub use origin::Origin;

use super::columns::resolve;
use super::dataset::{fetch_source, seed};
use super::features::{Features, with_features};
use super::joins::{JoinedSource, Joins};
use super::loaded::{filter_of, keeps_none};
use super::placing::Placing;
use super::{Dataset, Loaded};
use crate::decisions::Decisions;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::{Columnar, Expression, Table};
use crate::work::{Progress, rng};
use origin::{cache, store};
use others::{Wanted, tally};

/// How much is held in memory.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Bytes of a data file, unpacked, above which its rows are not held.
    pub bytes: u64,
    /// Rows drawn to be looked at as a whole, where not all are held.
    pub rows: usize,
    /// Bytes of a source that others look up by key, above which it cannot be: it is held whole.
    pub looked_up: u64,
}

impl Room {
    /// A file of 256 MiB, or of 1 GiB where it is looked up. A share counted on 200,000 drawn rows is wrong by 0.22 percentage points at most, 19 times
    /// in 20.
    pub const USUAL: Self = Self {
        bytes: 256 << 20,
        rows: 200_000,
        looked_up: 1 << 30,
    };
}

/// Rows on disk, those of the filter.
pub struct Stored<'a> {
    project: &'a Project,
    columnar: Columnar,
    path: PathBuf,
    /// Whether each row of the source is kept; all of them where there is no filter.
    kept: Option<Vec<bool>>,
    rows: usize,
    room: Room,
    /// The sources whose columns stand beside, and what joining them came to.
    joins: Joins,
    joined: Vec<JoinedSource>,
}

impl<'a> Stored<'a> {
    /// The rows of the project's first source with the columns of those that are joined to it, where there is no room for them: stored in `.jalon/` the
    /// first time, which reads the source once. `None` where the rows can be held.
    ///
    /// # Errors
    /// As reading the sources; a filter that cannot be computed or keeps no row; a join that leaves none.
    pub fn open(project: &'a Project, room: Room, progress: &Progress) -> Result<Option<Self>> {
        let stored = Self::open_first(project, room, progress)?;
        stored
            .map(|stored| stored.beside_others(progress))
            .transpose()
    }

    /// The same rows of the first source alone.
    pub(super) fn open_first(
        project: &'a Project,
        room: Room,
        progress: &Progress,
    ) -> Result<Option<Self>> {
        let origin = Self::origin(project, room, progress)?;
        let stored = origin.map(|origin| Self::of(project, &origin, room, progress));
        stored.transpose()
    }

    /// The rows of the first source, which is known to come from there.
    ///
    /// # Errors
    /// As [`Stored::open`].
    pub fn of(
        project: &'a Project,
        origin: &Origin,
        room: Room,
        progress: &Progress,
    ) -> Result<Self> {
        let path = cache(project)?;
        let columnar = match Columnar::open(&path) {
            Some(columnar) => columnar,
            None => store(project, origin, &path, progress)?,
        };
        Self::kept(project, columnar, path, room)
    }

    /// The same, only where the rows are stored already.
    pub(super) fn open_again(
        project: &'a Project,
        room: Room,
        progress: &Progress,
    ) -> Result<Option<Self>> {
        if Self::origin(project, room, progress)?.is_none() {
            return Ok(None);
        }
        let path = cache(project)?;
        let columnar = Columnar::open(&path);
        columnar
            .map(|columnar| Self::kept(project, columnar, path, room))
            .transpose()
    }

    /// Where the rows of the first source come from, where there is no room for them. Objects of a store are fetched first.
    ///
    /// # Errors
    /// As fetching them.
    pub fn origin(project: &Project, room: Room, progress: &Progress) -> Result<Option<Origin>> {
        fetch_source(project, 0, progress)?;
        let Some(origin) = Origin::of(project, 0) else {
            return Ok(None);
        };
        // Why a source cannot be read is told where it is.
        let weight = origin.weight(project).unwrap_or_default();
        Ok((weight > room.bytes).then_some(origin))
    }

    fn kept(project: &'a Project, columnar: Columnar, path: PathBuf, room: Room) -> Result<Self> {
        let mut stored = Self {
            project,
            room,
            rows: columnar.rows(),
            columnar,
            path,
            kept: None,
            joins: Joins::default(),
            joined: Vec::new(),
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
        stored.rows = count(&kept);
        if stored.rows == 0 {
            project.refuse(&[keeps_none(&place, 0, filter, kept.len())])?;
        }
        stored.kept = Some(kept);
        Ok(stored)
    }

    /// With the columns of the joined sources, without the rows that joining leaves out.
    fn beside_others(mut self, progress: &Progress) -> Result<Self> {
        let joins = Loaded::others(self.project, progress)?;
        if joins.is_empty() {
            return Ok(self);
        }
        let kept = self.kept.take();
        let mut kept = kept.unwrap_or_else(|| vec![true; self.columnar.rows()]);
        self.joined = tally(self.project, &self.columnar, &joins, &mut kept, progress)?;
        self.joins = joins;
        self.rows = count(&kept);
        self.kept = (self.rows < kept.len()).then_some(kept);
        Ok(self)
    }

    /// The Parquet file that holds the rows of the first source, with its columns as they were read.
    pub fn path(&self) -> &Path {
        &self.path
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
            joined: self.joined.clone(),
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
        let wanted = Wanted::of(&names, &self.columnar, &self.joins);
        for piece in self.columnar.pieces() {
            let kept = self.kept.as_ref().map(|kept| &kept[piece.clone()]);
            let here: Option<Vec<usize>> =
                kept.map(|kept| (0..kept.len()).filter(|row| kept[*row]).collect());
            let table = wanted.read(&self.columnar, piece, here.as_deref())?;
            take(&self.computed(table, &reach)?.select(&[name])?)?;
        }
        Ok(())
    }

    /// Columns of the source and of those that are joined to it.
    fn names(&self) -> impl Iterator<Item = &str> {
        let own = self.columnar.columns().iter().map(|c| c.name.as_str());
        own.chain(self.joins.adds())
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
        let wanted = Wanted::of(names, &self.columnar, &self.joins);
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
                let table = wanted.read(&self.columnar, piece, Some(&here))?;
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

fn count(kept: &[bool]) -> usize {
    kept.iter().filter(|kept| **kept).count()
}
