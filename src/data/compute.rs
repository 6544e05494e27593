//! The computation of the data milestone: the rows, what is found in them, the evidence that is kept.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::error::Result;
use crate::project::Project;
use crate::spec::{Dataset, Room, Stored};
use crate::table::Table;
use crate::text;
use crate::work::Progress;

use super::evidence::Lasting;
use super::inputs::Inputs;
use super::look::{Thorough, look};
use super::whole;
use super::{ColumnProfile, Evidence};

/// Name of the evidence file.
const NAME: &str = "data";
/// First rows that are looked at before all are read.
const FIRST: usize = 20_000;

/// Profiles the columns, runs the checks and keeps the evidence. Findings come with what the decisions accept.
pub fn run(project: &Project, progress: &Progress) -> Result<Evidence> {
    run_within(project, Room::USUAL, progress)
}

/// What the first rows show, within a second, where reading all of them takes longer; nothing is kept, and whether there is signal is not
/// asked of them. `None` where all rows are there as soon, or first rows are not to be had: those of a query, of joined sources, and of a sample.
///
/// # Errors
/// As reading the data.
pub fn first_look(project: &Project, progress: &Progress) -> Result<Option<Evidence>> {
    let Some(data) = Dataset::first_rows(project, FIRST)? else {
        return Ok(None);
    };
    let mut laps = Laps::start();
    let looked = look(project, &data, None, Thorough::First, &mut laps, progress)?;
    let evidence = looked.evidence(&data, String::new());
    Ok(Some(evidence.with_accepted(&project.decisions.accepted)))
}

/// As [`run`], with rows left on disk for which there is no room.
pub(super) fn run_within(project: &Project, room: Room, progress: &Progress) -> Result<Evidence> {
    project.require_valid()?;
    let mut laps = Laps::start();
    let rows = Rows::read(project, room, progress)?;
    laps.end("read");
    let held = rows.held.as_ref();
    let data = &rows.data;
    let mut looked = look(project, data, held, Thorough::All, &mut laps, progress)?;
    let fingerprint = Inputs::of(project, &looked.schema)?.fingerprint()?;
    if let Some((stored, drawn)) = &rows.stored {
        for finding in &mut looked.findings {
            finding.rows.iter_mut().for_each(|row| *row = drawn[*row]);
        }
        exact_profiles(stored, data, &mut looked.columns, progress)?;
        laps.end("all_rows");
    }
    let all = rows.count();
    let drawn = rows.stored.map(|(_, drawn)| drawn.len());
    let evidence = Evidence {
        rows: all,
        rows_drawn: drawn.filter(|drawn| *drawn < all),
        times: laps.seconds,
        ..looked.evidence(data, fingerprint)
    };
    project.keep_evidence(NAME, &evidence)?;
    progress.step("data profiled", 1.0);
    Ok(evidence.with_accepted(&project.decisions.accepted))
}

/// The rows of a project.
struct Rows<'a> {
    /// All of them, or those drawn.
    data: Dataset,
    /// The rows of a holdout file of its own.
    held: Option<Table>,
    /// All rows on disk and which were drawn, where there is no room for all.
    stored: Option<(Stored<'a>, Vec<usize>)>,
}

impl<'a> Rows<'a> {
    fn read(project: &'a Project, room: Room, progress: &Progress) -> Result<Self> {
        let source = project.decisions.source.first();
        let stored = match source.and_then(|source| source.sample) {
            // Rows that a person had drawn are the data.
            Some(_) => None,
            None => Stored::open(project, room, progress)?,
        };
        let Some(stored) = stored else {
            let whole = Dataset::load(project, progress)?;
            return Ok(Self {
                held: held_rows(&whole)?,
                data: main_rows(whole)?,
                stored: None,
            });
        };
        let drawn = stored.drawn();
        progress.step("taking rows by chance", 0.5);
        Ok(Self {
            data: stored.dataset(&drawn)?,
            held: None,
            stored: Some((stored, drawn)),
        })
    }

    /// How many there are, those not drawn among them.
    fn count(&self) -> usize {
        let stored = self.stored.as_ref();
        stored.map_or(self.data.table.rows(), |(stored, _)| stored.rows())
    }
}

/// How long each part of the work takes.
pub(super) struct Laps {
    since: Instant,
    seconds: IndexMap<String, f64>,
}

impl Laps {
    fn start() -> Self {
        Self {
            since: Instant::now(),
            seconds: IndexMap::new(),
        }
    }

    /// The part that was worked on ends.
    pub(super) fn end(&mut self, part: &str) {
        let now = Instant::now();
        let seconds = (now - self.since).as_secs_f64();
        self.seconds.insert(part.to_owned(), seconds);
        self.since = now;
    }
}

/// What was found before, with what the decisions accept now; `None` where nothing was.
///
/// # Errors
/// Evidence that cannot be read, as that of an older build: it is stale, and the next check replaces it.
pub fn evidence(project: &Project) -> Result<Option<Evidence>> {
    let kept: Option<Evidence> = project.evidence(NAME)?;
    Ok(kept.map(|e| e.with_accepted(&project.decisions.accepted)))
}

/// What was found before, as far as evidence of any build tells it: what cannot be read is computed again, and holds nothing up.
pub(super) fn lasting(project: &Project) -> Option<Lasting> {
    project.evidence(NAME).ok().flatten()
}

/// Hash of what the data milestone computes from, cheap: no table is read.
pub fn fingerprint(project: &Project) -> Result<String> {
    let schema = lasting(project).map(|e| e.schema).unwrap_or_default();
    Inputs::of(project, &schema)?.fingerprint()
}

/// The rows of a holdout file of its own: only whether they are new is asked of them.
fn held_rows(data: &Dataset) -> Result<Option<Table>> {
    let rows = data
        .holdout_file
        .clone()
        .map(|held| held.collect::<Vec<_>>());
    rows.map(|rows| data.table.take(&rows)).transpose()
}

/// The rows of the data file itself: a holdout file of its own is not looked at before the last word.
fn main_rows(data: Dataset) -> Result<Dataset> {
    let Some(held) = data.holdout_file.clone() else {
        return Ok(data);
    };
    let rows: Vec<usize> = (0..held.start).collect();
    Ok(Dataset {
        table: data.table.take(&rows)?,
        holdout_file: None,
        ..data
    })
}

/// What all rows say of each column, where only some were looked at as a whole.
fn exact_profiles(
    stored: &Stored<'_>,
    data: &Dataset,
    columns: &mut [ColumnProfile],
    progress: &Progress,
) -> Result<()> {
    let (count, done) = (columns.len(), AtomicUsize::new(0));
    let pairs = columns.par_iter_mut().zip(&data.columns);
    pairs.try_for_each(|(profile, column)| {
        progress.check()?;
        let storage = data.table.column(&column.name)?.storage;
        whole::exact(profile, column, storage, stored, progress)?;
        let share = (done.fetch_add(1, Ordering::Relaxed) + 1) as f64 / count as f64;
        progress.step(
            format!("all rows of {}", text::escape(&column.name)),
            0.6 + 0.4 * share,
        );
        Ok(())
    })
}
