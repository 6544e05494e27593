//! The table viewer: which rows and columns are in sight, what is asked of those who read them, and what they answered.
//!
//! | file | what lives there |
//! |--|--|
//! | `sight` | what is in sight, and asking for the rows of it |
//! | `moves` | the cursor; columns wider, frozen, hidden |
//! | `acts` | what the actions do here |
//! | `refuse` | why they cannot |
//! | `works` | filtering, sorting and searching in the background |
//! | `news` | what comes back |

mod acts;
mod moves;
mod news;
mod refuse;
mod sight;
mod works;

use std::path::PathBuf;

use crate::data::ColumnProfile;
use crate::error::Error;
use crate::project::Project;
use crate::table::window::{Frequency, Known, Slice};
use crate::table::{Format, Storage};
use crate::tui::actions::Screen;

pub use sight::{Sight, cells_of_row, heads, sights};

/// What is looked at.
#[derive(Debug, Clone)]
pub enum Shows {
    /// A data file, a folder of them or a pattern.
    File(PathBuf),
    /// The rows of a project.
    Project {
        /// The project.
        project: Box<Project>,
        /// What some of them are called, and their places from 0; none where all are meant.
        rows: Option<(String, Vec<usize>)>,
        /// Where one comes from.
        from: Place,
    },
}

/// Where one stood before rows were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The screen.
    pub screen: Screen,
    /// The pane that had the keys.
    pub pane: usize,
    /// Whether the selected row was open.
    pub detail: bool,
    /// Which of its charts was in front.
    pub figure: usize,
}

/// What is asked of those who read.
#[derive(Debug, Clone)]
pub enum Asking {
    /// To open a table.
    Open(Shows),
    /// For rows from a place on.
    Slice {
        /// Place of the first.
        first: usize,
        /// How many.
        count: usize,
        /// Places of the columns.
        columns: Vec<usize>,
        /// Personal values too.
        bare: bool,
    },
    /// For a whole cell.
    Cell {
        /// Place of its row.
        place: usize,
        /// Place of its column.
        column: usize,
        /// Also a personal one.
        bare: bool,
    },
    /// For work in the background; what ran before is stopped.
    Work(Work),
    /// To stop that.
    Stop,
    /// To let the table go.
    Close,
}

/// An order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// Place of the column.
    pub column: usize,
    /// The largest first.
    pub descending: bool,
}

/// Work in the background.
#[derive(Debug, Clone, PartialEq)]
pub enum Work {
    /// The rows that an expression lets through, in an order; empty lets all through.
    Rows {
        /// The expression.
        filter: String,
        /// The order.
        sort: Option<Sorting>,
        /// Number of the row, from 0, on which the cursor stays; none where it goes to the first.
        stay: Option<usize>,
    },
    /// The next cell that holds a text.
    Find {
        /// The text.
        sought: String,
        /// Row and column from which on.
        from: (usize, usize),
        /// Downwards.
        forward: bool,
        /// Places of the columns in the order in which they stand.
        columns: Vec<usize>,
    },
    /// How often each value of a column occurs.
    Values(usize),
    /// What a column holds, in this unit.
    Column(usize, Option<String>),
}

/// A table that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Name and storage of each column.
    pub columns: Vec<(String, Storage)>,
    /// Places of those whose values are masked.
    pub personal: Vec<usize>,
    /// How the file is written.
    pub format: Format,
    /// Rows that are shown.
    pub known: Known,
    /// Rows of the table.
    pub total: Known,
}

/// What comes back.
#[derive(Debug)]
pub enum News {
    /// The table, or why it cannot be read.
    Opened(Box<crate::error::Result<Opened>>),
    /// Rows found, how far that is while it goes on, and why it ended early.
    Counted(Known, Option<f64>, Option<Error>),
    /// Rows, with those shown and those of the table, and as which they are shown: see [`Found::Rows`].
    Slice(Slice, (Known, Known), u64),
    /// A whole cell.
    Cell(Option<String>),
    /// What is done in the background and how far it is.
    Doing(String, f64),
    /// What it found so far.
    SoFar(Found),
    /// What it brought.
    Done(Box<crate::error::Result<Found>>),
    /// Keys of JSON lines that are no column, as they came after those that are.
    Late(Vec<String>),
    /// Something could not be read.
    Failed(Error),
}

/// What work in the background brought.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Other rows are shown now.
    Rows {
        /// Those that this expression lets through.
        filter: String,
        /// In this order.
        sort: Option<Sorting>,
        /// So many.
        known: Known,
        /// Cells that could not be read as their column is.
        unread: usize,
        /// Where the row stands on which the cursor stays.
        row: usize,
        /// Number of what is shown now: rows read of something else are left.
        version: u64,
    },
    /// Where the text was found.
    Hit {
        /// Row and column; none where there is no other.
        at: Option<(usize, usize)>,
        /// Whether it was sought below.
        forward: bool,
    },
    /// The values of a column.
    Values(usize, Box<Frequency>),
    /// What a column holds.
    Column {
        /// Place of the column.
        column: usize,
        /// Its profile.
        profile: Box<ColumnProfile>,
        /// Rows it was computed from.
        rows: usize,
        /// Of so many.
        of: usize,
    },
}

