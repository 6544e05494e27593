//! The command line as types: every command with its arguments, and the flags all of them take.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::decisions::Task;
use crate::train::Mode;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "jalon",
    version,
    about = "A terminal workbench that leads from a business question to a monitored model",
    after_help = "Without a command the workbench opens.\n\
                  Exit codes: 0 done, gate open; 1 done, gate closed; 2 bad usage or input; 129, 130, 143 by signal.\n\
                  `jalon help json` documents what --json prints.",
    disable_help_subcommand = true
)]
pub(super) struct Cli {
    /// A project (folder or jalon.toml) to open, or a data file to make one of
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Common {
    /// Print one JSON document on stdout and nothing else there
    #[arg(long, global = true)]
    pub json: bool,
    /// No progress, no hints
    #[arg(long, global = true)]
    pub quiet: bool,
    /// Use at most N threads
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Draw with this seed instead of split.seed
    #[arg(long, global = true, value_name = "N")]
    pub seed: Option<u64>,
    /// The user's config file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// One command.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the projects that ship with jalon, or write one out
    Sample(SampleArgs),
    /// Write a project for a data file, proposing what is not given
    New(NewArgs),
    /// What is stated, what is missing, what is wrong
    Spec(SpecArgs),
    /// Look at the rows of a data file or a project: the table viewer, or the first rows as text
    View(ViewArgs),
    /// Profile of the data and findings
    Check(StageArgs),
    /// Baselines and rules on the folds
    Benchmark(BenchmarkArgs),
    /// Models on the folds, leaderboard, verdict
    Train(TrainArgs),
    /// Spec, check, benchmark and train: what is not up to date
    Run(RunArgs),
    /// The experiment log
    Runs(RunsArgs),
    /// Two runs or baselines side by side, with a paired test
    Compare(CompareArgs),
    /// What a run rests on: importance of columns, and how the answer moves with them
    Explain(ExplainArgs),
    /// A run or rule becomes the version that runs, after a paired test
    Promote(PromoteArgs),
    /// The version that ran before runs again
    Rollback(RollbackArgs),
    /// Score the rows of a file
    Predict(PredictArgs),
    /// Drift of new data against the training data, and what to do
    Drift(DriftArgs),
    /// Stop a running job
    Cancel(CancelArgs),
    /// Help on a command; `help json`: the documents that --json prints; `help config`: the settings
    Help(HelpArgs),
}

/// `jalon sample`.
#[derive(Debug, Args)]
pub(super) struct SampleArgs {
    /// Name of the sample; lists them where left out
    pub name: Option<String>,
    /// Folder to write to; the sample's name where left out
    pub dir: Option<PathBuf>,
}

/// `jalon new`.
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// Folder of the new project
    pub dir: PathBuf,
    /// The data: CSV or JSON lines, also packed (.gz, .zst), Parquet, Arrow, SQLite; a file, a folder or a pattern
    #[arg(long, value_name = "FILE", required_unless_present = "connection_env")]
    pub data: Option<PathBuf>,
    /// Rows of a database: a single SELECT
    #[arg(long, value_name = "SQL")]
    pub query: Option<String>,
    /// Environment variable that holds the connection to PostgreSQL, where there is no file
    #[arg(long, value_name = "NAME", requires = "query", conflicts_with = "data")]
    pub connection_env: Option<String>,
    /// Column to predict; the likeliest is proposed where left out
    #[arg(long, value_name = "COLUMN")]
    pub target: Option<String>,
    /// Kind of question
    #[arg(long, value_parser = task)]
    pub task: Option<Task>,
    /// The metric that decides
    #[arg(long)]
    pub metric: Option<String>,
    /// Column of time
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
    /// Column of groups that belong together
    #[arg(long, value_name = "COLUMN")]
    pub group: Option<String>,
}

fn task(word: &str) -> Result<Task, String> {
    Task::from_word(word).ok_or_else(|| format!("one of {}", Task::WORDS.join(", ")))
}

/// `jalon view`.
#[derive(Debug, Args)]
pub(super) struct ViewArgs {
    /// A data file, a folder of them, a pattern, or a project
    pub path: PathBuf,
    /// Print only rows for which this is true, as in SQL
    #[arg(long = "where", value_name = "EXPRESSION")]
    pub filter: Option<String>,
    /// Print only these columns
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Print in the order of this column; `-COLUMN` from the largest
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// Print so many rows; 20 where left out
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

impl ViewArgs {
    /// Whether something is asked for that is printed.
    pub fn prints(&self) -> bool {
        self.filter.is_some()
            || !self.columns.is_empty()
            || self.sort.is_some()
            || self.limit.is_some()
    }
}

/// `jalon spec`.
#[derive(Debug, Args)]
pub(super) struct SpecArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
    #[command(subcommand)]
    pub part: Option<SpecPart>,
}

