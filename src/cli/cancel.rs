//! `jalon cancel`: asks running jobs to stop.

use serde_json::json;

use crate::project::jobs;
use crate::text;

use super::args::CancelArgs;
use super::face::{Done, Face, Outcome};

pub(super) fn run(face: &mut Face<'_>, args: &CancelArgs) -> Done {
    let project = face.open(&args.project)?;
    let asked = jobs::cancel(&project.root, args.job.as_deref())?;
    let quiet = face.common.quiet;
    face.show(
        || match (quiet, asked.as_slice()) {
            (true, _) => String::new(),
            (_, []) => "No job runs on this project.\n".into(),
            (_, asked) => format!("Asked to stop: {}\n", text::escape(&asked.join(", "))),
        },
        || json!({ "project": project.name(), "cancelled": asked }),
    )?;
    Ok(Outcome::Open)
}
