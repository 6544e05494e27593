//! `jalon predict`: scores the rows of a file.

use serde_json::json;

use crate::ship::{self, Scored};
use crate::text;

use super::args::PredictArgs;
use super::face::{Done, Face, Outcome};
use super::watch::watched;

pub(super) fn run(face: &mut Face<'_>, args: &PredictArgs) -> Done {
    let project = face.open(&args.project)?;
    let scored = watched(face, |progress| {
        ship::predict(&project, args.run, &args.input, &args.output, progress)
    })?;
    let out = args.output.to_string_lossy().into_owned();
    let quiet = face.common.quiet;
    face.show(
        || match quiet {
            true => String::new(),
            false => format!(
                "{} scored by {}, written to {}\n",
                text::counted(scored.rows, "row"),
                who(&scored),
                text::escape(&out)
            ),
        },
        || {
            json!({
                "project": project.name(),
                "rows": scored.rows,
                "version": scored.version,
                "run": scored.run,
                "name": scored.name,
                "out": out,
            })
        },
    )?;
    Ok(Outcome::Open)
}

/// What predicted.
fn who(scored: &Scored) -> String {
    let name = text::escape(&scored.name);
    match (scored.version, scored.run) {
        (Some(version), _) => format!("version {version} {name}"),
        (None, Some(run)) => format!("run {run} {name}"),
        (None, None) => name.into_owned(),
    }
}
