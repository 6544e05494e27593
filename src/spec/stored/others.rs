//! Columns of joined sources beside rows that are on disk: the joined sources are held, and looked up for some rows at a time.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::decisions::Fault;
use crate::error::Result;
use crate::project::Project;
use crate::spec::joined::no_row_is_left;
use crate::spec::joins::{JoinedSource, Joins};
use crate::spec::placing::Placing;
use crate::table::{Columnar, Table};
use crate::work::Progress;

/// Some columns that are to be read, of the rows on disk and of the joined sources.
pub(super) struct Wanted<'a> {
    names: &'a [&'a str],
    /// Those on disk, and what the joins look up by.
    own: Vec<&'a str>,
    /// The joins that add a wanted column.
    joins: Joins,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(names: &'a [&'a str], columnar: &'a Columnar, joins: &Joins) -> Self {
        let wanted: BTreeSet<&str> = names.iter().copied().collect();
        let joins = joins.only(&wanted);
        let keys: BTreeSet<&str> = joins.keys().iter().map(|key| key.name.as_str()).collect();
        let own = columnar.columns().iter().map(|column| column.name.as_str());
        let own = own.filter(|name| wanted.contains(name) || keys.contains(name));
        Self {
            names,
            own: own.collect(),
            joins,
        }
    }

    /// The columns of some rows of a piece; `here` counts from its start, all of it where there is none.
    pub(super) fn read(
        &self,
        columnar: &Columnar,
        piece: Range<usize>,
        here: Option<&[usize]>,
    ) -> Result<Table> {
        let table = columnar.read(piece, &self.own)?;
        let table = match here {
            Some(rows) => table.take(rows)?,
            None => table,
        };
        if self.joins.is_empty() {
            return table.select(self.names);
        }
        // Rows that an inner join leaves out are not among those asked for.
        let joined = self.joins.join_placed(&table);
        joined.map_err(|(_, error)| error)?.table.select(self.names)
    }
}

/// What joining the sources comes to over all rows that are kept: those without a match in an inner join are kept no more.
pub(super) fn tally(
    project: &Project,
    columnar: &Columnar,
    joins: &Joins,
    kept: &mut [bool],
    progress: &Progress,
) -> Result<Vec<JoinedSource>> {
    let place = Placing::of(project);
    let all: Vec<&str> = columnar.columns().iter().map(|c| c.name.as_str()).collect();
    // Columns that both sides have, and keys of unlike types, show in one row.
    let shown = joins.join_placed(&columnar.read(0..1.min(columnar.rows()), &all)?);
    let mut sources: Vec<JoinedSource> = match shown {
        Ok(shown) => shown.sources,
        Err((key, error)) => return refused(project, place.errors(&key, &error)),
    };
    for source in &mut sources {
        (source.rows_before, source.unmatched) = (0, 0);
    }
    let only_keys = joins.only(&BTreeSet::new());
    let keys: BTreeSet<&str> = joins.keys().iter().map(|key| key.name.as_str()).collect();
    let keys: Vec<&str> = all.into_iter().filter(|name| keys.contains(name)).collect();
    for piece in columnar.pieces() {
        progress.check()?;
        progress.step("joining the sources", 0.5);
        let first = piece.start;
        let here: Vec<usize> = (0..piece.len()).filter(|row| kept[first + row]).collect();
        if here.is_empty() {
            continue;
        }
        let table = columnar.read(piece, &keys)?.take(&here)?;
        let joined = match only_keys.join_placed(&table) {
            Ok(joined) => joined,
            Err((key, error)) => return refused(project, place.errors(&key, &error)),
        };
        here.iter().for_each(|row| kept[first + row] = false);
        for row in joined.kept {
            kept[first + here[row]] = true;
        }
        for (source, more) in sources.iter_mut().zip(joined.sources) {
            source.rows_before += more.rows_before;
            source.unmatched += more.unmatched;
        }
    }
    match kept.contains(&true) {
        true => Ok(sources),
        false => refused(project, vec![no_row_is_left(&place, joins)]),
    }
}

/// Faults as the error that tells them.
fn refused<T: Default>(project: &Project, faults: Vec<Fault>) -> Result<T> {
    project.refuse(&faults).map(|()| T::default())
}
