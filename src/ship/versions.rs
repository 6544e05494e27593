//! `versions/versions.toml`: what was shipped, numbered, and which of it runs.

use serde::{Deserialize, Serialize};

use super::contest::Decision;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::spec::Gate;

/// Name of the list on its shelf.
const LIST: &str = "versions";
/// Version of the list's form.
const FORMAT: u32 = 1;

/// What a version is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// It runs.
    Champion,
    /// It was proposed and is not shown to be better; it can be watched beside the champion.
    Challenger,
    /// It ran once.
    Archived,
}

impl Stage {
    /// As it is shown.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Champion => "champion",
            Stage::Challenger => "challenger",
            Stage::Archived => "archived",
        }
    }
}

/// Why a version stands where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What the paired test said.
    pub decision: Decision,
    /// What it was compared with: `version 2 ridge`, `baseline tariff`.
    pub against: String,
    /// Gain over that, in the metric's good direction.
    #[serde(default)]
    pub gain: Option<f64>,
    /// 95 % interval of the gain.
    #[serde(default)]
    pub interval: Option<(f64, f64)>,
    /// Two-sided p of no gain.
    #[serde(default)]
    pub p_value: Option<f64>,
    /// Sentences, the weightiest first.
    pub reasons: Vec<String>,
    /// Why a person promoted it although the test said otherwise; empty where nobody had to.
    #[serde(default)]
    pub passed_with: String,
    /// Who promoted it.
    pub who: String,
}

/// When things happened; apart, since it differs from time to time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// RFC 3339, UTC.
    pub made: String,
}

/// One shipped version: `versions/0003/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Number, from 1.
    pub number: u32,
    /// Its family, or the name of the baseline.
    pub name: String,
    /// The run it was; none for a baseline.
    #[serde(default)]
    pub run: Option<u32>,
    /// blake3 of the model and the input schema.
    pub hash: String,
    /// What it is for.
    pub stage: Stage,
    /// Name of the metric of the scores.
    pub metric: String,
    /// Mean score over the folds.
    #[serde(default)]
    pub score: Option<f64>,
    /// Score on the holdout, where it was opened.
    #[serde(default)]
    pub holdout: Option<f64>,
    /// Why it stands where it stands.
    pub record: Record,
    /// When.
    pub times: Times,
}

impl Times {
    /// The present moment.
    pub(super) fn now() -> Times {
        let made = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        Times { made }
    }
}

impl Version {
    /// As it is called in sentences: `version 3 boosting`.
    pub fn title(&self) -> String {
        format!(
            "version {} {}",
            self.number,
            crate::text::escape(&self.name)
        )
    }

    /// Where a file of it lies, under `versions/`.
    pub fn file(&self, name: &str) -> String {
        format!("{:04}/{name}", self.number)
    }
}

/// Every version, and which of them ran one after the other.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Versions {
    format: u32,
    /// Numbers of the champions, the present one last.
    pub reigns: Vec<u32>,
    /// Versions in order of their number.
    #[serde(rename = "version")]
    pub list: Vec<Version>,
}

impl Versions {
    /// Where they are listed, in the project's folder.
    pub const FILE: &str = "versions/versions.toml";

    /// What was shipped so far; empty where nothing was.
    pub fn read(project: &Project) -> Result<Versions> {
        let versions: Versions = project.shipped().read(LIST)?.unwrap_or_default();
        if versions.format > FORMAT {
            return Err(Error::new(format!(
                "format {} is newer than this program",
                versions.format
            ))
            .at_file(project.root.join(Self::FILE))
            .with_fix("use a newer jalon"));
        }
        Ok(versions)
    }

    /// Writes the list.
    pub(super) fn keep(&self, project: &Project) -> Result<()> {
        let now = Versions {
            format: FORMAT,
            ..self.clone()
        };
        project.shipped().keep(LIST, &now)
    }

    /// The version that runs.
    pub fn champion(&self) -> Option<&Version> {
        self.list.iter().find(|v| v.stage == Stage::Champion)
    }

    /// The version of this number.
    pub fn version(&self, number: u32) -> Option<&Version> {
        self.list.iter().find(|v| v.number == number)
    }

    /// The version that ran before the champion, to which a rollback goes.
    pub fn before(&self) -> Option<&Version> {
        let at = self.reigns.len().checked_sub(2)?;
        self.version(self.reigns[at])
    }

    /// The number of the next version.
    pub(super) fn next(&self) -> u32 {
        self.list.iter().map(|v| v.number).max().unwrap_or(0) + 1
    }

    /// Adds a version, or replaces the one of its number.
    pub(super) fn put(&mut self, version: Version) {
        self.list.retain(|v| v.number != version.number);
        self.list.push(version);
        self.list.sort_by_key(|v| v.number);
    }

    /// Makes a version champion; the one that was is archived.
    pub(super) fn crown(&mut self, number: u32) {
        self.reigns.push(number);
        for version in &mut self.list {
            if version.number == number {
                version.stage = Stage::Champion;
            } else if version.stage == Stage::Champion {
                version.stage = Stage::Archived;
            }
        }
    }
}

/// Open when a champion runs and nothing better waits.
pub fn gate(versions: &Versions) -> Gate {
    match versions.champion() {
        None => Gate::closed_by(vec!["nothing was promoted yet".to_owned()]),
        Some(champion) => {
            let waiting = versions
                .list
                .iter()
                .filter(|v| v.stage == Stage::Challenger && v.number > champion.number);
            let told = waiting.map(|v| {
                let first = v
                    .record
                    .reasons
                    .first()
                    .map(String::as_str)
                    .unwrap_or_default();
                format!("{} is on {}: {first}", v.title(), v.record.decision.word())
            });
            Gate::closed_by(told.collect())
        }
    }
}
