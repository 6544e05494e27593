//! Batch scoring: the rows of a file, block after block, with what is in use.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::in_use::{InUse, in_use};
use crate::benchmark::with_prediction;
use crate::data::personal_columns;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::spec::{Joins, Loaded};
use crate::table::{Blocks, Sink, Table, Wanted};
use crate::text;
use crate::train::{Artifact, Input};
use crate::work::{Progress, guarded};

/// What was scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// Rows.
    pub rows: usize,
    /// Number of the version that predicted; none where a run did.
    pub version: Option<u32>,
    /// Number of the run that predicted; none where a baseline did.
    pub run: Option<u32>,
    /// Family, or name of the baseline.
    pub name: String,
    /// Levels of the model's columns that no training row had, taken as rare ones or as missing; by column, then level.
    pub unseen: Vec<Unseen>,
}

/// A level that the model was not trained on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// Its column.
    pub column: String,
    /// The level; none where the column is personal.
    pub level: Option<String>,
    /// Rows that have it.
    pub rows: usize,
}

/// What is added to some rows, and what they hold that the model was not trained on.
struct Added {
    table: Table,
    unseen: Vec<(String, String, usize)>,
}

/// Scores the rows of a file: its columns as they are, then `prediction` and `probability_<class>`. Memory is bounded
/// whatever the size of the file. With a run its model predicts; else the champion, or the chosen run before there is
/// one.
///
/// # Errors
/// Input and output the same file; a column that is missing (all are named) or already called `prediction`; a cell that
/// cannot be read as its column was when the model was made, with its line. Nothing is written then.
pub fn predict(
    project: &Project,
    run: Option<u32>,
    input: &Path,
    output: &Path,
    progress: &Progress,
) -> Result<Scored> {
    project.require_valid()?;
    refuse_same(input, output)?;
    progress.step("reading the model", 0.0);
    let InUse {
        version,
        run,
        artifact,
    } = in_use(project, run)?;
    let then = artifact.as_trained(project);
    let read = then.decisions.source.first().map(|s| s.read.clone());
    let others = Loaded::others(&then, progress)?;
    let wanted = columns_wanted(&artifact.inputs, &others);
    let read = read.unwrap_or_default();
    let mut blocks = Blocks::open(input, &read, wanted.clone())?;
    let names: Vec<String> = std::iter::once("prediction".to_owned())
        .chain(artifact.classes.iter().flat_map(|classes| {
            let names = classes.names.iter();
            names.map(|name| format!("probability_{name}"))
        }))
        .collect();
    refuse_taken(&blocks, &names, input)?;
    let mut sink = Sink::create(output, &blocks)?;
    let scorer = Scorer {
        artifact: &artifact,
        then: &then,
        others: &others,
    };
    // What looks back needs the whole file at once; its text is still held block by block.
    let mut whole = match artifact.looks_back() {
        true => Some(scorer.whole(Blocks::open(input, &read, wanted)?, input, progress)?),
        false => None,
    };
    let personal = personal_columns(project);
    let mut rows = 0;
    let mut unseen: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    loop {
        let mut batch = Vec::new();
        while batch.len() < rayon::current_num_threads()
            && let Some(block) = blocks.next_block()?
        {
            batch.push(block);
        }
        if batch.is_empty() {
            break;
        }
        let added: Vec<Result<Added>> = match &mut whole {
            None => batch
                .par_iter()
                .map(|block| scorer.added(blocks.table(block)?))
                .collect(),
            Some(parts) => parts.by_ref().take(batch.len()).map(Ok).collect(),
        };
        for (block, added) in batch.iter().zip(added) {
            let added = added.map_err(|e| e.or_at_file(input))?;
            rows += added.table.rows();
            for (column, level, rows) in added.unseen {
                let level = (!personal.contains(&column)).then_some(level);
                *unseen.entry((column, level)).or_default() += rows;
            }
            sink.write(&blocks, block, &added.table)?;
        }
        progress.check()?;
        let done = blocks.fraction_read();
        progress.step(
            format!("predicting, {} so far", text::counted(rows, "row")),
            done,
        );
    }
    sink.finish()?;
    progress.step("done", 1.0);
    Ok(Scored {
        rows,
        version,
        run,
        name: artifact.name,
        unseen: unseen
            .into_iter()
            .map(|((column, level), rows)| Unseen {
                column,
                level,
                rows,
            })
            .collect(),
    })
}

