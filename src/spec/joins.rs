//! The other sources of a project, each joined by key to the rows of the first.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::placing::Placing;
use crate::decisions::{Decisions, Fault, JoinHow, Source};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::{ColumnMeta, Format, Lookup, Table};
use crate::text::{escape, nearest};

/// A source whose columns are added to the rows of the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    /// Its place among the sources.
    pub source: usize,
    /// The source that states the join: it, or the one that it is joined to.
    pub stated: usize,
}

/// The sources in the order in which they are joined, and what is wrong with the others. A join may be stated by either side: by the
/// first source that takes the columns of another, or by a source that says to which it belongs.
pub(super) fn edges(place: &Placing<'_>) -> (Vec<Edge>, Vec<Fault>) {
    let sources = &place.project.decisions.source;
    let mut faults = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        let Some(join) = &source.join else {
            continue;
        };
        match named(sources, &join.source) {
            Some(other) if other != at => open.push((at, other)),
            Some(_) => faults.push(place.value(
                &format!("source.{at}.join.source"),
                "a source is not joined to itself",
                "name another source",
            )),
            None => faults.push(unknown(place, at, &join.source)),
        }
    }
    let mut reached = BTreeSet::from([0]);
    let mut found = Vec::new();
    // Each round takes the joins that have one foot among the sources that are reached.
    loop {
        let before = open.len();
        open.retain(|&(stated, other)| {
            let new = match (reached.contains(&stated), reached.contains(&other)) {
                (true, false) => other,
                (false, true) => stated,
                (true, true) => {
                    faults.push(twice(place, stated));
                    return false;
                }
                (false, false) => return true,
            };
            reached.insert(new);
            found.push(Edge {
                source: new,
                stated,
            });
            false
        });
        if open.len() == before {
            return (found, faults);
        }
    }
}

/// The place of the source of this name.
fn named(sources: &[Source], name: &str) -> Option<usize> {
    sources.iter().position(|s| s.name.as_deref() == Some(name))
}

fn unknown(place: &Placing<'_>, at: usize, name: &str) -> Fault {
    let sources = &place.project.decisions.source;
    let names: Vec<&str> = sources.iter().filter_map(|s| s.name.as_deref()).collect();
    let fix = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean '{}'?", escape(near)),
        None => "give the other `[[source]]` this name".to_owned(),
    };
    let message = format!("no source is called '{}'", escape(name));
    place.value(&format!("source.{at}.join.source"), message, fix)
}

fn twice(place: &Placing<'_>, at: usize) -> Fault {
    place.value(
        &format!("source.{at}.join"),
        "the two sources are joined already, by this join or through others",
        "take one of the joins out",
    )
}

/// What a source is called in messages and in names of columns.
pub(super) fn name_of(decisions: &Decisions, at: usize) -> String {
    let name = decisions.source.get(at).and_then(|s| s.name.clone());
    name.unwrap_or_else(|| format!("source_{}", at + 1))
}

/// The sources that are joined to the first, ready to be looked up: for a table, or for one block of rows after the other.
#[derive(Debug, Clone, Default)]
pub struct Joins(Vec<Ready>);

#[derive(Debug, Clone)]
struct Ready {
    lookup: Lookup,
    how: JoinHow,
    rows: usize,
    format: Format,
    /// The source that states the join.
    stated: usize,
}

/// What joining a source came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedSource {
    /// What it is called.
    pub name: String,
    /// The columns by which it is joined.
    pub on: Vec<String>,
    /// Which rows stay.
    pub how: JoinHow,
    /// Its rows.
    pub rows: usize,
    /// The columns it adds, as they are called in the table.
    pub columns: Vec<String>,
    /// Rows of the table before it was joined.
    pub rows_before: usize,
    /// Those of them whose key it does not have.
    pub unmatched: usize,
    /// How it was read.
    #[serde(default)]
    pub format: Format,
}

impl JoinedSource {
    /// What became of the rows without a match.
    pub fn consequence(&self) -> &'static str {
        match self.how {
            JoinHow::Left => "its columns are missing there",
            JoinHow::Inner => "they are left out",
        }
    }
}

/// Rows with the columns of all sources.
#[derive(Debug, Clone)]
pub struct JoinedRows {
    /// The rows that stay.
    pub table: Table,
    /// Where each of them was before.
    pub kept: Vec<usize>,
    /// What each source came to.
    pub sources: Vec<JoinedSource>,
}

