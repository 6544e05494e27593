//! `jalon promote`: a run or rule becomes the version that runs, after a paired test.

use crate::project::{Project, jobs};
use crate::ship::{self, Options, Promotion, Versions};
use crate::text;

use super::args::PromoteArgs;
use super::face::{Done, Face, Outcome};
use super::stages::next_line;
use super::watch::watched_job;
use super::{documents, who};

pub(super) fn run(face: &mut Face<'_>, args: &PromoteArgs) -> Done {
    let project = face.open(&args.project)?;
    let options = Options {
        run: args.run.clone(),
        reason: args.reason.clone().filter(|r| !r.trim().is_empty()),
        who: who(),
    };
    project.require_valid()?;
    let job = jobs::start(&project, "promote")?;
    let promotion = watched_job(face, &job, |progress| {
        ship::promote(&project, &options, progress)
    })?;
    drop(job);
    let versions = Versions::read(&project)?;
    let gate = ship::gate(&versions);
    let next = next_line(face, &project)?;
    face.show(
        || told(&promotion) + &next,
        || documents::promotion(&project, &promotion, &gate),
    )?;
    Ok(Outcome::of(promotion.is_champion()))
}

fn told(promotion: &Promotion) -> String {
    let contest = &promotion.contest;
    let mut out = format!(
        "{}  {} against {}\n",
        contest.decision.word(),
        promotion.contender,
        contest.against
    );
    for reason in &contest.reasons {
        out.push_str(&format!("  {}\n", text::escape(reason)));
    }
    out.push_str(&match &promotion.version {
        None => "\nNo version was made. With --reason it is promoted all the same.\n".to_owned(),
        Some(version) => format!(
            "\n{} is {} now (blake3 {}).\n",
            version.title(),
            version.stage.word(),
            version.hash.get(..12).unwrap_or_default()
        ),
    });
    for warning in &promotion.warnings {
        out.push_str(&format!("warning  {}\n", text::escape(warning)));
    }
    out
}

/// The versions of a project, as the documents show them.
pub(super) fn list(project: &Project) -> crate::error::Result<serde_json::Value> {
    let versions = Versions::read(project)?;
    Ok(versions.list.iter().map(documents::version).collect())
}
