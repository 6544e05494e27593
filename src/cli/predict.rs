//! `jalon predict`: scores the rows of a file.

use serde_json::json;

use crate::text;
use crate::train;

use super::args::PredictArgs;
use super::face::{Done, Face, Outcome};
use super::watch::watched;

pub(super) fn run(face: &mut Face<'_>, args: &PredictArgs) -> Done {
    let project = face.open(&args.project)?;
    let rows = watched(face, |progress| {
        train::predict(&project, args.run, &args.input, &args.output, progress)
    })?;
    let out = args.output.to_string_lossy().into_owned();
    let quiet = face.common.quiet;
    face.show(
        || match quiet {
            true => String::new(),
            false => format!(
                "{} scored, written to {}\n",
                text::counted(rows, "row"),
                text::escape(&out)
            ),
        },
        || json!({ "project": project.name(), "rows": rows, "run": args.run, "out": out }),
    )?;
    Ok(Outcome::Open)
}
