//! The state of the workbench and the one way it changes: `update(state, message)` gives effects. No file, clock or
//! terminal is touched here, so that a whole conversation can be replayed in a test.

mod act;
mod activity;
mod column_charts;
mod command;
mod copy;
mod editor;
mod facts;
mod figures;
mod go;
mod guide;
mod home;
mod job;
mod keys;
mod lists;
mod map;
mod overlay;
mod page;
mod pass;
mod picker;
mod questions;
mod reading;
mod refuse;
mod rows;
mod say;
mod scoring;
mod sheet;
mod ship;
mod spec;
mod started;
mod trying;
mod update;
mod viewer;
mod wizard;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use crossterm::event::KeyEvent;
use tui_input::Input;

use crate::decisions::Edit;
use crate::error::Result;
use crate::project::Project;
use crate::project::jobs::Past;
use crate::spec::Proposal;
use crate::train;
use crate::tui::actions::Screen;
use crate::tui::keys::Keymap;
use crate::tui::left::Left;
use crate::tui::settings::Settings;
use crate::tui::theme::Theme;
use crate::user::{Hangup, Started};

pub use act::mode_word;
pub use command::matching;
pub use editor::{Editor, Tried, Went};
pub use facts::{Facts, Glance, Grid, HomeFacts, Recent, Reviewed, Sample, Shipped, Stake};
pub use figures::{Chart, Diagnosed, Predictor};
pub use go::Entrant;
pub use guide::Guide;
#[cfg(test)]
pub use job::Elsewhere;
pub use job::{Ending, JobView, Outcome, Task};
use lists::PAGE;
pub use lists::{List, Lists};
pub use overlay::{Asked, Candidate, Choice, Overlay, Picked};
pub use page::{Page, Rival};
pub use picker::{Item, Picker};
pub use questions::Questions;
pub use say::{Notice, Said};
pub use scoring::{Draft, Scored};
pub use sheet::{About, Sheet, about_cell, cost_of, matrix_classes};
pub use spec::{Adding, Form, Part, Pick, SpecRow, Talk, first_open, picks, spec_rows};
pub use update::update;
pub use viewer::{
    Asking, Described, Found, News, Opened, Place, Shows, Sight, Sorting, ValueList, ViewColumn,
    Viewer, Work, cells_of_row, heads, sights,
};
pub use wizard::{Step, Wizard};

/// What happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent, Instant),
    /// Text was pasted.
    Paste(String),
    /// The terminal has these columns and rows.
    Resize(u16, u16),
    /// A file that is on screen may have been changed by others.
    Changed,
    /// The user's settings were changed.
    Settings(Box<Settings>),
    /// What the home screen shows.
    Home(HomeFacts),
    /// Where a recent project stands; none where it cannot be read.
    Glanced(PathBuf, Option<Glance>),
    /// A project as it is on disk now, after what the text says.
    Facts(Box<Result<Facts>>),
    /// The spec of a project beside its data.
    Reviewed(Box<Reviewed>),
    /// A job ended this way, and the project as it left it.
    Settled(Ending, Box<Result<Facts>>),
    /// First rows of a data file, and its columns ranked as targets.
    Preview(Result<(Grid, Vec<crate::spec::TargetCandidate>)>),
    /// What is proposed for the chosen target.
    Proposed(Result<Vec<Proposal>>),
    /// What is in the folder of the new project; an error where it holds a project.
    Folder(PathBuf, Result<Vec<String>>),
    /// A project was written here.
    Created(Result<PathBuf>),
    /// Rows of the project's table.
    Rows(Result<Grid>),
    /// First values of an expression.
    Tried(Tried),
    /// What a rule gives while it is typed.
    Scored(Box<Scored>),
    /// What is in a folder of data files.
    Around(PathBuf, Result<Vec<Item>>),
    /// Jobs that ended on the open project.
    Past(Vec<Past>),
    /// The charts of a run.
    Diagnosed(Predictor, Box<Result<crate::benchmark::Diagnosis>>),
    /// What was read for the table viewer; the number is that of the table.
    Viewed(u64, News),
    /// An effect could not be carried out.
    Failed(crate::error::Error),
    /// News of the running job.
    Progress(JobView),
    /// What the first rows of the project in this folder show, while all of them are being read.
    FirstLook(PathBuf, Box<crate::data::Evidence>),
    /// The running job ended.
    Ended(Result<Outcome>),
    /// What another process computes on the project in this folder.
    Followed(PathBuf, JobView),
    /// A job of another process on the project in this folder ended.
    FollowEnded(PathBuf, Ending),
    /// A job has news to be read; the loop turns it into [`Msg::Progress`].
    Woke,
    /// A job has ended; the loop turns it into [`Msg::Ended`].
    Done,
    /// The program is to sleep.
    Suspend,
    /// The program was woken.
    Resumed,
    /// The terminal went away.
    Hangup,
    /// SIGTERM.
    Terminate,
    /// SIGINT from outside.
    Interrupt,
}

