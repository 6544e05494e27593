//! Rollback: the version that ran before runs again.

use super::Versions;
use super::versions::Version;
use crate::error::{Error, Result};
use crate::project::Project;

/// Makes the champion before this one champion again; gives the one that ran and the one that runs now.
pub fn rollback(project: &Project, who: &str, why: &str) -> Result<(Version, Version)> {
    let mut versions = Versions::read(project)?;
    let (Some(champion), Some(before)) = (versions.champion().cloned(), versions.before().cloned())
    else {
        return Err(
            Error::new("no version ran before: there is nothing to go back to")
                .with_fix("see `jalon promote`, which makes versions"),
        );
    };
    versions.reigns.truncate(versions.reigns.len() - 2);
    versions.crown(before.number);
    versions.keep(project)?;
    let what = format!("went back to {} from {}", before.title(), champion.title());
    let score = before.score.map(|s| (before.metric.clone(), s));
    project.note("rollback", (who, &what, why), score)?;
    Ok((champion, before))
}
