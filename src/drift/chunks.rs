//! Cutting the current data into chunks: by file, by a number of rows, by a length of time.

use std::collections::{BTreeMap, BTreeSet};

use super::current::Current;
use crate::error::{Error, Result};
use crate::project::Project;

/// Rows of one chunk.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its name, unique among them and fit for a file name.
    pub name: String,
    /// Positions among the current rows, in time where there is time.
    pub rows: Vec<usize>,
}

/// The chunks in order, and how many rows are in none because they have no time.
pub fn cut(project: &Project, current: &Current) -> Result<(Vec<Piece>, usize)> {
    let (named, left_out) = match &project.decisions.monitor.chunk {
        None => (by_file(current), 0),
        Some(length) => match length.trim().parse::<usize>() {
            Ok(rows) if rows > 0 => (by_rows(current, rows), 0),
            _ => by_time(project, current, length)?,
        },
    };
    let mut taken = BTreeSet::new();
    let pieces = named.into_iter().map(|(name, mut rows)| {
        if let Some(axis) = &current.axis {
            rows.sort_by_key(|&r| (axis.instants[r], r));
        }
        let name = unique(&safe(&name), &mut taken);
        Piece { name, rows }
    });
    Ok((pieces.collect(), left_out))
}

/// Rows under a name that need not be unique yet.
type Named = (String, Vec<usize>);

fn by_file(current: &Current) -> Vec<Named> {
    let stem = |name: &str| {
        let path = std::path::Path::new(name);
        let stem = path.file_stem().unwrap_or(path.as_os_str());
        stem.to_string_lossy().into_owned()
    };
    let sources = current.sources.iter();
    sources
        .map(|s| (stem(&s.name), s.rows.clone().collect()))
        .collect()
}

fn by_rows(current: &Current, length: usize) -> Vec<Named> {
    let all: Vec<usize> = (0..current.rows).collect();
    all.chunks(length)
        .map(|rows| {
            let last = rows.last().copied().unwrap_or(rows[0]);
            (
                format!("rows-{:07}-{:07}", rows[0] + 1, last + 1),
                rows.to_vec(),
            )
        })
        .collect()
}

/// Periods of one length, in months of the calendar where it is written so, from the midnight before the first row on; those without a row are
/// none.
fn by_time(project: &Project, current: &Current, length: &str) -> Result<(Vec<Named>, usize)> {
    let axis = current.axis.as_ref().ok_or_else(|| {
        let error = Error::new(format!("monitor.chunk = '{length}' needs a column of time"));
        match &project.decisions.problem.time {
            None => error.with_fix(
                "write `time = \"<column>\"` under `[problem]`, or give a number of rows",
            ),
            Some(time) => error
                .at_column(time)
                .with_fix("every current file must have it; or give a number of rows"),
        }
        .at_file(project.file())
    })?;
    let length = axis.length(length).map_err(|e| e.at_file(project.file()))?;
    let Some(first) = axis.instants.iter().flatten().min() else {
        return Ok((Vec::new(), current.rows));
    };
    let start = axis.start_of_day(*first);
    let mut periods: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (row, instant) in axis.instants.iter().enumerate() {
        if let Some(instant) = instant {
            periods
                .entry(length.period(start, *instant))
                .or_default()
                .push(row);
        }
    }
    let left_out = axis.instants.iter().filter(|i| i.is_none()).count();
    let named = periods
        .into_iter()
        .map(|(begin, rows)| (axis.show(begin), rows));
    Ok((named.collect(), left_out))
}

/// A name of a file from any text.
fn safe(name: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    let name: String = name.chars().take(80).map(plain).collect();
    let name = name.trim_start_matches('.');
    // The index stands beside the chunks.
    match name {
        "" | "index" => format!("chunk{name}"),
        name => name.to_owned(),
    }
}

fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.to_owned();
    let mut count = 1;
    while !taken.insert(candidate.clone()) {
        count += 1;
        candidate = format!("{name}-{count}");
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_unique() {
        assert_eq!(safe("../a b/ü.x"), "_a_b_ü.x");
        assert_eq!(safe("index"), "chunkindex");
        assert_eq!(safe(""), "chunk");
        let mut taken = BTreeSet::new();
        let names: Vec<String> = (0..3).map(|_| unique("a", &mut taken)).collect();
        assert_eq!(names, ["a", "a-2", "a-3"]);
    }
}
