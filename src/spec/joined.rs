//! Reading the sources that are joined to the first.

use super::dataset::{read_query, server_query, source_file};
use super::joins::{JoinedSource, Joins, edges, name_of};
use super::loaded::{Loaded, rows_of};
use super::placing::Placing;
use super::stored::{Origin, Room};
use crate::decisions::Fault;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::Table;
use crate::text;
use crate::work::Progress;

impl Loaded {
    /// The sources that are joined to the first, for rows that come from elsewhere. The error names every mistake.
    pub fn others(project: &Project, progress: &Progress) -> Result<Joins> {
        let mut loaded = Loaded::nothing();
        let joins = loaded.joins(&Placing::of(project), progress)?;
        project.refuse(&loaded.faults)?;
        Ok(joins.unwrap_or_default())
    }

    /// The sources that are joined to the first, read; nothing where one of them could not be.
    pub(super) fn joins(
        &mut self,
        place: &Placing<'_>,
        progress: &Progress,
    ) -> Result<Option<Joins>> {
        let (edges, faults) = edges(place);
        let mut is_whole = faults.is_empty();
        self.faults.extend(faults);
        let mut joins = Joins::default();
        for edge in &edges {
            let (project, at) = (place.project, edge.source);
            let name = name_of(&project.decisions, at);
            progress.step(format!("reading {}", text::escape(&name)), 0.0);
            if self.fetched(place, at, progress).is_none() {
                is_whole = false;
                continue;
            }
            let room = require_room(project, at);
            let table = match server_query(project, at) {
                Some(query) => {
                    let rows = room.and_then(|()| read_query(project, at, &query));
                    self.or_fault(place, &format!("source.{at}.query"), rows)
                }
                None => {
                    let rows = room.and_then(|()| source_file(project, at));
                    let rows = rows.and_then(|(_, file)| rows_of(project, at, &file));
                    self.or_fault(place, &format!("source.{at}.path"), rows)
                }
            };
            progress.check()?;
            let Some(table) = table.map(|table| self.kept(place, at, table)) else {
                is_whole = false;
                continue;
            };
            let added = joins.add(&table, project, edge);
            let key = format!("source.{}.join.on", edge.stated);
            is_whole &= self.or_fault(place, &key, added).is_some();
        }
        Ok(is_whole.then_some(joins))
    }

    /// The rows with the columns of the joined sources.
    pub(super) fn with_others(
        &mut self,
        place: &Placing<'_>,
        joins: &Joins,
        table: Table,
    ) -> Option<(Table, Vec<JoinedSource>)> {
        if joins.is_empty() {
            return Some((table, Vec::new()));
        }
        match joins.join_placed(&table) {
            Ok(joined) if joined.table.rows() == 0 => {
                self.faults.push(no_row_is_left(place, joins));
                None
            }
            Ok(joined) => Some((joined.table, joined.sources)),
            Err((key, error)) => {
                self.faults.extend(place.errors(&key, &error));
                None
            }
        }
    }
}

/// Joining left no row.
pub(super) fn no_row_is_left(place: &Placing<'_>, joins: &Joins) -> Fault {
    place.value(
        &format!("source.{}.join", joins.first_stated()),
        "no row is left: no key of the rows is in the joined source",
        "see whether the keys are written alike in both, or join with `how = \"left\"`",
    )
}

/// Refuses a source that is too large to be held for the others to look up.
fn require_room(project: &Project, at: usize) -> Result<()> {
    let Some(origin) = Origin::of(project, at) else {
        return Ok(());
    };
    // Why a source cannot be read is told where it is.
    let weight = origin.weight(project).unwrap_or_default();
    let most = Room::USUAL.looked_up;
    if weight <= most {
        return Ok(());
    }
    let name = name_of(&project.decisions, at);
    Err(Error::new(format!(
        "'{}' is too large to be joined: {}, and a joined source is held in memory up to {}",
        text::escape(&name),
        text::bytes(weight),
        text::bytes(most)
    ))
    .with_fix("name the largest source first: its rows are read block by block; or join them in a query of a database"))
}
