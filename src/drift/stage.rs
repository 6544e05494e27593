//! The stage: current data in chunks against the reference, kept as evidence.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;

use super::chunks::{Piece, cut};
use super::compare::Settings;
use super::correct::correct;
use super::current::Current;
use super::evidence::{Chunk, Column};
use super::history::{History, history, keep};
use super::promised::Promised;
use super::reference::{Reference, as_values};
use super::{model, performance};
use crate::benchmark;
use crate::decisions::Monitor;
use crate::error::{Error, Result};
use crate::project::{Project, fingerprint as hash};
use crate::spec::TableInputs;
use crate::table::{Address, files};
use crate::text::counted;
use crate::work::Progress;

/// Version of the computation: raised when the same inputs would give other numbers.
const VERSION: u32 = 1;
/// The preset of jalon's own choices.
const PRESET: &str = "jalon";

/// What is compared, where it is not what `[monitor]` names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// New data in order: files, folders, patterns.
    pub current: Vec<PathBuf>,
    /// Labels that came later.
    pub labels: Vec<PathBuf>,
    /// Whose tests and thresholds.
    pub preset: Option<String>,
}

#[derive(Serialize)]
struct Base {
    version: u32,
    table: TableInputs,
    problem: crate::decisions::Problem,
    split: crate::decisions::Split,
    monitor: Monitor,
    preset: String,
    model: Option<String>,
    benchmark: Option<String>,
}

#[derive(Serialize)]
struct Inputs {
    base: String,
    current: Vec<(String, String)>,
    labels: Vec<String>,
}

/// Hash of the reference, the model and the decisions: chunks of one base can be compared with each other.
pub fn base(project: &Project, options: &Options) -> Result<String> {
    let decisions = &project.decisions;
    let model = model::fingerprint(project)?;
    hash(&Base {
        version: VERSION,
        table: TableInputs::of(project)?,
        problem: decisions.problem.clone(),
        split: decisions.split.clone(),
        monitor: Monitor {
            current: None,
            labels: None,
            consecutive: None,
            preset: None,
            ..decisions.monitor.clone()
        },
        preset: preset(project, options)?,
        // The baseline is asked where a model is.
        benchmark: match &model {
            Some(_) => Some(benchmark::fingerprint(project)?),
            None => None,
        },
        model,
    })
}

/// Hash of all that the chunks are computed from.
pub fn fingerprint(project: &Project, options: &Options) -> Result<String> {
    let (current, labels) = data(project, options)?;
    inputs(project, options, &current, &labels)
}

fn inputs(
    project: &Project,
    options: &Options,
    current: &[PathBuf],
    labels: &[PathBuf],
) -> Result<String> {
    let mut files = Vec::with_capacity(current.len());
    for file in current {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        files.push((name, project.fingerprint_file(file)?));
    }
    hash(&Inputs {
        base: base(project, options)?,
        current: files,
        labels: (labels.iter())
            .map(|file| project.fingerprint_file(file))
            .collect::<Result<_>>()?,
    })
}

/// Whether `[monitor]` or the options name new data.
pub fn has_data(project: &Project, options: &Options) -> bool {
    !options.current.is_empty() || project.decisions.monitor.current.is_some()
}

/// Whether the chunks of these data are there already, compared with the reference of today.
pub fn is_current(project: &Project, options: &Options) -> Result<bool> {
    let inputs = fingerprint(project, options)?;
    let history = history(project).unwrap_or_default();
    Ok(history.chunks.iter().any(|c| c.inputs == inputs))
}

/// Whether a history is that of today: compared with the reference of today, and knowing the data that `[monitor]` names.
pub fn is_fresh(project: &Project, history: &History) -> Result<bool> {
    let options = Options::default();
    let base = base(project, &options)?;
    if history.chunks.iter().any(|c| c.base != base) {
        return Ok(false);
    }
    if !has_data(project, &options) {
        return Ok(true);
    }
    let inputs = fingerprint(project, &options)?;
    Ok(history.chunks.iter().any(|c| c.inputs == inputs))
}