/// A column as it stands on screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewColumn {
    /// Its name.
    pub name: String,
    /// Of what its values are.
    pub storage: Storage,
    /// Whether its values are masked.
    pub personal: bool,
    /// Whether it is left out.
    pub hidden: bool,
    /// Cells of the longest value seen so far.
    pub seen: u16,
    /// Cells that a person gave it.
    pub width: Option<u16>,
}

/// A place of the table on screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spot {
    /// Row of the cursor among those shown.
    pub row: usize,
    /// Column of the cursor.
    pub column: usize,
    /// First row in sight.
    pub top: usize,
    /// First column in sight after the frozen ones, counted among those that are not hidden.
    pub left: usize,
}

/// What the background does.
#[derive(Debug, Clone, PartialEq)]
pub struct Doing {
    /// In words.
    pub what: String,
    /// How far, 0 to 1.
    pub fraction: f64,
    /// Whether it works on the statistics beside: these are not waited for.
    pub aside: bool,
    /// The filter by which it looks for rows.
    pub filter: Option<String>,
}

/// What was shown before rows that are still being found: it comes back where that is stopped.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// The expression that let rows through.
    pub filter: String,
    /// Their order.
    pub sort: Option<Sorting>,
    /// So many.
    pub known: Known,
    /// Row of the cursor, and the first in sight.
    pub lines: (usize, usize),
    /// Its number.
    pub version: u64,
}

/// The column that is described beside the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// Place of the column.
    pub column: usize,
    /// What it holds, once it is known.
    pub profile: Option<ColumnProfile>,
    /// Rows it was computed from, of so many.
    pub rows: (usize, usize),
}

/// The values of a column as a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueList {
    /// Place of the column.
    pub column: usize,
    /// The values with their counts.
    pub found: Frequency,
}

/// The table on screen.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Number of the table: what comes back for an older one is left.
    pub session: u64,
    /// What is looked at.
    pub shows: Shows,
    /// What was found on opening it; none before.
    pub opened: Option<Opened>,
    /// Why it cannot be looked at.
    pub fault: Option<String>,
    /// The columns.
    pub columns: Vec<ViewColumn>,
    /// How many of those that are not hidden stay at the left.
    pub frozen: usize,
    /// Rows that are shown.
    pub known: Known,
    /// Rows of the table.
    pub total: Known,
    /// How far the rows were counted, while that goes on.
    pub counting: Option<f64>,
    /// The rows read last.
    pub slice: Slice,
    /// Where the cursor is to be.
    pub at: Spot,
    /// Where it is drawn: the same as soon as its rows are read.
    pub drawn: Spot,
    /// The rows asked for and not yet there.
    pub asked: Option<(usize, usize, Vec<usize>)>,
    /// The expression that lets rows through.
    pub filter: String,
    /// Their order.
    pub sort: Option<Sorting>,
    /// What the background does.
    pub doing: Option<Doing>,
    /// What was shown before the rows that it has found so far.
    pub before: Option<Before>,
    /// Number of what is shown.
    pub version: u64,
    /// The column that is described beside the rows.
    pub beside: Option<Described>,
    /// The values of a column in place of the rows.
    pub values: Option<ValueList>,
    /// Personal values are shown.
    pub bare: bool,
    /// A whole cell was asked for, to be shown.
    pub opening: bool,
}

impl Viewer {
    /// A table that is still to be opened.
    pub fn new(session: u64, shows: Shows) -> Self {
        Self {
            session,
            shows,
            opened: None,
            fault: None,
            columns: Vec::new(),
            frozen: 0,
            known: Known::default(),
            total: Known::default(),
            counting: None,
            slice: Slice::default(),
            at: Spot::default(),
            drawn: Spot::default(),
            asked: None,
            filter: String::new(),
            sort: None,
            doing: None,
            before: None,
            version: 0,
            beside: None,
            values: None,
            bare: false,
            opening: false,
        }
    }

    /// Its name: of the file, or of the project with the finding.
    pub fn name(&self) -> String {
        match &self.shows {
            Shows::File(path) => {
                let name = path.file_name();
                name.map_or_else(
                    || path.display().to_string(),
                    |n| n.to_string_lossy().into_owned(),
                )
            }
            Shows::Project { project, rows, .. } => match rows {
                Some((finding, _)) => format!("{}: {finding}", project.name()),
                None => project.name(),
            },
        }
    }

    /// Places of the columns that are not hidden, in the order in which they stand.
    pub fn visible(&self) -> Vec<usize> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(_, c)| !c.hidden)
            .map(|(at, _)| at)
            .collect()
    }

    /// Where a column stands among those that are not hidden.
    pub fn standing(&self, column: usize) -> usize {
        let before = self.columns.iter().take(column);
        before.filter(|c| !c.hidden).count()
    }

    /// Whether the values of a column are masked now.
    pub fn is_masked(&self, column: usize) -> bool {
        !self.bare && self.columns.get(column).is_some_and(|c| c.personal)
    }

    /// The column under the cursor.
    pub fn column(&self) -> Option<&ViewColumn> {
        self.columns.get(self.at.column)
    }

    /// A cell that was read, with whether its row is among those read.
    pub fn cell(&self, row: usize, column: usize) -> Option<Option<&str>> {
        let at = row.checked_sub(self.slice.first)?;
        let place = self.slice.columns.iter().position(|c| *c == column)?;
        let cells = self.slice.cells.get(at)?;
        Some(cells.get(place)?.as_deref())
    }
}