/// What is to be done outside of the state.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Read what the home screen shows.
    Home,
    /// Look where a recent project stands.
    Glance(PathBuf),
    /// Open a project.
    Load(PathBuf),
    /// Read the open project again.
    Reload,
    /// Read the open project again if others changed it.
    LookAtProject,
    /// Read the user's settings again if they were changed.
    LookAtSettings,
    /// Read the open project again after a job ended.
    Settle(Ending),
    /// Follow the jobs that other processes run on this project.
    Follow(PathBuf),
    /// Ask a job of another process to stop.
    StopElsewhere(PathBuf, String),
    /// Change `jalon.toml`; the text says why.
    Edit(Edit, String),
    /// Write the dictionary of variables to a file.
    ExportDictionary(PathBuf),
    /// Take the dictionary of variables from a file.
    ImportDictionary(PathBuf),
    /// Look at the spec beside the data.
    Review(Box<Project>),
    /// Take the last edit back.
    Undo,
    /// Make the last undone edit again.
    Redo,
    /// Read a data file for a new project.
    Preview(PathBuf),
    /// Propose decisions for the file read last.
    Propose(crate::spec::Wishes),
    /// Look what is in the folder of the new project.
    LookInto(PathBuf),
    /// Write the new project.
    Create {
        /// Its folder.
        folder: PathBuf,
        /// What was chosen.
        wizard: Box<Wizard>,
    },
    /// Write a sample into the user's data folder.
    Sample(String),
    /// Read rows of the project's table.
    Rows(Vec<usize>),
    /// Compute first values of an expression on the data of the open project, or of the file for a new one.
    Try(String),
    /// Score a rule on the folds while it is typed.
    Score(Box<Draft>),
    /// List a folder of data files.
    LookAround(PathBuf),
    /// Read which jobs ended on the project in this folder.
    Activity(PathBuf),
    /// Read for the table viewer; the number is that of the table.
    View(u64, Asking),
    /// Put a text on the clipboard of the terminal.
    Copy(String),
    /// Read the predictions of a run as charts.
    Diagnose(Predictor),
    /// Keep where the screen is.
    Remember(Left),
    /// Keep how far a new project has come, or throw it away.
    KeepNew(Option<Box<Started>>),
    /// Give up the right to edit.
    Release,
    /// Let the version before run again.
    RollBack,
    /// Start a job on the open project.
    Start(PathBuf, Task),
    /// Ask the job to stop.
    StopJob,
    /// Put the program to sleep.
    Suspend,
    /// Enter the screen again.
    Resume,
    /// Paint everything anew.
    Repaint,
    /// End with this code; the terminal is given back unless it is gone.
    Exit(i32),
}

/// What for a row of the form is edited.
#[derive(Debug, Clone)]
pub enum Purpose {
    /// To state its value.
    State,
    /// To add an entry, of which this is a part.
    Add(Adding),
    /// To give an entry another name.
    Rename,
}

/// A row of the form while it is edited.
#[derive(Debug, Clone)]
pub struct Editing {
    /// What is edited.
    pub row: SpecRow,
    /// What is typed.
    pub editor: Editor,
    /// What for.
    pub purpose: Purpose,
}

impl Editing {
    /// What is wrong with what is typed.
    pub fn fault(&self) -> Option<String> {
        let taken = match &self.purpose {
            Purpose::Add(adding) => adding.fault(&self.editor.shown()),
            Purpose::State | Purpose::Rename => None,
        };
        self.editor.fault().or(taken)
    }
}

