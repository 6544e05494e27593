//! The project's data as far as they can be read: a mistake in one place leaves the rest to be looked at.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use rand::seq::index;

use super::Dataset;
use super::columns::resolve;
use super::dataset::{data_file, fetch_source, read_options, read_query, seed, server_query};
use super::expressions::{Columns, Purpose, understood};
use super::features::{Features, with_features};
use super::joins::name_of;
use super::placing::{Placing, warning};
use super::stored::{Room, Stored};
use crate::decisions::Fault;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::{Columnar, Expression, ReadOptions, Storage, Table, read};
use crate::text;
use crate::work::{Progress, rng};

/// What could be read of the project's data, and what could not.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The table; `None` where the data file itself cannot be read.
    pub dataset: Option<Dataset>,
    /// Why parts of it are not as decided, each under its key.
    pub faults: Vec<Fault>,
    /// Whether the rows are those that were decided: without the filter there may be too many.
    pub has_decided_rows: bool,
    /// Features that could not be computed.
    pub absent: BTreeSet<String>,
}

impl Loaded {
    /// Reads the data file, keeps the rows of the filter and of the sample, adds a holdout file and the features.
    ///
    /// # Errors
    /// Only where the work is cancelled: everything else is a fault.
    pub fn of(project: &Project, progress: &Progress) -> Result<Loaded> {
        Self::looked_at(project, Look::All, progress)
    }

    /// The same with some rows only where there is no room for all: those that are drawn by chance where the rows are stored by columns, else the first.
    ///
    /// # Errors
    /// Only where the work is cancelled.
    pub fn glance(project: &Project, progress: &Progress) -> Result<Loaded> {
        Self::looked_at(project, Look::Some, progress)
    }

    fn looked_at(project: &Project, look: Look, progress: &Progress) -> Result<Loaded> {
        let place = Placing::of(project);
        let mut loaded = Loaded::nothing();
        let held = &project.decisions.split.holdout.file;
        // That no file is named is no mistake but a gap.
        let main = match server_query(project, 0) {
            Some(_) => {
                progress.step("reading the query", 0.0);
                let rows = main_rows(project, look, progress);
                loaded.or_fault(&place, "source.0.query", rows)
            }
            None => data_file(project).ok().and_then(|(_, file)| {
                let name = file.file_name().unwrap_or(file.as_os_str());
                loaded.fetched(&place, 0, progress)?;
                progress.step(format!("reading {}", name.to_string_lossy()), 0.0);
                loaded.or_fault(&place, MAIN, main_rows(project, look, progress))
            }),
        };
        progress.check()?;
        let below = held.as_ref().and_then(|file| {
            let file = project.local(file, progress);
            let rows = file.and_then(|file| Ok((rows_of(project, 0, &file.path)?, file.path)));
            loaded.or_fault(&place, HOLDOUT, rows)
        });
        progress.check()?;
        let Some(main) = main else {
            return Ok(loaded);
        };
        let (main, rows_read) = match main {
            Main::AsRead(table) => {
                let rows = table.rows();
                (loaded.kept(&place, 0, table), rows)
            }
            Main::Kept(table, rows) => (table, rows),
        };
        let Some(joins) = loaded.joins(&place, progress)? else {
            return Ok(loaded);
        };
        let Some((main, joined)) = loaded.with_others(&place, &joins, main) else {
            return Ok(loaded);
        };
        let (table, holdout_file) = match below {
            Some((table, file)) => {
                let below = loaded.kept(&place, 0, table);
                match loaded.with_others(&place, &joins, below) {
                    Some((below, _)) => loaded.below(&place, main, &below, &file),
                    None => return Ok(loaded),
                }
            }
            None => (main, None),
        };
        let computed = loaded.computed(&place, table, rows_read);
        loaded.dataset = computed.map(|dataset| Dataset {
            holdout_file,
            joined,
            ..dataset
        });
        Ok(loaded)
    }