impl Joins {
    /// Adds a source made ready. `key` is the key of the decisions that states the join.
    pub(super) fn add(&mut self, source: &Table, project: &Project, edge: &Edge) -> Result<()> {
        let decisions = &project.decisions;
        let join = decisions.source[edge.stated]
            .join
            .clone()
            .unwrap_or_default();
        let name = name_of(decisions, edge.source);
        self.0.push(Ready {
            lookup: Lookup::of(
                source,
                &name,
                join.prefix.as_deref().unwrap_or_default(),
                &join.on,
            )?,
            how: join.how.unwrap_or(JoinHow::Left),
            rows: source.rows(),
            format: source.format.clone(),
            stated: edge.stated,
        });
        Ok(())
    }

    /// The columns that are added, as they are called in the table.
    pub fn adds(&self) -> impl Iterator<Item = &str> {
        let added = self.0.iter().flat_map(|ready| ready.lookup.adds());
        added.map(|column| column.name.as_str())
    }

    /// The columns by which the sources are joined and that none of them adds, as the sources store them.
    pub fn keys(&self) -> Vec<&ColumnMeta> {
        let mut keys: Vec<&ColumnMeta> = Vec::new();
        for key in self.0.iter().flat_map(|ready| ready.lookup.on()) {
            let is_known = keys.iter().any(|known| known.name == key.name);
            if !is_known && !self.adds().any(|added| added == key.name) {
                keys.push(key);
            }
        }
        keys
    }

    /// The joins by which these columns are found, which add no others: what a later join looks up by is among them.
    pub(super) fn only(&self, names: &BTreeSet<&str>) -> Joins {
        let mut wanted = names.clone();
        let mut only = Vec::new();
        // A join may look up by what an earlier one adds.
        for ready in self.0.iter().rev() {
            let adds = ready.lookup.adds().iter();
            let adds: Vec<&str> = adds
                .map(|column| column.name.as_str())
                .filter(|name| wanted.contains(name))
                .collect();
            // Without a name all are asked for: they are counted.
            if !adds.is_empty() || names.is_empty() {
                wanted.extend(ready.lookup.on().iter().map(|key| key.name.as_str()));
                only.push(Ready {
                    lookup: ready.lookup.only(&adds),
                    ..ready.clone()
                });
            }
        }
        only.reverse();
        Joins(only)
    }

    /// Whether the first source stands alone.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The source that states the first join.
    pub(super) fn first_stated(&self) -> usize {
        self.0.first().map_or(0, |ready| ready.stated)
    }

    /// The rows with the columns of every source, joined as decided; an error comes with the key that states the join.
    pub(super) fn join_placed(
        &self,
        table: &Table,
    ) -> std::result::Result<JoinedRows, (String, Error)> {
        self.each(table, |ready| ready.how)
    }

    /// The same for rows that are to be scored or watched: each stays, whatever was decided. What the sources say replaces what the rows
    /// say in columns of the same names.
    pub fn join_all(&self, table: &Table) -> Result<Table> {
        if self.is_empty() {
            return Ok(table.clone());
        }
        let own = table.columns().iter().map(|column| column.name.as_str());
        let own: Vec<&str> = own
            .filter(|name| !self.adds().any(|a| a == *name))
            .collect();
        let joined = self.each(&table.select(&own)?, |_| JoinHow::Left);
        joined
            .map(|joined| joined.table)
            .map_err(|(_, error)| error)
    }

    fn each(
        &self,
        table: &Table,
        how: impl Fn(&Ready) -> JoinHow,
    ) -> std::result::Result<JoinedRows, (String, Error)> {
        let mut joined = JoinedRows {
            table: table.clone(),
            kept: (0..table.rows()).collect(),
            sources: Vec::new(),
        };
        for ready in &self.0 {
            let before = joined.table.columns().len();
            let rows_before = joined.table.rows();
            let more = ready.lookup.join(&joined.table, how(ready));
            let more = more.map_err(|error| (format!("source.{}.join.on", ready.stated), error))?;
            if let Some(kept) = &more.kept {
                joined.kept = kept.iter().map(|&row| joined.kept[row]).collect();
            }
            let added = &more.table.columns()[before..];
            joined.sources.push(JoinedSource {
                name: ready.lookup.name().to_owned(),
                on: ready.lookup.on().iter().map(|c| c.name.clone()).collect(),
                how: ready.how,
                rows: ready.rows,
                columns: added.iter().map(|c| c.name.clone()).collect(),
                rows_before,
                unmatched: more.unmatched,
                format: ready.format.clone(),
            });
            joined.table = more.table;
        }
        Ok(joined)
    }
}