/// The files of the current data and of the labels.
fn data(project: &Project, options: &Options) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let monitor = &project.decisions.monitor;
    let all = |given: &[PathBuf], decided: &Option<String>, key: &str| -> Result<Vec<PathBuf>> {
        let named = match (given.is_empty(), decided) {
            (false, _) => given.iter().map(|path| placed(project, path)).collect(),
            (true, Some(path)) => vec![project.resolve(path)],
            (true, None) => Vec::new(),
        };
        let mut found = Vec::new();
        for path in named {
            let more = files::named(&path).map_err(|e| match given.is_empty() {
                true => e.with_context(key),
                false => e,
            })?;
            found.extend(more);
        }
        Ok(found)
    };
    let current = all(&options.current, &monitor.current, "monitor.current")?;
    if current.is_empty() {
        return Err(Error::new("no new data are named")
            .at_file(project.file())
            .with_fix("give them with --current FILE, or write `current = \"incoming/*.csv\"` under `[monitor]`"));
    }
    // Labels of the decisions belong to the data of the decisions.
    let decided = match options.current.is_empty() {
        true => &monitor.labels,
        false => &None,
    };
    Ok((current, all(&options.labels, decided, "monitor.labels")?))
}

/// The file of a path that was given: where objects of a store are once they are fetched.
fn placed(project: &Project, path: &Path) -> PathBuf {
    match Address::of(path) {
        Some(address) => project.objects().place(&address),
        None => path.to_owned(),
    }
}

/// Fetches the objects of stores that the current data and the labels name.
fn fetch(project: &Project, options: &Options, progress: &Progress) -> Result<()> {
    let monitor = &project.decisions.monitor;
    let decided = monitor.current.iter().chain(&monitor.labels).map(Path::new);
    let given = options.current.iter().chain(&options.labels);
    for address in given
        .map(PathBuf::as_path)
        .chain(decided)
        .filter_map(Address::of)
    {
        project.fetch(&address, progress)?;
    }
    Ok(())
}

fn preset(project: &Project, options: &Options) -> Result<String> {
    let decided = project.decisions.monitor.preset.as_ref();
    let preset = options
        .preset
        .as_ref()
        .or(decided)
        .map_or(PRESET, String::as_str);
    if preset == PRESET {
        return Ok(preset.to_owned());
    }
    Err(Error::new(format!(
        "there is no preset '{}'",
        crate::text::escape(preset)
    ))
    .with_fix(format!("the preset there is: {PRESET}")))
}

/// Compares the current data with the reference, chunk by chunk, and keeps the evidence. Returns the history with the
/// hash by which its new chunks are known.
pub fn run(project: &Project, options: &Options, progress: &Progress) -> Result<(History, String)> {
    project.require_valid()?;
    fetch(project, options, progress)?;
    let (current_files, label_files) = data(project, options)?;
    let inputs = inputs(project, options, &current_files, &label_files)?;
    let base = base(project, options)?;
    progress.step("reading the reference", 0.0);
    let reference = Reference::new(project, progress)?;
    progress.check()?;
    let promised = Promised::of(&reference)?;
    let current = Current::read(project, &reference, &current_files, &label_files, progress)?;
    let (pieces, timeless) = cut(project, &current)?;
    let settings = Settings {
        tests: project.decisions.monitor.tests.clone(),
        drop_missing: project.decisions.monitor.missing.as_deref() == Some("drop"),
    };
    let comparison = Comparison {
        project,
        reference: &reference,
        promised: &promised,
        current: &current,
        settings: &settings,
    };
    let mut chunks = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        progress.check()?;
        progress.step(
            format!("comparing {}", crate::text::escape(&piece.name)),
            0.7 + 0.28 * at as f64 / pieces.len() as f64,
        );
        let mut chunk = comparison.chunk(piece, progress)?;
        chunk.base.clone_from(&base);
        chunk.inputs.clone_from(&inputs);
        chunks.push(chunk);
    }
    if let Some(last) = chunks.last_mut()
        && timeless > 0
    {
        last.notes.push(format!(
            "{} without a time {} in no chunk",
            counted(timeless, "row"),
            if timeless == 1 { "is" } else { "are" }
        ));
    }
    progress.check()?;
    if chunks.is_empty() {
        return Err(Error::new("the current data have no row with a time")
            .at_file(project.file())
            .with_fix("check the column of time, or take `chunk` out of `[monitor]`"));
    }
    let history = keep(project, chunks)?;
    progress.step("done", 1.0);
    Ok((history, inputs))
}

