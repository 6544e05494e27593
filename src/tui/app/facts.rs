//! What the screens show, as plain values read by the files thread.

use std::path::PathBuf;

use crate::benchmark::{self, Weighed, Worth};
use crate::data;
use crate::drift::{Advice, History};
use crate::error::Result;
use crate::project::Project;
use crate::road::{Iteration, Next, Status};
use crate::ship::{self, Change, Stage, Version, Versions};
use crate::spec::{Conversation, Proposals, Review, Variable};
use crate::train::{Board, Decision};
use crate::tui::left::Left;
use crate::user::Started;

/// A project opened before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recent {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
    /// When it was opened last, in words.
    pub when: String,
    /// Where it stands, once it was looked at.
    pub glance: Option<Glance>,
}

/// Where a project stands, as its evidence tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// The first milestone that holds up the road; none where none does.
    pub open: Option<Status>,
    /// What training found.
    pub verdict: Option<Decision>,
}

/// A project inside the program.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sample {
    /// Its name.
    pub name: String,
    /// One line: what it teaches.
    pub about: String,
}

/// What the home screen shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HomeFacts {
    /// Projects, the newest first.
    pub recents: Vec<Recent>,
    /// Samples.
    pub samples: Vec<Sample>,
    /// A new project that was begun and not written.
    pub started: Option<Started>,
}

/// Some rows of a table as texts, not escaped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Whether a column holds numbers.
    pub numeric: Vec<bool>,
    /// Number of each row in the table, from 1.
    pub numbers: Vec<usize>,
    /// The cells, row by row; `None` where missing.
    pub cells: Vec<Vec<Option<String>>>,
    /// Rows of the whole table.
    pub total: usize,
}

/// A project as it is on disk.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Its decisions.
    pub project: Project,
    /// Faults and gaps of the spec.
    pub review: Review,
    /// Where each milestone stands.
    pub survey: Vec<Status>,
    /// The questions of the spec, and how each stands.
    pub conversation: Conversation,
    /// What the data propose, as they were looked at last.
    pub proposals: Proposals,
    /// What to do next.
    pub next: Next,
    /// What to do next at each milestone, in their order.
    pub next_at: Vec<Next>,
    /// What it is worth and whether a rule is enough, once the data were looked at.
    pub stake: Option<Stake>,
    /// The dictionary of variables, once the data were looked at.
    pub variables: Vec<Variable>,
    /// What was found in the data.
    pub data: Option<data::Evidence>,
    /// How many first rows that was found in, as long as all of them are being read.
    pub first_rows: Option<usize>,
    /// Whether a fix of each finding stands in `jalon.toml`.
    pub fixed: Vec<bool>,
    /// What the baselines reach.
    pub benchmark: Option<benchmark::Evidence>,
    /// What models reach.
    pub board: Option<Board>,
    /// New data against those of training.
    pub drift: History,
    /// What these ask for; none where nothing was compared.
    pub advice: Option<Advice>,
    /// What was shipped, in the order of the screen.
    pub shipped: Vec<Shipped>,
    /// The version to which a rollback goes.
    pub back_to: Option<Version>,
    /// What was changed and what it led to, oldest first.
    pub history: Vec<Iteration>,
    /// Where the screen was left, on opening.
    pub left: Option<Left>,
    /// What was just done, in words; shown as a notice.
    pub told: Option<String>,
    /// Whether that was an edit, so that it can be taken back.
    pub is_edited: bool,
    /// Why it may only be looked at, where that is so.
    pub read_only: Option<String>,
}

/// What is at stake before anything is trained.
#[derive(Debug, Clone, PartialEq)]
pub struct Stake {
    /// What the project is worth, where cost and decisions a year are stated.
    pub worth: Option<Worth>,
    /// Rule against model.
    pub weighed: Weighed,
}

/// A version, and what is new in it.
#[derive(Debug, Clone)]
pub struct Shipped {
    /// The version.
    pub version: Version,
    /// Number of the version made before it, and the decisions that differ; none for the first.
    pub since: Option<(u32, Result<Vec<Change>>)>,
}

impl Shipped {
    /// Every version: what runs, then the newest first.
    pub fn all(project: &Project, versions: &Versions) -> Vec<Shipped> {
        let mut all: Vec<Shipped> = versions
            .list
            .iter()
            .enumerate()
            .map(|(at, version)| {
                let before = at.checked_sub(1).map(|at| &versions.list[at]);
                let since =
                    |before: &Version| (before.number, ship::changes(project, before, version));
                Shipped {
                    version: version.clone(),
                    since: before.map(since),
                }
            })
            .collect();
        all.reverse();
        all.sort_by_key(|shipped| shipped.version.stage != Stage::Champion);
        all
    }
}

/// The spec of a project beside its data: reading them takes longer than the rest of the facts.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// The text of `jalon.toml` it is about.
    pub text: String,
    /// Faults and gaps, those that only the data show too.
    pub review: Review,
    /// What the data propose.
    pub proposals: Proposals,
    /// What it is worth and whether a rule is enough; none where the data cannot be read.
    pub stake: Option<Stake>,
    /// The dictionary of variables; none where the data cannot be read.
    pub variables: Option<Vec<Variable>>,
    /// What to do next.
    pub next: Next,
    /// The same for each milestone.
    pub next_at: Vec<Next>,
}

impl Facts {
    /// Takes what the first rows of the data show, where nothing is known of all of them.
    pub fn take_first_look(&mut self, seen: data::Evidence) {
        if self.data.is_some() {
            return;
        }
        let is_fixed = |finding| data::is_fixed(&self.project, finding);
        self.fixed = seen.findings.iter().map(is_fixed).collect();
        self.first_rows = Some(seen.rows);
        self.data = Some(seen);
    }

    /// Takes a review of the present text; an older one is left.
    pub fn take_review(&mut self, reviewed: Reviewed) {
        if reviewed.text != self.project.text {
            return;
        }
        if let Some(spec) = self.survey.first_mut() {
            *spec = Status::of_spec(&reviewed.review);
        }
        self.review = reviewed.review;
        self.variables = reviewed.variables.unwrap_or_default();
        self.proposals = reviewed.proposals;
        self.converse();
        self.stake = reviewed.stake;
        self.next = reviewed.next;
        self.next_at = reviewed.next_at;
    }

    /// Keeps what the data show of the spec where its text is the same as before, until the data are looked at again. The
    /// dictionary stays whatever the text: what is decided of a column is read from the decisions.
    pub fn keep_review(&mut self, before: &Facts) {
        let is_one = self.project.root == before.project.root;
        let same = is_one && self.project.text == before.project.text;
        if is_one {
            self.variables.clone_from(&before.variables);
            self.proposals.clone_from(&before.proposals);
        }
        if same && let Some(spec) = self.survey.first_mut() {
            *spec = Status::of_spec(&before.review);
            self.review = before.review.clone();
            self.stake = before.stake.clone();
        }
        self.converse();
    }

    /// Asks the questions anew, of what is known now.
    pub fn converse(&mut self) {
        self.conversation = Conversation::of(&self.project, &self.review.faults, &self.proposals);
    }

    /// The score that a model must reach to be a success.
    pub fn must_reach(&self) -> Option<f64> {
        benchmark::must_reach(&self.project.decisions, self.benchmark.as_ref()?)
    }
}