    /// The first rows of the data file and those of the filter among them, where all rows are [`MANY`] bytes and more. `None` where they are fewer, and
    /// where first rows are not to be had: of a query, of joined sources, of a sample.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(super) fn first(project: &Project, rows: usize) -> Result<Option<Loaded>> {
        let [source] = project.decisions.source.as_slice() else {
            return Ok(None);
        };
        let file = match &source.path {
            Some(path) if source.query.is_none() && source.sample.is_none() => {
                project.resolve(path)
            }
            _ => return Ok(None),
        };
        // What cannot be read yet, as it must be fetched first, or ever is told where it is read.
        if Columnar::weight(&file).unwrap_or_default() < MANY {
            return Ok(None);
        }
        let options = ReadOptions {
            limit: Some(rows),
            ..read_options(project, 0, &file)
        };
        let table = read(&file, &options)?;
        let (place, rows_read) = (Placing::of(project), table.rows());
        let mut loaded = Loaded::nothing();
        let table = loaded.kept(&place, 0, table);
        loaded.dataset = loaded.computed(&place, table, rows_read);
        Ok(Some(loaded))
    }

    /// A table with its features, kinds and roles.
    fn computed(&mut self, place: &Placing<'_>, table: Table, rows_read: usize) -> Option<Dataset> {
        let computed = with_features(place, table, Features::default());
        self.faults.extend(computed.faults);
        self.absent = computed.absent;
        let columns = resolve(
            &computed.table,
            &place.project.decisions,
            &computed.features,
        );
        Some(Dataset {
            columns: self.or_fault(place, "columns", columns)?,
            table: computed.table,
            rows_read,
            holdout_file: None,
            joined: Vec::new(),
        })
    }

    /// Before anything was read.
    pub(super) fn nothing() -> Loaded {
        Loaded {
            dataset: None,
            faults: Vec::new(),
            has_decided_rows: true,
            absent: BTreeSet::new(),
        }
    }

    /// What was read, or a fault.
    pub(super) fn or_fault<T>(
        &mut self,
        place: &Placing<'_>,
        key: &str,
        read: Result<T>,
    ) -> Option<T> {
        let faults = read.as_ref().err().map(|error| place.errors(key, error));
        self.faults.extend(faults.into_iter().flatten());
        read.ok()
    }

    /// Fetches what a source names in a store; none where that cannot be done, which is a fault. What was fetched before and may not be the newest
    /// is told.
    pub(super) fn fetched(
        &mut self,
        place: &Placing<'_>,
        at: usize,
        progress: &Progress,
    ) -> Option<()> {
        let key = format!("source.{at}.path");
        let told = self.or_fault(place, &key, fetch_source(place.project, at, progress))?;
        if let Some(told) = told {
            let fix = "see whether the network holds: it is asked again in a minute";
            self.faults.push(warning(place.value(&key, told, fix)));
        }
        Some(())
    }

    /// The rows of `where` and of the sample; all rows where the filter has a mistake.
    pub(super) fn kept(&mut self, place: &Placing<'_>, at: usize, table: Table) -> Table {
        let decisions = &place.project.decisions;
        let source = decisions.source.get(at).cloned().unwrap_or_default();
        let mut kept = table;
        if let Some(text) = &source.filter {
            match filtered(place, at, &kept, text) {
                Ok(rows) => kept = rows,
                Err(mut faults) => {
                    // One filter holds for both files: its mistakes are told once.
                    faults.retain(|fault| !self.faults.contains(fault));
                    self.faults.extend(faults);
                    self.has_decided_rows = false;
                }
            }
        }
        let most = source.sample.map(|rows| rows as usize);
        if let Some(most) = most.filter(|most| *most < kept.rows()) {
            let mut draw = match at {
                0 => rng(seed(decisions), &["sample"]),
                _ => rng(seed(decisions), &["sample", &name_of(decisions, at)]),
            };
            let mut rows = index::sample(&mut draw, kept.rows(), most).into_vec();
            rows.sort_unstable();
            kept = self
                .or_fault(place, &format!("source.{at}.sample"), kept.take(&rows))
                .unwrap_or(kept);
        }
        kept
    }

    /// The rows of a holdout file below those of the data file, and which they are.
    fn below(
        &mut self,
        place: &Placing<'_>,
        main: Table,
        below: &Table,
        file: &Path,
    ) -> (Table, Option<Range<usize>>) {
        let joined = main.append(below).map_err(|error| error.at_file(file));
        match self.or_fault(place, HOLDOUT, joined) {
            Some(both) => {
                let range = main.rows()..both.rows();
                (both, Some(range))
            }
            None => (main, None),
        }
    }
}

