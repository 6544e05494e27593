//! `jalon spec PROJECT dictionary import|export`: the dictionary of variables as CSV.

use std::path::Path;

use serde_json::json;

use crate::decisions::Edit;
use crate::error::Result;
use crate::project::{Project, write_atomic};
use crate::spec::{Dataset, dictionary_csv, dictionary_edits};
use crate::text;
use crate::work::Progress;

use super::args::Transfer;
use super::face::{Done, Face, Outcome};

pub(super) fn run(face: &mut Face<'_>, project: &Path, direction: Transfer, file: &Path) -> Done {
    let mut project = face.open(project)?;
    let count = match direction {
        Transfer::Export => export(&project, file)?,
        Transfer::Import => import(&mut project, file)?,
    };
    let shown = file.to_string_lossy().into_owned();
    let quiet = face.common.quiet;
    face.show(
        || match (quiet, direction) {
            (true, _) => String::new(),
            (_, Transfer::Export) => format!(
                "{} written to {}\n",
                text::counted(count, "column"),
                text::escape(&shown)
            ),
            (_, Transfer::Import) => format!(
                "{} written to jalon.toml\n",
                text::counted(count, "decision")
            ),
        },
        || json!({ "project": project.name(), "file": shown, "written": count }),
    )?;
    Ok(Outcome::Open)
}

/// Writes a line a column; returns how many.
fn export(project: &Project, file: &Path) -> Result<usize> {
    let data = Dataset::load(project, &Progress::silent())?;
    write_atomic(file, dictionary_csv(&data).as_bytes())?;
    Ok(data.columns.len())
}

/// Writes what differs from the present columns as one step; returns how many decisions.
fn import(project: &mut Project, file: &Path) -> Result<usize> {
    let data = Dataset::load(project, &Progress::silent())?;
    let edits = dictionary_edits(project, &data, file)?;
    let count = edits.len();
    if count > 0 {
        project.edit(&Edit::all(edits), &super::who(), "dictionary import")?;
    }
    Ok(count)
}
