//! Batch scoring of a file with a run.

use std::path::Path;

use super::{Verdict, artifact, store};
use crate::benchmark::with_prediction;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::work::Progress;

/// Scores the rows of a file with a run (the verdict's where `None`): the input's columns plus `prediction` and
/// `probability_<class>`. Returns the number of rows.
pub fn predict(
    project: &Project,
    run: Option<u32>,
    input: &Path,
    output: &Path,
    progress: &Progress,
) -> Result<usize> {
    project.require_valid()?;
    let same = input
        .canonicalize()
        .is_ok_and(|i| output.canonicalize().is_ok_and(|o| i == o));
    if same {
        return Err(Error::new("the output would overwrite the input")
            .at_file(output)
            .with_fix("name another file with --out"));
    }
    let runs = store::runs(project)?;
    let wanted = match run {
        Some(id) => id,
        None => project
            .evidence::<Verdict>("verdict")?
            .and_then(|v| v.run)
            .ok_or_else(|| {
                Error::new("there is no run to predict with").with_fix("train first: `jalon train`")
            })?,
    };
    let run = runs.iter().find(|r| r.id == wanted).ok_or_else(|| {
        Error::new(format!("there is no run '{wanted}'")).with_fix(match runs.last() {
            Some(last) => format!("runs go from 1 to {}", last.id),
            None => "train first: `jalon train`".to_owned(),
        })
    })?;
    if let Some(why) = &run.failed {
        return Err(Error::new(format!("run {wanted} failed: {why}"))
            .with_fix("choose another run with --run"));
    }
    progress.step("reading the model", 0.0);
    let artifact = artifact::read(project, &run.folder())?;
    progress.step("reading the rows", 0.1);
    let read = artifact.load(project, input)?;
    progress.check()?;
    let rows: Vec<usize> = read.rows.collect();
    progress.step("predicting", 0.4);
    let prediction = artifact
        .predict(&read.dataset, &rows)
        .map_err(|e| e.at_file(input))?;
    progress.check()?;
    progress.step("writing", 0.8);
    with_prediction(read.input, &prediction, artifact.classes.as_ref())?.write(output)?;
    progress.step("done", 1.0);
    Ok(rows.len())
}
