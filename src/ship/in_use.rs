//! What predicts when nobody says otherwise: the champion, and before there is one, the run that the verdict chose.

use super::versions::{Version, Versions};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::train::{self, Artifact, Contender, Verdict};

/// Name of a version's model.
pub(super) const MODEL: &str = "model.json.zst";

/// What predicts.
#[derive(Debug)]
pub struct InUse {
    /// Number of the version; none before a promotion and for a run that was asked for.
    pub version: Option<u32>,
    /// Number of the run; none for a baseline.
    pub run: Option<u32>,
    /// What predicts.
    pub artifact: Artifact,
}

/// A run where one is asked for, else the champion, else the run that the verdict chose.
pub fn in_use(project: &Project, run: Option<u32>) -> Result<InUse> {
    let champion = Versions::read(project)?.champion().cloned();
    match (run, champion) {
        (None, Some(champion)) => Ok(InUse {
            version: Some(champion.number),
            run: champion.run,
            artifact: artifact_of(project, &champion)?,
        }),
        (asked, _) => {
            let chosen = || project.evidence::<Verdict>("verdict").map(|v| v?.run);
            let number = match asked {
                Some(number) => number,
                None => chosen()?.ok_or_else(|| {
                    Error::new("there is no run to predict with")
                        .with_fix("train first: `jalon train`")
                })?,
            };
            let Contender::Run(run) = Contender::of(project, Some(&number.to_string()))? else {
                return Err(Error::new(format!("there is no run '{number}'")));
            };
            let name = train::artifact_path(&run.folder());
            Ok(InUse {
                version: None,
                run: Some(run.id),
                artifact: train::read_artifact(&project.found(), &name)?,
            })
        }
    }
}

/// What a version predicts with.
pub fn artifact_of(project: &Project, version: &Version) -> Result<Artifact> {
    train::read_artifact(&project.shipped(), &version.file(MODEL))
}