/// An open project with what is seen of it.
#[derive(Debug, Clone)]
pub struct Open {
    /// What is known.
    pub facts: Facts,
    /// An edit is on its way to the disk.
    pub saving: bool,
    /// Rows of the finding that is open.
    pub rows: Option<Grid>,
    /// The predictions of the run or baseline that was opened last.
    pub diagnosis: Option<Diagnosed>,
    /// What is typed into the form.
    pub editing: Option<Editing>,
    /// Entries of which the form offers every field, written or not: `columns.fare`.
    pub offered: BTreeSet<String>,
    /// The form as it is shown.
    pub form: Form,
    /// Path of the row to which the cursor goes once the edit under way is written.
    pub goal: Option<String>,
    /// Where one stands on a page beside the form.
    pub sheet: Sheet,
    /// The conversation about what is open.
    pub talk: Option<Talk>,
    /// What a job found out about runs, over the leaderboard.
    pub page: Option<Page>,
}

/// Everything the screen depends on.
#[derive(Debug, Clone)]
pub struct State {
    /// Columns and rows.
    pub size: (u16, u16),
    /// Colours and glyphs.
    pub theme: Theme,
    /// Which key starts which action.
    pub keymap: Keymap,
    /// Where one stands.
    pub screen: Screen,
    /// Recent projects and samples.
    pub home: HomeFacts,
    /// The project.
    pub open: Option<Open>,
    /// The new project in the making.
    pub wizard: Wizard,
    /// The table that is looked at.
    pub viewer: Option<Viewer>,
    /// How many tables were looked at.
    pub sessions: u64,
    /// The rows of the project that is being opened are to be looked at.
    pub views_rows: bool,
    /// Cursors of every list.
    pub lists: Lists,
    /// Pane that has the keys.
    pub pane: usize,
    /// Whether the selected row is open.
    pub detail: bool,
    /// Which of its charts is in front; on Train the numbers come first.
    pub figure: usize,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// How the guide is read.
    pub guide: Guide,
    /// What becomes of a running job when the line is lost.
    pub hangup: Hangup,
    /// What is wrong in the user's settings.
    pub settings_faults: Vec<String>,
    /// What is searched.
    pub search: Option<Input>,
    /// Whether rows without it are left out while it is typed.
    pub narrowing: bool,
    /// What was searched last.
    pub sought: String,
    /// The last thing to tell, until the next key.
    pub notice: Option<Notice>,
    /// How much training tries.
    pub mode: train::Mode,
    /// The running job, of this screen or of another process.
    pub job: Option<JobView>,
    /// Jobs that ended on the open project, the oldest first.
    pub past: Vec<Past>,
    /// When Ctrl-C was pressed last.
    pub interrupted: Option<Instant>,
    /// The terminal is gone: the last job is waited for.
    pub gone: bool,
    /// The exit code once the job has stopped.
    pub leaving: Option<i32>,
    /// Something is read from disk; says what.
    pub waiting: Option<String>,
}

impl State {
    /// The home screen before anything is read.
    pub fn new(size: (u16, u16), theme: Theme, keymap: Keymap) -> Self {
        Self {
            size,
            theme,
            keymap,
            screen: Screen::Home,
            home: HomeFacts::default(),
            open: None,
            wizard: Wizard::default(),
            viewer: None,
            sessions: 0,
            views_rows: false,
            lists: Lists::default(),
            pane: 0,
            detail: false,
            figure: 0,
            overlay: None,
            guide: Guide::default(),
            hangup: Hangup::Finish,
            settings_faults: Vec::new(),
            search: None,
            narrowing: false,
            sought: String::new(),
            notice: None,
            mode: train::Mode::Standard,
            job: None,
            past: Vec::new(),
            interrupted: None,
            gone: false,
            leaving: None,
            waiting: None,
        }
    }

    /// What is known of the open project.
    pub fn facts(&self) -> Option<&Facts> {
        self.open.as_ref().map(|open| &open.facts)
    }

    /// Whether a text field has the keys.
    pub fn typing(&self) -> bool {
        match &self.overlay {
            Some(Overlay::Palette(_) | Overlay::Ask { .. } | Overlay::Pick { .. }) => true,
            Some(Overlay::Guide) => self.search.is_some(),
            Some(_) => false,
            None => {
                let editing = self
                    .open
                    .as_ref()
                    .is_some_and(|open| open.editing.is_some());
                let step = self.wizard.step;
                let asked = matches!(step, Step::File | Step::Questions | Step::Folder);
                let talks = self.talk().is_some();
                self.search.is_some() || editing || talks || (self.screen == Screen::New && asked)
            }
        }
    }
}
