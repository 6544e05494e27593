//! Promotion: a run or baseline becomes a numbered, hashed version after the paired test.

use serde::Serialize;

use super::Versions;
use super::contest::{Contest, Decision, contest};
use super::in_use::MODEL;
use super::versions::{Record, Stage, Times, Version};
use crate::benchmark::Setup;
use crate::error::{Error, Result};
use crate::project::{FILE, Project};
use crate::spec;
use crate::train::{Artifact, Contender, Input};
use crate::work::Progress;

/// Name of the list of columns that a file to be scored must have.
const SCHEMA: &str = "schema.toml";

/// What to promote, and who says so.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Number of a run or name of a baseline; what the verdict says where left out.
    pub run: Option<String>,
    /// Promotes although the test says HOLD or REJECT, for this reason, which is recorded.
    pub reason: Option<String>,
    /// Who promotes.
    pub who: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Promotion {
    /// What was proposed: `run 7 boosting`.
    pub contender: String,
    /// What the test found.
    pub contest: Contest,
    /// The version it is now; none where it was rejected.
    pub version: Option<Version>,
    /// What is not stated and should be before a model runs.
    pub warnings: Vec<String>,
}

impl Promotion {
    /// Whether it runs now.
    pub fn is_champion(&self) -> bool {
        let stage = self.version.as_ref().map(|v| v.stage);
        stage == Some(Stage::Champion)
    }
}

/// Columns a file to be scored must have, as `schema.toml` lists them.
#[derive(Serialize)]
struct Schema<'a> {
    target: &'a str,
    classes: &'a [String],
    input: &'a [Input],
}

/// Tests the contender against the champion. PROMOTE, or a reason of the person, makes it champion; HOLD keeps it as a
/// challenger; REJECT keeps nothing.
pub fn promote(project: &Project, options: &Options, progress: &Progress) -> Result<Promotion> {
    project.require_valid()?;
    let contender = Contender::of(project, options.run.as_deref())?;
    let mut versions = Versions::read(project)?;
    let setup = Setup::new(project, progress)?;
    progress.check()?;
    progress.step("testing against what runs", 0.5);
    let (packed, schema) = wrapped(project, &setup, &contender)?;
    let hash = hash_of(&packed, &schema);
    let warnings = not_stated(project);
    if let Some(same) = versions.champion().filter(|c| c.hash == hash) {
        return Ok(Promotion {
            contender: contender.title(),
            contest: Contest::nothing_to_do(same.title()),
            version: Some(same.clone()),
            warnings,
        });
    }
    let mut promotion = Promotion {
        contender: contender.title(),
        contest: contest(project, &setup, &contender, versions.champion())?,
        version: None,
        warnings,
    };
    let tested = &promotion.contest;
    let passed_with = match tested.decision {
        Decision::Promote => String::new(),
        _ => options.reason.clone().unwrap_or_default(),
    };
    let stage = match tested.decision {
        Decision::Promote => Stage::Champion,
        _ if !passed_with.is_empty() => Stage::Champion,
        Decision::Hold => Stage::Challenger,
        Decision::Reject => return Ok(promotion),
    };
    progress.check()?;
    progress.step("writing the version", 0.9);
    let known = versions.list.iter().find(|v| v.hash == hash);
    let number = known.map_or(versions.next(), |v| v.number);
    let metric = setup.problem.metric.name();
    let (score, holdout) = contender.scores(metric);
    let version = Version {
        number,
        name: contender.name().to_owned(),
        run: contender.run_number(),
        hash,
        stage: Stage::Challenger,
        metric: metric.to_owned(),
        score,
        holdout,
        record: Record {
            decision: tested.decision,
            against: tested.against.clone(),
            gain: tested.gain,
            interval: tested.interval,
            p_value: tested.p_value,
            reasons: tested.reasons.clone(),
            passed_with: passed_with.clone(),
            who: options.who.clone(),
        },
        times: Times::now(),
    };
    // The list comes last: a folder that it does not name is no version.
    let shelf = project.shipped();
    shelf.keep_bytes(&version.file(MODEL), &packed)?;
    shelf.keep_bytes(&version.file(SCHEMA), schema.as_bytes())?;
    shelf.keep_bytes(&version.file(FILE), project.text.as_bytes())?;
    versions.put(version);
    if stage == Stage::Champion {
        versions.crown(number);
    }
    versions.keep(project)?;
    let version = versions.version(number).cloned();
    if let Some(version) = &version {
        let what = format!(
            "{} is {}: {}, {} against {}",
            version.title(),
            version.stage.word(),
            promotion.contender,
            tested.decision.word(),
            tested.against
        );
        let score = version.score.map(|s| (version.metric.clone(), s));
        project.note("promote", (&options.who, &what, &passed_with), score)?;
    }
    promotion.version = version;
    progress.step("done", 1.0);
    Ok(promotion)
}

/// The contender's artifact, packed, and the schema of the files that it can score, as TOML.
fn wrapped(project: &Project, setup: &Setup, contender: &Contender) -> Result<(Vec<u8>, String)> {
    let packed = contender.packed(project, setup)?;
    let artifact = Artifact::unpack(&packed)?;
    let classes = artifact.classes.as_ref();
    let schema = Schema {
        target: &artifact.target,
        classes: classes.map(|c| c.names.as_slice()).unwrap_or_default(),
        input: &artifact.inputs,
    };
    let text = toml::to_string(&schema)
        .map_err(|e| Error::new(format!("the schema cannot be written: {e}")))?;
    Ok((packed, text))
}

fn hash_of(packed: &[u8], schema: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(packed).update(schema.as_bytes());
    hasher.finalize().to_hex().to_string()
}

/// What only shipping needs and nobody stated.
fn not_stated(project: &Project) -> Vec<String> {
    spec::review(project, None)
        .missing
        .into_iter()
        .filter(|gap| gap.needed_for == "ship")
        .map(|gap| format!("{} is not stated: {}", gap.key, gap.message))
        .collect()
}