/// A part of the spec that is read or written by itself.
#[derive(Debug, Subcommand)]
pub(super) enum SpecPart {
    /// The dictionary of variables as CSV: name,kind,unit,meaning,role,known_at_prediction
    Dictionary {
        /// import or export
        #[arg(value_enum)]
        direction: Transfer,
        /// The CSV file
        file: PathBuf,
    },
}

/// Which way a file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Transfer {
    /// From the file into jalon.toml
    Import,
    /// From the project into the file
    Export,
}

/// A command on a project.
#[derive(Debug, Args)]
pub(super) struct ProjectArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
}

/// A stage that has evidence.
#[derive(Debug, Args)]
pub(super) struct StageArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
    /// Compute anew what is up to date
    #[arg(long)]
    pub force: bool,
}

/// `jalon benchmark`.
#[derive(Debug, Args)]
pub(super) struct BenchmarkArgs {
    #[command(flatten)]
    pub stage: StageArgs,
    /// Tell of this baseline alone: every metric, scores by segment and over time, worst rows
    #[arg(long, value_name = "NAME")]
    pub baseline: Option<String>,
}

/// `jalon runs`.
#[derive(Debug, Args)]
pub(super) struct RunsArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
    /// Tell of this run alone: every metric, scores by segment and over time, worst rows
    #[arg(long, value_name = "R")]
    pub run: Option<u32>,
}

/// `jalon train`.
#[derive(Debug, Args)]
pub(super) struct TrainArgs {
    #[command(flatten)]
    pub stage: StageArgs,
    #[command(flatten)]
    pub learning: Learning,
}

/// `jalon run`.
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub stage: StageArgs,
    #[command(flatten)]
    pub learning: Learning,
}

/// What is trained.
#[derive(Debug, Default, Args)]
pub(super) struct Learning {
    /// Train this family only; may be given again
    #[arg(long = "family", value_name = "FAMILY")]
    pub families: Vec<String>,
    /// How much is tried
    #[arg(long, value_parser = mode, value_name = "quick|standard|thorough")]
    pub mode: Option<Mode>,
}

fn mode(word: &str) -> Result<Mode, String> {
    Mode::from_word(word).ok_or_else(|| "one of quick, standard, thorough".into())
}

/// `jalon compare`.
#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
    /// Number of a run, or name of a baseline
    pub a: String,
    /// What to compare it with: number of a run, or name of a baseline
    pub b: String,
}

/// `jalon explain`.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
    /// Number of the run; the one that the verdict chose where left out
    #[arg(long, value_name = "R")]
    pub run: Option<u32>,
}

/// `jalon promote`.
#[derive(Debug, Args)]
pub(super) struct PromoteArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
    /// Number of a run, or name of a rule or baseline; what the verdict says where left out
    #[arg(long, value_name = "R")]
    pub run: Option<String>,
    /// Promote although the test says HOLD or REJECT, and record why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// `jalon rollback`.
#[derive(Debug, Args)]
pub(super) struct RollbackArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
    /// Why, for the journal
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// `jalon predict`.
#[derive(Debug, Args)]
pub(super) struct PredictArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
    /// Rows to score: CSV or JSON lines, also packed (.gz, .zst), or Parquet
    #[arg(long = "in", value_name = "FILE")]
    pub input: PathBuf,
    /// Where to write them with their predictions: CSV or Parquet
    #[arg(long = "out", value_name = "FILE")]
    pub output: PathBuf,
    /// Number of the run; the champion where left out, the best run before there is one
    #[arg(long, value_name = "R")]
    pub run: Option<u32>,
}

/// `jalon drift`.
#[derive(Debug, Args)]
pub(super) struct DriftArgs {
    #[command(flatten)]
    pub stage: StageArgs,
    /// New data: a file, a folder or a pattern; may be given again, in order of time
    #[arg(long, value_name = "FILE")]
    pub current: Vec<PathBuf>,
    /// Labels that came later, joined by the id of the row; may be given again
    #[arg(long, value_name = "FILE")]
    pub labels: Vec<PathBuf>,
    /// Whose tests and thresholds; monitor.preset where left out
    #[arg(long, value_name = "P")]
    pub preset: Option<String>,
}

/// `jalon cancel`.
#[derive(Debug, Args)]
pub(super) struct CancelArgs {
    /// Project: a folder or its jalon.toml
    pub project: PathBuf,
    /// Name of the job; all where left out
    pub job: Option<String>,
}

/// `jalon help`.
#[derive(Debug, Args)]
pub(super) struct HelpArgs {
    /// A command, `json` or `config`
    pub topic: Option<String>,
}