/// Bytes of a data file above which its first rows are looked at before all of them.
const MANY: u64 = 16 << 20;
/// Key of the data file.
const MAIN: &str = "source.0.path";
/// Key of a holdout file.
const HOLDOUT: &str = "split.holdout.file";
/// How many rows are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    All,
    /// As many as there is room for.
    Some,
}

/// The rows of the data file.
enum Main {
    /// As they stand there.
    AsRead(Table),
    /// Those of the filter and the sample, and how many there are in the file.
    Kept(Table, usize),
}

fn main_rows(project: &Project, look: Look, progress: &Progress) -> Result<Main> {
    let source = project.decisions.source.first();
    let is_drawn = source.is_some_and(|source| source.sample.is_some());
    let large = Stored::origin(project, Room::USUAL, progress)?;
    let stored = match look {
        _ if large.is_none() => None,
        Look::Some => Stored::open_again(project, Room::USUAL, progress)?,
        Look::All if is_drawn => Stored::open_first(project, Room::USUAL, progress)?,
        Look::All => None,
    };
    if let Some(stored) = stored {
        let rows = stored.drawn();
        return Ok(Main::Kept(stored.take(&rows)?, stored.rows_read()));
    }
    let rows = match (large, server_query(project, 0)) {
        (Some(origin), _) if look == Look::Some => origin.first(project, Room::USUAL)?,
        (_, Some(query)) => read_query(project, 0, &query)?,
        (_, None) => rows_of(project, 0, &data_file(project)?.1)?,
    };
    Ok(Main::AsRead(rows))
}

/// A file that has rows.
pub(super) fn rows_of(project: &Project, at: usize, file: &Path) -> Result<Table> {
    let table = read(file, &read_options(project, at, file))?;
    match table.rows() {
        0 => Err(Error::new("the file has no row")
            .at_file(file)
            .with_fix("give a file with at least a few rows")),
        _ => Ok(table),
    }
}

/// The rows for which the filter is true, or what is wrong with it.
fn filtered(
    place: &Placing<'_>,
    at: usize,
    table: &Table,
    text: &str,
) -> Result<Table, Vec<Fault>> {
    let expression = filter_of(place, at, table.schema(), text)?;
    let wrong = |error| place.errors(&filter_key(at), &error);
    let rows = table.filter(&expression).map_err(wrong)?;
    if rows.is_empty() {
        return Err(vec![keeps_none(place, at, text, table.rows())]);
    }
    table.take(&rows).map_err(wrong)
}

fn filter_key(at: usize) -> String {
    format!("source.{at}.where")
}

/// The filter of a source on rows of these columns, or what is wrong with it.
pub(super) fn filter_of(
    place: &Placing<'_>,
    at: usize,
    schema: Vec<(String, Storage)>,
    text: &str,
) -> Result<Expression, Vec<Fault>> {
    let features = place.project.decisions.features.keys().cloned();
    let columns = Columns {
        schema,
        unsure: BTreeSet::new(),
        later: features.collect(),
    };
    understood(place, text, Purpose::Filter, Some(&columns)).map_err(|mistakes| {
        let faults = mistakes.iter().map(|m| place.mistake(&filter_key(at), m));
        faults.collect()
    })
}

/// A filter for which no row of so many is true.
pub(super) fn keeps_none(place: &Placing<'_>, at: usize, filter: &str, rows: usize) -> Fault {
    let all = text::counted(rows, "row");
    let message = format!("'{}' keeps none of {all}", text::escape(filter));
    place.value(&filter_key(at), message, "loosen the filter")
}
