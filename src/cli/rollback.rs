//! `jalon rollback`: the version that ran before runs again.

use serde_json::json;

use crate::ship::rollback;

use super::args::RollbackArgs;
use super::face::{Done, Face, Outcome};
use super::{documents, promote, who};

pub(super) fn run(face: &mut Face<'_>, args: &RollbackArgs) -> Done {
    let project = face.open(&args.project)?;
    let why = args.reason.clone().unwrap_or_default();
    let (left, now) = rollback(&project, &who(), &why)?;
    let versions = promote::list(&project)?;
    face.show(
        || {
            format!(
                "{} runs again, {} is archived.\n",
                now.title(),
                left.title()
            )
        },
        || {
            json!({
                "project": project.name(),
                "champion": documents::version(&now),
                "left": left.number,
                "versions": versions,
            })
        },
    )?;
    Ok(Outcome::Open)
}