/// What is read of the file: what the model reads but for what joined sources bring, and the keys by which they are joined.
fn columns_wanted(inputs: &[Input], others: &Joins) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = inputs
        .iter()
        .filter(|input| !others.adds().any(|added| added == input.name))
        .map(|input| Wanted {
            name: input.name.clone(),
            storage: input.storage,
            required: !input.past_only,
        })
        .collect();
    for key in others.keys() {
        match wanted.iter_mut().find(|w| w.name == key.name) {
            Some(known) => known.required = true,
            None => wanted.push(Wanted {
                name: key.name.clone(),
                storage: key.storage,
                required: true,
            }),
        }
    }
    wanted
}

/// Predicts rows with an artifact.
struct Scorer<'a> {
    artifact: &'a Artifact,
    /// The project of the day on which it was made.
    then: &'a Project,
    /// The sources that are joined to the file.
    others: &'a Joins,
}

impl Scorer<'_> {
    /// The columns that are added to these rows.
    fn added(&self, input: Table) -> Result<Added> {
        let input = self.others.join_all(&input)?;
        let seen = self.artifact.see(self.then, input)?;
        let rows: Vec<usize> = seen.rows.collect();
        let prediction = guarded(|| self.artifact.predict(self.then, &seen.dataset, &rows))?;
        let classes = self.artifact.classes.as_ref();
        Ok(Added {
            table: with_prediction(Table::blank(rows.len()), &prediction, classes)?,
            unseen: self.artifact.unseen(&seen.dataset, &rows)?,
        })
    }

    /// The same of all rows of a file, a part for each of its blocks; what was not seen stands with the first.
    fn whole(
        &self,
        mut blocks: Blocks,
        file: &Path,
        progress: &Progress,
    ) -> Result<std::vec::IntoIter<Added>> {
        let mut all: Option<Table> = None;
        let mut counts = Vec::new();
        while let Some(block) = blocks.next_block()? {
            progress.check()?;
            let table = blocks.table(&block).map_err(|e| e.at_file(file))?;
            counts.push(table.rows());
            all = Some(match all {
                None => table,
                Some(above) => above.append(&table)?,
            });
        }
        let all = all.unwrap_or_else(|| Table::blank(0));
        let Added { table, mut unseen } = self.added(all).map_err(|e| e.or_at_file(file))?;
        let mut from = 0;
        let mut parts = Vec::with_capacity(counts.len());
        for count in counts {
            parts.push(Added {
                table: table.take(&(from..from + count).collect::<Vec<_>>())?,
                unseen: std::mem::take(&mut unseen),
            });
            from += count;
        }
        Ok(parts.into_iter())
    }
}

fn refuse_same(input: &Path, output: &Path) -> Result<()> {
    let same = input
        .canonicalize()
        .is_ok_and(|i| output.canonicalize().is_ok_and(|o| i == o));
    if same {
        return Err(Error::new("the output would overwrite the input")
            .at_file(output)
            .with_fix("name another file with --out"));
    }
    Ok(())
}

/// A column of the file that an added one would hide.
fn refuse_taken(blocks: &Blocks, added: &[String], input: &Path) -> Result<()> {
    match blocks.names().iter().find(|name| added.contains(name)) {
        None => Ok(()),
        Some(taken) => Err(Error::new(format!(
            "the file has a column '{}' already",
            text::escape(taken)
        ))
        .at_file(input)
        .at_column(taken.as_str())
        .with_fix("rename it: that is what the predictions are called")),
    }
}