/// What chunks are made with.
struct Comparison<'a> {
    project: &'a Project,
    reference: &'a Reference,
    promised: &'a Promised,
    current: &'a Current,
    settings: &'a Settings,
}

impl Comparison<'_> {
    /// One chunk: its columns, target and prediction against the reference, its score against the promise.
    fn chunk(&self, piece: &Piece, progress: &Progress) -> Result<Chunk> {
        let Comparison {
            project,
            reference,
            promised,
            current,
            settings,
        } = self;
        let rows = &piece.rows;
        let sources: Vec<&super::current::Source> = current
            .sources
            .iter()
            .filter(|s| {
                rows.iter().any(|r| s.rows.contains(r)) || (rows.is_empty() && s.rows.is_empty())
            })
            .collect();
        let columns: Vec<Column> = (0..reference.columns.len())
            .into_par_iter()
            .map(|at| {
                progress.check()?;
                let watched = &reference.columns[at];
                let absent = !sources.is_empty() && sources.iter().all(|s| s.absent[at]);
                Ok(match absent {
                    true => watched.gone(),
                    false => watched.compared(&current.columns[at].take(rows), settings),
                })
            })
            .collect::<Result<_>>()?;
        let target = match (&reference.target, &current.target) {
            (Some(watched), Some(values)) => {
                let known: Vec<usize> = rows
                    .iter()
                    .copied()
                    .filter(|&row| values.is_present(row))
                    .collect();
                // Labels still to come are no drift of the target.
                let values = values.take(&known);
                (!known.is_empty()).then(|| watched.compared(&values, settings))
            }
            _ => None,
        };
        let prediction = match (&reference.promise, &current.prediction, &reference.setup) {
            (Some(promise), Some(prediction), Some(setup)) => {
                let values = as_values(&prediction.take(rows), setup);
                let there = values.missing() < values.rows();
                there.then(|| promise.watched.compared(&values, settings))
            }
            _ => None,
        };
        let start = current.axis.as_ref().and_then(|axis| {
            let instants = rows.iter().filter_map(|&r| axis.instants[r]);
            instants.min()
        });
        let span = current.axis.as_ref().and_then(|axis| axis.span(rows));
        let mut notes: Vec<String> = sources.iter().flat_map(|s| s.notes.clone()).collect();
        notes.dedup();
        if rows.len() < super::compare::FEWEST_ROWS {
            notes.insert(
                0,
                format!(
                    "not enough rows: {}, at least {} are needed",
                    rows.len(),
                    super::compare::FEWEST_ROWS
                ),
            );
        }
        let named = (piece.name.as_str(), rows.as_slice());
        let performance =
            performance::measure(project, reference, promised, current, &columns, named)?;
        let mut chunk = Chunk {
            name: piece.name.clone(),
            rows: rows.len(),
            reference_rows: reference.rows,
            start,
            from: span.as_ref().map(|s| s.0.clone()),
            to: span.map(|s| s.1),
            model: reference.model.as_ref().map(|m| m.model.name.clone()),
            files: sources.iter().map(|s| s.name.clone()).collect(),
            notes,
            columns,
            prediction,
            target,
            performance,
            ..Chunk::default()
        };
        correct(&mut chunk);
        Ok(chunk)
    }
}
